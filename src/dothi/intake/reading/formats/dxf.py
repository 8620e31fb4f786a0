"""DXF drawings: one layer for each CAD layer, and one for the texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dothi.intake.reading.reader import Part, Reader, Source

_BINARY = b"AutoCAD Binary DXF"


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() != ".dxf":
        return False
    return head.startswith(_BINARY) or b"\x00" not in head[:64]


def _read(source: Source) -> Iterator[Part]:
    from dothi.intake.reading.cad.drawing import read_drawing  # noqa: PLC0415  (ezdxf is dear to load)

    yield from read_drawing(source)


READER = Reader("dxf", "DXF", "DXF", (".dxf",), _recognises, _read)
