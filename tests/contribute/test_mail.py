import logging
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from glossary.contribute import mail
from glossary.contribute.mail import Sent, enqueue, send_soon, send_waiting
from glossary.contribute.store import Store
from glossary.contribute.tables import Mail, now
from glossary.errors import BrokenSource
from glossary.site.settings import Settings
from tests.contribute import mail_server
from tests.contribute.mail_server import Kept
from tests.patience import PATIENCE_SECONDS

SEND = [sys.executable, "-m", "glossary.cli", "people", "mail"]


@pytest.fixture
def server() -> Iterator[Kept]:
    with mail_server.running() as kept:
        yield kept


@pytest.fixture
def posted(settings: Settings, server: Kept) -> Settings:
    """The settings of a site with a mail server."""
    settings.mail_url = f"smtp://127.0.0.1:{server.port}"
    settings.mail_from = "Wörter <words@example.org>"
    settings.base_url = "https://words.example.org"
    return settings


def _write(store: Store, to: str = "awa@example.org", subject: str = "Hello", n: int = 1) -> None:
    with store.writing() as session:
        for number in range(n):
            enqueue(session, to, subject, f"Text {number}, “für” ﺎﻠﻋﺮﺒﻳﺓ\n.\nend\n")


def _later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(mail, "now", lambda: now() + timedelta(seconds=seconds))


def _rows(store: Store) -> list[Mail]:
    with store.reading() as session:
        found = list(session.scalars(select(Mail).order_by(Mail.id)))
        session.expunge_all()
        return found


def test_a_mail_is_sent_once(posted: Settings, store: Store, server: Kept) -> None:
    _write(store, subject="مرحبا بكم: Größe")
    assert send_waiting(posted, store) == Sent(1, 0)
    assert send_waiting(posted, store) == Sent(0, 0)
    sender, recipient, raw = server.mails[0]
    assert (sender, recipient) == ("words@example.org", "awa@example.org")
    assert raw.isascii()
    message = server.messages()[0]
    assert message["Subject"] == "مرحبا بكم: Größe"
    assert message["From"] == "Wörter <words@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@example.org>")
    assert abs(parsedate_to_datetime(message["Date"]) - now()) < timedelta(minutes=5)
    assert message.get_content().splitlines() == ["Text 0, “für” ﺎﻠﻋﺮﺒﻳﺓ", ".", "end"]
    (row,) = _rows(store)
    assert row.sent is not None
    assert (row.body, row.due, row.error) == ("", None, "")


def test_a_mail_whose_cause_was_rolled_back_is_not_sent(
    posted: Settings, store: Store, server: Kept
) -> None:
    with store.writing() as session:
        enqueue(session, "a@example.org", "x", "y")
        session.rollback()
    assert send_waiting(posted, store) == Sent(0, 0)
    assert server.mails == []


def test_names_of_senders_in_any_script(posted: Settings, store: Store, server: Kept) -> None:
    posted.mail_from = '"مسرد, التراث" <words@example.org>'
    _write(store)
    assert send_waiting(posted, store).sent == 1
    assert server.messages()[0]["From"].addresses[0].display_name == "مسرد, التراث"


def test_without_a_sender_the_site_is_named(posted: Settings, store: Store, server: Kept) -> None:
    posted.mail_from, posted.title = "", "Words, and more"
    _write(store)
    assert send_waiting(posted, store).sent == 1
    sender = server.messages()[0]["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (
        "Words, and more", "glossary@words.example.org",
    )  # fmt: skip


