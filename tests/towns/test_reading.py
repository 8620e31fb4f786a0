"""What is read from a table of values, and what is refused with its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dothi.base.errors import DothiError, InputError, UnusableError
from dothi.law import Law, load_law
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.towns.cells import read_value
from dothi.towns.reading import read_towns
from dothi.towns.schemes import scheme
from dothi.towns.template import write_template
from dothi.towns.values import Town

DAY = date(2026, 6, 1)
STANDARDS = {row.code: row for row in load_law().of(ClassificationStandard).confirmed}
Read = Callable[[str], tuple[Town, ...]]


@pytest.fixture
def read(law: Law, tmp_path: Path) -> Read:
    def make(text: str, **more) -> tuple[Town, ...]:
        path = tmp_path / "so-lieu.csv"
        path.write_text(text, encoding="utf-8")
        return read_towns(law, path, more.pop("day", DAY), **more)

    return make


@pytest.mark.parametrize(
    ("code", "cell", "low", "high"),
    [
        ("2A.II.03", "122.374", "122374", "122374"),
        ("2A.II.03", "122374", "122374", "122374"),
        ("2A.II.04", "1.604", "1604", "1604"),
        ("2A.II.05", "65,5 %", "65.5", "65.5"),
        ("2A.II.05", "65.5", "65.5", "65.5"),
        ("2A.II.05", 65.5, "65.5", "65.5"),
        ("2A.II.05", "60-65%", "60", "65"),
        ("2A.II.05", "≥ 65", "65", "100"),
        ("2A.II.05", "<=65", "0", "65"),
        ("2A.III.07", ">= 6", "6", None),
        ("2A.I.01", "Tỉnh", "2", "2"),
        ("2A.I.01", "cấp vùng", "3", "3"),
        ("2A.I.01", "không", "0", "0"),
        ("2A.III.13", "có dự án", "0.5", "0.5"),
        ("2A.III.13", "2", "2", "2"),
        ("1.I.03", "đạt", "1", "1"),
        ("2A.III.23", "1,5", "1.5", "1.5"),
    ],
)
def test_a_cell_is_read(code: str, cell: object, low: str, high: str | None) -> None:
    assert read_value(STANDARDS[code], cell) == (Fraction(low), None if high is None else Fraction(high))


@pytest.mark.parametrize("cell", [None, "", " ", "?", "chưa biết", "Chưa có"])
def test_what_is_not_known_is_no_value(cell: object) -> None:
    assert read_value(STANDARDS["2A.II.03"], cell) is None


@pytest.mark.parametrize(
    ("code", "cell", "fault"),
    [
        ("2A.II.05", "100,1", "town.over-100"),
        ("2A.II.05", "-1", "town.too-small"),
        ("2A.II.03", "0", "town.too-small"),
        ("2A.II.03", 0, "town.too-small"),
        ("2A.III.19", "20000", "town.implausible"),
        ("2A.III.15", "2,5", "town.not-whole"),
        ("2A.III.15", "có dự án", "number.unreadable"),
        ("2A.III.07", "4.500", "town.two-readings"),
        ("2A.II.03", "122,374", "town.two-readings"),
        ("2A.II.04", "1,604", "town.two-readings"),
        ("2A.II.03", 122.374, "town.not-whole"),
        ("2A.I.01", "huyện", "town.word"),
        ("2A.I.01", "2", "town.word"),
        ("2A.II.05", "70-60", "town.range"),
        ("2A.II.05", float("nan"), "town.number"),
        ("2A.II.05", True, "town.number"),
        ("2A.II.05", "nhiều", "number.unreadable"),
    ],
)
def test_a_cell_is_refused(code: str, cell: object, fault: str) -> None:
    with pytest.raises(InputError) as error:
        read_value(STANDARDS[code], cell)
    assert error.value.code == fault


@given(st.sampled_from(sorted(STANDARDS)), st.text(max_size=60) | st.floats() | st.integers())
def test_any_cell_is_read_or_refused_with_a_sentence(code: str, cell: object) -> None:
    try:
        found = read_value(STANDARDS[code], cell)
    except DothiError:
        return
    assert found is None or (found[0] >= 0 and (found[1] is None or found[1] >= found[0]))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from(sorted(STANDARDS)), max_size=6), max_size=4))
def test_any_table_is_read_or_refused(law: Law, tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "bat-ky.csv"
    lines = ["town,standard,value,unit,source,date", *(",".join(row) for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8", errors="replace")
    try:
        towns = read_towns(law, path, DAY)
    except UnusableError as error:
        told = error.sentences()
    else:
        told = [town.name for town in towns]
    assert all(told)


def test_a_field_that_never_ends_is_refused(read: Read) -> None:
    with pytest.raises(UnusableError) as error:
        read('town,standard,value\nA,2A.II.03,"' + "1" * 200_000)
    assert error.value.code == "town.bad-csv"


def test_rows_of_the_town_itself_and_values_with_their_source(read: Read) -> None:
    (town,) = read(
        "Đô thị;Tiêu chuẩn;Giá trị;Đơn vị;Nguồn;Ngày\n"
        "Hội An;region;Bắc Trung Bộ và duyên hải miền Trung;;;\n"
        "Hội An;character;di sản, miền núi;;;\n"
        "Hội An;units;4;;;\n"
        "Hội An;2A.II.03;98.599;người;Tổng điều tra 2019;1/4/2019\n"
    )
    assert (town.profile.region, town.profile.units) == ("central-coast", 4)
    assert town.profile.characters == {"heritage", "mountain"}
    value = town.value("2A.II.03")
    assert (value.exact, value.source, value.day) == (98599, "Tổng điều tra 2019", date(2019, 4, 1))
    assert value.where == "so-lieu.csv, dòng 5, cột «value»"


def test_facts_of_every_town_hold_where_a_town_says_nothing_else(read: Read) -> None:
    text = "town,standard,value\n*,region,central-coast\n*,units,1\nA,units,3\nB,2A.II.05,70\n"
    found = {town.name: town.profile for town in read(text, names=["C", "b"])}
    assert {name: (one.region, one.units) for name, one in found.items()} == {
        "A": ("central-coast", 3),
        "B": ("central-coast", 1),
        "C": ("central-coast", 1),
    }


def test_of_several_values_the_latest_known_on_the_day_is_taken(read: Read) -> None:
    rows = ["A,2A.II.03,100000,2019", "A,2A.II.03,120000,2025-01-01", "A,2A.II.03,150000,2027-01-01"]
    text = "\n".join(["town,standard,value,date", *rows])
    assert read(text)[0].value("2A.II.03").exact == 120000
    assert read(text, day=date(2024, 1, 1))[0].value("2A.II.03").exact == 100000
    assert read(text, day=date(2018, 1, 1))[0].value("2A.II.03").unknown


def test_without_a_document_a_value_may_be_left_out(read: Read) -> None:
    text = "town,standard,value,source\nA,2A.II.03,100000,\nA,2A.II.05,70,Báo cáo 12/BC-UBND\n"
    (town,) = read(text, cited_only=True)
    assert (town.value("2A.II.03").unknown, town.value("2A.II.05").exact) == (True, 70)


@pytest.mark.parametrize(
    ("row", "where", "fault"),
    [
        ("A,2A.II.99,5,,", "dòng 2, cột «standard»", "town.unknown-code"),
        ("A,2A.III.19,25,ha,", "dòng 2, cột «unit»", "town.unit"),
        ("A,2A.II.05,101,%,", "dòng 2, cột «value»", "town.over-100"),
        ("A,2A.II.03,0,người,", "dòng 2, cột «value»", "town.too-small"),
        (",2A.II.03,5,,", "dòng 2, cột «town»", "town.empty"),
        ("A,units,0,,", "dòng 2, cột «value»", "town.units"),
        ("A,region,miền Trung xa,,", "dòng 2, cột «value»", "town.fact"),
        ("A,2A.II.05,70,%,32/1/2026", "dòng 2, cột «date»", "date.impossible"),
        ("A,2A.II.05,70,%,\nA,2A.II.05,71,%,", "dòng 3, cột «value»", "town.twice"),
        ("A,2A.II.05,25,4,%,2026", "dòng 2", "town.ragged"),
    ],
)
def test_bad_input_is_refused_with_its_cell(read: Read, row: str, where: str, fault: str) -> None:
    with pytest.raises(UnusableError) as error:
        read(f"town,standard,value,unit,date\n{row}\n")
    assert (error.value.code, error.value.faults[0].where) == (fault, f"so-lieu.csv, {where}")


def test_every_fault_of_a_file_is_named_at_once(read: Read) -> None:
    with pytest.raises(UnusableError) as error:
        read("town,standard,value\nA,2A.II.05,101\nA,2B.II.01,5\nA,2A.II.03,0\n")
    assert [fault.code for fault in error.value.faults] == [
        *("town.over-100", "town.unknown-code", "town.too-small")
    ]


@pytest.mark.parametrize("text", ["", "town,value\nA,5\n", "\0\0", "town,standard,value\n"])
def test_what_is_no_table_of_values_is_refused(read: Read, text: str) -> None:
    with pytest.raises(UnusableError):
        read(text)


def test_the_template_reads_back_and_names_cells(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(scheme(law, "nq111-2025", "II"), ["Tam Kỳ"], path)
    (town,) = read_towns(law, path, DAY)
    assert (town.name, len(town.values)) == ("Tam Kỳ", 23)
    assert all(value.unknown for value in town.values.values())
    book = Workbook()
    for row in (("town", "standard", "value", "date"), ("Tam Kỳ", "2A.II.05", 140, date(2026, 1, 1))):
        book.active.append(row)
    book.save(path)
    with pytest.raises(UnusableError) as error:
        read_towns(law, path, DAY)
    assert error.value.faults[0].where == "mau.xlsx, trang «Sheet», ô C2"
