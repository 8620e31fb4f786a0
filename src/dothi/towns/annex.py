"""An annex of classification as an official copies it into a workbook, checked against itself.

Levels are in order, points add up, no gap lies between two classes. Nothing is written here; see
:mod:`dothi.towns.annex_overlay`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from dothi.base.dates import parse_date
from dothi.base.errors import DothiError, Fault, UnusableError, refuse_all
from dothi.base.numbers import format_number
from dothi.base.workbooks import Book, Sheet
from dothi.law import Law
from dothi.law.rows import Confidence
from dothi.law.tables.classification_standards import KINDS
from dothi.towns.annex_gaps import gaps
from dothi.towns.annex_sheets import (
    COLUMNS,
    DOCUMENT,
    FACTS,
    GROUPS,
    LEVELS,
    OPTIONAL,
    STANDARDS,
    UNIT_COLUMNS,
    UNIT_GROUPS,
    UNIT_LEVELS,
    UNIT_PASSES,
    Annex,
    Entry,
    fault,
    level_faults,
    number,
    read_rows,
)
from dothi.towns.annex_units import unit_faults


def read_annex(law: Law, path: Path) -> Annex:
    """Read and check a workbook.

    Raises :class:`UnusableError` carrying every fault, each with its cell.
    """
    annex = Annex()
    faults: list[Fault] = []
    with Book(path.name, path.read_bytes()) as book:
        _read_sheets(path.name, {sheet.name: sheet for sheet in book.sheets()}, annex, faults)
    refuse_all(faults, UnusableError)
    for name, rows in ((GROUPS, annex.groups), (STANDARDS, annex.standards), (LEVELS, annex.levels)):
        if not rows:
            faults.append(
                fault(f"{path.name}, trang «{name}»", "annex.no-rows", "Chưa có dòng nào", "No rows")
            )
    faults += _facts(law, annex, path.name)
    faults += _wording(law, annex)
    faults += unit_faults(law, annex)
    refuse_all(faults, UnusableError)
    faults += _levels(law, annex)
    refuse_all(faults, UnusableError)
    faults += [*_sums(law, annex), *gaps(law, annex), *_kept(law, annex, path.name)]
    refuse_all(faults, UnusableError)
    return annex


def _read_sheets(file: str, sheets: dict[str, Sheet], annex: Annex, faults: list[Fault]) -> None:
    """Fill ``annex`` from its sheets; those of Table 2B may be left out."""
    tables = {
        GROUPS: annex.groups,
        STANDARDS: annex.standards,
        LEVELS: annex.levels,
        UNIT_GROUPS: annex.unit_groups,
        UNIT_LEVELS: annex.unit_levels,
        UNIT_PASSES: annex.unit_passes,
    }
    for name, columns in (COLUMNS | UNIT_COLUMNS).items():
        if name not in sheets:
            if name in COLUMNS:
                vi, en = f"Thiếu trang «{name}»", f"The sheet “{name}” is missing"
                faults.append(fault(file, "annex.no-sheet", vi, en))
            continue
        rows = list(read_rows(file, name, sheets[name].rows, columns, faults))
        if name == DOCUMENT:
            annex.facts = {row["item"]: row for row in rows}
        else:
            tables[name].extend(rows)


def _facts(law: Law, annex: Annex, file: str) -> Iterator[Fault]:
    for name in FACTS:
        if name not in OPTIONAL | {"required"} and not annex.fact(name):
            where = (
                annex.facts[name].places["value"] if name in annex.facts else f"{file}, trang «{DOCUMENT}»"
            )
            yield fault(where, "annex.empty", f"Thiếu «{name}»", f"“{name}” is missing")
    checks = {
        "rule_set": lambda text: text in law.rule_sets,
        "confidence": lambda text: text in {Confidence.OFFICIAL.value, Confidence.SECONDARY.value},
        "total": lambda text: number(text) is not None,
        "required": lambda text: number(text) is not None,
        "date": _is_day,
        "read_on": _is_day,
    }
    for name, good in checks.items():
        if annex.fact(name) and not good(annex.fact(name)):
            yield fault(
                annex.facts[name].places["value"],
                "annex.fact",
                f"«{annex.fact(name)[:40]}» không dùng được cho «{name}»",
                f"“{annex.fact(name)[:40]}” cannot be “{name}”",
            )


def _wording(law: Law, annex: Annex) -> Iterator[Fault]:
    """Cells that must hold a code that is known, and cells that must not be empty."""
    rules = annex.fact("rule_set")
    classes = {row.class_code for row in law.urban_classes.confirmed if row.rule_set == rules}
    groups = {row["code"] for row in annex.groups}
    standards = {row["code"] for row in annex.standards}
    allowed = {
        (STANDARDS, "group"): groups,
        (STANDARDS, "unit"): set(law.units_of_measure),
        (STANDARDS, "kind"): set(KINDS),
        (LEVELS, "class"): classes,
        (LEVELS, "standard"): standards,
        (LEVELS, "town_kind"): set(law.town_kinds),
    }
    tables = {GROUPS: annex.groups, STANDARDS: annex.standards, LEVELS: annex.levels}
    for sheet, rows in tables.items():
        seen: dict[tuple[str, ...], Entry] = {}
        for row in rows:
            key = (row["class"], row["standard"], row["town_kind"]) if sheet == LEVELS else (row["code"],)
            if key in seen:
                yield fault(
                    row.places[COLUMNS[sheet][0]],
                    "annex.twice",
                    f"Lặp lại {' '.join(key)}",
                    f"{' '.join(key)} again",
                )
            seen[key] = row
            for column in COLUMNS[sheet]:
                yield from _checked(row, column, allowed.get((sheet, column)))
    listed = {row["code"]: row["classes"].split() for row in annex.groups}
    group_of = {row["code"]: row["group"] for row in annex.standards}
    for row in annex.levels:
        if row["standard"] in group_of and row["class"] not in listed.get(group_of[row["standard"]], ()):
            yield fault(
                row.places["class"],
                "annex.no-group",
                f"Nhóm của {row['standard']} không có loại {row['class']}",
                f"The group of {row['standard']} has no class {row['class']}",
            )
    for row in annex.groups:
        for word in row["classes"].split():
            if word not in classes:
                yield _unknown(row, "classes", word, classes)


def _checked(row: Entry, column: str, allowed: set[str] | None) -> Iterator[Fault]:
    cell = row[column]
    if not cell:
        if column not in OPTIONAL:
            yield fault(row.places[column], "annex.empty", f"Thiếu «{column}»", f"“{column}” is missing")
    elif allowed is not None and cell not in allowed:
        yield _unknown(row, column, cell, allowed)
    elif column in {"most", "least", "required", "standards"} and number(cell) is None:
        yield fault(
            row.places[column],
            "annex.number",
            f"«{cell[:40]}» không phải là số",
            f"“{cell[:40]}” is no number",
        )


def _levels(law: Law, annex: Annex) -> Iterator[Fault]:
    """Levels and points can be read and are in order, row by row."""
    del law
    standards = {row["code"]: row for row in annex.standards}
    for row in annex.levels:
        standard = standards[row["standard"]]
        yield from level_faults(row, standard)


def _sums(law: Law, annex: Annex) -> Iterator[Fault]:
    """Points of standards add up to their group, groups to the total, and standards to their number."""
    group_of = {row["code"]: row["group"] for row in annex.standards}
    found: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in annex.levels:
        found[row["class"], group_of[row["standard"]]][row["standard"]] = number(
            row["points_most"]
        ) or Decimal(0)
    classes = sorted({row["class"] for row in annex.levels})
    for code in classes:
        mine = [row for row in annex.groups if code in row["classes"].split()]
        for row in mine:
            name = f"{row['code']}, {code}"
            points = found[code, row["code"]]
            yield from _adds_up(row, "most", sum(points.values(), Decimal(0)), name)
            if row["standards"]:
                yield from _adds_up(row, "standards", Decimal(len(points)), name)
        total = sum((number(row["most"]) or Decimal(0) for row in mine), Decimal(0))
        wanted = asked(law, annex, code)[0]
        if total != wanted:
            yield fault(
                annex.facts["total"].places["value"],
                "annex.total",
                f"Loại {code}: các nhóm cộng lại {format_number(total)}, không phải {format_number(wanted)}",
                f"Class {code}: the groups add up to {format_number(total)}, not {format_number(wanted)}",
            )


def asked(law: Law, annex: Annex, class_code: str) -> tuple[Decimal, Decimal]:
    """The total of a class and what it asks for: the annex's, or the tables' where standards are counted."""
    known = law.classification_passes.history(f"{annex.fact('rule_set')}.{class_code}")
    if known and known[-1].unit == "standards":
        return known[-1].total, known[-1].required
    total = number(annex.fact("total")) or Decimal(0)
    return total, number(annex.fact("required")) or Decimal(0)


def _adds_up(row: Entry, column: str, found: Decimal, what: str) -> Iterator[Fault]:
    if found != number(row[column]):
        yield fault(
            row.places[column],
            "annex.sum",
            f"{what}: các tiêu chuẩn cộng lại {format_number(found)}, ô này ghi {row[column]}",
            f"{what}: the standards add up to {format_number(found)}, the cell says {row[column]}",
        )


def _kept(law: Law, annex: Annex, file: str) -> Iterator[Fault]:
    """What the tables hold for a class must be in the annex under the same code, or it would count twice."""
    rules = annex.fact("rule_set")
    given = {(row["class"], row["standard"]) for row in annex.levels}
    classes = {row["class"] for row in annex.levels}
    for level in law.classification_levels.confirmed:
        rule_set, _, code = level.urban_class.rpartition(".")
        if rule_set == rules and code in classes and (code, level.standard) not in given:
            yield fault(
                f"{file}, trang «{LEVELS}»",
                "annex.lacks",
                f"Thiếu {level.standard} của loại {code}, đã có trong bảng: giữ nguyên mã ấy",
                f"{level.standard} of class {code}, which the tables hold, is missing: keep its code",
            )


def _is_day(text: str) -> bool:
    try:
        parse_date(text)
    except DothiError:
        return False
    return True


def _unknown(row: Entry, column: str, cell: str, allowed: set[str]) -> Fault:
    listed = ", ".join(sorted(allowed)[:12]) or "—"
    return Fault(
        "annex.unknown-code",
        f"«{cell[:40]}» không có",
        f"“{cell[:40]}” is not known",
        row.places[column],
        f"Các mã có thể dùng: {listed}",
        f"Codes that may be used: {listed}",
    )
