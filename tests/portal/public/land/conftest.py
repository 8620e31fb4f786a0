"""The ground of Quảng Nam, in which coordinates are placed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from dothi.places.pack import read_pack
from dothi.registry.land import asked

PACK = Path(__file__).resolve().parents[4] / "src" / "dothi" / "provinces" / "quang-nam"


@pytest.fixture(scope="package")
def province() -> Iterator[None]:
    """A workspace whose province is Quảng Nam."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked, "province_pack", lambda: read_pack(PACK))
        asked.ground.cache_clear()
        yield
    asked.ground.cache_clear()


@pytest.fixture
def plan(province: None, two_versions: SimpleNamespace) -> SimpleNamespace:
    """The plan `do-an` in two versions, on the ground of the province."""
    return two_versions


@pytest.fixture
def no_province(province: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder that is no workspace."""
    monkeypatch.setattr(asked, "province_pack", lambda: None)
    asked.ground.cache_clear()
    yield
    asked.ground.cache_clear()
