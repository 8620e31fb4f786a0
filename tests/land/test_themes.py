"""Themes against land: nothing there, not covered, not read, strips, lines and points near by."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.piece import Box, Piece, piece
from dothi.land.record import Verdict, Words
from dothi.land.themes import ThemeSource, theme_answer

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000.0, 1_722_000.0
FLOOD = Words("Ngập lụt", "Floods")


def box(x: float, y: float, width: float, height: float) -> Any:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def area(x: float, y: float, width: float, height: float) -> Piece:
    return piece(box(x, y, width, height), ZONE)


def in_wgs84(shape: Any) -> Any:
    return shapely.transform(shape, carrier(ZONE, WGS84))


def source(
    *shapes: Any, covers: Any = None, broken: bool = False, title: str = "Vùng ngập 2020"
) -> ThemeSource:
    frame = gpd.GeoDataFrame(
        {"ten": [f"V{n}" for n, _ in enumerate(shapes, 1)]}, geometry=list(shapes), crs=ZONE
    )
    frame.index = pd.Index(range(1, len(shapes) + 1), name="feature")

    def read(wanted: Box) -> gpd.GeoDataFrame:
        if broken:
            raise UnusableError(Fault("lake.away", "Kho không tới được", "The lake is out of reach"))
        return frame[shapely.intersects(frame.geometry.to_numpy(), shapely.box(*wanted))]

    ground = None if covers is None else in_wgs84(covers)
    return ThemeSource(Words(title, "Floods of 2020"), "f" * 64, "QĐ 1", lambda: ZONE, read, ground, 2.0)


def verdict(land: Piece, *sources: ThemeSource) -> Verdict:
    return theme_answer(land, "flood", FLOOD, sources).verdict


def test_applies_with_its_share_and_its_source() -> None:
    answer = theme_answer(area(0, 0, 100, 10), "flood", FLOOD, [source(box(60, -50, 200, 200))])
    assert answer.verdict is Verdict.APPLIES
    (zone,) = answer.zones
    assert (zone.name, zone.feature, zone.layer) == ("V1", 1, "f" * 64)
    assert zone.share is not None
    assert (zone.share.m2, zone.share.of_measured) == pytest.approx((400, 0.4))
    assert answer.source == "Vùng ngập 2020, QĐ 1"


def test_nothing_there_is_no_only_where_a_source_answers_for_the_whole_piece() -> None:
    far = box(5_000, 0, 10, 10)
    land = area(0, 0, 100, 10)
    assert verdict(land, source(far, covers=box(-10, -10, 200, 200))) is Verdict.NOT
    assert verdict(land, source(far, covers=box(50, -10, 200, 200))) is Verdict.UNKNOWN
    assert verdict(land, source(far)) is Verdict.UNKNOWN
    assert verdict(land) is Verdict.UNKNOWN


def test_two_sources_cover_together() -> None:
    west = source(covers=box(-10, -10, 60, 60))
    east = source(covers=box(50, -10, 200, 60))
    assert verdict(area(0, 0, 100, 10), west, east) is Verdict.NOT


def test_a_source_that_cannot_be_read_is_not_known_and_hides_no_restriction() -> None:
    land = area(0, 0, 100, 10)
    here, whole = source(box(0, 0, 50, 50)), box(-10, -10, 500, 500)
    answer = theme_answer(land, "flood", FLOOD, [source(broken=True, covers=whole), source(covers=whole)])
    assert answer.verdict is Verdict.UNKNOWN
    assert "Kho không tới được" in answer.reason.vi
    assert "out of reach" in answer.reason.en
    both = theme_answer(land, "flood", FLOOD, [source(broken=True), here])
    assert both.verdict is Verdict.APPLIES
    assert "Kho không tới được" in both.reason.vi


def test_an_invalid_feature_makes_its_source_not_known() -> None:
    bow = shapely.Polygon([(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50)])
    assert verdict(area(0, 0, 10, 10), source(bow, covers=box(-10, -10, 500, 500))) is Verdict.UNKNOWN


@pytest.mark.parametrize(("width", "found"), [(1.9, Verdict.NOT), (2.1, Verdict.APPLIES)])
def test_a_strip_by_a_hair(width: float, found: Verdict) -> None:
    whole = box(-500, -500, 1_000, 1_000)
    answer = theme_answer(
        area(0, 0, 50, 50), "flood", FLOOD, [source(box(50 - width, 0, 90, 50), covers=whole)]
    )
    assert answer.verdict is found
    assert [zone.sliver for zone in answer.zones] == [found is Verdict.NOT]


@pytest.mark.parametrize(
    ("width", "lacking", "found"),
    [
        (50, 1.9, Verdict.NOT),
        (50, 2.1, Verdict.UNKNOWN),
        (50, 0.05, Verdict.NOT),
        # A path 1.9 m wide of which nothing is covered is no strip of something known.
        (1.9, 1.9, Verdict.UNKNOWN),
        # Of one 3 m wide a strip is known and a strip is not.
        (3.0, 1.5, Verdict.UNKNOWN),
    ],
)
def test_a_strip_that_no_source_covers_is_said_and_decides_nothing(
    width: float, lacking: float, found: Verdict
) -> None:
    ground = source(covers=box(-500, -500, 500 + width - lacking, 1_000))
    answer = theme_answer(area(0, 0, width, 50), "flood", FLOOD, [ground])
    assert answer.verdict is found
    assert ("dải hẹp" in answer.reason.vi) == (found is Verdict.NOT)


@pytest.mark.parametrize(
    ("kind", "said"), [("restriction", "hạn chế"), ("use", "hiện trạng"), ("pending", "đang lấy ý kiến")]
)
def test_what_is_not_on_record_is_said_in_the_words_of_its_kind(kind: str, said: str) -> None:
    answer = theme_answer(area(0, 0, 9, 9), "x", FLOOD, [], kind=kind)
    assert answer.verdict is Verdict.UNKNOWN
    assert said in answer.reason.vi
    assert ("hạn chế" in answer.reason.vi) == (kind == "restriction")


@pytest.mark.parametrize(("away", "found"), [(1.9, Verdict.APPLIES), (2.1, Verdict.NOT)])
def test_a_line_counts_within_the_tolerance(away: float, found: Verdict) -> None:
    line = shapely.LineString([(EAST + 50 + away, NORTH - 50), (EAST + 50 + away, NORTH + 100)])
    answer = theme_answer(
        area(0, 0, 50, 50), "flood", FLOOD, [source(line, covers=box(-500, -500, 1_000, 1_000))]
    )
    assert answer.verdict is found
    assert [zone.away_m for zone in answer.zones] == (
        [pytest.approx(away)] if found is Verdict.APPLIES else []
    )


def test_a_point_inside_near_and_away() -> None:
    whole = box(-500, -500, 1_000, 1_000)
    flood = source(box(0, 0, 50, 50), covers=whole)
    found = [verdict(piece(shapely.Point(EAST + x, NORTH + 25), ZONE), flood) for x in (25, 51.5, 60, 600)]
    assert found == [Verdict.APPLIES, Verdict.APPLIES, Verdict.NOT, Verdict.UNKNOWN]


def test_numbers_do_not_depend_on_the_order_of_sources() -> None:
    first, second = source(box(0, 0, 30, 50), title="A"), source(box(20, 0, 30, 50), title="B")
    land = area(0, 0, 50, 50)
    shares = [
        sorted(zone.share.m2 for zone in theme_answer(land, "flood", FLOOD, order).zones if zone.share)
        for order in ([first, second], [second, first])
    ]
    assert shares[0] == shares[1] == pytest.approx([1_500, 1_500])
    assert np.isfinite(shares).all()
