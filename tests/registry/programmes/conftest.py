"""The small world of programmes, for every test of the app."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _world_module() -> ModuleType:
    name = "programmes_world"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("world.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def world(db: None) -> Any:
    """A small province with two towns, two bodies, officers, and a programme of a few lines."""
    return _world_module().build_world()
