"""A process that changes an index: `changer.py FOLDER NUMBER COUNT`, or another task.

Change after change all documents carry the number of the change, which is printed once made.
"""

import os
import resource
import sys
import tempfile
from pathlib import Path

from index import Document, IndexUnavailable, Query, build_index, change_index, open_index
from index.contract.samples import document


def documents(number: int) -> list[Document]:
    """Return the documents that a change puts."""
    made = [
        document("v", f"c{n}", {"en": f"shared {n} change{number}"},
                 definitions={"en": f"about change{number} " + "and more " * 40},
                 parents=(f"c{n // 2}",) if n else ())
        for n in range(8)
    ]  # fmt: skip
    return [*made, document("v", f"only{number % 2}", {"en": "temporary"})]


def make(folder: Path, number: int) -> None:
    """Make one change, or publish where nothing is."""
    try:
        open_index(folder).metadata()
    except IndexUnavailable:
        builder = build_index(folder)
        for made in documents(number):
            builder.add(made)
        builder.commit({"number": str(number).encode()})
        return
    with change_index(folder) as change:
        for made in documents(number):
            change.put(made)
        change.delete("v", f"only{1 - number % 2}")
        change.set_metadata("number", str(number).encode())


def fill(folder: Path, number: int) -> None:
    """Try a change where files cannot grow, and print the error."""
    largest = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, largest))
    try:
        make(folder, number + 1)
    except Exception as error:  # what kind it is, is not promised
        print(error)


def add(folder: Path, name: str) -> None:
    """Add some documents, one by one."""
    for n in range(30):
        with change_index(folder) as change:
            change.put(document("v", f"{name}-{n}", {"en": f"word {name} {n}"}))


def read(folder: Path, user: int) -> None:
    """Print how many documents another user finds."""
    with tempfile.TemporaryDirectory() as other:  # what is imported late may not be theirs to read
        make(Path(other), 1)
        open_index(Path(other)).search(Query("shared"))
    if os.getuid() == 0:
        os.setuid(user)
    print(open_index(folder).search(Query("one")).total + bool(open_index(folder).lookup("two")))


if __name__ == "__main__":
    where, first, task = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if first == "read":
        read(where, int(task))
    elif task == "many":
        add(where, first)
    elif task == "full":
        fill(where, int(first))
    else:
        for change_number in range(int(first) + 1, int(first) + 1 + int(task)):
            make(where, change_number)
            print(change_number, flush=True)
