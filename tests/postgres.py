"""A PostgreSQL of our own for tests: on loopback, with its data in a temporary folder."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.patience import PATIENCE_SECONDS, wait_until
from tests.servers import free_port

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # the data go with the test
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "16MB",
}


def programs() -> Path | None:
    """Return the folder of initdb and postgres, the newest where there are several, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(installed, key=lambda path: int(path.parts[-3]), reverse=True)
    return newest[0].parent if newest else None


def _user() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as where we are root, which it refuses to run as."""
    if os.getuid():
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


@contextmanager
def running() -> Iterator[str]:
    """Give the URL of a server, without a database at its end; stop the server at the end."""
    bin = programs()
    assert bin is not None
    folder = Path(tempfile.mkdtemp(prefix="glossary-postgres-"))
    who = _user()
    if who is not None:
        os.chown(folder, who.pw_uid, who.pw_gid)
    password, port = secrets.token_hex(8), free_port()
    try:
        with (folder / "log").open("wb") as log:
            _make(bin, folder, password, who)
            process = _start(bin, folder, port, who, log.fileno())
            try:
                wait_until(lambda: _is_ready(process, port, password, folder / "log"), "PostgreSQL")
                yield f"postgresql+psycopg://glossary:{password}@127.0.0.1:{port}"
            finally:
                process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
                process.wait(PATIENCE_SECONDS)
    finally:
        shutil.rmtree(folder)


def _as(who: pwd.struct_passwd | None) -> dict[str, Any]:
    if who is None:
        return {}
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _make(bin: Path, folder: Path, password: str, who: pwd.struct_passwd | None) -> None:
    file = folder / "password"
    file.write_text(password, "ascii")
    if who is not None:
        os.chown(file, who.pw_uid, who.pw_gid)
    command = [bin / "initdb", "-D", folder / "data", "-U", "glossary", "--no-sync"]
    command += ["--auth=scram-sha-256", f"--pwfile={file}", "--encoding=UTF8", "--locale=C"]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, **_as(who))
    assert done.returncode == 0, done.stderr


def _start(
    bin: Path, folder: Path, port: int, who: pwd.struct_passwd | None, log: int
) -> subprocess.Popen[bytes]:
    command = [bin / "postgres", "-D", folder / "data", "-p", str(port)]
    for name, value in _SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    started: subprocess.Popen[bytes] = subprocess.Popen(
        command, cwd="/", stdout=log, stderr=log, **_as(who)
    )
    return started


def _is_ready(process: subprocess.Popen[bytes], port: int, password: str, log: Path) -> bool:
    assert process.poll() is None, log.read_text("utf-8")
    try:
        psycopg.connect(
            host="127.0.0.1", port=port, user="glossary", password=password, dbname="postgres"
        ).close()
    except psycopg.OperationalError:
        return False
    return True
