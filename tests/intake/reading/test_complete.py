"""Files that broke off: refused or told, whatever the place; fewer features never come without a word."""

from __future__ import annotations

import random
import shutil
import sqlite3
import struct
from pathlib import Path

import ezdxf
import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import DothiError, UnusableError
from dothi.intake.reading.complete import (
    Rows,
    ends_as_design,
    ends_as_drawing,
    objects_of_mif,
    rows_of,
    rows_of_mid,
)

COUNT = 60
SHAPES = [shapely.box(577_000 + 10 * n, 1_722_000, 577_010 + 10 * n, 1_722_010) for n in range(COUNT)]
DRIVERS = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "fgb": "FlatGeobuf",
    "kml": "LIBKML",
    "gml": "GML",
    "shp": "ESRI Shapefile",
    "gdb": "OpenFileGDB",
    "tab": "MapInfo File",
    "mif": "MapInfo File",
}
ESSENTIAL = {
    *(f".{ending}" for ending in (*DRIVERS, "parquet", "dxf")),
    *(".shx", ".dbf", ".gdbtable", ".gdbtablx", ".dat", ".id", ".map", ".mid"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, Path]:
    """Sixty squares in every format that can be made, each in a folder of its own."""
    frame = gpd.GeoDataFrame(
        {"ten": [f"Đất {n}" for n in range(COUNT)], "so": range(COUNT)}, geometry=SHAPES, crs=5899
    )
    made = {}
    for ending, driver in DRIVERS.items():
        made[ending] = tmp_path_factory.mktemp(ending) / f"a.{ending}"
        frame.to_file(made[ending], driver=driver)
    made["parquet"] = tmp_path_factory.mktemp("parquet") / "a.parquet"
    frame.to_parquet(made["parquet"])
    drawing = ezdxf.new("R2010")
    for shape in SHAPES:
        drawing.modelspace().add_lwpolyline(list(shape.exterior.coords)[:-1], close=True)
    made["dxf"] = tmp_path_factory.mktemp("dxf") / "a.dxf"
    drawing.saveas(made["dxf"])
    return made


def cuts(size: int, seed: str) -> list[int]:
    """Places to cut: at random, and a byte or a few before the end."""
    chance = random.Random(seed)
    return sorted({chance.randrange(1, size) for _ in range(8)} | {size - 1, size - 2, size - 30} - {0})


@pytest.mark.parametrize("ending", [*DRIVERS, "parquet", "dxf"])
def test_wherever_a_file_is_cut_nothing_is_lost_untold(tmp_path, whole, read_here, ending) -> None:
    origin = whole[ending].parent
    seen = 0
    for part in sorted(path for path in origin.rglob("*") if path.suffix in ESSENTIAL and path.is_file()):
        for place in cuts(part.stat().st_size, f"{part.name} {ending}"):
            copy = tmp_path / f"{ending}-{seen}"
            shutil.copytree(origin, copy)
            victim = copy / part.relative_to(origin)
            victim.write_bytes(victim.read_bytes()[:place])
            seen += 1
            try:
                received = read_here(copy / f"a.{ending}")
            except DothiError:
                continue
            told = {item.reason.code for item in received.skipped} - {"intake.heights"}
            frames = [loaded.layer.frame for loaded in received.layers]
            shapes = sum(int(frame.geometry.notna().sum()) for frame in frames)
            assert shapes == COUNT or told, f"{part.name} cut at {place}: {shapes} shapes"
    assert seen > 8


@pytest.mark.parametrize("ending", [*DRIVERS, "parquet", "dxf"])
def test_whole_files_come_whole_and_nothing_is_told(whole, read_here, ending) -> None:
    received = read_here(whole[ending])
    assert [len(loaded.layer.frame) for loaded in received.layers] == [COUNT]
    assert {item.reason.code for item in received.skipped} <= {"intake.heights"}


@pytest.mark.parametrize(
    ("ending", "part"), [("shp", "a.dbf"), ("tab", "a.dat"), ("tab", "a.id"), ("mif", "a.mid")]
)
def test_the_counts_are_told(tmp_path, whole, read_here, ending, part) -> None:
    shutil.copytree(whole[ending].parent, tmp_path / "in")
    victim = tmp_path / "in" / part
    drop = victim.read_bytes().rstrip(b"\n").rfind(b"\n") + 1 if part.endswith(".mid") else -3
    victim.write_bytes(victim.read_bytes()[:drop])
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "in" / f"a.{ending}")
    assert refusal.value.code == "intake.cut"
    assert f"có {COUNT} đối tượng mà chỉ đọc được {COUNT - 1}" in str(refusal.value)


