"""Bodies on record, and the people who keep them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client


def _world_module() -> ModuleType:
    name = "programmes_world"
    if name not in sys.modules:
        path = Path(__file__).parents[3] / "registry/programmes/world.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def world(db: None) -> Any:
    """The small world of programmes: Sở Xây dựng, and Ban cán sự đảng that ended early in 2025."""
    return _world_module().build_world()


@pytest.fixture
def browser(world: Any) -> Callable[[str], Client]:
    """A browser in which this person is signed in."""

    def of(who: str) -> Client:
        client = Client()
        client.force_login(getattr(world, who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


@pytest.fixture
def says() -> Callable[[Any], str]:
    """What a page says, its markup apart."""
    import html
    import re

    def text(response: Any) -> str:
        plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
        return " ".join(html.unescape(plain).split())

    return text
