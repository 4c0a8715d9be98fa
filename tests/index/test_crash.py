"""A publisher that is killed at any moment leaves a whole index, and the next one works."""

import random
import subprocess
import sys
import time
from pathlib import Path

from index import Query, open_index
from index.embedded.files.generations import Generations

HERE = Path(__file__).parent
DOCUMENTS = 40
KILLS = 6


def served(folder: Path) -> int:
    """Return the number of the generation that a new reader sees; fail unless it is whole."""
    index = open_index(folder)
    number = int(index.metadata()["number"])
    results = index.search(Query(f"generation{number}", per_page=100))
    assert results.total == DOCUMENTS
    assert {hit.id for hit in results.hits} == {f"c{n}" for n in range(DOCUMENTS)}
    assert len(index.lookup(f"concept 7 of generation{number}")) == 1
    uris = [f"https://example.org/v/c{n}" for n in range(DOCUMENTS)]
    assert len(index.get_many(uris)) == DOCUMENTS
    return number


def publish_and_kill(folder: Path, number: int, seconds: float) -> int:
    """Publish generations after `number`, kill some seconds after the first; return the last
    that was reported.
    """
    command = [sys.executable, str(HERE / "publisher.py"), str(folder), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HERE.parents[1]) as child:
        assert child.stdout is not None
        try:
            reported = int(child.stdout.readline())
            time.sleep(seconds)
        finally:
            child.kill()
        rest = [int(line) for line in child.stdout.read().split()]
    return max([reported, *rest])


def test_killed_publishers_leave_whole_indexes(tmp_path: Path) -> None:
    rng = random.Random(time.time_ns())  # other moments in every run
    number = 0
    for _ in range(KILLS):
        reported = publish_and_kill(tmp_path, number, rng.uniform(0, 0.25))
        assert reported > number
        number = served(tmp_path)
        # killed between the swap and its report, one more than was reported is there
        assert number in (reported, reported + 1)
        assert len(list((tmp_path / "generations").iterdir())) <= 4
    assert Generations(tmp_path).current()
