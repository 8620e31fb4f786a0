"""Table 2B: an invented one is imported, and towns of several communes are judged by it. Numbers by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dothi.base.errors import UnusableError
from dothi.base.time import Truth
from dothi.law import Law, load_law
from dothi.programme.docx import read_docx
from dothi.towns.annex import read_annex
from dothi.towns.annex_overlay import import_annex, write_annex_template
from dothi.towns.paper import docx
from dothi.towns.reading import read_towns
from dothi.towns.schemes import Profile, scheme
from dothi.towns.score import Score, Verdict, score
from dothi.towns.template import write_template
from dothi.towns.values import Town, Value
from dothi.towns.wording import deciding
from dothi.towns.workbook import write_workbook

from .conftest import MOST_II
from .test_annex import FACTS

GROUPS = [("2B.I", "Nhóm thử I", "Test group I", 35), ("2B.III", "Nhóm thử III", "Test group III", 65)]
LEVELS = [
    ("II", "2B.I", "2B.I.01", "Tiêu chuẩn thử 1", "Test 1", "%", "number", None, 0, 100, 50, 80, 25, 35),
    (
        "II",
        "2B.III",
        "2B.III.02",
        "Tiêu chuẩn thử 2",
        "Test 2",
        "km/km²",
        "number",
        None,
        0,
        50,
        2,
        4,
        20,
        65,
    ),
]
EXACT = Fraction(112, 45)
"""Earns 20 + 45 × (112/45 - 2) / 2 = 31 points; with 65 of the other commune the mean is 48."""


@pytest.fixture(scope="module")
def book(law: Law, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("2b") / "a.xlsx"
    write_annex_template(law, "nq111-2025", path)
    made = load_workbook(path)
    for row in made["Văn bản"].iter_rows(min_row=2):
        row[1].value = FACTS.get(row[0].value, row[1].value)
    for sheet, rows in (("Nhóm bảng 2B", GROUPS), ("Bảng 2B", LEVELS)):
        for row in rows:
            made[sheet].append(row)
    made.save(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def with_2b(law: Law, book: bytes, tmp_path_factory: pytest.TempPathFactory) -> Law:
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "a.xlsx").write_bytes(book)
    counts = import_annex(law, read_annex(law, workspace / "a.xlsx"), workspace, [])
    assert (counts["classification_unit_levels"], counts["classification_unit_passes"]) == (2, 2)
    return load_law(workspace / "law")


@pytest.fixture(scope="module")
def judged(with_2b: Law) -> Callable[..., Score]:
    def make(*units: tuple[Any, Any], number: int | None = 2, character: str = "") -> Score:
        profile = Profile("red-river-southeast", frozenset({character} - {""}), number)
        town = Town("A", profile, {code: Value.exactly(Fraction(text)) for code, text in MOST_II.items()})
        for name, values in zip("XYZ", units, strict=False):
            pairs = zip(("2B.I.01", "2B.III.02"), values, strict=True)
            town.parts[name] = {code: Value.exactly(Fraction(one)) for code, one in pairs if one is not None}
        return score(town, scheme(with_2b, "nq111-2025", "II", profile))

    return make


@pytest.mark.parametrize(
    ("units", "number", "verdict"),
    [
        ([(80, 4), (0, EXACT)], 2, Verdict.REACHED),
        ([(80, 4), (0, EXACT - Fraction(1, 10**6))], 2, Verdict.NOT_REACHED),
        ([(80, 4), (0, None)], 2, Verdict.UNDECIDED),
        ([(80, 4)], 2, Verdict.UNDECIDED),
        ([(80, 4), (80, 4)], None, Verdict.UNDECIDED),
        ([(0, 4), (0, 4)], 2, Verdict.NOT_REACHED),  # mean 65, but no commune at 75
        ([(0, 4), (None, 4)], 2, Verdict.UNDECIDED),
        ([], 1, Verdict.REACHED),  # one commune: the table is not asked
        ([(0, 0)], 1, Verdict.REACHED),
        ([], 3, Verdict.UNDECIDED),
    ],
)
def test_a_town_of_several_communes_gets_a_verdict(
    judged: Callable[..., Score], units: list[Any], number: int | None, verdict: Verdict
) -> None:
    assert judged(*units, number=number).verdict is verdict


def test_the_commune_that_needs_75_has_it_by_a_hair(judged: Callable[..., Score]) -> None:
    """65 + 25 at the minimum of 50 %; at 49.9 % nothing is earned: 65."""
    by_a_hair = judged((50, 4), (0, 4))
    assert (by_a_hair.units[0].total.low, by_a_hair.verdict) == (90, Verdict.REACHED)
    assert judged((Fraction(499, 10), 4), (0, 4)).verdict is Verdict.NOT_REACHED


def test_what_is_open_is_named(with_2b: Law, judged: Callable[..., Score]) -> None:
    found = judged((80, 4), number=2)
    assert found.undecided_by == ("2B",)
    assert deciding(with_2b, found, "2B")[0] == (
        "Bảng 2B: Bình quân mục III của các đơn vị cấp xã: từ 48, hiện 32,5–65;"
        " 1 đơn vị cấp xã chưa có số liệu nào"
    )
    assert [one.holds for one in found.conditions] == [Truth.UNKNOWN, Truth.YES]


def test_a_relaxation_that_may_reach_into_the_table_leaves_a_low_value_in_doubt(
    judged: Callable[..., Score],
) -> None:
    """The third commune earns 0 (mean 130 / 3), or 20 where its minimum is relaxed (mean 50)."""
    units = ((80, 4), (80, 4), (80, 1))
    assert judged(*units, number=3).verdict is Verdict.NOT_REACHED
    assert judged(*units, number=3, character="heritage").verdict is Verdict.UNDECIDED


_share = st.one_of(st.none(), st.integers(0, 100))
_dense = st.one_of(st.none(), st.integers(0, 5))
_towns = st.lists(st.tuples(_share, _dense), min_size=1, max_size=3)


@settings(max_examples=40)
@given(_towns, st.integers(0, 2), st.integers(0, 3))
def test_less_known_never_narrows_and_never_turns_a_verdict(
    judged: Callable[..., Score], units: list[Any], at: int, more: int
) -> None:
    """A value is forgotten, or communes come to light of which nothing is known but which count already."""
    number = len(units) + more
    known = judged(*units, number=number)
    place = at % len(units)
    forgotten = [(None, unit[1]) if place == i else unit for i, unit in enumerate(units)]
    less = judged(*forgotten, number=number)
    for before, after in zip(known.conditions, less.conditions, strict=True):
        assert after.holds in {before.holds, Truth.UNKNOWN}
        if before.points and after.points:
            assert after.points.low <= before.points.low
            assert after.points.high >= before.points.high
    assert less.verdict in {known.verdict, Verdict.UNDECIDED}


def test_the_template_has_the_table_for_each_commune_and_reads_back(with_2b: Law, tmp_path: Path) -> None:
    rules = scheme(with_2b, "nq111-2025", "II", Profile("red-river-southeast"))
    write_template(rules, ["A"], tmp_path / "mau.xlsx", ["Xã X", "Xã Y"])
    made = load_workbook(tmp_path / "mau.xlsx")
    rows = list(made["Số liệu"].iter_rows(min_row=2))
    assert len(rows) == 3 + 23 + 2 * 2
    rows[-1][2].value = 3
    made.save(tmp_path / "mau.xlsx")
    (town,) = read_towns(with_2b, tmp_path / "mau.xlsx", date(2026, 6, 1))
    assert town.parts["Xã Y"]["2B.III.02"].exact == 3


def test_without_the_table_nothing_changes(law: Law) -> None:
    rules = scheme(law, "nq111-2025", "II", Profile("red-river-southeast", units=2))
    assert rules.units is None
    values = {code: Value.exactly(Fraction(text)) for code, text in MOST_II.items()}
    found = score(Town("A", Profile("red-river-southeast", units=2), values), rules)
    assert (found.verdict, found.undecided_by, found.conditions) == (Verdict.UNDECIDED, ("2B",), ())
    assert "chưa có nguồn" in deciding(law, found, "2B")[0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("Bảng 2B", "K3", 5), "annex.levels-cross"),
        (("Bảng 2B", "M3", 66), "annex.points-cross"),
        (("Bảng 2B", "N3", 64), "annex.sum"),
        (("Bảng 2B", "L3", "rất tốt"), "annex.level"),
        (("Bảng 2B", "A3", "V"), "annex.unknown-code"),
        (("Bảng 2B", "C3", "2A.II.03"), "annex.twice"),
        (("Bảng 2B", "F3", "dặm"), "annex.unknown-code"),
        (("Nhóm bảng 2B", "D3", 60), "annex.sum"),
        (("Điều kiện bảng 2B", "D2", 66), "annex.2b-required"),
        (("Điều kiện bảng 2B", "E3", None), "annex.2b-units"),
        (("Điều kiện bảng 2B", "C2", "2B.IV"), "annex.unknown-code"),
        (("Điều kiện bảng 2B", "A2", "I"), "annex.2b-conditions"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused_with_the_cell(
    law: Law, book: bytes, tmp_path: Path, change: tuple[str, str, object], fault: str
) -> None:
    made = load_workbook(BytesIO(book))
    sheet, cell, value = change
    made[sheet][cell] = value
    made.save(tmp_path / "sai.xlsx")
    with pytest.raises(UnusableError) as error:
        read_annex(law, tmp_path / "sai.xlsx")
    assert fault in {one.code for one in error.value.faults}
    assert all("sai.xlsx, trang" in one.where for one in error.value.faults)


@pytest.mark.parametrize(("levels", "fault"), [((1, 1.5), "annex.gap"), ((2.5, 4), "annex.fall")])
def test_levels_of_the_next_class_leave_no_gap_and_do_not_fall(
    law: Law, book: bytes, tmp_path: Path, levels: tuple[float, float], fault: str
) -> None:
    made = load_workbook(BytesIO(book))
    for row in LEVELS:
        given = row[10:12] if row[1] == "2B.I" else levels
        made["Bảng 2B"].append(("III", *row[1:10], *given, *row[12:]))
    made.save(tmp_path / "sai.xlsx")
    with pytest.raises(UnusableError) as error:
        read_annex(law, tmp_path / "sai.xlsx")
    assert [one.code for one in error.value.faults] == [fault]


def test_communes_stand_in_workbook_and_proposal(
    with_2b: Law, judged: Callable[..., Score], tmp_path: Path
) -> None:
    found = judged((80, 4), (0, None), number=3)
    write_workbook(with_2b, [found], date(2026, 6, 1), tmp_path / "a.xlsx")
    rows = list(load_workbook(tmp_path / "a.xlsx")["Bảng 2B"].values)
    assert [row[2] for row in rows[1:]] == ["điều kiện", "điều kiện", "X", "X", "Y", "Y"]
    assert rows[6][4:7] == (0, 65, "chưa có số liệu")
    text = str(read_docx(docx(with_2b, [found], date(2026, 6, 1))))
    assert "X: 100 điểm" in text
    assert "1 đơn vị cấp xã chưa có số liệu nào" in text


HEAD = "town,standard,value,source,date,commune\nA,units,2,,,\n"


def test_values_of_communes_are_read_by_their_name(with_2b: Law, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "A,2B.I.01,60,BC 1,2026-01-01,Xã X\nA,2B.I.01,70,BC 1,2026-01-01,Xã Y\n", "utf-8")
    (town,) = read_towns(with_2b, path, date(2026, 6, 1))
    assert {name: values["2B.I.01"].exact for name, values in town.parts.items()} == {"Xã X": 60, "Xã Y": 70}
    for line, code in (
        ("A,2B.I.01,60,,,", "town.commune"),
        ("A,2A.II.05,60,,,Xã X", "town.commune"),
        ("A,2B.I.01,6,,,X\nA,2B.I.01,6,,,Y\nA,2B.I.01,6,,,Z", "town.too-many-communes"),
        ("A,2B.I.01,6,,,X\nA,2B.I.01,7,,,X", "town.twice"),
    ):
        path.write_text(HEAD + line + "\n", "utf-8")
        with pytest.raises(UnusableError) as error:
            read_towns(with_2b, path, date(2026, 6, 1))
        assert [one.code for one in error.value.faults] == [code]
