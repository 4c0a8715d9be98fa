"""The change counter: how many changes a generation has had, in a file that every reader maps.

Readers compare a number in memory instead of asking the database. A writer withdraws the number
before it commits a change and writes the new one after that. While there is none, because a change
is being committed or its writer was killed, readers ask the database.
"""

import os
import struct
from pathlib import Path

from index.embedded.files.number_files import mapped

FILE = "changes"
_NUMBER = struct.Struct("=Q")
_UNSURE = (1 << 64) - 1


def write(generation: Path, changes: int | None) -> None:
    """Write how many changes a generation has had; None withdraws the number.

    The file is written in place, since readers have it mapped. OSError where it cannot be written.
    """
    handle = os.open(generation / FILE, os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        os.pwrite(handle, _NUMBER.pack(_UNSURE if changes is None else changes), 0)
    finally:
        os.close(handle)


def read(generation: Path) -> int | None:
    """Return the number in the file of a generation: None where it is withdrawn, -1 where the file
    is not whole.
    """
    content = (generation / FILE).read_bytes()
    if len(content) != _NUMBER.size:
        return -1
    (found,) = _NUMBER.unpack(content)
    return None if found == _UNSURE else int(found)


class ChangeCounter:
    """The mapped number of a generation; ValueError or OSError where its file is not whole."""

    def __init__(self, generation: Path) -> None:
        found = mapped(generation / FILE)
        if len(found) != _NUMBER.size:
            raise ValueError(f"{FILE} is cut off")
        self._number = found.cast("Q")

    def is_at(self, changes: int) -> bool:
        """Return whether there have been exactly so many changes, and none is being committed.

        True after reading from the database means that the rows were those of that state.
        """
        return self._number[0] == changes
