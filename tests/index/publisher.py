"""A process that publishes small generations until it is killed: `publisher.py FOLDER NUMBER`.

Every document of a generation carries its number; the first is the one after NUMBER.
"""

import sys
from itertools import count
from pathlib import Path

from index import build_index
from index.contract.samples import document

DOCUMENTS = 40


def generation(folder: Path, number: int) -> None:
    """Publish the generation `number`."""
    builder = build_index(folder)
    for n in range(DOCUMENTS):
        text = f"concept {n} of generation{number}"
        builder.add(document("v", f"c{n}", {"en": text}, definitions={"en": f"about {text}"}))
    builder.commit({"number": str(number).encode()})


if __name__ == "__main__":
    for number in count(int(sys.argv[2]) + 1):
        generation(Path(sys.argv[1]), number)
        print(number, flush=True)
