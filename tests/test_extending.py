"""docs/extending.md works: in a copy of the checkout its files are written, its lines changed and
its commands run, in the order of the page.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
CHECKOUT = Path(__file__).parent.parent
BLOCKS = re.findall(
    r"^```(\w*)\n(.*?)^```$",
    (CHECKOUT / "docs" / "extending.md").read_text("utf-8"),
    re.DOTALL | re.MULTILINE,
)
HOUSE = "tests/test_layout.py tests/test_docs.py -k 'layout or rules'"
PATHS = (
    "/en/search?q=record",
    "/en/words/",
    "/en/words/?view=hierarchy&open=record",
    "/en/words/roll",
    "/api/v1/lookup?term=roll",
    "/api/v1/suggest?q=ro",
    "/api/v1/vocabularies/words/concepts",
)
ASK = """
import sys
from glossary.site.settings import load
from glossary.web import create_app

client = create_app(load()).test_client()
for path in sys.argv[1:]:
    answer = client.get(path, follow_redirects=True)
    print(path, answer.status_code, "roll" in answer.text)
"""


def _changed(text: str, hunk: str) -> str:
    """Return a text with its lines changed; those with a space or minus stand there once."""
    lines = hunk.strip("\n").split("\n")
    before, after = (
        "\n".join(line[1:] for line in lines if not line.startswith(sign)) for sign in "+-"
    )
    assert f"\n{text}\n".count(f"\n{before}\n") == 1, f"not there, or not once:\n{before}"
    return f"\n{text}\n".replace(f"\n{before}\n", f"\n{after}\n")[1:-1]


class Checkout:
    """A copy of the checkout."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns("__pycache__", "images")
        for name in ("glossary", "index", "docs", "tests"):
            shutil.copytree(CHECKOUT / name, folder / name, ignore=ignored)
        for entry in (*CHECKOUT.iterdir(), CHECKOUT / "docs" / "images"):
            place = folder / entry.relative_to(CHECKOUT)
            if not place.exists() and not entry.name.startswith("."):
                place.symlink_to(entry)
        commands = folder.with_name("commands")
        commands.mkdir()
        (commands / "glossary").write_text(f'exec "{sys.executable}" -m glossary.cli "$@"\n')
        (commands / "python").write_text(f'exec "{sys.executable}" "$@"\n')
        for command in commands.iterdir():
            command.chmod(0o755)
        self._path = f"{commands}{os.pathsep}{os.environ['PATH']}"

    def take(self, kind: str, block: str) -> str:
        """Do what a block of the page says; return what its commands print."""
        first, _, rest = block.partition("\n")
        if kind == "sh":
            return self.run(block)
        file = self.folder / first.removeprefix("# ").removeprefix("--- ")
        if kind == "diff":
            for hunk in rest.split("@@\n"):
                file.write_text(_changed(file.read_text("utf-8"), hunk), "utf-8")
        else:
            file.write_text(rest, "utf-8")
        return ""

    def run(self, commands: str) -> str:
        """Return what commands print; all of them must do what they are asked to."""
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail"],
            input=commands,
            cwd=self.folder,
            env={**os.environ, "PATH": self._path, "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}"
        return done.stdout


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy of the checkout with the index of the page in its place."""
    folder = tmp_path_factory.mktemp("extending") / "checkout"
    folder.mkdir()
    checkout = Checkout(folder)
    shutil.copy(CHECKOUT / "docs" / "one_file_index.py", folder / "index" / "one_file.py")
    return checkout


@pytest.fixture(scope="module")
def said(extended: Checkout) -> list[str]:
    """What each block of commands prints, in the order of the page."""
    printed = [extended.take(kind, block) for kind, block in BLOCKS]
    return [text for (kind, _), text in zip(BLOCKS, printed, strict=True) if kind == "sh"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, ["3 concepts (en 3)", "words/roll  roll (en, preferred, exact)"]),
        (1, [" passed"]),
        (2, ["circular-definition: roll: the definition (en) begins with the term itself"]),
        (3, ["number-lost", "the number 1648 of the source is not there"]),
        (4, [" passed", "words/roll  roll (en, preferred, folded)", "words/treaty"]),
    ],
)
def test_the_commands_of_the_page_say_what_it_says(
    said: list[str], number: int, words: list[str]
) -> None:
    assert len(said) == 5
    assert [word for word in words if word not in said[number]] == []


def test_the_example_answers_pages_and_programs(extended: Checkout, said: list[str]) -> None:
    assert said
    (extended.folder / "../ask.py").write_text(ASK, "utf-8")
    paths = " ".join(f"'{path}'" for path in PATHS)
    answers = extended.run(f"GLOSSARY_SITE=../words PYTHONPATH=. python ../ask.py {paths}")
    assert answers.splitlines() == [f"{path} 200 True" for path in PATHS]


def test_what_is_added_keeps_to_the_rules_of_the_house(extended: Checkout, said: list[str]) -> None:
    assert said
    assert " passed" in extended.run(f"python -m pytest -q {HOUSE}")
    extended.run(
        "python -m ruff check -q glossary index && python -m ruff format -q --check glossary index"
    )
