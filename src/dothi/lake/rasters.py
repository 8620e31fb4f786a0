"""Rasters: named by pixels and georeference, stored as cloud-optimised GeoTIFF.

Overviews, tiling and compression are representation; band values, no-data values, masks, palettes, scales
and the place on the ground are content. ``docs/lake.md`` defines the name.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import rasterio
import rasterio.shutil
from numpy.typing import NDArray
from pyproj import CRS
from rasterio.enums import ColorInterp, MaskFlags
from rasterio.errors import RasterioError
from rasterio.windows import Window

from dothi import __version__
from dothi.base.errors import Fault, InputError
from dothi.lake.lake import Lake, RasterVersion
from dothi.lake.manifest import DATA, Checks, Manifest, RasterFacts, Source
from dothi.lake.publish import crs_facts
from dothi.lake.reference import Box, Reference
from dothi.lake.settle import Report, Step, settle, silent, standing

FORMAT = "dothi-raster-1"
ILLUSTRATIVE_TAG = "DOTHI_ILLUSTRATIVE"
_ROWS = 256
Resampling = Literal["average", "nearest", "bilinear", "cubic", "mode"]


def publish_raster(
    lake: Lake,
    path: Path,
    *,
    created: date,
    illustrative: bool,
    overviews: Resampling = "nearest",
    title: str = "",
    sources: Sequence[Source] = (),
    checks: Checks | None = None,
    report: Report = silent,
) -> RasterVersion:
    """Publish a GeoTIFF and return its version, new or already there.

    :param overviews: how smaller views are made: ``nearest`` suits classes, ``average`` photographs. They
        are no content.

    Raises :class:`InputError`: ``lake.raster`` (no readable GeoTIFF), ``lake.raster-type`` (complex
    numbers), ``lake.raster-place`` (no CRS, or only control points).
    """
    report(Step.SURVEY)
    with opened(path) as raster:
        reference = reference_of(raster)
        name = name_of(raster, reference, illustrative=illustrative)
        there = standing(lake, name, with_tiles=False)
        if there is not None:
            report(Step.DONE)
            return RasterVersion(lake, there)
        draft = Manifest(
            name=name,
            kind="raster",
            title=title,
            illustrative=illustrative,
            created=created.isoformat(),
            code_version=__version__,
            crs=crs_facts(reference),
            extent=_extent(raster),
            extent_wgs84=reference.box_wgs84(_extent(raster)),
            sources=tuple(sources),
            checks=checks,
            layer=None,
            raster=facts(raster),
            tiles=None,
            files={},
        )
    with lake.store.workroom() as room:
        report(Step.WRITE)
        made = room / "raster.tif"
        _write(path, made, overviews, illustrative=illustrative)
        with opened(made) as written:
            if name_of(written, reference, illustrative=illustrative) != name:
                raise InputError(_unreadable(path, "COG"))
        return RasterVersion(lake, settle(lake, draft, {DATA: made}, report))


@contextlib.contextmanager
def opened(source: Any) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF, from a path or a stream, and refuse what cannot be kept."""
    try:
        with rasterio.open(source, driver="GTiff") as raster:
            _check(raster)
            yield raster
    except RasterioError as error:
        raise InputError(_unreadable(source, str(error))) from error


def reference_of(raster: rasterio.DatasetReader) -> Reference:
    """The CRS of a raster."""
    return Reference(CRS.from_wkt(raster.crs.to_wkt()))


