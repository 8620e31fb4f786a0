"""The name is held to a second, naive implementation of docs/lake.md that shares no code with the first."""

from __future__ import annotations

import hashlib
import json
import math
import struct
from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.lake import LayerTable
from dothi.lake.survey import survey


def name(frame: gpd.GeoDataFrame, *, illustrative: bool = False) -> str:
    return survey(LayerTable.from_frame(frame), illustrative=illustrative).name


def naive_name(types: dict[str, str], rows: list[dict[str, Any]], crs: str) -> str:
    names = sorted(types, key=lambda text: text.encode())
    digests = sorted(hashlib.sha256(naive_row(names, types, row)).digest() for row in rows)
    kinds = sorted({row["geometry"].geom_type for row in rows if row["geometry"] is not None})
    header = json.dumps(
        {"columns": [[n, types[n]] for n in names], "crs": crs, "format": "dothi-layer-1",
         "geometry": kinds, "illustrative": False},
        sort_keys=True, separators=(",", ":"), ensure_ascii=False,
    ).encode()  # fmt: skip
    whole = struct.pack("<Q", len(header)) + header + struct.pack("<Q", len(rows)) + b"".join(digests)
    return hashlib.sha256(whole).hexdigest()


def naive_row(names: list[str], types: dict[str, str], row: dict[str, Any]) -> bytes:
    head, tail = b"", b""
    for column in names:
        value, kind = row[column], types[column]
        if value is None or (kind == "number" and math.isnan(value)):
            head += bytes(9)
        elif kind in {"text", "bytes"}:
            payload = value.encode() if kind == "text" else value
            head += b"\1" + struct.pack("<Q", len(payload))
            tail += payload
        elif kind == "number":
            head += b"\1" + struct.pack("<d", value + 0.0)
        elif kind == "date":
            head += b"\1" + struct.pack("<q", (value - date(1970, 1, 1)).days)
        else:
            head += b"\1" + struct.pack("<q", int(value))
    geometry = row["geometry"]
    wkb = b"" if geometry is None else naive_wkb(geometry)
    return head + (bytes(9) if geometry is None else b"\1" + struct.pack("<Q", len(wkb))) + tail + wkb


def naive_wkb(geometry: Any) -> bytes:
    if geometry.geom_type == "MultiPolygon":
        return struct.pack("<bII", 1, 6, len(geometry.geoms)) + b"".join(map(naive_wkb, geometry.geoms))
    if geometry.geom_type == "Point":
        return struct.pack("<bIdd", 1, 1, geometry.x + 0.0, geometry.y + 0.0)
    rings = [] if geometry.is_empty else [geometry.exterior, *geometry.interiors]
    written = struct.pack("<bII", 1, 3, len(rings))
    for ring in rings:
        points = [(x + 0.0, y + 0.0) for x, y in ring.coords][:-1]
        ways = [way[k:] + way[:k] for way in (points, points[::-1]) for k in range(len(points))]
        least = min(ways)
        written += struct.pack("<I", len(points) + 1)
        written += b"".join(struct.pack("<dd", *point) for point in [*least, least[0]])
    return written


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=6, unique=True)
POLYGONS = POINTS.map(shapely.Polygon)
GEOMETRIES = st.one_of(
    POLYGONS,
    st.lists(POLYGONS, min_size=1, max_size=3).map(shapely.MultiPolygon),
    st.tuples(NUMBERS, NUMBERS).map(shapely.Point),
    st.just(shapely.Polygon()),
    st.none(),
)
TYPES = {
    "loai_đất": "text",
    "tang": "integer",
    "mat_do": "number",
    "Ngay": "date",
    "b": "boolean",
    "z": "bytes",
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "loai_đất": st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)),
            "tang": st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
            "mat_do": st.one_of(st.none(), st.floats(allow_infinity=False)),
            "Ngay": st.one_of(st.none(), st.dates(date(1800, 1, 1), date(2200, 1, 1))),
            "b": st.one_of(st.none(), st.booleans()),
            "z": st.one_of(st.none(), st.binary(max_size=5)),
            "geometry": GEOMETRIES,
        }
    ),
    min_size=1,
    max_size=8,
)


