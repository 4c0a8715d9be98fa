"""The pages, set by Typst in a process of its own: its memory is given back when it is done.

The values go to the typesetter as JSON, so that no text of theirs is ever read as markup. A sign
that no font has is an error of PDF/UA, so that none is left out in silence.
"""

import json
import subprocess
import sys
import threading
from importlib import resources
from importlib.util import find_spec

from glossary.errors import N_, Unavailable
from glossary.formats.pdf.surroundings import Record

_NO_EXTRA = N_(
    "A PDF needs the extra “pdf”; run: python -m pip install 'convergence-glossary[pdf]'"
)
_BUSY = N_("Another PDF is being made. Ask again in a minute.")
_FAILED = N_("The PDF cannot be set: %(reason)s")
_NEEDED = ("typst", "fontpkg_amiri", "manimgx_fonts_cjk")
_AT_ONCE = threading.BoundedSemaphore(1)
_MOST_SECONDS, _WAITING_SECONDS = 1_800, 20
PROBE = """\
#set document(title: "signs")
#set text(font: ("Libertinus Serif", "Amiri", "Noto Sans CJK SC"))
#for sign in json("data.json") [#sign ]
"""


class NotSet(Exception):
    """No font has some signs of a document: `signs`, each with those it is set together with."""

    def __init__(self, signs: set[str]) -> None:
        super().__init__("signs that no font has")
        self.signs = signs


class Pages:
    """Sets documents with the fonts of the extra, and where asked those of the machine.

    Raises Unavailable where the extra is not installed, or where another document is being set.
    """

    def __init__(self, of_machine: bool = False) -> None:
        if not all(map(find_spec, _NEEDED)):
            raise Unavailable(_NO_EXTRA, code="no_extra")
        self._of_machine = of_machine

    def missing(self, text: str) -> str:
        """Return the signs of a text that no font has."""
        signs = sorted(set(text))
        try:
            self._set(PROBE, signs)
        except NotSet as error:
            return "".join(sign for sign in signs if any(sign in one for one in error.signs))
        return ""

    def set(self, document: Record) -> bytes:
        """Return a document as PDF; raise NotSet where no font has some of its signs."""
        template = resources.files(__package__).joinpath("glossary.typ").read_text("utf-8")
        return self._set(template, document)

    def _set(self, template: str, values: object) -> bytes:
        """Return what the process gives; see `glossary.formats.pdf.__main__`."""
        task = {"template": template, "values": values, "of_machine": self._of_machine}
        if not _AT_ONCE.acquire(timeout=_WAITING_SECONDS):
            raise Unavailable(_BUSY, code="busy")
        try:
            done = subprocess.run(
                [sys.executable, "-m", __package__],
                input=json.dumps(task).encode(),
                capture_output=True,
                timeout=_MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unavailable(_FAILED, code="not_set", reason=f"{_MOST_SECONDS} s") from error
        finally:
            _AT_ONCE.release()
        head, _, content = done.stdout.partition(b"\n")
        told = json.loads(head) if head else {"reason": _last_line(done.stderr)}
        if told.get("signs"):
            raise NotSet(set(told["signs"]))
        if "reason" in told:
            raise Unavailable(_FAILED, code="not_set", reason=told["reason"])
        return content


def _last_line(text: bytes) -> str:
    """Return the last line of what a process said, as where it was ended for want of memory."""
    return (text.decode("utf-8", "replace").strip().splitlines() or ["the process was ended"])[-1]
