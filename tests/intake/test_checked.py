"""A table of files and what checking gave: each a report or a refusal, documents left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from dothi.intake.checked import checked, main_files, markdown
from dothi.intake.checking.context import Options
from dothi.law import Law, load_law

SQUARE = shapely.box(577_000, 1_722_000, 577_100, 1_722_100)
APART = shapely.box(577_500, 1_722_000, 577_600, 1_722_100)
BOW = shapely.Polygon(
    [(577_000, 1_722_000), (577_100, 1_722_100), (577_100, 1_722_000), (577_000, 1_722_100)]
)
OPTIONS = Options(day=date(2026, 12, 1))


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    gpd.GeoDataFrame({"a": [1]}, geometry=[SQUARE], crs=5899).to_file(tmp_path / "a.shp")
    gpd.GeoDataFrame({"a": [1, 2]}, geometry=[BOW, APART], crs=5899).to_file(tmp_path / "b.gpkg")
    (tmp_path / "c.geojson").write_text("{", encoding="utf-8")
    (tmp_path / "d.csv").write_text("ma,ten\nODT,a\n", encoding="utf-8")
    (tmp_path / "doc.txt").write_text("Thuyết minh", encoding="utf-8")
    return tmp_path


def test_files_that_are_read_with_another_are_no_lines(folder: Path) -> None:
    assert [path.name for path in main_files(folder)][:4] == ["a.shp", "b.gpkg", "c.geojson", "d.csv"]


def test_every_line_is_a_report_or_a_refusal(folder: Path, law: Law) -> None:
    rows = list(checked(main_files(folder), law, OPTIONS))
    assert [Path(row.file).name for row in rows] == ["a.shp", "b.gpkg", "c.geojson", "d.csv"]
    clean, wrong, broken, table = rows
    assert (clean.layers, clean.features, clean.errors, clean.refused) == (1, 1, 0, "")
    assert (wrong.features, wrong.errors, wrong.broken) == (2, 1, (("geometry.invalid", 1),))
    assert broken.refused
    assert "không có hình" in table.refused
    text = markdown(rows)
    assert text.count("\n") == 2 + len(rows)
    assert "geometry.invalid 1" in text


@pytest.mark.slow
def test_washingtons_eighteen(shared_data: Path, law: Law) -> None:
    (row,) = checked([shared_data / "us-dc-plans" / "dc_plans_geojson.zip"], law, OPTIONS)
    assert dict(row.broken)["geometry.invalid"] == 18
    assert (row.layers, row.features) == (13, 7_989)
