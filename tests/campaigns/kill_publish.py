"""Kill `glossary publish` at random moments, many times, and look at what the site then serves.

    python -m tests.campaigns.kill_publish --times 200 --jobs 2

A temporary site holds the bundled glossary in one of two states. A publication of the other state
is killed with SIGKILL; the site must then serve exactly the one or the other, whole, and the next
publication must work. Exit status 1 on the first breach, else one line with counts.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from glossary.publish import publish
from glossary.reader import Reader
from glossary.site import paths
from glossary.site.settings import Settings, load
from glossary.web import create_app
from index import Query
from tests.vocabularies import read_vocabularies

CHECKOUT = Path(__file__).parents[2]
FILE = "convergence.ttl"
STATES = ("Blue Shield", "Blue Shield Renamed")
START_SECONDS = 0.8
"""What a process needs before it begins to publish; only to spread the delays."""
QUERIES = ("shield", "cultural heritage", "archiv*", "bibliothèque", "музей", "保存")


class Breach(Exception):
    """The site did not serve one whole state."""


class Site:
    """A temporary site in one of two states."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(paths.VOCABULARIES, folder / "vocabularies")
        shutil.copytree(paths.TRANSLATIONS, folder / "translations")
        self.source = (folder / "vocabularies" / FILE).read_text("utf-8")
        if f'"{STATES[0]}"@en' not in self.source:
            raise SystemExit(f"{FILE} has no label {STATES[0]!r}")
        self.settings: Settings = load(folder, {})
        self.index = self.settings.index_folder
        self.state = 0
        vocabularies = read_vocabularies(self.settings, [])
        self.uris = sorted(c.uri for v in vocabularies for c in v.concepts.values())
        self.seconds = 0.0
        self.served: list[str] = []
        for state in (0, 1):
            self.put(state)
            self.publish()
            self.served.append(self.digest())
        if self.served[0] == self.served[1]:
            raise SystemExit("the two states do not differ")

    def put(self, state: int) -> None:
        """Write the sources of a state."""
        text = self.source.replace(f'"{STATES[0]}"@en', f'"{STATES[state]}"@en')
        (self.settings.vocabularies / FILE).write_text(text, "utf-8")
        self.state = state

    def publish(self) -> None:
        """Publish in this process and learn how long a whole publication takes."""
        started = time.monotonic()
        publish(self.settings, anew=True)
        taken = time.monotonic() - started + START_SECONDS
        self.seconds = (self.seconds + taken) / 2 if self.seconds else taken

    def digest(self) -> str:
        """Return a value over all records and some searches, as a new reader sees them."""
        reader = Reader(self.settings)
        found = reader.index.get_many(self.uris)
        if len(found) != len(self.uris):
            raise Breach(f"{len(found)} of {len(self.uris)} concepts")
        digest = hashlib.sha256(b"".join(found[uri] for uri in self.uris))
        for text in QUERIES:
            results = reader.index.search(Query(text, per_page=50))
            if not results.total:
                raise Breach(f"nothing found for {text!r}")
            digest.update(repr((results.total, [hit.id for hit in results.hits])).encode())
        return digest.hexdigest()

    def check(self) -> int:
        """Return the state that is served; Breach where it is neither or a page fails."""
        client = create_app(self.settings).test_client()
        ready = client.get("/health/ready")
        home = client.get("/", follow_redirects=True)
        if (ready.status_code, home.status_code) != (200, 200):
            raise Breach(f"ready: {ready.status_code} {ready.text}, home: {home.status_code}")
        digest = self.digest()
        if digest not in self.served:
            raise Breach("neither the old nor the new state")
        return self.served.index(digest)


