"""Values of towns by workbook: a report of every row before anything is written, then drafts."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dothi.base.workbooks import Book
from dothi.registry.observations.models import State
from dothi.registry.towns import services
from dothi.registry.towns.checks import standards
from dothi.registry.towns.models import TownValue
from dothi.registry.towns.sheets import COLUMNS, read_values, workbook_of_values, written
from dothi.registry.worksheets.rows import SheetReport
from dothi.towns.cells import read_value

Make = Callable[..., Any]


def with_rows(*rows: dict[str, Any]) -> bytes:
    book = load_workbook(BytesIO(workbook_of_values()))
    for row in rows:
        book["Số liệu"].append([row.get(code) for code in COLUMNS])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes) -> SheetReport:
    with Book("a.xlsx", content) as book:
        return read_values(book)


GOOD = {
    "town": "Tam Kỳ",
    "standard": "2A.II.05",
    "value": 62.5,
    "unit": "%",
    "source": "nien-giam-2025",
    "day": 2025,
}


def test_a_workbook_is_reported_on_row_by_row_and_nothing_is_written(world: Any) -> None:
    report = read(
        with_rows(
            GOOD,
            {**GOOD, "standard": "2A.II.03", "value": 122374, "unit": "người", "source": "12/BC-CTK"},
            {**GOOD, "standard": "2A.I.01", "value": "tỉnh", "unit": ""},
            {**GOOD, "standard": "2A.III.22", "value": None, "unit": ""},
        )
    )
    assert [row.outcome for row in report.rows] == ["added", "added", "added", "same"]
    assert [row.effect.entry.text for row in report.rows[:3]] == ["62,5", "122374", "tỉnh"]
    assert report.acceptable
    assert TownValue.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code", "letter"),
    [
        ({"town": "Nơi Khác"}, "town_value.unknown_town", "A"),
        ({"standard": "2A.II.55"}, "town_value.unknown_standard", "B"),
        ({"value": 140}, "town.over-100", "C"),
        ({"unit": "người"}, "town.unit", "D"),
        ({"source": "không rõ"}, "import.unknown_source", "E"),
        ({"day": None}, "town_value.no_day", "F"),
        ({"day": "2099"}, "town_value.day", "F"),
        ({"value": "=1/0"}, "import.formula", "C"),
        ({"commune": "2c-20335"}, "town_value.commune", "H"),
    ],
)
def test_a_row_that_cannot_be_a_value_names_its_cell(
    world: Any, change: dict[str, Any], code: str, letter: str
) -> None:
    (row,) = read(with_rows({**GOOD, **change})).rows
    assert [fault.code for fault in row.faults] == [code]
    assert f"dòng 2, cột {letter}" in row.faults[0].where


def test_what_is_on_record_stays_is_corrected_or_waits(world: Any, entry: Make) -> None:
    row = services.enter(world.planner, entry())
    assert [one.outcome for one in read(workbook_of_values()).rows] == ["same"]
    other = with_rows({**GOOD, "value": 63})
    book = load_workbook(BytesIO(other))
    book["Số liệu"].delete_rows(2)
    file = BytesIO()
    book.save(file)
    (waiting,) = read(file.getvalue()).rows
    assert [fault.code for fault in waiting.faults] == ["town_value.open"]
    row = services.submit(world.planner, row.pk, row.version)
    services.approve(world.authority, row.pk, row.version)
    (change,) = read(file.getvalue()).rows
    assert (change.outcome, change.effect.corrects) == ("changed", row.pk)
    draft = services.enter(world.planner, change.effect.entry, corrects=change.effect.corrects)
    assert (draft.state, draft.corrects_id) == (State.DRAFT, row.pk)


@given(st.one_of(st.integers(0, 10**8), st.decimals(0, 100, places=4).map(float)))
def test_a_number_reads_back_as_the_same_value(cell: float) -> None:
    """A percentage with decimals, or people in whole numbers."""
    table, _of_units = standards()
    code = "2A.II.03" if isinstance(cell, int) else "2A.III.08"
    if cell and not (code == "2A.II.03" and cell > 50_000_000):
        assert read_value(table[code], written(cell)) == read_value(table[code], cell)


@pytest.mark.parametrize(
    ("cell", "text"), [(4.5, "4,5"), (4.125, "4,1250"), (1604, "1604"), ("≥ 70", "≥ 70"), (None, "")]
)
def test_a_number_of_a_cell_is_written_so_that_it_reads_the_same(cell: object, text: str) -> None:
    assert written(cell) == text
