import re
from collections.abc import Callable
from typing import Any

import pytest
from flask_babel import get_locale
from sqlalchemy import select

from glossary.contribute import people
from glossary.contribute.tables import Mail, Person, Proposal
from glossary.web.accounts import sign_in as accounts
from tests.web.accounts import PASSWORD, Site

LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+/account/\w+/\S+)")
OTHER = "vier Pferde im Schnee"


def _mails(place: Site) -> list[Mail]:
    with place.store.reading() as reading:
        found = list(reading.scalars(select(Mail).order_by(Mail.id)))
        reading.expunge_all()
        return found


def _linked(place: Site) -> str:
    """Return the address in the last mail."""
    found = LINK.search(_mails(place)[-1].body)
    assert found is not None
    return found[1]


def _person(place: Site, who: str) -> Person:
    with place.store.reading() as reading:
        found = people.find(reading, who)
        reading.expunge_all()
        return found


def test_signing_in_and_out(place: Site) -> None:
    browser = place.browser()
    assert browser.name() == ""
    answer = browser.sign_in("AWA@example.org ")
    assert (answer.status_code, answer.location) == (303, "/en/account/")
    assert browser.name() == "Awa"
    assert _person(place, "awa@example.org").seen is not None
    assert browser.get("/en/account/sign-in").status_code == 303
    answer = browser.send("/en/account/sign-out", "/en/account/")
    assert answer.status_code == 303
    assert browser.name() == ""


def test_a_page_that_needs_an_account_comes_back_after_signing_in(place: Site) -> None:
    browser = place.browser()
    answer = browser.get("/fr/account/people/?q=b%20c&after=7")
    assert answer.status_code == 303
    assert answer.location.startswith("/fr/account/sign-in?next=")
    page = browser.get(answer.location).text
    target = re.search(r'name="next" value="([^"]*)"', page)
    assert target is not None
    wanted = target[1].replace("&amp;", "&")
    assert wanted == "/fr/account/people/?q=b%20c&after=7"
    assert browser.sign_in("awa@example.org", next=wanted).location == wanted


def test_staying_signed_in_is_a_choice(place: Site) -> None:
    short = place.browser().sign_in("awa@example.org").headers["Set-Cookie"]
    long = place.browser().sign_in("awa@example.org", stay="yes").headers["Set-Cookie"]
    assert "Expires" not in short
    assert "Expires" in long


def test_a_forgotten_password_is_replaced_by_mail(place: Site) -> None:
    browser = place.browser()
    answer = browser.send("/en/account/forgot", email="Boris@example.org")
    assert answer.status_code == 200
    (mail,) = _mails(place)
    assert mail.to == "boris@example.org"
    link = _linked(place)
    answer = browser.send(link, password=OTHER, password_again=OTHER)
    assert answer.status_code == 303
    assert browser.name() == "Boris"
    assert browser.get(link).status_code == 410
    assert place.browser().sign_in("boris@example.org").status_code == 400
    assert place.browser().sign_in("boris@example.org", OTHER).status_code == 303


