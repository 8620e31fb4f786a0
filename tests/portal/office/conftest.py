"""The same small world that the tests of observed values use."""

from __future__ import annotations

import html
import re
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


@pytest.fixture
def says() -> Callable[[Any], str]:
    """What a page says, its markup apart."""

    def text(response: Any) -> str:
        plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
        return " ".join(html.unescape(plain).split())

    return text
