"""Verifying a lake: every file against its manifest, every content back to its name."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.lake import geoparquet, rasters
from dothi.lake.collect import leftovers
from dothi.lake.lake import Lake, LayerVersion, RasterVersion
from dothi.lake.manifest import DATA, LayerFacts, Manifest
from dothi.lake.publish import layer_facts
from dothi.lake.reference import Reference
from dothi.lake.settle import digest_of
from dothi.lake.survey import Tally


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found. Leftovers of unfinished publishings are counted, they are no fault."""

    versions: tuple[str, ...]
    faults: tuple[Fault, ...]
    leftover_files: int
    leftover_size: int


def verify(
    lake: Lake, names: Sequence[str] | None = None, *, report: Callable[[str], None] | None = None
) -> Verified:
    """Read everything that some versions hold, all by default, and find what is not as it was published.

    A damaged file is a fault like others, and the rest is read all the same. Raises :class:`UnusableError`
    where the lake is out of reach.

    :param report: told the name of each version before it is read.
    """
    chosen = lake.names() if names is None else list(names)
    faults: list[Fault] = []
    for name in chosen:
        if report is not None:
            report(name)
        faults += _faults(lake, name)
    left = leftovers(lake)
    return Verified(tuple(chosen), tuple(faults), len(left), sum(key.size for key in left))


def _faults(lake: Lake, name: str) -> list[Fault]:
    try:
        manifest = lake.manifest(name)
    except InputError as error:
        return list(error.faults)
    if manifest.name != name:
        return [_fault("misplaced", name, "Bản kê nằm dưới tên khác", "The manifest lies under another name")]
    faults = [fault for part in manifest.files for fault in _file_faults(lake, manifest, part)]
    if any(fault.where == manifest.files[DATA].path for fault in faults):
        return faults
    return faults + _content_faults(lake, manifest)


def _file_faults(lake: Lake, manifest: Manifest, part: str) -> list[Fault]:
    stored = manifest.files[part]
    try:
        with lake.store.open(stored.path) as stream:
            same = digest_of(stream) == stored.sha256 and lake.store.size(stored.path) == stored.size
    except FileNotFoundError:
        return [_fault("file-missing", stored.path, "Thiếu tệp", "The file is missing")]
    except OSError as error:
        return [_unreadable(stored.path, error)]
    if same:
        return []
    return [_fault("file-changed", stored.path, "Tệp đã bị đổi hoặc hỏng", "The file was changed or damaged")]


def _content_faults(lake: Lake, manifest: Manifest) -> list[Fault]:
    """Compare content, manifest and name; called for data as the manifest says they were stored."""
    content = _layer_faults if manifest.layer is not None else _raster_faults
    try:
        return content(lake, manifest)
    except InputError as error:
        return list(error.faults)
    except UnusableError:  # the lake is out of reach: that says nothing about the version
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library makes of bytes that are no layer
        return [_unreadable(manifest.files[DATA].path, error)]


def _layer_faults(lake: Lake, manifest: Manifest) -> list[Fault]:
    with LayerVersion(lake, manifest).open_data() as stream:
        stored = geoparquet.GeoParquet.open(stream)
        tally = Tally(Reference(stored.crs), stored.types)
        for chunk in stored.chunks():
            tally.add(chunk.attributes, chunk.geometries)
    figures = tally.figures()
    same = tally.reference.canonical == manifest.crs.canonical and figures.extent == manifest.extent
    return _verdict(
        manifest,
        named=tally.name(illustrative=manifest.illustrative) == manifest.name,
        stated=same and _same_facts(layer_facts(figures), manifest.layer),
    )


def _raster_faults(lake: Lake, manifest: Manifest) -> list[Fault]:
    with RasterVersion(lake, manifest).open_data() as stream, rasters.opened(stream) as raster:
        reference = rasters.reference_of(raster)
        name = rasters.name_of(raster, reference, illustrative=manifest.illustrative)
        same = reference.canonical == manifest.crs.canonical and rasters.facts(raster) == manifest.raster
        return _verdict(manifest, named=name == manifest.name, stated=same)


def _same_facts(found: LayerFacts, stated: LayerFacts | None) -> bool:
    """Compare figures; areas may differ in the last digits between builds of the geometry library."""
    if stated is None or not _same_number(found.area_m2, stated.area_m2):
        return False
    return (
        found.features == stated.features
        and found.missing_geometries == stated.missing_geometries
        and found.empty_geometries == stated.empty_geometries
        and found.geometry == stated.geometry
        and sorted(found.columns, key=str) == sorted(stated.columns, key=str)
    )


def _same_number(found: float | None, stated: float | None) -> bool:
    if found is None or stated is None:
        return found is stated
    return math.isclose(found, stated, rel_tol=1e-12, abs_tol=1e-9)


def _verdict(manifest: Manifest, *, named: bool, stated: bool) -> list[Fault]:
    where = manifest.files[DATA].path
    if not named:
        return [
            _fault(
                "content-changed", where, "Nội dung không còn ứng với tên", "Content does not give the name"
            )
        ]
    if not stated:
        return [
            _fault(
                "misstated",
                manifest.name,
                "Bản kê nêu con số khác với nội dung",
                "The manifest states other figures than the content",
            )
        ]
    return []


def _unreadable(where: str, error: Exception) -> Fault:
    detail = f"{type(error).__name__}: {error}"[:300]
    return _fault(
        "file-unreadable", where, f"Không đọc được tệp ({detail})", f"The file cannot be read ({detail})"
    )


def _fault(code: str, where: str, vi: str, en: str) -> Fault:
    return Fault(
        f"lake.{code}",
        vi,
        en,
        where=where,
        remedy_vi="Khôi phục từ bản sao lưu; đừng dùng phiên bản này",
        remedy_en="Restore it from a backup; do not use this version",
    )
