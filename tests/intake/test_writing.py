"""Files that are written: read again by other programs, whole or not at all, with no formula in them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from dothi.base.errors import InputError, UnusableError
from dothi.intake.georeference.carry import WGS84, carrier
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


def test_dates_and_times_keep_their_kind(tmp_path) -> None:
    """As other programs see them: GDAL names the kinds of the fields."""
    columns = {
        "ngay": pd.Series([dt.date(2025, 7, 1), None], dtype=object),
        "luc": pd.to_datetime(["2025-07-01 10:30", None]),
        "chu": ["a", None],
    }
    frame = gpd.GeoDataFrame(columns, geometry=[shapely.Point(EAST, NORTH)] * 2, crs=5899)
    made = normalised([Layer("a", frame)]).layers
    for ending in (".gpkg", ".geojson"):
        write(made, tmp_path / f"a{ending}")
        told = pyogrio.read_info(tmp_path / f"a{ending}")
        kinds = dict(zip(told["fields"], told["ogr_types"], strict=True))
        assert kinds == {"ngay": "OFTDate", "luc": "OFTDateTime", "chu": "OFTString"}
        back = gpd.read_file(tmp_path / f"a{ending}")
        assert str(back["ngay"].iloc[0])[:10] == "2025-07-01"
        assert str(back["luc"].iloc[0])[:16] == "2025-07-01 10:30"


def test_rounding_keeps_a_millimetre(tmp_path) -> None:
    """A corner at 1,722,531.7034 m: three decimals in CSV; in degrees within a millimetre of it."""
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(577453.9644, 1722531.7034)], crs=5899)
    made = normalised([Layer("a", frame)]).layers
    write(made, tmp_path / "a.csv")
    assert "POINT (577453.964 1722531.703)" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    write(made, tmp_path / "a.geojson")
    there = gpd.read_file(tmp_path / "a.geojson").geometry.iloc[0]
    back = carrier(WGS84, CRS.from_epsg(5899))(np.array([[there.x, there.y]]))[0]
    assert back == pytest.approx([577453.9644, 1722531.7034], abs=0.001)
    write(made, tmp_path / "a.gpkg")
    assert gpd.read_file(tmp_path / "a.gpkg").geometry.iloc[0].x == 577453.9644


def test_nothing_to_write_is_a_sentence(tmp_path) -> None:
    for ending in endings():
        with pytest.raises(InputError) as refusal:
            write([], tmp_path / f"a{ending}")
        assert refusal.value.code == "intake.no-layers"


@pytest.mark.parametrize("ending", endings())
def test_a_folder_that_takes_nothing_is_a_sentence(layers, ending) -> None:
    """A folder of the system in which nobody, not even root, makes a file."""
    with pytest.raises(UnusableError) as refusal:
        write(layers[:1], Path("/sys") / f"a{ending}")
    assert refusal.value.code == "intake.out-failed"


FULL = """
import resource, sys
from pathlib import Path
import geopandas as gpd, shapely
from dothi.base.errors import UnusableError
from dothi.intake.layers import Layer
from dothi.intake.writing import write
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
frame = gpd.GeoDataFrame(
    {"a": [str(n ** 9) for n in range(9000)]},
    geometry=[shapely.Point(n, n ** 2) for n in range(9000)],
    crs=5899,
)
try:
    write([Layer("a", frame)], Path(sys.argv[1]))
except UnusableError as error:
    print(error.code)
"""


@pytest.mark.parametrize("ending", endings())
def test_a_disk_that_is_full_is_a_sentence_and_leaves_nothing(tmp_path, ending) -> None:
    """A process of its own that may write 40 kB a file; the layer needs more in every format."""
    (tmp_path / "out").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "out" / f"a{ending}")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["intake.out-failed"], done.stderr[-500:]
    assert list((tmp_path / "out").iterdir()) == []


@given(st.sampled_from("=+-@＝＋－＠\t\r\n"), st.text(max_size=9))
def test_every_sign_that_starts_a_formula_is_made_text(sign, text) -> None:
    assert neutral(sign + text) == f"'{sign}{text}"


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text) -> None:
    assert not str(neutral(text)).startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert neutral(text).endswith(text)
