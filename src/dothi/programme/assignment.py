"""Who answers for a duty on a day, when bodies end and others take over by decision.

A body that has ended leaves its duties behind: nobody has them until a decision names who does. Where the
day on which a body ended is not known, nor is who answers: that is a third answer, never a guess.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dothi.base.time import Period, Truth


@dataclass(frozen=True, slots=True)
class BodyState:
    """A body and the period in which it exists."""

    key: str
    title: str
    period: Period


@dataclass(frozen=True, slots=True)
class Handover:
    """A decision that passes duties from one body to another, from the start of its period on.

    ``line`` names the one duty meant; empty for all duties of the body.
    """

    from_key: str
    to_key: str
    line: str
    period: Period
    decision: str


class Holding(enum.Enum):
    """How sure it is who answers for a duty."""

    HELD = "held"
    """A body that exists on the day answers for it."""
    UNASSIGNED = "unassigned"
    """Its body has ended and no decision passes it on, or decisions contradict: chưa có cơ quan tiếp nhận."""
    NOT_YET = "not-yet"
    """Its body did not exist yet on the day."""
    UNKNOWN = "unknown"
    """Whether its body still existed on the day is not known."""
    UNNAMED = "unnamed"
    """The text names a body that is not on record."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The answer for one duty: who, how sure, and through which decisions it came there."""

    holding: Holding
    body_key: str
    passed: tuple[Handover, ...] = ()


def holder(
    body_key: str,
    line: str,
    day: date,
    bodies: Mapping[str, Sequence[BodyState]],
    handovers: Iterable[Handover],
) -> Assignment:
    """Find who answers for the duty ``line`` of ``body_key`` on ``day``.

    Decisions are followed in the order of time: what came to a body by one is passed on by those of the same
    day or later. A handover of the one duty goes before one of all duties; of several the latest to take
    effect by ``day`` counts. Decisions of one day that pass a duty round in a ring leave it unassigned.
    """
    if body_key not in bodies:
        return Assignment(Holding.UNNAMED, body_key)
    decisions = [
        item for item in handovers if item.line in {"", line} and item.period.holds(day) is Truth.YES
    ]
    passed: list[Handover] = []
    key, since = body_key, date.min
    while (found := _passed_on(key, since, decisions)) is not None:
        if found in passed:
            return Assignment(Holding.UNASSIGNED, key, tuple(passed))
        passed.append(found)
        key, since = found.to_key, _start(found)
    return Assignment(_holding(bodies.get(key, ()), day), key, tuple(passed))


def _passed_on(key: str, since: date, decisions: Iterable[Handover]) -> Handover | None:
    """The decision by which a body passes on what it has had since a day."""
    fitting = [item for item in decisions if item.from_key == key and _start(item) >= since]
    return max(fitting, key=lambda item: (bool(item.line), _start(item)), default=None)


def _start(handover: Handover) -> date:
    return handover.period.start.latest or date.min


def _holding(states: Sequence[BodyState], day: date) -> Holding:
    exists = _exists(states, day)
    if exists is Truth.NO:
        return Holding.NOT_YET if _still_to_come(states, day) else Holding.UNASSIGNED
    return Holding.HELD if exists is Truth.YES else Holding.UNKNOWN


def _exists(states: Sequence[BodyState], day: date) -> Truth:
    answer = Truth.NO
    for state in states:
        answer |= state.period.holds(day)
    return answer


def _still_to_come(states: Sequence[BodyState], day: date) -> bool:
    return bool(states) and all((state.period.start.earliest or date.min) > day for state in states)
