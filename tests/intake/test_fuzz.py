"""Readers on files whose bytes were turned at random: data or a refusal, never anything else.

What was found this way has a test of its own beside its reader.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely

SCENE = Path(__file__).parent / "fuzz_scene.py"
SAMPLES = (
    "ezdxf-samples/hatches_1.dxf",
    "ezdxf-samples/insert_bricscad_level_1.dxf",
    "ezdxf-samples/bin_dxf_r13.dxf",
    "gdal-legacy-formats/dxf/attrib.dxf",
    "gdal-legacy-formats/dgn/smalltest.dgn",
    "gdal-legacy-formats/mitab/all_geoms.tab",
    "gdal-legacy-formats/mitab/poly_indexed.tab",
    "gdal-legacy-formats/mitab/small.mif",
    "gdal-legacy-formats/shp/gjmultipoly.shp",
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory, shared_data) -> list[Path]:
    """A small file of each format, and samples that other programs made."""
    folder = tmp_path_factory.mktemp("seeds")
    frame = gpd.GeoDataFrame(
        {"ten": ["Đất ở", "Đường"], "so": [1, 2], "ty_le": [0.5, None]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 4, 4))],
        crs=5899,
    )
    made = [
        folder / f"{n}/a.{ending}" for n, ending in enumerate(("gpkg", "geojson", "fgb", "kml", "gml", "shp"))
    ]
    for path in made:
        path.parent.mkdir()
        frame.to_file(path, driver={".kml": "KML", ".gml": "GML"}.get(path.suffix))
    (folder / "p").mkdir()
    frame.to_parquet(folder / "p" / "a.parquet")
    (folder / "c").mkdir()
    (folder / "c" / "a.csv").write_text("Điểm;X;Y\n1;0;0\n2;0;9,5\n3;9;9\n", encoding="utf-8")
    (folder / "x").mkdir()
    book = openpyxl.Workbook()
    for row in (["Điểm", "X", "Y"], [1, 0, 0], [2, 0, 9], [3, 9, 9]):
        book.active.append(row)
    book.save(folder / "x" / "a.xlsx")
    (folder / "z").mkdir()
    with zipfile.ZipFile(folder / "z" / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in made[-1].parent.iterdir():
            archive.write(part, part.name)
    made += [folder / name for name in ("p/a.parquet", "c/a.csv", "x/a.xlsx", "z/a.zip")]
    samples = [shared_data / name for name in SAMPLES]
    assert all(path.is_file() for path in (*made, *samples))
    return [*made, *samples]


def fuzz(tmp_path: Path, seeds: list[Path], seed: int, count: int) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "faulthandler",
            str(SCENE),
            str(tmp_path),
            str(seed),
            str(count),
            *map(str, seeds),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.stdout == ""
    assert done.returncode == 0, done.stderr[-2000:]


def test_a_few_files_of_every_format(tmp_path, seeds) -> None:
    fuzz(tmp_path, seeds, seed=1, count=4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_many_files_of_every_format(tmp_path, seeds, seed) -> None:
    fuzz(tmp_path, seeds, seed=seed, count=100)
