import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from glossary.contribute.people import limits
from glossary.contribute.people.limits import allow, forget
from glossary.contribute.store import Store
from glossary.contribute.tables import Attempt, now
from glossary.site.settings import Settings

ASK = """
from glossary.contribute.people.limits import allow
from glossary.contribute.store import Store
from glossary.site.settings import load

store, allowed = Store(load()), 0
for _ in range(40):
    with store.writing() as session:
        allowed += allow(session, "k", "m", 50, 3600)
print(allowed)
"""


def _ask(store: Store, kind: str = "k", mark: str = "m", most: int = 2) -> bool:
    with store.writing() as session:
        return allow(session, kind, mark, most, 60)


def test_so_many_are_allowed_and_no_more(store: Store) -> None:
    assert [_ask(store) for _ in range(4)] == [True, True, False, False]
    assert _ask(store, mark="other")
    assert _ask(store, kind="other")


def test_after_the_time_it_is_allowed_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [_ask(store) for _ in range(3)] == [True, True, False]
    monkeypatch.setattr(limits, "now", lambda: now() + timedelta(seconds=61))
    assert _ask(store)


def test_what_is_forgotten_does_not_count(store: Store) -> None:
    assert [_ask(store) for _ in range(3)] == [True, True, False]
    with store.writing() as session:
        forget(session, "k", "m")
    assert _ask(store)


def test_old_ones_are_swept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ask(store, mark="old")
    monkeypatch.setattr(limits, "now", lambda: now() + timedelta(days=1, seconds=1))
    assert _ask(store, mark="new")
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_two_processes_together_get_no_more(settings: Settings, store: Store) -> None:
    assert store.engine
    environment = os.environ | {
        "GLOSSARY_DATABASE_URL": settings.database_url,
        "GLOSSARY_SITE": str(settings.site),
    }
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASK], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    allowed = [int(process.communicate()[0]) for process in asking]
    assert sum(allowed) == 50
    assert min(allowed) >= 10
