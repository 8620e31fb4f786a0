"""Esri shapefile, whole or in parts, and its dBase table by itself.

Bytes of text come through untouched, one character a byte: what a ``.cpg`` or the table's own mark declares
is believed only as far as the bytes bear it out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio

from dothi.base.errors import Fault
from dothi.intake.layers import Skipped
from dothi.intake.reading.complete import whole_table
from dothi.intake.reading.crs_text import readable_crs, unusable_crs
from dothi.intake.reading.hygiene import lost_shapes
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import GEOMETRY, Part, RawLayer, Reader, Source, broken, siblings
from dothi.intake.text.codecs import codec_of

_TITLE = ("Shapefile", "shapefile")
_MAGIC = b"\x00\x00\x27\x0a"
_PARTS = (
    ".shx",
    ".dbf",
    ".prj",
    ".cpg",
    ".qpj",
    ".qix",
    ".fix",
    ".cst",
    ".idm",
    ".ind",
    ".sbn",
    ".sbx",
    ".atx",
    ".xml",
)
_RESTORE = "SHAPE_RESTORE_SHX"
_HEADER, _PAIR, _NULL_WORDS = 100, 8, 2
"""Bytes before the index's pairs of offset and length, and of a pair; words (16 bits) of an empty record."""
_MOST_PRJ = 100_000
_MOST_ROWS = 20_000_000
_LANGUAGE = 29
_BY_MARK = {
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0x4D: "cp936",
    0x4F: "cp950",
}


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".shp" and head.startswith(_MAGIC)


def _read(source: Source) -> Iterator[Part]:
    parts = {part.suffix.lower(): part for part in siblings(source.path)}
    if ".dbf" not in parts:
        yield Skipped(source.name, _no_table(source))
    shapes = _shapes(parts[".shx"]) if ".shx" in parts else None
    rows = whole_table(source, parts[".dbf"], shapes) if ".dbf" in parts else None
    struck = rows.deleted if rows else 0
    how = Opening(_TITLE, "ESRI Shapefile", declared(parts), byte_image=True, deleted=struck)
    stated = _stated_crs(parts)
    if stated and not (stated.isascii() and (readable_crs(stated) or "[" not in stated)):
        source, parts = _with_plain_crs(source, parts, stated)
    if shapes is not None:
        if rows is not None and rows.declared != shapes:
            yield Skipped(source.name, _another_count(source, shapes, rows.declared))
        yield from _told(source, _placed(source, read_layers(source, how), stated), parts[".shx"])
        return
    _refuse_cut_shapes(source, parts[".shp"])
    yield Skipped(source.name, _no_index(source))
    pyogrio.set_gdal_config_options({_RESTORE: True})
    try:
        yield from _placed(source, read_layers(_copied(source, parts), how), stated)
    finally:
        pyogrio.set_gdal_config_options({_RESTORE: None})


def _stated_crs(parts: dict[str, Path]) -> str:
    """What the ``.prj`` holds, one character a byte; empty without."""
    return parts[".prj"].read_bytes()[:_MOST_PRJ].decode("latin-1").strip() if ".prj" in parts else ""


def _placed(source: Source, read: Iterator[Part], stated: str) -> Iterator[Part]:
    """What was read, and that the CRS of the ``.prj`` says nothing, where that is so."""
    for part in read:
        if isinstance(part, RawLayer) and stated and not part.crs and not readable_crs(stated):
            yield Skipped(source.name, unusable_crs(source.where, stated))
        yield part


def _shapes(index: Path) -> int:
    return max(index.stat().st_size - _HEADER, 0) // _PAIR


def _refuse_cut_shapes(source: Source, shapes: Path) -> None:
    """Refuse shapes that end before the length their head states: no index is left to tell which are lost."""
    with shapes.open("rb") as stream:
        head = stream.read(_HEADER)
    stated, there = 2 * int.from_bytes(head[24:28], "big"), shapes.stat().st_size
    if there < stated:
        raise broken(source, *_TITLE, f".shp: {there} / {stated} byte")


