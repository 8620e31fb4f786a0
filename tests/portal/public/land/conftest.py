"""The ground of Quảng Nam, in which coordinates are placed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest

from dothi.registry.land import asked


@pytest.fixture(scope="package")
def province(on_quang_nam: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """A workspace whose province is Quảng Nam."""
    with on_quang_nam():
        yield


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
