"""Two processes accept proposals at once, one is killed again and again; then all is counted.

    python -m tests.campaigns.decide --each 500 --kills 50

A temporary site holds one vocabulary with catalogs in French and Spanish. Each process accepts its
own proposals, in both catalogs by turns; one is killed with SIGKILL at random moments and started
again. At the end every decision is in its catalog exactly once, every catalog passes `msgfmt -c`,
the index shows it all and the worklist agrees. Exit status 1 on the first breach, else one line.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from glossary.catalogs.po import files
from glossary.contribute import people
from glossary.contribute.desk import worklist
from glossary.contribute.proposals import completing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Entry, Proposal
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings, load
from tests import contributions

CHECKOUT = Path(__file__).parents[2]
LANGS = ("fr", "es")
PARTS = ("a", "b")
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<.> a skos:ConceptScheme ; dct:title "Many words"@en ; dct:language "en" .
"""
_CONCEPT = '<c{n}> a skos:Concept ; skos:inScheme <.> ; skos:prefLabel "word {n}"@en .\n'


class Breach(Exception):
    """A decision was lost, made twice, or broke something."""


def make_site(folder: Path, each: int) -> Settings:
    """Return a published site with `each` open proposals for each of the two processes."""
    (folder / "vocabularies").mkdir(parents=True)
    (folder / "translations").mkdir()
    concepts = "".join(_CONCEPT.format(n=n) for n in range(each))
    (folder / "vocabularies" / "many.ttl").write_text(_HEAD + concepts, "utf-8")
    settings = load(folder, {})
    for lang in LANGS:
        start_catalog(settings, "many", lang)
    publish(settings)
    store = Store(settings)
    worklist.refresh(settings, store)
    with store.writing() as session:
        for part in PARTS:
            people.create(session, f"Reviewer {part}", f"{part}@example.org")
        for n in range(each):
            for part, lang in zip(PARTS, LANGS if n % 2 else LANGS[::-1], strict=True):
                text = _text(part, n)
                place = {"vocabulary": "many", "lang": lang, "concept": f"c{n}"}
                contributions.propose(
                    session, **place, slot="prefLabel", source=f"word {n}", before="",
                    text=text, data={"grammar": "n.f."}, name=f"Author {part}", comment=part,
                )  # fmt: skip
    store.close()
    return settings


def _text(part: str, n: int) -> str:
    return f"«{part}{n}»"


def accept_all(folder: Path, part: str) -> None:
    """Accept what is open of one part, and tell each; what was left half way comes first."""
    settings = load(folder, {})
    store = Store(settings)
    completing.complete(settings, store)
    with store.reading() as session:
        person = people.find(session, f"{part}@example.org").id
        asked = select(Proposal.key).where(Proposal.state == "open", Proposal.comment == part)
        keys = list(session.scalars(asked.order_by(Proposal.id)))
    print("ready", flush=True)
    for key in keys:
        contributions.accept(settings, store, key=key, person_id=person, base="")
        print(key, flush=True)


def start(folder: Path, part: str) -> "subprocess.Popen[str]":
    """Start a process that accepts the proposals of one part."""
    command = [sys.executable, "-m", "tests.campaigns.decide", "--work", str(folder), part]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)