def test_mail_is_in_the_language_of_its_reader(
    place: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.add("Chloe", ui="zh-Hans")
    told = lambda text, **values: f"{get_locale()}: {text % values}"  # noqa: E731
    monkeypatch.setattr(accounts, "gettext", told)
    place.browser().send("/en/account/forgot", email="chloe@example.org")
    (mail,) = _mails(place)
    assert mail.subject.startswith("zh_Hans: ")
    assert "/zh-Hans/account/password/" in mail.body


def test_without_a_mail_server_an_administrator_helps(place: Site) -> None:
    place.settings.mail_url = ""
    browser = place.browser()
    assert "<form" not in browser.get("/en/account/forgot").text.split("<main")[1]
    awa = place.browser("Awa")
    id = _person(place, "boris@example.org").id
    page = awa.send(f"/en/account/people/{id}/link", f"/en/account/people/{id}").text
    found = LINK.search(page.replace("<", " "))
    assert found is not None
    answer = browser.send(found[1], password=OTHER, password_again=OTHER)
    assert answer.status_code == 303
    assert browser.name() == "Boris"
    assert _mails(place) == []


def test_an_invitation_is_taken(place: Site) -> None:
    awa = place.browser("Awa")
    answer = awa.send(
        "/en/account/people/invite", "/en/account/people/", name="Dr. Li", email="li@example.org",
        role="translator", lang="zh-hans", ui="fr",
    )  # fmt: skip
    assert answer.status_code == 303
    assert "Dr. Li" in awa.get(answer.location).text
    link = _linked(place)
    assert link.startswith("/fr/account/invitation/")
    browser = place.browser()
    page = browser.get(link).text
    assert 'value="Dr. Li"' in page
    answer = browser.send(link, name="李 明", password=OTHER, password_again=OTHER)
    assert answer.location == "/fr/account/"
    li = _person(place, "li@example.org")
    assert (li.name, li.state, li.ui) == ("李 明", "active", "fr")
    assert [(one.role, one.lang) for one in li.roles] == [("translator", "zh-Hans")]
    assert browser.get(link).status_code == 410


def test_what_is_wrong_with_a_new_password_is_said_beside_it(
    place: Site, read_page: Callable[[str], Any]
) -> None:
    link = place.link("password", "boris@example.org")
    browser = place.browser()
    for wrong, field in (
        ({"password": "short", "password_again": "short"}, "password"),
        ({"password": OTHER, "password_again": "other"}, "password_again"),
        ({}, "password"),
    ):
        answer = browser.send(link, **wrong)
        assert answer.status_code == 400
        page = read_page(answer.text)
        (marked,) = page.named("input", **{"aria-invalid": "true"})
        assert marked["name"] == field
        assert page.named("strong", id=marked["aria-describedby"].split()[-1])
        assert all(one["value"] == "" for one in page.named("input", type="password"))
        assert page.named("div", role="alert")
    assert place.browser().sign_in("boris@example.org").status_code == 303


def test_a_name_and_a_language_are_changed(place: Site) -> None:
    browser = place.browser("Boris")
    answer = browser.send("/en/account/name", "/en/account/", name=" Б. Иванов ", ui="ru")
    assert answer.location == "/ru/choose?next=/ru/account/"
    boris = _person(place, "boris@example.org")
    assert (boris.name, boris.ui) == ("Б. Иванов", "ru")
    answer = browser.send("/en/account/name", "/en/account/", name="", ui="ru")
    assert answer.status_code == 400
    assert _person(place, "boris@example.org").name == "Б. Иванов"


def test_a_mail_address_changes_when_its_owner_follows_the_link(place: Site) -> None:
    browser = place.browser("Boris")
    answer = browser.send(
        "/en/account/mail", "/en/account/", email="new@example.org", password_now="wrong"
    )
    assert answer.status_code == 400
    assert _mails(place) == []
    browser.send("/en/account/mail", "/en/account/", email="new@example.org", password_now=PASSWORD)
    assert _mails(place)[-1].to == "new@example.org"
    assert _person(place, "boris@example.org").email == "boris@example.org"
    link = _linked(place)
    assert browser.get(link).status_code == 200
    assert _person(place, "boris@example.org").email == "boris@example.org"
    assert browser.send(link).status_code == 303
    assert _person(place, "new@example.org").name == "Boris"
    assert browser.get(link).status_code == 410


def test_an_address_of_another_account_is_not_told(place: Site) -> None:
    browser = place.browser("Boris")
    answers = [
        browser.send("/en/account/mail", "/en/account/", email=email, password_now=PASSWORD)
        for email in ("awa@example.org", "free@example.org")
    ]
    assert [one.status_code for one in answers] == [303, 303]
    taken, free = _mails(place)
    assert LINK.search(taken.body) is None
    assert LINK.search(free.body) is not None


def test_a_changed_password_ends_other_sessions(place: Site) -> None:
    here, there = place.browser("Boris"), place.browser("Boris")
    form = {"password_now": PASSWORD, "password": OTHER, "password_again": OTHER}
    assert here.send("/en/account/password", "/en/account/", **form).status_code == 303
    assert (here.name(), there.name()) == ("Boris", "")


def test_all_other_sessions_are_ended(place: Site) -> None:
    here, there = place.browser("Boris"), place.browser("Boris")
    here.send("/en/account/end-sessions", "/en/account/")
    assert (here.name(), there.name()) == ("Boris", "")


def test_who_is_blocked_is_out_at_once(place: Site) -> None:
    boris, awa = place.browser("Boris"), place.browser("Awa")
    id = _person(place, "boris@example.org").id
    awa.send(f"/en/account/people/{id}/block", f"/en/account/people/{id}")
    assert boris.name() == ""
    assert place.browser().sign_in("boris@example.org").status_code == 400
    awa.send(f"/en/account/people/{id}/unblock", f"/en/account/people/{id}")
    assert place.browser().sign_in("boris@example.org").status_code == 303


def test_roles_are_given_and_taken(place: Site) -> None:
    awa, id = place.browser("Awa"), _person(place, "boris@example.org").id
    page = f"/en/account/people/{id}"
    awa.send(f"{page}/grant", page, role="translator", lang="es")
    awa.send(f"{page}/revoke", page, role="reviewer", lang="fr")
    assert people.roles_of(_person(place, str(id))) == [("translator", "es")]
    for wrong in ({"role": "king"}, {"role": "reviewer", "lang": "nonsense!"}, {}):
        assert awa.send(f"{page}/grant", page, **wrong).status_code == 400
    assert awa.send(f"{page}/revoke", page, role="editor").status_code == 404


def test_the_last_administrator_cannot_be_lost(place: Site) -> None:
    awa, id = place.browser("Awa"), _person(place, "awa@example.org").id
    page = f"/en/account/people/{id}"
    assert awa.send(f"{page}/revoke", page, role="administrator").status_code == 409
    assert awa.send(f"{page}/block", page).status_code == 409
    answer = awa.send("/en/account/remove", password_now=PASSWORD)
    assert answer.status_code == 409
    assert awa.name() == "Awa"


def test_people_are_found_and_paged(place: Site) -> None:
    with place.store.writing() as writing:
        for number in range(55):
            people.create(writing, f"Person {number}", f"p{number}@example.org")
    awa = place.browser("Awa")
    page = awa.get("/en/account/people/").text
    assert "Person 54<" in page
    assert "Person 4<" not in page
    more = re.search(r'href="(\?q=&amp;after=\d+)"', page)
    assert more is not None
    assert "Person 4<" in awa.get("/en/account/people/" + more[1].replace("&amp;", "&")).text
    found = awa.get("/en/account/people/?q=p33@").text
    assert "Person 33<" in found
    assert "Person 3<" not in found
    assert awa.get("/en/account/people/?q=%00&after=x").status_code == 200


def test_everything_is_exported(place: Site) -> None:
    answer = place.browser("Boris").get("/en/account/export.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["account"]["email"] == "boris@example.org"
    assert "argon2" not in answer.text


def test_personal_data_are_removed_after_confirmation(place: Site) -> None:
    browser, id = place.browser("Boris"), _person(place, "boris@example.org").id
    assert browser.send("/en/account/remove", password_now="wrong").status_code == 400
    assert browser.name() == "Boris"
    answer = browser.send("/en/account/remove", password_now=PASSWORD, catalogs="yes")
    assert answer.status_code == 303
    assert browser.name() == ""
    assert place.browser().sign_in("boris@example.org").status_code == 400
    with place.store.reading() as reading:
        gone = reading.get_one(Person, id)
        assert (gone.name, gone.email, gone.state) == ("", "", "removed")


def test_who_has_no_password_confirms_with_the_address(place: Site) -> None:
    browser, id = place.browser("Boris"), _person(place, "boris@example.org").id
    with place.store.writing() as writing:
        people.find(writing, str(id)).password_hash = None
    assert browser.send("/en/account/remove", address_now="x@y.org").status_code == 400
    assert browser.send("/en/account/remove", address_now="Boris@example.org").status_code == 303


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_pages_are_sound(place: Site, ui: str, read_page: Callable[[str], Any]) -> None:
    awa, id = place.browser("Awa"), _person(place, "boris@example.org").id
    for address in ("", "remove", "people/", f"people/{id}", "forgot"):
        answer = awa.get(f"/{ui}/account/{address}")
        assert answer.status_code == 200
        page = read_page(answer.text)
        labels = {one["for"] for one in page.named("label")}
        for tag in ("input", "select"):
            for one in page.named(tag):
                assert one.get("type") == "hidden" or one["id"] in labels, one
    link = place.link("password", "boris@example.org")
    for address in (link, f"/{ui}/account/sign-in", f"/{ui}/account/forgot"):
        read_page(place.browser().get(address).text)


def test_own_proposals_are_listed(place: Site, read_page: Callable[[str], Any]) -> None:
    boris = _person(place, "boris@example.org").id
    with place.store.writing() as writing:
        for key, owner in (("mine", boris), ("other", None)):
            writing.add(
                Proposal(
                    key=key, vocabulary="heritage", lang="fr", concept="library", slot="prefLabel",
                    source="library", before="", text="x", data={}, person_id=owner,
                )
            )  # fmt: skip
    links = read_page(place.browser("Boris").get("/en/account/").text).links()
    assert "/en/proposals/mine" in links
    assert "/en/proposals/other" not in links
