"""A table as a workbook: typed, frozen, explained, and harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dothi.base.errors import UnusableError
from dothi.portal import export
from dothi.portal.export import Column, xlsx_response


def opened(response: Any) -> Any:
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def table(rows: list[list[Any]], columns: list[Any] | None = None, **more: Any) -> Any:
    return opened(xlsx_response("bảng", columns or ["A", "B"], rows, "Bảng thử", "Nguồn: niên giám", **more))


def test_the_answer_is_a_download_under_its_name() -> None:
    response = xlsx_response("dân số", ["A"], [["x"]], "Dân số")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "filename*=utf-8''d%C3%A2n%20s%E1%BB%91.xlsx" in response["Content-Disposition"]


def test_numbers_stay_numbers_and_days_stay_days() -> None:
    columns = [Column("Người", decimals=0), Column("Tỷ lệ", decimals=1), "Ngày", "Lúc", "Chữ", "Trống"]
    moment = datetime(2026, 6, 30, 20, 15, tzinfo=UTC)
    book = table([[1495812, Decimal("25.38"), date(2025, 6, 30), moment, "Tam Kỳ", None]], columns)
    cells = book["Số liệu"][2]
    assert [cell.value for cell in cells] == [
        1495812,
        25.38,
        datetime(2025, 6, 30),  # noqa: DTZ001 (a day in a cell)
        datetime(2026, 7, 1, 3, 15),  # noqa: DTZ001 (the office's time, seven hours ahead)
        "Tam Kỳ",
        None,
    ]
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d", "s", "n"]
    formats = [cell.number_format for cell in cells[:4]]
    assert formats == ["[$-42A]#,##0", "[$-42A]#,##0.0", "[$-42A]d/m/yyyy", "[$-42A]d/m/yyyy hh:mm"]


def test_the_heading_is_frozen_and_filtered_and_columns_have_widths() -> None:
    sheet = table([["x", 1], ["y", 2]], [Column("Tên", 40), Column("Số")])["Số liệu"]
    assert [cell.value for cell in sheet[1]] == ["Tên", "Số"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width == 40


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "|x"])
def test_text_never_becomes_a_formula(text: str) -> None:
    cell = table([[text, "b"]])["Số liệu"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix


def test_ordinary_text_is_not_marked() -> None:
    assert not table([["Tam Kỳ", "b"]])["Số liệu"]["A2"].quotePrefix


def test_characters_that_no_workbook_holds_are_left_out() -> None:
    assert table([["a\x00b\x0bc", "x" * 40_000]])["Số liệu"]["A2"].value == "abc"


def test_the_notes_name_title_sources_and_count() -> None:
    sheet = table([["x", 1], ["y", 2]])["Nguồn và ghi chú"]
    lines = [row[0].value for row in sheet.iter_rows()]
    assert lines[:3] == ["Bảng thử", "Nguồn: niên giám", "Số dòng: 2"]
    assert lines[3].startswith("Xuất lúc: ")


def test_illustrative_data_says_so_on_both_sheets() -> None:
    book = table([["x", 1]], illustrative=True)
    sheet = book["Số liệu"]
    assert sheet["A1"].value == "Dữ liệu minh họa"
    assert [cell.value for cell in sheet[2]] == ["A", "B"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:B3")
    assert book["Nguồn và ghi chú"]["A2"].value == "Dữ liệu minh họa"


def test_an_empty_table_is_a_workbook_too() -> None:
    assert table([])["Số liệu"].auto_filter.ref == "A1:B1"


def test_faulty_rows_are_coloured() -> None:
    sheet = table([["x", 1], ["y", 2]], faulty=[True, False])["Số liệu"]
    assert sheet["A2"].fill.fgColor.rgb != sheet["A3"].fill.fgColor.rgb


def test_a_table_too_long_for_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_ROWS", 2)
    with pytest.raises(UnusableError) as error:
        table([["x", 1]] * 3)
    assert error.value.code == "export.too_many_rows"


def test_a_row_of_another_length_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="argument"):
        table([["x"]])


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9),
    st.dates(min_value=date(1900, 3, 1)),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=60),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.tuples(VALUES, VALUES), max_size=5))
def test_whatever_is_written_can_be_opened_and_holds_no_formula(rows: list[Any]) -> None:
    sheet = table([list(row) for row in rows])["Số liệu"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
