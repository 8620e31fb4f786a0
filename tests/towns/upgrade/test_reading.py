"""Tables of a plan: what is read, and what is refused with its cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import DothiError, UnusableError
from dothi.law import Law
from dothi.towns.schemes import Profile, scheme
from dothi.towns.upgrade.model import Source, Span
from dothi.towns.upgrade.reading import Wanted, read_problem
from dothi.towns.upgrade.template import write_template
from dothi.towns.values import Town, Value

from .world import ROADS, TABLES, folder

WANTED = Wanted(date(2026, 6, 1), "nq111-2025", "III")


def refused(law: Law, path: Path, **asked: Any) -> list[tuple[str, str]]:
    with pytest.raises(UnusableError) as caught:
        read_problem(law, path, replace(WANTED, **asked))
    return [(fault.code, fault.where) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((1, 6, "D1"), "upgrade.circle"),
        ((1, 6, "D9"), "upgrade.unknown-project"),
        ((1, 3, "0"), "upgrade.duration"),
        ((1, 9, "-3"), "upgrade.negative-cost"),
        ((1, 5, "kho bạc"), "upgrade.unknown-source"),
        ((2, 7, "D2"), "upgrade.excludes-needed"),
        ((1, 9, "1.5"), "number.decimal-dot"),
    ],
)
def test_a_bad_project_is_refused_with_its_cell(
    law: Law, tmp_path: Path, change: tuple[int, int, str], code: str
) -> None:
    rows = [list(line) for line in TABLES["projects.csv"]]
    row, place, cell = change
    rows[row][place] = cell
    faults = refused(law, folder(tmp_path / "a", **{"projects.csv": rows}))
    assert code in [found for found, _ in faults]
    assert all(where.startswith(("projects.csv, dòng", "effects.csv, dòng")) for _, where in faults)


def test_a_template_keeps_what_is_known_of_a_town(law: Law, tmp_path: Path) -> None:
    """A number, a range, a bound, a word and what is not known come back as they were."""
    rules = scheme(law, "nq111-2025", "III")
    known = {
        "2A.III.07": Value.exactly(Fraction(7, 2), "Báo cáo 5"),
        "2A.III.08": Value(Fraction(70), Fraction(75), "Báo cáo 6", date(2025, 6, 30)),
        "2A.III.09": Value(Fraction(3), None, "Báo cáo 7"),
        "2A.I.01": Value.exactly(1, "Quy hoạch"),
    }
    path = tmp_path / "mau.xlsx"
    profile = Profile(characters=frozenset({"heritage"}), units=2)
    write_template(rules, [Town("Hội An", profile, values=known)], 2027, 3, path)
    (goal,) = read_problem(law, path, WANTED).goals
    found = {one.code: goal.town.value(one.code) for one in rules.standards}
    told = {code: (one.low, one.high, one.source, one.day) for code, one in found.items() if not one.unknown}
    assert told == {code: (one.low, one.high, one.source, one.day) for code, one in known.items()}
    assert (goal.town.profile.units, goal.town.profile.characters) == (2, {"heritage"})
    assert (goal.scheme.class_code, goal.by) == ("III", 2029)


def test_a_circle_of_two(law: Law, tmp_path: Path) -> None:
    rows = [list(line) for line in TABLES["projects.csv"]]
    rows[1][6], rows[2][6] = "D2", "D1"
    assert refused(law, folder(tmp_path / "a", **{"projects.csv": rows})) == [
        ("upgrade.circle", "projects.csv, dòng 2, cột «needs»")
    ]


def test_a_project_given_twice(law: Law, tmp_path: Path) -> None:
    rows = [*TABLES["projects.csv"], TABLES["projects.csv"][1]]
    found = refused(law, folder(tmp_path / "a", **{"projects.csv": rows}))
    assert found[0] == ("upgrade.project-twice", "projects.csv, dòng 2, cột «project»")


def test_ranges_and_unknown_amounts(law: Law, tmp_path: Path) -> None:
    effects = [TABLES["effects.csv"][0], ["D1", ROADS, "1-1,5"], ["D2", ROADS, ""]]
    problem = read_problem(law, folder(tmp_path / "a", **{"effects.csv": effects}), WANTED)
    one, other = (project.moves[0].by for project in problem.projects)
    assert (one, other) == (Span(Fraction(1), Fraction(3, 2)), Span())
    amounts = {(row.source, row.year): row.amount for row in problem.budgets}
    assert amounts[Source.ODA, 2027] == Span()
    assert amounts[Source.PROVINCE, 2028] == Span.exactly(20)
    assert [project.costs for project in problem.projects] == [
        (Span.exactly(10),),
        (Span.exactly(Fraction(31, 2)),),
    ]


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        (["D1", "2A.III.99", "1"], "upgrade.unknown-standard"),
        (["D7", ROADS, "1"], "upgrade.unknown-project"),
        (["D1", "2A.I.01", "huyện"], "upgrade.word"),
        (["D1", ROADS, "nhiều"], "number.unreadable"),
    ],
)
def test_a_bad_effect_is_refused_with_its_cell(
    law: Law, tmp_path: Path, effect: list[str], code: str
) -> None:
    faults = refused(law, folder(tmp_path / "a", **{"effects.csv": [TABLES["effects.csv"][0], effect]}))
    assert (faults[0][0], faults[0][1][:20]) == (code, "effects.csv, dòng 2,")


def test_what_cannot_be_used_at_all(law: Law, tmp_path: Path) -> None:
    path = folder(tmp_path / "a")
    assert refused(law, path, by=2026)[0][0] == "upgrade.goal-past"
    assert refused(law, path, class_code="")[0][0] == "upgrade.no-class"
    assert refused(law, tmp_path / "nowhere")[0][0] == "upgrade.no-file"
    (path / "budgets.csv").unlink()
    assert refused(law, path)[0][0] == "upgrade.no-budgets"


CELLS = st.one_of(
    st.sampled_from(
        ["", "?", "D1", "D2", "tỉnh", "1", "-1", "1,5", "1.5", "2027", "3-1", "1e9", "=1+1", "∞", "xã"]
    ),
    st.text(max_size=8),
)


@settings(max_examples=40, deadline=None)
@given(table=st.sampled_from(sorted(TABLES)), at=st.tuples(st.integers(0, 2), st.integers(0, 9)), cell=CELLS)
def test_any_cell_is_read_or_refused_with_a_sentence(
    law: Law, tmp_path_factory: pytest.TempPathFactory, table: str, at: tuple[int, int], cell: str
) -> None:
    rows = [list(line) for line in TABLES[table]]
    chosen = rows[min(at[0], len(rows) - 1)]
    chosen[min(at[1], len(chosen) - 1)] = cell
    path = folder(tmp_path_factory.mktemp("bảng") / "a", **{table: rows})
    try:
        problem = read_problem(law, path, WANTED)
    except DothiError as error:
        assert all(fault.vi and fault.en and fault.where for fault in error.faults)  # noqa: PT017
    else:
        assert problem.budgets
