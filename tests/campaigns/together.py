"""Accepting, importing and publishing at once, killed again and again; then all is compared.

    python -m tests.campaigns.together --kills 100

A temporary site holds one vocabulary with catalogs in French and Spanish. One process accepts words
one after the other and writes down each that it was told is kept; one replaces the vocabulary by
newer releases (`glossary import --replace`); one publishes, by turns in place and anew. Each is
killed with SIGKILL at random moments and started again. At the end, after `glossary proposals
complete` and `glossary publish`, catalogs, database and index must say the same, the vocabulary is
that of the newest release, and no word that was kept is lost. Exit status 1 on the first breach,
else one line of counts.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from glossary.catalogs.po import files
from glossary.contribute.desk import worklist
from glossary.contribute.proposals import applying, completing
from glossary.contribute.proposals.catalog_texts import current
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.errors import GlossaryError
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings, load
from tests import contributions

CHECKOUT = Path(__file__).parents[2]
LANGS = ("fr", "es")
CONCEPTS = 60
WORK = ("accept", "import", "publish")
SECONDS = 600
"""So long the last round may take."""
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://example.org/s> a skos:ConceptScheme ; dct:title "Many"@en ; dct:language "en" .
"""
_CONCEPT = """<https://example.org/c{n}> a skos:Concept ; skos:inScheme <https://example.org/s> ;
    skos:prefLabel "word {n}"@en ; skos:definition "Release {release}."@en{broader} .
"""


class Breach(Exception):
    """Something was lost, or two places say different things."""


def release(number: int) -> str:
    """Return the vocabulary as its publisher releases it for the `number`th time."""
    return _HEAD + "".join(
        _CONCEPT.format(
            n=n,
            release=number,
            broader=f" ; skos:broader <https://example.org/c{n % 7}>" if n > 7 else "",
        )
        for n in range(CONCEPTS)
    )


def make_site(folder: Path) -> Settings:
    """Return a published site with catalogs and a worklist."""
    (folder / "vocabularies").mkdir(parents=True)
    (folder / "translations").mkdir()
    (folder / "glossary.toml").write_text("", "utf-8")
    (folder / "vocabularies" / "many.ttl").write_text(release(0), "utf-8")
    settings = load(folder, {})
    for lang in LANGS:
        start_catalog(settings, "many", lang)
    publish(settings)
    store = Store(settings)
    worklist.refresh(settings, store)
    store.close()
    return settings


def accept_all(folder: Path, seed: int) -> None:
    """Accept words for ever, and tell each that is kept; what was left half way comes first."""
    settings, rng = load(folder, {}), random.Random(seed)
    store = Store(settings)
    completing.complete(settings, store)
    print("ready", flush=True)
    for number in range(1_000_000):
        n, lang = rng.randrange(CONCEPTS), rng.choice(LANGS)
        text = f"{lang} {n} {seed}.{number}"
        place = {"vocabulary": "many", "lang": lang, "concept": f"c{n}", "slot": "prefLabel"}
        try:
            contributions.edit(settings, store, **place, text=text, person_id=None)
        except GlossaryError as error:  # told to the reviewer: it is not kept
            print(json.dumps(["refused", str(error)]), flush=True)
        else:
            print(json.dumps([lang, f"c{n}", text]), flush=True)


def import_all(folder: Path, first: int) -> None:
    """Replace the vocabulary by newer and newer releases, for ever."""
    print("ready", flush=True)
    for number in range(first, first + 1_000_000):
        new = folder.parent / "release.ttl"
        new.write_text(release(number), "utf-8")
        _glossary(folder, "import", "--vocabulary", "many", "--replace", str(new))
        print(json.dumps(number), flush=True)


def publish_all(folder: Path) -> None:
    """Publish for ever, by turns in place and anew."""
    print("ready", flush=True)
    for number in range(1_000_000):
        _glossary(folder, "publish", "--quiet", "--wait", *(["--anew"] if number % 2 else []))
        print(json.dumps(number), flush=True)


def _glossary(folder: Path, *arguments: str) -> None:
    """Run a command, in this process, so that killing one kills the other."""
    from click.testing import CliRunner  # only here: for the processes that are killed

    from glossary.cli.main import main

    done = CliRunner().invoke(main, ["--site", str(folder), *arguments])
    if done.exit_code or done.exception:
        told = "".join(done.output) + repr(done.exception)
        print(json.dumps(["failed", told]), flush=True)


