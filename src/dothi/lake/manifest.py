"""The manifest: one JSON file that says what a version is, where it came from and which files hold it.

A version exists from the moment its manifest does. The manifest is not part of the content that names the
version: sources, date and program version are about this publishing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dothi.base.errors import Fault, InputError
from dothi.lake.reference import Box

FORMAT = "dothi-lake-1"
DATA, TILES = "data", "tiles"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the content came from: its name as the planner knows it, SHA-256 and bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Checks:
    """What checking found before publishing; ``report`` names where the whole report lies."""

    verdict: str
    errors: int
    warnings: int
    report: str = ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a version: its key in the lake, SHA-256 and bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Crs:
    """The CRS of origin and the operation that led from it to WGS 84."""

    canonical: str
    name: str
    operation: str
    operation_name: str
    operation_accuracy_m: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute: name, logical type, how many rows have no value."""

    name: str
    type: str
    nulls: int


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """Figures of a vector layer. ``area_m2`` is ``None`` where areas mean nothing, as in degrees."""

    features: int
    missing_geometries: int
    empty_geometries: int
    geometry: tuple[str, ...]
    area_m2: float | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class RasterFacts:
    """Figures of a raster; ``transform`` is the affine matrix from column, row to x, y, row by row."""

    width: int
    height: int
    bands: tuple[str, ...]
    nodata: float | None
    transform: tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class TileFacts:
    """What the tiles hold: zooms, the name of their one layer, attributes."""

    kind: str
    min_zoom: int
    max_zoom: int
    layer: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is known of a version without opening its data.

    ``extent`` is in the CRS of origin, ``extent_wgs84`` west, south, east, north; both ``None`` where
    nothing has a place. ``created`` is the day or moment that the publisher gave.
    """

    name: str
    kind: Literal["layer", "raster"]
    title: str
    illustrative: bool
    created: str
    code_version: str
    crs: Crs
    extent: Box | None
    extent_wgs84: Box | None
    sources: tuple[Source, ...]
    checks: Checks | None
    layer: LayerFacts | None
    raster: RasterFacts | None
    tiles: TileFacts | None
    files: Mapping[str, StoredFile]

    def as_data(self) -> dict[str, Any]:
        """Plain data, as the file holds it."""
        return {"format": FORMAT, **_plain(self)}

    def encoded(self) -> bytes:
        """The bytes of the file."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=2).encode() + b"\n"


def read_manifest(data: bytes, where: str) -> Manifest:
    """Read the bytes of a manifest; raise :class:`InputError` (``lake.manifest``) where they are not one."""
    try:
        found = json.loads(data)
        if found.pop("format") != FORMAT:
            raise ValueError("format")  # noqa: TRY301 - all that is wrong with a manifest ends in one sentence
        return _manifest(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            Fault(
                "lake.manifest",
                f"Bản kê của phiên bản không đọc được ({error!r})",
                f"The manifest of the version cannot be read ({error!r})",
                where=where,
                remedy_vi="Khôi phục tệp này từ bản sao lưu, hoặc công bố lại nội dung",
                remedy_en="Restore this file from a backup, or publish the content again",
            )
        ) from error


def _manifest(found: dict[str, Any]) -> Manifest:
    layer, raster, tiles, checks = (found[name] for name in ("layer", "raster", "tiles", "checks"))
    found |= {
        "crs": Crs(**found["crs"]),
        "extent": _box(found["extent"]),
        "extent_wgs84": _box(found["extent_wgs84"]),
        "sources": tuple(Source(**item) for item in found["sources"]),
        "checks": None if checks is None else Checks(**checks),
        "layer": None if layer is None else _layer(layer),
        "raster": None if raster is None else _raster(raster),
        "tiles": None if tiles is None else TileFacts(**tiles | {"columns": tuple(tiles["columns"])}),
        "files": {name: StoredFile(**item) for name, item in found["files"].items()},
    }
    return Manifest(**found)


def _layer(found: dict[str, Any]) -> LayerFacts:
    columns = tuple(Column(**item) for item in found["columns"])
    return LayerFacts(**found | {"columns": columns, "geometry": tuple(found["geometry"])})


def _raster(found: dict[str, Any]) -> RasterFacts:
    return RasterFacts(**found | {"bands": tuple(found["bands"]), "transform": tuple(found["transform"])})


def _box(found: list[float] | None) -> Box | None:
    if found is None:
        return None
    left, low, right, high = (float(side) for side in found)
    return left, low, right, high


def _plain(item: Any) -> Any:
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return {field.name: _plain(getattr(item, field.name)) for field in dataclasses.fields(item)}
    if isinstance(item, Mapping):
        return {name: _plain(value) for name, value in item.items()}
    if isinstance(item, tuple):
        return [_plain(value) for value in item]
    return item
