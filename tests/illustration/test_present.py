"""Invented current use: a coverage of the same ground, with codes that the law knows, and not the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dothi.illustration.general_uses import DRAWN_AS
from dothi.illustration.ground import projected
from dothi.illustration.plan import Plan
from dothi.illustration.present import CODES, FIELD, FIELDS, draw_present
from dothi.illustration.script import Script
from dothi.illustration.uses import ZONING
from dothi.law import Law


@pytest.fixture(scope="module")
def drawn(script: Script, outlines: Mapping[str, Mapping[str, Any]]) -> gpd.GeoDataFrame:
    ward = projected({"2c-20341": outlines["2c-20341"]})
    return draw_present(script.seed, script, script.plans[0], ward)


def test_it_covers_the_ground_once(drawn: gpd.GeoDataFrame, plans: dict[str, Plan]) -> None:
    shapes = drawn.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(whole.area, abs=1)
    # the edge of a ground is laid on a grid of 5 cm
    assert shapely.symmetric_difference(whole, plans["chung"].ground).area < 0.1 * whole.length


def test_every_face_has_a_code_and_the_label(drawn: gpd.GeoDataFrame, script: Script, law: Law) -> None:
    known = {row.code for row in law.tables["land_use_codes"].every_row}
    assert set(drawn["maLoaiDat"]) <= known
    assert {"LUC", "ODT", "SON", "DGT"} <= set(drawn["maLoaiDat"])
    assert set(drawn["ghiChu"]) == {script.label}
    assert sum(share for _, share in FIELDS) == pytest.approx(1)


def test_everything_a_general_plan_draws_has_a_code() -> None:
    assert {*DRAWN_AS.values(), *ZONING} - {FIELD, "qhc.rung-san-xuat", "qhc.rung-dac-dung"} - set(CODES) == {
        "qhc.co-quan", "qhc.mat-nuoc-bien",
    }  # fmt: skip


def test_it_is_not_the_plan_again(drawn: gpd.GeoDataFrame, plans: dict[str, Plan]) -> None:
    """Less than half of the planned housing is housing today."""
    zones = plans["chung"].zones
    planned = shapely.union_all(zones.geometry[zones["function"] == "qhc.don-vi-o"].to_numpy())
    today = shapely.union_all(drawn.geometry[drawn["maLoaiDat"] == "ODT"].to_numpy())
    assert shapely.intersection(planned, today).area < planned.area / 2


def test_the_same_seed_draws_the_same(
    drawn: gpd.GeoDataFrame, script: Script, outlines: Mapping[str, Mapping[str, Any]]
) -> None:
    again = draw_present(script.seed, script, script.plans[0], projected({"2c-20341": outlines["2c-20341"]}))
    assert again.equals(drawn)
