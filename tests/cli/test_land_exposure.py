"""``dothi land exposure`` as planners and scripts run it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import rasterio
import shapely
from click.testing import CliRunner, Result

from dothi.cli.main import main
from dothi.lake import open_lake
from dothi.lake.rasters import publish_raster

EAST, NORTH = 577_000, 1_722_000


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Two hamlets of 100 m × 100 m; flood over half of the first, on a map with a class for each area."""
    things = gpd.GeoDataFrame(
        {"ten": ["Thôn Một", "Thôn Hai"], "danSo": [200, None], "xa": ["A", "B"]},
        geometry=[box(0, 0, 100, 100), box(200, 0, 100, 100)],
        crs=5899,
    )
    flood = gpd.GeoDataFrame(
        {"cap": ["cao", "thấp", None]},
        geometry=[box(-50, 0, 100, 100), box(50, 0, 200, 100), box(250, 0, 100, 100)],
        crs=5899,
    )
    schools = gpd.GeoDataFrame({"ten": ["Trường"]}, geometry=[shapely.Point(EAST + 20, NORTH + 20)], crs=5899)
    named = {"thon": things, "ngap": flood, "truong": schools}
    for name, frame in named.items():
        frame.to_file(tmp_path / f"{name}.gpkg", layer=name)
    values = np.full((10, 30), 0.2, dtype="float32")
    values[:, :5] = 1.5
    values[:, 25:] = -9999
    grid = {"height": 10, "width": 30, "count": 1, "dtype": "float32", "nodata": -9999}
    place = rasterio.Affine(10, 0, EAST, 0, -10, NORTH + 100)
    with rasterio.open(
        tmp_path / "sau.tif", "w", driver="GTiff", crs=5899, transform=place, **grid
    ) as raster:
        raster.write(values, 1)
    return {name: str(tmp_path / f"{name}.gpkg") for name in named} | {"sau": str(tmp_path / "sau.tif")}


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-w", str(workspace), "land", "exposure", *arguments])


