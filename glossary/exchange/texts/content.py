"""What is read from a file: its text, and the segments of a bilingual one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A text and its translation, "" where it has none; `place` says where in the file it is: a
    line, or the id of a unit.
    """

    source: str
    target: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class TextFile:
    """The text of a file; of a bilingual one that of all sources, its segments, and the languages
    that it names, "" where it names none.
    """

    text: str
    segments: tuple[Segment, ...] = ()
    lang: str = ""
    target_lang: str = ""

    @property
    def target(self) -> str:
        """The text of all translations."""
        return "\n\n".join(one.target for one in self.segments if one.target)


def of_segments(segments: list[Segment], lang: str = "", target_lang: str = "") -> TextFile:
    """Return the text of a bilingual file."""
    text = "\n\n".join(one.source for one in segments)
    return TextFile(text, tuple(segments), lang, target_lang)
