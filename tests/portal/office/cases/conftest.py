"""The world of cases, built once for the module, and its people signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dothi.registry.procedures import hearing


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/procedures")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any, w: ModuleType) -> Iterator[Any]:
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
def enter() -> Callable[[Any], Client]:
    """A client in which somebody is signed in."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, w: ModuleType) -> Callable[[Any], None]:
    """The consultation stands as told; well held when nothing is told."""

    def tell(how: Any) -> None:
        monkeypatch.setattr(hearing, "standing", lambda _case, _day=None: how)

    tell(w.HEARD)
    return tell
