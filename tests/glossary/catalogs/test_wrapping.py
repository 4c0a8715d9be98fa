from babel.messages.pofile import normalize
from hypothesis import example, given
from hypothesis import strategies as st

from glossary.catalogs.po.wrapping import quoted

PIECES = st.sampled_from(
    [
        "a",
        "word",
        "well-known",
        " ",
        "  ",
        "\n",
        "\t",
        '"',
        "\\",
        "\u2028",
        "\x85",
        "é",
        "--",
        "x" * 60,
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join))
@example("")
@example("a" * 76)
@example("a" * 77)
@example(" " + "a" * 100)
@example("line\n")
@example("\n\n")
def test_strings_are_broken_as_babel_breaks_them(text: str) -> None:
    assert quoted(text) == normalize(text, width=78)
    assert quoted(text, 20) == normalize(text, width=20)