def _told(source: Source, read: Iterator[Part], index: Path) -> Iterator[Part]:
    """What was read, and which shapes GDAL gave up on without a word: the index knows that there are any."""
    lengths = np.frombuffer(index.read_bytes()[_HEADER:][: _MOST_ROWS * 8], dtype=">i4")
    filled = lengths[1 : len(lengths) // 2 * 2 : 2] > _NULL_WORDS
    lost: list[str] = []
    for part in read:
        yield (
            replace(part, batches=_watched(part.batches, filled, lost))
            if isinstance(part, RawLayer)
            else part
        )
    if lost:
        yield Skipped(source.name, lost_shapes(lost, source.where))


def _watched(
    batches: Iterable[pa.RecordBatch], filled: np.ndarray[Any, Any], lost: list[str]
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if batch.schema.names[1] == GEOMETRY and batch.column(1).null_count:
            rows = np.asarray(batch.column(0))[np.asarray(batch.column(1).is_null())]
            lost += [str(row) for row in rows if row < len(filled) and filled[row]]
        yield batch


def declared(parts: dict[str, Path]) -> str:
    """Name the codec that the ``.cpg`` or the mark in the dBase table declares, empty where neither does."""
    if ".cpg" in parts:
        with parts[".cpg"].open("rb") as stream:
            return codec_of(stream.read(64).decode("ascii", errors="replace"))
    if ".dbf" in parts:
        with parts[".dbf"].open("rb") as stream:
            head = stream.read(_LANGUAGE + 1)
        return _BY_MARK.get(head[_LANGUAGE], "") if len(head) > _LANGUAGE else ""
    return ""


def _with_plain_crs(source: Source, parts: dict[str, Path], stated: str) -> tuple[Source, dict[str, Path]]:
    """Links to the parts, beside a ``.prj`` in ASCII: names in old encodings are more than PROJ takes.

    One that PROJ cannot read in ASCII either is left out, for GDAL would refuse all the rest with it.
    """
    plain = "".join(letter if letter < "\x80" else "?" for letter in stated)
    folder = source.scratch / "parts"
    folder.mkdir()
    made = {}
    for ending, part in parts.items():
        if ending == ".prj" and not readable_crs(plain):
            continue
        made[ending] = folder / f"{source.name}{ending}"
        if ending == ".prj":
            made[ending].write_text(plain, encoding="ascii")
        else:
            made[ending].symlink_to(part.absolute())
    return replace(source, path=made[".shp"]), made


def _copied(source: Source, parts: dict[str, Path]) -> Source:
    """Copy the parts to where GDAL may write the missing index."""
    for ending, part in parts.items():
        if ending in {".shp", ".dbf", ".prj"}:
            shutil.copyfile(part, source.scratch / f"{source.name}{ending}")
    return replace(source, path=source.scratch / f"{source.name}.shp")


def _no_index(source: Source) -> Fault:
    return Fault(
        "intake.shx",
        "Thiếu tệp .shx; đã dựng lại chỉ mục từ .shp",
        "The .shx is missing; the index was made again from the .shp",
        source.where,
        "Gửi đủ các tệp .shp, .shx, .dbf, .prj",
        "Send .shp, .shx, .dbf and .prj together",
    )


def _another_count(source: Source, shapes: int, rows: int) -> Fault:
    return Fault(
        "intake.counts-differ",
        f"Số hình và số dòng thuộc tính khác nhau: {shapes} hình, {rows} dòng; thuộc tính có thể bị lệch",
        f"There are {shapes} shapes and {rows} rows of attributes; attributes may belong elsewhere",
        source.where,
        "Gửi lại .shp, .shx, .dbf của cùng một lần xuất",
        "Resend .shp, .shx and .dbf of one and the same export",
    )


def _no_table(source: Source) -> Fault:
    return Fault(
        "intake.dbf",
        "Thiếu tệp .dbf nên các đối tượng không có thuộc tính",
        "The .dbf is missing, so the features have no attributes",
        source.where,
        "Gửi đủ các tệp .shp, .shx, .dbf, .prj",
        "Send .shp, .shx, .dbf and .prj together",
    )


READER = Reader("shapefile", *_TITLE, (".shp",), _recognises, _read, sidecars=_PARTS)
