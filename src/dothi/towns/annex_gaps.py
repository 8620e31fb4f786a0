"""Levels of one standard for classes that follow each other: no gap between them, and no fall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from dothi.base.errors import Fault
from dothi.law import Law
from dothi.towns.annex_sheets import Annex, Entry, fault, level_number


def gaps(law: Law, annex: Annex) -> Iterator[Fault]:
    """Between a class and the next higher one a standard's levels must not leave a gap, nor fall."""
    standards = {row["code"]: row for row in annex.standards}
    own = ((row, standards[row["standard"]], row["town_kind"]) for row in annex.levels)
    yield from _between(law, annex, own)
    yield from _between(law, annex, ((row, row, "") for row in annex.unit_levels))


def _between(law: Law, annex: Annex, rows: Iterable[tuple[Entry, Entry, str]]) -> Iterator[Fault]:
    """:param rows: levels with their standard and kind of town."""
    rank = {
        row.class_code: row.rank
        for row in law.urban_classes.confirmed
        if row.rule_set == annex.fact("rule_set")
    }
    grouped: dict[tuple[str, str], list[tuple[Entry, Entry]]] = defaultdict(list)
    for row, standard, kind in rows:
        grouped[standard["code"], kind].append((row, standard))
    for (code, _kind), found in grouped.items():
        found.sort(key=lambda pair: rank[pair[0]["class"]])
        for (higher, standard), (lower, _same) in pairwise(found):
            yield from _pair(code, standard, higher, lower)


def _pair(code: str, standard: Entry, higher: Entry, lower: Entry) -> Iterator[Fault]:
    top = level_number(standard, lower["level_most"]) or Decimal(0)
    bottom = level_number(standard, higher["level_least"]) or Decimal(0)
    start = level_number(standard, lower["level_least"]) or Decimal(0)
    if top < bottom:
        yield fault(
            lower.places["level_most"],
            "annex.gap",
            f"{code}: mức tối đa loại {lower['class']} thấp hơn mức tối thiểu loại {higher['class']}"
            f" ({higher['level_least']}), để hở một khoảng",
            f"{code}: the maximum of class {lower['class']} is below the minimum of class"
            f" {higher['class']} ({higher['level_least']}): a gap",
        )
    if start > bottom:
        yield fault(
            lower.places["level_least"],
            "annex.fall",
            f"{code}: mức tối thiểu loại {lower['class']} cao hơn loại {higher['class']}",
            f"{code}: the minimum of class {lower['class']} is above that of class {higher['class']}",
        )
