from __future__ import annotations

import pytest
import shapely

from dothi.base.crs import from_wgs84, zone
from dothi.base.errors import InputError
from dothi.illustration.ground import ground_of, projected, shore_of

SQUARES = {
    "a": shapely.box(0, 0, 100, 100),
    "b": shapely.box(100, 0, 200, 100),
    "c": shapely.MultiPolygon([shapely.box(200, 0, 400, 100), shapely.box(500, 500, 700, 700)]),
}


def test_outlines_are_carried_by_the_one_named_operation() -> None:
    outline = {
        "type": "Polygon",
        "coordinates": [[[108.4, 15.5], [108.5, 15.5], [108.45, 15.6], [108.4, 15.5]]],
    }
    found = shapely.get_coordinates(projected({"u": outline})["u"])[0]
    told = from_wgs84(zone(5899), longitude=108.4, latitude=15.5)
    assert found.tolist() == [round(told.y_east, 3), round(told.x_north, 3)]


def test_neighbours_are_joined_without_a_crack() -> None:
    assert ground_of(SQUARES, ["a", "b"]).equals(shapely.box(0, 0, 200, 100))


def test_islands_are_kept_only_where_wanted() -> None:
    assert ground_of(SQUARES, ["c"]).area == 40_000
    assert ground_of(SQUARES, ["c"], islands=True).area == 60_000


def test_a_unit_without_an_outline_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="khong-co") as refused:
        ground_of(SQUARES, ["a", "khong-co"])
    assert refused.value.code == "illustration.no-outline"


def test_the_shore_is_the_open_edge_along_the_sea() -> None:
    land = {"west": shapely.box(0, 0, 20_000, 20_000), "east": shapely.box(20_000, 0, 40_000, 20_000)}
    along = [(41_000, -2_000), (41_000, 22_000)]
    shore = shore_of(land, ground_of(land, ["east"]), along)
    # the eastern side, and of the open sides north and south the last two kilometres within reach
    assert shore.length == pytest.approx(20_000 + 2 * 2_000, abs=1)
    assert shapely.is_empty(shore_of(land, ground_of(land, ["west"]), along))
    assert shapely.is_empty(shore_of(land, ground_of(land, ["east"]), []))
