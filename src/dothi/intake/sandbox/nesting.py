"""How deep a geometry in WKB is nested, told without reading it: GEOS descends without a bound."""

from __future__ import annotations

import struct

DEEPEST = 32
"""Levels that a handover may have: what GDAL itself reads of nested collections."""
_HEAD = 9
"""Bytes that a level takes at least: byte order, kind, number of parts."""
_POINT, _LINES, _RINGS = 1, (2, 8), (3, 17)
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def nested_deeper(wkb: bytes, deepest: int) -> bool:
    """Whether geometries stand within one another in more than ``deepest`` levels; a plain one has one level.

    Raises ``ValueError`` for bytes that are no WKB, as far as that had to be looked at.
    """
    if len(wkb) <= _HEAD * deepest:
        return False
    at, waiting = 0, [1]
    try:
        while waiting:
            if not waiting[-1]:
                waiting.pop()
                continue
            if len(waiting) > deepest:
                return True
            waiting[-1] -= 1
            at, parts = _past_head(wkb, at)
            waiting.append(parts)
    except (struct.error, IndexError) as error:
        raise ValueError("no whole geometry") from error
    return False


def _past_head(wkb: bytes, at: int) -> tuple[int, int]:
    """Step over one geometry, or over the head of one that has parts; where that ends, and how many parts."""
    if wkb[at] > 1:
        raise ValueError("no byte order")
    order = "<" if wkb[at] else ">"
    (word,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    at += 9 if word & _SRID else 5
    thousands, kind = divmod(word & 0xFFFF, 1000)
    width = 8 * (2 + (bool(word & _Z) or thousands in {1, 3}) + (bool(word & _M) or thousands in {2, 3}))
    if kind == _POINT:
        return at + width, 0
    (count,) = struct.unpack_from(f"{order}I", wkb, at)
    at += 4
    if kind in _LINES:
        return at + width * count, 0
    if kind not in _RINGS:
        return at, count
    for _ in range(count):
        (points,) = struct.unpack_from(f"{order}I", wkb, at)
        at += 4 + width * points
    return at, 0
