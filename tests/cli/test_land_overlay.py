"""``dothi land overlay`` as people and scripts run it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner, Result

from dothi.base.errors import UnusableError
from dothi.cli.main import main
from dothi.lake import open_lake, publish_layer

EAST, NORTH = 577_000, 1_722_000


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    parcels = gpd.GeoDataFrame(
        {"thua": ["1", "2"]}, geometry=[box(0, 0, 100, 100), box(100, 0, 50, 100)], crs=5899
    )
    zones = gpd.GeoDataFrame(
        {"ma": ["ODT", "CX"]}, geometry=[box(-10, -10, 90, 200), box(80, 0, 50, 50)], crs=5899
    )
    parcels.to_file(tmp_path / "thua.gpkg", layer="thua")
    zones.to_file(tmp_path / "vung.gpkg", layer="vung")
    return str(tmp_path / "thua.gpkg"), str(tmp_path / "vung.gpkg")


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-w", str(workspace), "land", "overlay", *arguments])


def test_totals_and_table(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "result.parquet"
    done = run(tmp_path, *files, "--id", "thua", "--code", "ma", "--out", str(out), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    # ODT: 80 x 100 of parcel 1. CX: 20 x 50 of parcel 1 and 30 x 50 of parcel 2.
    assert told["area_by_code"] == pytest.approx({"CX": 2_500, "ODT": 8_000})
    assert (told["parcels"], told["zones"], told["pairs"]) == (2, 2, 3)
    assert told["uncovered_m2"] == pytest.approx(15_000 - 10_500)
    assert (told["doubly_covered_m2"], told["left_out"]) == (0.0, [])
    assert told["seconds"] > 0
    assert told["illustrative"] is False
    assert pq.read_table(out)["dominant"].to_pylist() == ["ODT", "CX"]


def test_a_table_is_not_written_over(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    out.write_text("của người khác", encoding="utf-8")
    done = run(tmp_path, *files, "--id", "thua", "--code", "ma", "--out", str(out))
    assert isinstance(done.exception, UnusableError)
    assert out.read_text(encoding="utf-8") == "của người khác"
    assert (
        run(tmp_path, *files, "--id", "thua", "--code", "ma", "--out", str(out), "--overwrite").exit_code == 0
    )


def test_a_layer_of_the_lake(files: tuple[str, str], tmp_path: Path) -> None:
    lake = open_lake(tmp_path / "lake", create=True)
    zones = gpd.read_file(files[1])
    version = publish_layer(lake, zones, created=datetime.now(UTC), illustrative=True, tiles_for=None)
    done = run(tmp_path, files[0], f"lake:{version.name[:10]}", "--id", "thua", "--code", "ma", "--json")
    told = json.loads(done.stdout)
    assert told["area_by_code"] == pytest.approx({"CX": 2_500, "ODT": 8_000})
    assert told["illustrative"] is True


def test_of_several_layers_one_is_chosen(files: tuple[str, str], tmp_path: Path) -> None:
    gpd.read_file(files[0]).to_file(files[1], layer="khac")
    done = run(tmp_path, *files, "--id", "thua", "--code", "ma")
    assert isinstance(done.exception, UnusableError)
    assert done.exception.faults[0].code == "land.which-layer"
    assert run(tmp_path, *files, "--id", "thua", "--code", "ma", "--zones-layer", "vung").exit_code == 0


def test_no_polygons_no_overlay(files: tuple[str, str], tmp_path: Path) -> None:
    points = gpd.GeoDataFrame({"ma": ["a"]}, geometry=[shapely.Point(EAST, NORTH)], crs=5899)
    points.to_file(tmp_path / "diem.gpkg")
    done = run(tmp_path, files[0], str(tmp_path / "diem.gpkg"), "--id", "thua", "--code", "ma")
    assert isinstance(done.exception, UnusableError)
    assert done.exception.faults[0].code == "land.no-layer"
    missing = run(tmp_path, files[0], str(tmp_path / "khong-co.gpkg"), "--id", "thua", "--code", "ma")
    assert isinstance(missing.exception, UnusableError)
