"""GeoPackage: what is in it, what QGIS leaves beside it, and files that only look like it."""

from __future__ import annotations

import sqlite3
import struct

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from dothi.base.errors import UnusableError


def without_triggers(path) -> sqlite3.Connection:
    """A connection to a GeoPackage whose triggers, which need functions of GDAL, are gone."""
    connection = sqlite3.connect(path)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.commit()
    return connection


def test_a_plan_comes_through_whole(tmp_path, plan, read_here, layer_of) -> None:
    plan.to_file(tmp_path / "qh.gpkg", layer="QHDD")
    layer = layer_of(read_here(tmp_path / "qh.gpkg"))
    assert (layer.name, layer.driver, layer.encoding, layer.where) == ("QHDD", "GPKG", "utf-8", "qh.gpkg")
    assert layer.frame.crs.to_epsg() == 5899
    assert list(layer.frame.columns) == ["Tên", "so", "ty_le", "moc", "geometry"]
    assert list(layer.frame["Tên"]) == ["Đất ở", "Đường"]
    assert layer.frame.index.name == "feature"
    assert list(layer.frame.index) == [1, 2]
    assert list(layer.frame.area) == [10_000, 20_000 - 100]
    assert pd.isna(layer.frame["ty_le"].iloc[1])


def test_whole_numbers_with_gaps_stay_whole(tmp_path, plan, read_here, layer_of) -> None:
    big = 9_007_199_254_740_993  # the first whole number that a float cannot hold
    plan["ma"] = pd.array([big, None], dtype="Int64")
    plan.to_file(tmp_path / "a.gpkg")
    column = layer_of(read_here(tmp_path / "a.gpkg")).frame["ma"]
    assert column.iloc[0] == big
    assert pd.isna(column.iloc[1])


def test_only_the_layers_asked_for(tmp_path, plan, read_here, layer_of) -> None:
    for name in ("A", "B"):
        plan.to_file(tmp_path / "a.gpkg", layer=name)
    assert layer_of(read_here(tmp_path / "a.gpkg", layers=("B",))).name == "B"
    with pytest.raises(UnusableError, match="Không có lớp C"):
        read_here(tmp_path / "a.gpkg", layers=("C",))


