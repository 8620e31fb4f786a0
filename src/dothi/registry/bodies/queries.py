"""Questions about bodies: which exist on a day, who answers for what, under which names they are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dothi.base.text import fold
from dothi.base.time import Period, Truth
from dothi.programme.assignment import Assignment, BodyState, holder
from dothi.programme.assignment import Handover as Passing
from dothi.registry.bodies.models import Body, Handover


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as pages show it; ``holds`` says whether it exists on the day asked about."""

    key: str
    title: str
    title_en: str
    kind: str
    period: Period
    holds: Truth
    basis: str
    confidence: str
    note: str
    origin: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """Every body and handover on record at one time of knowledge, to ask many duties of. Two queries."""

    states: dict[str, list[BodyState]]
    handovers: list[Passing]

    @classmethod
    def load(cls, known_on: date | None = None) -> Bodies:
        """Read what was on record at the end of ``known_on`` (now, when not given)."""
        states: defaultdict[str, list[BodyState]] = defaultdict(list)
        for row in rows_on_record(known_on):
            states[row.key].append(BodyState(row.key, row.title, row.period))
        return cls(dict(states), [_passing(row) for row in Handover.objects.as_known_on(known_on)])

    def holder(self, body_key: str, line: str, day: date) -> Assignment:
        """Who answers for a duty on ``day``."""
        return holder(body_key, line, day, self.states, self.handovers)

    def title(self, key: str) -> str:
        """The body's name; its key where none is on record."""
        states = self.states.get(key)
        return states[-1].title if states else key


def rows_on_record(known_on: date | None = None) -> list[Body]:
    """The rows that count, by title: an office's own row of a body goes before those of the law."""
    rows = list(Body.objects.as_known_on(known_on).order_by("title", "starts_latest", "pk"))
    own = {row.key for row in rows if row.origin == "office"}
    return [row for row in rows if row.origin == "office" or row.key not in own]


def bodies_on(day: date, known_on: date | None = None) -> list[BodyRow]:
    """Every body, those that have ended too, with the answer for ``day``."""
    return [body_row(row, day) for row in rows_on_record(known_on)]


def body_row(row: Body, day: date) -> BodyRow:
    """The stored row as an answer for ``day``."""
    return BodyRow(
        row.key,
        row.title,
        row.title_en,
        row.kind,
        row.period,
        row.period.holds(day),
        row.basis,
        row.confidence,
        row.note,
        row.origin,
        row.names[1:],
    )


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A decision that passes duties on, as pages show it; ``line`` is empty for all duties."""

    from_key: str
    to_key: str
    line: str
    period: Period
    holds: Truth
    decision_number: str
    decision_date: date | None
    issuer: str
    note: str


def handovers_on_record(day: date, known_on: date | None = None, key: str = "") -> list[HandoverRow]:
    """Decisions that pass duties on, in the order of time; with ``key`` only those from or to that body."""
    rows = Handover.objects.as_known_on(known_on)
    if key:
        rows = rows.filter(Q(from_key=key) | Q(to_key=key))
    return [
        HandoverRow(
            row.from_key,
            row.to_key,
            row.line,
            row.period,
            row.period.holds(day),
            row.decision_number,
            row.decision_date,
            row.issuer,
            row.note,
        )
        for row in rows.order_by("starts_latest", "pk")
    ]


def find_bodies(text: str, day: date, known_on: date | None = None, *, limit: int = 20) -> list[BodyRow]:
    """Bodies whose names have a word beginning like each of ``text``, with or without tone marks."""
    phrase = fold(text)
    words = phrase.split()
    if not words:
        return []
    hits = [row for row in rows_on_record(known_on) if all(f" {word}" in f" {row.folded}" for word in words)]
    hits.sort(key=lambda row: f" {phrase} " not in f" {row.folded} ")
    return [body_row(row, day) for row in hits[:limit]]


def names_of_bodies(known_on: date | None = None) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Key and names of every body, for matching documents."""
    return [(row.key, row.names) for row in rows_on_record(known_on)]


def _passing(row: Handover) -> Passing:
    decision = row.decision_number
    return Passing(row.from_key, row.to_key, row.line, row.period, decision)
