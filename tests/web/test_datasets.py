"""What there is to be had is described for programs and offered to readers; dumps stay."""

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from glossary.cli.main import main
from glossary.site import dumps
from glossary.site.settings import Settings
from glossary.web import create_app

DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
BASE = "http://127.0.0.1:8000"


def _graph(client: FlaskClient, place: str, **headers: str) -> ox.Store:
    answer = client.get(place, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    kind = answer.headers["Content-Type"].partition(";")[0]
    form = ox.RdfFormat.from_media_type(kind)
    assert form is not None
    found = ox.Store()
    found.extend(ox.parse(answer.data, form))
    return found


def _objects(found: ox.Store, predicate: str) -> list[str]:
    quads = found.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return [str(getattr(quad.object, "value", "")) for quad in quads]


@pytest.mark.parametrize("place", ["/.well-known/void", "/datasets", "/datasets/heritage"])
@pytest.mark.parametrize("accept", ["*/*", "application/rdf+xml", "application/ld+json"])
def test_files_that_are_described_are_there(client: FlaskClient, place: str, accept: str) -> None:
    found = _graph(client, place, Accept=accept)
    urls = _objects(found, DCAT + "downloadURL")
    assert f"{BASE}/heritage.ttl" in urls
    assert f"{BASE}/heritage.nt" in _objects(found, VOID + "dataDump")
    for url in urls:
        assert url.startswith(BASE)
        assert client.head(url.removeprefix(BASE)).status_code == 200, url
    for example in _objects(found, VOID + "exampleResource"):
        assert client.get(example.removeprefix(BASE)).status_code in (303, 410)


def test_in_a_form_that_is_not_there(client: FlaskClient) -> None:
    assert client.get("/datasets", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/datasets/nothing").status_code == 404


def test_the_context_is_that_of_the_files(client: FlaskClient) -> None:
    context = client.get("/context.jsonld").get_json(force=True)["@context"]
    text = client.get("/heritage/library.jsonld").get_data(as_text=True)
    assert json.loads(text)["@context"] == context


def test_own_names_are_explained(client: FlaskClient) -> None:
    text = client.get("/ns/terms").get_data(as_text=True)
    for name in ("grammar", "equivalence", "reliability", "mark"):
        assert f"convergence-glossary/terms#{name}>" in text


def test_pages_offer_files(client: FlaskClient, read_page: Callable[[str], object]) -> None:
    for page, file in (("/fr/heritage/", "/heritage.nt"), ("/ar/heritage/library", "/library.nt")):
        html = client.get(page).get_data(as_text=True)
        read_page(html)
        links = re.findall(r'<a href="([^"]+)" type="', html)
        assert any(link.endswith(file) for link in links)
        for link in links:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.fixture
def dumped(own_site: Settings) -> FlaskClient:
    done = CliRunner().invoke(main, ["--site", str(own_site.site), "dump", "heritage"])
    assert done.exit_code == 0, done.output
    return create_app(own_site, config={"TESTING": True}).test_client()


def test_a_dump_is_offered_with_its_checksum(dumped: FlaskClient, own_site: Settings) -> None:
    (dump,) = dumps.dumps_of(own_site, "heritage")
    html = dumped.get("/en/heritage/").get_data(as_text=True)
    found = _graph(dumped, "/datasets/heritage")
    sums = _objects(found, "http://spdx.org/rdf/terms#checksumValue")
    sizes = _objects(found, DCAT + "byteSize")
    for file in dump.files:
        place = f"/dumps/heritage/{dump.name}/{file.name}"
        assert place in html
        answer = dumped.get(place)
        assert answer.status_code == 200
        assert hashlib.sha256(answer.data).hexdigest() == file.sha256
        assert file.sha256 in html
        assert file.sha256 in sums
        assert str(len(answer.data)) in sizes
        answer.close()
        digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        latest = dumped.get(f"/dumps/heritage/latest/{file.name}")
        assert (latest.status_code, latest.headers["Location"]) == (302, place)
    with dumped.get(f"/dumps/heritage/{dump.name}/heritage.nt.gz") as answer:
        packed = answer.data
    assert gzip.decompress(packed) == dumped.get("/heritage.nt?profile=skos-xl").data
    subprocess.run(["sha256sum", "--check", dumps.SUMS], cwd=dump.folder, check=True)


@pytest.mark.parametrize("place", ["heritage/2001-01-01/heritage.nt.gz", "nothing/latest/x"])
def test_other_files_are_not_sent(dumped: FlaskClient, own_site: Settings, place: str) -> None:
    assert dumped.get(f"/dumps/{place}").status_code == 404
    (dump,) = dumps.dumps_of(own_site, "heritage")
    assert dumped.get(f"/dumps/heritage/{dump.name}/.lock").status_code == 404


def test_so_many_dumps_are_kept(own_site: Settings) -> None:
    for number in range(12):
        made = dumps.write_dump(own_site, "heritage", {"a.nt": [b"%d" % number]}, keep=3)
    found = dumps.dumps_of(own_site, "heritage")
    assert len(found) == 3
    assert found[0] == made
    assert (made.folder / "a.nt").read_bytes() == b"11"


def test_old_dumps_go_but_not_the_newest(own_site: Settings) -> None:
    for day in ("2020-01-01", "2020-01-02"):
        made = dumps.write_dump(own_site, "heritage", {"a.nt": [b""]})
        made.folder.rename(made.folder.with_name(day))
    names = [one.name for one in dumps.dumps_of(own_site, "heritage")]
    assert names == ["2020-01-02", "2020-01-01"]
    newest = dumps.write_dump(own_site, "heritage", {"a.nt": [b""]}, max_age_days=30)
    assert dumps.dumps_of(own_site, "heritage") == [newest]


def test_what_fails_leaves_nothing(own_site: Settings) -> None:
    def failing() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("no more")

    first = dumps.write_dump(own_site, "heritage", {"a.nt": [b"whole"]})
    with pytest.raises(ValueError, match="no more"):
        dumps.write_dump(own_site, "heritage", {"a.nt": failing()})
    assert dumps.dumps_of(own_site, "heritage") == [first]
    left = {one.name for one in (own_site.site / "dumps" / "heritage").iterdir()}
    assert left - {".lock"} == {first.name}


def test_who_is_killed_leaves_nothing_half(own_site: Settings) -> None:
    child = os.fork()
    if not child:  # a process of its own, which ends at once in the middle

        def killed() -> Iterator[bytes]:
            yield b"half"
            os._exit(9)

        dumps.write_dump(own_site, "heritage", {"a.nt": killed()})
        os._exit(0)
    os.waitpid(child, 0)
    assert dumps.dumps_of(own_site, "heritage") == []
    made = dumps.write_dump(own_site, "heritage", {"a.nt": [b"whole"]})
    left = {one.name for one in made.folder.parent.iterdir()}
    assert left - {".lock"} == {made.name}


def test_what_there_is_not_is_told(own_site: Settings) -> None:
    for arguments in (["nothing"], ["heritage", "--format", "marc"]):
        done = CliRunner().invoke(main, ["--site", str(own_site.site), "dump", *arguments])
        assert done.exit_code == 1
        assert arguments[-1] in done.stderr
    assert not Path(own_site.site, "dumps").exists()
