"""The ground of Quảng Nam, in which coordinates are placed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from django.core.cache import cache


@pytest.fixture(scope="package")
def province(on_quang_nam: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """A workspace whose province is Quảng Nam."""
    with on_quang_nam():
        yield


@pytest.fixture
def plan(province: None, two_versions: SimpleNamespace) -> SimpleNamespace:
    """The plan `do-an` in two versions, and a fresh count of who asked how often."""
    cache.clear()
    return two_versions
