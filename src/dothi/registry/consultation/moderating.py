"""What becomes of a statement: accepted for answering, kept off the page, answered; each can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.text import clean
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.consultation.grouping import MODERATE
from dothi.registry.consultation.models import Answer, Consultation, Outcome, State, Statement
from dothi.registry.consultation.refusals import missing, refusal, wrong_state
from dothi.registry.consultation.themes import THEMES

LONGEST = 5000
_NAMES = {
    State.RECEIVED: ("đã nhận", "received"),
    State.ACCEPTED: ("chờ trả lời", "waiting for an answer"),
    State.HIDDEN: ("không đăng", "kept off the page"),
    State.ANSWERED: ("đã trả lời", "answered"),
}


@transaction.atomic
def accept(user: Any, ids: Iterable[int]) -> int:
    """Accept statements for answering, which puts them on the page; how many. Others are left as they are."""
    rows = _locked(user, ids)
    fresh = [row for row in rows if row.state == State.RECEIVED]
    for row in fresh:
        _move(row, State.ACCEPTED)
        trail.record(user, "consultation.accept", row, {"number": row.number})
    return len(fresh)


@transaction.atomic
def hide(user: Any, pk: int, reason: str) -> Statement:
    """Keep a statement off the page; the reason is public, for its author finds it under the receipt."""
    (row,) = _locked(user, [pk])
    _expect(row, {State.RECEIVED, State.ACCEPTED}, "ẩn", "keep it off the page")
    if not clean(reason):
        raise missing("reason", "Chưa ghi lý do", "The reason is missing")
    row.hidden_because = clean(reason)[:1000]
    _move(row, State.HIDDEN)
    trail.record(user, "consultation.hide", row, {"reason": row.hidden_because})
    return row


@transaction.atomic
def step_back(user: Any, pk: int) -> Statement:
    """Undo accepting or hiding: the statement waits in the queue again."""
    (row,) = _locked(user, [pk])
    _expect(row, {State.ACCEPTED, State.HIDDEN}, "hoàn tác", "undo")
    before = row.state
    row.hidden_because = ""
    _move(row, State.RECEIVED)
    trail.record(user, "consultation.undo", row, {"before": before})
    return row


@transaction.atomic
def answer(user: Any, ids: Sequence[int], outcome: str, text: str) -> Answer:
    """Answer statements with one text: one of them, or all of a group that wait.

    Raises :class:`InputError`: ``consultation.missing`` without outcome or reason, ``…wrong-state``,
    ``…none`` where nothing waits.
    """
    if outcome not in Outcome.values:
        raise missing("outcome", "Chưa chọn tiếp thu hay không", "The outcome is missing")
    if len(clean(text)) < 3:
        raise missing("text", "Chưa ghi nội dung trả lời, lý do", "The answer and its reason are missing")
    rows = _locked(user, ids)
    if not rows or len({row.consultation_id for row in rows}) != 1:
        raise refusal("none", "", "Không có ý kiến nào chờ trả lời", "Nothing waits for an answer")
    for row in rows:
        _expect(row, {State.ACCEPTED}, "trả lời", "answer")
    given = Answer.objects.create(
        consultation=rows[0].consultation,
        outcome=outcome,
        text=text.strip()[:LONGEST],
        answered_on=timezone.localdate(),
        answered_by=user,
    )
    _give(user, rows, given)
    return given


@transaction.atomic
def answer_alike(user: Any, pk: int) -> Statement:
    """Give a statement the answer that its group has already."""
    (row,) = _locked(user, [pk])
    _expect(row, {State.ACCEPTED}, "trả lời", "answer")
    found = Answer.objects.filter(statements__group=row.group_id, withdrawn_at=None).order_by("-pk").first()
    if row.group_id is None or found is None:
        raise refusal("none", "", "Nhóm này chưa có trả lời", "The group has no answer yet")
    _give(user, [row], found)
    return row


@transaction.atomic
def take_back(user: Any, answer_id: int, reason: str) -> int:
    """Take an answer back from every statement that has it; it stays on record. How many wait again."""
    given = Answer.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=answer_id)
    require(user, MODERATE, given.consultation)
    if given.withdrawn_at is not None:
        raise refusal("none", "", "Trả lời này đã rút", "This answer was taken back already")
    if not clean(reason):
        raise missing("reason", "Chưa ghi lý do", "The reason is missing")
    rows = list(Statement.objects.select_for_update().filter(answer=given))
    for row in rows:
        row.answer = None
        _move(row, State.ACCEPTED)
    given.withdrawn_at = timezone.now()
    given.save(update_fields=["withdrawn_at"])
    told = {"reason": clean(reason)[:1000], "statements": [row.number for row in rows]}
    trail.record(user, "consultation.take-back", given, told)
    return len(rows)


@transaction.atomic
def set_theme(user: Any, pk: int, theme: str) -> Statement:
    """Say what a statement speaks of."""
    (row,) = _locked(user, [pk])
    if theme not in THEMES:
        raise missing("theme", "Chưa chọn chủ đề", "The theme is missing")
    row.theme = theme
    row.save(update_fields=["theme"])
    trail.record(user, "consultation.theme", row, {"theme": theme})
    return row


def waiting_of(statement: Statement) -> list[int]:
    """Numbers of the statements that one answer would reach: this one, and those of its group that wait."""
    if statement.group_id is None:
        return [statement.pk]
    rows = Statement.objects.filter(group=statement.group_id, state=State.ACCEPTED)
    return list(rows.values_list("pk", flat=True))


def _locked(user: Any, ids: Iterable[int]) -> list[Statement]:
    wanted = set(ids)
    rows = list(
        Statement.objects.select_for_update(of=("self",))
        .select_related("consultation")
        .filter(pk__in=wanted)
        .order_by("pk")
    )
    if len(rows) != len(wanted):
        raise Statement.DoesNotExist
    asked: dict[int, Consultation] = {row.consultation_id: row.consultation for row in rows}
    for consultation in asked.values():
        require(user, MODERATE, consultation)
    return rows


def _expect(row: Statement, states: set[State], what_vi: str, what_en: str) -> None:
    if row.state not in states:
        raise wrong_state(what_vi, what_en, *_NAMES[State(row.state)])


def _move(row: Statement, state: State) -> None:
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version", "answer", "hidden_because"])


def _give(user: Any, rows: Sequence[Statement], given: Answer) -> None:
    for row in rows:
        row.answer = given
        _move(row, State.ANSWERED)
    told = {"outcome": given.outcome, "statements": [row.number for row in rows]}
    trail.record(user, "consultation.answer", given, told)
