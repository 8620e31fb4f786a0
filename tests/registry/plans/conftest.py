"""Officers, a plan, and a lake of their own for each test."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from dothi.lake import open_lake
from dothi.registry.plans import lake as plans_lake


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    """Builders of the world: dossier(), sent(), person()."""
    return world_of("registry/plans")


@pytest.fixture
def lake(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: made)
    return made


@pytest.fixture
def world(db: None, lake: Any, w: ModuleType) -> Any:
    return w.build_world(lake)
