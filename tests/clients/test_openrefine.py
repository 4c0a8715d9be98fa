"""OpenRefine itself, without its window: a project, types, a column reconciled and extended."""

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.patience import PATIENCE_SECONDS, wait_until
from tests.servers import free_port

COLUMN = "term"
BOUNDARY = "a-line-that-is-not-in-the-data"
ENGINE = json.dumps({"facets": [], "mode": "row-based"})


class _Stay(urllib.request.HTTPRedirectHandler):
    """Hands on redirects: the page of a new project is not asked for."""

    def redirect_request(self, *_: Any) -> None:
        return None


class OpenRefine:
    """A running OpenRefine, by its HTTP commands."""

    def __init__(self, address: str) -> None:
        self._commands = f"{address}/command/core"
        self._opener = urllib.request.build_opener(_Stay)
        self.project = ""

    def get(self, command: str, **parameters: str) -> Any:
        address = f"{self._commands}/{command}?{urlencode(parameters)}"
        with self._opener.open(address, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)

    def _send(self, command: str, body: bytes, kind: str) -> tuple[bytes, Message]:
        token = self.get("get-csrf-token")["token"]
        address = f"{self._commands}/{command}?{urlencode({'csrf_token': token})}"
        request = urllib.request.Request(address, body, {"Content-Type": kind})
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise
            return b"", error.headers

    def post(self, command: str, **values: str) -> Any:
        body = urlencode({"project": self.project, **values}).encode()
        content, _ = self._send(command, body, "application/x-www-form-urlencoded")
        told = json.loads(content)
        assert told["code"] in ("ok", "pending"), told
        return told

    def create(self, names: list[str]) -> None:
        options = json.dumps({"encoding": "UTF-8", "separator": "\t", "headerLines": 1})
        fields = {"project-name": "words", "format": "text/line-based/*sv", "options": options}
        parts = [f'form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
        table = "\n".join([COLUMN, *names])
        parts.append(f'form-data; name="project-file"; filename="words.tsv"\r\n\r\n{table}\n')
        lines = [f"--{BOUNDARY}\r\nContent-Disposition: {part}\r\n" for part in parts]
        body = ("".join(lines) + f"--{BOUNDARY}--\r\n").encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        _, headers = self._send("create-project-from-upload", body, kind)
        self.project = parse_qs(urlsplit(headers["Location"]).query)["project"][0]

    def wait(self) -> None:
        def idle() -> bool:
            return not self.get("get-processes", project=self.project)["processes"]

        wait_until(idle, "OpenRefine's processes")

    def rows(self) -> Any:
        return self.get("get-rows", project=self.project, start="0", limit="50")


def _is_up(refine: OpenRefine) -> bool:
    try:
        return bool(refine.get("get-csrf-token"))
    except OSError:
        return False


@pytest.fixture(scope="module")
def refine(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenRefine]:
    """An OpenRefine that was just started, with a folder of its own."""
    folder: Path = tmp_path_factory.mktemp("openrefine")
    port = free_port()
    command = [program("openrefine"), "-i", "127.0.0.1", "-p", str(port), "-m", "512M"]
    command += ["-d", str(folder / "data"), "-x", "refine.headless=true"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
        try:
            made = OpenRefine(f"http://127.0.0.1:{port}")
            wait_until(lambda: _is_up(made), "OpenRefine")
            yield made
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)


@pytest.mark.slow
def test_a_column_is_reconciled_and_extended(refine: OpenRefine, service: str) -> None:
    endpoint = f"{service}/reconcile/convergence"
    with urllib.request.urlopen(endpoint, timeout=PATIENCE_SECONDS) as answer:
        manifest = json.load(answer)
    spaces = {name: manifest[name] for name in ("identifierSpace", "schemaSpace")}
    refine.create(["Blue Shield", "Bouclier bleu", "الدرع الأزرق", "Blue Shields", "Zzyzx"])

    guessed = refine.post("guess-types-of-column", columnName=COLUMN, service=endpoint)
    assert guessed["types"][0]["id"] == "convergence"

    how = {
        "mode": "standard-service", "service": endpoint, **spaces, "autoMatch": True, "limit": 5,
        "type": manifest["defaultTypes"][0], "columnDetails": [],
    }  # fmt: skip
    refine.post("reconcile", columnName=COLUMN, engine=ENGINE, config=json.dumps(how))
    refine.wait()
    found = refine.rows()
    judged = [found["pool"]["recons"][row["cells"][0]["r"]] for row in found["rows"]]
    assert [one["j"] for one in judged] == ["matched", "matched", "matched", "none", "none"]
    uri = f"{service}/id/convergence/blue-shield"
    assert {one["m"]["id"] for one in judged[:3]} == {uri}
    assert judged[3]["c"][0]["id"] == uri
    assert not judged[4].get("c")

    wanted = [{"id": id, "name": id} for id in ("prefLabel@fr", "definition@en", "uri")]
    extension = json.dumps({"properties": wanted})
    refine.post(
        "extend-data", baseColumnName=COLUMN, endpoint=endpoint, **spaces, columnInsertIndex="1",
        extension=extension, engine=ENGINE,
    )  # fmt: skip
    refine.wait()
    for row in refine.rows()["rows"][:3]:
        values = [cell["v"] for cell in row["cells"][1:]]
        assert values[0] == "Bouclier bleu"
        assert values[1]
        assert values[2] == uri
