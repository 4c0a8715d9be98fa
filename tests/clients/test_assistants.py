"""The client of the protocol's own SDK asks: in its process, in another one, and over HTTP."""

import json
import os
import shutil
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import CHECKOUT, Run
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.servers import free_port

# How a client asks everything; what it was told is printed as JSON.
ASK = """
import asyncio, json, sys, warnings
from mcp import Client
from mcp.shared.exceptions import MCPError
warnings.simplefilter("error")

async def asked(target):
    told = {}
    async with Client(target) as client:
        tools = (await client.list_tools()).tools
        told["tools"] = {one.name: one.model_dump(mode="json") for one in tools}
        for name, arguments in (
            ("lookup", {"term": "bouclier bleu", "to": "ar"}),
            ("search", {"q": "storage", "per_page": 2}),
            ("read_concept", {"concept": "convergence/blue-shield"}),
            ("compare_sectors", {"concept": "archive/restoration"}),
            ("recognise_terms", {"text": "museums and 数字连续性", "to": "en"}),
            ("list_vocabularies", {}),
            ("lookup", {"term": ""}),
        ):
            answer = await client.call_tool(name, arguments)
            key = "wrong" if answer.is_error else name
            told[key] = answer.structured_content
            text = json.loads(answer.content[0].text)
            assert answer.is_error or text == answer.structured_content
            if answer.is_error:
                told[key] = text
        told["resources"] = [one.uri for one in (await client.list_resources()).resources]
        patterns = (await client.list_resource_templates()).resource_templates
        told["patterns"] = [one.uri_template for one in patterns]
        for uri in ("glossary://vocabularies/museum", "glossary://concepts/museum/museum"):
            content = (await client.read_resource(uri)).contents[0]
            assert content.mime_type == "application/json"
            told[uri] = json.loads(content.text)["id"]
        told["prompts"] = [one.name for one in (await client.list_prompts()).prompts]
        prompt = await client.get_prompt("explain_term", {"term": "fonds", "to": "fr"})
        told["prompt"] = prompt.messages[0].content.text
        for name, call in (
            ("no tool", client.call_tool("delete", {})),
            ("no resource", client.read_resource("glossary://concepts/museum/none")),
            ("no prompt", client.get_prompt("none", {})),
        ):
            try:
                await call
            except MCPError as error:
                told[name] = [error.code, error.data and error.data.get("code")]
    print(json.dumps(told))
"""
IN_PROCESS = """
from pathlib import Path
import glossary.web
from glossary.reader import Reader
from glossary.site.settings import load
from glossary.web.assistants.protocol import Assistants
asyncio.run(asked(Assistants(Reader(load(Path(sys.argv[1])))).server()))
"""
PROCESS = """
from mcp.client.stdio import StdioServerParameters, stdio_client
command = StdioServerParameters(command=sys.argv[2], args=["--site", sys.argv[1], "mcp"])
asyncio.run(asked(stdio_client(command)))
"""
HTTP = "asyncio.run(asked(sys.argv[1]))"
TOOLS = {
    "lookup", "search", "read_concept", "compare_sectors", "recognise_terms", "list_vocabularies",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, extras: Path) -> Path:
    """A published site with the bundled vocabularies."""
    folder = tmp_path_factory.mktemp("assistants")
    for name in ("vocabularies", "translations"):
        shutil.copytree(CHECKOUT / name, folder / name)
    (folder / "glossary.toml").write_text('base_url = "https://words.example.org"\n')
    subprocess.run([extras / "glossary", "--site", folder, "publish", "--quiet"], check=True)
    return folder


def check(told: dict[str, Any]) -> None:
    """Fail where a client was not told what the glossary says."""
    assert set(told["tools"]) == TOOLS
    for tool in told["tools"].values():
        assert tool["annotations"]["read_only_hint"] is True
        assert tool["annotations"]["open_world_hint"] is False
        assert tool["output_schema"]["type"] == tool["input_schema"]["type"] == "object"
    found = told["lookup"]["matches"][0]["concept"]
    assert found["uri"] == "https://words.example.org/id/convergence/blue-shield"
    assert found["terms"]["ar"][0]["text"] == "الدرع الأزرق"
    assert len(told["search"]["hits"]) == 2
    assert len(told["read_concept"]["terms"]) == 7
    assert told["compare_sectors"]["concept"]["id"] == "restoration"
    places = [one["places"][0] for one in told["recognise_terms"]["terms"]]
    assert places == [
        {"start": 0, "end": 7, "text": "museums"},
        {"start": 12, "end": 17, "text": "数字连续性"},
    ]
    assert len(told["list_vocabularies"]["vocabularies"]) == len(told["resources"]) == 6
    assert (told["wrong"]["code"], told["wrong"]["parameter"]) == ("empty", "term")
    assert "https://words.example.org/id/{vocabulary}/{id}" in told["patterns"]
    assert told["glossary://concepts/museum/museum"] == "museum"
    assert "fonds" in told["prompt"]
    for name in ("no tool", "no resource", "no prompt"):
        assert told[name] == [-32602, "not_found"], name


