"""Mail: written into the database with what caused it, sent afterwards.

A mail server that is slow or down never holds up or breaks a request, and a mail whose cause was
rolled back is never sent. Whoever is next sends what waits: the web process after a request that
changed something (`send_soon`), or ``glossary people mail`` from a timer.
"""

import logging
import re
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from glossary.contribute.store import Store
from glossary.contribute.tables import Mail, now
from glossary.errors import N_, BrokenSource, GlossaryError, failures
from glossary.site.settings import Settings

WAITS_SECONDS = (300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
"""How long after each try the next one comes; the first is longer than any try takes."""
_TIMEOUT_SECONDS = 20
_POLICY = SMTP.clone(cte_type="7bit")  # not all servers take more
_KEPT_DAYS = 30
_LONGEST_SUBJECT = 300
_log = logging.getLogger(__name__)
_sending = threading.Lock()
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@,;:]+")
_threads = threading.Semaphore(2)  # one that sends, and one that looks again after it


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails were sent, and how many could not be."""

    sent: int = 0
    failed: int = 0


def enqueue(session: Session, to: str, subject: str, body: str) -> None:
    """Have a mail sent once the transaction of `session` is committed.

    `to` is a bare address; a subject of several lines becomes one.
    """
    session.add(Mail(to=to, subject=_plain(subject)[:_LONGEST_SUBJECT], body=body))


def _plain(text: str) -> str:
    """Return a text on one line that is nothing but text in a header.

    Python's headers would decode what looks encoded (RFC 2047), line breaks included.
    """
    one_line = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).replace("=?", "= ?")
    return " ".join(one_line.split())


def send_soon(settings: Settings, store: Store) -> threading.Thread | None:
    """Send what waits in a thread of its own; return it, or None where none is needed."""
    if not settings.mail_url or not _threads.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_send_quietly, args=(settings, store), daemon=True)
    thread.start()
    return thread


def _send_quietly(settings: Settings, store: Store) -> None:
    try:
        send_waiting(settings, store)
    except (GlossaryError, SQLAlchemyError) as error:
        failures.log(_log, error, "mail could not be sent")
    finally:
        _threads.release()


def send_waiting(settings: Settings, store: Store) -> Sent:
    """Send the mails that are due, each in one process only; failures are tried again later.

    Raises BrokenSource where the settings of mail cannot be used. A process that dies while the
    server takes a mail leaves it unknown whether it did: it is sent again, with the same
    Message-ID.
    """
    server = _server(settings)
    if server is None:
        return Sent()
    sent = failed = 0
    with _sending:
        _sweep(store)
        with _Postman(server) as postman:
            while (mail := _claimed(store)) is not None:
                problem, final = postman.deliver(_message(settings, mail), mail.to)
                _note(store, mail.id, problem, final)
                sent, failed = sent + (not problem), failed + bool(problem)
    return Sent(sent, failed)


def _claimed(store: Store) -> Mail | None:
    """Return a mail that is due, which no other process will try meanwhile."""
    moment = now()
    due = select(Mail).where(Mail.due <= moment).order_by(Mail.due, Mail.id).limit(1)
    with store.reading() as session:
        if session.scalar(due) is None:  # most often; nobody has to wait for the lock of writers
            return None
    with store.writing() as session:
        found = session.scalar(due.with_for_update(skip_locked=True))
        if found is not None:
            wait = WAITS_SECONDS[min(found.tries, len(WAITS_SECONDS) - 1)]
            found.due, found.tries = moment + timedelta(seconds=wait), found.tries + 1
            session.flush()
            session.expunge(found)
        return found


def _note(store: Store, id: int, problem: str, final: bool) -> None:
    """Keep what became of a mail; what was sent keeps no text, and what failed for good no date."""
    with store.writing() as session:
        mail = session.get(Mail, id)
        if mail is None:
            return
        mail.error = problem
        if not problem:
            mail.sent, mail.due, mail.body = now(), None, ""
        elif final or mail.tries > len(WAITS_SECONDS):
            mail.due = None
            told = _ADDRESS.sub("…@…", problem)  # servers repeat whom they refuse
            _log.warning("mail %s was given up: %s", id, told)


def _sweep(store: Store) -> None:
    """Remove old mails, and give up those that have waited too long for a server."""
    moment = now()
    with store.writing() as session:
        session.execute(delete(Mail).where(Mail.created < moment - timedelta(days=_KEPT_DAYS)))
        late = moment - timedelta(seconds=sum(WAITS_SECONDS))
        stale = update(Mail).where(Mail.created < late, Mail.due.is_not(None), Mail.tries == 0)
        session.execute(stale.values(due=None, error="too old"))


def _server(settings: Settings) -> SplitResult | None:
    if not settings.mail_url:
        return None
    try:
        server = urlsplit(settings.mail_url)
        fine = server.scheme in ("smtp", "smtps") and server.hostname and (server.port or 1)
    except ValueError:
        fine = None
    if not fine:
        raise BrokenSource("mail_url", N_("this is not smtp://host:port or smtps://host:port"))
    sender(settings)
    return server


def sender(settings: Settings) -> Address:
    """Return who mail is from; raise BrokenSource where the setting is no address."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    name, email = parseaddr(settings.mail_from) if settings.mail_from else ("", "")
    if settings.mail_from and not (email and settings.mail_from.isprintable()):
        raise BrokenSource(
            "mail_from", N_("“%(value)s” is not an address"), value=settings.mail_from
        )
    try:
        return Address(
            _plain(name or settings.title), addr_spec=_ascii_domain(email or f"glossary@{host}")
        )
    except (MessageError, ValueError, IndexError) as error:
        reason = N_("“%(value)s” is not an address")
        raise BrokenSource("mail_from", reason, value=settings.mail_from) from error


