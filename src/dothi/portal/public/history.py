"""A unit's life as a line of events: names and kinds it bore, whom it came from, whom it went to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dothi.base.time import Bound, Period, Truth
from dothi.registry.places.answers import Relation, StateRow, UnitPage
from dothi.registry.sources.refs import SourceRef


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: a state with its period, or a passing-on with the day it happened."""

    kind: str
    title: str
    period: Period
    start: Bound
    relations: tuple[Relation, ...]
    state: StateRow | None
    source: SourceRef
    holds: Truth

    @property
    def unsure(self) -> bool:
        """Whether the day it began is known only in part."""
        return self.start.exact is None


def timeline(page: UnitPage, day: date) -> list[Event]:
    """Events in the order of time."""
    events = [
        Event(
            "state",
            state.name,
            state.period,
            state.period.start,
            (),
            state,
            state.source,
            state.period.holds(day),
        )
        for state in page.history
    ]
    events += _passings(page.predecessors, "from", _("Hình thành từ"))
    events += _passings(page.successors, "to", _("Chuyển thành"))
    ranks = {"from": 0, "state": 1, "to": 2}
    return sorted(events, key=lambda event: (_when(event.start), ranks[event.kind]))


def _passings(relations: Iterable[Relation], kind: str, title: str) -> list[Event]:
    by_start: defaultdict[Bound, list[Relation]] = defaultdict(list)
    for relation in relations:
        by_start[relation.start].append(relation)
    return [
        Event(kind, title, Period(start), start, tuple(rows), None, rows[0].source, Truth.NO)
        for start, rows in by_start.items()
    ]


def _when(bound: Bound) -> date:
    return bound.latest or bound.earliest or date.min
