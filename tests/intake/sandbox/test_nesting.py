"""How deep a geometry is nested, against shapely's own bytes and bytes made by hand."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.sandbox.nesting import nested_deeper

POINT = bytes.fromhex("0101000000") + bytes(16)
PLAIN = [
    shapely.Point(1, 2, 3),
    shapely.LineString([(0, 0), (1, 1), (2, 5)]),
    shapely.Point(0, 0).buffer(4),
    shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 3, 3)),
    shapely.MultiPoint([(0, 0), (1, 1)]),
    shapely.Polygon(),
]


def chain(levels: int, kind: int = 7) -> bytes:
    """Collections within collections around a point: so many levels, and one for the point."""
    return (b"\x01" + kind.to_bytes(4, "little") + b"\x01\x00\x00\x00") * levels + POINT


@pytest.mark.parametrize("kind", [4, 5, 6, 7, 1007, 2004, 3007, 0x80000007])
def test_levels_are_counted_whatever_holds_them(kind: int) -> None:
    point = POINT if kind < 1000 else b"\x01" + (1).to_bytes(4, "little") + bytes(16)
    assert len(point) == 21
    assert not nested_deeper(chain(31, kind), 32)
    assert nested_deeper(chain(32, kind), 32)
    assert nested_deeper(chain(300_000, kind), 32)


def test_what_hides_behind_other_parts_is_found() -> None:
    wide = shapely.to_wkb(shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 3, 3)), byte_order=0)
    line = shapely.to_wkb(shapely.LineString([(0, 0, 1)] * 7), output_dimension=3, include_srid=True)
    deep = bytes.fromhex("010700000003000000") + wide + line + chain(40)
    assert nested_deeper(deep, 32)
    assert not nested_deeper(deep, 50)


@given(st.lists(st.sampled_from(PLAIN), max_size=5), st.integers(0, 6), st.sampled_from([0, 1]))
def test_depth_is_that_of_the_geometry(parts: list[shapely.Geometry], levels: int, order: int) -> None:
    shape = shapely.GeometryCollection(parts)
    for _ in range(levels):
        shape = shapely.GeometryCollection([shapely.Point(1, 2), shape])
    wkb = shapely.to_wkb(shape, byte_order=order)
    limits = [limit for limit in range(1, 12) if len(wkb) > 9 * limit]
    assert [nested_deeper(wkb, limit) for limit in limits] == [depth(shape) > limit for limit in limits]


def depth(shape: shapely.Geometry) -> int:
    return 1 + max((depth(part) for part in getattr(shape, "geoms", ())), default=0)


@pytest.mark.parametrize(
    "wkb", [b"\x02" * 400, bytes.fromhex("0107000000020000000102000000ffffff00") + bytes(400)]
)
def test_bytes_that_are_no_geometry_are_refused(wkb: bytes) -> None:
    with pytest.raises(ValueError, match=r"no byte order|no whole geometry"):
        nested_deeper(wkb, 32)
