"""Files: ``/<vocabulary>.ttl``, ``/<vocabulary>/<concept>.ttl`` and all other formats there are."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain

from flask import request
from werkzeug.http import quote_etag
from werkzeug.wrappers import Response

from glossary import languages
from glossary.errors import N_, Invalid, NotFound, TooLarge
from glossary.errors.plurals import NN_
from glossary.formats.contents import PLAIN, PROFILES, Contents
from glossary.formats.registry import FORMATS, Format
from glossary.formats.skos.stating import is_address
from glossary.reader import Reader, Record
from glossary.reader.whole import WholeVocabulary, described
from glossary.records import path
from glossary.records.decoding import concept_of
from glossary.web.context import LONG, edition, reader
from glossary.web.headers import kept
from glossary.web.interface_texts import words_in
from glossary.web.linked_data.door import door
from glossary.web.linked_data.negotiation import PROFILE_URIS, link, profile_of
from index import IndexUnavailable

_SINGLE = {one.ending[1:]: one for one in reversed(FORMATS.values()) if one.single}
_WHOLE = {one.ending[1:]: one for one in reversed(FORMATS.values())}
_LONGEST_FIRST = sorted(_WHOLE, key=len, reverse=True)
"""The formats of single concepts, and of vocabularies, by ending."""
_LARGE = NN_(
    "This vocabulary has more than %(most)s concept: as %(format)s it is not made while you wait. "
    "Its publisher can make it: glossary export --format %(format)s",
    "This vocabulary has more than %(most)s concepts: as %(format)s it is not made while you wait. "
    "Its publisher can make it: glossary export --format %(format)s",
    "most",
)
_PIECE_BYTES = 65_536


@door.get(f"/<vocabulary>/<concept>.<any({', '.join(_SINGLE)}):ending>")
def data(vocabulary: str, concept: str, ending: str) -> Response:
    """Send a concept, or a group, in the format that the end of the address says."""
    form = _chosen(_SINGLE[ending], [one for one in FORMATS.values() if one.single])
    profile, langs = profile_of(form), _languages()
    record = reader().vocabulary(vocabulary)
    place = f"/{path(vocabulary, concept)}"
    contents, uri = _one(record, concept, profile, langs)
    answer = _answer(form, profile, place, reader().generation())
    answer.headers.add("Link", link(uri, "canonical"))
    _license(answer, record)
    if answer.status_code != 304:
        answer.set_data(b"".join(form.write(contents)))
    return answer


def _one(record: Record, id: str, profile: str, langs: tuple[str, ...]) -> tuple[Contents, str]:
    """Return a concept, or where there is none a group, to be written, and its URI."""
    base, vocabulary = reader().site().base_url, str(record["id"])
    if reader().index.get(vocabulary, id) is None:
        if id not in reader().groups(vocabulary).by_id:
            reader().concept(vocabulary, id)  # raises
        whole = WholeVocabulary(reader().index, record, base)
        group = next(one for one in whole.vocabulary.groups if one.id == id)
        made = Contents(
            whole.vocabulary, (), whole.uri_of, base, profile, langs, False, groups=(id,)
        )
        return made, group.uri
    concept, uris = concept_of(reader().concept(vocabulary, id))
    scheme = described({**record, "groups": []}, base, {})
    made = Contents(scheme, (concept,), uris.__getitem__, base, profile, langs, whole=False)
    return made, concept.uri


@door.get(f"/<vocabulary>.<any({', '.join(_WHOLE)}):ending>")
def whole(vocabulary: str, ending: str) -> Response:
    """Send a whole vocabulary as it is published, bit by bit and out of one publication."""
    vocabulary, ending = _parted(f"{vocabulary}.{ending}")
    form = _chosen(_WHOLE[ending], FORMATS.values())
    profile, langs = profile_of(form), _languages()
    with ExitStack() as stack:
        try:
            index = stack.enter_context(reader().index.pinned())
        except IndexUnavailable:
            reader().generation()  # raises what is told of it
            raise
        found = Reader(reader().settings, index)
        answer = _answer(form, profile, f"/{path_of(vocabulary)}", index.generation())
        site, described = found.site(), found.vocabulary(vocabulary)
        _license(answer, described)
        if answer.status_code == 304 or request.method == "HEAD":
            return answer
        if 0 < form.most_online < described["concepts"]:
            raise TooLarge(_LARGE, code="too_large", most=form.most_online, format=form.name)
        known = WholeVocabulary(index, described, site.base_url)
        contents = Contents(
            known.vocabulary, known.concepts(), known.uri_of, site.base_url, profile, langs,
            words_in=words_in, alphabets=reader().settings.alphabets,
        )  # fmt: skip
        pieces = gathered(form.write(contents))
        answer.response = chain([next(pieces)], pieces)  # what is asked for in vain shows here
        answer.call_on_close(stack.pop_all().close)
    request.environ[LONG] = True
    return answer


def _parted(name: str) -> tuple[str, str]:
    """Return the vocabulary that the name of a file begins with, and the ending; raise NotFound."""
    known = reader().site().vocabularies
    for ending in _LONGEST_FIRST:
        if name.endswith(f".{ending}") and name.removesuffix(f".{ending}") in known:
            return name.removesuffix(f".{ending}"), ending
    reader().vocabulary(name.rpartition(".")[0])  # raises
    raise NotFound(N_("There is no page at this address."))


def path_of(vocabulary: str) -> str:
    """Return the path of a vocabulary, without the slash at its end."""
    return path(vocabulary, "").rstrip("/")


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the first piece at once, all others together until they are worth a packet."""
    waiting, size = list[bytes](), _PIECE_BYTES
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _chosen(first: Format, among: Iterable[Format]) -> Format:
    """Return the format that ``?format=`` names of those with this ending; the first without."""
    stated = request.args.get("format")
    if stated is None:
        return first
    known = {one.name: one for one in among if one.ending == first.ending}
    if stated not in known:
        text = N_("There is no format “%(name)s”; these are: %(known)s.")
        raise Invalid(text, parameter="format", name=stated, known=", ".join(known))
    return known[stated]


