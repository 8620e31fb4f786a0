"""MicroStation DGN, version 7. Its text has no declared encoding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.base.errors import Fault
from dothi.intake.layers import Skipped
from dothi.intake.reading.complete import ends_as_design
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source, broken

_TITLE = ("MicroStation DGN V7", "MicroStation DGN V7")


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".dgn" and head[:4] in {b"\x08\x09\xfe\x02", b"\xc8\x09\xfe\x02"}


def _read(source: Source) -> Iterator[Part]:
    whole = ends_as_design(source.path)
    if whole is False:
        raise broken(source, *_TITLE)
    if whole is None:
        yield Skipped(source.name, _no_end(source))
    yield from read_layers(source, Opening(_TITLE, "DGN", "", raw_text=True), {"elements": source.name})


def _no_end(source: Source) -> Fault:
    return Fault(
        "intake.no-end",
        "Bản vẽ không có dấu kết thúc, có thể thiếu các đối tượng ở cuối",
        "The drawing has no mark of its end, so entities at its end may be missing",
        source.where,
        "So số đối tượng với bản gốc, hoặc chép lại tệp từ bản gốc",
        "Compare the number of entities with the original, or copy the file again",
    )


READER = Reader("dgn", *_TITLE, (".dgn",), _recognises, _read)
