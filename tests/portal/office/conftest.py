"""The same small world that the tests of observed values use."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _world_module() -> ModuleType:
    name = "observations_world"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, Path(__file__).parents[2] / "registry/observations/world.py"
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def w() -> ModuleType:
    """Builders of the world: workbook(), saved(), keys of places."""
    return _world_module()


@pytest.fixture
def world(db: None, w: ModuleType) -> Any:
    """Places, sources and people."""
    return w.build_world()
