"""Every rule is whole: titles, basis, tolerance, and its row in the document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dothi.intake.checking.rule import EXACT, Rule, rules
from dothi.intake.findings import Severity
from dothi.law.reading import own_columns
from dothi.law.tables.check_tolerances import CheckTolerance

GROUPS = ("geometry", "tiling", "containment", "meaning")
RULES = rules()


def documented(root: Path) -> dict[str, list[str]]:
    text = (root / "docs" / "intake-checks.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0].strip("`"): row for row in rows if re.fullmatch(r"`[a-z]+\.[a-z-]+`", row[0])}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_whole(root: Path, rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", rule.code)
    assert rule.code.split(".")[0] in GROUPS
    assert rule.title_vi
    assert rule.title_en
    assert rule.title_vi != rule.title_en
    assert rule.basis
    assert rule.tolerance == EXACT or rule.tolerance in own_columns(CheckTolerance)
    assert (rule.on_layer is None) != (rule.on_zones is None)
    row = documented(root)[rule.code]
    assert row[1].startswith(rule.title_vi)
    assert rule.title_en in row[1]
    assert row[2] == rule.severity.title().lower()
    assert row[3] == ("–" if rule.tolerance == EXACT else f"`{rule.tolerance}`")
    assert [part.strip() for part in row[4].split(",")] == [e.value for e in rule.exempt] or row[4] == "–"
    assert (row[4] == "–") == (not rule.exempt)
    assert row[5]


def test_no_row_speaks_of_a_rule_that_is_gone(root: Path) -> None:
    assert set(documented(root)) == {rule.code for rule in RULES}


def test_every_module_of_the_folder_is_a_rule_with_tests(root: Path) -> None:
    modules = {path.stem for path in (root / "src/dothi/intake/rules").glob("[a-z]*.py")}
    assert modules == {rule.code.replace(".", "_").replace("-", "_") for rule in RULES}
    tests = {path.stem for path in (root / "tests/intake/rules").glob("test_*.py")}
    assert {f"test_{module}" for module in modules} <= tests


def test_rules_stand_in_the_order_of_groups_and_names() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes, key=lambda code: (GROUPS.index(code.split(".")[0]), code))
    assert len(codes) == len(set(codes)) == 20
    assert {rule.severity for rule in RULES} == {Severity.ERROR, Severity.WARNING}
