"""How assistants reach this program: over its standard input and output, or over HTTP."""

import logging
import sys
from urllib.parse import urlsplit

import anyio
import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from glossary.reader import Reader
from glossary.web.assistants.protocol import Assistants
from glossary.web.assistants.told import Translate

PATH = "/mcp"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def serve_input(reader: Reader, translate: Translate, lang: str) -> None:
    """Answer on standard input and output until the input ends; logs go to standard error."""
    _log_to_standard_error()
    server = Assistants(reader, translate, lang).server()

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)


def serve_http(reader: Reader, host: str, port: int, translate: Translate, lang: str) -> None:
    """Answer over streamable HTTP at `PATH`, without sessions, until the process is stopped."""
    _log_to_standard_error()
    app = (
        Assistants(reader, translate, lang)
        .server()
        .streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=reader.settings.max_body_bytes,
            transport_security=_allowed(host, reader.settings.base_url),
        )
    )
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False)


def _allowed(host: str, base_url: str) -> TransportSecuritySettings:
    """Return by which names requests may come: a page of another site must not reach a service of
    this machine by a name that it makes point here (DNS rebinding).
    """
    public = urlsplit(base_url)
    names = {*_LOOPBACK, f"[{host}]" if ":" in host else host, public.hostname or ""} - {""}
    hosts = [*(f"{name}:*" for name in sorted(names)), *sorted(names)]
    origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in hosts]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def _log_to_standard_error() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="glossary: %(message)s")
