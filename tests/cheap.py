"""What tests need not do again and again: each of these makes it once for all tests of a process.

A test of such a thing itself asks for the real one with a fixture of `tests/conftest.py`.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from pathlib import Path
from types import MethodType
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from werkzeug.routing import Rule

from glossary.contribute import store
from glossary.contribute.people import passwords
from glossary.web import templates
from glossary.web.template_helpers import TemplateHelpers
from index.embedded.files import checksums

migrate = store._migrate
hasher, nobody = passwords._hasher, passwords.NOBODY
_CHECKSUMS = """
import sys, zlib
for line in sys.stdin:
    with open(line[:-1], "rb") as stream:
        print(zlib.crc32(stream.read()), flush=True)
"""


@contextmanager
def everything(folder: Path) -> Iterator[None]:
    """Spare what can be spared; `folder` is an empty one."""
    with ExitStack() as spared, pytest.MonkeyPatch.context() as patch:
        spared.enter_context(_checksums_by_one_process(patch))
        _copy_databases(patch, folder / "contributions.sqlite")
        _hash_passwords_at_once(patch)
        _compile_templates_once(patch)
        _compile_addresses_once(patch)
        yield


def _copy_databases(patch: pytest.MonkeyPatch, made: Path) -> None:
    """Let new databases of SQLite be copies of one that the migrations made."""

    def copy(engine: Engine) -> None:
        file = Path(engine.url.database or "")
        if engine.dialect.name != "sqlite" or file.stat().st_size:
            migrate(engine)
            return
        if not made.exists():
            migrate(engine)
            engine.dispose()  # what was written ahead is in the file then
            shutil.copyfile(file, made)
        shutil.copyfile(made, file)

    patch.setattr(store, "_migrate", copy)


def _hash_passwords_at_once(patch: pytest.MonkeyPatch) -> None:
    """Let hashes of passwords be of the same kind, and cost next to nothing."""
    cheap = nobody.replace("m=65536,t=3,p=4", "m=64,t=1,p=1")
    assert cheap != nobody
    patch.setattr(passwords, "_hasher", PasswordHasher(1, 64, 1))
    patch.setattr(passwords, "NOBODY", cheap)


def _compile_templates_once(patch: pytest.MonkeyPatch) -> None:
    """Let applications share the code of templates that have the same texts and addresses."""
    real = templates.Keys.compile
    known: dict[tuple[Any, ...], Any] = {}

    def compile(
        self: templates.Keys, source: Any, name: Any = None, filename: Any = None, **how: Any
    ) -> Any:
        helpers = self.globals.get("helpers")
        if how or not isinstance(source, str) or not isinstance(helpers, TemplateHelpers):
            return real(self, source, name, filename, **how)
        catalog = getattr(helpers.gettext, "__self__", None)
        languages = helpers.ui, *helpers._spoken, *helpers._after
        key = source, name, filename, helpers.root, languages, *getattr(catalog, "files", ())
        if key not in known:
            known[key] = real(self, source, name, filename)
        return known[key]

    patch.setattr(templates.Keys, "compile", compile)


def _compile_addresses_once(patch: pytest.MonkeyPatch) -> None:
    """Let applications share what is compiled of equal rules of addresses."""
    real = Rule.compile
    known: dict[str, tuple[Rule, dict[str, Any]]] = {}

    def without_map(rule: Rule) -> dict[str, Any]:
        return {name: value for name, value in vars(rule).items() if name != "map"}

    def compile(self: Rule) -> None:
        assert self.map is not None
        converters = {name: one.regex for name, one in self.map.converters.items()}
        key = repr((without_map(self), converters))
        if key not in known:
            real(self)
            known[key] = self, without_map(self)
            return
        first, made = known[key]
        for name, value in made.items():
            is_bound = isinstance(value, MethodType) and value.__self__ is first
            own = MethodType(value.__func__, self) if is_bound else copy(value)
            setattr(self, name, own)

    patch.setattr(Rule, "compile", compile)


@contextmanager
def _checksums_by_one_process(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one process compute the checksums of all databases, instead of one for each."""
    real, own, lock = checksums._crc_elsewhere, os.getpid(), threading.Lock()
    command = [sys.executable, "-I", "-c", _CHECKSUMS]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin
        assert process.stdout

        def crc(path: Path) -> int | None:
            if os.getpid() != own or not path.is_file():
                return real(path)
            with lock:
                print(path, file=process.stdin, flush=True)
                return int(process.stdout.readline())  # type: ignore[union-attr]

        patch.setattr(checksums, "_crc_elsewhere", crc)
        yield
        process.stdin.close()
