"""Land near facilities: surely kept away, perhaps kept away, and beyond both."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError, UnusableError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.piece import Piece
from dothi.land.protection import Distances, check_facility, distances_of
from dothi.land.record import ThemeAnswer, Verdict, Words
from dothi.land.themes import ThemeSource, theme_answer
from dothi.law import load_law
from dothi.law.tables.protection_distances import ProtectionDistance

ROWS = load_law().of(ProtectionDistance).in_force(date(2026, 12, 1))
TITLE = Words("Khoảng cách", "Distance")


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


def distances(facility: str) -> Distances:
    return distances_of(ROWS, facility)


@pytest.mark.parametrize(
    ("facility", "says", "least", "most"),
    [
        ("cemetery", {"congNghe": "first-burial"}, 1000, 1000),
        ("cemetery", {"congNghe": ""}, 100, 1000),
        ("cemetery", {"congNghe": "không rõ"}, 100, 1000),
        ("each", {"loaiCongTrinh": "cemetery", "congNghe": "bone-burial"}, 100, 100),
        # it may be an intake, whose distance runs along a river
        ("each", {"loaiCongTrinh": "bến xe"}, 0, 1500),
        ("landfill", {"congNghe": "organic"}, 1000, 1500),
        ("landfill", {}, 100, 1500),
        ("waste-transfer", {}, 20, 30),
        ("wastewater", {"congNghe": "treatment", "congSuat": 4000}, 100, 150),
        ("wastewater", {"congNghe": "treatment", "congSuat": "4.000"}, 100, 150),
        ("wastewater", {"congNghe": "treatment"}, 80, 525),
        ("wastewater", {"congSuat": 4000}, 15, 450),
        ("wastewater", {"congSuat": -1}, 10, 750),
        ("wastewater", {"congSuat": True}, 10, 750),
        ("wastewater", {"congSuat": math.nan}, 10, 750),
        # no row for a filtration field above 5,000 m³/day
        ("wastewater", {"congNghe": "filtration-field", "congSuat": 9000}, 0, 750),
        # along the river: no circle says that it applies
        ("surface-intake", {}, 0, 1000),
        ("well", {}, 25, 25),
    ],
)
def test_what_a_feature_asks_for(facility: str, says: dict[str, Any], least: float, most: float) -> None:
    reach = distances(facility).of(says)
    assert (reach.least, reach.most) == (least, most)
    assert reach.rule.vi
    assert reach.rule.en


def test_the_rule_names_its_text() -> None:
    assert distances("cemetery").of({"congNghe": "crematorium"}).rule.vi == (
        "Cơ sở hỏa táng: đến nhà ở: 500 m (QCVN 01:2021/BXD, bảng 2.25)"
    )
    assert distances("waste-transfer").of({}).rule.en.startswith("Waste transfer station: 20 m, up to 30 m")
    assert (
        "Chưa rõ loại, công nghệ hoặc công suất: từ 100 đến 1.000 m" in distances("cemetery").of({}).rule.vi
    )


def test_a_day_without_a_code_and_a_facility_that_there_is_not() -> None:
    with pytest.raises(UnusableError) as caught:
        distances_of((), "cemetery").of({})
    assert caught.value.code == "land.no-distances"
    with pytest.raises(InputError):
        check_facility("bus")
    check_facility("each")


def asked(
    w: Any, land: Piece, shape: Any, *, covers: Any = None, rows: Any = ROWS, **says: Any
) -> ThemeAnswer:
    """A cemetery layer of one feature; its tolerance is 2 m."""
    frame = gpd.GeoDataFrame([{"ten": "Nghĩa trang A", **says}], geometry=[shape], crs=w.ZONE)
    ground = None if covers is None else shapely.transform(covers, carrier(w.ZONE, WGS84))
    source = ThemeSource(
        Words("Nghĩa trang", ""), "nt", "BC 2", lambda: w.ZONE, w.reads(frame), ground, 2.0,
        distances=distances_of(rows, "cemetery"),
    )  # fmt: skip
    return theme_answer(land, "safety-distance", TITLE, [source])


@pytest.mark.parametrize(
    ("x", "verdict"),
    [
        (99.9, Verdict.APPLIES),
        (100.1, Verdict.UNKNOWN),
        (1001.9, Verdict.UNKNOWN),  # within what the drawing can tell
        (1002.1, Verdict.NOT),
    ],
)
def test_a_point_by_a_hair(w: ModuleType, x: float, verdict: Verdict) -> None:
    """A cemetery of unknown kind west of x = 0, known 3 km around."""
    whole = w.box(-3000, -3000, 6000, 6000)
    answer = asked(w, w.point(x, 50), w.box(-100, 0, 100, 100), covers=whole)
    assert answer.verdict is verdict
    if verdict is not Verdict.NOT:
        (zone,) = answer.zones
        assert (zone.away_m, zone.certain) == (pytest.approx(x), verdict is Verdict.APPLIES)
        assert ("100 đến 1.000 m" in answer.reason.vi) == (verdict is Verdict.UNKNOWN)


def test_an_area_is_divided_at_both_distances(w: ModuleType) -> None:
    """40 m x 10 m from x = 80: 20 m surely, 20 m perhaps, of a cemetery as long as to make no corner."""
    answer = asked(w, w.area(80, 0, 40, 10), w.box(-100, -2000, 100, 4000))
    assert [(zone.certain, round(zone.share.m2, 6)) for zone in answer.zones if zone.share] == [
        (True, 200.0), (False, 200.0),
    ]  # fmt: skip
    assert answer.verdict is Verdict.APPLIES


@pytest.mark.parametrize(("x", "verdict"), [(98.1, Verdict.UNKNOWN), (97.9, Verdict.APPLIES)])
def test_a_strip_by_a_hair(w: ModuleType, x: float, verdict: Verdict) -> None:
    assert asked(w, w.area(x, 0, 40, 10), w.box(-100, -2000, 100, 4000)).verdict is verdict


def test_beyond_it_does_not_apply_only_where_all_ground_around_is_known(w: ModuleType) -> None:
    """1,000 m around the land must be answered for: a cemetery nobody recorded might lie there."""
    land, far = w.area(2000, 0, 10, 10), w.box(-100, 0, 100, 100)
    assert asked(w, land, far, covers=w.box(999, -1001, 2012, 2012)).verdict is Verdict.NOT
    # A strip of 1 m is narrower than the drawing can tell, one of 3 m is not.
    assert "dải hẹp" in asked(w, land, far, covers=w.box(1001, -1001, 2012, 2012)).reason.vi
    assert asked(w, land, far, covers=w.box(1003, -1001, 2012, 2012)).verdict is Verdict.UNKNOWN
    assert asked(w, land, far).verdict is Verdict.UNKNOWN


def test_a_point_feature_is_a_circle(w: ModuleType) -> None:
    spot = shapely.Point(w.EAST, w.NORTH)
    answer = asked(w, w.area(-600, -600, 1200, 1200), spot, congNghe="crematorium")
    (zone,) = answer.zones
    assert zone.share is not None
    assert zone.share.m2 == pytest.approx(math.pi * 500**2, rel=2e-4)


def test_a_day_whose_code_is_not_in_the_table_is_not_known(w: ModuleType) -> None:
    whole = w.box(-3000, -3000, 6000, 6000)
    for cemetery in (w.box(0, 0, 9, 9), w.box(2900, 0, 9, 9)):
        answer = asked(w, w.area(0, 0, 10, 10), cemetery, covers=whole, rows=())
        assert (answer.verdict, answer.unread) == (Verdict.UNKNOWN, True)
        assert "chưa có trong hệ thống" in answer.reason.vi


def test_a_table_that_lacks_the_facility_is_not_known() -> None:
    """An office's overlay may hold cemeteries alone."""
    cemeteries = tuple(row for row in ROWS if row.facility == "cemetery")
    with pytest.raises(UnusableError) as caught:
        Distances("each", cemeteries).of({"loaiCongTrinh": "landfill"})
    assert caught.value.code == "land.no-distances"