def _languages() -> tuple[str, ...]:
    """Return the languages that are wanted, none for all; raise Invalid for what is no tag."""
    tags = [tag.strip() for one in request.args.getlist("lang") for tag in one.split(",")]
    for tag in filter(None, tags):
        if not languages.is_well_formed(tag):
            text = N_("“%(value)s” is not the tag of a known language.")
            raise Invalid(text, parameter="lang", value=tag)
    return tuple(languages.canonical(tag) for tag in tags if tag)


def _license(answer: Response, record: Record) -> None:
    """Say the licence of a vocabulary in a header: some formats have no place for it."""
    if is_address(record["licence"] or ""):
        answer.headers.add("Link", link(record["licence"], "license"))


def _answer(form: Format, profile: str, place: str, generation: str) -> Response:
    """Return an answer without content: with all headers, 304 where the client has it already."""
    tag = f"{generation}-{edition()}" + (f"-{profile}" if profile != PLAIN else "")
    headers = {**dict(kept()), "ETag": quote_etag(tag, weak=True)}
    is_known = request.if_none_match.contains_weak(tag)
    answer = Response(status=304 if is_known else 200, headers=headers)
    charset = "; charset=utf-8" if form.is_text else ""
    answer.content_type = f"{form.media_type}{charset}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "Link, ETag, Content-Disposition"
    if "/" not in place.strip("/"):
        name = f"attachment; filename*=UTF-8''{place.strip('/')}{form.ending}"
        answer.headers["Content-Disposition"] = name
    if form.has_profiles:
        answer.vary.update(("Accept", "Accept-Profile"))
        answer.headers["Content-Profile"] = f"<{PROFILE_URIS[profile]}>"
        answer.headers.add("Link", link(PROFILE_URIS[profile], "profile"))
        for other in PROFILES:
            if other != profile:
                target = f"{request.script_root}{place}{form.ending}?profile={other}"
                uri = PROFILE_URIS[other]
                # without a type: rdflib would take it in the place of what it asked for
                answer.headers.add("Link", link(target, "alternate", profile=uri))
    return answer
