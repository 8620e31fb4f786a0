"""Corner tables as pasted, and what is said of a wrong row."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.land.corner_table import read_corner_table

# A rectangle of 30 m (east) by 20 m (north).
ROWS = [
    ("1", "1722500.00", "577400.00", "30.00"),
    ("2", "1722500.00", "577430.00", "20.00"),
    ("3", "1722520.00", "577430.00", "30.00"),
    ("4", "1722520.00", "577400.00", "20.00"),
]


def table(rows: list[tuple[str, ...]] = ROWS, between: str = "\t") -> str:
    return "\n".join(between.join(row) for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        table(),
        table(between="; "),
        table(between=" "),
        table(between="   "),
        table(between=" | "),
        "Số hiệu\tX (m)\tY (m)\tCạnh (m)\n" + table(),
        table([*ROWS, ROWS[0]]),
        table([(label, east, north, side) for label, north, east, side in ROWS]),
        table([(north, east) for _, north, east, _ in ROWS]),  # type: ignore[list-item]
        table(
            [
                (label, north.replace(".", ","), east.replace(".", ","), side)
                for label, north, east, side in ROWS
            ]
        ),
        "1 1722500.00 577400.00\n30.00\n2 1722500.00 577430.00\n20.00\n3 1722520 577430\n4 1722520 577400",
    ],
)
def test_ways_of_pasting(text: str) -> None:
    found = read_corner_table(text)
    assert found.polygon.equals_exact(
        type(found.polygon)([(577400, 1722500), (577430, 1722500), (577430, 1722520), (577400, 1722520)]),
        1e-9,
    )
    assert found.polygon.area == pytest.approx(600)
    assert found.warnings == ()


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read_corner_table(text)
    return [(fault.code, fault.where) for fault in caught.value.faults]


def changed(at: int, *row: str) -> str:
    rows: list[tuple[str, ...]] = list(ROWS)
    rows[at] = row
    return table(rows)


def test_one_wrong_row_is_named() -> None:
    assert refused(changed(2, "3", "17225x0.00", "577430.00")) == [("corners.unreadable-row", "dòng 3")]
    assert refused(changed(1, "2", "577430.00", "1722500.00")) == [("corners.swapped-row", "dòng 2")]


def test_sides_that_cross_are_named_by_their_corners() -> None:
    rows = [ROWS[0], ROWS[2], ROWS[1], ROWS[3]]
    with pytest.raises(InputError) as caught:
        read_corner_table(table(rows))  # type: ignore[arg-type]
    assert caught.value.faults[0].code == "corners.cross"
    assert "1-3" in caught.value.faults[0].vi
    assert "2-4" in caught.value.faults[0].vi


@pytest.mark.parametrize(("east", "said"), [("577430.09", 0), ("577430.11", 2)])
def test_sides_against_their_stated_lengths_by_a_hair(east: str, said: int) -> None:
    # Corner 2 moves east by 9 or 11 cm: side 1-2 grows by that; side 2-3 stays within a millimetre of 20 m.
    found = read_corner_table(changed(1, "2", "1722500.00", east, "20.00"))
    assert len(found.warnings) == said // 2
    assert all(fault.code == "corners.side" and "1-2" in fault.vi for fault in found.warnings)


def test_a_corner_far_off_is_doubted() -> None:
    ring = [(f"{n}", f"{1722500 + 10 * n}", "577400") for n in range(5)]
    ring += [("5", "1732540", "577420"), ("6", "1722530", "577410"), ("7", "1722510", "577410")]
    found = read_corner_table(table(ring))  # type: ignore[arg-type]
    assert [(fault.code, fault.where) for fault in found.warnings] == [("corners.far", "dòng 6")]


def test_too_few_and_nothing() -> None:
    assert refused(table(ROWS[:2])) == [("corners.too-few", "")]
    assert refused("") == [("corners.too-few", "")]
    assert refused("x\n" * 5_001) == [("corners.too-many", "")]


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,; \t\nXYabĐ|-", max_size=300))
def test_any_text_gives_a_table_or_a_sentence(text: str) -> None:
    with suppress(InputError):
        assert len(read_corner_table(text).corners) >= 3
