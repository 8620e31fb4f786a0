"""Questions about consultations: where one stands, what was said, how much of it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dothi.registry.consultation.models import Consultation, State


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the latest consultation on a subject stands on a day; withdrawn ones do not count.

    ``opened`` is its first day once that has come, ``closed`` its last day once that has passed; both are
    ``None`` before. ``days`` have passed since the day of opening, until the day asked about or the last day;
    ``required`` is the least number the law asks for, ``None`` where no text on record tells. ``statements``
    leaves out those that were hidden; ``unanswered`` of them have no answer yet.
    """

    opened: date | None = None
    closed: date | None = None
    days: int = 0
    required: int | None = None
    statements: int = 0
    unanswered: int = 0

    @property
    def long_enough(self) -> bool | None:
        """Whether it was open as long as the law asks for; ``None`` where that cannot be known."""
        return None if self.required is None else self.days >= self.required

    @property
    def all_answered(self) -> bool:
        """Whether it is over and nothing waits for an answer."""
        return self.closed is not None and self.unanswered == 0


def standing(subject_kind: str, subject_key: str, day: date | None = None) -> Standing:
    """Where the consultation on a subject (``plan``, ``case``, ``programme``, ``regulation``) stands.

    One query. Without any consultation everything is empty, which says that people were not asked here; of
    several the one that opened last counts.
    """
    today = day or timezone.localdate()
    counted = Q(statements__received_on__lte=today) & ~Q(statements__state=State.HIDDEN)
    rows = (
        Consultation.objects.filter(subject_kind=subject_kind, subject_key=subject_key, withdrawn_at=None)
        .filter(opens_on__lte=today)
        .annotate(
            heard=Count("statements", filter=counted),
            open_questions=Count("statements", filter=counted & ~Q(statements__state=State.ANSWERED)),
        )
    )
    row = rows.order_by("-opens_on", "-pk").first()
    if row is None:
        return Standing()
    closed = row.closes_on if row.closes_on < today else None
    return Standing(
        row.opens_on,
        closed,
        (min(today, row.closes_on) - row.opens_on).days,
        row.required_days,
        row.heard,
        row.open_questions,
    )


def consultations_about(subject_kind: str, subject_key: str) -> QuerySet[Consultation]:
    """Consultations on one subject that were not withdrawn, the latest first."""
    rows: Any = Consultation.objects.filter(
        subject_kind=subject_kind, subject_key=subject_key, withdrawn_at=None
    )
    return rows.order_by("-opens_on", "-pk")
