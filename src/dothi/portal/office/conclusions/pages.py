"""Conclusions against a look-up: the list, the form that starts from an answer, and withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.land.overrides import LEVEL, PLAN, THEME
from dothi.land.record import Answer, LevelAnswer, PlanAnswer, ThemeAnswer, Verdict
from dothi.portal.asking import asked
from dothi.portal.land_functions import level_title
from dothi.portal.office.conclusions.forms import ConclusionForm
from dothi.portal.office.speech import language, sentences
from dothi.portal.public.land.question import asked_land, question_in
from dothi.portal.public.land.words import STATES, said
from dothi.portal.words import word
from dothi.registry.accounts.access import action
from dothi.registry.land.asking import ask
from dothi.registry.land.models import VerdictOverride
from dothi.registry.land.overriding import ACTION, ground_around, record_override, withdraw_override
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import Plan

ON_A_PAGE = 50


@action(ACTION)
@require_safe
def conclusions(request: HttpRequest) -> HttpResponse:
    """Every conclusion, the latest first; withdrawn ones stay."""
    rows = VerdictOverride.objects.select_related("recorded_by").order_by("-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))
    titles = _titles(page.object_list)
    lines = [{"row": row, "about": titles[row.kind, row.key], **_state(row.verdict)} for row in page]
    context = {
        "page": page,
        "lines": lines,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": "",
    }
    return render(request, "office/conclusions.html", context)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form about the land in the address; without land it says where to start."""
    question = question_in(request.GET)
    context: dict[str, Any] = {"question": question}
    if not question.field:
        return render(request, "office/conclusion_form.html", context)
    asking = asked(request, strict=False)
    day = asking.as_of
    try:
        land = asked_land(question, asking)
        answer = ask(land.piece, day, None, land.notes)
    except DothiError as error:
        context["faults"] = sentences(error)
        return render(request, "office/conclusion_form.html", context, status=400)
    form = ConclusionForm(
        list(_choices(answer)),
        request.POST or None,
        point=not land.piece.is_area,
        initial={"start": format_date(day), "decided_on": format_date(timezone.localdate())},
    )
    if request.method == "POST" and form.is_valid():
        try:
            ground = ground_around(land.piece, form.cleaned_data.get("radius"))
            record_override(request.user, form.entry(ground))
        except DothiError as error:
            form.refuse(error.faults)
        else:
            messages.success(request, _("Đã ghi kết luận. Kết quả tự tính vẫn hiện bên cạnh."))
            return redirect("office:conclusions")
    context |= {"form": form, "answer": answer, "day": day, "place": answer.shape.representative_point()}
    return render(request, "office/conclusion_form.html", context, status=422 if form.errors else 200)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a conclusion back, with the reason."""
    row = get_object_or_404(VerdictOverride, pk=pk)
    reason = request.POST.get("reason", "")[:1000]
    faults: list[str] = []
    if request.method == "POST":
        try:
            withdraw_override(request.user, pk, reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, _("Đã rút kết luận; lịch sử của nơi này vẫn giữ lại."))
            return redirect("office:conclusions")
    about = _titles([row])[row.kind, row.key]
    context = {"row": row, "about": about, "reason": reason, "faults": faults, **_state(row.verdict)}
    return render(request, "office/conclusion_withdraw.html", context, status=422 if faults else 200)


def _choices(answer: Answer) -> Iterator[tuple[str, str]]:
    """Levels, their plans and themes, each with what is computed here."""
    for level in answer.levels:
        yield f"{LEVEL}:{level.level}:", f"{said(level.title)}: {_computed(level)}"
        for plan in level.plans:
            facts = plan.facts
            number = _("phiên bản %(number)s") % {"number": facts.number}
            title = (facts.title_en or facts.title) if language() == "en" else facts.title
            yield f"{PLAN}:{facts.key}:{facts.number}", f"— {title}, {number}: {_computed(plan)}"
    for theme in answer.themes:
        yield f"{THEME}:{theme.theme}:", f"{said(theme.title)}: {_computed(theme)}"


def _computed(answer: LevelAnswer | PlanAnswer | ThemeAnswer) -> str:
    verdict = answer.computed.verdict if answer.computed else answer.verdict
    return str(_state(verdict.value)["word"]).lower()


def _state(verdict: str) -> dict[str, str]:
    """The verdict as a state of the portal, with its word."""
    known = Verdict(verdict)
    code = STATES[known]
    return {
        "code": code,
        "word": _("Chưa biết") if known is Verdict.UNKNOWN else word("state", code, language()),
    }


def _titles(rows: Any) -> dict[tuple[str, str], str]:
    """What each conclusion is about, in words."""
    chosen = language()
    plans = dict(Plan.objects.filter(key__in=[row.key for row in rows]).values_list("key", "title"))
    themes = {row.code: row.title(chosen) for row in current_law().tables["land_themes"].every_row}
    named = {
        PLAN: plans.get,
        LEVEL: lambda key: level_title(key, chosen),
        THEME: themes.get,
    }
    return {(row.kind, row.key): named[row.kind](row.key) or row.key for row in rows}