def kill_often(folder: Path, each: int, kills: int, rng: random.Random) -> tuple[int, Counter[str]]:
    """Let the first part be killed; return how often it was, and how far changes had come then."""
    store = Store(load(folder, {}))
    reached: Counter[str] = Counter()
    for turn in range(kills):
        process = start(folder, PARTS[0])
        told = process.stdout
        assert told is not None
        if turn % 7:  # else perhaps while it starts or completes what was left
            told.readline()
        for _ in range(rng.randrange(max(each // kills, 1))):
            told.readline()
        time.sleep(rng.uniform(0, 0.15))
        if process.poll() is not None:
            if process.returncode:
                raise Breach(f"a process ended with {process.returncode} by itself")
            return turn, reached
        process.kill()
        process.wait()
        told.close()
        reached.update(_unfinished(store))
    store.close()
    return kills, reached


def _unfinished(store: Store) -> Iterator[str]:
    """Yield how far each change has come that is not through."""
    with store.reading() as session:
        due = select(Change).where(Change.shown.is_(None)).where(Change.author == "Author a")
        for change in session.scalars(due):
            yield "decided" if change.written is None else "written"


def check(settings: Settings, each: int) -> None:
    """Raise Breach where a decision is not everywhere exactly once."""
    store = Store(settings)
    with store.reading() as session:
        states = Counter(session.scalars(select(Proposal.state)))
        if states != {"accepted": 2 * each}:
            raise Breach(f"proposals: {states}")
        changes = list(session.scalars(select(Change)))
        if len(changes) != 2 * each or not all(one.written and one.shown for one in changes):
            raise Breach(f"{len(changes)} changes, or some that are not through")
        if session.scalar(select(func.count(Proposal.change_id.distinct()))) != 2 * each:
            raise Breach("proposals share a change")
    for again in (False, True):
        for lang in LANGS:
            _check_catalog(settings, store, lang, [one for one in changes if one.lang == lang])
        if not again:  # after a kill it may have to look again, and must find nothing new
            worklist.refresh(settings, store)
    with store.reading() as session:
        if session.scalar(select(func.count(Change.id))) != 2 * each:
            raise Breach("the worklist took decisions for changes made elsewhere")
    store.close()


def _check_catalog(settings: Settings, store: Store, lang: str, changes: list[Change]) -> None:
    path = files.catalog_path(settings.translations, lang, "many")
    subprocess.run(["msgfmt", "-c", "-o", os.devnull, path], check=True)
    content, reader = path.read_text("utf-8"), Reader(settings)
    said = {message.context: message for message in files.read(path) if message.id}
    with store.reading() as session:
        known = {
            entry.concept: entry.text
            for entry in session.scalars(select(Entry).where(Entry.lang == lang))
            if entry.slot == "prefLabel"
        }
    for change in changes:
        message = said[f"{change.concept}|prefLabel"]
        terms = [t["text"] for t in reader.concept("many", change.concept)["terms"].get(lang, ())]
        found = message.string, known[change.concept], *terms
        if found != (change.after,) * 3 or message.user_comments != ["grammar: n.f."]:
            raise Breach(f"{lang} {change.concept}: {change.after} became {found}")
        if content.count(change.after) != 1:
            raise Breach(
                f"{change.after} stands {content.count(change.after)} times in {path.name}"
            )
    for part in PARTS:
        if content.count(f"# Author {part}, ") != 1:
            raise Breach(f"Author {part} is not named once")


def run(folder: Path, each: int, kills: int, seed: int) -> tuple[int, Counter[str]]:
    """Run the campaign in a new folder; return the kills and how far changes had come at each."""
    settings = make_site(folder, each)
    other = start(folder, PARTS[1])
    done, reached = kill_often(folder, each, kills, random.Random(seed))
    last = start(folder, PARTS[0])
    for process in (last, other):
        process.communicate()
        if process.returncode:
            raise Breach(f"a process ended with {process.returncode}")
    check(settings, each)
    return done, reached


def main() -> None:
    """Run the campaign, or be one of its processes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--each", type=int, default=500, help="proposals for each process")
    parser.add_argument("--kills", type=int, default=50, help="how often one is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        accept_all(Path(options.work[0]), options.work[1])
        return
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="decide-"))
    try:
        kills, reached = run(folder / "site", options.each, options.kills, options.seed)
    except Breach as breach:
        raise SystemExit(f"seed {options.seed}: {breach}; see {folder}") from breach
    shutil.rmtree(folder)
    print(
        f"{2 * options.each} decisions, {kills} kills, none lost, none twice; cut short when"
        f" {dict(reached)}; {time.monotonic() - started:.0f} s in all"
    )


if __name__ == "__main__":
    main()
