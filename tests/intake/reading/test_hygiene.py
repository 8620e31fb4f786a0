"""Batches made plain: what odd types become, and what happens to shapes that poison computations."""

from __future__ import annotations

import datetime as dt
import decimal
import struct

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.reading.hygiene import Noticed, cleaned

MIDNIGHT = dt.datetime(2025, 7, 1)  # noqa: DTZ001  (files know no time zone)


def batch(shapes, features=None, **columns) -> pa.RecordBatch:
    numbers = pa.array(features or range(1, len(shapes) + 1))
    arrays = [numbers, pa.array(shapes, pa.binary()), *columns.values()]
    return pa.RecordBatch.from_arrays(arrays, names=["feature", "geometry", *columns])


def shapes_of(made: pa.RecordBatch):
    return shapely.from_wkb(made.column(1).to_numpy(zero_copy_only=False))


def test_shapes_that_are_well_are_handed_on_untouched() -> None:
    given_ = batch([shapely.box(0, 0, 1, 1).wkb, None])
    noticed = Noticed()
    assert cleaned(given_, noticed).column(1) == given_.column(1)
    assert list(noticed.faults("a", ())) == []
    assert noticed.vertices == 5


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_coordinates_that_are_not_finite_are_taken_out(bad) -> None:
    noticed = Noticed()
    line = shapely.LineString([(0, 0), (1, 1)]).wkb
    poisoned = line[:-8] + struct.pack("<d", bad)
    made = shapes_of(cleaned(batch([line, poisoned], features=[4, 7]), noticed))
    assert made[0].length == pytest.approx(2**0.5)
    assert made[1] is None
    (fault,) = noticed.faults("a.gpkg, b", ())
    assert (fault.code, fault.where) == ("intake.not-finite", "a.gpkg, b")
    assert " 7;" in fault.vi


def test_rings_left_open_are_closed_and_told() -> None:
    wkb = struct.pack("<BIII", 1, 3, 1, 3) + struct.pack("<6d", 0, 0, 10, 0, 10, 10)
    noticed = Noticed()
    made = shapes_of(cleaned(batch([wkb, b"\x01\x63", b""]), noticed))
    assert made[0].area == 50
    assert made[1] is None
    assert [fault.code for fault in noticed.faults("a", ())] == ["intake.geometry", "intake.ring"]


def test_heights_and_measures_go() -> None:
    noticed = Noticed()
    made = shapes_of(cleaned(batch([shapely.Point(1, 2, 3).wkb, shapely.Point(1, 2).wkb]), noticed))
    assert not shapely.has_z(made).any()
    assert noticed.heights == 1


def test_columns_become_plain() -> None:
    columns = {
        "c0": pa.array([{"a": 1}], pa.struct([("a", pa.int64())])),
        "c1": pa.array([[1, 2]]),
        "c2": pa.array([b"\x00"]),
        "c3": pa.array([decimal.Decimal("1.50")]),
        "c4": pa.array([dt.time(7, 30)]),
        "c5": pa.array(["x"]).dictionary_encode(),
        "c6": pa.nulls(1),
        "c7": pa.array([MIDNIGHT]),
        "c8": pa.array(["dài"], pa.large_string()),
    }
    noticed = Noticed()
    made = cleaned(batch([None], **columns), noticed)
    assert [made.column(i).to_pylist()[0] for i in range(2, 11)] == [
        '{"a": 1}',
        "[1, 2]",
        None,
        1.5,
        "07:30:00",
        "x",
        None,
        MIDNIGHT,
        "dài",
    ]
    assert made.schema.field(10).type == pa.string()
    (fault,) = noticed.faults("a", tuple("abcdefghi"))
    assert (fault.code, "«c»" in fault.vi) == ("intake.blob", True)


def as_text(values: list[bytes | None]) -> pa.Array:
    """Bytes that call themselves text, as a broken writer leaves them."""
    return pa.array(values, pa.binary()).view(pa.string())


def test_text_that_is_no_utf8_becomes_a_character_a_byte() -> None:
    column = as_text(["Đất".encode(), b"\xa7\xca\x74", None])
    made = cleaned(batch([None] * 3, c0=column), Noticed())
    assert made.column(2).to_pylist() == ["Đất", "§Êt", None]


@given(st.lists(st.none() | st.binary(max_size=20), min_size=1, max_size=5))
def test_raw_text_keeps_every_byte(values) -> None:
    made = cleaned(batch([None] * len(values), c0=as_text(values)), Noticed(), raw_text=True)
    back = [None if text is None else text.encode("latin-1") for text in made.column(2).to_pylist()]
    assert back == values


@given(st.binary(max_size=200))
def test_no_bytes_of_a_shape_break_it(wkb) -> None:
    noticed = Noticed()
    try:
        made = cleaned(batch([wkb]), noticed)
    except NotImplementedError:  # curves, which are turned into chords before
        return
    shape = shapes_of(made)[0]
    assert shape is None or np.isfinite(shapely.get_coordinates(shape)).all()
