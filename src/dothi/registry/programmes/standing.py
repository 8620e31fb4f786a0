"""Where a target stands: the last figure known, when it is from, and what can honestly be said of it.

A figure from before the target's year says nothing about that year. So once the year has passed and no figure
speaks of it, the answer is "not known", with the last figure beside it, and never "late".
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dothi.base.numbers import exact
from dothi.base.time import Truth
from dothi.registry.observations.figures import Figure, figures_of_many, urbanisation
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import towns_on
from dothi.registry.programmes.queries import ItemRow

RATE, TOWNS = "urbanisation-rate", "towns"


class Verdict(enum.Enum):
    """What can be said of a target on a day."""

    REACHED = "reached"
    BEHIND = "behind"
    """A figure of the target's year or later does not satisfy it."""
    BEYOND = "beyond"
    """The figure lies above the wanted range."""
    OPEN = "open"
    """Its year has not ended, and it is not reached yet."""
    UNKNOWN = "unknown"
    """No figure speaks of its year, or nothing measures it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure beside a target. ``day`` is the last day it speaks of; ``at_least`` marks a lower bound."""

    value: Decimal
    unit: str
    day: date
    method_vi: str
    method_en: str
    source_key: str
    source_title: str
    source_title_en: str
    at_least: bool = False
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for one target. ``reading`` is ``None`` where nothing at all is known."""

    verdict: Verdict
    reading: Reading | None
    measured: bool


def standings(targets: Iterable[ItemRow], day: date, known_on: date | None = None) -> dict[int, Standing]:
    """Where each target stands on ``day``, by item.

    The number of queries grows with the years that targets on the number of towns are set for, and with
    nothing else.
    """
    rows = list(targets)
    info = pack_info()
    home = tuple(info.home) if info else ()
    places = {row.pk: _place(row, home) for row in rows}
    figures = figures_of_many([key for key in set(places.values()) if key], day, known_on)
    rate = _census_rate(home, day, known_on)
    counted: dict[date, list[Reading]] = {}
    found = {}
    for row in rows:
        measure = row.fields.get("measure") or ""
        candidates = [
            _reading(one) for one in figures.get(places[row.pk], ()) if measure and one.indicator == measure
        ]
        if measure == RATE and not row.fields.get("place"):
            candidates += rate
        if measure == TOWNS and not row.fields.get("place") and home and not candidates:
            last = _last_day(row.fields, day)
            if last not in counted:
                counted[last] = _counted(last, known_on)
            candidates += counted[last]
        reading = max(candidates, key=lambda one: one.day, default=None)
        found[row.pk] = Standing(judge(row.fields, reading, day), reading, bool(measure))
    return found


def judge(fields: Mapping[str, Any], reading: Reading | None, day: date) -> Verdict:
    """Compare a target with the last figure known on ``day``.

    "=" and "~" are reached from the value on, for the texts' word is "đạt", to get as far as. A lower bound
    can satisfy a target and can never fail it.
    """
    if reading is None or not fields.get("comparison"):
        return Verdict.UNKNOWN
    year = fields.get("year_to")
    due = date(year, 12, 31) if year else None
    satisfied = _satisfied(fields, reading)
    if due is not None and day <= due:
        return satisfied if satisfied in {Verdict.REACHED, Verdict.BEYOND} else Verdict.OPEN
    if due is not None and reading.day < due:
        return Verdict.UNKNOWN
    if satisfied is Verdict.BEHIND and reading.at_least:
        return Verdict.UNKNOWN
    return satisfied


def _satisfied(fields: Mapping[str, Any], reading: Reading) -> Verdict:
    low, high = fields.get("min"), fields.get("max")
    sign = fields["comparison"]
    if sign == "<=":
        return Verdict.REACHED if reading.value <= exact(high) else Verdict.BEHIND
    if reading.value < exact(low):
        return Verdict.BEHIND
    if sign == "range" and reading.value > exact(high):
        return Verdict.BEYOND
    return Verdict.REACHED


def _place(row: ItemRow, home: tuple[str, ...]) -> str:
    """Key of the place a target speaks of: its own, or the province; empty where it is not on record."""
    if row.fields.get("place"):
        return next((link.key for link in row.links if link.kind in {"town", "unit"}), "")
    return home[0] if home else ""


def _last_day(fields: Mapping[str, Any], day: date) -> date:
    year = fields.get("year_to")
    return min(day, date(year, 12, 31)) if year else day


def _reading(figure: Figure) -> Reading:
    last = figure.ends - timedelta(days=1) if figure.ends and figure.ends != date.max else figure.starts
    return Reading(
        figure.value,
        figure.unit,
        last or date.min,
        figure.method_vi,
        figure.method_en,
        figure.source.key,
        figure.source.title,
        figure.source.title_en,
        at_least=False,
        illustrative=figure.illustrative,
    )


def _census_rate(home: tuple[str, ...], day: date, known_on: date | None) -> list[Reading]:
    found = urbanisation(day, known_on, home=home) if home else None
    if found is None or not found.people.total:
        return []
    rate = Reading(
        Decimal(100 * found.people.urban) / found.people.total,
        "%",
        found.census_day,
        f"Dân số thành thị chia cho tổng dân số; {found.method_vi[:1].lower()}{found.method_vi[1:]}",
        f"Urban people over all people; {found.method_en[:1].lower()}{found.method_en[1:]}",
        found.source.key,
        found.source.title,
        found.source.title_en,
    )
    return [rate]


def _counted(day: date, known_on: date | None) -> list[Reading]:
    """Recognised towns on record on ``day``; a lower bound where some may not have stood yet."""
    rows = towns_on(day, known_on, status="recognised")
    if not rows:
        return []
    sure = [row for row in rows if row.holds is Truth.YES]
    first = rows[0].source
    return [
        Reading(
            Decimal(len(sure)),
            "đô thị",
            day,
            "Đếm đô thị đã công nhận trong danh mục",
            "Recognised towns on record, counted",
            first.key,
            first.title,
            first.title_en,
            at_least=len(sure) < len(rows),
        )
    ]
