from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError, UnusableError
from dothi.lake import geoparquet
from dothi.lake.geoparquet import GeoParquet
from dothi.lake.survey import Survey, survey
from dothi.lake.table import LayerTable


def stored(frame: gpd.GeoDataFrame, folder: Path) -> tuple[Survey, Path]:
    surveyed = survey(LayerTable.from_frame(frame), illustrative=True)
    path = folder / "layer.parquet"
    geoparquet.write(surveyed, path)
    return surveyed, path


@pytest.fixture
def file(make_zones: Callable[..., gpd.GeoDataFrame], tmp_path: Path) -> Path:
    return stored(make_zones(200), tmp_path)[1]


def spread(count: int) -> gpd.GeoDataFrame:
    chance = np.random.default_rng(2)
    x, y = 548_000 + chance.uniform(0, 10_000, (2, count))
    return gpd.GeoDataFrame({"n": np.arange(count)}, geometry=shapely.box(x, y, x + 10, y + 10), crs=5899)


def test_the_file_follows_the_geoparquet_1_1_specification(file: Path) -> None:
    """The rules of the specification's JSON schema and text that apply to such a file, one by one."""
    read = pq.ParquetFile(file)
    geo = json.loads(read.metadata.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert set(geo) == {"version", "primary_column", "columns"}
    column = geo["columns"][geo["primary_column"]]
    assert column["encoding"] == "WKB"
    kinds = column["geometry_types"]
    assert kinds == ["Polygon"]
    assert all(
        re.fullmatch(r"(GeometryCollection|(Multi)?(Point|LineString|Polygon))( Z)?", item) for item in kinds
    )
    assert column["crs"]["$schema"].startswith("https://proj.org/schemas/")
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 5899}
    assert column["edges"] == "planar"
    assert "orientation" not in column  # rings are kept as drawn
    assert len(column["bbox"]) == 4
    covering = column["covering"]["bbox"]
    assert covering == {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}
    schema = read.schema_arrow
    assert schema.field(geo["primary_column"]).type == pa.binary()
    assert schema.names.count("bbox") == 1
    assert [(part.name, part.type) for part in schema.field("bbox").type] == [
        (side, pa.float64()) for side in covering
    ]
    assert {read.metadata.row_group(0).column(i).compression for i in range(read.metadata.num_columns)} == {
        "ZSTD"
    }


def test_the_covering_column_holds_the_box_of_every_row(file: Path) -> None:
    table = pq.read_table(file)
    boxes = [tuple(box.values()) for box in table.column("bbox").to_pylist()]
    drawn = shapely.from_wkb(table.column("geometry").to_pylist())
    assert boxes == [tuple(box) for box in shapely.bounds(drawn).tolist()]


def test_geopandas_reads_it_whole_and_by_box(file: Path, make_zones: Callable[..., gpd.GeoDataFrame]) -> None:
    whole = gpd.read_parquet(file)
    assert whole.crs == "EPSG:5899"
    given_layer = make_zones(200)
    assert len(whole) == 200
    columns = ["ma", "tang", "mat_do", "ghi_chu", "geometry"]
    assert_geodataframe_equal(
        whole[columns].sort_values("ma", ignore_index=True), given_layer[columns], check_like=True
    )
    box = (549_000, 1_717_000, 549_500, 1_717_500)
    found = gpd.read_parquet(file, bbox=box)
    expected = given_layer[given_layer.intersects(shapely.box(*box))]
    assert set(found["ma"]) == set(expected["ma"]) != set()


def test_a_reader_passes_over_row_groups_elsewhere(tmp_path: Path) -> None:
    _, path = stored(spread(100_000), tmp_path)
    opened = GeoParquet.open(path)
    assert opened.file.num_row_groups == 7  # 16,384 to a group
    here = opened.groups_at((549_000, 549_000, 549_100, 549_100))
    assert 1 <= len(here) <= 2
    assert opened.groups_at((0, 0, 1, 1)) == []
    assert len(opened.table((0, 0, 1, 1), ["n"])) == 0


@pytest.fixture(scope="module")
def spread_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[gpd.GeoDataFrame, Path]:
    frame = spread(40_000)
    return frame, stored(frame, tmp_path_factory.mktemp("spread"))[1]


@settings(deadline=None, max_examples=30)
@given(st.tuples(*[st.floats(547_990, 558_020)] * 4))
def test_a_box_finds_exactly_what_meets_it(
    spread_file: tuple[gpd.GeoDataFrame, Path], corners: tuple[float, float, float, float]
) -> None:
    frame, path = spread_file
    x, y = sorted(corners[:2]), sorted(corners[2:])
    box = (x[0], y[0], x[1], y[1])
    found = GeoParquet.open(path).table(box, ["n"]).column("n").to_pylist()
    assert sorted(found) == sorted(frame.index[frame.intersects(shapely.box(*box))])


