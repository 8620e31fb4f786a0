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
    """Its body has ended and no decision passes it on: chưa có cơ quan tiếp nhận."""
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

    A handover of the one duty goes before one of all duties; of several the latest to take effect by ``day``
    counts. A ring of handovers ends where it would begin again, as unassigned.
    """
    if body_key not in bodies:
        return Assignment(Holding.UNNAMED, body_key)
    decisions = list(handovers)
    passed: list[Handover] = []
    seen = {body_key}
    key = body_key
    while (found := _passed_on(key, line, day, decisions)) is not None and found.to_key not in seen:
        passed.append(found)
        key = found.to_key
        seen.add(key)
    exists = _exists(bodies.get(key, ()), day)
    holding = {
        Truth.YES: Holding.HELD,
        Truth.UNKNOWN: Holding.UNKNOWN,
        Truth.NO: Holding.UNASSIGNED,
    }[exists]
    if holding is Holding.UNASSIGNED and _still_to_come(bodies.get(key, ()), day):
        holding = Holding.NOT_YET
    return Assignment(holding, key, tuple(passed))


def _passed_on(key: str, line: str, day: date, handovers: Iterable[Handover]) -> Handover | None:
    fitting = [
        item
        for item in handovers
        if item.from_key == key and item.line in {"", line} and item.period.holds(day) is Truth.YES
    ]
    fitting.sort(key=lambda item: (bool(item.line), item.period.start.latest or date.min))
    return fitting[-1] if fitting else None


def _exists(states: Sequence[BodyState], day: date) -> Truth:
    answer = Truth.NO
    for state in states:
        answer |= state.period.holds(day)
    return answer


def _still_to_come(states: Sequence[BodyState], day: date) -> bool:
    return bool(states) and all((state.period.start.earliest or date.min) > day for state in states)
