from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.time import NEVER, Bound
from dothi.places.tables import Faults, Row, read_table


def row(**cells: str) -> Row:
    return Row("a.csv, dòng 2", cells, Faults())


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("2025-07-01", Bound.on(date(2025, 7, 1))),
        ("..2019-04-01", Bound(None, date(2019, 4, 1))),
        ("2025-01-01..", Bound(date(2025, 1, 1), None)),
        ("2019-04-02..2025-06-30", Bound(date(2019, 4, 2), date(2025, 6, 30))),
        ("", NEVER),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    line = row(ends=text)
    assert line.bound("ends", NEVER) == bound
    assert line.faults.found == []


@pytest.mark.parametrize("text", ["30/6/2025", "2025-13-01", "2025-06-30..2019-04-02", "hôm nay"])
def test_a_bad_bound_is_a_fault(text: str) -> None:
    line = row(ends=text)
    assert line.bound("ends", NEVER) == NEVER
    assert [fault.code for fault in line.faults.found] == ["pack.cell"]


@pytest.mark.parametrize(("text", "value"), [("1.5", Decimal("1.5")), ("", None)])
def test_decimals(text: str, value: Decimal | None) -> None:
    assert row(a=text).decimal("a") == value


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1,5", "x"])
def test_a_bad_decimal_is_a_fault(text: str) -> None:
    line = row(a=text)
    assert line.decimal("a") is None
    assert len(line.faults.found) == 1


@given(st.text(max_size=20))
def test_any_cell_is_read_or_is_a_fault(text: str) -> None:
    line = row(starts=text, ends=text, n=text)
    line.period()
    line.whole("n")
    line.day("n")
    assert all(fault.where == "a.csv, dòng 2" for fault in line.faults.found)


def test_lines_are_counted_in_the_file_not_in_the_records(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n"x\ny",1\nz,2\n', encoding="utf-8")
    rows = list(read_table(tmp_path, "a.csv", ("a", "b"), Faults()))
    assert [(line.where, line.text("a")) for line in rows] == [
        ("a.csv, dòng 3", "x y"),
        ("a.csv, dòng 4", "z"),
    ]
