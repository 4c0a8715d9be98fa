"""Read mutated PO, XLIFF, TBX, CSV and XLSX files as they might be uploaded.

    python -m tests.campaigns.hostile_uploads --count 10000 --seed 1 [--format tbx]

Each is answered with a sheet or with an error of ours; any other exception, more than 300 MB of
memory or more than 5 s of processor time for one file is a failure and told with its seed. Exit
status 1 where there was one. A single file is made again with `--count 1 --seed N --format …`.
"""

import argparse
import io
import json
import random
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from glossary.errors import GlossaryError
from glossary.exchange import BEGINNING, FORMATS, Limits, Sheet, Unit, recognised

BATCH = 250
MOST_MEGABYTES = 300
MOST_SECONDS = 5.0
ADDRESS_SPACE = 2 * 1024**3
SLOTS = ("prefLabel", "altLabel", "definition", "scopeNote")
TEXTS = (
    "library", "médiathèque\nlibrairie", "مكتبة", "=1+1", "'s-Gravenhage", "图书馆 😀", "a\x0bb",
)  # fmt: skip
XML_FRAGMENTS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    b"&a;&b;&lt;&#0;&#x1F600;&#xD800;", b"<unit>", b"</unit>", b"<![CDATA[", b"]]>", b"<!--",
    b"-->", b"<a>" * 5000, b'<a b="' + b"x" * 300_000, b"<pc/>", b'<cp hex="110000"/>',
    b'<cp hex="D800"/>', b'<?xml version="1.0" encoding="utf-7"?>', b' xml:lang="x-\xff"',
    b'<?xml version="1.0" encoding="utf-16"?>', b'<ph id="1" dataRef="x"/>', b"<trans-unit/>",
    b"<?x " + b"y" * 1000 + b"?>", b"<termSec/>", b"<langSec>", b"<conceptEntry/>", b"_xD800_",
    b"_x0000_",
)  # fmt: skip
PO_FRAGMENTS = (
    b'msgid ""\n', b'msgstr "\n', b'msgstr[99999999] "x"\n', b'msgstr[-1] ""\n',
    b'msgctxt "a|b"\n', b"#~ ", b'#| msgid "x"\n', b'"\\', b'msgid_plural "x"\n', b"#, fuzzy\n",
    b"\r", b"#: \xe2\x81\xa8", b'"Language: xx-!!\\n"\n', b"# status: x = \n",
    b'"Plural-Forms: nplurals=99999999999; plural=n;\\n"\n',
    b'"Content-Type: text/plain; charset=utf-7\\n"\n', b'"POT-Creation-Date: 0000\\n"\n',
)  # fmt: skip
TABLE_FRAGMENTS = (
    b'"', b'"' * 999, b"," * 5000, b";\t,", b"=cmd|' /C calc'!A0", b"\r", b"\n\n\n", b"sep=;\n",
    b"id,field,translation\n", b",\n" * 5000, b'"' + b"x\n" * 20_000,
)  # fmt: skip
BYTES = (
    b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\x1a", b"\xc0\xaf", b"\x80" * 50, b"\xe2\x80\xa8", b"A" * 200_000,
    "😀".encode() * 30_000,
)  # fmt: skip
VALUES = (
    b"", b"%", b"%(x)s", b"-1", b"9" * 40, b"99999999999999999999", "١٢".encode(), b"fr", b"x-!!",
    b"_xD800_", b"_x0000_", b"A" * 30_000, b"../../etc/passwd", b"s", b"inlineStr", b"initial",
    b"a|b", b"|", b"\xe2\x80\xae", b"reliability: maybe", b"status: preferred = x", b"&#10;&#9;",
)  # fmt: skip
OLD_TBX = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>
</fileDesc></martifHeader><text><body><termEntry id="library">
<langSet xml:lang="en"><tig><term>library</term></tig></langSet>
<langSet xml:lang="fr"><ntig><termGrp><term>bibliothèque</term>
<termNote type="partOfSpeech">noun</termNote></termGrp></ntig></langSet>
</termEntry></body></text></martif>"""
OLD_TABLE = "id\tfield\ttranslation (fr)\nlibrary\taltLabel\tun\nlibrary\taltLabel\tdeux\n"
SPREADSHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = (
    b'<Relationship Id="strings" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/sharedStrings"/>'
)
INLINE = re.compile(rb'<c([^>]*)t="inlineStr"[^>]*><is>(.*?)</is></c>', re.DOTALL)
Mutation = Callable[[random.Random, bytes, tuple[bytes, ...]], bytes]


def samples() -> dict[str, list[bytes]]:
    """Return well-formed files by format, from which the others are made."""
    units = [
        Unit(
            f"concept-{number}",
            slot,
            f"source {number}",
            TEXTS[number % len(TEXTS)],
            "old" if number % 3 else "",
            "changed" if number % 3 else "draft",
            {"sources": ["ISO 704"], "grammar": "n.f.", "statuses": {"x": "deprecated"}},
            ("definition: x", "subject field: y"),
            ("a note",),
            "https://example.org/id/v/x",
        )
        for number in range(12)
        for slot in SLOTS
    ]
    sheet = Sheet("heritage", "fr", "en", "Heritage words", units, 7)
    made = {name: [format.write(sheet)] for name, format in FORMATS.items()}
    made["tbx"].append(OLD_TBX.encode())
    made["csv"] += [OLD_TABLE.encode("utf-16"), made["csv"][0].replace(b",", b";")]
    made["po"].append(FORMATS["po"].write(replace(sheet, units=units[:1])))
    made["xlsx"].append(with_shared_strings(made["xlsx"][0]))
    return made


def with_shared_strings(content: bytes) -> bytes:
    """Return a workbook of ours with its texts in a table of their own, as Excel keeps them."""
    strings: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        strings.append(found.group(2))
        return b'<c%bt="s"><v>%d</v></c>' % (found.group(1), len(strings) - 1)

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = INLINE.sub(shared, body)
            elif name == "xl/_rels/workbook.xml.rels":
                body = body.replace(b"</Relationships>", RELATION + b"</Relationships>")
            new.writestr(name, body, zipfile.ZIP_DEFLATED)
        items = b"".join(b"<si>%b</si>" % text for text in strings)
        table = b'<sst xmlns="%b">%b</sst>' % (SPREADSHEET, items)
        new.writestr("xl/sharedStrings.xml", table, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def flip(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Change some bytes."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _chunk(chance: random.Random, content: bytes) -> tuple[int, int]:
    start = chance.randrange(len(content))
    return start, min(len(content), start + chance.choice((1, 5, 40, 400, 4000)))


def delete(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Leave out a piece."""
    start, end = _chunk(chance, content)
    return content[:start] + content[end:]


