"""Figures of a consultation as they are public: how many spoke, what became of it, where and about what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from dothi.registry.consultation.models import Consultation, State, Statement

SHOWN = (State.ACCEPTED, State.ANSWERED)
"""States in which a statement's words are public."""
UPCOMING, OPEN, CLOSED, WITHDRAWN = "upcoming", "open", "closed", "withdrawn"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of statements. Those kept off the page are in ``hidden`` alone.

    ``late`` were answered after the day the office had promised, ``overdue`` have no answer although it has
    passed. ``before`` and ``after`` came outside the period. ``groups`` are groups that say the same,
    ``in_groups`` the statements in them.
    """

    received: int = 0
    unseen: int = 0
    waiting: int = 0
    answered: int = 0
    hidden: int = 0
    late: int = 0
    overdue: int = 0
    before: int = 0
    after: int = 0
    groups: int = 0
    in_groups: int = 0
    by_outcome: dict[str, int] = field(default_factory=dict)
    by_theme: dict[str, int] = field(default_factory=dict)
    by_commune: dict[str, int] = field(default_factory=dict)
    by_channel: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> Decimal | None:
        """Answered of received, 0 to 1; ``None`` where nobody spoke."""
        return Decimal(self.answered) / self.received if self.received else None


@dataclass(frozen=True, slots=True)
class Line:
    """A consultation in a list. ``phase``: ``upcoming``, ``open``, ``closed`` or ``withdrawn``."""

    row: Consultation
    phase: str
    received: int
    answered: int
    overdue: int
    unseen: int


def phase_on(row: Consultation, day: date) -> str:
    """Whether it is to come, open, over or withdrawn."""
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if day < row.opens_on:
        return UPCOMING
    return OPEN if day <= row.closes_on else CLOSED


def lines(day: date, rows: QuerySet[Consultation] | None = None) -> list[Line]:
    """Consultations with their counts, in one query; the latest first."""
    heard = ~Q(statements__state=State.HIDDEN)
    found = (Consultation.objects.all() if rows is None else rows).annotate(
        received=Count("statements", filter=heard),
        answered=Count("statements", filter=Q(statements__state=State.ANSWERED)),
        unseen=Count("statements", filter=Q(statements__state=State.RECEIVED)),
    )
    return [
        Line(
            row,
            phase_on(row, day),
            row.received,
            row.answered,
            row.received - row.answered if row.answer_by < day else 0,
            row.unseen,
        )
        for row in found.order_by("-opens_on", "-pk")
    ]


def figures(consultation: Consultation, day: date) -> Figures:
    """Every count of one consultation, from one query over its statements."""
    rows = list(
        consultation.statements.values_list(
            "state", "theme", "commune_key", "channel", "received_on", "group_id",
            "answer__outcome", "answer__answered_on",
        )
    )  # fmt: skip
    heard = [row for row in rows if row[0] != State.HIDDEN]
    answered = [row for row in heard if row[0] == State.ANSWERED]
    grouped = [row[5] for row in heard if row[5] is not None]
    passed = consultation.answer_by < day
    return Figures(
        received=len(heard),
        unseen=sum(row[0] == State.RECEIVED for row in heard),
        waiting=sum(row[0] == State.ACCEPTED for row in heard),
        answered=len(answered),
        hidden=len(rows) - len(heard),
        late=sum(row[7] > consultation.answer_by for row in answered),
        overdue=len(heard) - len(answered) if passed else 0,
        before=sum(row[4] < consultation.opens_on for row in heard),
        after=sum(row[4] > consultation.closes_on for row in heard),
        groups=len(set(grouped)),
        in_groups=len(grouped),
        by_outcome=_counted(row[6] for row in answered),
        by_theme=_counted(row[1] for row in heard),
        by_commune=_counted(row[2] for row in heard),
        by_channel=_counted(row[3] for row in heard),
    )


def shown(consultation: Consultation) -> QuerySet[Statement]:
    """Statements whose words are public, with answer and group."""
    rows: Any = consultation.statements.filter(state__in=SHOWN)
    return rows.select_related("answer", "group").prefetch_related("photos").order_by("number")


def narrowed(
    rows: QuerySet[Statement], *, theme: str = "", commune: str = "", outcome: str = "", text: str = ""
) -> QuerySet[Statement]:
    """Those of a theme, a commune, an outcome (``none``: no answer yet), with a text in them."""
    if theme:
        rows = rows.filter(theme=theme)
    if commune:
        rows = rows.filter(commune_key="" if commune == "?" else commune)
    if outcome:
        rows = rows.filter(answer=None) if outcome == "none" else rows.filter(answer__outcome=outcome)
    return rows.filter(text__icontains=text) if text else rows


def late_answers(consultation: Consultation) -> QuerySet[Statement]:
    """Statements answered after the day that was promised."""
    return shown(consultation).filter(answer__answered_on__gt=F("consultation__answer_by"))


def _counted(values: Iterable[str]) -> dict[str, int]:
    """Counts, the greatest first, equals by name."""
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
