"""Importing an annex: what is refused with its cell, and what the law says afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dothi.base.errors import UnusableError
from dothi.law import Law, load_law
from dothi.law.rows import Confidence
from dothi.towns.annex import read_annex
from dothi.towns.annex_overlay import import_annex, write_annex_template
from dothi.towns.annex_sheets import number
from dothi.towns.schemes import Profile, scheme
from dothi.towns.score import Verdict, score
from dothi.towns.values import Town, Value

from .conftest import LEAST_II

FACTS = {
    "basis": "Nghị quyết 111/2025/UBTVQH15, Phụ lục I và II",
    "source": "nq111-ban-chinh",
    "title_vi": "Nghị quyết 111/2025/UBTVQH15, bản chính",
    "read_on": "2026-11-25",
    "confidence": "official",
    "total": "100",
    "required": "75",
    "importer": "Trần Thị B, Sở Xây dựng",
    "decision": "QĐ 1/QĐ-SXD",
    "date": "2026-11-26",
}
Fill = Callable[..., Path]


@pytest.fixture(scope="session")
def template(law: Law, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The template of 111 with its document filled in."""
    path = tmp_path_factory.mktemp("annex") / "phu-luc.xlsx"
    write_annex_template(law, "nq111-2025", path)
    book = load_workbook(path)
    for row in book["Văn bản"].iter_rows(min_row=2):
        row[1].value = FACTS.get(row[0].value, row[1].value)
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def filled(template: bytes, tmp_path: Path) -> Fill:
    """The template with a row changed: sheet, how the row starts, column and value."""

    def make(sheet: str = "", start: Sequence[str] = (), column: str = "", value: object = None) -> Path:
        book = load_workbook(BytesIO(template))
        if sheet:
            book[sheet][f"{column}{row_of(book[sheet], start)}"] = value
        path = tmp_path / "phu-luc.xlsx"
        book.save(path)
        return path

    return make


def row_of(sheet: Worksheet, start: Sequence[str]) -> int:
    for row in sheet.iter_rows():
        if [cell.value for cell in row[: len(start)]] == list(start):
            return row[0].row
    raise LookupError(start)


def test_an_official_annex_makes_a_legal_verdict_possible(law: Law, filled: Fill, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    annex = read_annex(law, filled())
    import_annex(law, annex, workspace, [])
    assert import_annex(law, annex, workspace, []) == {
        "sources": 1,
        "classification_groups": 6,
        "classification_standards": 38,
        "classification_levels": 61,
        "classification_passes": 3,
    }
    after = load_law(workspace / "law")
    profile = Profile(region="red-river-southeast", units=1)
    rules = scheme(after, "nq111-2025", "II", profile)
    assert rules.least_sure is Confidence.OFFICIAL
    town = Town("A", profile, {code: Value.exactly(1, "Báo cáo 5/BC-UBND") for code in LEAST_II})
    found = score(town, rules)
    assert (found.official, found.verdict) == (True, Verdict.NOT_REACHED)
    town.values["2A.II.05"] = Value.exactly(1)
    assert not score(town, rules).official, "a value that no document answers for"
    assert len(after.classification_levels.replaced) == 61
    row = after.classification_levels["nq111-2025.II.2A.II.03"]
    assert (row.layer.importer, row.source) == ("Trần Thị B, Sở Xây dựng", "nq111-ban-chinh")


LEVEL, GROUP, STANDARD = "Mức và điểm", "Nhóm tiêu chí", "Tiêu chuẩn"


@pytest.mark.parametrize(
    ("change", "fault", "cell"),
    [
        ((LEVEL, ("III", "2A.II.03"), "E", 199999), "annex.gap", "E7"),
        ((LEVEL, ("III", "2A.II.03"), "D", 200000.5), "annex.levels-cross", "D7"),
        ((LEVEL, ("III", "2A.III.08"), "D", 90.5), "annex.fall", "D17"),
        ((LEVEL, ("II", "2A.II.03"), "G", 7.5), "annex.sum", "E6"),
        ((LEVEL, ("II", "2A.II.03"), "F", 7.5), "annex.points-cross", "F"),
        ((LEVEL, ("II", "2A.I.01"), "D", "huyện"), "annex.level", "D"),
        ((LEVEL, ("II", "2A.I.01"), "B", "2A.I.09"), "annex.unknown-code", "B"),
        ((GROUP, ("2A.I",), "E", 16), "annex.sum", "E5"),
        ((GROUP, ("2A.III",), "D", "II IV"), "annex.unknown-code", "D7"),
        ((STANDARD, ("2A.II.03",), "F", "nghìn người"), "annex.unknown-code", "F4"),
        ((STANDARD, ("2A.II.04",), "A", "2A.II.03"), "annex.twice", "A5"),
        (("Văn bản", ("total",), "B", 99), "annex.total", "B10"),
        (("Văn bản", ("rule_set",), "B", "nq99"), "annex.fact", "B2"),
    ],
)
def test_an_annex_that_contradicts_itself_is_refused_with_the_cell(
    law: Law, filled: Fill, change: tuple[str, tuple[str, ...], str, object], fault: str, cell: str
) -> None:
    with pytest.raises(UnusableError) as error:
        read_annex(law, filled(*change))
    places = [one.where.rpartition("ô ")[2] for one in error.value.faults if one.code == fault]
    assert any(place.startswith(cell) for place in places), error.value


def test_what_the_tables_hold_must_stay_under_its_code(law: Law, filled: Fill) -> None:
    path = filled()
    book = load_workbook(path)
    book[LEVEL].delete_rows(row_of(book[LEVEL], ("I", "1.I.02")))
    book.save(path)
    with pytest.raises(UnusableError) as error:
        read_annex(law, path)
    assert {"annex.sum", "annex.lacks"} <= {one.code for one in error.value.faults}


def test_a_workbook_without_its_sheets_is_refused(law: Law, filled: Fill) -> None:
    path = filled()
    book = load_workbook(path)
    del book["Nhóm tiêu chí"]
    book.save(path)
    with pytest.raises(UnusableError) as error:
        read_annex(law, path)
    assert error.value.code == "annex.no-sheet"


def test_the_template_of_1210_asks_for_the_points_nobody_knows(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "1210.xlsx"
    write_annex_template(law, "nq1210-2016", path)
    with pytest.raises(UnusableError) as error:
        read_annex(law, path)
    assert {one.code for one in error.value.faults} == {"annex.empty"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25.000", "25000"),
        ("1.234.567", "1234567"),
        ("0.75", "0.75"),
        ("3,125", "3.125"),
        ("NaN", None),
        ("x", None),
    ],
)
def test_grouped_thousands_are_never_a_thousandth(text: str, value: str | None) -> None:
    assert number(text) == (None if value is None else Decimal(value))
