"""The ground of Quảng Nam, in which coordinates are placed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from dothi.places.pack import read_pack
from dothi.registry.land import asked
from dothi.registry.workspace import PACKAGE


@pytest.fixture(scope="package")
def province() -> Iterator[None]:
    """A workspace whose province is Quảng Nam."""
    pack = read_pack(PACKAGE / "provinces" / "quang-nam")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked, "province_pack", lambda: pack)
        asked.ground.cache_clear()
        yield
    asked.ground.cache_clear()


@pytest.fixture
def plan(province: None, two_versions: SimpleNamespace) -> SimpleNamespace:
    """The plan `do-an` in two versions, and a fresh count of who asked how often."""
    cache.clear()
    return two_versions
