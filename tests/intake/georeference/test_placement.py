"""Keys of the ways of taking coordinates, and what each does."""

from __future__ import annotations

import contextlib

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.intake.georeference.placement import placement

GRID = np.array([[577453.964, 1722531.703]])
TAM_KY = [108.4740, 15.5736]


@pytest.mark.parametrize(
    ("key", "points"),
    [
        ("5899", GRID),
        ("EPSG:5899", GRID),
        ("5899/yx", GRID[:, ::-1]),
        ("5899/mm", GRID * 1000),
        ("5899/yx/mm", GRID[:, ::-1] * 1000),
        ("4326", np.array([TAM_KY])),
        ("4326/yx", np.array([TAM_KY[::-1]])),
    ],
)
def test_each_way_leads_to_tam_ky(key, points) -> None:
    way = placement(key)
    assert way.to_wgs84(points)[0] == pytest.approx(TAM_KY, abs=2e-8)
    assert placement(way.key) == way


def test_a_plan_computed_on_wgs84_lies_195_m_east_and_113_m_south_and_is_moved_back() -> None:
    """By hand, from the three shifts of EPSG:6960 (-191.9, -39.3, -111.45 m) turned to east and north.

    VN-2000 is WGS 84 less those; at 108.474° E, 15.574° N the east of (191.9, 39.3, 111.45) is
    -191.9 sin λ + 39.3 cos λ = -194.5, its north -sin φ (191.9 cos λ + 39.3 sin λ) + 111.45 cos φ = 113.7.
    """
    moved = placement("5899/wgs84").placed(GRID)[0] - GRID[0]
    assert moved == pytest.approx([-194.5, 113.7], abs=1)


@pytest.mark.parametrize(
    "text", ["", "abc", "5899/", "5899/xy", "5899/yx/yx", "4326/wgs84", "999999", "1e3", "٥٨٩٩", "EPSG:"]
)
def test_other_keys_are_refused(text) -> None:
    with pytest.raises(InputError) as refusal:
        placement(text)
    assert refusal.value.code == "crs.unknown"


def test_a_frame_is_placed_whole() -> None:
    frame = gpd.GeoDataFrame(
        {"a": [1, 2]}, geometry=[shapely.box(0, 0, 1000, 2000), None], index=[5, 6], crs=4326
    )
    placed = placement("5899/yx/mm").frame(frame)
    assert placed.crs.to_epsg() == 5899
    assert placed.geometry.iloc[0].bounds == (0, 0, 2, 1)
    assert list(placed.index) == [5, 6]


def test_titles() -> None:
    assert placement("5899/yx").title() == "VN-2000, 107°45′, múi 3° (EPSG:5899), X và Y đổi chỗ"
    assert placement("4326").title("en") == "WGS 84 (EPSG:4326)"


@given(st.text(max_size=12))
def test_no_text_but_a_key_is_taken(text) -> None:
    with contextlib.suppress(InputError):
        way = placement(text)
        assert placement(way.key) == way


def test_a_frame_that_cannot_be_placed_names_its_features() -> None:
    """Found at infinity by the projection: a plan in millimetres taken as metres."""
    frame = gpd.GeoDataFrame(
        geometry=[shapely.Point(GRID[0]), shapely.Point(GRID[0] * 1e9)], index=[5, 6], crs=4326
    )
    with pytest.raises(InputError, match="6") as refusal:
        placement("5899/wgs84").frame(frame)
    assert refusal.value.code == "intake.out-of-reach"