@pytest.mark.parametrize(
    "subject",
    [
        "x\nBcc: victim@example.org",
        "x\r\nBcc: victim@example.org\r\n\r\nbody",
        "x\rBcc: victim@example.org",
        "x\x0bBcc: y\x0cz\x85w\u2028v\u2029u\0",
        "=?utf-8?q?x=0ABcc:_victim@example.org?=",
    ],
)
def test_a_subject_brings_no_headers(
    subject: str, posted: Settings, store: Store, server: Kept
) -> None:
    _write(store, subject=subject)
    assert send_waiting(posted, store).sent == 1
    message = server.messages()[0]
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert sorted(message.keys()) == sorted(
        ["To", "Subject", "From", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip
    assert [to for _, to, _ in server.mails] == ["awa@example.org"]


@pytest.mark.parametrize(
    "to",
    [
        "a@example.org\nBcc: victim@example.org",
        "a@example.org\r\nRCPT TO:<victim@example.org>",
        "a@example.org, victim@example.org",
        "a@example.org>\r\nDATA",
        "not an address",
        "",
    ],
)
def test_an_address_brings_no_others(to: str, posted: Settings, store: Store, server: Kept) -> None:
    _write(store, to=to)
    assert send_waiting(posted, store) == Sent(0, 1)
    assert server.mails == []
    assert _rows(store)[0].due is None


def test_international_domains_are_written_for_servers(
    posted: Settings, store: Store, server: Kept
) -> None:
    _write(store, to="awa@bücher.example")
    assert send_waiting(posted, store).sent == 1
    assert server.mails[0][1] == "awa@xn--bcher-kva.example"


def test_a_server_that_is_down_is_asked_again_later(
    posted: Settings, store: Store, server: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(store)
    server.down = True
    assert send_waiting(posted, store) == Sent(0, 1)
    server.down = False
    assert send_waiting(posted, store) == Sent(0, 0)
    assert "421" in _rows(store)[0].error
    _later(monkeypatch, mail.WAITS_SECONDS[0] + 5)
    assert send_waiting(posted, store) == Sent(1, 0)
    assert _rows(store)[0].error == ""


def test_a_mail_is_given_up_at_last(
    posted: Settings, store: Store, server: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(store)
    server.down = True
    elapsed, tries = 0, 0
    for wait in (0, *mail.WAITS_SECONDS, *mail.WAITS_SECONDS):
        elapsed += wait + 5
        _later(monkeypatch, elapsed)
        tries += send_waiting(posted, store).failed
    assert tries == len(mail.WAITS_SECONDS) + 1
    assert _rows(store)[0].due is None


def test_a_refused_recipient_holds_up_nobody(posted: Settings, store: Store, server: Kept) -> None:
    server.refused = {"gone@example.org": 550, "full@example.org": 450}
    for to in ("gone@example.org", "full@example.org", "awa@example.org"):
        _write(store, to=to)
    assert send_waiting(posted, store) == Sent(1, 2)
    gone, full, awa = _rows(store)
    assert gone.due is None
    assert full.due is not None
    assert awa.sent is not None


def test_what_waited_too_long_is_not_sent(
    posted: Settings, store: Store, server: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(store)
    _later(monkeypatch, 3 * 86_400)
    assert send_waiting(posted, store) == Sent(0, 0)
    assert server.mails == []
    _later(monkeypatch, 31 * 86_400)
    send_waiting(posted, store)
    assert _rows(store) == []


def test_without_a_server_nothing_happens(settings: Settings, store: Store) -> None:
    _write(store)
    assert send_waiting(settings, store) == Sent(0, 0)
    assert send_soon(settings, store) is None
    assert _rows(store)[0].tries == 0


@pytest.mark.parametrize("at_once", [False, True])
def test_encrypted_and_signed_in(
    at_once: bool, settings: Settings, store: Store, tmp_path: Path
) -> None:
    with mail_server.running(mail_server.certificate(tmp_path), at_once) as server:
        scheme = "smtps" if at_once else "smtp"
        settings.mail_url = f"{scheme}://us%40er:p%3Ass@127.0.0.1:{server.port}"
        _write(store, n=2)
        assert send_waiting(settings, store) == Sent(2, 0)
        assert server.encrypted == [True, True]
        assert server.signed_in == ["us@er\0p:ss"]


def test_certificates_count_except_here() -> None:
    for host in ("mail.example.org", "192.0.2.1"):
        assert mail.encryption(host).verify_mode == ssl.CERT_REQUIRED
        assert mail.encryption(host).check_hostname
    for host in ("localhost", "127.0.0.1", "::1"):
        assert mail.encryption(host).verify_mode == ssl.CERT_NONE


def test_a_password_does_not_leave_this_machine_in_clear(
    posted: Settings, store: Store, server: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted.mail_url = posted.mail_url.replace("//", "//user:secret@")
    monkeypatch.setattr(mail, "_is_here", lambda host: False)
    _write(store)
    assert send_waiting(posted, store) == Sent(0, 1)
    assert server.signed_in == []
    assert "encryption" in _rows(store)[0].error


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.org", "smtp://x:port"])
def test_a_setting_that_names_no_server_is_told(url: str, settings: Settings, store: Store) -> None:
    settings.mail_url = url
    with pytest.raises(BrokenSource, match="mail_url"):
        send_waiting(settings, store)


@pytest.mark.parametrize("sender", ["nobody", "a@b\nBcc: x@y.org", "<>", "x <a b>"])
def test_a_sender_that_is_none_is_told(sender: str, posted: Settings, store: Store) -> None:
    posted.mail_from = sender
    with pytest.raises(BrokenSource, match="mail_from"):
        send_waiting(posted, store)


def test_a_thread_sends_and_a_failure_in_it_is_logged(
    posted: Settings, store: Store, server: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    _write(store)
    thread = send_soon(posted, store)
    assert thread is not None
    thread.join(PATIENCE_SECONDS)
    assert len(server.mails) == 1
    posted.mail_url = "nonsense"
    with caplog.at_level(logging.ERROR):
        thread = send_soon(posted, store)
        assert thread is not None
        thread.join(PATIENCE_SECONDS)
    assert "mail could not be sent" in caplog.text


def test_two_processes_send_each_mail_once(posted: Settings, store: Store, server: Kept) -> None:
    _write(store, n=30)
    environment = os.environ | {
        "GLOSSARY_SITE": str(posted.site),
        "GLOSSARY_DATABASE_URL": posted.database_url,
        "GLOSSARY_MAIL_URL": posted.mail_url,
        "GLOSSARY_MAIL_FROM": posted.mail_from,
    }
    running = [
        subprocess.Popen(SEND, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [process.communicate()[0] for process in running]
    assert sum(int(text.split()[0]) for text in told) == 30
    ids = [message["Message-ID"] for message in server.messages()]
    assert len(ids) == len(set(ids)) == 30


def test_the_log_does_not_say_who_was_refused(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with store.writing() as session:
        enqueue(session, "zoe@example.org", "subject", "text")
        session.flush()
        (id,) = session.scalars(select(Mail.id))
    mail._note(store, id, "550 <zoe@example.org>: no such mailbox", final=True)
    assert "550 <…@…>: no such mailbox" in caplog.text
    assert "zoe" not in caplog.text