def test_a_client_asks_in_its_process(site: Path, extras: Path, run: Run) -> None:
    check(json.loads(run(extras / "python", "-c", ASK + IN_PROCESS, site)))


def test_a_client_starts_the_command_and_asks(site: Path, extras: Path, run: Run) -> None:
    check(json.loads(run(extras / "python", "-c", ASK + PROCESS, site, extras / "glossary")))


@contextmanager
def serving(site: Path, extras: Path, log: Path, **env: str) -> Iterator[str]:
    """A context in which the command answers over HTTP; gives its address."""
    port = free_port()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [extras / "glossary", "--site", site, "mcp", "--http", "--port", str(port)],
            stdout=stream,
            stderr=stream,
            env={**os.environ, **env},
        )
        try:
            wait_until(lambda: process.poll() is not None or _answers(port), "the server")
            assert process.poll() is None, log.read_text()
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def test_a_client_asks_over_http(site: Path, extras: Path, run: Run, tmp_path: Path) -> None:
    with serving(site, extras, tmp_path / "log") as address:
        check(json.loads(run(extras / "python", "-c", ASK + HTTP, address)))


def post(address: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """Return status and body of the answer to a request of a tool."""
    call = {
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "lookup", "arguments": {"term": ""}},
    }  # fmt: skip
    every = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    every |= {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, body or json.dumps(call).encode(), every)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_over_http_the_reader_is_told_in_their_language(
    site: Path, extras: Path, tmp_path: Path
) -> None:
    with serving(site, extras, tmp_path / "log", LANGUAGE="de") as address:
        details = {}
        for lang in ("fr-CA", "nl", "zh-CN"):
            status, body = post(address, Accept_Language=lang)
            result = json.loads(body)["result"]
            assert (status, result["isError"]) == (200, True)
            details[lang] = json.loads(result["content"][0]["text"])["detail"]
    assert len(set(details.values())) == 3
    assert details["fr-CA"] == "«\N{NO-BREAK SPACE}term\N{NO-BREAK SPACE}» est vide."
    assert details["nl"] == "„term“ ist leer."


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_a_page_of_elsewhere_does_not_reach_it(
    site: Path, extras: Path, tmp_path: Path, header: dict[str, str]
) -> None:
    with serving(site, extras, tmp_path / "log") as address:
        assert post(address, **header)[0] in (403, 421)
        own = {"Host": "words.example.org", "Origin": "https://words.example.org"}
        assert post(address, **own)[0] == 200
        assert post(address, b"x" * 1_100_000)[0] in (400, 413)
        assert post(address)[0] == 200


def test_what_cannot_start_says_why_in_one_line(site: Path, extras: Path, tmp_path: Path) -> None:
    (tmp_path / "glossary.toml").touch()
    plain = {"PATH": os.environ["PATH"]}
    empty = [extras / "glossary", "--site", tmp_path, "mcp"]
    done = subprocess.run(empty, capture_output=True, text=True, env=plain)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("glossary: Nothing has been published yet; run: glossary publish\n")
    with serving(site, extras, tmp_path / "log") as address:
        port = address.split(":")[2].split("/")[0]
        busy = [extras / "glossary", "--site", site, "mcp", "--http", "--port", port]
        done = subprocess.run(busy, capture_output=True, text=True, env=plain)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"127.0.0.1:{port}" in done.stderr


def test_standard_output_is_the_protocol_and_nothing_else(
    site: Path, extras: Path, tmp_path: Path
) -> None:
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        {"jsonrpc": "2.0", "id": 3, "method": "no/such"},
    ]  # fmt: skip
    given = "".join(json.dumps(one) + "\n" for one in lines) + "this is no JSON\n"
    command = [extras / "glossary", "--site", site, "mcp"]
    environment = {**os.environ, "GLOSSARY_UNKNOWN": "1"}
    log = tmp_path / "log"
    with log.open("w") as told:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, text=True,
            env=environment,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        end = threading.Timer(PATIENCE_SECONDS, process.kill)
        end.start()
        process.stdin.write(given)
        process.stdin.flush()
        answers: list[dict[str, Any]] = []
        for line in process.stdout:  # what is under way when the input ends may stay unanswered
            answers.append(json.loads(line))
            if {1, 2, 3} <= {one.get("id") for one in answers}:
                break
        rest, _ = process.communicate()
        end.cancel()
    answers += [json.loads(line) for line in rest.splitlines()]
    assert {one["jsonrpc"] for one in answers} == {"2.0"}
    assert {1, 2, 3} <= {one.get("id") for one in answers}
    assert "GLOSSARY_UNKNOWN" in log.read_text("utf-8")