def _ascii_domain(email: str) -> str:
    """Return an address whose domain is written as servers know it (RFC 5891)."""
    local, _, domain = email.rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def _message(settings: Settings, mail: Mail) -> EmailMessage | None:
    """Return a mail as it is sent; None where its address cannot stand in one."""
    written = sender(settings)
    message = EmailMessage(policy=_POLICY)
    try:
        message["To"] = Address(addr_spec=_ascii_domain(mail.to))
        message["Subject"] = _plain(mail.subject)
    except (MessageError, ValueError, IndexError):
        return None
    message["From"] = written
    message["Date"] = format_datetime(mail.created)
    message["Message-ID"] = f"<{mail.id}.{mail.created:%Y%m%d%H%M%S%f}@{written.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answers from absent people
    message.set_content(mail.body)
    return message


class _Postman:
    """A connection with a mail server, made for the first mail and made anew after a failure."""

    def __init__(self, server: SplitResult) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "_Postman":
        return self

    def __exit__(self, *error: object) -> None:
        self._leave()

    def deliver(self, message: EmailMessage | None, to: str) -> tuple[str, bool]:
        """Return why a mail could not be sent, empty if it was, and whether that is for good."""
        if message is None:
            return "not an address", True
        try:
            if self._smtp is None:
                self._smtp = _connected(self._server)
            self._smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            self._leave()
            code = next((code for code, _ in error.recipients.values()), 500)
            return f"{to} was refused ({code})", code >= 500
        except smtplib.SMTPNotSupportedError as error:
            self._leave()
            return _reason(error), True
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._leave()
            return _reason(error), False
        return "", False

    def _leave(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _connected(server: SplitResult) -> smtplib.SMTP:
    """Return a connection, encrypted where the server offers it, signed in where we have a name."""
    host = server.hostname or ""
    context = encryption(host)
    if server.scheme == "smtps":
        port = server.port or 465
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(host, server.port or 25, timeout=_TIMEOUT_SECONDS)
    with _closed_on_error(smtp):
        smtp.ehlo_or_helo_if_needed()
        encrypted = server.scheme == "smtps"
        if not encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
            encrypted = True
        if server.username:
            if not encrypted and not _is_here(host):
                raise smtplib.SMTPException("the server offers no encryption for the password")
            smtp.login(unquote(server.username), unquote(server.password or ""))
    return smtp


@contextmanager
def _closed_on_error(smtp: smtplib.SMTP) -> Iterator[None]:
    try:
        yield
    except BaseException:
        smtp.close()
        raise


def encryption(host: str) -> ssl.SSLContext:
    """Return how a connection is encrypted; certificates count except on this machine itself,
    where mail servers have none that anybody signed.
    """
    context = ssl.create_default_context()
    if _is_here(host):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
