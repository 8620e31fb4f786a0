"""Questions about supervisions: which are shown, and how their recommendations stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from dothi.registry.supervision.models import Finding, Recommendation, Standing, Supervision

UNDONE = (Standing.OPEN, Standing.TAKEN)


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """A supervision with counts; ``late`` recommendations are past their day and not done or declined."""

    row: Supervision
    findings: int
    recommendations: int
    done: int
    open: int
    late: int


def supervisions(day: date, *, public: bool) -> list[SupervisionLine]:
    """Supervisions, the latest first, in one query; only those marked public where ``public``."""
    asked = "findings__recommendations"
    late = Q(**{f"{asked}__standing__in": UNDONE, f"{asked}__due_on__lt": day})
    rows: Any = Supervision.objects.filter(public=True) if public else Supervision.objects.all()
    counted = rows.annotate(
        finding_count=Count("findings", distinct=True),
        asked_count=Count(asked, distinct=True),
        done_count=Count(asked, distinct=True, filter=Q(**{f"{asked}__standing": Standing.DONE})),
        open_count=Count(asked, distinct=True, filter=Q(**{f"{asked}__standing": Standing.OPEN})),
        late_count=Count(asked, distinct=True, filter=late),
    )
    return [
        SupervisionLine(
            row, row.finding_count, row.asked_count, row.done_count, row.open_count, row.late_count
        )
        for row in counted.order_by("-starts_on", "-pk")
    ]


def findings_of(supervision: Supervision) -> QuerySet[Finding]:
    """Findings with their recommendations and responses, in three queries."""
    asked = Recommendation.objects.prefetch_related("responses")
    rows: Any = supervision.findings.prefetch_related(Prefetch("recommendations", queryset=asked))
    return rows


def findings_about(subject_kind: str, subject_key: str) -> QuerySet[Finding]:
    """Public findings about one plan or programme."""
    rows: Any = Finding.objects.filter(
        supervision__public=True, subject_kind=subject_kind, subject_key=subject_key
    )
    return rows.select_related("supervision").prefetch_related("recommendations")


def is_late(row: Recommendation, day: date) -> bool:
    """Whether its day has passed without its being done or declined."""
    return row.due_on is not None and row.due_on < day and row.standing in UNDONE
