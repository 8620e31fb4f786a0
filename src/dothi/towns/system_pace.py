"""The urbanisation rate observed and aimed for, and the yearly pace between, in points per year.

A year without a day is the whole year for an observation (the pace is then an interval) and its last
day for a target («đến năm 2025»). A target already passed by the day asked about keeps the pace it asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from dothi.places.pack import ProvincePack
from dothi.towns.system_lists import Said

_YEAR = Fraction(1461, 4)
"""Days of a year, over four."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A rate in percent, of some day from ``first`` to ``last``; people where a count is behind it."""

    first: date
    last: date
    rate: Fraction
    source: str
    confidence: str
    urban: int | None = None
    total: int | None = None

    @property
    def percent(self) -> float:
        """The rate for showing."""
        return float(self.rate)


@dataclass(frozen=True, slots=True)
class Pace:
    """Points per year from ``since`` to ``rate`` percent by ``until``; ``least`` = ``most`` for known days.

    ``people`` is how many more urban people a year that is with the total of the observation, ``None`` where
    no count is behind the observation. Growth of the total is not in it: nobody has told it.
    """

    since: Observed
    until: date
    rate: Fraction
    source: str
    least: Fraction
    most: Fraction
    people: Fraction | None = None


def observations(rows: Sequence[Said], pack: ProvincePack, day: date) -> tuple[Observed, ...]:
    """Observed rates up to ``day``, earliest first: of documents, and of the censuses of the pack."""
    told = [_told(row) for row in rows if row.kind == "observed" and row.rate is not None and row.when]
    return tuple(
        sorted((item for item in (*told, *_censuses(pack)) if item.last <= day), key=lambda item: item.last)
    )


def targets(rows: Sequence[Said]) -> tuple[Said, ...]:
    """Rows that set a rate for a year."""
    return tuple(row for row in rows if row.kind == "target" and row.rate is not None and row.when)


def needed(observed: Sequence[Observed], rows: Sequence[Said]) -> tuple[Pace, ...]:
    """The pace to each target, from the last observation and from the last one with people behind it."""
    if not observed:
        return ()
    counted = [item for item in observed if item.total]
    starts = dict.fromkeys([*counted[-1:], observed[-1]])
    return tuple(
        pace(start, date(int(row.when[:4]), 12, 31), Fraction(row.rate or 0), row.source)
        for row in targets(rows)
        for start in starts
        if start.last < date(int(row.when[:4]), 12, 31)
    )


def pace(since: Observed, until: date, rate: Fraction, source: str) -> Pace:
    """Points a year from an observation to ``rate`` percent on ``until``, which lies after it."""
    gap = rate - since.rate
    ends = sorted(gap / ((until - day).days / _YEAR) for day in (since.first, since.last))
    people = None if not since.total else ends[0] * since.total / 100
    return Pace(since, until, rate, source, ends[0], ends[1], people)


def past(observed: Sequence[Observed]) -> tuple[Pace, ...]:
    """The pace between documents' observations that follow each other; counts are left to themselves."""
    told = [item for item in observed if item.total is None]
    return tuple(
        pace(one, other.last, other.rate, other.source)
        for one, other in pairwise(told)
        if other.first == other.last and one.last < other.first
    )


def _told(row: Said) -> Observed:
    first, last = (
        (date.fromisoformat(row.when),) * 2
        if len(row.when) > 4
        else (date(int(row.when), 1, 1), date(int(row.when), 12, 31))
    )
    return Observed(first, last, Fraction(row.rate or 0), row.source, row.confidence)


def _censuses(pack: ProvincePack) -> list[Observed]:
    found = []
    confidence = {source.key: source.confidence for source in pack.sources}
    for table in pack.censuses:
        rows = [row for row in table.rows if row.unit_key in pack.home]
        urban, total = sum(row.people.urban for row in rows), sum(row.people.total for row in rows)
        if total:
            rate = Fraction(100 * urban, total)
            known = confidence.get(table.source, "")
            found.append(Observed(table.day, table.day, rate, table.source, known, urban, total))
    return found
