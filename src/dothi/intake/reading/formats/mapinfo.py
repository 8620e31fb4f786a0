"""MapInfo TAB and MIF; text of the character set "Neutral" is bytes of an encoding nobody declared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from dothi.base.errors import Fault, UnusableError
from dothi.intake.reading.complete import Rows, cut, objects_of_mif, rows_of_mid, whole_table
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, RawLayer, Reader, Source, siblings

_TITLE = ("MapInfo (.tab, .mif)", "MapInfo (.tab, .mif)")
_PARTS = (".dat", ".map", ".id", ".ind", ".dbf", ".mid", ".tda", ".tin", ".tma")
_ELSEWHERE = re.compile(rb'(?:file|table)\s+"?(?:[a-z]:|[\\/]|[^"\r\n]*\.\.[\\/])', re.IGNORECASE)
_DELIMITER = re.compile(rb'^\s*delimiter\s+"(.)"', re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb'charset\s+"?([A-Za-z0-9_-]+)', re.IGNORECASE)


def _recognises(path: Path, head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if path.suffix.lower() == ".tab":
        return start.startswith(b"!table") and b"raster" not in start
    return path.suffix.lower() == ".mif" and start.startswith((b"version", b"charset", b"columns"))


def _read(source: Source) -> Iterator[Part]:
    with source.path.open("rb") as stream:
        head = stream.read(1 << 20)
    if source.path.suffix.lower() == ".tab" and _ELSEWHERE.search(head):
        raise UnusableError(_leads_away(source))
    charset = _CHARSET.search(head)
    neutral = charset is None or charset[1].lower() == b"neutral"
    how = Opening(_TITLE, "MapInfo File", "" if neutral else "utf-8", raw_text=neutral)
    parts = {part.suffix.lower(): part for part in siblings(source.path)}
    if source.path.suffix.lower() == ".mif":
        yield from _exchanged(source, how, parts.get(".mid"), head)
    elif ".dat" in parts:
        rows = whole_table(source, parts[".dat"])
        _refuse_cut_parts(source, parts, rows)
        yield from read_layers(source, replace(how, deleted=rows.deleted))
    else:
        yield from read_layers(source, how)


def _exchanged(source: Source, how: Opening, table: Path | None, head: bytes) -> Iterator[Part]:
    """A ``.mif``, refused where fewer features come out than it has objects, or its ``.mid`` rows."""
    told = _DELIMITER.search(head)
    objects = objects_of_mif(source.path)
    if table is not None:
        objects = max(objects, rows_of_mid(table, told[1].decode("latin-1") if told else "\t"))
    for part in read_layers(source, how):
        yield replace(part, batches=_counted(source, part, objects)) if isinstance(part, RawLayer) else part


def _counted(source: Source, layer: RawLayer, objects: int) -> Iterator[pa.RecordBatch]:
    there = 0
    for batch in layer.batches:
        there += batch.num_rows
        yield batch
    if there < objects:
        raise cut(source, there, objects)


def _refuse_cut_parts(source: Source, parts: Mapping[str, Path], rows: Rows) -> None:
    """Refuse a table whose index lacks rows, or whose index points behind the end of its shapes."""
    if ".id" not in parts:
        return
    raw = parts[".id"].read_bytes()
    places = np.frombuffer(raw[: len(raw) // 4 * 4], "<i4")[: rows.declared]
    if len(places) < rows.declared:
        raise cut(source, len(places), rows.declared, ".id")
    size = parts[".map"].stat().st_size if ".map" in parts else 0
    lost = int(np.count_nonzero(places >= max(size, 1)))
    if lost:
        raise cut(source, rows.declared - lost, rows.declared, ".map")


def _leads_away(source: Source) -> Fault:
    return Fault(
        "intake.tab-elsewhere",
        "Tệp .tab này trỏ tới tệp ở thư mục khác nên không đọc",
        "This .tab points to files in another folder, so it is not read",
        source.where,
        "Trong MapInfo chọn Save Copy As để có bảng đầy đủ rồi gửi lại",
        "In MapInfo choose Save Copy As to get a whole table, and resend",
    )


READER = Reader("mapinfo", *_TITLE, (".tab", ".mif"), _recognises, _read, sidecars=_PARTS)
