"""One statement at the office: what was said, by whom (on request, which is recorded), and every step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.portal import consultations as told
from dothi.portal.office.consultation.forms import AnswerForm, refuse
from dothi.portal.office.speech import sentences
from dothi.registry.accounts.access import action, can, require
from dothi.registry.audit import trail
from dothi.registry.consultation import moderating
from dothi.registry.consultation.guarding import DOUBTS
from dothi.registry.consultation.models import Answer, Speaker, State, Statement
from dothi.registry.consultation.people import SEE, Person, person_of
from dothi.registry.consultation.themes import THEMES, title

MODERATE = "consultation.moderate"
OTHERS = 20
"""How many of the statements that say the same are listed."""


@action(MODERATE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement with everything a moderator needs; what the form asks for is done here."""
    row = statement_or_404(request.user, pk)
    form = AnswerForm()
    faults: list[str] = []
    person: Person | None = None
    if request.method == "POST":
        step = request.POST.get("viec", "")
        if step == "nguoi":
            person = _person(request.user, row)
        elif step == "tra-loi":
            form = AnswerForm(request.POST)
            if form.is_valid() and _answered(request, row, form):
                return redirect("office:statement", pk=row.pk)
        else:
            faults = _stepped(request, row, step)
            if not faults:
                return redirect("office:statement", pk=row.pk)
    context = {**_context(request.user, row), "form": form, "faults": faults, "person": person}
    status = 422 if faults or form.errors else 200
    return render(request, "office/consultation/statement.html", context, status=status)


@action(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_answer_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back from every statement that has it, with the reason."""
    row = get_object_or_404(Answer.objects.select_related("consultation"), pk=pk, withdrawn_at=None)
    require(request.user, MODERATE, row.consultation)
    reason = request.POST.get("reason", "")[:1000]
    faults: list[str] = []
    if request.method == "POST":
        try:
            count = moderating.take_back(request.user, pk, reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            said = _("Đã rút trả lời; %(count)s ý kiến chờ trả lời lại.") % {"count": count}
            messages.success(request, said)
            return redirect("office:consultation", key=row.consultation.key)
    context = {
        "row": row,
        "outcome": told.OUTCOMES[row.outcome][0],
        "word": told.pick(told.OUTCOMES[row.outcome]),
        "numbers": list(row.statements.order_by("number").values_list("number", flat=True)),
        "reason": reason,
        "faults": faults,
    }
    return render(request, "office/consultation/take_back.html", context, status=422 if faults else 200)


def statement_or_404(user: Any, pk: int) -> Statement:
    """A statement of a consultation that this person may moderate."""
    row = get_object_or_404(Statement.objects.select_related("consultation", "answer", "group"), pk=pk)
    require(user, MODERATE, row.consultation)
    return row


def _stepped(request: HttpRequest, row: Statement, step: str) -> list[str]:
    """Do one step; what was refused, in sentences."""
    user, post = request.user, request.POST
    try:
        match step:
            case "duyet":
                moderating.accept(user, [row.pk])
            case "an":
                moderating.hide(user, row.pk, post.get("reason", "")[:1000])
            case "hoan-tac":
                moderating.step_back(user, row.pk)
            case "nhu-nhom":
                moderating.answer_alike(user, row.pk)
            case "chu-de":
                moderating.set_theme(user, row.pk, post.get("theme", ""))
            case _:
                return [_("Không có việc này. Tải lại trang rồi chọn lại.")]
    except DothiError as error:
        return sentences(error)
    messages.success(request, _("Đã ghi."))
    return []


def _answered(request: HttpRequest, row: Statement, form: AnswerForm) -> bool:
    """Give the answer to this statement, or to all of its group that wait."""
    together = "ca-nhom" in request.POST
    ids = moderating.waiting_of(row) if together else [row.pk]
    try:
        given = moderating.answer(request.user, ids, form.cleaned_data["outcome"], form.cleaned_data["text"])
    except DothiError as error:
        refuse(form, error.faults)
        return False
    count = given.statements.count()
    messages.success(request, _("Đã trả lời %(count)s ý kiến.") % {"count": count})
    return True


def _person(user: Any, row: Statement) -> Person | None:
    """Who made it; that somebody looked is on record."""
    require(user, SEE, row.consultation)
    with transaction.atomic():
        trail.record(user, SEE, row)
    return person_of(user, row) or Person()


def _context(user: Any, row: Statement) -> dict[str, Any]:
    of = row.consultation
    (item,) = told.spoken([row], of)
    others = row.group.statements.exclude(pk=row.pk) if row.group else Statement.objects.none()
    return {
        "row": row,
        "item": item,
        "consultation": of,
        "title": told.title_of(of),
        "age": (timezone.localdate() - row.received_on).days,
        "doubts": [told.pick(DOUBTS[code]) for code in row.doubts if code in DOUBTS],
        "others": told.spoken(others.select_related("answer").order_by("number")[:OTHERS], of),
        "other_count": others.count(),
        "together": len(moderating.waiting_of(row)) if row.state == State.ACCEPTED else 0,
        "group_answer": Answer.objects.filter(statements__group=row.group, withdrawn_at=None).first()
        if row.group
        else None,
        "themes": [(code, title(code, told.language())) for code in THEMES],
        "has_person": can(user, SEE, of) and Speaker.objects.filter(statement=row).exists(),
        "may_see": can(user, SEE, of),
    }
