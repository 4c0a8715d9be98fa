"""Whether the site can listen where it shall, asked before the server starts."""

import errno
import socket

from glossary.errors import N_, BrokenSource

_REASONS = {
    errno.EADDRINUSE: N_("another program listens there; choose another port with --port"),
    errno.EADDRNOTAVAIL: N_("this machine has no such address; choose another with --host"),
    0: N_("nobody can listen there"),
}
"""By the number of the system's error; 0 for all others."""


def refuse_busy_port(host: str, port: int) -> None:
    """Raise BrokenSource, which names host and port and the reason, where nobody can listen."""
    where = f"{host}:{port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen()  # two may be bound to one address, only one listens
    except socket.gaierror as error:
        raise BrokenSource(where, N_("there is no such address here")) from error
    except PermissionError as error:
        raise BrokenSource(where, N_("only administrators may listen on this port")) from error
    except OSError as error:
        raise BrokenSource(where, _REASONS.get(error.errno or 0, _REASONS[0])) from error
