"""The picture in docs/architecture.md, held against the code: imports, sizes, names."""

import ast
import configparser
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import pytest

from tests.conftest import CHECKOUT

FILES = sorted(
    file
    for package in ("glossary", "index")
    for file in CHECKOUT.glob(f"{package}/**/*.py")
    if file.parent.name != "versions"  # migrations, mostly made by Alembic
)
NAMES = [file.relative_to(CHECKOUT).as_posix() for file in FILES]


class _Trees(Mapping[str, ast.Module]):
    """The syntax tree of each file, made when it is asked for: not by those who only collect."""

    @staticmethod
    @cache
    def _parsed(name: str) -> ast.Module:
        return ast.parse((CHECKOUT / name).read_text("utf-8"))

    def __getitem__(self, name: str) -> ast.Module:
        return self._parsed(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


TREES = _Trees()

# Which rooms of `glossary` each room may import, from the lowest to the highest; a room is a folder
# or a module at the top.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "errors": set(),
    "languages": {"errors"},
    "model": set(),
    "formats": {"errors", "languages", "model"},
    "catalogs": {"errors", "formats", "languages", "model"},
    "site": {"catalogs", "errors", "formats", "languages", "model"},
    "exchange": {"catalogs", "errors", "formats", "languages", "model"},
    "records": {"catalogs", "errors", "formats", "languages", "model", "site"},
    "contribute": {"catalogs", "errors", "exchange", "languages", "model", "records", "site"},
    "publish": {
        "catalogs", "contribute", "errors", "formats", "languages", "model", "records", "site",
    },
    "reader": {"errors", "formats", "languages", "model", "records", "site"},
    "web": {
        "catalogs", "contribute", "errors", "exchange", "formats", "languages", "model", "reader",
        "records", "site",
    },
    "cli": {
        "catalogs", "contribute", "errors", "exchange", "formats", "languages", "model", "publish",
        "reader", "site", "web",
    },
}  # fmt: skip
SEES_INDEX = {"contribute", "publish", "reader", "records", "site", "web"}
BANNED = {
    "glossary/model.py": {"flask", "click", "whoosh", "babel"},
    "glossary/errors": {"flask", "click", "whoosh", "babel"},
    "glossary/formats": {"flask", "click", "whoosh"},
    "glossary/catalogs": {"flask", "click", "whoosh"},
    "glossary/site": {"flask", "click", "whoosh"},
    "glossary/records": {"flask", "click", "whoosh", "sqlalchemy"},
    "glossary/contribute": {"flask", "click", "whoosh"},
    "glossary/exchange": {"flask", "click", "whoosh", "sqlalchemy"},
    "glossary/publish": {"flask", "click", "whoosh"},
    "glossary/reader": {"flask", "click", "whoosh"},
    "glossary/web": {"click", "whoosh", "pyoxigraph"},
    "index": {"flask", "click", "babel", "pyoxigraph"},
}
DOORS = (
    "pages",
    "linked_data",
    "health",
    "observing",
    "api",
    "assistants",
    "reconcile",
    "skosmos",
    "discovery",
    "desk",
    "proposals",
    "accounts",
    "guests",
)
SHARED_BY_DOORS = {
    "addresses", "atom", "changes", "client_marks", "code_names", "compression", "context",
    "contributor_pages", "cursors",
    "edition", "errors", "guests", "headers", "linked_data.door", "offers",
    "interface_texts", "language_pair", "locale", "naming", "numbers", "session", "structured_data",
    "template_helpers", "templates", "text_work", "api.chosen", "api.door", "api.shapes",
    "desk.coverage", "desk.sending", "desk.surroundings", "desk.typed", "desk.workbench",
    "pages.browsing", "pages.completeness", "pages.concept_page", "pages.search_query",
}  # fmt: skip
# What a door may take from its neighbour: small functions about its own addresses.
TAKEN = {
    ("pages.door", "linked_data.identifiers"): {"withdrawn"},
}
LAZY = {
    "glossary/catalogs/locks.py",
    "glossary/cli/main.py", "glossary/cli/assistants.py", "glossary/cli/catalogs.py",
    "glossary/cli/dump.py", "glossary/cli/export.py",
    "glossary/cli/imports.py", "glossary/cli/people.py",
    "glossary/cli/proposals.py", "glossary/cli/answers.py", "glossary/cli/context.py",
    "glossary/cli/texts.py",
    "glossary/contribute/store.py",
    "glossary/exchange/__init__.py", "glossary/languages/registry.py", "glossary/site/settings.py",
    "glossary/site/setting_checks.py", "glossary/site/setting_values.py",
    "glossary/web/contribute.py", "index/__init__.py",
    "index/embedded/engine.py",
}  # fmt: skip


