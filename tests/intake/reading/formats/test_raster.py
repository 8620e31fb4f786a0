"""Rasters are described: GeoTIFF with its CRS, a picture with a world file, a picture without."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from dothi.base.errors import UnusableError


def picture(path: Path, driver: str, **more) -> Path:
    with rasterio.open(path, "w", driver=driver, width=4, height=3, count=3, dtype="uint8", **more) as out:
        out.write(np.zeros((3, 3, 4), dtype="uint8"))
    return path


def test_a_geotiff(tmp_path, read_here) -> None:
    path = picture(tmp_path / "a.tif", "GTiff", crs="EPSG:5899", transform=from_origin(577000, 1722000, 1, 1))
    raster = read_here(path).rasters[0]
    assert (raster.name, raster.width, raster.height, raster.bands) == ("a", 4, 3, 3)
    assert (raster.crs, raster.driver, raster.path) == ("EPSG:5899", "GTiff", path)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_picture_counts_where_it_has_a_world_file(tmp_path, read_here) -> None:
    path = picture(tmp_path / "a.png", "PNG")
    with pytest.raises(UnusableError) as refusal:
        read_here(path)
    assert refusal.value.code == "intake.picture"
    (tmp_path / "a.pgw").write_text("1\n0\n0\n-1\n577000\n1722000\n")
    raster = read_here(path).rasters[0]
    assert (raster.width, raster.crs, raster.driver) == (4, "", "PNG")


def test_a_tiff_cut_short_is_refused(tmp_path, read_here) -> None:
    (tmp_path / "a.tif").write_bytes(b"II*\x00\xff\xff\xff\x7f")
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.tif")
    assert refusal.value.code == "intake.broken"


def test_the_elevation_sample(data, read_here) -> None:
    raster = read_here(data / "qgis-training" / "srtm_41_19_4326.tif").rasters[0]
    assert raster.crs == "EPSG:4326"
    assert raster.bands == 1
