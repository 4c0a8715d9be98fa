"""A mail address that a guest gives is asked once, and used only when it was confirmed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from glossary.contribute import proposals
from glossary.contribute.people import confirming
from glossary.contribute.proposals import decisions
from glossary.contribute.tables import Mail, Person, Proposal
from glossary.publish import publish
from tests.web.accounts import Site

NOW = "bibliothèque"
PLACE = "/en/proposals/new?vocabulary=heritage&concept=library&lang=fr&slot={slot}"
_LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


@pytest.fixture
def site(place: Site) -> Site:
    publish(place.settings)
    return place


def mails(site: Site) -> list[Mail]:
    with site.store.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.id)))


def propose(site: Site, email: str, text: str = "médiathèque", slot: str = "prefLabel") -> str:
    """Propose a wording as a guest; return the key of the proposal."""
    page = PLACE.format(slot=slot)
    fields = {"text": text, "base": NOW, "email": email, "name": "Noor"}
    answer = site.browser().send(page, page, **fields)
    assert answer.status_code == 303
    return str(answer.headers["Location"].rpartition("/")[2])


def link(site: Site, number: int = -1) -> str:
    found = _LINK.search(mails(site)[number].body)
    assert found
    return found.group(1)


def decline(site: Site, key: str) -> None:
    boris = select(Person.id).where(Person.name == "Boris")
    with site.store.reading() as session:
        id = session.scalar(boris)
    decisions.decline(site.settings, site.store, key=key, person_id=id, reason="No.")


def proposal(site: Site, key: str) -> Proposal:
    with site.store.reading() as session:
        return proposals.by_key(session, key)


def test_only_a_question_goes_to_an_address_that_is_not_confirmed(site: Site) -> None:
    key = propose(site, "noor@example.org")
    (question,) = mails(site)
    assert question.to == "noor@example.org"
    assert "médiathèque" not in question.body + question.subject
    decline(site, key)
    assert len(mails(site)) == 1
    assert not proposal(site, key).email_confirmed


def test_a_confirmed_address_hears_of_the_decision(
    site: Site, read_page: Callable[[str], Any]
) -> None:
    key = propose(site, "noor@example.org")
    visitor, address = site.browser(), link(site)
    page = read_page(visitor.get(address).text)
    assert "noor@example.org" in page.words()
    assert not proposal(site, key).email_confirmed  # opening it is not yet confirming
    assert visitor.send(address, address).status_code == 303
    assert proposal(site, key).email_confirmed
    decline(site, key)
    told = mails(site)[-1]
    assert (told.to, "No." in told.body) == ("noor@example.org", True)


def test_a_link_is_of_no_use_a_second_time(site: Site) -> None:
    propose(site, "noor@example.org")
    address = link(site)
    site.browser().send(address, address)
    assert site.browser().get(address).status_code == 410
    again = site.browser()
    page = PLACE.format(slot="definition")
    assert again.send(address, page).status_code == 410


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "A", lambda t: "x" * 3000, lambda t: "a.b.c"]
)
def test_a_link_that_is_not_ours_is_refused(site: Site, change: Callable[[str], str]) -> None:
    propose(site, "noor@example.org")
    before, _, token = link(site).rpartition("/")
    assert site.browser().get(f"{before}/{change(token)}").status_code in (404, 410)


def test_an_old_link_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    propose(site, "noor@example.org")
    monkeypatch.setattr(confirming, "SECONDS", -1)
    assert site.browser().get(link(site)).status_code == 410


def test_what_was_decided_before_it_was_confirmed_is_told_then(site: Site) -> None:
    key = propose(site, "noor@example.org")
    address = link(site)
    decline(site, key)
    site.browser().send(address, address)
    assert ["No." in one.body for one in mails(site)] == [False, True]


def test_nobody_is_flooded_with_questions(site: Site) -> None:
    for number in range(confirming.MOST_PER_DAY + 3):
        propose(site, "noor@example.org" if number % 2 else "Noor@Example.org", f"mot {number}")
    assert len(mails(site)) == confirming.MOST_PER_DAY
    propose(site, "other@example.org", "autre")
    assert mails(site)[-1].to == "other@example.org"


def test_what_is_sent_from_the_desk_asks_too(site: Site) -> None:
    address = "/en/translate/heritage/fr/entry/library"
    guest = site.browser()
    answer = guest.send(
        address,
        address,
        **{"text-prefLabel": "bibli", "base-prefLabel": NOW, "source-prefLabel": "library"},
        email="noor@example.org",
    )
    assert answer.status_code == 303
    assert len(mails(site)) == 1
    confirm = link(site)
    site.browser().send(confirm, confirm)
    with site.store.reading() as session:
        made = session.scalars(select(Proposal)).all()
    assert made
    assert all(one.email_confirmed for one in made)


def test_a_site_without_mail_asks_for_no_address_and_keeps_none(
    site: Site, read_page: Callable[[str], Any]
) -> None:
    site.settings.mail_url = ""
    for address in (
        PLACE.format(slot="prefLabel"),
        "/en/translate/heritage/fr/entry/library",
        "/en/translate/heritage/fr/upload",
    ):
        page = read_page(site.browser().get(address).text)
        assert not page.named("input", name="email"), address
        assert not page.named("input", name="credit_email"), address
    assert proposal(site, propose(site, "noor@example.org")).email == ""
    assert mails(site) == []


def test_whoever_has_an_account_is_not_asked(site: Site) -> None:
    site.add("Vera")
    page = PLACE.format(slot="prefLabel")
    answer = site.browser("Vera").send(page, page, text="bibli", base=NOW, email="else@example.org")
    made = proposal(site, answer.headers["Location"].rpartition("/")[2])
    assert (made.email, mails(site)) == ("", [])


def test_the_name_of_a_guest_is_marked(site: Site, read_page: Callable[[str], Any]) -> None:
    page = PLACE.format(slot="prefLabel")
    answer = site.browser().send(page, page, text="bibli", base=NOW, name="Boris")
    address = answer.headers["Location"]
    guest = read_page(site.browser().get(address).text)
    assert "Boris guest" in guest.words()
    site.browser("Boris").send(f"{address}/comment", address, comment="Mine.")
    talk = read_page(site.browser().get(address).text)
    assert talk.words().count("guest") == 1


@pytest.fixture
def queue(site: Site) -> list[str]:
    """The keys of three open proposals."""
    return [propose(site, "", f"mot {number}") for number in range(3)]


def test_a_reviewer_sees_the_concept_and_the_queue(
    site: Site, queue: list[str], read_page: Callable[[str], Any]
) -> None:
    boris = site.browser("Boris")
    page = read_page(boris.get("/en/review/").text)
    for text in (
        "Institution that collects published documents and lends them.",
        "Bibliothek",
        "βιβλιοθήκη",
        "institution",
        "school",
        "école",
    ):
        assert text in page.words(), text
    (heading,) = page.named("h1")
    assert "autofocus" in heading
    assert not [v for tag, v in page.tags if tag == "button" and "autofocus" in v]
    places = [one for one in page.links() if "/en/review/?at=" in one]
    assert len(set(places)) == 3
    second = read_page(boris.get(places[-1]).text)
    assert "mot 2" in second.words()
    assert second.named("a", rel="prev")
    assert not second.named("a", rel="next")
    skipped = read_page(boris.get("/en/review/?at=99999").text)
    assert "mot 0" in skipped.words()


def test_a_concept_of_which_little_is_known_is_reviewed_too(
    site: Site, read_page: Callable[[str], Any]
) -> None:
    address = "/en/proposals/new?vocabulary=heritage&concept=summary&lang=fr&slot=prefLabel"
    now = "curriculum vitæ"
    answer = site.browser().send(address, address, text="abrégé", base=now)
    page = read_page(site.browser().get(answer.headers["Location"]).text)
    assert "abrégé" in page.words()
    assert read_page(site.browser("Boris").get("/en/review/").text)


def test_a_proposal_that_others_read_has_no_queue(
    site: Site, queue: list[str], read_page: Callable[[str], Any]
) -> None:
    page = read_page(site.browser().get(f"/en/proposals/{queue[0]}").text)
    assert not [one for one in page.links() if "/review/" in one]
    assert "Institution that collects" in page.words()
