"""Publishing holds one concept at a time: Iconclass, 40,703 concepts in 13 languages."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.shared, pytest.mark.slow]

MOST_MIB = 200
PROGRAM = """
import json, re, sys
from pathlib import Path
from glossary import publish
from glossary.site.settings import load

class Nothing:
    def __init__(self, folder, keep): folder.mkdir(parents=True)
    def add(self, document): pass
    def commit(self, metadata): return "none"
    def abort(self): pass

publish.build_index = Nothing
done = publish.publish(load(Path(sys.argv[1]), {}))
# not getrusage: its figure is inherited from the process that started this one
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps([done.concepts, [f.rule for f in done.findings], peak]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_does_not_grow_with_the_vocabulary(shared: Path, tmp_path: Path) -> None:
    for folder in ("vocabularies", "translations"):
        (tmp_path / folder).mkdir()
    source = shared / "iconclass" / "derived" / "iconclass-base.nt.gz"
    (tmp_path / "vocabularies" / "iconclass.nt.gz").symlink_to(source)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], capture_output=True, text=True, check=True
    )
    concepts, rules, peak = json.loads(done.stdout)
    assert concepts == {"iconclass": 40_698}
    assert rules.count("no-label") == 5
    assert peak < MOST_MIB * 1024


MOST_IMPORT_MIB = 150
IMPORT = """
import re, sys
from pathlib import Path
from glossary.site.settings import load
from glossary.site.vocabulary_import import import_vocabulary

made, _, _ = import_vocabulary(load(Path(sys.argv[1]), {}), Path(sys.argv[2]), "iconclass")
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(len(made.concepts), peak)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_an_import_does_not_hold_the_vocabulary(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    source = shared / "iconclass" / "derived" / "iconclass-base.nt.gz"
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(tmp_path), str(source)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    concepts, peak = map(int, done.stdout.split())
    assert concepts == 40_698
    assert peak < MOST_IMPORT_MIB * 1024
