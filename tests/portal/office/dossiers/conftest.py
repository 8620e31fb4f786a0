"""Browsers of the people who send, read and publish dossiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from dothi.lake import open_lake
from dothi.registry.plans import lake as plans_lake


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    """Builders of the world: dossier(), sent(), person()."""
    return world_of("registry/plans")


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
