"""Files that are written: read again by other programs, whole or not at all, with no formula in them."""

from __future__ import annotations

import csv
import json

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError, UnusableError
from dothi.intake.layers import Layer
from dothi.intake.normalise import normalised
from dothi.intake.writing import CORNERS, endings, neutral, write

EAST, NORTH = 577_000.0, 1_722_000.0


@pytest.fixture
def layers():
    hole = shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60)
    shapes = [
        shapely.box(EAST, NORTH, EAST + 100, NORTH + 100).difference(hole),
        shapely.Point(EAST, NORTH),
        None,
    ]
    columns = {
        "Tên": ["Đất ở", "=1+1", None],
        "so": pd.array([1, None, 3], dtype="Int64"),
        "dung": pd.array([True, None, False], dtype="boolean"),
        "ngay": pd.to_datetime(["2025-07-01", None, "2025-07-02"]),
    }
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=5899)
    return normalised([Layer("QHDD", frame), Layer("khác", frame[:1])]).layers


def test_geopackage_holds_every_layer(tmp_path, layers) -> None:
    write(layers, tmp_path / "a.gpkg")
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")] == ["QHDD", "khác"]
    found = gpd.read_file(tmp_path / "a.gpkg", layer="QHDD")
    assert found.crs.to_epsg() == 5899
    assert found["Tên"].tolist()[:2] == ["Đất ở", "=1+1"]
    assert found["so"].tolist()[::2] == [1, 3]
    assert found.geometry.iloc[0].area == 9600
    assert found.geometry.iloc[2] is None


def test_geopackage_without_crs(tmp_path, layers) -> None:
    bare = [Layer("a", layers[0].frame.set_crs(None, allow_override=True))]
    write(bare, tmp_path / "a.gpkg")
    assert (
        gpd.read_file(tmp_path / "a.gpkg").crs is None
        or "undefined" in str(gpd.read_file(tmp_path / "a.gpkg").crs).lower()
    )


def test_geoparquet_is_version_1_1_with_its_crs(tmp_path, layers) -> None:
    write(layers[:1], tmp_path / "a.parquet")
    geo = json.loads(pq.read_schema(tmp_path / "a.parquet").metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 5899}
    assert "bbox" in geo["columns"]["geometry"]["covering"]
    assert gpd.read_parquet(tmp_path / "a.parquet").geometry.iloc[0].area == 9600


def test_geojson_is_rfc_7946(tmp_path, layers) -> None:
    write(layers[:1], tmp_path / "a.geojson")
    told = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert "crs" not in told
    rings = told["features"][0]["geometry"]["coordinates"]
    outer, inner = (shapely.LinearRing(ring) for ring in rings)
    assert outer.is_ccw
    assert not inner.is_ccw
    assert rings[0][0][0] == pytest.approx(108.47, abs=0.01)
    assert told["features"][2]["geometry"] is None
    assert told["features"][0]["properties"]["Tên"] == "Đất ở"


def test_csv_runs_no_formula_and_holds_wkt(tmp_path, layers) -> None:
    write(layers[:1], tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[1]["Tên"] == "'=1+1"
    assert rows[2]["Tên"] == ""
    assert shapely.from_wkt(rows[0]["WKT"]).area == 9600
    assert rows[2]["WKT"] == ""


def test_csv_of_corners_reads_back_as_the_same_parcel(tmp_path, layers) -> None:
    from dothi.intake.reading.corners.cells import row_of
    from dothi.intake.reading.corners.headings import heading_of
    from dothi.intake.reading.corners.parcels import gather

    frame = layers[1].frame
    write([layers[1]], tmp_path / "a.csv", geometry=CORNERS)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row_of(number, cells) for number, cells in enumerate(csv.reader(stream), start=1)]
    assert rows[0].cells[:6] == ("Thửa", "Phần", "Vòng", "Số hiệu điểm", "X", "Y")
    assert rows[1].cells[4].startswith("1722")
    heading = heading_of(rows)
    assert heading is not None
    (parcel,) = gather(rows, heading).parcels
    assert parcel.shape().equals(frame.geometry.iloc[0])


def test_a_feature_without_shape_keeps_its_line_among_the_corners(tmp_path, layers) -> None:
    write(layers[:1], tmp_path / "a.csv", geometry=CORNERS)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["X"], row["so"]) for row in rows if row["Thửa"] == "2"] == [("", "3")]


@pytest.mark.parametrize("ending", endings())
def test_nothing_is_written_over_unless_asked(tmp_path, layers, ending) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text("mine")
    with pytest.raises(UnusableError) as refusal:
        write(layers[:1], path)
    assert refusal.value.code == "intake.out-exists"
    assert path.read_text() == "mine"
    write(layers[:1], path, overwrite=True)
    assert path.read_bytes()[:4] != b"mine"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_failure_leaves_nothing_behind(tmp_path, layers) -> None:
    bare = [Layer("a", layers[0].frame.set_crs(None, allow_override=True))]
    with pytest.raises(InputError) as refusal:
        write(bare, tmp_path / "a.geojson")
    assert refusal.value.code == "intake.crs-unknown"
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_told(tmp_path, layers) -> None:
    for path, code in (
        (tmp_path / "a.shp", "intake.out-kind"),
        (tmp_path / "none" / "a.gpkg", "intake.out-folder"),
    ):
        with pytest.raises(UnusableError) as refusal:
            write(layers, path)
        assert refusal.value.code == code
    with pytest.raises(InputError, match="QHDD, khác") as several:
        write(layers, tmp_path / "a.csv")
    assert several.value.code == "intake.one-layer"


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text) -> None:
    assert not str(neutral(text)).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert neutral(text).endswith(text)