def test_a_layer_that_cannot_be_read_is_not_known(w: ModuleType) -> None:
    source = replace(
        w.flood(None, covers=shapely.transform(w.box(-3000, -3000, 6000, 6000), carrier(w.ZONE, WGS84))),
        distances=distances("cemetery"),
    )
    answer = theme_answer(w.area(0, 0, 10, 10), "safety-distance", TITLE, [source])
    assert (answer.verdict, answer.unread) == (Verdict.UNKNOWN, True)


def test_a_source_far_away_is_not_read(w: ModuleType) -> None:
    extent = shapely.transform(w.box(20_000, 0, 10, 10), carrier(w.ZONE, WGS84))
    source = replace(w.flood(None), distances=distances("cemetery"), extent=shapely.box(*extent.bounds))
    answer = theme_answer(w.area(0, 0, 10, 10), "safety-distance", TITLE, [source])
    assert (answer.verdict, answer.unread, answer.source) == (Verdict.UNKNOWN, False, "")
    near = replace(
        source, extent=shapely.box(*shapely.transform(w.box(1000, 0, 10, 10), carrier(w.ZONE, WGS84)).bounds)
    )
    assert theme_answer(w.area(0, 0, 10, 10), "safety-distance", TITLE, [near]).unread


@settings(max_examples=20, deadline=None)
@given(x=st.floats(-50, 1200), size=st.floats(5, 300))
def test_sure_and_unsure_land_never_overlap(w: ModuleType, x: float, size: float) -> None:
    land = w.area(x, 0, size, size)
    answer = asked(w, land, w.box(-100, 0, 100, 100))
    parts = {zone.certain: zone.share.m2 for zone in answer.zones if zone.share}
    assert sum(parts.values()) <= size * size * (1 + 1e-9)
    around = shapely.buffer(w.box(-100, 0, 100, 100), 1000, quad_segs=64)
    assert sum(parts.values()) == pytest.approx(land.flat.intersection(around).area, abs=0.1)
