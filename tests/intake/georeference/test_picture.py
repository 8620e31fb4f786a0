"""The picture of the question: plain SVG, both readings on it, a scale that is right."""

from __future__ import annotations

import re

import defusedxml.ElementTree
import pytest
from pyproj import CRS

from dothi.base.crs import zone
from dothi.intake.georeference.carry import carried
from dothi.intake.georeference.picture import picture
from dothi.intake.georeference.readings import readings
from dothi.intake.georeference.zones import on_wgs84


def paths(svg: str, colour: str) -> list[tuple[float, float]]:
    data = re.search(rf'<path d="([^"]+)"[^>]*stroke="{colour}"', svg)
    assert data is not None
    return [tuple(map(float, pair.split())) for pair in re.split("[ML]", data[1]) if pair]


@pytest.fixture(scope="session")
def shifted(tam_ky, neighbours):
    shapes = carried(tam_ky, on_wgs84(zone(5899))).geometry.to_numpy()
    found = readings(shapes, neighbours, stated=CRS.from_epsg(5899), home=5899)
    return picture(shapes, found, neighbours), found


def test_it_is_svg_without_script_or_link(shifted) -> None:
    svg, _ = shifted
    root = defusedxml.ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert "script" not in svg
    assert "href" not in svg


def test_both_readings_stand_on_it_with_their_reasons(shifted) -> None:
    svg, found = shifted
    for number, one in enumerate(found[:2], start=1):
        assert f"{number}. {one.placement.title()}" in svg
        assert one.reason_vi in svg
    assert "Phạm vi dự kiến" in svg
    assert "Ranh giới đã biết" in svg


def test_the_readings_are_as_far_apart_as_they_are(shifted) -> None:
    """225 m, by the scale bar that is drawn."""
    svg, _ = shifted
    first, second = paths(svg, "#0b5c8a"), paths(svg, "#a8440f")
    apart = max(abs(a[0] - b[0]) for a, b in zip(sorted(first), sorted(second), strict=False)), 0
    bar = re.search(r'd="M24 \d+v5h([\d.]+)v-5"', svg)
    label = re.search(r">(\d+) (m|km)</text>", svg)
    assert bar is not None
    assert label is not None
    metres = int(label[1]) * (1000 if label[2] == "km" else 1)
    west = min(x for x, _ in first), min(x for x, _ in second)
    assert abs(west[0] - west[1]) / float(bar[1]) * metres == pytest.approx(195, abs=12)
    assert apart[0] > 0


def test_english_and_up_to_four(tam_ky, province) -> None:
    shapes = carried(tam_ky, CRS.from_epsg(5899)).geometry.to_numpy()
    svg = picture(shapes, readings(shapes, province, home=5899), province, language="en", most=9)
    assert "Expected area" in svg
    assert "4. " in svg
    assert "5. " not in svg


def test_nothing_to_draw_is_a_map_of_the_area(province) -> None:
    assert defusedxml.ElementTree.fromstring(picture([], (), province)) is not None
