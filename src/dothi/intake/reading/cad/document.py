"""Opening a drawing, and what it says about itself: layers that are off, units, where it lies."""

from __future__ import annotations

import contextlib
import struct
from dataclasses import dataclass
from typing import Any

from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.filemanagement import readfile
from ezdxf.lldxf.const import DXFError

from dothi.intake.reading.crs_text import crs_text
from dothi.intake.reading.reader import Source

DRAWING_ERRORS = (
    DXFError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    StopIteration,
    struct.error,
)
"""What ezdxf raises on drawings that are broken."""
TOLERANCE_M = 0.01
"""Curves become chords that keep this close to them, in metres; see :func:`Opened.tolerance`."""
_RELATIVE = 2e-6
_METRES = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0, 7: 1000.0}
_UNITS = {1: "inch", 2: "foot", 4: "mm", 5: "cm", 6: "m", 7: "km"}
_INSUNITS = "$INSUNITS"
_R12 = "AC1009"
_AFTER_R12 = frozenset({"LWPOLYLINE", "HATCH", "SPLINE", "MTEXT", "ELLIPSE"})
"""Entities that R12 did not have: where they stand in a drawing without header, ezdxf loses half of them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A drawing with what matters of its header.

    ``unit`` is empty where it names none; ``recovered`` tells that it was broken and mended on the way.
    """

    drawing: Drawing
    encoding: str
    unit: str
    unit_metres: float
    crs: str
    recovered: bool

    def tolerance(self, size: float) -> float:
        """How far chords may keep from a curve of this size, in drawing units.

        That is 1 cm, or 2 millionths of the size where that is more (curves of over 5 km).
        """
        return max(TOLERANCE_M / self.unit_metres, size * _RELATIVE)


def open_drawing(source: Source) -> Opened | None:
    """Open a drawing, mending it where it is broken; ``None`` where ezdxf cannot make sense of it."""
    recovered = False
    try:
        drawing = readfile(source.path)
    except MemoryError:
        raise
    except DRAWING_ERRORS:
        recovered = True
        try:
            drawing, _ = recover.readfile(source.path)
        except DRAWING_ERRORS:
            return None
    if drawing.dxfversion <= _R12 and any(entity.dxftype() in _AFTER_R12 for entity in drawing.modelspace()):
        return None
    number = drawing.header.get(_INSUNITS, 0)
    number = number if isinstance(number, int) else 0
    encoding = "utf-8" if drawing.dxfversion >= "AC1021" else str(drawing.encoding)
    return Opened(
        drawing, encoding, _UNITS.get(number, ""), _METRES.get(number, 1.0), _crs(drawing), recovered
    )


def layer_state(drawing: Drawing, name: str) -> str:
    """Tell whether a layer is ``off`` or ``frozen``; empty where it shows."""
    try:
        layer = drawing.layers.get(name)
    except (DXFError, KeyError, ValueError):
        return ""
    if layer.is_frozen():
        return "frozen"
    return "off" if layer.is_off() else ""


def whole(text: str) -> str:
    """Text without halves of characters: bytes that its code page leaves empty stand for themselves."""
    return "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in text).replace("\x00", "")


def _crs(drawing: Drawing) -> str:
    """The CRS of a drawing with a geographic location, empty without one."""
    geodata: Any = None
    with contextlib.suppress(*DRAWING_ERRORS):
        geodata = drawing.modelspace().get_geodata()
        if geodata is not None:
            epsg, _ = geodata.get_crs()
            return crs_text(f"EPSG:{int(epsg)}")
    return ""
