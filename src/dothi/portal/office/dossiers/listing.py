"""Dossiers in hand and plans, for whoever may see them: filtered, searched without tone marks, in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.base.text import fold
from dothi.portal.office.speech import language
from dothi.portal.words import word
from dothi.registry.accounts.access import action, can
from dothi.registry.plans.models import Submission, SubmissionState

PAGE_SIZE = 50


@action("plans.see_drafts")
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """Every dossier this person may see, the latest first."""
    text = request.GET.get("q", "").strip()[:200]
    state = request.GET.get("trang-thai", "")
    rows = seen_by(request.user).select_related("plan", "owner").order_by("-sent_at")
    if text:
        rows = rows.filter(
            Q(plan__folded__contains=fold(text)) | Q(name__icontains=text) | Q(consultant__icontains=text)
        )
    if state in SubmissionState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "text": text,
        "state": state,
        "states": [(code, word("dossier_state", code, language())) for code in SubmissionState.values],
        "narrowed": bool(text or state),
        "query": f"q={text}&trang-thai={state}&" if text or state else "",
        "may_submit": can(request.user, "plans.submit"),
    }
    return render(request, "office/dossiers.html", context)


def seen_by(user: Any) -> QuerySet[Submission]:
    """Dossiers that ``user`` may see: all of them, or only what is theirs."""
    nobodys = Submission(owner=None)
    if can(user, "plans.see_drafts", nobodys):
        return Submission.objects.all()
    return Submission.objects.filter(owner=user)


IN_HAND = [
    SubmissionState.RECEIVING,
    SubmissionState.CHECKING,
    SubmissionState.CHECKED,
    SubmissionState.UNUSABLE,
]


def in_hand(user: Any) -> QuerySet[Submission]:
    """Dossiers that ``user`` may see and that are neither published nor put away, the latest first."""
    if not can(user, "plans.see_drafts", Submission(owner=user)):
        return Submission.objects.none()
    rows = seen_by(user).filter(state__in=IN_HAND)
    return rows.select_related("plan", "owner").order_by("-sent_at")