@dataclass(slots=True)
class Worker:
    """One kind of work, in a process that is killed and started again; `told` is what it said."""

    folder: Path
    kind: str
    told: list[object] = field(default_factory=list)
    starts: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    log: Path = field(init=False)

    def start(self) -> None:
        """Start it, and wait until it works."""
        self.starts += 1
        self.log = self.folder.parent / f"{self.kind}-{self.starts}.log"
        seed = str(self.starts * 10_000)
        command = [sys.executable, "-m", "tests.campaigns.together", "--work", self.kind, seed]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([*command, str(self.folder)], cwd=CHECKOUT, stdout=log)
        until = time.monotonic() + SECONDS
        while not self.log.read_bytes().startswith(b"ready"):
            if self.process.poll() is not None or time.monotonic() > until:
                raise Breach(f"{self.kind} does not start")
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill it, and take in what it has told."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise Breach(f"{self.kind} ended with {self.process.returncode} by itself")
        self.process.kill()
        self.process.wait()
        lines = self.log.read_text("utf-8").split("\n")[1:-1]  # the last may be half a line
        self.told += [json.loads(line) for line in lines]


def run(folder: Path, kills: int, seed: int) -> Counter[str]:
    """Run the campaign in a new folder; return how often each kind of work was killed and done."""
    settings, rng = make_site(folder), random.Random(seed)
    workers = {kind: Worker(folder, kind) for kind in WORK}
    for worker in workers.values():
        worker.start()
    counts: Counter[str] = Counter()
    try:
        for turn in range(kills):
            kind = WORK[turn % len(WORK)]
            time.sleep(rng.uniform(0, 0.8))
            workers[kind].kill()
            counts[f"{kind} killed"] += 1
            workers[kind].start()
    finally:
        for worker in workers.values():
            if worker.process is not None and worker.process.poll() is None:
                worker.kill()
    for kind, worker in workers.items():
        faults = [one for one in worker.told if isinstance(one, list) and one[0] == "failed"]
        if faults:
            raise Breach(f"{kind}: {faults[0]}")
        counts[f"{kind} done"] = len(worker.told)
    counts["refused"] = sum(
        isinstance(one, list) and one[0] == "refused" for one in workers["accept"].told
    )
    check(settings, workers["accept"].told)
    return counts


def check(settings: Settings, told: list[object]) -> None:
    """Raise Breach where catalogs, database and index do not say the same."""
    for arguments in (["proposals", "complete"], ["publish"]):
        command = [
            sys.executable,
            "-m",
            "glossary.cli",
            "--site",
            str(settings.site),
            *arguments,
        ]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, timeout=SECONDS)
        if done.returncode:
            raise Breach(f"{arguments}: {done.stdout.decode()} {done.stderr.decode()}")
    store = Store(settings)
    worklist.refresh(settings, store)
    if applying.waiting(store):
        raise Breach("some decisions still wait")
    with store.reading() as session:
        changes = list(session.scalars(select(Change).order_by(Change.id)))
    store.close()
    if any(one.origin == "file" for one in changes):
        raise Breach("decisions were taken for edits of the files")
    kept = Counter((one.lang, one.concept, one.after) for one in changes)
    lost = [one for one in told if isinstance(one, list) and len(one) == 3 and not kept[tuple(one)]]
    if lost or max(kept.values()) > 1:
        raise Breach(f"lost: {lost[:3]}, or decided twice")
    for lang in LANGS:
        path = files.catalog_path(settings.translations, lang, "many")
        subprocess.run(["msgfmt", "-c", "-o", os.devnull, path], check=True)
    _compare(settings, {(one.lang, one.concept): one.after for one in changes})
    changed = publish(settings).changed
    if changed != 0:
        raise Breach(f"publishing again changes {changed} concepts")


def _compare(settings: Settings, last: dict[tuple[str, str], str]) -> None:
    reader = Reader(settings)
    [file] = (settings.vocabularies).glob("many.ttl")
    number = file.read_text("utf-8").partition("Release ")[2].partition(".")[0]
    for n in range(CONCEPTS):
        record = reader.concept("many", f"c{n}")
        definition = record["definitions"]["en"][0]["text"]
        if definition != f"Release {number}.":
            raise Breach(f"c{n} is shown of {definition}, the file has release {number}")
        for lang in LANGS:
            wanted = last.get((lang, f"c{n}"), "")
            found = current(settings, "many", lang, f"c{n}", "prefLabel")
            shown = [term["text"] for term in record["terms"].get(lang, ())]
            if found is None or (found.text, shown) != (wanted, [wanted] * bool(wanted)):
                raise Breach(f"{lang} c{n}: {wanted!r} is {found} in the catalog, {shown} shown")


def main() -> None:
    """Run the campaign, or be one of its processes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=100, help="how often a process is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        kind, seed, folder = options.work
        if kind == "publish":
            publish_all(Path(folder))
        work = accept_all if kind == "accept" else import_all
        work(Path(folder), int(seed))
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="together-"))
    try:
        counts = run(folder / "site", options.kills, options.seed)
    except Breach as breach:
        raise SystemExit(f"seed {options.seed}: {breach}; see {folder}") from breach
    shutil.rmtree(folder)
    print(
        f"{options.kills} kills, nothing lost, all places say the same: {dict(counts)};"
        f" {time.monotonic() - started:.0f} s in all"
    )


if __name__ == "__main__":
    main()
