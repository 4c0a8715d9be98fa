"""``/text``: the terms that stand in a text or file, and a translation held against its source."""

from typing import Any

from flask import request
from pydantic import ConfigDict, Field, field_validator

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.exchange import texts
from glossary.reader.recognition import Recognition
from glossary.reader.recognition.checking import Finding, Part, check
from glossary.reader.recognition.terms import (
    Asked,
    Term,
    concepts_of,
    found_in,
    terms_of,
)
from glossary.web.api.chosen import Targets, sent
from glossary.web.api.door import (
    JsonChunks,
    Parameters,
    body_of,
    checked,
    checked_tag,
    json_array,
    json_object,
    listed,
    parameters,
    post,
    with_concept,
)
from glossary.web.api.text_shapes import TextAnswer
from glossary.web.context import reader
from glossary.web.text_work import Given, check_sector, of_files, roomy, sent_file

MOST_FINDINGS = 1000
_MOST_CONCEPTS = 5
"""So many concepts of one term are sent; `total` says how many there are."""
_MOST_PLACES = 1000


class TextParameters(Targets):
    """How a text is read: its languages, where terms are looked for, what is answered."""

    lang: str | None = Field(
        None,
        description="Languages that the text may be in, with commas between; if not given, those "
        "of the site: each paragraph is then looked at by itself.",
    )
    vocabulary: str | None = Field(None, description="Ids of vocabularies, with commas between.")
    sector: str | None = Field(
        None, description="Where a term names several concepts, those of this sector come first."
    )
    overlapping: bool = Field(
        default=False, description="Also terms that stand inside of longer ones."
    )
    against_lang: str | None = Field(
        None, description="Language of the translation; else the first of `to`."
    )
    page: int = Field(1, ge=1, le=10_000)
    per_page: int = Field(100, ge=1, le=500, description="Terms on a page.")

    _one = field_validator("against_lang")(checked_tag)

    @field_validator("to", "lang", "vocabulary", mode="before")
    @classmethod
    def _joined(cls, value: object) -> object:
        """Take a list of texts as well as one text with commas between."""
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return ",".join(value)
        return value

    @field_validator("lang")
    @classmethod
    def _langs(cls, value: str | None) -> str | None:
        for tag in listed(value):
            checked_tag(tag)
        return value

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that the text may be in, none for those of the site."""
        return tuple(languages.canonical(tag) for tag in listed(self.lang))

    def asked(self) -> Asked:
        """Return how terms are looked for; raise Invalid for an unknown sector."""
        check_sector(self.sector or "", reader())
        return Asked(self.langs, listed(self.vocabulary), self.sector or "", self.overlapping)

    def named_target(self) -> str:
        """Return the language of a translation as it is named, "" where it is not."""
        tags = self.targets()
        return self.against_lang or (tags[0] if tags and tags[0] != "*" else "")

    def target(self) -> str:
        """Return the language of a translation; raise Invalid where none is named."""
        lang = self.named_target()
        if not lang:
            raise Invalid(
                N_("“%(parameter)s” is missing."), parameter="against_lang", code="missing"
            )
        return languages.canonical(lang)


class TextRequest(TextParameters):
    """A text, perhaps its translation, and how it is read."""

    model_config = ConfigDict(extra="forbid", str_max_length=2_000_000)

    text: str = Field(json_schema_extra={"minLength": 1}, description="The text, plain.")
    against: str | None = Field(None, description="A translation of it, which is checked.")


def _taken(_: type[TextRequest]) -> TextRequest:
    """Return the request: JSON, plain text with parameters in the address, or a form with files."""
    kind = request.mimetype
    if kind == "application/json":
        parameters(Parameters)
        return body_of(TextRequest)
    if kind == "text/plain":
        query = parameters(TextParameters)
        return TextRequest(text=_plain(request.get_data()), **query.model_dump())
    if kind == "multipart/form-data":
        roomy()
        parameters(Parameters)
        given = {name: value for name, value in request.form.items() if value}
        file = request.files.get("file")
        if file is not None and (file.filename or "text" not in given):
            given["text"] = "file"  # a place for what is read below
        return checked(TextRequest, given)
    raise Invalid(
        N_("The body must be JSON, plain text, or a form with a file."),
        parameter="body",
        code="not_json",
    )


def _plain(content: bytes) -> str:
    return texts.read(content, "text.txt").text if content.strip() else ""


def _given(body: TextRequest) -> Given:
    if request.mimetype != "multipart/form-data" or not request.files:
        return Given(body.text, body.against)
    file = sent_file("file") or texts.TextFile(body.text)
    other = sent_file("against")
    if other is None and body.against:
        other = texts.TextFile(body.against)
    return of_files(file, other)


@post("/text", TextAnswer, TextRequest, _taken, ("text/plain", "multipart/form-data"))
def text(body: TextRequest) -> JsonChunks:
    """Return the terms of the glossary that stand in a text, with their places and concepts.

    Longer terms win over shorter ones that are part of them; other forms of a term are found as
    well as the term itself, each paragraph in its own language. With a translation (`against`), the
    terms of the text whose approved equivalent does not stand in it. The body is JSON, or the text
    itself (text/plain, the rest in the address), or a form with a `file` (.txt, .md, .html, .docx,
    .odt, .pdf, .po, .xliff) and perhaps a second one, `against`. It is not kept.
    """
    return answered(_given(body), body)


def answered(given: Given, body: TextParameters, whole: bool = False) -> JsonChunks:
    """Return the answer for a text; `whole` has all terms on one page.

    A translation in a bilingual file is checked where its language is named.
    """
    asked = body.asked()
    found = found_in(reader(), given.text, asked)
    terms = terms_of(found.occurrences)
    first = (body.page - 1) * body.per_page
    shown = terms if whole else terms[first : first + body.per_page]
    parts = given.held() if given.parts is None or body.named_target() else None
    to = body.targets()
    against = body.target() if parts is not None else ""
    return json_object(
        query={
            "lang": body.langs,
            "to": to,
            "vocabulary": asked.vocabularies,
            "sector": asked.sector or None,
            "overlapping": asked.overlapping,
            "against": against or None,
        },
        **_counted(found, given.text, terms, 1 if whole else body.page, body.per_page),
        terms=json_array(_term(given.text, one, asked, to) for one in shown),
        check=_check(parts, asked, against, to) if parts is not None else None,
    )


def _counted(
    found: Recognition, text: str, terms: list[Term], page: int, per_page: int
) -> dict[str, Any]:
    return {
        "langs": found.langs,
        "characters": len(text),
        "occurrences": len(found.occurrences),
        "total": len(terms),
        "page": page,
        "pages": max(1, -(-len(terms) // per_page)),
    }


def _term(text: str, term: Term, asked: Asked, to: tuple[str, ...]) -> JsonChunks:
    named = concepts_of(reader(), term.labels, asked.sector, _MOST_CONCEPTS)
    described = reader().site().vocabularies
    first = term.occurrences[0]
    return json_object(
        text=text[first.start : first.end],
        lang=term.lang,
        places=[
            {"start": at.start, "end": at.end, "text": text[at.start : at.end], "form": at.form}
            for at in term.occurrences[:_MOST_PLACES]
        ],
        total=len(term.labels),
        concepts=json_array(
            with_concept(
                {"match": {"kind": one.label.kind, "text": one.label.text, "lang": one.label.lang}},
                sent(one.record, to, one.label.lang, source),
            )
            for one in named
            for source in [described[one.label.vocabulary]["source_language"]]
        ),
    )


def _check(parts: list[Part], asked: Asked, lang: str, to: tuple[str, ...]) -> JsonChunks:
    findings, count = check(reader(), parts, asked, lang)
    return json_object(
        lang=lang,
        checked=count,
        total=len(findings),
        findings=json_array(_finding(one, lang, to) for one in findings[:MOST_FINDINGS]),
    )


def _finding(one: Finding, lang: str, to: tuple[str, ...]) -> JsonChunks:
    at, part = one.occurrence, one.part
    assert part is not None
    record = one.named.record
    return with_concept(
        {
            "problem": one.problem,
            "text": part.source[at.start - part.start : at.end - part.start],
            "lang": at.lang,
            "start": at.start,
            "end": at.end,
            "place": part.place,
            "source": part.source,
            "target": part.target,
            "expected": one.expected,
            "instead": one.instead,
        },
        sent(record, to, one.named.label.lang, lang),
    )
