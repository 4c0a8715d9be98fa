"""A flat list of headings as SKOS, to measure with: id, a tab and the heading on each line.

python benchmarks/flat.py IN.tsv.gz OUT.nt.gz --base URI [--lang en]
"""

import argparse
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def triples(rows: Iterable[str], base: str, lang: str, title: str) -> Iterator[str]:
    """Yield the lines of an N-Triples file; rows without a heading are left out."""
    scheme = f"<{base}>"
    yield f"{scheme} <{RDF}type> <{SKOS}ConceptScheme> .\n"
    yield f'{scheme} <{DCT}title> "{title.translate(_ESCAPES)}"@{lang} .\n'
    yield f'{scheme} <{DCT}language> "{lang}" .\n'
    for row in rows:
        id, _, heading = row.rstrip("\r\n").partition("\t")
        if not id or not heading.strip():
            continue
        concept = f"<{base}{quote(id, safe='')}>"
        yield f"{concept} <{RDF}type> <{SKOS}Concept> .\n"
        yield f"{concept} <{SKOS}inScheme> {scheme} .\n"
        yield f'{concept} <{SKOS}prefLabel> "{heading.strip().translate(_ESCAPES)}"@{lang} .\n'


def _open(file: Path, mode: str) -> TextIO:
    if file.name.endswith(".gz"):
        return gzip.open(file, mode + "t", encoding="utf-8", newline="\n")  # type: ignore[return-value]
    return file.open(mode, encoding="utf-8", newline="\n")


def main() -> None:
    """Convert one file; print how many lines were written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--base", required=True, help="what stands before an id in a URI")
    parser.add_argument("--lang", default="en")
    asked = parser.parse_args()
    title = asked.source.name.split(".")[0]
    written = 0
    with _open(asked.source, "r") as rows, _open(asked.target, "w") as target:
        for line in triples(rows, asked.base, asked.lang, title):
            target.write(line)
            written += 1
    print(f"{written} triples in {asked.target}")


if __name__ == "__main__":
    main()