def test_a_file_that_is_open_elsewhere_is_read_with_its_log_and_left_alone(
    tmp_path, plan, read_here, layer_of
) -> None:
    path = tmp_path / "a.gpkg"
    plan.to_file(path, layer="a")
    other = without_triggers(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("PRAGMA wal_autocheckpoint=0")
    other.execute("UPDATE a SET moc = 'mới' WHERE so = 2")
    other.commit()
    assert (tmp_path / "a.gpkg-wal").stat().st_size > 0
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    layer = layer_of(read_here(tmp_path / "a.gpkg"))
    assert list(layer.frame["moc"]) == ["a", "mới"]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before
    other.close()


def test_tables_without_shapes_are_tables(tmp_path, plan, read_here) -> None:
    plan.to_file(tmp_path / "a.gpkg", layer="a")
    pyogrio.write_dataframe(pd.DataFrame({"ma": ["ODT"]}), tmp_path / "a.gpkg", layer="bang", append=True)
    found = [loaded.layer for loaded in read_here(tmp_path / "a.gpkg").layers]
    assert [(layer.name, isinstance(layer.frame, gpd.GeoDataFrame)) for layer in found] == [
        ("a", True),
        ("bang", False),
    ]


@pytest.mark.parametrize("kind", ["CURVEPOLYGON", "GEOMETRY"])
def test_curves_become_chords_of_a_degree(tmp_path, read_here, layer_of, kind) -> None:
    """A circle of radius 100: chords of one degree keep within 100 (1 - cos 0.5°) = 3.8 mm."""
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)] * 2, crs=5899).to_file(path, layer="a")
    corners = [(0.0, 0.0), (100.0, 100.0), (200.0, 0.0), (100.0, -100.0), (0.0, 0.0)]
    ring = struct.pack("<BII", 1, 8, 5) + b"".join(struct.pack("<dd", *corner) for corner in corners)
    circle = b"GP\x00\x01" + struct.pack("<I", 5899) + struct.pack("<BII", 1, 10, 1) + ring
    connection = without_triggers(path)
    connection.execute("UPDATE a SET geom = ? WHERE fid = 2", (circle,))
    connection.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = ?", (kind,))
    connection.commit()
    connection.close()
    straight, round_ = layer_of(read_here(path)).frame.geometry
    assert straight.area == 1
    assert round_.geom_type == "Polygon"
    chords = round_.exterior.segmentize(0.1)
    off = [abs(shapely.Point(corner).distance(shapely.Point(100, 0)) - 100) for corner in chords.coords]
    assert 0.003 < max(off) < 0.0039


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE gpkg_geometry_columns SET srs_id = 0", []),
        ("UPDATE gpkg_geometry_columns SET srs_id = -1", []),
        ("DELETE FROM gpkg_spatial_ref_sys WHERE srs_id = 5899", ["intake.crs-unreadable"]),
        (
            "UPDATE gpkg_spatial_ref_sys SET definition = 'x', organization = 'x'",
            ["intake.crs-unreadable"],
        ),
    ],
    ids=["undefined geographic", "undefined Cartesian", "missing", "broken"],
)
def test_a_crs_that_says_nothing_is_none(tmp_path, plan, read_here, change, told) -> None:
    plan.to_file(tmp_path / "a.gpkg", layer="a")
    connection = without_triggers(tmp_path / "a.gpkg")
    connection.execute(change)
    connection.commit()
    connection.close()
    received = read_here(tmp_path / "a.gpkg")
    assert [loaded.layer.frame.crs for loaded in received.layers] == [None]
    assert [item.reason.code for item in received.skipped] == told


def test_a_shape_that_is_none_is_told(tmp_path, plan, read_here, layer_of, codes_of) -> None:
    """Two ways to break one: not even the head of a blob, and a blob that ends early."""
    path = tmp_path / "a.gpkg"
    plan.to_file(path, layer="lớp 'a' 1", SPATIAL_INDEX="NO")
    connection = without_triggers(path)
    connection.execute("UPDATE \"lớp 'a' 1\" SET geom = x'00' WHERE fid = 1")
    connection.execute("UPDATE \"lớp 'a' 1\" SET geom = substr(geom, 1, 60) WHERE fid = 2")
    connection.commit()
    connection.close()
    received = read_here(path)
    assert len(layer_of(received).frame) == 2
    told = [item.reason.vi for item in received.skipped]
    assert sorted(told) == ["Hình của 1 không đọc được", "Hình của 2 không đọc được"]


def test_a_view_of_features_is_a_layer(tmp_path, plan, read_here, codes_of) -> None:
    plan.to_file(tmp_path / "a.gpkg", layer="a")
    connection = without_triggers(tmp_path / "a.gpkg")
    connection.execute("CREATE VIEW b AS SELECT fid AS OGC_FID, geom, so FROM a WHERE so = 2")
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
        "VALUES ('b', 'features', 'b', 5899)"
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns SELECT 'b', column_name, geometry_type_name, srs_id, z, m "
        "FROM gpkg_geometry_columns"
    )
    connection.commit()
    connection.close()
    received = read_here(tmp_path / "a.gpkg")
    assert {loaded.layer.name: len(loaded.layer.frame) for loaded in received.layers} == {"a": 2, "b": 1}
    assert codes_of(received) == []


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\x00" + b"\x01" * 2000])
def test_what_only_looks_like_one_is_refused(tmp_path, read_here, content) -> None:
    (tmp_path / "a.gpkg").write_bytes(content)
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.gpkg")
    assert refusal.value.code in {"intake.broken", "intake.unknown-kind"}
    assert str(tmp_path) not in str(refusal.value)
