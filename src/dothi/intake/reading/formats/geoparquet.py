"""GeoParquet (1.0, 1.1), row group by row group; the CRS is the file's own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Skipped
from dothi.intake.reading.crs_text import crs_text, unusable_crs
from dothi.intake.reading.reader import FEATURE, GEOMETRY, Part, RawLayer, Reader, Source, broken

_TITLE = ("GeoParquet", "GeoParquet")
_WGS84 = "EPSG:4326"
_ROWS = 65_536
_BROKEN = (pa.ArrowException, OSError, ValueError, LookupError, TypeError, AttributeError)


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in {".parquet", ".geoparquet"} and head.startswith(b"PAR1")


def _read(source: Source) -> Iterator[Part]:
    try:
        with pq.ParquetFile(source.path, memory_map=False) as file:
            geo = _geo(file.schema_arrow.metadata or {})
            yield from _layer(source, file, geo)
    except _BROKEN as error:
        raise broken(source, *_TITLE, str(error)) from error


def _layer(source: Source, file: pq.ParquetFile, geo: Mapping[str, Any] | None) -> Iterator[Part]:
    shape = str(geo["primary_column"]) if geo else ""
    told = geo["columns"][shape] if geo else {}
    if told and told["encoding"] != "WKB":
        raise UnusableError(_not_wkb(source, str(told["encoding"])))
    boxes = {str(part[0]) for part in told.get("covering", {}).get("bbox", {}).values()}
    columns = [name for name in file.schema_arrow.names if name not in {shape, *boxes}]
    kept = [*([shape] if shape else []), *columns]
    if file.schema_arrow.names != list(dict.fromkeys(file.schema_arrow.names)):
        raise ValueError("two columns have one name")
    crs = _crs(told) if told else ""
    if told.get("crs") and not crs:
        yield Skipped(source.name, unusable_crs(source.where, str(told["crs"])))
    yield RawLayer(
        source.name,
        "GeoParquet",
        tuple(columns),
        _batches(source, file, kept, spatial=bool(shape)),
        crs,
        spatial=bool(shape),
        total=file.metadata.num_rows,
    )


def _batches(
    source: Source, file: pq.ParquetFile, kept: list[str], *, spatial: bool
) -> Iterator[pa.RecordBatch]:
    start = 0
    heads = [GEOMETRY] if spatial else []
    names = [FEATURE, *heads, *(f"c{number}" for number in range(len(kept) - len(heads)))]
    try:
        for batch in file.iter_batches(_ROWS, columns=kept):
            numbers = pa.array(np.arange(start, start + batch.num_rows, dtype=np.int64))
            start += batch.num_rows
            yield pa.RecordBatch.from_arrays([numbers, *(batch.column(name) for name in kept)], names=names)
    except _BROKEN as error:
        raise broken(source, *_TITLE, str(error)) from error


def _geo(metadata: Mapping[bytes, bytes]) -> Mapping[str, Any] | None:
    if b"geo" not in metadata:
        return None
    geo = json.loads(metadata[b"geo"])
    if not isinstance(geo, dict) or not isinstance(geo["columns"][geo["primary_column"]], dict):
        raise TypeError("the geo metadata names no column")
    return geo


def _crs(told: Mapping[str, Any]) -> str:
    """The CRS as text: left out means WGS 84 in longitude and latitude, null means not known."""
    if "crs" not in told:
        return _WGS84
    return crs_text(json.dumps(told["crs"])) if told["crs"] else ""


def _not_wkb(source: Source, encoding: str) -> Fault:
    return Fault(
        "intake.parquet-encoding",
        f"Hình học trong GeoParquet ghi theo kiểu «{encoding[:40]}»; chỉ đọc kiểu WKB",
        f"The GeoParquet writes its geometry as “{encoding[:40]}”; only WKB is read",
        source.where,
        'Ghi lại tệp với geometry_encoding="WKB"',
        'Write the file again with geometry_encoding="WKB"',
    )


READER = Reader("geoparquet", *_TITLE, (".parquet", ".geoparquet"), _recognises, _read)
