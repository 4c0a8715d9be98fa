"""How the engine is reached: certificates are asked for, and who we are is told."""

import datetime
import ipaddress
import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

pytest.importorskip("opensearchpy")
x509 = pytest.importorskip("cryptography.x509")

from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ec  # noqa: E402

from index import IndexUnreachable  # noqa: E402
from index.opensearch.client import Client  # noqa: E402
from index.places import Address  # noqa: E402


class _Engine(BaseHTTPRequestHandler):
    """Answers everything, and remembers what it was told of who asks."""

    seen: list[str | None]

    def do_GET(self) -> None:
        self.seen.append(self.headers.get("Authorization"))
        body = json.dumps({"status": "green"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Return the files of a certificate for 127.0.0.1 that vouches for itself, and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "engine of a test")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An engine behind TLS: its address, and the file that vouches for it."""
    certificate, key = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    _Engine.seen = []
    server = HTTPServer(("127.0.0.1", 0), _Engine)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"opensearch+https://127.0.0.1:{server.server_port}/words", certificate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _asked(url: str, **stated: str) -> list[str | None]:
    """Return what the engine was told of who asks."""
    _Engine.seen.clear()
    client = Client(Address(url, stated))
    assert client.ask("GET", "/_cluster/health", deadline=0.1) == {"status": "green"}
    return _Engine.seen


def test_the_authority_that_is_stated_vouches_for_the_engine(engine: tuple[str, Path]) -> None:
    url, certificate = engine
    assert _asked(url, ca_file=str(certificate)) == [None]
    assert _asked(url.removeprefix("opensearch+"), ca_file=str(certificate)) == [None]


def test_an_engine_that_nobody_vouches_for_is_not_asked(engine: tuple[str, Path]) -> None:
    url, _ = engine
    with pytest.raises(IndexUnreachable, match=r"(?i)certificate"):
        _asked(url)
    assert _Engine.seen == []
    assert _asked(url, verify_certificates="off") == [None]


def test_who_we_are_is_told(engine: tuple[str, Path]) -> None:
    url, certificate = engine
    known = {"ca_file": str(certificate), "verify_certificates": "on"}
    basic = "Basic " + b64encode("me:pässwort–密".encode()).decode()
    assert _asked(url, **known, user="me", password="pässwort–密") == [basic]
    assert _asked(url, **known, api_key="abc==") == ["ApiKey abc=="]
