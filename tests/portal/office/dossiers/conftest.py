"""Browsers of the people who send, read and publish dossiers."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from dothi.lake import open_lake
from dothi.registry.plans import lake as plans_lake


def _world_module() -> ModuleType:
    name = "plans_world"
    if name not in sys.modules:
        path = Path(__file__).parents[3] / "registry/plans/world.py"
        spec = importlib.util.spec_from_file_location(name, path)
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
def world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, w: ModuleType) -> Any:
    """The small world of the app's own tests with a lake of its own."""
    made = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: made)
    return w.build_world(made)


@pytest.fixture
def as_(world: Any) -> Callable[[str], Client]:
    """A signed-in browser of one of the world's people."""

    def browser(who: str) -> Client:
        client = Client()
        client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def says() -> Callable[[Any], str]:
    """What a page says, its markup apart."""
    import html
    import re

    def text(response: Any) -> str:
        plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
        return " ".join(html.unescape(plain).split())

    return text
