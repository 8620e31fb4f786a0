"""The map of an extract: round scales, what is drawn where, labels that do not cover one another."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
import shapely
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.land.extract_map import (
    HEIGHT_MM,
    WIDTH_MM,
    Sheet,
    ZoneShape,
    functions_shown,
    map_svg,
    sheet_of,
    zones_around,
)
from dothi.land.piece import piece


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


def drawn(w: Any, land: Any, zones: Any = None, invented: str = "") -> str:
    sheet = sheet_of(land)
    layers = [item for item in w.PLAN.layers if item.role == "zones"]
    shown = zones_around(land, layers, sheet) if zones is None else zones
    return map_svg(land, shown, sheet, w.STYLES, north="B", invented=invented)


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [
        (20, 10, 200),  # 20 m on 170 mm would be 1/176
        (100, 10, 1000),  # 100 x 1.5 / 0.170 = 882
        (10, 100, 2000),  # 100 x 1.5 / 0.090 = 1667
        (113.3, 10, 1000),  # 999.7
        (113.4, 10, 2000),  # 1000.6
    ],
)
def test_round_scales(w: ModuleType, width: float, height: float, scale: int) -> None:
    sheet = sheet_of(w.area(0, 0, width, height))
    assert sheet.scale == scale
    assert sheet.east - sheet.west == pytest.approx(scale * WIDTH_MM / 1000)
    assert sheet.north - sheet.south == pytest.approx(scale * HEIGHT_MM / 1000)
    assert (sheet.east + sheet.west) / 2 == pytest.approx(w.EAST + width / 2)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.1, 90_000), st.floats(0.1, 90_000))
def test_the_land_always_lies_on_the_sheet(w: ModuleType, width: float, height: float) -> None:
    land = w.area(0, 0, width, height)
    assert sheet_of(land).box.contains(land.flat)


def test_a_point_gets_its_surroundings(w: ModuleType) -> None:
    sheet = sheet_of(w.point(600, 500))
    assert sheet.scale == 2000
    assert "<circle" in drawn(w, w.point(600, 500))


def test_zones_around_are_drawn_though_the_land_does_not_touch_them(w: ModuleType) -> None:
    # The sheet of 1/200 reaches 17 m east of 585: two metres into the green zone, 5 m from the land.
    text = drawn(w, w.area(575, 500, 20, 10))
    assert w.STYLES["f.cx"].colour in text
    assert ">CX1<" in text
    assert w.STYLES["f.cx"].colour not in drawn(w, w.area(570, 500, 20, 10))


def test_the_scale_bar_is_as_long_as_it_says(w: ModuleType) -> None:
    text = drawn(w, w.area(550, 0, 100, 10))  # 1/1000: a tenth of a millimetre is 0.1 m
    width = float(re.search(r'M40 \d+v14h([\d.]+)v-14" fill="none" stroke="#1d2321"', text)[1])
    assert ">20 m<" in text
    assert width == pytest.approx(200)


def test_corners_are_numbered_where_they_are_few(w: ModuleType) -> None:
    assert [f">{number}<" in drawn(w, w.area(550, 0, 100, 10)) for number in (1, 4, 5)] == [True, True, False]
    circle = piece(shapely.Point(w.EAST + 500, w.NORTH + 500).buffer(30, quad_segs=16), w.ZONE)
    assert ">1<" not in drawn(w, circle)


def test_invented_plans_are_marked_all_over(w: ModuleType) -> None:
    assert drawn(w, w.area(550, 0, 100, 10), invented="Dữ liệu minh họa").count("Dữ liệu minh họa") >= 6
    assert "minh họa" not in drawn(w, w.area(550, 0, 100, 10))


def test_names_are_escaped_and_long_ones_cut(w: ModuleType) -> None:
    land = w.area(0, 0, 100, 50)
    zones = [
        ZoneShape(w.box(0, 0, 50, 50), "f.o", '<script>"&'),
        ZoneShape(w.box(50, 0, 50, 50), "x", "A" * 40),
    ]
    text = drawn(w, land, zones)
    assert ElementTree.fromstring(text) is not None
    assert "<script>" not in text
    assert "A" * 13 + "…" in text
    assert "A" * 15 not in text


def test_labels_do_not_cover_one_another(w: ModuleType) -> None:
    zones = [
        ZoneShape(w.box(x, y, 4, 4), "f.o", f"OO-{x}-{y}") for x in range(0, 100, 4) for y in range(0, 60, 4)
    ]
    text = drawn(w, w.area(20, 20, 30, 15), zones)
    spots = [
        (float(x), float(y), len(label))
        for x, y, label in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(OO-[^<]*)<', text)
    ]
    assert spots
    boxes = [shapely.box(x - 7 * n, y - 22, x + 7 * n, y) for x, y, n in spots]
    pairs = shapely.STRtree(boxes).query(boxes)
    assert all(one == other for one, other in pairs.T.tolist() if boxes[one].intersection(boxes[other]).area)


def test_labels_stay_on_the_sheet_and_off_the_north_arrow(w: ModuleType) -> None:
    land = w.area(50, 30, 60, 30)
    west, _, east, north = (round(edge) for edge in sheet_of(land).box.bounds)
    x, y = west - w.EAST, north - w.NORTH
    edges = [
        ZoneShape(w.box(x - 90, y - 40, 92, 30), "f.o", "O-ria"),
        ZoneShape(w.box(x + 20, y - 40, 20, 30), "f.o", "O-giua"),
    ]
    arrow = ZoneShape(w.box(east - w.EAST - 8, y - 8, 8, 8), "f.o", "O-bac")
    text = drawn(w, land, [*edges, arrow])
    assert ("O-giua" in text, "O-ria" in text, "O-bac" in text) == (True, False, False)


def test_functions_are_listed_by_their_land_on_the_sheet(w: ModuleType) -> None:
    sheet = Sheet(1000, w.EAST + 500, w.NORTH, w.EAST + 670, w.NORTH + 90)  # 100 m housing, 70 m green
    zones = [ZoneShape(w.box(600, 0, 300, 1000), "f.cx", ""), ZoneShape(w.box(0, 0, 600, 1000), "f.o", "")]
    assert functions_shown(zones, sheet) == ["f.o", "f.cx"]


def test_an_invalid_neighbour_does_not_spoil_the_map(w: ModuleType) -> None:
    bow = shapely.Polygon([(w.EAST + x, w.NORTH + y) for x, y in ((0, 0), (90, 90), (90, 0), (0, 90))])
    assert "f0b64f" in drawn(w, w.area(20, 20, 10, 10), [ZoneShape(bow, "f.o", "O1")])


def test_a_layer_that_cannot_be_read_is_told(w: ModuleType) -> None:
    land = w.area(550, 0, 100, 10)
    with pytest.raises(UnusableError):
        zones_around(land, w.unreadable(w.PLAN).layers, sheet_of(land))
