import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of the search engine: TestNode HOME NAME=VALUE... A value with commas is a list.
 *
 * <p>The engine's own launcher reads plugins from a folder that only its distribution has; here the
 * one plugin that it needs, the network, is on the class path.
 */
public final class TestNode extends Node {
    private TestNode(Settings settings) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test"),
            List.of(Netty4Plugin.class),
            false);
    }

    public static void main(String[] given) throws Exception {
        Map<String, String> values = new HashMap<>();
        values.put("path.home", Path.of(given[0]).toAbsolutePath().toString());
        values.put("network.host", "127.0.0.1");
        values.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        values.put("node.processors", "2");
        for (int place = 1; place < given.length; place++) {
            String[] pair = given[place].split("=", 2);
            values.put(pair[0], pair[1]);
        }
        Settings.Builder settings = Settings.builder();
        for (Map.Entry<String, String> one : values.entrySet()) {
            if (one.getValue().contains(",")) {
                settings.putList(one.getKey(), one.getValue().split(","));
            } else {
                settings.put(one.getKey(), one.getValue());
            }
        }
        new TestNode(settings.build()).start();
        new CountDownLatch(1).await();
    }
}
