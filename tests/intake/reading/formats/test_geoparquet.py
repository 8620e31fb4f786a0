"""GeoParquet: CRS, covering columns, and what is refused."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from dothi.base.errors import UnusableError


def rewritten(path, change) -> None:
    table = pq.read_table(path)
    geo = json.loads(table.schema.metadata[b"geo"])
    change(geo)
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), path)


@pytest.fixture
def parquet(tmp_path, plan):
    plan.to_parquet(tmp_path / "qh.parquet", schema_version="1.1.0", write_covering_bbox=True)
    return tmp_path / "qh.parquet"


def test_a_plan_comes_through_whole(parquet, read_here, layer_of) -> None:
    layer = layer_of(read_here(parquet))
    assert (layer.name, layer.driver, layer.frame.crs.to_epsg()) == ("qh", "GeoParquet", 5899)
    assert list(layer.frame.columns) == ["Tên", "so", "ty_le", "moc", "geometry"]
    assert list(layer.frame.area) == [10_000, 19_900]


def test_a_crs_left_out_is_wgs84_and_null_is_none(parquet, read_here, layer_of) -> None:
    rewritten(parquet, lambda geo: geo["columns"]["geometry"].pop("crs"))
    assert layer_of(read_here(parquet)).frame.crs.to_epsg() == 4326
    rewritten(parquet, lambda geo: geo["columns"]["geometry"].update(crs=None))
    assert layer_of(read_here(parquet)).frame.crs is None


def test_a_crs_that_makes_no_sense_is_told(parquet, read_here, layer_of, codes_of) -> None:
    rewritten(parquet, lambda geo: geo["columns"]["geometry"].update(crs={"type": "Nonsense"}))
    received = read_here(parquet)
    assert layer_of(received).frame.crs is None
    assert codes_of(received) == ["intake.crs-unreadable"]


def test_another_encoding_is_refused_with_what_to_do(tmp_path, plan, read_here) -> None:
    plan.to_parquet(tmp_path / "a.parquet", geometry_encoding="geoarrow", schema_version="1.1.0")
    with pytest.raises(UnusableError, match="WKB") as refusal:
        read_here(tmp_path / "a.parquet")
    assert refusal.value.code == "intake.parquet-encoding"


def test_without_geo_it_is_a_table(tmp_path, plan, read_here, table_of) -> None:
    plan.drop(columns="geometry").to_parquet(tmp_path / "a.parquet")
    assert list(table_of(read_here(tmp_path / "a.parquet")).frame["so"]) == [1, 2]


@pytest.mark.parametrize(
    "geo",
    [
        {},
        {"primary_column": "x", "columns": {}},
        {"primary_column": "geometry", "columns": {"geometry": 3}},
        [],
    ],
)
def test_nonsense_in_the_metadata_is_a_refusal(parquet, read_here, geo) -> None:
    table = pq.read_table(parquet)
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), parquet)
    with pytest.raises(UnusableError) as refusal:
        read_here(parquet)
    assert refusal.value.code == "intake.broken"


def test_bytes_that_do_not_unpack_are_a_refusal(parquet, read_here) -> None:
    """Found by turning bytes at random: the page breaks only once its rows are asked for."""
    data = bytearray(parquet.read_bytes())
    data[20:60] = b"\xff" * 40
    parquet.write_bytes(data)
    with pytest.raises(UnusableError) as refusal:
        read_here(parquet)
    assert refusal.value.code == "intake.broken"