def truncate(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Leave out the end."""
    return content[: chance.randrange(len(content))]


def repeat(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Repeat a piece, sometimes until the file is as large as may be."""
    start, end = _chunk(chance, content)
    size = chance.choice((1, 1, 1, 1, 1, 20_000, 500_000))
    times = max(1, min(size, 4_000_000) // (end - start)) if size > 1 else chance.choice((1, 2, 50))
    return content[:end] + content[start:end] * times + content[end:]


def splice(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Put a hostile piece in, before a tag or line or anywhere."""
    at = chance.randrange(len(content))
    sign = chance.choice((b"<", b">", b"\n", b'"', b""))
    place = content.find(sign, at) if sign else at
    place = at if place < 0 else place + chance.randrange(2)
    return content[:place] + chance.choice(fragments) + content[place:]


def move(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Put one piece into the place of another."""
    start, end = _chunk(chance, content)
    at = chance.randrange(len(content))
    return content[:at] + content[start:end] + content[at + chance.choice((0, end - start)) :]


def value(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Put something else between two quotes or tags, so that XML stays well formed."""
    sign, last = chance.choice(((b'"', b'"'), (b">", b"<"), (b">", b"<")))
    start = content.find(sign, chance.randrange(len(content))) + 1
    end = content.find(last, start)
    return content[:start] + chance.choice(VALUES) + content[end:] if start and end > 0 else content


def lines(chance: random.Random, content: bytes, fragments: tuple[bytes, ...]) -> bytes:
    """Leave a line out, repeat it, or put it elsewhere."""
    kept = content.splitlines(keepends=True)
    at = chance.randrange(len(kept))
    match chance.randrange(3):
        case 0:
            del kept[at]
        case 1:
            times = min(chance.choice((1, 1, 30_000)), 1 + 4_000_000 // len(kept[at]))
            kept[at:at] = [kept[at]] * times
        case _:
            kept.insert(chance.randrange(len(kept)), kept.pop(at))
    return b"".join(kept)


MUTATIONS: tuple[Mutation, ...] = (
    flip, delete, truncate, repeat, splice, splice, splice, move, value, value, value, value,
    lines, lines, lines,
)  # fmt: skip
ODD_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2)
GENTLE: tuple[Mutation, ...] = (*MUTATIONS[:7], *14 * (value,))
"""For members of archives, of which most are well-formed XML still."""
FRAGMENTS = {
    "po": PO_FRAGMENTS + BYTES,
    "csv": TABLE_FRAGMENTS + BYTES,
    "xlsx": XML_FRAGMENTS + BYTES,
}


def mutated(chance: random.Random, content: bytes, format: str) -> bytes:
    """Return a file that was changed one to four times."""
    fragments = FRAGMENTS.get(format, XML_FRAGMENTS + BYTES)
    chosen = GENTLE if format == "xlsx" else MUTATIONS
    for _ in range(chance.choice((1, 1, 2, 4))):
        if content:
            content = chance.choice(chosen)(chance, content, fragments)
    return content[: Limits().bytes + 10]


def mutated_archive(chance: random.Random, content: bytes) -> bytes:
    """Return a workbook of which members, the directory or the bytes were changed."""
    if chance.random() < 0.3:
        return mutated(chance, content, "csv")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        chosen = chance.choice(old.namelist())
        if chance.random() < 0.7:
            chosen = chance.choice([n for n in old.namelist() if "sheet" in n or "String" in n])
        for name in old.namelist():
            body = old.read(name)
            if name == chosen:
                if chance.random() < 0.1:
                    continue
                body = mutated(chance, body, "xlsx")
            odd = chance.random() < 0.02
            method = chance.choice(ODD_METHODS) if odd else zipfile.ZIP_DEFLATED
            new.writestr(name, body, method)
        if chance.random() < 0.1:
            new.writestr("bomb", b"\0" * chance.choice((10_000, 40_000_000)), zipfile.ZIP_DEFLATED)
    made = stream.getvalue()
    if chance.random() < 0.2:
        place = made.rfind(b"PK\x01\x02", 0, len(made) - chance.randrange(500))
        size = chance.choice((0, 1, 2**31, 2**32 - 1)).to_bytes(4, "little")
        made = made[: place + 24] + size + made[place + 28 :]
    return made


@dataclass
class Tally:
    """What became of the files."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def read(self, format: str, seed: int, content: bytes) -> None:
        """Read a file as an upload is read, and count what comes of it."""
        started = time.process_time()
        try:
            outcome = outcome_of(format, content)
        except Exception as error:  # anything else is what the campaign looks for
            self.failures.append(f"{format} {seed}: {error!r}")
            outcome = "failure"
        seconds = time.process_time() - started
        if seconds > MOST_SECONDS:
            self.failures.append(f"{format} {seed}: {seconds:.1f} s")
        self.outcomes[f"{format}: {outcome}"] += 1


def outcome_of(format: str, content: bytes) -> str:
    """Return in a word what reading a file gives; every message is put together once."""
    name = f"upload.{FORMATS[format].extension}"
    try:
        sheet = recognised(name, content[:BEGINNING]).read(content, lang="fr", name=name)
    except GlossaryError as error:
        check(error.text())
        return type(error).__name__
    for problem in sheet.problems:
        check(problem.describe())
    for unit in sheet.units:
        check("".join((unit.concept, unit.slot, unit.source, unit.text, *unit.notes)))
    return f"{'units' if sheet.units else 'none'}, {'problems' if sheet.problems else 'no problem'}"


def check(text: str) -> None:
    """Raise ValueError for a text that cannot be shown or kept."""
    text.encode()
    if not text or "\0" in text:
        raise ValueError(text[:100])


def run(format: str, seed: int, count: int, megabytes: int = 0) -> Tally:
    """Return what became of `count` files, one for each seed from `seed`.

    `megabytes` is what the whole process may take, 0 for any number.
    """
    made = samples()[format]
    tally = Tally()
    for number in range(seed, seed + count):
        chance = random.Random(f"{format} {number}")
        content = chance.choice(made)
        if format == "xlsx":
            content = mutated_archive(chance, content)
        else:
            content = mutated(chance, content, format)
        tally.read(format, number, content)
        if megabytes and _megabytes() > megabytes:
            tally.failures.append(f"{format} {number}: {_megabytes()} MB")
            megabytes = 0
    return tally


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _batch(format: str, seed: int, count: int) -> Tally:
    """Run a batch in a process of its own, whose memory is limited."""
    command = [sys.executable, "-m", __spec__.name, "--batch", "--format", format]
    command += ["--seed", str(seed), "--count", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Tally(
            failures=[f"{format} {seed} to {seed + count}: exit {done.returncode}, {last}"]
        )
    found = json.loads(done.stdout)
    return Tally(Counter(found["outcomes"]), found["failures"])


def main() -> int:
    """Run the campaign; 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=list(FORMATS))
    parser.add_argument("--batch", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.batch:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        tally = run(chosen.format, chosen.seed, chosen.count, MOST_MEGABYTES)
        print(json.dumps({"outcomes": tally.outcomes, "failures": tally.failures}))
        return 0
    names = [chosen.format] if chosen.format else list(FORMATS)
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    each = -(-chosen.count // len(names))
    for name in names:
        for seed in range(chosen.seed, chosen.seed + each, BATCH):
            tally = _batch(name, seed, min(BATCH, chosen.seed + each - seed))
            outcomes += tally.outcomes
            failures += tally.failures
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:7} {outcome}")
    print("\n".join(failures) or "no failure")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
