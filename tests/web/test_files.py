"""Catalogs down and up again through the doors."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from glossary.catalogs.po import files, syntax
from glossary.contribute.store import Store
from glossary.contribute.tables import Person, Proposal, Role, Upload, UploadRow
from glossary.errors import TooLarge
from glossary.exchange import FORMATS, Limits, Sheet, Unit
from glossary.site.settings import Settings
from glossary.web import session
from tests import contributions

UPLOAD = "/en/translate/heritage/fr/upload"
DOWNLOAD = "/en/translate/heritage/fr/download"


class Visitor:
    """Someone before the pages, with the proof that each form asks for."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, page: str = UPLOAD, **fields: Any) -> TestResponse:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        assert found, self.get(page).text
        data = {"csrf_token": found.group(1), **fields}
        answer = self.client.post(path, data=data, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()
        return answer

    def bring(self, content: bytes, name: str = "a.po", **fields: Any) -> TestResponse:
        return self.post(UPLOAD, file=(io.BytesIO(content), name), **fields)

    def brought(self, content: bytes, name: str = "a.po", **fields: Any) -> str:
        """Bring a file and return the address of its preview."""
        answer = self.bring(content, name, **fields)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def send(self, preview: str, **fields: Any) -> TestResponse:
        return self.post(f"{preview}/send", preview, **fields)


@pytest.fixture
def visitor(own_app: Flask, store: Store) -> Visitor:
    return Visitor(own_app)


@pytest.fixture
def signed_in(own_app: Flask, store: Store) -> Callable[..., Visitor]:
    """A function that makes a person with a role and gives them before the pages."""

    def make(role: str, lang: str = "fr") -> Visitor:
        with store.writing() as writing:
            who = Person(name=f"The {role}", email=f"{role}@example.org", session_mark="m")
            who.roles = [Role(role=role, lang=lang)]
            writing.add(who)
        made = Visitor(own_app)
        made.get(UPLOAD)
        with own_app.test_request_context(), store.reading() as reading:
            person = reading.scalars(select(Person).where(Person.name == f"The {role}")).one()
            session.sign_in(person)
            kept = _session()
        with made.client.session_transaction() as cookie:
            cookie.update(kept)
        return made

    return make


def _session() -> dict[str, Any]:
    import flask

    return dict(flask.session)


def catalog(settings: Settings) -> str:
    path = files.catalog_path(settings.translations, "fr", "heritage")
    return path.read_text("utf-8")


def po(visitor: Visitor) -> str:
    return visitor.get(f"{DOWNLOAD}.po").text


def edit(settings: Settings, store: Store, text: str, concept: str = "library") -> None:
    contributions.edit(
        settings,
        store,
        vocabulary="heritage",
        lang="fr",
        concept=concept,
        slot="prefLabel",
        text=text,
        person_id=None,
    )


def proposals(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as reading:
        found = reading.scalars(select(Proposal).order_by(Proposal.id))
        return [(one.concept, one.text, one.name) for one in found]


def test_a_catalog_comes_down_as_it_is_with_its_revision(
    visitor: Visitor, own_site: Settings
) -> None:
    answer = visitor.get(f"{DOWNLOAD}.po")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=heritage.fr.po"
    assert answer.headers["X-Glossary-Revision"] == "0"
    lines = answer.text.splitlines()
    assert '"X-Glossary-Revision: 0\\n"' in lines
    lines.remove('"X-Glossary-Revision: 0\\n"')
    assert lines == catalog(own_site).splitlines()


@pytest.mark.parametrize("ext", FORMATS)
def test_every_format_comes_down_and_up_again_without_a_difference(
    visitor: Visitor, ext: str
) -> None:
    answer = visitor.get(f"{DOWNLOAD}.{ext}")
    assert answer.mimetype == FORMATS[ext].media_type
    name = f"heritage.fr.{FORMATS[ext].extension}"
    assert name in answer.headers["Content-Disposition"]
    page = visitor.get(visitor.brought(answer.data, name)).text
    assert "There is nothing to send." in page
    assert "Rejected" not in page


@pytest.mark.parametrize("ext", FORMATS)
def test_only_gaps_come_down_in_every_format(visitor: Visitor, ext: str) -> None:
    answer = visitor.get(f"{DOWNLOAD}.{ext}?only=missing")
    format = FORMATS[ext]
    sheet = format.read(answer.data)
    assert {unit.key for unit in sheet.units} == {("institution", "prefLabel")}
    assert f"heritage.fr.missing.{format.extension}" in answer.headers["Content-Disposition"]


def test_who_has_the_newest_catalog_gets_none(
    visitor: Visitor, own_site: Settings, store: Store
) -> None:
    tag = visitor.get(f"{DOWNLOAD}.po").headers["ETag"]
    assert visitor.get(f"{DOWNLOAD}.po", headers={"If-None-Match": tag}).status_code == 304
    assert visitor.get(f"{DOWNLOAD}.csv", headers={"If-None-Match": tag}).status_code != 304
    edit(own_site, store, "bibli")
    answer = visitor.get(f"{DOWNLOAD}.po", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert '"X-Glossary-Revision: 1\\n"' in answer.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("heritage/fr/download.doc", "no format “doc”"),
        ("heritage/it/download.po", "not begun yet"),
        ("heritage/en/download.po", "English is the language of this vocabulary"),
        ("nothing/fr/download.po", "no vocabulary “nothing”"),
        ("heritage/xx-what/download.po", "not the tag of a known language"),
    ],
)
def test_what_cannot_come_down_is_said(visitor: Visitor, path: str, said: str) -> None:
    answer = visitor.get(f"/en/translate/{path}")
    assert answer.status_code == 404
    assert said in answer.text


def test_a_broken_catalog_can_be_taken_home_and_mended(
    visitor: Visitor, own_site: Settings
) -> None:
    path = files.catalog_path(own_site.translations, "fr", "heritage")
    path.write_bytes(path.read_bytes() + b'\nmsgctxt "a|prefLabel"\nmsgid "a\nmsgstr ""\n')
    assert 'msgid "a\n' in visitor.get(f"{DOWNLOAD}.po").text
    answer = visitor.get(f"{DOWNLOAD}.csv")
    assert answer.status_code == 422
    assert "fr/LC_MESSAGES/heritage.po, line" in answer.text


def test_a_language_without_catalog_says_how_to_begin(visitor: Visitor) -> None:
    answer = visitor.get("/en/translate/heritage/it/upload")
    assert (answer.status_code, answer.location) == (303, "/en/translate/heritage/it/")
    assert "This translation is not begun yet." in visitor.get(UPLOAD).text


def test_the_page_offers_every_format(visitor: Visitor, read_page: Callable[[str], Any]) -> None:
    page = read_page(visitor.get(UPLOAD).text)
    for name in FORMATS:
        assert f"{DOWNLOAD}.{name}" in page.links()
        assert f"{DOWNLOAD}.{name}?only=missing" in page.links()


def test_a_preview_changes_nothing(visitor: Visitor, own_site: Settings, store: Store) -> None:
    before = catalog(own_site)
    preview = visitor.brought(po(visitor).replace("bibliothèque", "bibli").encode())
    page = visitor.get(preview).text
    assert "Nothing is changed yet." in page
    assert "<del>bibliothèque</del><ins>bibli</ins>" in page
    assert catalog(own_site) == before
    assert proposals(store) == []


def test_what_is_sent_without_account_becomes_proposals(visitor: Visitor, store: Store) -> None:
    changed = po(visitor).replace("bibliothèque", "bibli").replace("curriculum", "résumé de")
    preview = visitor.brought(changed.encode(), name="C:\\tmp\\mon fichier.po", **{"name_": ""})
    assert "mon fichier.po" in visitor.get(preview).text
    answer = visitor.send(preview, **{"choice-1": "here"})
    assert answer.status_code == 303
    assert "1 proposal was sent." in visitor.get(preview).text
    assert [one[:2] for one in proposals(store)] == [("library", "bibli")]


def test_name_and_address_come_along(visitor: Visitor, store: Store) -> None:
    content = po(visitor).replace("bibliothèque", "bibli").encode()
    answer = visitor.post(
        UPLOAD, file=(io.BytesIO(content), "a.po"), name="Awa Diop", email="awa@example.org"
    )
    visitor.send(answer.location)
    assert proposals(store) == [("library", "bibli", "Awa Diop")]


def test_a_reviewer_resolves_a_conflict_and_it_is_in_the_catalog(
    signed_in: Callable[..., Visitor], own_site: Settings, store: Store
) -> None:
    reviewer = signed_in("reviewer")
    changed = po(reviewer).replace('"bibliothèque"', '"bibli"')
    edit(own_site, store, "librairie")
    preview = reviewer.brought(changed.encode())
    page = reviewer.get(preview).text
    for part in ("When you took the file home", "Here, now", "In your file"):
        assert part in page
    assert "1 conflict is not decided" in page
    reviewer.send(preview, how="directly")
    assert 'msgstr "librairie"' in catalog(own_site)
    reviewer.send(preview, how="directly", **{"choice-0": "edited", "text-0": "biblio"})
    assert 'msgstr "biblio"' in catalog(own_site)
    assert "All is sent." in reviewer.get(preview).text


def test_a_text_that_cannot_be_used_keeps_what_was_typed(
    signed_in: Callable[..., Visitor], own_site: Settings
) -> None:
    reviewer = signed_in("reviewer")
    preview = reviewer.brought(po(reviewer).replace("bibliothèque", "bibli").encode())
    for action in ("choose", "send"):
        fields = {"kind": "changed", "choice-0": "edited", "text-0": "une\ndeux"}
        answer = reviewer.post(f"{preview}/{action}", preview, **fields)
        assert answer.status_code == 422
        assert "une\ndeux</textarea>" in answer.text
        assert "This must be one line." in answer.text


@pytest.mark.parametrize("lang", ["es", "fr"])
def test_only_reviewers_of_the_language_change_the_catalog_directly(
    signed_in: Callable[..., Visitor], own_site: Settings, lang: str
) -> None:
    who = signed_in("reviewer", "es") if lang == "es" else signed_in("translator", "fr")
    preview = who.brought(po(who).replace("bibliothèque", "bibli").encode())
    assert "Put them into the catalog" not in who.get(preview).text
    assert who.send(preview, how="directly").status_code == 403
    assert "bibliothèque" in catalog(own_site)


def test_nobody_sees_the_upload_of_another(
    visitor: Visitor, own_app: Flask, signed_in: Callable[..., Visitor]
) -> None:
    content = po(visitor).replace("bibliothèque", "bibli").encode()
    preview = visitor.brought(content)
    others = [Visitor(own_app), signed_in("administrator", "")]
    for other in others:
        assert other.get(preview).status_code == 404
        for action in ("choose", "send", "drop"):
            assert other.post(f"{preview}/{action}").status_code == 404
    theirs = others[1].brought(content)
    assert visitor.get(theirs).status_code == 404
    assert visitor.get(preview).status_code == 200


def test_all_of_a_kind_are_chosen_at_once(visitor: Visitor, store: Store) -> None:
    changed = po(visitor).replace("bibliothèque", "bibli").replace("curriculum", "résumé de")
    preview = visitor.brought(changed.encode())
    visitor.post(f"{preview}/choose", preview, kind="changed", all="here")
    assert "0 entries are chosen." in visitor.get(preview).text
    visitor.post(f"{preview}/choose", preview, kind="changed", all="theirs")
    assert "2 entries are chosen." in visitor.get(preview).text
    assert visitor.post(f"{preview}/choose", preview, kind="x", all="theirs").status_code == 422


def test_a_dropped_file_is_gone(visitor: Visitor, store: Store) -> None:
    preview = visitor.brought(po(visitor).replace("bibliothèque", "bibli").encode())
    assert visitor.post(f"{preview}/drop", preview).location == UPLOAD
    assert visitor.get(preview).status_code == 404
    with store.reading() as reading:
        assert reading.scalar(select(func.count(Upload.id))) == 0
        assert reading.scalar(select(func.count()).select_from(UploadRow)) == 0


def test_rejected_entries_say_why_and_where(visitor: Visitor) -> None:
    content = po(visitor).replace('msgstr "bibliothèque"', 'msgstr "une\\n"\n"deux"')
    content += '\nmsgctxt "nowhere|prefLabel"\nmsgid "nowhere"\nmsgstr "nulle part"\n'
    page = visitor.get(visitor.brought(content.encode())).text
    assert "This must be one line." in page
    assert "There is no such entry in this catalog." in page
    line = content.splitlines().index('msgctxt "nowhere|prefLabel"') + 1
    assert re.search(rf"line ({line}|{line + 1})\b", page)


@pytest.mark.parametrize(
    ("content", "name", "status", "said"),
    [
        (b"", "a.po", 422, ""),
        (b"hello", "a.doc", 400, "a.doc"),
        (b'msgid "a\nmsgstr "b"\n', "a.po", 422, "line 1"),
        (b'msgid "a"\nmsgstr "b"\n', "a.po", 422, "not an entry of a vocabulary"),
        (b"\xff\xfe\x00", "a.po", 422, "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    visitor: Visitor, content: bytes, name: str, status: int, said: str
) -> None:
    answer = visitor.bring(content, name)
    assert 400 <= answer.status_code < 500
    assert 'role="alert"' in answer.text
    assert said in answer.text


def test_a_file_without_any_entry_of_ours_is_refused(visitor: Visitor) -> None:
    content = po(visitor).replace('msgctxt "', 'msgctxt "other-')
    answer = visitor.bring(content.encode())
    assert answer.status_code == 400
    assert "No entry of this file belongs to the vocabulary “heritage”." in answer.text


@pytest.mark.parametrize("mark", ["", "#~ ", "junk "], ids=["unknown", "obsolete", "broken"])
def test_a_file_far_longer_than_the_catalog_is_not_read_to_its_end(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    read = []
    lines = syntax.entries

    def counted(*given: Any) -> Iterator[Any]:
        for entry in lines(*given):
            read.append(entry)
            yield entry

    monkeypatch.setattr(syntax, "entries", counted)
    one = '{0}msgctxt "no-{1}|prefLabel"\n{0}msgid "Atlas {1}"\n{0}msgstr "Carte {1}"\n\n'
    more = "".join(one.format(mark, number) for number in range(12_000))
    answer = visitor.bring((po(visitor) + "\n" + more).encode())
    assert answer.status_code == 413
    assert "The file is too long to be of this catalog." in answer.text
    assert len(read) < 3000


def test_a_file_with_some_more_entries_than_the_catalog_is_compared(visitor: Visitor) -> None:
    one = '#~ msgctxt "old-{0}|prefLabel"\n#~ msgid "Old {0}"\n#~ msgstr "Vieux {0}"\n\n'
    more = "".join(one.format(number) for number in range(300))
    assert visitor.bring((po(visitor) + "\n" + more).encode()).status_code == 303


@pytest.mark.parametrize("name", ["xlf", "tbx", "csv"])
def test_what_fits_no_catalog_is_refused_in_every_format(name: str) -> None:
    units = tuple(Unit(f"c{number}", "prefLabel", "Map", "Carte") for number in range(9))
    content = FORMATS[name].write(Sheet("maps", "fr", "en", "Maps", units))
    with pytest.raises(TooLarge, match="too long to be of this catalog"):
        FORMATS[name].read(content, limits=Limits(fit=8), lang="fr")
    assert len(FORMATS[name].read(content, limits=Limits(fit=9), lang="fr").units) == 9


def test_a_form_without_file_says_so(visitor: Visitor) -> None:
    answer = visitor.post(UPLOAD)
    assert answer.status_code == 400
    assert "Please choose a file." in answer.text


def test_a_file_of_another_language_or_vocabulary_is_refused(visitor: Visitor) -> None:
    text = po(visitor)
    spanish = visitor.bring(text.replace("Language: fr", "Language: es").encode())
    assert spanish.status_code == 400
    assert "“es”" in spanish.text
    other = visitor.bring(
        text.replace("Project-Id-Version: heritage", "Project-Id-Version: objects").encode()
    )
    assert other.status_code == 400
    assert "“objects”" in other.text


def test_a_file_that_is_too_large_is_refused(
    own_site: Settings, make_app: Callable[..., Flask]
) -> None:
    own_site.max_upload_bytes = 2000
    visitor = Visitor(make_app(own_site))
    just = visitor.bring(b"#" * 2001)
    assert (just.status_code, "at most 1" in just.text or "MB" in just.text) == (413, True)
    far = visitor.bring(b"#" * 200_000)
    assert far.status_code == 413
    assert "The file is too large" in far.text


def test_a_file_may_be_larger_than_other_forms(visitor: Visitor, own_site: Settings) -> None:
    content = po(visitor).encode() + b"# x\n" * 400_000
    assert len(content) > own_site.max_body_bytes
    assert visitor.bring(content).status_code == 303


def test_a_form_without_proof_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post(UPLOAD, data={"file": (io.BytesIO(b"x"), "a.po")})
    assert answer.status_code == 400


def test_the_trap_for_programs_catches_them(visitor: Visitor, store: Store) -> None:
    answer = visitor.bring(po(visitor).encode(), website="https://example.org/")
    assert answer.status_code == 400
    with store.reading() as reading:
        assert reading.scalar(select(func.count(Upload.id))) == 0


def test_uploads_from_one_address_are_limited(
    own_site: Settings, make_app: Callable[..., Flask]
) -> None:
    own_site.proposals_per_hour = 2
    visitor = Visitor(make_app(own_site))
    content = po(visitor).encode()
    found = [visitor.bring(content).status_code for _ in range(3)]
    assert found == [303, 303, 429]


@pytest.mark.parametrize(("value", "status"), [("accounts", 401), ("off", 403)])
def test_a_site_may_take_no_files(
    own_site: Settings, make_app: Callable[..., Flask], value: str, status: int
) -> None:
    own_site.contributions = value
    visitor = Visitor(make_app(own_site))
    page = visitor.get(UPLOAD).text
    assert "download.po" in page
    assert 'type="file"' not in page
    assert visitor.client.get(f"{DOWNLOAD}.po").status_code == 200


def test_sending_from_one_address_is_limited(
    visitor: Visitor, own_site: Settings, store: Store
) -> None:
    own_site.proposals_per_hour = 3
    po = visitor.get(f"{DOWNLOAD}.po").data
    previews = [
        visitor.brought(po.replace("bibliothèque".encode(), term), f"{number}.po")
        for number, term in enumerate((b"bibliotheque", b"librairie"))
    ]
    assert visitor.send(previews[0]).status_code == 303
    refused = visitor.send(previews[1])
    assert refused.status_code == 429
    with store.reading() as reading:
        assert set(reading.scalars(select(Proposal.text))) == {"bibliotheque"}
        left = reading.scalars(select(UploadRow).where(UploadRow.sent.is_(None))).all()
    assert [row.theirs for row in left] == ["librairie"]  # nothing is lost; it can be sent later
