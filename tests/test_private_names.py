"""Only what other libraries call public is used: private names change without a word."""

import ast
import importlib
import sys
from collections.abc import Iterator
from functools import cache
from types import FunctionType

import pytest

from tests.test_layout import NAMES, TREES

OURS = {"glossary", "index"}
DOCUMENTED = {"_asdict", "_fields", "_make", "_replace"}
"""Names of the standard library's named tuples, which are public in spite of their form."""
WRITTEN = (FunctionType, property, staticmethod, classmethod)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in DOCUMENTED


def _given(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module gives to things of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


@cache
def _given_anywhere() -> set[str]:
    return {name for tree in TREES.values() for name in _given(tree)}


def _taken(tree: ast.AST, given: set[str]) -> Iterator[str]:
    """Yield the private names of other libraries that a module imports or asks for."""
    for node in ast.walk(tree):
        dotted: list[str] = []
        if isinstance(node, ast.ImportFrom):
            dotted = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in given:
            yield ast.unparse(node)
        for name in dotted:
            first, *parts = name.split(".")
            if first not in OURS and any(map(_is_private, parts)):
                yield name


@pytest.mark.parametrize("name", NAMES)
def test_no_private_name_of_a_library_is_taken(name: str) -> None:
    assert not list(_taken(TREES[name], _given_anywhere()))


def _overridden(module: str) -> Iterator[str]:
    """Yield the private names that classes of a module share with a library's class below them."""
    for cls in vars(importlib.import_module(module)).values():
        if not isinstance(cls, type) or cls.__module__ != module:
            continue
        for below in cls.__mro__[1:]:
            library = below.__module__.split(".")[0]
            if library not in OURS | sys.stdlib_module_names:
                shared = vars(cls).keys() & vars(below).keys()
                written = (one for one in shared if isinstance(vars(cls)[one], WRITTEN))
                yield from (f"{cls.__name__}.{one}" for one in written if _is_private(one))


# The tests run without the optional extras, so these cannot be loaded here.
OF_EXTRAS = {f"glossary/web/assistants/{name}.py" for name in ("protocol", "serving")}
LOADED = [name for name in NAMES if "/migrations/" not in name and name not in OF_EXTRAS]


@pytest.mark.parametrize("name", LOADED)
def test_no_private_name_of_a_library_is_overridden(name: str) -> None:
    module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if module.endswith("__main__"):
        return
    assert not list(_overridden(module))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (
            "from openpyxl.worksheet._write_only import Sheet",
            ["openpyxl.worksheet._write_only.Sheet"],
        ),
        ("from babel.messages import _compat", ["babel.messages._compat"]),
        ("import babel._compat", ["babel._compat"]),
        ("catalog._set_locale('fr')", ["catalog._set_locale"]),
        ("from glossary.model import _ours", []),
        ("hit._asdict(), self._own, type(self).__name__", []),
    ],
)
def test_the_walk_sees_private_names(code: str, found: list[str]) -> None:
    assert list(_taken(ast.parse(code), {"_own"})) == found
