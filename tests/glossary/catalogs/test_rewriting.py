"""A catalog is replaced only where it still is what was read."""

from pathlib import Path

import pytest

from glossary.catalogs.locks import locked
from glossary.catalogs.rewriting import Moved, replace, rewrite
from glossary.errors import Busy, Unavailable


def test_what_somebody_wrote_meanwhile_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "es" / "LC_MESSAGES" / "x.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a")
    seen: list[bytes | None] = []

    def made(content: bytes | None) -> bytes | None:
        if not seen:
            path.write_bytes(b"b")  # an editor, or git
        seen.append(content)
        return (content or b"") + b"+"

    with locked(tmp_path, "es", "x") as lock:
        assert rewrite(lock, path, made)
    assert seen == [b"a", b"b"]
    assert path.read_bytes() == b"b+"


def test_a_file_that_never_rests_is_told(tmp_path: Path) -> None:
    path = tmp_path / "es" / "LC_MESSAGES" / "x.po"
    path.parent.mkdir(parents=True)

    def made(content: bytes | None) -> bytes | None:
        path.write_bytes((content or b"") + b"other ")
        return b"ours"

    with locked(tmp_path, "es", "x") as lock, pytest.raises(Busy, match="es/LC_MESSAGES/x"):
        rewrite(lock, path, made)
    assert b"ours" not in path.read_bytes()


@pytest.mark.parametrize("before", [None, b"old"])
def test_nothing_is_written_over_another_file(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(b"new")
    with locked(tmp_path, "es", "x") as lock:
        with pytest.raises(Moved):
            replace(lock, path, before, b"ours")
        assert path.read_bytes() == b"new"
        path.unlink()
        path.mkdir()
        with pytest.raises(Unavailable):
            replace(lock, path, before, b"ours")