def test_a_page_of_a_database_that_was_wiped_is_refused(tmp_path, read_here) -> None:
    """The file keeps its size, so only its pages tell: one in the middle of the rows becomes zeros."""
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame({"ten": ["x" * 200] * 400}, geometry=SHAPES[:1] * 400, crs=5899)
    frame.to_file(path, layer="a", SPATIAL_INDEX="NO")
    data = bytearray(path.read_bytes())
    page = data.rindex(b"x" * 200) // 4096
    data[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(data)
    with pytest.raises(UnusableError) as refusal:
        read_here(path)
    assert refusal.value.code == "intake.broken"


def test_values_against_a_rule_of_their_table_are_no_damage(tmp_path, read_here, layer_of) -> None:
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"so": [1]}, geometry=SHAPES[:1], crs=5899).to_file(path, layer="a")
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE ghi_chu (a INTEGER CHECK (a > 5))")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("INSERT INTO ghi_chu VALUES (1)")
    connection.commit()
    connection.close()
    received = read_here(path)
    assert [len(loaded.layer.frame) for loaded in received.layers if loaded.layer.name == "a"] == [1]


def test_rows_of_a_table_struck_out_are_not_missed(tmp_path, whole, read_here, layer_of) -> None:
    shutil.copytree(whole["shp"].parent, tmp_path / "in")
    table = tmp_path / "in" / "a.dbf"
    data = bytearray(table.read_bytes())
    start, length = struct.unpack_from("<HH", data, 8)
    for row in (0, 7):
        data[start + row * length] = ord("*")
    table.write_bytes(data)
    assert rows_of(table) == Rows(COUNT, COUNT, 2)
    assert len(layer_of(read_here(tmp_path / "in" / "a.shp")).frame) == COUNT - 2


def test_shapes_and_rows_that_are_not_as_many_are_told(tmp_path, whole, read_here, codes_of) -> None:
    shutil.copytree(whole["shp"].parent, tmp_path / "in")
    gpd.GeoDataFrame({"ten": ["a"] * 70}, geometry=SHAPES[:1] * 70, crs=5899).to_file(tmp_path / "b.shp")
    shutil.copyfile(tmp_path / "b.dbf", tmp_path / "in" / "a.dbf")
    received = read_here(tmp_path / "in" / "a.shp")
    assert codes_of(received) == ["intake.counts-differ"]
    assert "60 hình, 70 dòng" in received.skipped[0].reason.vi


def test_without_index_the_length_of_the_shapes_tells(tmp_path, whole, read_here) -> None:
    shutil.copytree(whole["shp"].parent, tmp_path / "in")
    (tmp_path / "in" / "a.shx").unlink()
    shapes = tmp_path / "in" / "a.shp"
    shapes.write_bytes(shapes.read_bytes()[:-136])
    with pytest.raises(UnusableError) as refusal:
        read_here(shapes)
    assert refusal.value.code == "intake.broken"


def test_objects_of_an_exchange_file(tmp_path) -> None:
    head = 'Version 300\nDelimiter ";"\nColumns 1\n  region Char(9)\nData\n\n'
    region = "Region 1\n  3\n0 0\n0 1\n1 1\n"
    body = f"{region}none\nCollection 2\n{region}Pline 2\n0 0\n1 1\nPoint 1 2\n"
    (tmp_path / "a.mif").write_text(head + body)
    (tmp_path / "a.mid").write_text('"một\ndòng"\n"b"\n\n"c"\n')
    assert objects_of_mif(tmp_path / "a.mif") == 4
    assert rows_of_mid(tmp_path / "a.mid", ";") == 3


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", True),
        (b"0\r\nSECTION\r\n2\r\nENTITIES\r\n0\r\nENDSEC\r\n0\r\nEOF\r\n\x1a", True),
        (b"0\nSECTION\n2\nENTITIES\n0\nLINE\n0\nENDSEC\n", True),
        (b"0\nSECTION\n2\nHEADER\n0\nENDSEC\n", False),
        (b"0\nSECTION\n2\nENTITIES\n0\nLINE\n10\n57", False),
    ],
)
def test_the_end_of_a_drawing(tmp_path, content, whole) -> None:
    (tmp_path / "a.dxf").write_bytes(content)
    assert ends_as_drawing(tmp_path / "a.dxf") is whole


@pytest.mark.parametrize(
    ("rest", "whole"),
    [(b"\xff\xff", True), (b"\xff\xff" + bytes(300), True), (b"", None), (b"\x03\x01\x04\x00ab", False)],
)
def test_the_end_of_a_design(tmp_path, rest, whole) -> None:
    element = b"\x03\x03\x04\x00" + bytes(8)
    (tmp_path / "a.dgn").write_bytes(element * 2 + rest)
    assert ends_as_design(tmp_path / "a.dgn") is whole


def test_a_design_that_is_cut_is_refused_and_one_without_end_told(
    tmp_path, data, read_here, codes_of
) -> None:
    """The elements of the sample end at byte 10,424, where its mark stands."""
    content = (data / "gdal-legacy-formats" / "dgn" / "smalltest.dgn").read_bytes()[:10_424]
    (tmp_path / "a.dgn").write_bytes(content)
    assert codes_of(read_here(tmp_path / "a.dgn")) == ["intake.no-end"]
    (tmp_path / "a.dgn").write_bytes(content[:-8])
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.dgn")
    assert refusal.value.code == "intake.broken"
