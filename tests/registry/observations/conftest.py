"""The small world of the tests of observed values."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    """Builders of the world: workbook(), saved(), keys of places."""
    return world_of("registry/observations")


@pytest.fixture
def world(db: None, w: ModuleType) -> Any:
    """Places, sources and people."""
    return w.build_world()
