import json
import shutil
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from glossary.catalogs.po.credits import Credit, credited, without_name
from glossary.contribute import people
from glossary.contribute.mail import enqueue
from glossary.contribute.people import privacy
from glossary.contribute.store import Store
from glossary.contribute.tables import (
    Change,
    Comment,
    Draft,
    Identity,
    Mail,
    Person,
    Proposal,
    Role,
    Upload,
)
from glossary.errors import NotFound
from glossary.site.settings import Settings
from tests.conftest import DATA

PLACE: dict[str, Any] = {"vocabulary": "v", "lang": "fr", "concept": "c", "slot": "term"}


def _proposal(key: str, **more: Any) -> Proposal:
    values = {"source": "s", "before": "", "text": f"word {key}", "data": {}}
    return Proposal(key=key, **PLACE, **(values | more))


def _change(**more: Any) -> Change:
    return Change(**PLACE, before="", after="x", data={}, origin="proposal", **more)


@pytest.fixture
def awa(store: Store) -> int:
    """Someone who has contributed in every way, beside someone else."""
    file: dict[str, Any] = {"vocabulary": "v", "lang": "fr", "format": "po", "counts": {}}
    with store.writing() as session:
        person = people.create(session, "Awa Diop", "Awa@example.org")
        other = people.create(session, "Boris", "boris@example.org")
        people.set_password(person, "grüner Regen auf Kies")
        people.grant(session, person, "reviewer", "fr")
        who = {"name": "Awa Diop", "email": "Awa@example.org", "person_id": person.id}
        before = {"name": "Awa D.", "email": "awa@EXAMPLE.org"}
        change, earlier = _change(author="Awa Diop", author_id=person.id), _change(author="Awa D.")
        decided = _change(author="Boris", author_id=other.id, decider_id=person.id)
        session.add_all([change, earlier, decided])
        session.flush()
        session.add_all(
            [
                Identity(person_id=person.id, issuer="https://i.example", subject="u1"),
                _proposal("p1", **who, change_id=change.id),
                _proposal("p2", **before, change_id=earlier.id),
                _proposal("p3", name="Boris", email="boris@example.org", person_id=other.id),
                Draft(**PLACE, person_id=person.id, base="", text="half a word", data={}),
                Upload(key="u", file="awa.po", state="sent", **file, **who),
                Upload(key="w", file="awa2.po", **file, **who),
            ]
        )
        session.flush()
        session.add(Comment(proposal_id=3, person_id=person.id, name="Awa Diop", text="I agree"))
        enqueue(session, "Awa@example.org", "to Awa", "a link")
        enqueue(session, "boris@example.org", "to Boris", "a link")
        return person.id


def test_everything_is_exported(store: Store, awa: int) -> None:
    with store.reading() as session:
        found = privacy.exported(session, session.get_one(Person, awa))
    text = json.dumps(found, ensure_ascii=False)
    assert found["account"]["name"] == "Awa Diop"
    assert [one["key"] for one in found["proposals"]] == ["p1", "p2"]
    assert [one["text"] for one in found["drafts"]] == ["half a word"]
    assert [one["author"] for one in found["changes"]] == ["Awa Diop", "Awa D."]
    assert [(one["proposal"], one["text"]) for one in found["comments"]] == [("p3", "I agree")]
    assert len(found["decisions"]) == 1
    assert len(found["uploads"]) == 2
    assert (len(found["roles"]), found["identities"][0]["subject"]) == (1, "u1")
    assert "argon2" not in text
    assert "oris" not in text


def test_personal_data_go_and_words_stay(store: Store, awa: int) -> None:
    with store.writing() as session:
        privacy.erase(session, session.get_one(Person, awa))
    with store.reading() as session:
        kept = [
            {one.key: getattr(row, one.key) for one in row.__mapper__.column_attrs}
            for table in (Person, Role, Identity, Proposal, Change, Comment, Draft, Upload, Mail)
            for row in session.scalars(select(table))
        ]
    text = str(kept)
    assert "Awa" not in text
    assert "awa" not in text
    assert "u1" not in text
    assert "half a word" not in text
    assert "argon2" not in text
    assert {"word p1", "word p2", "I agree"} <= {one.get("text") for one in kept}
    assert text.count("Boris") == 4
    assert "boris@example.org" in text


def test_who_was_removed_is_found_no_more_and_may_come_anew(store: Store, awa: int) -> None:
    with store.writing() as session:
        privacy.erase(session, session.get_one(Person, awa))
        for who in ("awa@example.org", str(awa)):
            with pytest.raises(NotFound):
                people.find(session, who)
        assert [one.name for one in people.listed(session)] == ["Boris"]
        assert people.create(session, "Awa", "awa@example.org").id != awa


CATALOG = b"""\
# French.
# Someone <old@example.org>, 2019.
#
# Translators:
# Awa Diop, 2024
# Boris, 2025
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Last-Translator: Awa Diop <>\\n"
"X-Last-Reviewer: Awa Diop\\n"
"Language: fr\\n"

# Awa Diop said so
msgctxt "c term"
msgid "word"
msgstr "mot"
"""


