"""Areas by code: hand calculation, conservation, order, and another library on real plans."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.land.overlay import Overlay, overlay
from dothi.land.polygons import Polygons, Source, laid_out


def layer(*items: tuple[str, shapely.Geometry]) -> Polygons:
    labels = np.array([label for label, _ in items], dtype=object)
    shapes = np.array([shape for _, shape in items], dtype=object)
    return Polygons("lớp", shapes, np.arange(len(items)), labels)


def codes_of(found: Overlay, row: int = 0) -> dict[str, float]:
    these = found.codes[found.codes["row"] == row]
    return dict(zip(these["code"], these["m2"], strict=True))


PARCEL = layer(("1", shapely.box(0, 0, 10, 10)))


def test_by_hand() -> None:
    # 10 x 10 parcel: ODT covers x < 6 (60), CX covers x from 5 to 8 (30), 10 of them over ODT; 20 uncovered.
    zones = layer(("ODT", shapely.box(-5, -5, 6, 15)), ("CX", shapely.box(5, 0, 8, 10)))
    found = overlay(PARCEL, zones)
    assert codes_of(found) == pytest.approx({"ODT": 60, "CX": 30})
    row = found.parcels.iloc[0]
    assert (row["id"], row["dominant"]) == ("1", "ODT")
    assert row[["area_m2", "uncovered_m2", "doubly_covered_m2"]].tolist() == pytest.approx([100, 20, 10])
    assert found.code_totals == pytest.approx({"CX": 30, "ODT": 60})
    assert (found.uncovered_m2, found.doubly_covered_m2) == pytest.approx((20, 10))
    assert (found.zones, found.pairs) == (2, 2)


def test_three_zones_on_one_another_count_twice_beyond_the_first() -> None:
    half = shapely.box(0, 0, 5, 10)
    found = overlay(PARCEL, layer(("a", half), ("a", half), ("b", half)))
    assert codes_of(found) == pytest.approx({"a": 100, "b": 50})
    assert (found.uncovered_m2, found.doubly_covered_m2) == pytest.approx((50, 100))


def test_an_uncovered_parcel_has_no_dominant_code() -> None:
    found = overlay(PARCEL, layer(("a", shapely.box(10, 0, 20, 10))))
    assert found.parcels["dominant"].tolist() == [None]
    assert (found.pairs, found.uncovered_m2, found.code_totals) == (0, 100.0, {})


def test_equal_shares_take_the_first_code_and_no_code_is_not_known() -> None:
    left, right = shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)
    assert overlay(PARCEL, layer(("b", left), ("a", right))).parcels["dominant"].tolist() == ["a"]
    unknown = overlay(PARCEL, layer(("", shapely.box(0, 0, 6, 10)), ("a", shapely.box(6, 0, 10, 10))))
    assert unknown.parcels["dominant"].tolist() == [None]
    assert unknown.code_totals == pytest.approx({"": 60, "a": 40})


def test_nothing_on_either_side() -> None:
    none = layer()
    assert overlay(none, PARCEL).code_totals == {}
    assert overlay(PARCEL, none).uncovered_m2 == 100.0


BOXES = st.tuples(
    st.integers(0, 30), st.integers(0, 30), st.integers(1, 20), st.integers(1, 20), st.sampled_from("abc")
)
LAYERS = st.lists(BOXES, min_size=1, max_size=7)


def boxes(found: list[tuple[int, int, int, int, str]]) -> Polygons:
    return layer(*[(code, shapely.box(x, y, x + w, y + h)) for x, y, w, h, code in found])


@settings(deadline=None, max_examples=60)
@given(LAYERS, LAYERS)
def test_areas_conserve(
    first: list[tuple[int, int, int, int, str]], second: list[tuple[int, int, int, int, str]]
) -> None:
    parcels, zones = boxes(first), boxes(second)
    found = overlay(parcels, zones)
    by_row = found.codes.groupby("row")["m2"].sum().reindex(range(len(parcels)), fill_value=0.0).to_numpy()
    balance = (
        by_row + found.parcels["uncovered_m2"].to_numpy() - found.parcels["doubly_covered_m2"].to_numpy()
    )
    assert balance == pytest.approx(shapely.area(parcels.shapes), abs=1e-4)
    union = shapely.union_all(zones.shapes)
    outside = shapely.area(shapely.difference(parcels.shapes, union))
    assert found.parcels["uncovered_m2"].to_numpy() == pytest.approx(outside, abs=1e-4)


@settings(deadline=None, max_examples=60)
@given(LAYERS, LAYERS, st.randoms(use_true_random=False))
def test_order_changes_nothing(
    first: list[tuple[int, int, int, int, str]], second: list[tuple[int, int, int, int, str]], chance: object
) -> None:
    once = overlay(boxes(first), boxes(second))
    zones = list(second)
    chance.shuffle(zones)  # type: ignore[attr-defined]
    again = overlay(boxes(first), boxes(zones))
    pd.testing.assert_frame_equal(once.parcels, again.parcels, check_exact=True)
    pd.testing.assert_frame_equal(once.codes, again.codes, check_exact=True)
    turned = overlay(boxes(first[::-1]), boxes(second))
    assert turned.code_totals == once.code_totals
    assert (turned.uncovered_m2, turned.doubly_covered_m2) == (once.uncovered_m2, once.doubly_covered_m2)


@settings(deadline=None, max_examples=60)
@given(LAYERS, LAYERS, BOXES)
def test_more_zones_never_lower_the_covered_area(
    first: list[tuple[int, int, int, int, str]],
    second: list[tuple[int, int, int, int, str]],
    one: tuple[int, int, int, int, str],
) -> None:
    fewer, more = overlay(boxes(first), boxes(second)), overlay(boxes(first), boxes([*second, one]))
    assert (more.parcels["uncovered_m2"] <= fewer.parcels["uncovered_m2"] + 1e-4).all()


@pytest.fixture(scope="module")
def dc(shared_data: Path) -> dict[str, gpd.GeoDataFrame]:
    place = f"/vsizip/{shared_data}/us-dc-plans/dc_plans_geojson.zip"
    names = ("parcel-lots", "land-use-planned-2006", "future-land-use")
    return {name: gpd.read_file(f"{place}/{name}.geojson").to_crs(26985) for name in names}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [("parcel-lots", "land-use-planned-2006"), ("future-land-use", "land-use-planned-2006")],
)
def test_real_plans_against_another_library(dc: dict[str, gpd.GeoDataFrame], first: str, second: str) -> None:
    """GeoPandas cuts every piece and measures it; its sums by code are the expectation."""
    sources = [Source(name, dc[name], column) for name, column in ((first, "OBJECTID"), (second, "ALLCODES"))]
    parcels, zones = laid_out(sources, leave_out=True)
    found = overlay(parcels, zones)
    left = gpd.GeoDataFrame({"row": range(len(parcels))}, geometry=parcels.shapes)
    right = gpd.GeoDataFrame({"code": zones.labels}, geometry=zones.shapes)
    pieces = gpd.overlay(left, right, keep_geom_type=True)
    pieces["m2"] = pieces.area
    expected = pieces.groupby(["row", "code"])["m2"].sum()
    expected = expected[expected > 1e-5]
    got = found.codes.set_index(["row", "code"])["m2"]
    got = got[got > 1e-5]
    assert len(got) == len(expected) > 1_000
    assert got.sort_index().to_numpy() == pytest.approx(expected.sort_index().to_numpy(), abs=1e-5)
    uncovered = left.overlay(right, how="difference", keep_geom_type=True).area.sum()
    assert found.uncovered_m2 == pytest.approx(uncovered, rel=1e-6)
