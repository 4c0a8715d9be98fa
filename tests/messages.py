"""Is the interface's template up to date, and are its catalogs complete?

Run as ``python -m tests.messages`` (``make messages-check``): says what is wrong, exit 1.
"""

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from glossary.catalogs.checks import interface
from glossary.catalogs.po import files
from glossary.catalogs.po.catalog import TermCatalog
from glossary.catalogs.update import template
from glossary.formats import skos
from glossary.site.settings import load
from glossary.site.sources import vocabulary_files

CHECKOUT = Path(__file__).parent.parent
LOCALES = ("fr", "es", "de", "ru", "ar", "zh_Hans")
PYBABEL = (sys.executable, "-m", "babel.messages.frontend", "-q")


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    wrong = [*template_problems(), *catalog_problems(), *term_template_problems()]
    for line in wrong:
        print(line)
    print(f"{len(wrong)} problems" if wrong else "templates up to date, catalogs complete")
    return 1 if wrong else 0


def extract_options(makefile: Path = CHECKOUT / "Makefile") -> list[str]:
    """Return the options with which the Makefile extracts messages."""
    for line in makefile.read_text("utf-8").splitlines():
        if line.startswith("EXTRACT ="):
            return shlex.split(line.partition(" extract ")[2])
    raise LookupError("the Makefile has no line EXTRACT")


def extract(target: Path, folder: Path = CHECKOUT) -> TermCatalog:
    """Extract the messages of `folder` into `target` and return them."""
    command = [*PYBABEL, "extract", *extract_options(), "-o", str(target), "."]
    subprocess.run(command, cwd=folder, check=True)
    return read(target)


def read(path: Path, locale: str | None = None) -> TermCatalog:
    """Return a catalog."""
    return files.parse(path.read_bytes(), path.name, locale)


def template_problems() -> Iterator[str]:
    """Yield what the template of the interface lacks, and what it has too much."""
    with tempfile.TemporaryDirectory() as scratch:
        found = _described(extract(Path(scratch) / "messages.pot"))
    kept = _described(read(CHECKOUT / "translations" / "messages.pot"))
    for message in found.keys() | kept.keys():
        if found.get(message) != kept.get(message):
            state = "has another place" if message in found and message in kept else "is not"
            where = "in the template" if message in found else "in the code"
            yield f"messages.pot: “{message}” {state} {where}; run: make messages"


def _described(catalog: TermCatalog) -> dict[object, object]:
    return {
        message.id: (sorted({place for place, _ in message.locations}), message.auto_comments)
        for message in catalog
    }


def catalog_problems() -> Iterator[str]:
    """Yield what is wrong with the catalogs of the interface."""
    source = read(CHECKOUT / "translations" / "messages.pot")
    for locale in LOCALES:
        path = CHECKOUT / "translations" / locale / "LC_MESSAGES" / "messages.po"
        for text in problems_of(read(path, locale), source):
            yield f"{locale}: {text}"


def problems_of(catalog: TermCatalog, source: TermCatalog) -> Iterator[str]:
    """Yield what is wrong with one catalog, held against its template."""
    yield from (problem.describe() for problem in interface.problems(catalog, source))


def term_template_problems() -> Iterator[str]:
    """Yield the templates of terms that do not follow from their vocabularies."""
    settings = load(CHECKOUT, {})
    known = {"messages"}
    for file in vocabulary_files(settings.vocabularies):
        vocabulary = skos.read(file, settings.base_url)[0]
        known.add(vocabulary.id)
        path = settings.translations / f"{vocabulary.id}.pot"
        made = template(vocabulary)
        if path.is_file():
            created = files.read(path).headers.get("POT-Creation-Date")
            made.headers["POT-Creation-Date"] = created
        if not path.is_file() or files.dump(made) != path.read_bytes():
            yield f"{path.name} is not up to date; run: make terms"
    for path in sorted(settings.translations.glob("*.pot")):
        if path.stem not in known:
            yield f"{path.name} belongs to no vocabulary"


if __name__ == "__main__":
    sys.exit(main())
