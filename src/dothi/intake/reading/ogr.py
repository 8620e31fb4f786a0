"""Vector formats through GDAL: layers as streams of Arrow batches, with the driver checked and never guessed.

Paths handed to GDAL are absolute paths of ordinary files, so nothing in a name can make it a virtual one;
which drivers exist at all is decided before GDAL is loaded (see ``sandbox.drivers``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyogrio.raw import open_arrow, read

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Skipped
from dothi.intake.reading.complete import cut
from dothi.intake.reading.crs_text import crs_text
from dothi.intake.reading.reader import FEATURE, GEOMETRY, Part, RawLayer, Source, broken

_CURVES = frozenset({7, 8, 9, 10, 11, 12})
"""WKB kinds that are curves or may hold them."""
OGR_ERRORS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    GeometryError,
    pa.ArrowException,
    RuntimeError,
    ValueError,
    LookupError,
    OSError,
    NameError,
)
"""What reading a broken file through GDAL raises."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How files of one kind are opened by GDAL.

    ``driver`` is the only driver accepted; ``options`` are its open options. ``encoding`` is the one text is
    in once GDAL has read it. With ``byte_image`` it is told to leave bytes as they are, as shapefiles allow;
    with ``raw_text`` it never decodes them in the first place. ``counted`` tells that the number of features
    the file states is to be believed, ``deleted`` how many of them are rows that were struck out.
    """

    title: tuple[str, str]
    driver: str
    encoding: str = "utf-8"
    byte_image: bool = False
    raw_text: bool = False
    counted: bool = True
    deleted: int = 0
    options: Mapping[str, str] = field(default_factory=dict)


def read_layers(source: Source, how: Opening, names: Mapping[str, str] | None = None) -> Iterator[Part]:
    """Stream every layer that was asked for; each must be consumed before the next is taken.

    ``names`` gives layers another name than the file's own. Raises :class:`UnusableError` for a file that
    cannot be read.
    """
    path = _safe(source)
    try:
        listed = [str(name) for name, _ in pyogrio.list_layers(path)]
    except OGR_ERRORS as error:
        raise _broken(source, how, error) from error
    for name in listed:
        shown = (names or {}).get(name, name)
        if source.wants(shown):
            yield from _layer(source, how, name, shown)


def answered(source: Source, how: Opening, question: str) -> list[tuple[Any, ...]]:
    """Rows that a file which is a database answers to SQL.

    Raises :class:`UnusableError` for a file that cannot answer.
    """
    try:
        columns = read(_safe(source), sql=question, read_geometry=False)[3]
    except OGR_ERRORS as error:
        raise _broken(source, how, error) from error
    return list(zip(*columns, strict=True))


def _layer(source: Source, how: Opening, name: str, shown: str) -> Iterator[Part]:
    path = _safe(source)
    extra: dict[str, Any] = dict(how.options)
    if how.byte_image:
        extra["encoding"] = "ISO-8859-1"
    try:
        info = pyogrio.read_info(path, layer=name, **extra)
        if info["driver"] != how.driver:
            yield Skipped(shown, _another_driver(source, str(info["driver"])))
            return

        def linear(features: list[int]) -> list[bytes | None]:
            return list(read(path, layer=name, fids=features, columns=[], **extra)[2])

        with open_arrow(path, layer=name, use_pyarrow=True, return_fids=True, **extra) as (meta, stream):
            spatial = meta["geometry_type"] is not None
            declared = max(int(info["features"]), 0)
            least = declared - how.deleted if how.counted else 0
            yield RawLayer(
                shown,
                how.driver,
                tuple(str(column) for column in meta["fields"]),
                _guarded(source, how, _batches(stream, meta, linear), least),
                crs_text(str(meta["crs"] or "")),
                how.encoding,
                how.byte_image or how.raw_text,
                how.raw_text,
                spatial,
                declared,
            )
    except OGR_ERRORS as error:
        raise _broken(source, how, error) from error


def _guarded(
    source: Source, how: Opening, batches: Iterator[pa.RecordBatch], least: int
) -> Iterator[pa.RecordBatch]:
    """Batches; what breaks on the way, or an end before ``least`` features, is a refusal of the file."""
    there = 0
    try:
        for batch in batches:
            there += batch.num_rows
            yield batch
    except OGR_ERRORS as error:
        raise _broken(source, how, error) from error
    if there < least:
        raise cut(source, there, least)


def _broken(source: Source, how: Opening, error: Exception) -> UnusableError:
    if isinstance(error, MemoryError):
        raise error
    unwritable = isinstance(error, NameError)  # pyogrio's own slip over a CRS that PROJ cannot write
    return broken(source, *how.title, "CRS" if unwritable else _told(source, error))


def _batches(
    stream: pa.RecordBatchReader, meta: Mapping[str, Any], linear: Callable[[list[int]], list[bytes | None]]
) -> Iterator[pa.RecordBatch]:
    fid = meta["fid_column"] or "OGC_FID"
    shape = meta["geometry_name"] or "wkb_geometry"
    names = stream.schema.names
    spatial = meta["geometry_type"] is not None
    ids = names.index(fid) if fid in names else -1
    shapes = len(names) - 1 - names[::-1].index(shape) if spatial and shape in names else -1
    fields = [place for place in range(len(names)) if place not in {ids, shapes}]
    counted = 0
    for batch in stream:
        numbers = batch.column(ids) if ids >= 0 else pa.array(np.arange(counted, counted + batch.num_rows))
        counted += batch.num_rows
        arrays = [numbers.cast(pa.int64())]
        heads = [FEATURE]
        if spatial:
            arrays.append(_without_curves(batch.column(shapes), arrays[0], linear))
            heads.append(GEOMETRY)
        arrays += [batch.column(place) for place in fields]
        heads += [f"c{number}" for number in range(len(fields))]
        yield pa.RecordBatch.from_arrays(arrays, names=heads)


def _without_curves(
    wkb: pa.Array, features: pa.Array, linear: Callable[[list[int]], list[bytes | None]]
) -> pa.Array:
    """Shapes with their curves as chords: Arrow streams hand curves on, and asking by feature does not."""
    kinds = pc.binary_slice(wkb, 1, 5)
    curved = [kind for kind in pc.unique(kinds).to_pylist() if kind and _kind(kind) in _CURVES]
    if not curved:
        return wkb
    places = np.flatnonzero(pc.is_in(kinds, pa.array(curved, kinds.type)).to_numpy(zero_copy_only=False))
    changed = wkb.to_pylist()
    for place, shape in zip(places, linear(features.take(pa.array(places)).to_pylist()), strict=True):
        changed[place] = shape
    return pa.array(changed, pa.binary())


def _kind(code: bytes) -> int:
    """Kind of geometry of a WKB in either byte order, without its marks for heights."""
    return min(int.from_bytes(code, order) & 0x0FFFFFFF for order in ("little", "big")) % 1000


def _safe(source: Source) -> str:
    """An absolute path that neither GDAL nor pyogrio can take for anything but a file."""
    path = str(source.path.absolute())
    if path.startswith("/vsi") or path.endswith(".zip") or "!" in path:
        raise UnusableError(
            Fault(
                "intake.name",
                "Tên tệp hoặc thư mục có ký tự không dùng được («!»)",
                "The name of the file or folder has a character that cannot be used (“!”)",
                source.where,
                "Đổi tên tệp rồi thử lại",
                "Rename the file and try again",
            )
        )
    return path


def _told(source: Source, error: Exception) -> str:
    """What GDAL said, without the folders of this machine."""
    text = str(error)
    for folder in (source.path.absolute().parent, source.scratch.absolute()):
        text = text.replace(f"{folder}/", "").replace(str(folder), "")
    return text


def _another_driver(source: Source, driver: str) -> Fault:
    return Fault(
        "intake.driver",
        f"Nội dung tệp không đúng với phần mở rộng của tên (GDAL nhận ra là {driver})",
        f"The content of the file is not what its ending says (GDAL sees {driver})",
        source.where,
        "Đổi phần mở rộng cho đúng, hoặc xuất lại tệp",
        "Correct the ending, or export the file again",
    )
