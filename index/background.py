"""Commands in processes of their own, with the lowest priority; what they print goes into a log.

The log lies in the folder of the index (docs/operating.md); of one that has grown large the last
is kept beside it.
"""

import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

LOG = "background.log"
_LARGE = 1_000_000


def start(folder: Path, command: Sequence[str]) -> None:
    """Start a command that nobody waits for; its output is added to the log in `folder`.

    Raises OSError where the log cannot be written or the command not be started.
    """
    path = folder / LOG
    folder.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size > _LARGE:
        path.replace(path.with_suffix(".1.log"))
    with path.open("ab") as log:
        log.write(_line(f"started: {' '.join(command)}"))
        log.flush()
        process = subprocess.Popen(
            ["nice", "-n", "19", *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    told = path, " ".join(command), process
    threading.Thread(target=_wait, args=told, daemon=True).start()


def _wait(path: Path, command: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait, so that no dead process is left, and tell how it ended."""
    code = process.wait()
    if path.parent.is_dir():
        with path.open("ab") as log:
            log.write(_line(f"ended with {code}: {command}"))


def _line(text: str) -> bytes:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {text}\n".encode()