def test_rows_by_number_are_those_of_the_stored_order(tmp_path: Path) -> None:
    _, path = stored(spread(40_000), tmp_path)
    opened = GeoParquet.open(path)
    order = opened.table(None, ["n"]).column("n").to_pylist()
    asked = [39_999, 0, 16_383, 16_384, 0]
    assert opened.rows(asked, ["n"]).column("n").to_pylist() == [order[number] for number in asked]


def test_features_without_a_place_are_kept_and_met_by_no_box(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"n": [1, 2, 3]}, geometry=[None, shapely.Polygon(), shapely.box(0, 0, 1, 1)], crs=5899
    )
    _, path = stored(frame, tmp_path)
    opened = GeoParquet.open(path)
    assert opened.table((-9, -9, 9, 9), ["n"]).column("n").to_pylist() == [3]
    whole = opened.table(None, ["n"])
    assert sorted(whole.column("n").to_pylist()) == [1, 2, 3]
    assert whole.column("geometry").null_count == 1


def test_a_layer_without_any_place_is_written_and_met_by_no_box(tmp_path: Path) -> None:
    _, path = stored(gpd.GeoDataFrame({"n": [1]}, geometry=[None], crs=5899), tmp_path)
    assert GeoParquet.open(path).groups_at((-1e9, -1e9, 1e9, 1e9)) == []
    assert "bbox" not in json.loads(pq.read_schema(path).metadata[b"geo"])["columns"]["geometry"]


def test_an_attribute_called_bbox_stays_an_attribute(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"bbox": ["x"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=5899)
    _, path = stored(frame, tmp_path)
    opened = GeoParquet.open(path)
    assert (opened.covering, opened.columns) == ("_bbox", ["bbox"])
    assert gpd.read_parquet(path, bbox=(0, 0, 1, 1))["bbox"].to_list() == ["x"]


MOMENT = dt.datetime(2026, 3, 1, 7, 30, 0, 5, tzinfo=dt.UTC)
VALUES: dict[str, Any] = {
    "so": pd.array([1, None, 2**62 + 1], dtype="Int64"),
    "co": pd.array([True, None, False], dtype="boolean"),
    "thuc": [0.1, None, -1e300],
    "chu": ["", None, "ế\0\n"],
    "byte": [b"", None, b"\0\1"],
    "ngay": [dt.date(1899, 12, 31), None, dt.date(2026, 7, 1)],
    "luc": pd.Series([MOMENT, None, MOMENT]),
    "gio": pd.Series([MOMENT.replace(tzinfo=None), None, MOMENT.replace(tzinfo=None)]),
}


def test_everything_returns_from_the_file_with_the_same_name(tmp_path: Path) -> None:
    with np.errstate(invalid="ignore"):
        heights = shapely.from_wkt("POLYGON Z ((0 0 nan, 1 0 2, 1 1 3, 0 0 nan))")
    others = shapely.from_wkt(["MULTIPOINT ((1 2), (3 4))", "GEOMETRYCOLLECTION (POINT (1 1))"])
    geometry = [heights, *others]
    surveyed, path = stored(gpd.GeoDataFrame(VALUES, geometry=geometry, crs=5899), tmp_path)
    opened = GeoParquet.open(path)
    nullable = dict(opened.types)
    again = geoparquet.as_frame(opened.table(None, opened.columns), opened.crs, nullable)
    assert survey(LayerTable.from_frame(again), illustrative=True).name == surveyed.name
    assert again.sort_values("so")["so"].to_list()[:2] == [1, 2**62 + 1]
    assert opened.types == {
        "so": "integer", "co": "boolean", "thuc": "number", "chu": "text",
        "byte": "bytes", "ngay": "date", "luc": "instant", "gio": "timestamp",
    }  # fmt: skip


def test_geometry_is_stored_as_drawn(tmp_path: Path) -> None:
    wkt = "POLYGON ((5 5, -0 5, 0 0, 5 0, 5 5), (1 1, 1 2, 2 2, 1 1))"
    _, path = stored(gpd.GeoDataFrame(geometry=[shapely.from_wkt(wkt)], crs=5899), tmp_path)
    assert pq.read_table(path).column("geometry").to_pylist() == [shapely.to_wkb(shapely.from_wkt(wkt))]


def test_a_file_that_differs_from_what_was_surveyed_is_noticed(
    tmp_path: Path, make_zones: Callable[..., gpd.GeoDataFrame]
) -> None:
    surveyed, path = stored(make_zones(50), tmp_path)
    geoparquet.compare(surveyed, path)
    other = make_zones(50)
    other.loc[3, "tang"] += 1
    changed, _ = stored(other, tmp_path)
    with pytest.raises(UnusableError) as refused:
        geoparquet.compare(surveyed, path)
    assert refused.value.code == "lake.written-wrong"
    geoparquet.compare(changed, path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"x" * 5000])
def test_something_else_is_no_geoparquet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        GeoParquet.open(path)
    assert refused.value.code == "lake.not-geoparquet"


def test_parquet_without_geometry_is_no_geoparquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    with pytest.raises(InputError):
        GeoParquet.open(tmp_path / "x.parquet")
