"""Bodies on record, and the people who keep them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def world(db: None, world_of: Callable[[str], ModuleType]) -> Any:
    """The small world of programmes: Sở Xây dựng, and Ban cán sự đảng that ended early in 2025."""
    return world_of("registry/programmes").build_world()


@pytest.fixture
def browser(world: Any) -> Callable[[str], Client]:
    """A browser in which this person is signed in."""

    def of(who: str) -> Client:
        client = Client()
        client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of