def start(site: Site, anew: bool) -> "subprocess.Popen[bytes]":
    """Start `glossary publish` in a process of its own."""
    command = [sys.executable, "-m", "glossary.cli", "publish"]
    return subprocess.Popen(
        [*command, *(["--anew"] if anew else [])],
        cwd=CHECKOUT,
        env={**os.environ, "GLOSSARY_SITE": str(site.settings.site)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def unfinished(index: Path, known: set[str]) -> Path | None:
    """Return the generation that a publication has begun."""
    try:
        names = set(os.listdir(index / "generations")) - known
    except OSError:
        return None
    return index / "generations" / names.pop() if names else None


def phase(site: Site, known: set[str], before: str, ended: bool) -> str:
    """Return how far a killed publication had come, told by what it left."""
    if ended:
        return "finished"
    if (site.index / "current").read_text("utf-8") != before:
        return "published"
    made = unfinished(site.index, known)
    if made is None:
        return "reading"
    if (made / "manifest.json").exists():
        return "swapping"
    if (made / ".manifest.json.new").exists() or list((made / "words").glob("_MAIN_1.toc")):
        return "flushing"
    database = made / "glossary.sqlite"
    return "committing" if database.exists() and database.stat().st_size > 300_000 else "adding"


def moments(site: Site, known: set[str], before: str) -> list[Callable[[], bool]]:
    """Return tests for the moments that a delay rarely hits."""

    def made(*names: str) -> bool:
        folder = unfinished(site.index, known)
        return folder is not None and any((folder / name).exists() for name in names)

    def pointer() -> bool:
        return (site.index / "current").read_text("utf-8") != before

    def removing() -> bool:
        left = set(os.listdir(site.index / "generations"))
        return bool(known - left)

    return [
        lambda: made("glossary.sqlite"),
        lambda: made("words/_MAIN_1.toc"),
        lambda: made(".manifest.json.new", "manifest.json"),
        lambda: made("manifest.json"),
        lambda: (site.index / ".current.new").exists() or pointer(),
        pointer,
        removing,
    ]


def kill_once(site: Site, turn: int, rng: random.Random) -> str:
    """Publish the other state, kill it, check; publish again, check; return the phase."""
    before = (site.index / "current").read_text("utf-8")
    known = set(os.listdir(site.index / "generations"))
    old, new = site.state, 1 - site.state
    site.put(new)
    anew = turn % 4 != 3
    child = start(site, anew)
    if anew and turn % 3 == 2:
        moment = rng.choice(moments(site, known, before))
        while child.poll() is None and not moment():
            time.sleep(0.0002)
        time.sleep(rng.choice((0, 0, 0.001, 0.003)))
    else:
        time.sleep(rng.uniform(0, site.seconds))
    ended = child.poll() is not None
    child.kill()
    child.wait()
    if ended and child.returncode:
        raise Breach(f"the publication ended with {child.returncode} by itself")
    reached = phase(site, known, before, ended)
    swapped = (site.index / "current").read_text("utf-8") != before
    served = site.check()  # changed in place, it is either
    if anew and served != (new if swapped else old):
        raise Breach("the pointer and what is served do not agree")
    site.publish()
    if site.check() != new:
        raise Breach("the next publication did not show")
    left = os.listdir(site.index / "generations")
    if len(left) > site.settings.generations_kept:
        raise Breach(f"{len(left)} generations are left")
    return reached


def run(times: int, seed: int) -> tuple[Counter[str], float]:
    """Kill `times` publications of one site; return the phases they were in and their duration.

    One that ended before it could be killed does not count and is tried again.
    """
    rng = random.Random(seed)
    reached: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="kill-publish-") as folder:
        site = Site(Path(folder))
        turn = 0
        while reached.total() - reached["finished"] < times:
            try:
                reached[kill_once(site, turn, rng)] += 1
            except Breach as breach:
                kept = f"{folder}-breach"
                shutil.copytree(folder, kept)
                raise SystemExit(f"kill {turn} (seed {seed}): {breach}; see {kept}") from breach
            turn += 1
        return reached, site.seconds


def main() -> None:
    """Run the campaign in some processes and print one line of counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=200, help="how many publications to kill")
    parser.add_argument("--jobs", type=int, default=1, help="how many sites at once")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    options = parser.parse_args()
    shares = [options.times // options.jobs] * options.jobs
    shares[0] += options.times - sum(shares)
    started = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        seeds = range(options.seed, options.seed + options.jobs)
        done = pool.starmap(run, list(zip(shares, seeds, strict=True)))
    counts: Counter[str] = Counter()
    for reached, _ in done:
        counts.update(reached)
    whole = max(seconds for _, seconds in done)
    finished = counts.pop("finished", 0)
    print(
        f"{counts.total()} publications killed, 0 broken: {json.dumps(dict(counts.most_common()))};"
        f" {finished} ended before the kill; a whole one takes {whole:.1f} s;"
        f" {time.monotonic() - started:.0f} s in all"
    )


if __name__ == "__main__":
    main()
