"""Officers, a plan, and a lake of their own for each test."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dothi.lake import open_lake
from dothi.registry.plans import lake as plans_lake


def _world_module() -> ModuleType:
    name = "plans_world"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("world.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def w() -> ModuleType:
    """Builders of the world: dossier(), sent(), person()."""
    return _world_module()


@pytest.fixture
def lake(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: made)
    return made


@pytest.fixture
def world(db: None, lake: Any, w: ModuleType) -> Any:
    return w.build_world(lake)
