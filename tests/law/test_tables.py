"""What the tables say, against the sources, and that each table is documented."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.load import row_kinds
from dothi.law.reading import own_columns

ROLES = [
    *("public", "resident", "commune_officer", "planner", "consultant", "appraisal_council"),
    *("approving_authority", "secretariat", "implementing_body", "supervisor", "administrator"),
]


def documented(root: Path) -> dict[str, list[str]]:
    text = (root / "docs" / "law-tables.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): row for row in rows if len(row) == 4}


@pytest.mark.parametrize("name", sorted(row_kinds()))
def test_every_table_has_titles_rows_columns_and_a_line_of_documentation(
    root: Path, law: Law, name: str
) -> None:
    kind, table = row_kinds()[name], law.tables[name]
    assert kind.table.title_vi
    assert kind.table.title_en
    assert kind.table.title_vi != kind.table.title_en
    assert kind.__doc__
    assert (root / "src" / "dothi" / "law" / "data" / f"{name}.csv").is_file()
    line = documented(root)[name]
    assert bool(table.every_row) == (line[3].strip() != "no source yet")
    assert re.findall(r"`([a-z_]+)`", line[2]) == list(own_columns(kind))
    assert line[3].strip()


def test_no_line_of_documentation_speaks_of_a_table_that_is_gone(root: Path) -> None:
    assert set(documented(root)) == set(row_kinds())


@pytest.mark.parametrize(
    ("code", "day", "answer"),
    [
        ("nq-1210-2016", date(2016, 5, 24), Truth.NO),
        ("nq-1210-2016", date(2016, 5, 25), Truth.YES),
        ("nq-1210-2016", date(2025, 12, 31), Truth.YES),
        ("nq-1210-2016", date(2026, 1, 1), Truth.NO),
        ("nq-26-2022", date(2022, 12, 31), Truth.NO),
        ("nq-26-2022", date(2023, 1, 1), Truth.YES),
        ("nq-111-2025", date(2025, 12, 31), Truth.NO),
        ("nq-111-2025", date(2026, 1, 1), Truth.YES),
        ("luat-30-2009", date(2025, 6, 30), Truth.YES),
        ("luat-30-2009", date(2025, 7, 1), Truth.NO),
        ("luat-47-2024", date(2025, 7, 1), Truth.YES),
        ("luat-31-2024", date(2024, 7, 31), Truth.NO),
        ("luat-31-2024", date(2024, 8, 1), Truth.YES),
        ("qcvn-01-2021", date(2026, 12, 31), Truth.YES),
        ("qcvn-01-2026", date(2026, 12, 31), Truth.NO),
        ("qcvn-01-2026", date(2027, 1, 1), Truth.YES),
        ("nd-34-2026", date(2026, 3, 1), Truth.UNKNOWN),
        ("nd-37-2010", date(2020, 1, 1), Truth.UNKNOWN),
        ("nd-35-2023", date(2026, 1, 1), Truth.UNKNOWN),
    ],
)
def test_documents_hold_on_the_days_their_sources_give(law: Law, code: str, day: date, answer: Truth) -> None:
    assert law.documents.at(code, day).truth is answer


def test_the_district_level_ends_on_the_first_of_july_2025(law: Law) -> None:
    gone = {
        "urban-district",
        "rural-district",
        "town-district",
        "provincial-city",
        "municipal-city",
        "township",
    }
    before = {row.code for row in law.unit_kinds.in_force(date(2025, 6, 30))}
    after = {row.code for row in law.unit_kinds.in_force(date(2025, 7, 1))}
    assert before - after == gone
    assert after == {"province", "central-city", "ward", "commune", "special-zone"}
    assert {row.level for row in law.unit_kinds.in_force(date(2025, 7, 1))} == {1, 3}


def test_wards_and_townships_were_urban_in_the_census(law: Law) -> None:
    assert {row.code: row.census_area for row in law.unit_kinds.every_row if row.level == 3} == {
        "commune": "rural",
        "ward": "urban",
        "township": "urban",
        "special-zone": "",
    }


def test_classes_open_to_each_kind_of_town(law: Law) -> None:
    on = date(2022, 6, 1)
    found = {row.code: [code.split(".")[1] for code in row.classes] for row in law.town_kinds.in_force(on)}
    assert found == {
        "central-city": ["special", "I"],
        "provincial-city": ["I", "II", "III"],
        "municipal-city": ["I", "II", "III"],
        "town-district": ["III", "IV"],
        "township": ["IV", "V"],
        "intended-town": ["special", "I", "II", "III", "IV", "V"],
    }
    assert law.town_kinds.in_force(date(2026, 1, 1)) == ()


def test_six_classes_before_2026_and_four_since(law: Law) -> None:
    assert [row.class_code for row in law.urban_classes.in_force(date(2025, 12, 31))] == [
        "special",
        "I",
        "II",
        "III",
        "IV",
        "V",
    ]
    assert [row.code for row in law.urban_classes.in_force(date(2026, 1, 1))] == [
        *("nq111-2025.special", "nq111-2025.I", "nq111-2025.II", "nq111-2025.III")
    ]
    authority = {
        c: law.urban_classes[f"nq1210-2016.{c}"].recognised_by
        for c in ("special", "I", "II", "III", "IV", "V")
    }
    assert authority == {
        **dict.fromkeys(["special", "I", "II"], "prime-minister"),
        **dict.fromkeys(["III", "IV"], "ministry-of-construction"),
        "V": "provincial-peoples-committee",
    }
    assert law.urban_classes["nq111-2025.II"].recognised_by == ""


def test_the_eleven_roles_in_order(law: Law) -> None:
    assert list(law.roles) == ROLES


def test_indicators_carry_written_units_and_limits(law: Law) -> None:
    assert {code: (row.unit, row.decimals) for code, row in law.indicators.items()} == {
        "population": ("người", 0),
        "population-urban": ("người", 0),
        "population-rural": ("người", 0),
        "natural-area": ("km²", 3),
        "urbanisation-rate": ("%", 1),
        "towns": ("đô thị", 0),
        "towns-with-plans": ("%", 1),
        "road-land-share": ("%", 1),
        "green-per-person": ("m²/người", 1),
    }
    rate = law.indicators["urbanisation-rate"]
    assert (rate.minimum, rate.maximum, rate.combines) == (Decimal(0), Decimal(100), "none")
    census = law.indicators["population"]
    counted_in_2019 = [379638, 1495812, 96208984]
    assert all(census.minimum <= people <= census.maximum for people in counted_in_2019)
    assert Decimal("10574.86") < law.indicators["natural-area"].maximum


def test_every_source_is_cited_and_the_documentation_names_it(root: Path, law: Law) -> None:
    text = (root / "docs" / "law-tables.md").read_text(encoding="utf-8")
    cited = {row.source for name, table in law.tables.items() if name != "sources" for row in table.every_row}
    assert set(law.sources) == cited
    assert {code for code in law.sources if not code.startswith("S") and code not in text} == set()