def test_a_name_goes_out_of_a_catalog() -> None:
    changed = without_name(CATALOG, "Awa Diop")
    expected = (
        CATALOG.replace(b"# Awa Diop, 2024\n", b"")
        .replace(b"Last-Translator: Awa Diop <>", b"Last-Translator: Anonymous <>")
        .replace(b"X-Last-Reviewer: Awa Diop", b"X-Last-Reviewer: Anonymous")
    )
    assert changed == expected
    assert without_name(changed, "awa diop") == changed


@pytest.mark.parametrize("name", ["", "Awa", "Diop", "French", "Nobody", " ", "Awa Diop, 2024"])
def test_other_names_change_nothing(name: str) -> None:
    assert without_name(CATALOG, name) == CATALOG


@pytest.mark.parametrize(
    "content", [b"", b"\n", b'msgid "a"\nmsgstr "b"\n', b"\xff\xfe", b"# Awa\n"]
)
def test_what_has_no_header_stays(content: bytes) -> None:
    assert without_name(content, "Awa Diop") == content


def test_old_formats_of_files_are_kept() -> None:
    strange = b"\xef\xbb\xbf" + CATALOG.replace(b"\n", b"\r\n")
    changed = without_name(strange, "Awa Diop")
    assert changed.startswith(b"\xef\xbb\xbf# French.\r\n")
    assert b"Awa Diop, 2024" not in changed
    assert changed.count(b"\n") == changed.count(b"\r\n")


def test_a_name_goes_out_of_all_catalogs_of_a_site(settings: Settings) -> None:
    shutil.copytree(DATA / "site" / "translations", settings.site / "translations")
    paths = sorted(settings.translations.glob("*/LC_MESSAGES/*.po"))
    before = {path: path.read_bytes() for path in paths}
    credit = Credit("Awa Diop", datetime(2025, 1, 1, tzinfo=UTC))
    for path in paths[:2]:
        path.write_bytes(credited(before[path], credit))
    assert privacy.erase_from_catalogs(settings, "Awa Diop") == paths[:2]
    assert privacy.erase_from_catalogs(settings, "Awa Diop") == []
    for path in paths:
        assert b"Awa" not in path.read_bytes()
        assert before[path].split(b"\n\n", 1)[1] == path.read_bytes().split(b"\n\n", 1)[1]


def test_shipped_catalogs_are_left_alone(settings: Settings) -> None:
    assert privacy.erase_from_catalogs(settings, "Awa Diop") == []


@pytest.mark.parametrize(
    ("account", "typed"),
    [
        ("Žofie@Example.org", "ŽOFIE@example.ORG"),
        ("иван@пример.рф", "Иван@Пример.РФ"),
        ("Straße@example.org", "STRASSE@example.org"),
        ("ａｗａ@example.org", "Awa@example.org"),
    ],
)
def test_an_address_is_found_in_any_case_and_script(store: Store, account: str, typed: str) -> None:
    file: dict[str, Any] = {"vocabulary": "v", "lang": "fr", "format": "po", "counts": {}}
    with store.writing() as session:
        id = people.create(session, "Someone", account).id
        session.add(_proposal("p1", name="S", email=typed))
        session.add(_proposal("p2", name="T", email="t@example.org"))
        session.add(Upload(key="u", file="a.po", state="sent", name="S", email=typed, **file))
        session.add(Upload(key="w", file="b.po", state="preview", name="", email=typed, **file))
        enqueue(session, typed, "to someone", "a link")
    with store.reading() as session:
        found = privacy.exported(session, session.get_one(Person, id))
        assert [one["key"] for one in found["proposals"]] == ["p1"]
        assert [one["key"] for one in found["uploads"]] == ["u", "w"]
    with store.writing() as session:
        privacy.erase(session, session.get_one(Person, id))
    with store.reading() as session:
        left = [*session.scalars(select(Proposal.email)), *session.scalars(select(Upload.email))]
        assert sorted(left) == ["", "", "t@example.org"]
        assert not session.scalars(select(Mail)).all()


def test_people_are_looked_for_as_labels_are(store: Store) -> None:
    with store.writing() as session:
        for number, name in enumerate(("Élodie Ménard", "ІВАН Петров", "Łukasz Åberg", "Anna")):
            people.create(session, name, f"p{number}@example.org")
        for words, found in (
            ("elodie", "Élodie Ménard"),
            ("MENARD", "Élodie Ménard"),
            ("петров", "ІВАН Петров"),
            ("lukasz aberg", "Łukasz Åberg"),
            ("P3@EXAMPLE", "Anna"),
        ):
            assert [one.name for one in people.listed(session, words)] == [found]
        assert [one.name for one in people.listed(session, "a", most=2)] == ["Anna", "Łukasz Åberg"]
