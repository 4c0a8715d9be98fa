"""Programs of others that read the service: looked for on this machine; skipped, but not in CI.

`make test-clients` installs them: packages of Python into an environment of their own, packages of
Node beside it.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS
from tests.servers import served

PACKAGES = {"rapper": "raptor2-utils", "node": "nodejs"}
"""The Debian packages of programs that are called otherwise."""
CHECKOUT = Path(__file__).resolve().parents[2]
Run = Callable[..., str]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what lies in this folder: only of that a conftest is told."""
    item.add_marker(pytest.mark.clients)


def _missing(told: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(told)
    pytest.skip(told)


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """A function that returns where a program of the system is."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            _missing(f"{name} is missing: apt-get install {PACKAGES.get(name, name)}")
        return str(found)

    return find


@pytest.fixture(scope="session")
def clients() -> Path:
    """The folder of what `make test-clients` has installed."""
    folder = Path(os.environ.get("GLOSSARY_CLIENTS", ".clients")).resolve()
    if not (folder / "bin" / "python").is_file():
        _missing("the clients are missing: make test-clients")
    return folder


@pytest.fixture(scope="session")
def extras() -> Path:
    """The folder of programs of an environment with the program and its optional extras."""
    folder = Path(os.environ.get("GLOSSARY_CLIENTS", ".clients")).resolve() / "extras"
    folder = Path(os.environ.get("GLOSSARY_EXTRAS", folder)).resolve() / "bin"
    if not (folder / "glossary").is_file():
        _missing("the extras are missing: make test-clients")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A function that runs a program and returns what it wrote; fails with what it said."""

    def started(*command: str | Path, environment: dict[str, str] | None = None) -> str:
        made = subprocess.run(
            [str(part) for part in command],
            cwd=tmp_path,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=10 * PATIENCE_SECONDS,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        return made.stdout

    return started


@pytest.fixture
def python(clients: Path, run: Run) -> Run:
    """A function that runs a script with the Python of the clients and returns what it printed."""

    def started(script: str, *arguments: str) -> str:
        return run(clients / "bin" / "python", "-c", script, *arguments)

    return started


@pytest.fixture
def node(clients: Path, run: Run, program: Callable[[str], str]) -> Run:
    """A function that runs a module with the packages of Node and returns what it printed."""

    def started(script: str, *arguments: str) -> str:
        file = clients / "script.mjs"
        file.write_text(script, "utf-8")
        return run(program("node"), file, *arguments)

    return started


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the bundled glossary."""
    folder = tmp_path_factory.mktemp("service")
    site = folder / "site"
    for name in ("vocabularies", "translations"):
        shutil.copytree(CHECKOUT / name, site / name)
    (site / "glossary.toml").touch()
    with served(site, folder / "log") as (_, address):
        yield address
