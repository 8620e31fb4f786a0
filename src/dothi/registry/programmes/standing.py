"""Where a target stands: the last figure known, when it is from, and what can honestly be said of it.

A figure from before the target's year says nothing about that year, nor does one from after it. So once the
year has passed and no figure speaks of it, the answer is "not known", with the last figure before it beside
it, and never "late". A target that names no year is never late either.

Towns on record are counted where no figure of them was approved. Nothing on record says that this list is
whole, so the count is a lower bound: it can reach a target and never fail one.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from dothi.base.numbers import exact
from dothi.base.time import Truth
from dothi.places.units import Gazetteer
from dothi.programme.linking import same_unit
from dothi.registry.observations.figures import Figure, figures_of_many, urbanisation
from dothi.registry.places.gazetteer import gazetteer
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import towns_on
from dothi.registry.programmes.queries import ItemRow

RATE, TOWNS = "urbanisation-rate", "towns"


class Verdict(enum.Enum):
    """What can be said of a target on a day."""

    REACHED = "reached"
    BEHIND = "behind"
    """A figure of the target's year does not satisfy it."""
    BEYOND = "beyond"
    """The figure lies above the wanted range."""
    OPEN = "open"
    """It is not reached yet, and its year has not ended or it names none."""
    UNKNOWN = "unknown"
    """Nothing measures it, no figure speaks of its year, or the one there is cannot decide."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure beside a target. ``day`` is the last day it speaks of.

    ``at_least`` marks a lower bound that still holds on the day judged; ``day`` is then that of the latest
    record it was counted from.
    """

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

    The number of queries grows with the years that targets are set for, and with nothing else.
    """
    rows = list(targets)
    info = pack_info()
    home = tuple(info.home) if info else ()
    measured = [row for row in rows if row.fields.get("measure")]
    by_last: dict[date, list[ItemRow]] = {}
    for row in measured:
        by_last.setdefault(_last_day(row.fields, day), []).append(row)
    places = gazetteer(known_on)
    found = {row.pk: Standing(Verdict.UNKNOWN, None, measured=False) for row in rows}
    for last, group in by_last.items():
        record = _Record(last, known_on, home, places, frozenset(_place(row, home) for row in group))
        for row in group:
            reading = record.of(row)
            found[row.pk] = Standing(judge(row.fields, reading, day), reading, measured=True)
    return found


def judge(fields: Mapping[str, Any], reading: Reading | None, day: date) -> Verdict:
    """Compare a target with the last figure known on ``day``.

    "=" and "~" are reached from the value on, for the texts' word is "đạt", to get as far as.
    """
    if reading is None or not fields.get("comparison") or not units_agree(fields, reading):
        return Verdict.UNKNOWN
    satisfied = _satisfied(fields, reading)
    year = fields.get("year_to")
    due = date(year, 12, 31) if year else None
    if due is None or day <= due:
        return satisfied if satisfied in {Verdict.REACHED, Verdict.BEYOND} else Verdict.OPEN
    if reading.day > due or (reading.day < due and not reading.at_least):
        return Verdict.UNKNOWN
    return satisfied


def units_agree(fields: Mapping[str, Any], reading: Reading) -> bool:
    """Whether target and figure have one unit; a target that names none is in that of its indicator."""
    return not fields.get("unit") or same_unit(fields["unit"], reading.unit)


def _satisfied(fields: Mapping[str, Any], reading: Reading) -> Verdict:
    """REACHED, BEHIND or BEYOND; UNKNOWN where a lower bound leaves it open."""
    low, high = fields.get("min"), fields.get("max")
    sign = fields["comparison"]
    open_above = Verdict.UNKNOWN if reading.at_least else Verdict.REACHED
    if sign == "<=":
        return Verdict.BEHIND if reading.value > exact(high) else open_above
    if reading.value < exact(low):
        return Verdict.UNKNOWN if reading.at_least else Verdict.BEHIND
    if sign == "range":
        return Verdict.BEYOND if reading.value > exact(high) else open_above
    return Verdict.REACHED


class _Record:
    """What is on record of places up to a day: approved figures, the census, towns. Each read once."""

    def __init__(
        self, day: date, known_on: date | None, home: tuple[str, ...], places: Gazetteer, keys: frozenset[str]
    ) -> None:
        self._day, self._known_on, self._home, self._places = day, known_on, home, places
        self._figures = figures_of_many([key for key in keys if key], day, known_on, places=places)

    def of(self, row: ItemRow) -> Reading | None:
        """The latest figure that measures the target."""
        measure = row.fields["measure"]
        figures = self._figures.get(_place(row, self._home), ())
        found = [_reading(one) for one in figures if one.indicator == measure]
        if self._home and not row.fields.get("place"):
            found += self._rate if measure == RATE else []
            found += self._towns if measure == TOWNS and not found else []
        return max(found, key=lambda one: one.day, default=None)

    @cached_property
    def _rate(self) -> list[Reading]:
        return _census_rate(self._home, self._day, self._known_on, self._places)

    @cached_property
    def _towns(self) -> list[Reading]:
        return _counted(self._day, self._known_on)


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


def _census_rate(home: tuple[str, ...], day: date, known_on: date | None, places: Gazetteer) -> list[Reading]:
    found = urbanisation(day, known_on, home=home, places=places)
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
    """Recognised towns that certainly stand on ``day``: at least so many, as of the latest one's record."""
    sure = [row for row in towns_on(day, known_on, status="recognised") if row.holds is Truth.YES]
    if not sure:
        return []
    since, source = max(((row.since or date.min, row.source) for row in sure), key=lambda pair: pair[0])
    return [
        Reading(
            Decimal(len(sure)),
            "đô thị",
            since,
            "Đếm đô thị đã công nhận trong danh mục; chưa rõ danh mục đã đủ hay chưa",
            "Recognised towns on record, counted; whether the list is whole is not known",
            source.key,
            source.title,
            source.title_en,
            at_least=True,
            illustrative=any(row.illustrative for row in sure),
        )
    ]
