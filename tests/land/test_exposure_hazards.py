"""Layers and themes as hazards: cut small without losing land, classes, unreadable sources."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.exposure import Exposed, Parts, exposure
from dothi.land.exposure_hazards import subdivided, theme_hazard, vector_hazard
from dothi.land.exposure_layers import things_of
from dothi.land.protection import distances_of
from dothi.land.record import Words
from dothi.land.themes import ThemeSource
from dothi.law import load_law
from dothi.law.tables.protection_distances import ProtectionDistance

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000, 1_722_000


def frame(*shapes: Any, crs: int = 5899, **columns: Any) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
    made.index = range(1, len(made) + 1)
    return made


def box(west: float, south: float, east: float, north: float) -> Any:
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def test_polygons_cut_small_make_what_they_came_from() -> None:
    # A square with 400 round holes, and one that needs no cutting.
    holes = shapely.union_all(
        shapely.buffer(shapely.points(*np.meshgrid(np.arange(5, 200, 10), np.arange(5, 200, 10))), 3)
    )
    big, small = shapely.difference(shapely.box(0, 0, 200, 200), holes), shapely.box(300, 0, 310, 10)
    found = subdivided(np.array([big, small]))
    assert shapely.get_num_coordinates(found).max() <= 200
    assert shapely.area(found).sum() == pytest.approx(big.area + small.area, rel=1e-12)
    assert shapely.symmetric_difference(shapely.union_all(found), shapely.union(big, small)).area < 1e-6
    assert len(subdivided(np.array([], dtype=object))) == 0


def test_a_value_that_no_feature_bears_is_refused_with_those_there_are() -> None:
    _, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    flood = frame(box(0, 0, 10, 10), box(20, 0, 30, 10), cap=["cao", "thấp"])
    with pytest.raises(UnusableError) as caught:
        vector_hazard("ngập", flood, ground, field="cap", values=["rất cao"])
    (fault,) = caught.value.faults
    assert (fault.code, "cao, thấp" in fault.remedy_vi) == ("exposure.no-such-value", True)


def test_a_hazard_without_a_finite_place_leaves_nothing_certain() -> None:
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    wild = shapely.Polygon([(EAST, NORTH), (EAST + 9, np.inf), (EAST + 9, NORTH)])
    around = frame(box(-500, -500, 500, 500))
    hazard = vector_hazard("ngập", frame(box(0, 0, 10, 100), wild), ground, covers=around, leave_out=True)
    (found,) = exposure(things, hazard).found
    assert found.parts == Parts(pytest.approx(1_000), 0, pytest.approx(9_000))
    assert [one.feature for one in hazard.left_out] == ["2"]


LINE = shapely.LineString([(EAST + 50, NORTH - 9), (EAST + 50, NORTH + 109)])


def source(shapes: list[Any], covers: Any, *, broken: bool = False) -> ThemeSource:
    def read(_: Any) -> gpd.GeoDataFrame:
        if broken:
            raise UnusableError(Fault("lake.gone", "Mất lớp", "The layer is gone"))
        return frame(*shapes)

    ground = None if covers is None else shapely.transform(covers, carrier(ZONE, WGS84))
    return ThemeSource(
        Words("Ngập", "Floods"), "ngap", "QĐ 1", lambda: ZONE, read, ground, 2.0, illustrative=True
    )


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], Parts(0, 0, 10_000)),
        ([source([box(0, 0, 50, 100)], None)], Parts(5_000, 0, 5_000)),
        ([source([box(0, 0, 50, 100)], box(-500, -500, 500, 500))], Parts(5_000, 5_000, 0)),
        ([source([box(0, 0, 50, 100)], box(-500, -500, 75, 500))], Parts(5_000, 2_500, 2_500)),
        # A line counts 2 m to both sides, as in a look-up.
        ([source([LINE], None)], Parts(400, 0, 9_600)),
        # One source cannot be read: what the other does not show is not known.
        (
            [source([box(0, 0, 50, 100)], box(-500, -500, 500, 500)), source([], None, broken=True)],
            Parts(5_000, 0, 5_000),
        ),
    ],
)  # fmt: skip
def test_themes(sources: list[ThemeSource], expected: Parts) -> None:
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    hazard = theme_hazard(Words("Ngập", "Floods"), sources, things, ground)
    (found,) = exposure(things, hazard).found
    for got, wanted in zip(
        (found.parts.exposed, found.parts.clear, found.parts.unknown),
        (expected.exposed, expected.clear, expected.unknown),
        strict=True,
    ):
        assert got == pytest.approx(wanted, abs=0.1)  # sides of the ground are straight in degrees
    assert hazard.illustrative is bool(sources)
    if any("Mất lớp" in note.vi for note in hazard.notes):
        assert len(sources) == 2
    assert found.verdict is (Exposed.YES if sources else Exposed.UNKNOWN)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("first-burial", Exposed.YES), ("", Exposed.UNKNOWN), ("bone-burial", Exposed.NOT)],
)
def test_facilities_keep_land_away_as_in_a_look_up(kind: str, verdict: Exposed) -> None:
    """A cemetery 300 m from the zone, known 3 km around: 1,000 m for burials, 100 m for urns."""
    rows = load_law().of(ProtectionDistance).in_force(date(2026, 12, 1))
    cemetery = frame(box(400, 0, 410, 100), congNghe=[kind])
    around = shapely.transform(box(-3000, -3000, 3000, 3000), carrier(ZONE, WGS84))
    layer = ThemeSource(
        Words("Nghĩa trang", ""), "nt", "QĐ 1", lambda: ZONE, lambda _: cemetery, around, 2.0,
        distances=distances_of(rows, "cemetery"),
    )  # fmt: skip
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    hazard = theme_hazard(Words("Khoảng cách", ""), [layer], things, ground)
    assert exposure(things, hazard).found[0].verdict is verdict


def test_covers_with_a_hole_leave_it_unknown() -> None:
    things, ground = things_of("ô", frame(box(0, 0, 100, 100)))
    covers = frame(shapely.difference(box(-10, -10, 110, 110), box(90, 0, 100, 100)))
    hazard = vector_hazard("ngập", frame(box(0, 0, 10, 100)), ground, covers=covers)
    assert exposure(things, hazard).found[0].parts == Parts(
        pytest.approx(1_000), pytest.approx(8_000), pytest.approx(1_000)
    )
