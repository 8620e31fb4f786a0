"""Invented parcels follow the blocks of their plan, alike for one seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import affinity

from dothi.illustration.parcels import draw_parcels, read_cadastre_script

GROUND = shapely.box(0, 0, 400, 300)
PROVINCE = Path(__file__).resolve().parents[2] / "src" / "dothi" / "provinces" / "quang-nam"


def turned(shape: Any) -> Any:
    return affinity.rotate(shape, 17, origin=(100, 100))


@pytest.fixture(scope="module")
def zones() -> gpd.GeoDataFrame:
    shapes = [
        (shapely.box(60, 60, 160, 100), "qpk.nhom-nha-o"),
        (shapely.box(60, 110, 160, 150), "qpk.truong-hoc"),
        (shapely.box(165, 60, 265, 150), "qpk.hon-hop"),
        (shapely.box(60, 100, 160, 110), "qpk.duong-giao-thong"),
        (shapely.box(380, 60, 480, 100), "qpk.nhom-nha-o"),  # reaches out of the commune
    ]
    return gpd.GeoDataFrame(
        {"function": [name for _, name in shapes]}, geometry=[turned(s) for s, _ in shapes], crs=5899
    )


@pytest.fixture(scope="module")
def parcels(zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return draw_parcels(zones, GROUND, most=1000, seed=5)


def test_parcels_fill_their_blocks_and_nothing_else(
    zones: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame
) -> None:
    """4,000 m² of housing, 4,000 of a school, 9,000 mixed; no street, and no block on the border."""
    assert parcels.area.sum() == pytest.approx(17_000, rel=1e-3)
    assert shapely.union_all(parcels.geometry.to_numpy()).area == pytest.approx(17_000, rel=1e-3)
    assert parcels.is_valid.all()
    inside = [int(parcels.representative_point().within(zone).sum()) for zone in zones.geometry]
    assert inside[1:] == [1, inside[2], 0, 0]
    assert 10 <= inside[0] <= 60
    assert 10 <= inside[2] <= 80


def test_numbers_are_unique_and_areas_near_what_is_measured(parcels: gpd.GeoDataFrame) -> None:
    assert not parcels.duplicated(["to", "thua"]).any()
    assert parcels.groupby("to")["thua"].max().to_list() == parcels.groupby("to")["thua"].count().to_list()
    assert np.abs(parcels["dien_tich"] / parcels.area - 1).max() <= 0.06
    assert parcels.area.std() / parcels.area.mean() > 0.2  # no grid


def test_one_seed_draws_one_cadastre(zones: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> None:
    again = draw_parcels(zones, GROUND, most=1000, seed=5)
    assert shapely.equals_exact(again.geometry.to_numpy(), parcels.geometry.to_numpy()).all()
    other = draw_parcels(zones, GROUND, most=1000, seed=6)
    assert len(other) != len(parcels) or not other.geometry.geom_equals(parcels.geometry).all()


def test_no_more_than_wanted(zones: gpd.GeoDataFrame) -> None:
    assert len(draw_parcels(zones, GROUND, most=1, seed=5)) < 80


def test_the_province_has_two_and_another_folder_none(tmp_path: Path) -> None:
    assert [one.unit for one in read_cadastre_script(PROVINCE)] == ["2c-20341", "2c-20579"]
    assert read_cadastre_script(tmp_path) == ()
