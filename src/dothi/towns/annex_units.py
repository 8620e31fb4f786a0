"""Table 2B as an official copies it: its sheets, what is refused of them, and the law rows they become.

Three sheets beside those of the annex: the groups of Table 2B, a row for each standard and class, and the
conditions that the communes of a town of several must fulfil, as the document names them. They may be left
out or empty; a town of several communes then stays undecided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from dothi.base.errors import Fault
from dothi.base.numbers import format_number
from dothi.law import Law
from dothi.law.tables.classification_standards import KINDS
from dothi.law.tables.classification_unit_passes import MEASURES
from dothi.towns.annex_sheets import (
    OPTIONAL,
    UNIT_COLUMNS,
    UNIT_GROUPS,
    UNIT_LEVELS,
    UNIT_PASSES,
    Annex,
    Entry,
    fault,
    level_faults,
    number,
    number_text,
)
from dothi.towns.unit_schemes import unit_groups

Cells = dict[str, str]
_NUMBERS = {"most", "least", "points_least", "points_most", "required", "units"}
_EMPTY = OPTIONAL - {"required"} | {"section", "units"}


def unit_faults(law: Law, annex: Annex) -> Iterator[Fault]:
    """What is wrong with the sheets of Table 2B; nothing where no level is given."""
    if not annex.unit_levels:
        return
    found = list(_wording(law, annex))
    yield from found
    if found:
        return
    found = [*_levels(annex), *_same_standard(annex)]
    yield from found
    if not found:
        yield from _sums(annex)
        yield from _conditions(law, annex)


def _wording(law: Law, annex: Annex) -> Iterator[Fault]:
    rules = annex.fact("rule_set")
    classes = {row.class_code for row in law.urban_classes.confirmed if row.rule_set == rules}
    groups = {row["code"] for row in annex.unit_groups}
    allowed: dict[tuple[str, str], set[str]] = {
        (UNIT_LEVELS, "class"): classes,
        (UNIT_LEVELS, "group"): groups,
        (UNIT_LEVELS, "unit"): set(law.units_of_measure),
        (UNIT_LEVELS, "kind"): set(KINDS),
        (UNIT_PASSES, "class"): classes,
        (UNIT_PASSES, "measure"): set(MEASURES),
        (UNIT_PASSES, "section"): groups,
    }
    own = {row["code"] for row in (*annex.standards, *annex.groups)}
    for sheet, rows in _sheets(annex):
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            for column in UNIT_COLUMNS[sheet]:
                yield from _cell(row, column, allowed.get((sheet, column)))
            key = _key(sheet, row)
            if key in seen or (sheet != UNIT_PASSES and row["code"] in own):
                yield fault(
                    row.places["class" if sheet == UNIT_PASSES else "code"],
                    "annex.twice",
                    f"Lặp lại {' '.join(key)}",
                    f"{' '.join(key)} again",
                )
            seen.add(key)


def _key(sheet: str, row: Entry) -> tuple[str, ...]:
    columns = {UNIT_GROUPS: ("code",), UNIT_LEVELS: ("class", "code")}
    return tuple(row[name] for name in columns.get(sheet, ("class", "measure", "section")))


def _sheets(annex: Annex) -> tuple[tuple[str, list[Entry]], ...]:
    return (
        (UNIT_GROUPS, annex.unit_groups),
        (UNIT_LEVELS, annex.unit_levels),
        (UNIT_PASSES, annex.unit_passes),
    )


def _cell(row: Entry, column: str, allowed: set[str] | None) -> Iterator[Fault]:
    cell = row[column]
    if not cell:
        if column not in _EMPTY:
            yield fault(row.places[column], "annex.empty", f"Thiếu «{column}»", f"“{column}” is missing")
    elif allowed is not None and cell not in allowed:
        listed = ", ".join(sorted(allowed)[:12]) or "—"
        yield fault(
            row.places[column],
            "annex.unknown-code",
            f"«{cell[:40]}» không có; có thể dùng: {listed}",
            f"“{cell[:40]}” is not known; use one of: {listed}",
        )
    elif column in _NUMBERS and number(cell) is None:
        yield fault(
            row.places[column],
            "annex.number",
            f"«{cell[:40]}» không phải là số",
            f"“{cell[:40]}” is no number",
        )


def _levels(annex: Annex) -> Iterator[Fault]:
    for row in annex.unit_levels:
        yield from level_faults(row, row)


def _same_standard(annex: Annex) -> Iterator[Fault]:
    """A standard given for two classes is one standard: group, unit, kind and words agree."""
    first: dict[str, Entry] = {}
    for row in annex.unit_levels:
        known = first.setdefault(row["code"], row)
        for column in ("group", "unit", "kind", "words"):
            if row[column] != known[column]:
                yield fault(
                    row.places[column],
                    "annex.2b-differs",
                    f"{row['code']}: «{row[column]}» khác ô {known.places[column]} («{known[column]}»)",
                    f"{row['code']}: “{row[column]}” differs from {known.places[column]} (“{known[column]}”)",
                )


def _sums(annex: Annex) -> Iterator[Fault]:
    """Points of the standards of a group add up to the group, for every class."""
    for (code, group), points in _points(annex).items():
        row = next(one for one in annex.unit_groups if one["code"] == group)
        if points != number(row["most"]):
            yield fault(
                row.places["most"],
                "annex.sum",
                f"{group}, {code}: các tiêu chuẩn cộng lại {format_number(points)}, ô này ghi {row['most']}",
                f"{group}, {code}: the standards add up to {format_number(points)}, not {row['most']}",
            )


def _points(annex: Annex) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in annex.unit_levels:
        found[row["class"], row["group"]] += number(row["points_most"]) or 0
    return found


def _conditions(law: Law, annex: Annex) -> Iterator[Fault]:
    points = _points(annex)
    judged = {code for code, _group in points}
    for row in (row for row in annex.unit_passes if row["class"] in judged):
        code, section = row["class"], row["section"]
        reach = sum((value for key, value in points.items() if key[0] == code and section in {"", key[1]}),
                    Decimal(0))  # fmt: skip
        required = number(row["required"]) or Decimal(0)
        if not 0 < required <= reach:
            yield fault(
                row.places["required"],
                "annex.2b-required",
                f"Điểm phải đạt {row['required']} không nằm trong khoảng đến {format_number(reach)}",
                f"The points required, {row['required']}, do not lie within {format_number(reach)}",
            )
        count = number(row["units"])
        if (row["measure"] == "units") != (count is not None and count >= 1 and count == int(count)):
            yield fault(
                row.places["units"],
                "annex.2b-units",
                "Số đơn vị chỉ ghi cho điều kiện «units», là số nguyên từ 1",
                "The number of communes is for the condition “units” only, a whole number from 1",
            )
    given = {(row["class"], row["measure"]) for row in annex.unit_passes}
    rules = annex.fact("rule_set")
    for code in sorted({row["class"] for row in annex.unit_levels}):
        shipped = {
            row.measure
            for row in law.classification_unit_passes.confirmed
            if row.urban_class == f"{rules}.{code}"
        }
        lacking = sorted(shipped - {measure for name, measure in given if name == code})
        if lacking or not any(name == code for name, _ in given):
            yield fault(
                annex.unit_levels[0].places["class"].rpartition(", trang")[0] + f", trang «{UNIT_PASSES}»",
                "annex.2b-conditions",
                f"Loại {code} thiếu điều kiện {', '.join(lacking) or 'của bảng 2B'}",
                f"Class {code} lacks the condition {', '.join(lacking) or 'of Table 2B'}",
            )


def unit_overlay(annex: Annex, common: Cells) -> dict[str, list[Cells]]:
    """Rows of each law table for Table 2B; empty where no level is given."""
    if not annex.unit_levels:
        return {}
    rules = annex.fact("rule_set")
    classes: dict[str, list[str]] = defaultdict(list)
    for code, group in _points(annex):
        classes[group].append(f"{rules}.{code}")
    first = {row["code"]: row for row in reversed(annex.unit_levels)}
    return {
        "classification_groups": [
            {
                **common,
                **_titled(row),
                "classes": " ".join(classes[row["code"]]),
                "most": number_text(row["most"]),
            }
            for row in annex.unit_groups
            if classes[row["code"]]
        ],
        "classification_standards": [
            {
                **common,
                **_titled(row),
                **{name: row[name] for name in ("unit", "kind", "words")},
                "groups": row["group"],
                **{name: number_text(row[name]) for name in ("least", "most")},
            }
            for row in reversed(first.values())
        ],
        "classification_unit_levels": [_level(row, rules, common) for row in annex.unit_levels],
        "classification_unit_passes": list(_pass_rows(annex, common)),
    }


def _titled(row: Entry) -> Cells:
    return {
        "code": row["code"],
        "title_vi": row["title_vi"],
        "title_en": row["title_en"] or row["title_vi"],
    }


def _level(row: Entry, rules: str, common: Cells) -> Cells:
    words = [word.strip() for word in row["words"].split("|")]
    return {
        **common,
        **_titled(row),
        "code": f"{rules}.{row['class']}.{row['code']}",
        "urban_class": f"{rules}.{row['class']}",
        "standard": row["code"],
        **{
            name: row[name] if row[name] in words else number_text(row[name])
            for name in ("level_least", "level_most")
        },
        **{name: number_text(row[name]) for name in ("points_least", "points_most")},
    }


def _pass_rows(annex: Annex, common: Cells) -> Iterator[Cells]:
    """Conditions under the codes that the package ships, so that they take their place."""
    rules = annex.fact("rule_set")
    counted: dict[str, int] = defaultdict(int)
    given = {row["class"] for row in annex.unit_levels}
    for row in (row for row in annex.unit_passes if row["class"] in given):
        code = f"{rules}.{row['class']}.2B.{row['measure']}"
        counted[code] += 1
        yield {
            **common,
            **_titled(row),
            "code": code if counted[code] == 1 else f"{code}.{counted[code]}",
            "urban_class": f"{rules}.{row['class']}",
            "measure": row["measure"],
            "section": row["section"],
            **{name: number_text(row[name]) for name in ("required", "units")},
        }


def known_units(law: Law, rule_set: str) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables hold of Table 2B, for the sheets of the template."""
    start = f"{rule_set}."
    levels = [row for row in law.classification_unit_levels.confirmed if row.urban_class.startswith(start)]
    groups = [row for row in law.classification_groups.confirmed if row.code in unit_groups(law)]
    return {
        UNIT_GROUPS: [(row.code, row.title_vi, row.title_en, row.most) for row in groups],
        UNIT_LEVELS: list(_known_levels(law, levels)),
        UNIT_PASSES: [
            (
                *(row.urban_class.rpartition(".")[2], row.measure, row.section, row.required, row.units),
                *(row.title_vi, row.title_en),
            )
            for row in law.classification_unit_passes.confirmed
            if row.urban_class.startswith(start)
        ],
    }


def _known_levels(law: Law, levels: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row in levels:
        standard = law.classification_standards.history(row.standard)[-1]
        yield (
            *(row.urban_class.rpartition(".")[2], standard.groups[0], standard.code),
            *(standard.title_vi, standard.title_en, standard.unit, standard.kind, "|".join(standard.words)),
            *(standard.least, standard.most, row.level_least, row.level_most),
            *(row.points_least, row.points_most),
        )
