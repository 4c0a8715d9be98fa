"""The process that sets pages: a task as JSON on standard input, the PDF on standard output.

A task has the `template`, the `values` that it reads, and whether fonts `of_machine` are used. The
first line of the output is JSON: empty, or with the `signs` that no font has, or the `reason` why
nothing was set; what follows is the PDF.
"""

import json
import re
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

_FONTS = (("fontpkg_amiri", "files"), ("manimgx_fonts_cjk", ""))
"""The packages that bring fonts, and the folder of the fonts in each."""
_STANDARD = "ua-1"
_NOT_SET = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")


def main() -> None:
    """Read a task, set it, write what came of it."""
    task = json.load(sys.stdin)
    told: dict[str, object] = {}
    content = b""
    try:
        content = _pdf(task)
    except typst.TypstError as error:
        signs = {_plain(one) for one in _NOT_SET.findall(str(error.diagnostic))}
        told = {"signs": sorted(signs)} if signs else {"reason": str(error.message)}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)


def _pdf(task: dict[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "main.typ"
        place.write_text(task["template"], "utf-8")
        (Path(folder) / "data.json").write_text(json.dumps(task["values"]), "utf-8")
        fonts = typst.Fonts(include_system_fonts=task["of_machine"], font_paths=_folders())
        made: bytes = typst.compile(
            str(place), root=folder, font_paths=fonts, pdf_standards=[_STANDARD], timestamp=0
        )
        return made


def _folders() -> list[str]:
    """Return the folders of the fonts that are installed."""
    found = []
    for package, folder in _FONTS:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            found.append(str(Path(spec.origin).parent / folder))
    return found


def _plain(text: str) -> str:
    """Return a text of a message without the escapes of its quotation."""
    return _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], text)


if __name__ == "__main__":
    main()
