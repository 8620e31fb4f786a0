"""Rasters: GeoTIFF, and PNG or JPEG with a world file. They are described, not read."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.crs_text import crs_text
from dothi.intake.reading.reader import Part, RawRaster, Reader, Source, broken

_TITLE = ("Ảnh có tọa độ (GeoTIFF, PNG, JPEG)", "Raster (GeoTIFF, PNG, JPEG)")
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_DRIVERS = {
    **dict.fromkeys((".tif", ".tiff", ".gtiff"), "GTiff"),
    **dict.fromkeys((".jpg", ".jpeg"), "JPEG"),
    ".png": "PNG",
}
"""The one driver of each ending, named at every opening."""
_PICTURES = {".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8"}
_WORLD = (".tfw", ".tifw", ".tiffw", ".pgw", ".pngw", ".jgw", ".jpgw", ".jpegw", ".wld")


def _recognises(path: Path, head: bytes) -> bool:
    ending = path.suffix.lower()
    if ending in {".tif", ".tiff", ".gtiff"}:
        return head.startswith(_TIFF)
    return ending in _PICTURES and head.startswith(_PICTURES[ending]) and _has_world_file(path)


def _has_world_file(path: Path) -> bool:
    names = {path.with_suffix(ending).name.lower() for ending in _WORLD}
    return any(other.name.lower() in names for other in path.parent.iterdir())


def _read(source: Source) -> Iterator[Part]:
    import rasterio  # noqa: PLC0415  (a second GDAL, loaded only for rasters)
    from rasterio.errors import NotGeoreferencedWarning, RasterioError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(source.path, driver=_DRIVERS[source.path.suffix.lower()]) as raster:
                wkt = raster.crs.to_wkt() if raster.crs else ""
                yield RawRaster(
                    source.name,
                    str(raster.driver),
                    source.path,
                    int(raster.width),
                    int(raster.height),
                    int(raster.count),
                    crs_text(wkt),
                )
    except (RasterioError, ValueError, OSError) as error:
        raise broken(source, *_TITLE, str(error).replace(str(source.path.parent), "")) from error


READER = Reader(
    "raster", *_TITLE, (".tif", ".tiff", ".png", ".jpg"), _recognises, _read, sidecars=(*_WORLD, ".prj")
)
