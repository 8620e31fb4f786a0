"""Where a consultation stands, counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dothi.registry.consultation.models import Answer, Consultation, State, Statement
from dothi.registry.consultation.queries import Standing, standing

FROM, TO = date(2026, 3, 2), date(2026, 3, 22)

pytestmark = pytest.mark.django_db


def consultation(key: str = "mot", **more: object) -> Consultation:
    given = {
        "subject_kind": "plan",
        "subject_key": "tam-ky",
        "title": "Quy hoạch",
        "opens_on": FROM,
        "closes_on": TO,
        "answer_by": TO + timedelta(days=30),
        "required_days": 20,
    }
    return Consultation.objects.create(key=key, **{**given, **more})


def statement(of: Consultation, number: int, state: str, **more: object) -> Statement:
    answer = None
    if state == State.ANSWERED:
        answer = Answer.objects.create(consultation=of, outcome="not", text="Vì…", answered_on=TO)
    return Statement.objects.create(
        consultation=of, code=f"{of.key}-{number}", number=number, channel="web", text="Ý kiến",
        received_on=FROM, state=state, answer=answer, **more,
    )  # fmt: skip


def test_nobody_was_asked() -> None:
    consultation(subject_kind="case")
    consultation("hai", withdrawn_because="Nhầm", withdrawn_at="2026-03-02T00:00Z")
    assert standing("plan", "tam-ky", TO) == Standing()


@pytest.mark.parametrize(
    ("day", "opened", "closed", "days", "enough"),
    [
        (FROM - timedelta(days=1), None, None, 0, None),
        (FROM, FROM, None, 0, False),
        (TO - timedelta(days=1), FROM, None, 19, False),
        (TO, FROM, None, 20, True),
        (TO + timedelta(days=9), FROM, TO, 20, True),
    ],
)
def test_days_are_counted_from_the_day_after_opening(
    day: date, opened: date | None, closed: date | None, days: int, enough: bool | None
) -> None:
    consultation()
    found = standing("plan", "tam-ky", day)
    assert (found.opened, found.closed, found.days, found.long_enough) == (opened, closed, days, enough)


def test_hidden_statements_do_not_count_and_waiting_ones_do() -> None:
    of = consultation()
    for number, state in enumerate([State.RECEIVED, State.ACCEPTED, State.HIDDEN, State.ANSWERED], 1):
        statement(of, number, state)
    found = standing("plan", "tam-ky", TO + timedelta(days=1))
    assert (found.statements, found.unanswered, found.all_answered) == (3, 2, False)
    of.statements.exclude(state__in=[State.HIDDEN, State.ANSWERED]).update(state=State.HIDDEN)
    assert standing("plan", "tam-ky", TO + timedelta(days=1)).all_answered


def test_the_latest_counts_and_what_the_law_does_not_tell_stays_open() -> None:
    consultation()
    consultation("hai", opens_on=FROM + timedelta(days=1), required_days=None)
    found = standing("plan", "tam-ky", TO)
    assert (found.opened, found.days, found.long_enough) == (FROM + timedelta(days=1), 19, None)
