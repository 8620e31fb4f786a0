"""A plan of two versions near Tam Kỳ, on the public pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    """Builders of the world: layers, plans, versions."""
    return world_of("portal/public/plans")


@pytest.fixture(scope="session")
def ground(w: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A lake with the layers of both versions; content never changes, so every test may share it."""
    return w.build_ground(tmp_path_factory.mktemp("plans") / "lake")


@pytest.fixture
def lake(w: ModuleType, ground: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with w.served(ground, monkeypatch) as made:
        yield made


@pytest.fixture
def two_versions(db: None, w: ModuleType, lake: Any, ground: SimpleNamespace) -> SimpleNamespace:
    """The plan `do-an` with both versions, and what makes further plans."""
    return SimpleNamespace(
        plan=w.publish_both(ground, "do-an"),
        lake=lake,
        edge=ground.edge,
        zones=ground.zones,
        first=w.FIRST,
        second=w.SECOND,
        new_plan=w.new_plan,
        publish=w.publish,
        in_another_crs=lambda: w.zones_layer(lake, w.BEFORE, "D3", crs=5898),
    )
