"""Tokens of Turtle and N-Triples put right, each on its own."""

import re

from glossary.errors import N_, BrokenSource
from glossary.formats.rdf import mending
from glossary.formats.rdf.mending import Reading
from glossary.formats.rdf.turtle_tokens import IRI, TAG, TEXT, WORD, Token

_ESCAPE = re.compile(r"""\\(?![tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})""")
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NAME = re.compile(
    r"(?:[^\W\d_](?:[\w.\u00b7-]*[\w\u00b7-])?)?:"
    r"(?:(?:[\w:\u00b7-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]|(?<!:)\.(?!$))*)"
)
_LOCAL_ESCAPE = re.compile(r"\\(.)")
BAD_STATEMENT = N_("“%(text)s” cannot be read (%(cause)s); left out")
_PREFIX = N_("the prefix “%(prefix)s:” is not declared; declare it: @prefix %(prefix)s: <…> .")
_HALVES = re.compile(
    r"\\\\|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


class Mender:
    """Puts tokens right and tells `reading`; `prefixes` are those declared, None in N-Triples."""

    def __init__(self, name: str, reading: Reading, prefixes: dict[str, str] | None) -> None:
        self._name, self._reading, self._prefixes = name, reading, prefixes

    def mended(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens of a statement as the grammar allows them."""
        where = tokens[0].text.strip("<>")
        return [self._mended(token, where) for token in tokens]

    def _mended(self, token: Token, where: str) -> Token:
        line, text = token.line, token.text
        if token.kind == TAG and not mending.is_tag(text[1:]):
            tag = mending.mended_tag(text[1:])
            self._reading.mend(
                "language-tag", where, line, mending.MENDED_TAG, tag=text[1:], mended=tag
            )
            return Token(TAG, f"@{tag}", line)
        if token.kind == IRI:
            return self._iri(token, where)
        if token.kind == TEXT and (whole := _HALVES.sub(_joined, text)) != text:
            message = N_("halves of a character in “%(text)s” are read as “%(mended)s”")
            self._reading.mend("bad-escape", where, line, message, text=text, mended=whole)
            text = whole
        if token.kind == TEXT and (fixed := _escaped(text)) != text:
            message = N_("a backslash in “%(text)s” is read as a backslash")
            self._reading.mend("bad-escape", where, line, message, text=text)
            text = fixed
        if token.kind == TEXT:
            return Token(TEXT, text, line)
        if token.kind == WORD and ":" in text and text[:2] != "_:" and self._prefixes is not None:
            return self._name_of(token, where, self._prefixes)
        return token

    def _iri(self, token: Token, where: str) -> Token:
        written = _CODE.sub(_character, token.text[1:-1])
        mended = mending.mended_iri(written)
        if mended != written:
            self._reading.mend(
                "bad-iri", where, token.line, mending.MENDED_IRI, iri=written, mended=mended
            )
        return Token(IRI, f"<{mended}>", token.line)

    def _name_of(self, token: Token, where: str, prefixes: dict[str, str]) -> Token:
        prefix, _, local = token.text.partition(":")
        if prefix not in prefixes:
            if prefix not in mending.WELL_KNOWN:
                raise BrokenSource(self._name, _PREFIX, line=token.line, prefix=prefix)
            known = prefixes[prefix] = mending.WELL_KNOWN[prefix]
            message = N_("the prefix “%(prefix)s:” is not declared; read as %(iri)s")
            self._reading.mend(
                "undeclared-prefix", where, token.line, message, prefix=prefix, iri=known
            )
        if _NAME.fullmatch(token.text):
            return token
        written = prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)
        mended = mending.mended_iri(written)
        message = N_("the name “%(name)s” is read as “%(mended)s”")
        self._reading.mend("bad-name", where, token.line, message, name=token.text, mended=mended)
        return Token(IRI, f"<{mended}>", token.line)


def reason_of(error: Exception) -> str:
    """Return what a parser says, without the place."""
    reason = str(getattr(error, "msg", None) or error)
    if reason.startswith("Parser error at ") and ": " in reason:
        reason = reason.split(": ", 1)[1]
    return re.sub(r" \(line \d+\)$", "", reason)


def text_of(tokens: list[Token]) -> str:
    """Return tokens as a statement."""
    parts = [
        token.text if token.kind == TAG or token.text == "^^" else f" {token.text}"
        for token in tokens
    ]
    return "".join(parts) + " ."


def _escaped(text: str) -> str:
    r"""Return a text whose backslashes are those that Turtle knows: ``\d`` becomes ``\\d``."""
    if "\\" not in text:
        return text
    return re.sub(
        r"\\\\|" + _ESCAPE.pattern, lambda found: found[0] if len(found[0]) == 2 else "\\\\", text
    )


def _joined(match: re.Match[str]) -> str:
    """Return the character of two surrogates (as JSON and Java write it), U+FFFD for one alone."""
    if match[1] is None:
        return match[0] if match[0] == "\\\\" else "\ufffd"
    high, low = int(match[1], 16), int(match[2], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
