"""The world of consultations, in a workspace of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/consultation")


@pytest.fixture
def world(db: None, w: ModuleType, tmp_path: Path, settings: Any) -> Any:
    settings.DOTHI = dataclasses.replace(settings.DOTHI, workspace=tmp_path)
    return w.build_world()
