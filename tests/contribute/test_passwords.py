import pytest
from argon2 import PasswordHasher

from glossary.contribute.people import passwords
from glossary.errors import Invalid

GOOD = "grüner Regen auf Kies"
pytestmark = pytest.mark.usefixtures("costly_passwords")


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery",
        "пароль мой длинный кот",
        "كلمة طويلة جدا للسر",
        "我的密码是一只很长的猫呀",
        "a" * 100 + "bcdefghijk",
        "x7$kQ-91_pLz" * 20,
        "password of the seven sleepers",
        " space at both ends ",
    ],
)
def test_good_ones_are_taken(password: str) -> None:
    assert passwords.checked(password, "Awa Diop", "awa@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "987654321098",
        "abcdefghijkl",
        "qwertyuiopas",
        "password1234",
        "Password2024",
        "passwordpassword",
        "iloveyou2024",
        "Administrator1",
        "Awa Diop 2024",
        "awa.diop@example.org",
        "awadiopawadiop",
        "x" * 1001,
    ],
)
def test_bad_ones_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as caught:
        passwords.checked(password, "Awa Diop", "awa.diop@example.org")
    assert caught.value.parameter == "password"


def test_the_same_in_another_normal_form_is_the_same() -> None:
    kept = passwords.hashed(passwords.checked("Ｅlève à l’école ﬁn"))
    assert passwords.matches(kept, "Elève a\u0300 l’école fin")
    assert not passwords.matches(kept, "Elève a l’école fin")


def test_hashes_are_argon2id_with_a_salt() -> None:
    first, second = passwords.hashed(GOOD), passwords.hashed(GOOD)
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert passwords.matches(first, GOOD)
    assert not passwords.matches(first, GOOD + " ")
    assert len(first) < 300


def test_older_parameters_are_seen() -> None:
    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD))
    assert not passwords.outdated(passwords.hashed(GOOD))


def test_nobody_has_a_hash_of_the_same_cost_and_no_password() -> None:
    assert not passwords.outdated(passwords.NOBODY)
    for password in ("", "password", GOOD):
        assert not passwords.matches(None, password)
        assert not passwords.matches(passwords.NOBODY, password)


def test_where_there_is_no_account_the_work_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    worked = []

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            worked.append(kept.split("$")[3])
            return False

    monkeypatch.setattr(passwords, "_hasher", Counting())
    kept = "$argon2id$v=19$m=65536,t=3,p=4$x$y"
    assert not passwords.matches(kept, GOOD)
    assert not passwords.matches(None, GOOD)
    assert worked == ["m=65536,t=3,p=4"] * 2


def test_a_broken_hash_lets_nobody_in() -> None:
    assert not passwords.matches("broken", GOOD)
    assert not passwords.matches("", GOOD)
