"""Every mistake in a sheet is named by sheet, row, column, value and remedy."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dothi.base.errors import DothiError, UnusableError
from dothi.base.workbooks import Book
from dothi.registry.observations import imports
from dothi.registry.observations.sheet import Report, read_report


@pytest.fixture
def read(world: Any) -> Any:
    """Read a workbook against the small world."""

    def reader(content: bytes) -> Report:
        with Book("số liệu.xlsx", content) as book:
            return read_report(book, imports.knowledge())

    return reader


def said(report: Report) -> list[tuple[int, str, str, bool]]:
    """Row, code, place of every finding."""
    return [
        (row.number, one.fault.code, one.fault.where, one.refuses)
        for row in report.rows
        for one in row.findings
    ]


def test_a_good_row_becomes_an_entry(world: Any, w: Any, read: Any) -> None:
    report = read(w.workbook([world.row()]))
    assert said(report) == []
    assert report.acceptable
    assert report.entries() == [world.entry()]


@pytest.mark.parametrize(
    ("changes", "code", "column", "shown"),
    [
        ({"indicator": "cay-xanh"}, "value.unknown_indicator", "A", "cay-xanh"),
        ({"indicator": None}, "value.unknown_indicator", "A", "(trống)"),
        ({"place_key": "2c-99999", "place_name": None}, "value.unknown_place", "B", "2c-99999"),
        ({"place_name": "Phường Hương Trà"}, "import.other_name", "C", "Phường Hương Trà"),
        ({"value": "7.5"}, "number.decimal-dot", "D", "7.5"),
        ({"value": "1,234.5"}, "number.english", "D", "1,234.5"),
        ({"value": "khoảng 7"}, "number.unreadable", "D", "khoảng 7"),
        ({"value": None}, "number.empty", "D", "(trống)"),
        ({"value": True}, "import.not_a_number", "D", "True"),
        ({"value": datetime(2026, 5, 7)}, "import.not_a_number", "D", "7/5/2026"),  # noqa: DTZ001 (a cell)
        ({"value": "#DIV/0!"}, "import.error_cell", "D", "#DIV/0!"),
        ({"value": "=1+1"}, "import.formula", "D", "=1+1"),
        ({"value": -0.5}, "value.beyond_limit", "D", "-0.5"),
        ({"value": 1000.5}, "value.beyond_limit", "D", "1000.5"),
        ({"value": 7.55}, "value.decimals", "D", "7.55"),
        ({"unit": "ha"}, "value.unit", "E", "ha"),
        ({"first_day": "6/30/2026"}, "date.month-first", "F", "6/30/2026"),
        ({"first_day": "31/2/2026"}, "date.impossible", "F", "31/2/2026"),
        ({"first_day": "quý 2"}, "date.unreadable", "F", "quý 2"),
        ({"first_day": None}, "date.empty", "F", "(trống)"),
        ({"first_day": 12}, "date.unreadable", "F", "12"),
        ({"last_day": "1/1/2026"}, "value.days_reversed", "G", "1/1/2026"),
        ({"last_day": "1/1/2030"}, "value.day_out_of_reach", "G", "1/1/2030"),
        ({"first_day": datetime(2025, 6, 30)}, "value.place_not_standing", "B", "2c-20335"),  # noqa: DTZ001 (a cell)
        ({"source": None}, "value.no_source", "H", "(trống)"),
        ({"source": "Báo cáo nào đó"}, "import.unknown_source", "H", "Báo cáo nào đó"),
    ],
)
def test_each_mistake_is_named_where_it_stands(  # noqa: PLR0917 (fixtures and cases)
    world: Any, w: Any, read: Any, changes: dict[str, Any], code: str, column: str, shown: str
) -> None:
    good = world.row(place_key=w.HUONG_TRA, place_name=None)
    report = read(
        w.workbook([good, world.row(**changes), [*good[:3], 8.5, good[4], "2025-12-31", *good[6:]]])
    )
    marked = shown if shown == "(trống)" else f"«{shown}»"
    assert (3, code, f"trang «Số liệu», dòng 3, cột {column} {marked}", True) in said(report)
    assert [row.number for row in report.refused] == [3]
    assert not report.acceptable
    fault = next(one.fault for row in report.refused for one in row.findings if one.fault.code == code)
    assert fault.remedy_vi
    assert fault.remedy_en


def test_a_faulty_first_day_is_named_once(world: Any, w: Any, read: Any) -> None:
    assert [code for _, code, _, _ in said(read(w.workbook([world.row(first_day="31/2/2026")])))] == [
        "date.impossible"
    ]


def test_a_wrong_key_is_mended_by_the_name_beside_it(world: Any, w: Any, read: Any) -> None:
    report = read(w.workbook([world.row(place_key="xx-1", place_name="Phường Tam Ky")]))
    assert "2c-20335 (Phường Tam Kỳ)" in report.rows[0].findings[0].fault.remedy_vi


def test_several_mistakes_of_one_row_are_all_named(world: Any, w: Any, read: Any) -> None:
    report = read(
        w.workbook([world.row(indicator="x", place_key="y", place_name=None, value="z", source="s")])
    )
    assert {code for _, code, _, _ in said(report)} == {
        "value.unknown_indicator",
        "value.unknown_place",
        "number.unreadable",
        "import.unknown_source",
    }


def test_a_wrong_name_of_a_place_gets_the_nearest_as_remedy(world: Any, w: Any, read: Any) -> None:
    report = read(w.workbook([world.row(place_key="phuong tam ki", place_name=None)]))
    assert "2c-20335 (Phường Tam Kỳ)" in report.rows[0].findings[0].fault.remedy_vi


@pytest.mark.parametrize(
    ("changes", "attribute", "expected"),
    [
        ({"value": "7,5"}, "value", Decimal("7.5")),
        ({"value": 7}, "value", Decimal(7)),
        ({"value": 0.1 + 0.2}, "value", Decimal("0.3")),
        (
            {"indicator": "Diện tích cây xanh bình quân trên mỗi người dân đô thị"},
            "indicator",
            "green-per-person",
        ),
        ({"place_key": "phường Tam Kỳ", "place_name": None}, "place_key", "2c-20335"),
        ({"place_key": None, "place_name": "Phường Tam Kỳ"}, "place_key", "2c-20335"),
        ({"place_name": "tam kỳ"}, "place_key", "2c-20335"),
        ({"first_day": "30/6/2026"}, "first_day", date(2026, 6, 30)),
        ({"first_day": "30-6-2026"}, "first_day", date(2026, 6, 30)),
        ({"first_day": "2026-06-30"}, "first_day", date(2026, 6, 30)),
        ({"first_day": 46203}, "first_day", date(2026, 6, 30)),
        ({"first_day": datetime(2026, 6, 30, 8, 30)}, "last_day", date(2026, 6, 30)),  # noqa: DTZ001 (a cell)
        ({"first_day": "1/1/2026", "last_day": "31/3/2026"}, "last_day", date(2026, 3, 31)),
        ({"unit": " M²/người "}, "unit", "M²/người"),
    ],
)
def test_what_people_write_is_understood(  # noqa: PLR0917 (fixtures and cases)
    world: Any, w: Any, read: Any, changes: dict[str, Any], attribute: str, expected: Any
) -> None:
    report = read(w.workbook([world.row(**changes)]))
    assert said(report) == []
    assert getattr(report.entries()[0], attribute) == expected


@pytest.mark.parametrize("year", [2024, "2024", 2024.0])
def test_a_year_alone_is_the_whole_year(world: Any, w: Any, read: Any, year: Any) -> None:
    report = read(w.workbook([world.row(place_key=w.OLD_TAM_KY, place_name=None, first_day=year)]))
    (made,) = report.entries()
    assert (made.first_day, made.last_day) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    "called", ["nien-giam-2025", "12/BC-CTK", "Niên giám thống kê 2025", "niên giám  thống kê 2025"]
)
def test_a_source_goes_by_key_number_or_title(world: Any, w: Any, read: Any, called: str) -> None:
    assert read(w.workbook([world.row(source=called)])).entries()[0].source_id == world.source.pk


def test_two_sources_of_one_name_are_not_chosen_between(world: Any, w: Any, read: Any) -> None:
    type(world.source).objects.create(key="ban-hai", title="Niên giám thống kê 2025")
    report = read(w.workbook([world.row(source="Niên giám thống kê 2025")]))
    assert "nhiều nguồn cùng tên" in report.rows[0].findings[0].fault.vi


def test_a_repeated_row_names_the_first(world: Any, w: Any, read: Any) -> None:
    report = read(w.workbook([world.row(), world.row(value=8)]))
    assert [(number, code) for number, code, _, _ in said(report)] == [(3, "import.repeated_row")]
    assert "dòng 2" in report.rows[1].findings[0].fault.vi


def test_whether_the_place_stood_is_not_known_and_only_warns(world: Any, w: Any, read: Any) -> None:
    report = read(w.workbook([world.row(place_key=w.LOST, place_name=None, first_day="1/1/2022")]))
    assert [(code, refuses) for _, code, _, refuses in said(report)] == [
        ("value.place_perhaps_standing", False)
    ]
    assert report.acceptable
    assert len(report.warned) == 1


def test_examples_and_empty_rows_are_left_out(world: Any, w: Any, read: Any) -> None:
    report = read(w.workbook([world.row(note="VÍ DỤ: bỏ qua"), [], [" "], world.row()]))
    assert [row.number for row in report.rows] == [5]
    assert report.examples == 1


def test_headings_may_stand_in_another_order_and_lower(world: Any, w: Any, read: Any) -> None:
    book = Workbook()
    book.active.title = "so lieu"
    book.active.append(["Bảng số liệu quý 2"])
    book.active.append([])
    book.active.append([*reversed(w.HEADINGS), "Cột riêng"])
    book.active.append([*reversed(world.row(value="sai")), "riêng"])
    report = read(w.saved(book))
    assert [fault.code for fault in report.remarks] == ["import.extra_column"]
    assert said(report)[0][:3] == (4, "number.unreadable", "trang «so lieu», dòng 4, cột G «sai»")


@pytest.mark.parametrize("missing", ["Giá trị *", "Nguồn *", "Từ ngày *"])
def test_a_missing_column_is_named(world: Any, w: Any, read: Any, missing: str) -> None:
    headings = [heading for heading in w.HEADINGS if heading != missing]
    with pytest.raises(UnusableError) as error:
        read(w.workbook([world.row()], headings))
    fault = error.value.faults[0]
    assert (fault.code, fault.where) == ("import.missing_column", "số liệu.xlsx, trang «Số liệu», dòng 1")
    assert missing.rstrip(" *") in fault.vi


def test_a_column_given_twice_is_named(world: Any, w: Any, read: Any) -> None:
    with pytest.raises(UnusableError) as error:
        read(w.workbook([], [*w.HEADINGS, "Giá trị"]))
    assert error.value.code == "import.double_column"


def test_no_headings_no_sheet_hidden_sheet(world: Any, w: Any, read: Any) -> None:
    for content, code in (
        (w.workbook([world.row()], ["a", "b", "c"]), "import.no_heading"),
        (w.workbook([world.row()], sheet="Sheet1"), "import.no_sheet"),
    ):
        with pytest.raises(UnusableError) as error:
            read(content)
        assert error.value.code == code
    book = Workbook()
    book.active.title = "Số liệu"
    book.active.append(w.HEADINGS)
    book.active.sheet_state = "hidden"
    book.create_sheet("Bìa")
    with pytest.raises(UnusableError) as error:
        read(w.saved(book))
    assert error.value.code == "import.hidden_sheet"


def test_other_hidden_sheets_are_told_of(world: Any, w: Any, read: Any) -> None:
    book = Workbook()
    book.active.title = "Số liệu"
    book.active.append(w.HEADINGS)
    book.create_sheet("Cũ").sheet_state = "hidden"
    report = read(w.saved(book))
    assert [fault.code for fault in report.remarks] == ["import.hidden_left_out"]
    assert not report.acceptable


def test_merged_cells_below_the_headings_are_refused(world: Any, w: Any, read: Any) -> None:
    book = Workbook()
    book.active.title = "Số liệu"
    book.active.append(w.HEADINGS)
    for value in (7.5, 8.5):
        book.active.append(
            world.row(value=value, place_key=w.TAM_KY if value < 8 else w.HUONG_TRA, place_name=None)
        )
    book.active.merge_cells("B2:B3")
    report = read(w.saved(book))
    assert {(number, code) for number, code, _, _ in said(report)} >= {
        (2, "import.merged"),
        (3, "import.merged"),
    }
    assert "B2:B3" in report.rows[0].findings[0].fault.vi


def test_thousands_of_unknown_places_stay_quick(world: Any, w: Any, read: Any) -> None:
    rows = [world.row(place_key=f"xã không có {number}", place_name=None) for number in range(2000)]
    assert len(read(w.workbook(rows)).refused) == 2000


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(min_value=datetime(1900, 3, 1), max_value=datetime(9999, 1, 1)),  # noqa: DTZ001 (cells)
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=40
    ),
    st.sampled_from(
        ["green-per-person", "2c-20335", "m²/người", "30/6/2026", "7,5", "=A1", "nien-giam-2025", "2026"]
    ),
)


@pytest.mark.slow
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.lists(CELLS, min_size=10, max_size=12), max_size=6))
def test_any_cells_are_read_or_named_and_never_crash(
    world: Any, w: Any, read: Any, rows: list[list[Any]]
) -> None:
    try:
        report = read(w.workbook(rows))
    except DothiError as error:
        assert error.faults[0].remedy_vi  # noqa: PT017 (either outcome is right)
        return
    for row in report.rows:
        assert (row.entry is None) == row.refused
        assert all(one.fault.sentence() and one.fault.sentence("en") for one in row.findings)
