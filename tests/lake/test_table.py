from __future__ import annotations

import struct

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.lake.table import CHUNK, LayerTable

SQUARE = shapely.box(0, 0, 1, 1)


def frame(**columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[SQUARE, SQUARE], crs=5899)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, False], "boolean"),
        (pd.array([True, None], dtype="boolean"), "boolean"),
        (np.array([1, 2], dtype=np.uint8), "integer"),
        (pd.array([1, None], dtype="Int32"), "integer"),
        (np.array([1.5, np.nan], dtype=np.float32), "number"),
        (["a", None], "text"),
        ([None, None], "text"),
        (pd.Categorical(["a", "b"]), "text"),
        ([b"a", None], "bytes"),
        ([pd.Timestamp("2026-01-02").date(), None], "date"),
        (pd.to_datetime(["2026-01-02T03:04", None]), "timestamp"),
        (pd.to_datetime(["2026-01-02T03:04", None], utc=True), "instant"),
    ],
)
def test_each_kind_of_column_has_a_logical_type(values: object, kind: str) -> None:
    assert LayerTable.from_frame(frame(x=values)).types == {"x": kind}


def test_not_a_number_means_no_value() -> None:
    layer = LayerTable.from_frame(frame(x=[1.0, np.nan]))
    assert layer.attributes.column("x").to_pylist() == [1.0, None]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([["a"], ["b"]], "list"),
        ([1, "a"], "x"),
        ([1j, 2j], "x"),
        ([np.inf, 1.0], "∞"),
        (np.array([1, 2**63], dtype=np.uint64), "uint64"),
        (pd.to_datetime(["2026-01-02T03:04:05.123456789", None]), "timestamp"),
        (pd.to_timedelta([1, 2], unit="s"), "duration"),
    ],
)
def test_what_would_lose_something_is_refused_by_name(values: object, told: str) -> None:
    with pytest.raises(InputError) as refused:
        LayerTable.from_frame(frame(x=values))
    assert refused.value.code == "lake.column-type"
    assert "«x»" in str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        (frame().set_crs(None, allow_override=True), "lake.no-crs"),
        (gpd.GeoDataFrame({"x": [1]}), "lake.no-geometry"),
        (frame(x=[1, 2]).rename(columns={"x": ""}), "lake.column-name"),
        (frame(x=[1, 2], y=[1, 2]).rename(columns={"x": "y"}), "lake.column-name"),
        (frame(x=[1, 2]).rename_geometry("hinh").rename(columns={"x": "geometry"}), "lake.column-name"),
        (frame(x=gpd.GeoSeries([SQUARE, SQUARE])), "lake.column-type"),
    ],
)
def test_a_layer_without_name_place_or_form_is_refused(layer: gpd.GeoDataFrame, code: str) -> None:
    with pytest.raises(InputError) as refused:
        LayerTable.from_frame(layer)
    assert refused.value.code == code


def test_arrow_and_frame_give_the_same_rows() -> None:
    drawn = frame(x=["a", None])
    table = pa.table({"g": pa.array(shapely.to_wkb(drawn.geometry.array, byte_order=0)), "x": ["a", None]})
    layer = LayerTable.from_arrow(table, "g", 5899)
    (chunk,) = layer.chunks()
    assert chunk.attributes.to_pydict() == {"x": ["a", None]}
    assert shapely.equals_exact(chunk.geometries, drawn.geometry.array).all()


def test_arrow_extension_types_are_understood() -> None:
    table = pa.table(frame(x=["a", "b"]).to_arrow(index=False, geometry_encoding="WKB"))
    (chunk,) = LayerTable.from_arrow(table, "geometry", 5899).chunks()
    assert (chunk.geometries == SQUARE).all()


ARC = struct.pack("<bII6d", 1, 8, 3, 0, 0, 1, 1, 2, 0)


@pytest.mark.parametrize(("wkb", "code"), [(b"\1\3\0\0\0\1", "lake.geometry"), (ARC, "lake.curves")])
def test_wkb_that_is_none_and_arcs_are_refused(wkb: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        list(LayerTable.from_arrow(pa.table({"g": pa.array([wkb])}), "g", 5899).chunks())
    assert refused.value.code == code


def test_arrow_without_that_column_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        LayerTable.from_arrow(pa.table({"x": [1]}), "g", 5899)
    assert refused.value.code == "lake.no-geometry"


def test_chunks_cover_every_row_once() -> None:
    count = CHUNK + 3
    layer = LayerTable.from_frame(
        gpd.GeoDataFrame({"x": np.arange(count)}, geometry=shapely.points(np.zeros((count, 2))), crs=5899)
    )
    found = [chunk.attributes.column("x").to_pylist() for chunk in layer.chunks()]
    assert [len(part) for part in found] == [CHUNK, 3]
    assert [number for part in found for number in part] == list(range(count))
    assert len(layer) == count
