"""The small world of observed values, with a town of two wards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from dothi.base.time import Period
from dothi.registry.places.models import Town, TownUnit, Unit
from dothi.registry.towns.checks import TownEntry

SINCE = Period.between(date(2025, 7, 1))


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/observations")


@pytest.fixture
def world(db: None, w: ModuleType) -> Any:
    """Tam Kỳ lies in the wards Tam Kỳ and Hương Trà, of 40 and 60 km²."""
    made = w.build_world()
    town = Town(key="tam-ky", name="Tam Kỳ", folded="tam ky", source=made.source)
    covers = [
        TownUnit(town_key="tam-ky", unit_key=key, coverage="full", source=made.source)
        for key in (w.TAM_KY, w.HUONG_TRA)
    ]
    for row in (town, *covers):
        row.period = SINCE
        row.save()
    for key, area in ((w.TAM_KY, 40), (w.HUONG_TRA, 60)):
        Unit.objects.filter(key=key).update(official_area_km2=area)
    return made


@pytest.fixture
def entry(world: Any) -> Callable[..., TownEntry]:
    """A valid entry: 62,5 % of labour outside agriculture on 31/12/2025, from the yearbook."""

    def make(**changes: Any) -> TownEntry:
        told = {
            "town_key": "tam-ky",
            "standard": "2A.II.05",
            "text": "62,5",
            "day": date(2025, 12, 31),
            "source_id": world.source.pk,
        }
        return TownEntry(**{**told, **changes})

    return make
