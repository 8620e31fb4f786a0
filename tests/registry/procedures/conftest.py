"""The world, built once for the module and taken back after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction

from dothi.registry.procedures import hearing


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/procedures")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, w: ModuleType) -> Iterator[Any]:
    """The world for every test of the module; taken back after it."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        made = w.build_world()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture
def world(built: Any, db: None) -> Any:
    return built


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, w: ModuleType) -> Callable[[Any], None]:
    """The consultation stands as told; well held when nothing is told."""

    def tell(how: Any) -> None:
        monkeypatch.setattr(hearing, "standing", lambda _case, _day=None: how)

    tell(w.HEARD)
    return tell
