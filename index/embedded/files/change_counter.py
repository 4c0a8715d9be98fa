"""How many changes a generation has had, in a file of one number that every reader has mapped.

Readers compare a number in memory, where they would have to ask the database. A writer takes the
number back before its change can be seen and writes the new one after; while it is not there,
because a change is being made or its writer was killed, the database is asked.
"""

import os
import struct
from pathlib import Path

from index.embedded.files.number_files import mapped

FILE = "changes"
_NUMBER = struct.Struct("=Q")
_UNSURE = (1 << 64) - 1


def write(generation: Path, changes: int | None) -> None:
    """Write how many changes a generation has had, None before one is made.

    The file stays the one that readers have mapped. OSError where it cannot be written.
    """
    handle = os.open(generation / FILE, os.O_WRONLY | os.O_CREAT, 0o666)
    try:
        os.pwrite(handle, _NUMBER.pack(_UNSURE if changes is None else changes), 0)
    finally:
        os.close(handle)


def read(generation: Path) -> int | None:
    """Return how many changes the file of a generation tells, None where it is not sure.

    A file that is not whole tells -1.
    """
    content = (generation / FILE).read_bytes()
    if len(content) != _NUMBER.size:
        return -1
    (found,) = _NUMBER.unpack(content)
    return None if found == _UNSURE else int(found)


class ChangeCounter:
    """The number of a generation; ValueError or OSError where its file is not whole."""

    def __init__(self, generation: Path) -> None:
        found = mapped(generation / FILE)
        if len(found) != _NUMBER.size:
            raise ValueError(f"{FILE} is cut off")
        self._number = found.cast("Q")

    def is_at(self, changes: int) -> bool:
        """Return whether there have been so many changes, and none is just being made.

        What was read from the database before this is told was read as it was after so many.
        """
        return self._number[0] == changes