def told(workspace: Path, *arguments: str) -> Any:
    done = run(workspace, *arguments, "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout)


def three(exposed: float, clear: float, unknown: float) -> Any:
    return pytest.approx({"exposed": exposed, "not-exposed": clear, "not-known": unknown})


def test_classes_of_a_layer(files: dict[str, str], tmp_path: Path) -> None:
    out, places = tmp_path / "k.xlsx", tmp_path / "k.gpkg"
    given = (files["thon"], "--hazard", files["ngap"], "--field", "cap", "--value", "cao", "--name", "ten")
    found = told(tmp_path, *given, "--by", "xa", "--out", str(out), "--places", str(places))
    # Hamlet 1: half high, half low. Hamlet 2: half low, half of a class that nobody stated.
    assert found["total"]["m2"] == three(5_000, 10_000, 5_000)
    assert found["total"]["count"]["area"] == {"exposed": 1, "not-known": 1, "not-exposed": 0}
    assert (found["total"]["people"], found["total"]["features_without_people"]) == (three(100, 100, 0), 1)
    assert [one["group"] for one in found["groups"]] == ["A", "B"]
    assert [one["verdict"] for one in found["features"]] == ["exposed", "not-known"]
    assert any("ước tính" in note["vi"] for note in found["notes"])
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Tổng hợp", "Đối tượng", "Cơ sở"]
    assert [cell.value for cell in book["Đối tượng"][2]][:8] == [
        "1", "Thôn Một", "A", "vùng", "có nguy cơ", "m²", 5_000, 5_000,
    ]  # fmt: skip
    drawn = gpd.read_file(places)
    assert dict(zip(drawn["ket_luan"], drawn.area, strict=True)) == pytest.approx(
        {"có nguy cơ": 5_000, "chưa biết": 5_000}
    )


def test_a_layer_that_answers_for_no_ground_leaves_the_rest_unknown(
    files: dict[str, str], tmp_path: Path
) -> None:
    only = told(tmp_path, files["truong"], "--hazard", files["ngap"])
    assert only["total"]["count"]["point"] == {"exposed": 1, "not-known": 0, "not-exposed": 0}
    covered = told(tmp_path, files["ngap"], "--hazard", files["thon"], "--covers", "extent")
    assert covered["total"]["m2"] == three(20_000, 10_000, 10_000)


@pytest.mark.slow
def test_a_raster_from_a_file_and_from_the_lake(files: dict[str, str], tmp_path: Path) -> None:
    given = ("--at-least", "0.5")
    by_file = told(tmp_path, files["thon"], "--hazard", files["sau"], *given)
    assert by_file["total"]["m2"] == three(5_000, 10_000, 5_000)
    lake = open_lake(tmp_path / "lake", create=True)
    made = publish_raster(
        lake, Path(files["sau"]), created=datetime(2026, 1, 1, tzinfo=UTC), illustrative=True, title="Sâu"
    )
    by_lake = told(tmp_path, files["thon"], "--hazard", f"lake:{made.name[:10]}", *given)
    assert (by_lake["total"], by_lake["illustrative"], by_lake["hazard"]["name"]) == (
        by_file["total"], True, "Sâu",
    )  # fmt: skip
    text = run(tmp_path, files["thon"], "--hazard", f"lake:{made.name[:10]}", *given).output
    assert "Dữ liệu minh họa" in text
    assert "giá trị ≥ 0,5" in text


def test_people_of_a_raster(files: dict[str, str], tmp_path: Path) -> None:
    found = told(tmp_path, files["sau"], "--hazard", files["ngap"])
    # 50 pixels of 1.5 and 200 of 0.2 stand for people here; the flood map covers all of them.
    assert found["total"]["people"] == three(75 + 40, 0, 0)
    assert found["features"] is None
    assert any("50 ô" in note["vi"] for note in found["notes"])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--hazard", "{sau}"), "--at-least"),
        (("--hazard", "{sau}", "--at-least", "1", "--covers", "extent"), "không dùng cho ảnh"),
        (("--hazard", "{ngap}", "--at-least", "1"), "chỉ dùng cho ảnh"),
        (("--hazard", "{ngap}", "--value", "cao"), "cần --field"),
        (("--hazard", "{ngap}", "--field", "cap"), "cần --value"),
        (("--hazard", "{ngap}", "--field", "muc", "--value", "cao"), "không có trường"),
        (("--hazard", "khong-co.gpkg"), "không có tệp"),
        (("--hazard", "theme:lut"), "flood"),
        (("--hazard", "theme:flood", "--covers", "extent"), "--covers"),
        (("--hazard", "{ngap}", "--crs", "4326"), "--crs 5899"),
        (("--hazard", "{truong}"), "không phải vùng"),
        (("--hazard", "{sau}", "--at-least", "nan"), "--at-least"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(
    files: dict[str, str], tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    done = run(tmp_path, files["thon"], *(one.format(**files) for one in more))
    assert done.exit_code != 0
    assert words in done.output + "".join(
        f"{fault.sentence()} {fault.remedy_vi}" for fault in getattr(done.exception, "faults", ())
    )


def test_a_broken_area_of_the_hazard_leaves_its_ground_unknown(files: dict[str, str], tmp_path: Path) -> None:
    bow = shapely.Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
    around = box(-500, -500, 1_000, 1_000)
    gpd.GeoDataFrame({"a": [1]}, geometry=[bow], crs=5899).to_file(tmp_path / "no.gpkg")
    gpd.GeoDataFrame({"a": [1]}, geometry=[around], crs=5899).to_file(tmp_path / "quanh.gpkg")
    given = (files["thon"], "--hazard", str(tmp_path / "no.gpkg"), "--covers", str(tmp_path / "quanh.gpkg"))
    found = told(tmp_path, *given, "--leave-out")
    # A box of 9 m and a metre around it, of which the hamlet has 10 m by 10 m.
    assert found["total"]["m2"]["not-known"] == pytest.approx(100, abs=1)
    assert found["total"]["m2"]["exposed"] == 0
    assert len(found["left_out"]) == 1
