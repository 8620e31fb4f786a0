"""The small world of programmes, for every test of the app."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def world(db: None, world_of: Callable[[str], ModuleType]) -> Any:
    """A small province with two towns, two bodies, officers, and a programme of a few lines."""
    return world_of("registry/programmes").build_world()