def framed(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    kinds = {"loai_đất": "string", "tang": "Int64", "mat_do": "float64", "b": "boolean"}
    columns = {
        column: pd.array([row[column] for row in rows], dtype=kinds.get(column, object)) for column in TYPES
    }
    arrow = {"Ngay": "date32[pyarrow]", "z": "binary[pyarrow]"}
    for column, dtype in arrow.items():
        columns[column] = pd.Series([row[column] for row in rows], dtype=dtype)
    return gpd.GeoDataFrame(columns, geometry=[row["geometry"] for row in rows], crs=5899)


@settings(deadline=None)
@given(ROWS)
def test_the_name_is_what_the_document_defines(rows: list[dict[str, Any]]) -> None:
    assert name(framed(rows)) == naive_name(TYPES, rows, "EPSG:5899")


@settings(deadline=None)
@given(ROWS, st.randoms())
def test_order_of_rows_and_columns_does_not_matter(rows: list[dict[str, Any]], chance: Any) -> None:
    frame = framed(rows)
    columns = list(frame.columns)
    chance.shuffle(columns)
    places = list(range(len(rows)))
    chance.shuffle(places)
    assert name(frame.iloc[places][columns]) == name(frame)


def test_a_name_never_changes() -> None:
    """Computed once with the naive implementation above; another value here would orphan every lake."""
    square = shapely.box(548000, 1716000, 548100, 1716050)
    rows = [
        {"ma": "ODT", "tang": 5, "geometry": square},
        {"ma": None, "tang": 3, "geometry": shapely.Point(548001.5, 1716002.25)},
    ]
    frame = gpd.GeoDataFrame(rows, crs=5899)
    assert naive_name({"ma": "text", "tang": "integer"}, rows, "EPSG:5899") == GOLDEN
    assert name(frame) == GOLDEN


GOLDEN = "d60646de2b0bcbe55a1fa6a251a38f459c1da7ca7a08a02ee2421992500246b5"


def changed(frame: gpd.GeoDataFrame, column: str, value: Any) -> gpd.GeoDataFrame:
    other = frame.copy()
    other[column] = other[column].astype(object)
    other.loc[0, column] = value
    return other


def base() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"ma": ["ODT", "ONT"], "mat_do": [40.0, 60.5]},
        geometry=[shapely.box(0, 0, 4, 3), shapely.box(10, 0, 14, 3)],
        crs=5899,
    )


@pytest.mark.parametrize(
    "other",
    [
        changed(base(), "ma", "ODt"),
        changed(base(), "ma", ""),
        changed(base(), "ma", None),
        changed(base(), "ma", "ODT "),
        changed(base(), "mat_do", math.nextafter(40.0, 41.0)),
        changed(base(), "mat_do", None),
        changed(base(), "mat_do", 0.0),
        base().to_crs(5898),
        base().set_crs(3405, allow_override=True),
        base().rename(columns={"ma": "Ma"}),
        base().assign(them="x"),
        base().drop(columns="mat_do"),
        base().assign(ma=base()["ma"].str.encode("utf-8")),
        base().set_geometry([shapely.box(0, 0, 4, math.nextafter(3.0, 4.0)), base().geometry[1]], crs=5899),
        base().set_geometry([shapely.MultiPolygon([base().geometry[0]]), base().geometry[1]], crs=5899),
        base().set_geometry([shapely.force_3d(base().geometry[0]), base().geometry[1]], crs=5899),
        base().set_geometry([None, base().geometry[1]], crs=5899),
        base().set_geometry([shapely.Polygon(), base().geometry[1]], crs=5899),
        base().set_geometry(base().geometry[::-1].to_list(), crs=5899),
        pd.concat([base(), base().iloc[:1]]),
        base().iloc[:1],
        base().iloc[:0],
    ],
    ids=str,
)
def test_any_change_of_content_changes_the_name(other: gpd.GeoDataFrame) -> None:
    assert name(other) != name(base())


def test_missing_empty_text_and_empty_geometry_are_three_things() -> None:
    frames = [changed(base(), "ma", value) for value in (None, "", "None")]
    frames += [
        base().set_geometry([item, base().geometry[1]], crs=5899) for item in (None, shapely.Polygon())
    ]
    assert len({name(frame) for frame in frames}) == len(frames)


def test_invented_content_never_shares_a_name_with_real_content() -> None:
    assert name(base(), illustrative=True) != name(base(), illustrative=False)


def test_widths_and_flavours_are_representation() -> None:
    frame = base().assign(n=[1, 2], f=[1.5, -0.0], t=pd.Categorical(["x", "y"]))
    other = base().assign(
        n=np.array([1, 2], dtype=np.int8), f=np.array([1.5, 0.0], dtype=np.float32), t=["x", "y"]
    )
    assert name(frame.rename_geometry("hinh")) == name(other.set_index("ma", drop=False))


def test_moments_are_instants_whatever_their_zone() -> None:
    moment = datetime(2026, 1, 1, 17, tzinfo=UTC)
    here = pd.Series([moment, None]).dt.tz_convert("Asia/Ho_Chi_Minh")
    frame = base()
    assert name(frame.assign(luc=here)) == name(frame.assign(luc=pd.Series([moment, None])))
    assert name(frame.assign(luc=here)) != name(frame.assign(luc=here.dt.tz_localize(None)))


def test_splitting_text_elsewhere_is_another_content() -> None:
    frame = base().drop(columns=["ma", "mat_do"])
    assert name(frame.assign(a="xy", b="z")) != name(frame.assign(a="x", b="yz"))
