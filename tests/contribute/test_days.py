"""When a concept was changed last: the day of the newest decision, wherever it is shown."""

from datetime import UTC, datetime

import pytest

from glossary.contribute.proposals import days
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, now
from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import Settings
from glossary.web import create_app
from tests import contributions


@pytest.fixture
def kind() -> str:
    """The kind of the database: one is enough here."""
    return "sqlite"


def decide(site: Settings, store: Store, concept: str, text: str, lang: str = "fr") -> None:
    place = {"vocabulary": "heritage", "lang": lang, "concept": concept, "slot": "prefLabel"}
    assert contributions.edit(site, store, **place, text=text, person_id=None)


def modified(site: Settings, id: str) -> str | None:
    client = create_app(site).test_client()
    found = client.get(f"/api/v1/concepts/heritage/{id}").get_json().get("modified")
    assert Reader(site).concept("heritage", id).get("modified") == found
    return None if found is None else str(found)


def newest(site: Settings) -> list[str]:
    return [record["id"] for record in Reader(site).newest(20)]


def test_without_decisions_only_what_the_file_dates_is_new(site: Settings) -> None:
    assert newest(site) == ["library"]
    assert modified(site, "library") == "2026-03-01"
    assert modified(site, "school") is None


def test_a_decision_dates_the_concept_in_every_way_of_publishing(
    site: Settings, store: Store
) -> None:
    today = f"{now():%Y-%m-%d}"
    decide(site, store, "institution", "organisation")
    for publication in (None, False, True):
        if publication is not None:
            changed = publish(site, anew=publication).changed
            assert changed == (None if publication else 0)
        assert modified(site, "institution") == today
        assert modified(site, "library") == "2026-03-01"
        assert newest(site) == ["institution", "library"]


def test_what_was_decided_last_comes_first(site: Settings, store: Store) -> None:
    for day, (concept, lang) in enumerate(
        [("school", "it"), ("library", "it"), ("summary", "fr"), ("school", "fr")], start=3
    ):
        if concept == "school" and lang == "fr":
            lang = "es"
        decide(site, store, concept, f"parola {day}", lang)
        with store.writing() as session:  # as if it had been decided on that day
            made = session.query(Change).order_by(Change.id.desc()).first()
            assert made is not None
            made.made = datetime(2027, 5, day, 23, 30, tzinfo=UTC)
    publish(site)
    assert newest(site) == ["school", "summary", "library"]
    assert modified(site, "school") == "2027-05-06"
    assert days.moments(site)["heritage", "library"] == "2027-05-04T23:30:00Z"
    assert days.moments_of(site, [("heritage", "summary"), ("objects", "x")]) == {
        ("heritage", "summary"): "2027-05-05T23:30:00Z"
    }


def test_a_newer_date_of_the_file_stays(site: Settings, store: Store) -> None:
    file = site.vocabularies / "heritage.ttl"
    file.write_text(file.read_text("utf-8").replace("2026-03-01", "2099-03-01"), "utf-8")
    publish(site)
    decide(site, store, "library", "lieu")
    assert modified(site, "library") == "2099-03-01"
    publish(site, anew=True)
    assert modified(site, "library") == "2099-03-01"


def test_a_decision_while_a_publication_reads_has_its_date(site: Settings, store: Store) -> None:
    decided: list[bool] = []

    def progress(phase: str, done: int, total: int) -> None:
        if phase == "reading" and done == total and not decided:
            decided.append(True)
            decide(site, store, "school", "bâtiment", "pt")

    publish(site, progress)
    assert modified(site, "school") == f"{now():%Y-%m-%d}"
    assert newest(site) == ["school", "library"]


def test_without_a_database_the_dates_are_those_of_the_file(site: Settings) -> None:
    assert days.moments(site) == {}
    assert not (site.instance / "contributions.sqlite").exists()


def test_a_database_that_does_not_answer_stops_no_publication(
    site: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    site.database_url = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    assert publish(site).changed == 0
    assert "dates of decisions are not known" in caplog.text
