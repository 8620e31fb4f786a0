"""The table of files."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from dothi.base.errors import Fault
from dothi.intake.layers import Layer, Raster, Reading, Skipped, Table
from dothi.intake.survey import markdown, rows_of, survey


def layer(name: str, where: str, crs: int | None = 5899) -> Layer:
    return Layer(
        name, gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs=crs), "utf-8", where, "GPKG"
    )


def test_one_line_a_file_with_what_it_holds() -> None:
    broken = Fault("intake.broken", "hỏng", "broken", "h/c.shp")
    reading = Reading(
        "h",
        (layer("x", "h/a.gpkg"), layer("y", "h/a.gpkg", None)),
        (Raster("r", Path("r.tif"), 1, 1, 1, "EPSG:5899", "h/r.tif", "GTiff"),),
        (
            Skipped("h/c.shp", broken),
            Skipped("x", Fault("intake.heights", "z", "z", "h/a.gpkg")),
            Skipped("h/d.pdf", Fault("intake.document", "v", "d", "h/d.pdf")),
        ),
        (),
        (Table("t", pd.DataFrame({"a": [1, 2]}), "ascii", "h/b.dbf", "dBase"),),
    )
    rows = rows_of(reading, {"y": "2 lỗi"})
    assert [(r.file, r.layers, r.features, r.crs, r.encoding, r.verdict.split(":")[0]) for r in rows] == [
        ("h/a.gpkg", 2, 2, "EPSG:5899, –", "utf-8", "2 lỗi"),
        ("h/b.dbf", 1, 2, "", "ascii", "đọc được / read"),
        ("h/c.shp", 0, 0, "", "", "không đọc"),
        ("h/r.tif", 1, 0, "EPSG:5899", "", "đọc được / read"),
    ]
    table = markdown(rows).splitlines()
    assert len(table) == 6
    assert all(line.count(" | ") == 6 for line in table)
    assert rows[0].to_json()["file"] == "h/a.gpkg"


def test_a_file_that_is_refused_has_its_reason(tmp_path) -> None:
    (tmp_path / "a.vrt").write_text("<OGRVRTDataSource/>")
    (row,) = survey([tmp_path / "a.vrt"])
    assert row.file == "a.vrt"
    assert "not read: This file holds no data" in row.verdict


@pytest.mark.slow
def test_the_document_of_samples_is_what_reading_gives(root, shared_data) -> None:
    """Every readable sample is read; the table in the documents is made from this."""
    data = shared_data
    folders = [
        "fr-plu-cnig",
        "us-dc-plans",
        "jp-plateau",
        "gdal-legacy-formats",
        "ezdxf-samples",
        "fr-edigeo",
    ]
    rows = survey(data / name for name in folders)
    refused = {row.file for row in rows if row.verdict.startswith("không đọc")}
    assert refused == {
        "gdal-legacy-formats/dxf/header_extended.dxf",
        "gdal-legacy-formats/shp/departs.vrt",
        "ezdxf-samples/acad_table_with_blk_ref.dxf",
    }
    written = (root / "docs" / "intake-samples.md").read_text(encoding="utf-8")
    for row in rows:
        assert f"| {row.file} | {row.driver} | {row.layers or ''} | {row.features or ''} |" in written
