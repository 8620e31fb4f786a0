"""What of a cadastral file becomes a parcel that can be found."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.land.cadastre import AREA, COLUMNS, Fields, ParcelIndex, fields_of, snapshot_of

SQUARE = shapely.box(577400, 1722500, 577420, 1722530)
BOW = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def layer(rows: list[tuple[Any, Any, Any, Any]]) -> gpd.GeoDataFrame:
    sheets, parcels, areas, shapes = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {"SoTo": sheets, "so_thua": parcels, "dien_tich": areas, "chu_su_dung": "Nguyễn Văn A"},
        geometry=list(shapes),
        crs=5899,
    )


def test_only_what_finds_a_parcel_is_kept_never_the_owner() -> None:
    frame = layer([(12.0, 345, "610,5", SQUARE), ("013", "7a", 0, SQUARE)])
    fields = fields_of(list(frame.columns.drop("geometry")))
    assert fields == Fields("SoTo", "so_thua", "dien_tich")
    found = snapshot_of(frame, fields, ["2c-20971", "2c-20971"])
    assert set(found.frame.columns) == {*COLUMNS, "geometry"}
    assert found.frame.drop(columns="geometry").iloc[0].tolist() == ["2c-20971", "12", "345", 610.5]
    assert found.frame[AREA].isna().tolist() == [False, True]
    assert (found.units, found.repeated, found.dropped) == (["2c-20971"], 0, ())


def test_what_is_no_parcel_is_left_out_with_its_reason() -> None:
    rows = [
        (12, 1, 5, SQUARE),
        (12, None, 5, SQUARE),
        (12, 2, 5, BOW),
        (12, 3, 5, None),
        (12, 4, 5, SQUARE.boundary),
    ]
    frame = layer(rows)
    found = snapshot_of(frame, Fields("SoTo", "so_thua"), ["u", "u", "u", "u", "u"])
    assert [one.feature for one in found.dropped] == [1, 2, 3, 4]
    assert [one.en for one in found.dropped] == [
        "has no sheet or no parcel number", "has an invalid outline", "is no area", "is no area",
    ]  # fmt: skip
    assert len(found.frame) == 1
    with pytest.raises(InputError) as caught:
        snapshot_of(frame, Fields("SoTo", "so_thua"), [""] * 5)
    assert caught.value.code == "cadastre.nothing"


def test_numbers_that_stand_twice_are_counted() -> None:
    frame = layer([(12, 1, 5, SQUARE), ("012", "01", 5, SQUARE), (12, 2, 5, SQUARE)])
    assert snapshot_of(frame, Fields("SoTo", "so_thua"), ["u"] * 3).repeated == 1


@pytest.mark.parametrize(("columns", "named"), [(["a", "thua"], ""), (["to", "thua"], "khac")])
def test_a_field_that_is_not_there_is_named(columns: list[str], named: str) -> None:
    with pytest.raises(InputError) as caught:
        fields_of(columns, sheet=named)
    assert caught.value.code == "cadastre.field"
    assert "--sheet-field" in caught.value.faults[0].remedy_vi


def test_the_index_finds_by_any_way_of_writing() -> None:
    index = ParcelIndex(["u", "u", "v"], ["12", "13", "012"], ["345", "345", "345"])
    assert index.features("u", "012", "345") == [1]
    assert index.features("v", "12", "0345") == [3]
    assert index.features("v", "13", "345") == []