def _imports(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Yield the modules a file imports, and the names taken from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, set()
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield node.module or "", {alias.name for alias in node.names}


def _modules(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Yield imported modules, `from package import module` as that module."""
    for module, names in _imports(tree):
        inside = {name for name in names if _is_module(f"{module}.{name}")}
        for name in inside:
            yield f"{module}.{name}", set()
        if names - inside or not names:
            yield module, names - inside


def _is_module(dotted: str) -> bool:
    path = CHECKOUT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _room(name: str) -> str:
    return name.removeprefix("glossary/").removesuffix(".py").split("/")[0]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("glossary/")])
def test_imports_point_down(name: str) -> None:
    room = _room(name)
    assert room in MAY_IMPORT, f"{name} has no place in the table above"
    for module, names in _modules(TREES[name]):
        first, _, rest = module.partition(".")
        if first == "index":
            assert room in SEES_INDEX, f"{name} must not know the index"
        if first != "glossary":
            continue
        if not rest:
            assert names <= {"__version__"}, f"{name} imports {names} from glossary"
            continue
        target = rest.split(".")[0]
        assert target == room or target in MAY_IMPORT[room], f"{name} must not import {module}"


def test_the_table_has_no_circle_and_nothing_that_nobody_needs() -> None:
    rooms = list(MAY_IMPORT)
    for place, room in enumerate(rooms):
        assert MAY_IMPORT[room] <= set(rooms[:place]), room
        used = {
            module.split(".")[1]
            for name in NAMES
            if name.startswith("glossary/") and _room(name) == room
            for module, _ in _modules(TREES[name])
            if module.startswith("glossary.")
        }
        assert used - {room} == MAY_IMPORT[room], room


def test_few_rooms_at_the_top() -> None:
    folders = {name.split("/")[1] for name in NAMES if name.startswith("glossary/")}
    assert len(folders - {"__init__.py", "model.py"}) <= 12


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("index/")])
def test_the_index_knows_nothing_of_ours(name: str) -> None:
    ours = {module for module, _ in _imports(TREES[name]) if module.split(".")[0] == "glossary"}
    assert not ours


@pytest.mark.parametrize("place", BANNED)
def test_rooms_without_some_libraries(place: str) -> None:
    inside = [name for name in NAMES if name == place or name.startswith(place + "/")]
    assert inside
    for name in inside:
        found = {module.split(".")[0] for module, _ in _imports(TREES[name])}
        assert not found & BANNED[place], name


def test_catalogs_take_only_findings_from_formats() -> None:
    for name in NAMES:
        if name.startswith("glossary/catalogs/"):
            for module, names in _modules(TREES[name]):
                if module.startswith("glossary.formats."):
                    assert module == "glossary.formats.byte_order_marks", name
                elif module == "glossary.formats":
                    assert names == {"Finding"}, name


def _web(name: str) -> str:
    inner = name.removeprefix("glossary/web/").removesuffix(".py").replace("/", ".")
    return inner.removesuffix(".__init__")


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("glossary/web/")])
def test_doors_do_not_import_each_other(name: str) -> None:
    here = _web(name)
    room = here.split(".")[0]
    if room not in DOORS:
        return
    for module, names in _modules(TREES[name]):
        if not module.startswith("glossary.web."):
            continue
        there = module.removeprefix("glossary.web.")
        if there.split(".")[0] == room:
            continue
        taken = TAKEN.get((here, there), set())
        fine = there in SHARED_BY_DOORS or (names and names <= taken)
        assert fine, f"{here} imports {names or 'all'} of {there}"


@pytest.mark.parametrize("name", NAMES)
def test_no_import_hides_in_a_function(name: str) -> None:
    hidden = [
        ast.unparse(node)
        for function in ast.walk(TREES[name])
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden or name in LAZY, hidden


def test_every_package_is_shipped() -> None:
    setup = configparser.ConfigParser()
    setup.read(CHECKOUT / "setup.cfg", "utf-8")
    listed = set(setup["options"]["packages"].split())
    mapped = dict(
        line.split(" = ") for line in setup["options"]["package_dir"].splitlines() if line
    )
    folders = {name.rpartition("/")[0].replace("/", ".") for name in NAMES}
    folders.add("glossary.contribute.migrations.versions")
    assert listed == folders | set(mapped)
    for folder in mapped.values():
        assert (CHECKOUT / folder).is_dir()


@pytest.mark.parametrize("name", NAMES)
def test_modules_are_short(name: str) -> None:
    assert len((CHECKOUT / name).read_text("utf-8").splitlines()) < 400


def test_functions_are_short() -> None:
    lengths = {
        f"{name}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: length for name, length in lengths.items() if length > 60}
    long = {name: length for name, length in lengths.items() if length > 25}
    assert len(long) <= len(lengths) * 0.05, long


@pytest.mark.parametrize("name", NAMES)
def test_everything_public_says_what_it_is(name: str) -> None:
    tree = TREES[name]
    assert ast.get_docstring(tree), "the module has no docstring"
    missing = [node.name for node in _public(tree) if not ast.get_docstring(node)]
    assert not missing


def _public(
    node: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for child in node.body:
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if not child.name.startswith(("_", "test_")) and not _is_fixture(child):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from _public(child)


def _is_fixture(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return any("fixture" in ast.unparse(decorator) for decorator in node.decorator_list)


ARCHITECTURE = CHECKOUT / "docs" / "architecture.md"
MADE = {"instance", "build", "dist", "node_modules"}


def _named() -> set[str]:
    """Return the paths that the page names in backticks."""
    tokens = set(re.findall(r"`([\w.][\w./-]*)`", ARCHITECTURE.read_text("utf-8")))
    return {token for token in tokens if "/" in token or token.endswith((".py", ".cfg", ".md"))}


def test_architecture_names_every_room() -> None:
    rooms = {name.rpartition("/")[0] + "/" for name in NAMES}
    assert rooms <= _named(), sorted(rooms - _named())


def test_architecture_names_every_folder() -> None:
    folders = {
        f"{entry.name}/"
        for entry in CHECKOUT.iterdir()
        if entry.is_dir() and not entry.name.startswith((".", "_"))
        if entry.name not in MADE and not entry.name.endswith(".egg-info")
    }
    assert folders <= _named(), sorted(folders - _named())


def test_architecture_names_nothing_else() -> None:
    gone = {name for name in _named() if not (CHECKOUT / name).exists()}
    assert not gone


def test_architecture_fits_on_three_screens() -> None:
    lines = ARCHITECTURE.read_text("utf-8").splitlines()
    assert len(lines) <= 150
    assert max(map(len, lines)) <= 200


def test_architecture_draws_what_the_table_above_says() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    chain = "records → site → catalogs → formats → model"
    assert chain in text
    rooms = chain.split(" → ")
    assert all(low in MAY_IMPORT[high] for high, low in pairwise(rooms))
    assert f"{', '.join(sorted(SEES_INDEX))} → index" in text


def test_the_walk_sees_a_breach() -> None:
    tree = ast.parse("from glossary.web import pages\nimport flask.views\n")
    assert list(_modules(tree)) == [("glossary.web.pages", set()), ("flask.views", set())]
