"""A mail server on loopback that keeps what it is given; in threads of the test's process."""

import base64
import datetime
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.patience import PATIENCE_SECONDS


@dataclass
class Kept:
    """What a server was given, and how it behaves."""

    port: int = 0
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Sender, recipient and text of each mail."""
    signed_in: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    """Codes with which recipients are refused."""
    down: bool = False

    def messages(self) -> list[EmailMessage]:
        """Return the mails as their recipients read them."""
        return [message_from_bytes(text, policy=SMTP) for _, _, text in self.mails]  # type: ignore[misc]


def certificate(folder: Path) -> ssl.SSLContext:
    """Return the encryption of a server whose certificate nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    format = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, format, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "key.pem")
    return context


class _Handler(socketserver.StreamRequestHandler):
    kept: Kept
    context: ssl.SSLContext | None
    at_once: bool

    def setup(self) -> None:
        self.timeout = PATIENCE_SECONDS
        if self.at_once and self.context:
            self.request = self.context.wrap_socket(self.request, server_side=True)
        super().setup()
        self._safe = self.at_once

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.kept.down:
            self._say("421 closing")
            return
        self._say("220 mail.example ESMTP")
        self._sender = self._recipient = ""
        while line := self.rfile.readline().decode("utf-8").rstrip("\r\n"):
            verb, _, rest = line.partition(" ")
            if not self._answer(verb.upper(), rest):
                return

    def _answer(self, verb: str, rest: str) -> bool:
        if verb == "EHLO":
            offers = ["mail.example", "8BITMIME", "AUTH PLAIN"]
            if self.context and not self._safe:
                offers.append("STARTTLS")
            for offer in offers[:-1]:
                self._say(f"250-{offer}")
            self._say(f"250 {offers[-1]}")
        elif verb == "STARTTLS" and self.context:
            self._say("220 go on")
            self.request = self.context.wrap_socket(self.request, server_side=True)
            super().setup()
            self._safe = True
        elif verb == "AUTH":
            self.kept.signed_in.append(base64.b64decode(rest.split()[1]).decode().strip("\0"))
            self._say("235 welcome")
        elif verb == "MAIL":
            self._sender = rest.partition("<")[2].partition(">")[0]
            self._say("250 yes")
        elif verb == "RCPT":
            self._recipient = rest.partition("<")[2].partition(">")[0]
            code = self.kept.refused.get(self._recipient)
            self._say(f"{code} no" if code else "250 yes")
        elif verb == "DATA":
            self._data()
        elif verb == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 yes")
        return True

    def _data(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        self.kept.mails.append((self._sender, self._recipient, b"".join(lines)))
        self.kept.encrypted.append(self._safe)
        self._say("250 kept")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go away, as they do where encryption fails."""


@contextmanager
def running(context: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[Kept]:
    """Give what a running server keeps; with `at_once` it speaks TLS from the beginning."""
    kept = Kept()
    members = {"kept": kept, "context": context, "at_once": at_once}
    with _Server(("127.0.0.1", 0), type("Handler", (_Handler,), members)) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield kept
        server.shutdown()
        thread.join()
