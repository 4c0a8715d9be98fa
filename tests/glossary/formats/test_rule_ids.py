"""Every finding of a vocabulary has its rule in the table: no severity by accident."""

import re
from pathlib import Path

from glossary import formats
from glossary.formats.rules import RULES

ROOM = Path(formats.__file__).parent
CALL = re.compile(r"(?:Finding|note|_note|mend|leave_out|_count)\(\s*\"([a-z]+(?:-[a-z]+)*)\"")


def test_every_rule_that_is_told_is_in_the_table() -> None:
    files = [*ROOM.rglob("*.py"), *(ROOM.parent / "site").glob("*.py")]
    told = {rule for file in files for rule in CALL.findall(file.read_text("utf-8"))}
    assert len(told) > 40
    assert not told - RULES.keys()
