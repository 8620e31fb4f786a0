"""The system of towns of a day as tables: one shape for the terminal, JSON, a workbook and a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from dothi.base.dates import format_date
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.places.pack import ProvincePack
from dothi.towns.aims import Aim, aims
from dothi.towns.system import PARTS, Cell, TownState, counts, counts_by
from dothi.towns.system_lists import Compared, Said, compare, known_by
from dothi.towns.system_pace import Observed, Pace, needed, observations, past

STANDINGS = {
    "recognised": ("đã công nhận", "recognised"),
    "perhaps": ("có thể", "perhaps"),
    "planned": ("dự kiến", "planned"),
}
PART_TITLES = {
    "region": ("Vùng", "Region"),
    "cluster": ("Cụm động lực", "Cluster"),
    "corridor": ("Hành lang", "Corridor"),
    "chain": ("Chuỗi đô thị", "Chain"),
}
NO_DOCUMENT = ("chưa có văn bản", "no document says")


@dataclass(frozen=True, slots=True)
class System:
    """What is known of the system of towns on ``day``."""

    day: date
    towns: tuple[TownState, ...]
    said: tuple[Said, ...]
    lists: tuple[Compared, ...]
    observed: tuple[Observed, ...]
    needed: tuple[Pace, ...]
    past: tuple[Pace, ...]
    titles: Mapping[str, str]
    """What the sources are called, by their key."""


def system_on(pack: ProvincePack, said: Sequence[Said], towns: Sequence[TownState], day: date) -> System:
    """Everything of ``day``, from the towns that stand on it and what documents up to it say."""
    rows = known_by(said, day)
    observed = observations(rows, pack, day)
    titles = {row.source: row.document for row in rows} | {row.key: row.title for row in pack.sources}
    return System(
        day,
        tuple(towns),
        rows,
        compare(rows, towns),
        observed,
        needed(observed, rows),
        past(observed),
        titles,
    )


def ladder(law: Law, towns: Sequence[TownState]) -> list[dict[str, Any]]:
    """Counts by standing, rule set and class, higher classes first within their rule set."""
    return [
        {**_cell(law, item), "count": number}
        for item, number in sorted(counts(towns).items(), key=lambda pair: _order(law, pair[0]))
    ]


def partition(law: Law, towns: Sequence[TownState], part: str) -> list[dict[str, Any]]:
    """Counts as :func:`ladder` for each part of one partition; ``part`` is empty where no document says."""
    return [
        {"part": name, **_cell(law, item), "count": number}
        for name, cells in counts_by(towns, part).items()
        for item, number in sorted(cells.items(), key=lambda pair: _order(law, pair[0]))
    ]


def system_data(law: Law, system: System) -> dict[str, Any]:
    """The system for JSON. Rates in percent, paces in points a year, unrounded as floats."""
    return {
        "as_of": system.day.isoformat(),
        "law_version": law.version,
        "towns": len(system.towns),
        "ladder": ladder(law, system.towns),
        "parts": {part: partition(law, system.towns, part) for part in PARTS},
        "documents": [_said(row) for row in system.said if row.count is not None or row.rate is not None],
        "lists": [_list(row) for row in system.lists if row.named],
        "aims": [aim_data(law, one) for one in aims(law, system.towns, system.said)],
        "observed": [_observed(row, system.titles) for row in system.observed],
        "needed": [_pace(row, system.titles) for row in system.needed],
        "past": [_pace(row, system.titles) for row in system.past],
    }


def aim_data(law: Law, one: Aim) -> dict[str, Any]:
    """A class that a document wants a town to have."""
    return {
        "town": one.town,
        "document": one.document,
        "when": one.when,
        "class": one.class_code,
        "rule_set": one.aimed.rule_set if one.aimed else "",
        "title": _title(law, one.aimed),
        "reached": one.reached.value,
        "comparable": one.comparable,
    }


def day_range(first: date, last: date) -> str:
    """One day, or the two days between which it lies, as Vietnamese documents write days."""
    return format_date(first) if first == last else f"{format_date(first)} - {format_date(last)}"


def _cell(law: Law, item: Cell) -> dict[str, Any]:
    held = item.held
    return {
        "standing": item.standing,
        "rule_set": held.rule_set if held else "",
        "class": held.class_code if held else "",
        "title": _title(law, held),
        "derived": item.derived,
    }


def _title(law: Law, held: ClassOf | None) -> str:
    row = _row(law, held)
    return row.title("vi") if row is not None else ""


def _row(law: Law, held: ClassOf | None) -> Any:
    code = f"{held.rule_set}.{held.class_code}" if held else ""
    rows = (row for row in law.tables["urban_classes"].every_row if row.code == code)
    return next(rows, None)


def _order(law: Law, item: Cell) -> tuple[Any, ...]:
    row = _row(law, item.held)
    place = list(STANDINGS).index(item.standing)
    return (place, item.held.rule_set if item.held else "", row.rank if row is not None else 99)


def _said(row: Said) -> dict[str, Any]:
    exact = row.issued.exact
    return {
        "list": row.key,
        "document": row.document,
        "issued": exact.isoformat() if exact else "",
        "kind": row.kind,
        "when": row.when,
        "count": row.count,
        "rate": None if row.rate is None else float(row.rate),
        "rule_set": row.rule_set,
        "source": row.source,
        "confidence": row.confidence,
        "note": row.note,
        "row": row.where,
    }


def _list(row: Compared) -> dict[str, Any]:
    return {
        "list": row.key,
        "when": row.when,
        "count": row.count,
        "whole": row.whole,
        "named": list(row.named),
        "recognised": list(row.shared),
        "perhaps": list(row.perhaps),
        "not_recognised": list(row.missing),
        "recognised_not_named": None if row.beyond is None else list(row.beyond),
    }


def _observed(row: Observed, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "first_day": row.first.isoformat(),
        "last_day": row.last.isoformat(),
        "rate": float(row.rate),
        "urban": row.urban,
        "total": row.total,
        "source": row.source,
        "source_title": titles.get(row.source, row.source),
        "confidence": row.confidence,
    }


def _pace(row: Pace, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "since": row.since.last.isoformat(),
        "since_source": row.since.source,
        "since_title": titles.get(row.since.source, row.since.source),
        "until": row.until.isoformat(),
        "rate": float(row.rate),
        "source": row.source,
        "source_title": titles.get(row.source, row.source),
        "points_least": float(row.least),
        "points_most": float(row.most),
        "people": None if row.people is None else _whole(row.people),
    }


def _whole(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
