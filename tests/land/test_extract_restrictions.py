"""Restrictions on the map of an extract: areas, works, and the rings of facilities."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import UnusableError
from dothi.land.extract_map import map_svg, sheet_of
from dothi.land.extract_restrictions import Restriction, Sign, restrictions_around, signs_of
from dothi.land.plans import LayerOnRecord
from dothi.land.protection import Distances, distances_of
from dothi.law import load_law
from dothi.law.tables.protection_distances import ProtectionDistance

ROWS = load_law().of(ProtectionDistance).in_force(date(2026, 12, 1))


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


def around(w: Any, shapes: list[Any], facility: str = "", **says: Any) -> list[Restriction]:
    """What shows within 100 m of the land, a square of 10 m at the origin of the world."""
    frame = gpd.GeoDataFrame(
        {name: [value] * len(shapes) for name, value in says.items()}, geometry=shapes, crs=w.ZONE
    )
    layer = LayerOnRecord("x", "other", lambda: w.ZONE, w.reads(frame))
    distances = distances_of(ROWS, facility) if facility else None
    box = shapely.box(w.EAST - 100, w.NORTH - 100, w.EAST + 110, w.NORTH + 110)
    return restrictions_around(w.area(0, 0, 10, 10), layer, distances, box)


def at(w: Any, x: float, y: float = 5) -> Any:
    return shapely.Point(w.EAST + x, w.NORTH + y)


@pytest.mark.parametrize(
    ("away", "technology", "signs"),
    [
        # The law asks 1,000 m around a burial ground in use; the box ends 110 m east of the origin.
        (60, "first-burial", [Sign.THING, Sign.SURE]),
        (1_109, "first-burial", [Sign.SURE]),
        (1_111, "first-burial", []),
        # What it says of no technology reaches 100 m surely and 1,000 m perhaps.
        (60, "", [Sign.THING, Sign.SURE, Sign.PERHAPS]),
        (211, "", [Sign.PERHAPS]),
    ],
)
def test_a_facility_has_the_rings_of_what_it_says(
    w: Any, away: float, technology: str, signs: list[Sign]
) -> None:
    found = around(w, [at(w, away)], "cemetery", congNghe=technology)
    assert signs_of(found) == signs
    for one in found:
        if one.sign is Sign.SURE and technology:
            assert one.shape.area == pytest.approx(math.pi * 1_000**2, rel=1e-3)


def test_areas_lines_and_points_of_a_theme_without_facilities(w: Any) -> None:
    line = shapely.LineString([(w.EAST - 50, w.NORTH), (w.EAST + 50, w.NORTH)])
    found = around(w, [w.box(0, 0, 5, 5), line, at(w, 50), at(w, 5_000)])
    assert [one.sign for one in found] == [Sign.AREA, Sign.THING, Sign.THING]


def test_without_the_code_of_the_day_nothing_is_drawn(w: Any) -> None:
    layer = LayerOnRecord("x", "other", lambda: w.ZONE, w.broken)
    with pytest.raises(UnusableError) as refused:
        restrictions_around(w.area(0, 0, 10, 10), layer, Distances("cemetery", ()), w.box(0, 0, 9, 9))
    assert refused.value.code == "land.no-distances"


def test_each_sign_is_drawn_its_own_way(w: Any) -> None:
    land = w.area(0, 0, 100, 50)
    ring = at(w, 50).buffer(60)
    shapes = [Restriction(w.box(0, 0, 30, 30), Sign.AREA), Restriction(at(w, 50), Sign.THING)]
    shapes += [Restriction(ring, Sign.SURE), Restriction(ring.buffer(20), Sign.PERHAPS)]
    text = map_svg(land, [], sheet_of(land), w.STYLES, north="B", restrictions=shapes)
    assert text.count('stroke-dasharray="22 12"') == 2
    assert text.count('stroke-dasharray="4 12"') == 1
    assert text.count("<circle") == 1
    assert text.index("4 12") < text.index("<circle")
