"""How well terms of texts are found, and what 100 kB cost: ``python benchmarks/recognition.py``.

Prints tables in Markdown: recall and precision over the sentences in tests/data/recognition, with
the bundled vocabularies published in --site (default: this checkout), and processor time for a
text of 100,000 bytes made of --text (default: the pages of docs) in the published site --large.
"""

import argparse
import statistics
import time
from pathlib import Path

from glossary.reader import Reader
from glossary.reader.recognition import recognise
from glossary.site.settings import load
from tests.glossary.reader.recognition.held_set import LANGS, counted

BYTES = 100_000
ROUNDS = 9
CHECKOUT = Path(__file__).resolve().parent.parent


def quality(site: Path) -> None:
    """Print recall and precision of each language."""
    reader = Reader(load(site))
    among = [*reader.site().languages()]
    print("| language | as entered | in other forms | precision |\n|---|---|---|---|")
    for lang in LANGS:
        found = counted(reader, lang, among)
        right = found.base_found + found.inflected_found
        print(
            f"| {lang} | {found.base_found} of {found.base} | "
            f"{found.inflected_found} of {found.inflected} | "
            f"{right} of {right + len(found.wrong)} ({found.precision:.0%}) |"
        )


def cost(site: Path, file: Path | None) -> None:
    """Print the processor time for 100 kB: median, least and most of some rounds."""
    pages = [file] if file else sorted((CHECKOUT / "docs").glob("*.md"))
    whole = "\n\n".join(page.read_text("utf-8") for page in pages)
    text = whole.encode()[:BYTES].decode("utf-8", "ignore")
    reader = Reader(load(site))
    langs = [*reader.site().languages()]
    times = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        found = recognise(reader.index, text, langs)
        times.append(1000 * (time.process_time() - start))
    first, *rest = times
    print(f"{len(text.encode()):,} bytes, {reader.site().concepts():,} concepts")
    print(f"{len(found.occurrences):,} places, {statistics.median(rest):.0f} ms of processor time")
    print(f"({min(rest):.0f} to {max(rest):.0f}, the first time {first:.0f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=CHECKOUT)
    parser.add_argument("--large", type=Path)
    parser.add_argument("--text", type=Path)
    given = parser.parse_args()
    quality(given.site)
    if given.large:
        cost(given.large, given.text)