def name_of(raster: rasterio.DatasetReader, reference: Reference, *, illustrative: bool) -> str:
    """Name a raster by its content, read in strips whatever its own tiling."""
    header = json.dumps(
        {
            "bands": [_band(raster, index) for index in raster.indexes],
            "crs": reference.canonical,
            "format": FORMAT,
            "height": raster.height,
            "illustrative": illustrative,
            "mask": _has_mask(raster),
            "transform": [_exact(value) for value in raster.transform[:6]],
            "width": raster.width,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    digest = hashlib.sha256(len(header).to_bytes(8, "little") + header)
    for index in raster.indexes:
        for window in _strips(raster):
            digest.update(_plain(raster.read(index, window=window)))
    if _has_mask(raster):
        for window in _strips(raster):
            digest.update((raster.dataset_mask(window=window) != 0).astype(np.uint8).tobytes())
    return digest.hexdigest()


def facts(raster: rasterio.DatasetReader) -> RasterFacts:
    """State the figures of a raster."""
    nodata = raster.nodata
    return RasterFacts(
        width=raster.width,
        height=raster.height,
        bands=tuple(raster.dtypes),
        nodata=None if nodata is None or not np.isfinite(nodata) else float(nodata),
        transform=tuple(float(value) for value in raster.transform[:6]),  # type: ignore[arg-type]
    )


def _band(raster: rasterio.DatasetReader, index: int) -> dict[str, Any]:
    nodata = raster.nodatavals[index - 1]
    meaning = raster.colorinterp[index - 1]
    return {
        "meaning": meaning.name,
        "nodata": None if nodata is None else _exact(nodata),
        "offset": _exact(raster.offsets[index - 1]),
        "palette": _palette(raster, index) if meaning is ColorInterp.palette else None,
        "scale": _exact(raster.scales[index - 1]),
        "type": raster.dtypes[index - 1],
    }


def _palette(raster: rasterio.DatasetReader, index: int) -> list[list[int]]:
    return [[value, *colour] for value, colour in sorted(raster.colormap(index).items())]


def _exact(value: float) -> str:
    """A number as C99 writes it in hexadecimal, so that no digit is lost or invented."""
    return (float(value) + 0.0).hex()


def _plain(values: NDArray[Any]) -> bytes:
    """Samples as little-endian bytes, row by row; minus zero is zero, and there is one not-a-number."""
    if np.issubdtype(values.dtype, np.floating):
        values = values + values.dtype.type(0.0)
        values[np.isnan(values)] = np.nan
    return values.astype(values.dtype.newbyteorder("<")).tobytes()


def _strips(raster: rasterio.DatasetReader) -> Iterator[Window]:
    for top in range(0, raster.height, _ROWS):
        yield Window(0, top, raster.width, min(_ROWS, raster.height - top))


def _has_mask(raster: rasterio.DatasetReader) -> bool:
    """Whether a mask of its own says where the raster holds something; alpha is a band like others."""
    return any(
        MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags for flags in raster.mask_flag_enums
    )


def _extent(raster: rasterio.DatasetReader) -> Box:
    a, b, c, d, e, f = raster.transform[:6]
    corners = [(column, row) for column in (0, raster.width) for row in (0, raster.height)]
    x = [a * column + b * row + c for column, row in corners]
    y = [d * column + e * row + f for column, row in corners]
    return float(min(x)), float(min(y)), float(max(x)), float(max(y))


def _write(path: Path, target: Path, overviews: Resampling, *, illustrative: bool) -> None:
    """Copy losslessly; the mark of invented data is laid over the source, which stays as it is."""
    with rasterio.MemoryFile(ext=".vrt") as memory:
        rasterio.shutil.copy(str(path), memory.name, driver="VRT", strict=True)
        if illustrative:
            with rasterio.open(memory.name, "r+") as view:
                view.update_tags(**{ILLUSTRATIVE_TAG: "Dữ liệu minh họa / Illustrative data"})
        rasterio.shutil.copy(
            memory.name,
            str(target),
            driver="COG",
            strict=True,
            COMPRESS="DEFLATE",
            PREDICTOR="YES",
            BLOCKSIZE=512,
            BIGTIFF="IF_SAFER",
            OVERVIEW_RESAMPLING=overviews.upper(),
        )


def _check(raster: rasterio.DatasetReader) -> None:
    if any(str(kind).startswith("complex") for kind in raster.dtypes):
        raise InputError(
            Fault(
                "lake.raster-type",
                "Ảnh chứa số phức",
                "The raster holds complex numbers",
                where=str(raster.name),
                remedy_vi="Đổi sang số thực hoặc số nguyên",
                remedy_en="Turn them into real or whole numbers",
            )
        )
    if raster.crs is None or raster.transform.is_identity:
        raise InputError(
            Fault(
                "lake.raster-place",
                "Ảnh không có hệ tọa độ hoặc chưa được nắn về tọa độ",
                "The raster has no coordinate reference system or was not warped to one",
                where=str(raster.name),
                remedy_vi="Nắn ảnh và ghi hệ tọa độ trước khi công bố",
                remedy_en="Warp it and state its coordinate reference system before publishing",
            )
        )


def _unreadable(source: Any, detail: str) -> Fault:
    return Fault(
        "lake.raster",
        f"Không đọc được GeoTIFF này ({detail})",
        f"This GeoTIFF cannot be read ({detail})",
        where=str(source),
        remedy_vi="Kiểm tra tệp bằng GDAL hoặc QGIS rồi lưu lại dạng GeoTIFF",
        remedy_en="Check the file with GDAL or QGIS and save it as GeoTIFF again",
    )
