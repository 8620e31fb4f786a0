"""Making an extract, and the page by which anybody confirms one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.errors import DothiError, UnusableError
from dothi.land.extract_changes import Standing
from dothi.land.extract_words import verdict_word
from dothi.land.record import Verdict, Words
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks, language
from dothi.portal.public.extracts.styles import extract_styles
from dothi.portal.public.land.question import asked_land, question_in
from dothi.portal.public.land.words import STATES
from dothi.registry.accounts.access import action
from dothi.registry.land.extracts import Kept, compared, kept, make_extract, pdf_of

LONGEST_CODE = 40
PDF, JSON = "pdf", "json"


@action("plans.view")
@require_http_methods(["GET", "HEAD", "POST"])
@asks
def extracts(request: HttpRequest, asking: Asking) -> HttpResponse:
    """A form for the code of an extract; what the look-up sends becomes a new one."""
    if request.method == "POST":
        return _made(request, asking)
    code = request.GET.get("so", "").strip()[:LONGEST_CODE]
    if not code:
        return render(request, "public/extracts/find.html", {"crumbs": _crumbs()})
    found = kept(code)
    return _unknown(request, code) if found is None else HttpResponseRedirect(address_of(found, digits=False))


@action("plans.view")
@require_safe
def extract(request: HttpRequest, code: str) -> HttpResponse:
    """Whether an extract is genuine, what it said, and whether that still holds."""
    found = kept(code)
    if found is None:
        return _unknown(request, code)
    context: dict[str, Any] = {"code": found.row.code, "crumbs": _crumbs(found.row.code)}
    if not found.whole:
        return render(request, "public/extracts/altered.html", context, status=409)
    digits = request.GET.get("ma", "").strip()
    context |= {
        "row": found.row,
        "digits": digits,
        "agrees": found.agrees(digits),
        "short": found.short,
        "answers": _answers(found.said["answer"]),
        "answer": found.said["answer"],
        **_today(found),
    }
    return render(request, "public/extracts/extract.html", context)


@action("plans.view")
@require_safe
def extract_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The paper as PDF, or the statement whose SHA-256 the paper bears."""
    found = kept(code)
    if found is None or kind not in {PDF, JSON}:
        raise Http404(code)
    if not found.whole:
        context = {"code": found.row.code, "crumbs": _crumbs(found.row.code)}
        return render(request, "public/extracts/altered.html", context, status=409)
    if kind == JSON:
        response = HttpResponse(found.row.statement.encode(), content_type="application/json")
    else:
        written = pdf_of(found, settings.DOTHI.public_url.rstrip("/") + address_of(found), extract_styles())
        response = HttpResponse(written, content_type="application/pdf")
    disposition = "inline" if kind == PDF else "attachment"
    name = f"thong-tin-quy-hoach-{found.row.code}.{kind}"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response


def address_of(found: Kept, *, digits: bool = True) -> str:
    """The path of the page that confirms an extract; with the digits that its paper bears."""
    path = reverse("public:extract", args=[found.row.code])
    return f"{path}?ma={found.short}" if digits else path


def _made(request: HttpRequest, asking: Asking) -> HttpResponse:
    refused = ratelimit.consume_or_429(request, action="land_extract")
    if refused is not None:
        return refused
    try:
        asked = asked_land(question_in(request.POST), asking)
        row = make_extract(request.user, asked, asking.as_of, asking.as_known_on, language=language())
    except DothiError as error:
        context = {"sentences": error.sentences(language()), "crumbs": _crumbs()}
        status = 503 if isinstance(error, UnusableError) else 400
        return render(request, "public/extracts/not_made.html", context, status=status)
    return HttpResponseRedirect(address_of(Kept(row)))


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    context = {"code": code[:LONGEST_CODE], "crumbs": _crumbs()}
    return render(request, "public/extracts/find.html", context, status=404)


def _crumbs(code: str = "") -> list[dict[str, str]]:
    crumbs = [{"label": _("Tra cứu quy hoạch"), "url": reverse("public:land")}, {"label": _("Tờ tra cứu")}]
    return [crumbs[0], {**crumbs[1], "url": reverse("public:extracts")}, {"label": code}] if code else crumbs


def _today(found: Kept) -> dict[str, Any]:
    """How it stands today: a word, what changed, what could not be read."""
    day = timezone.localdate()
    told = compared(found, day)
    titles = {
        Standing.CURRENT: ("success", _("Nội dung đến nay vẫn đúng")),
        Standing.CHANGED: ("warning", _("Nội dung đã thay đổi")),
        Standing.UNCHECKED: ("warning", _("Chưa kiểm tra được nội dung còn đúng không")),
    }
    kind, title = titles[told.standing]
    return {
        "today": day,
        "standing": told.standing.value,
        "standing_kind": kind,
        "standing_title": title,
        "changes": [_said(one) for one in told.changes],
        "unread": [_said(one) for one in told.unread],
    }


def _answers(answer: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each level and theme: title, state, word, the plans or the reason."""
    return [
        {
            "title": _said(Words(**one["title"])),
            "state": STATES[Verdict(one["verdict"])],
            "word": verdict_word(one["verdict"], language()),
            "detail": _detail(one),
        }
        for one in [*answer["levels"], *answer["themes"]]
    ]


def _detail(one: Mapping[str, Any]) -> str:
    plans = [plan for plan in one.get("plans", ()) if plan["verdict"] == Verdict.APPLIES.value]
    named = [
        ", ".join(
            part
            for part in (
                _said(Words(**plan["title"])),
                _("phiên bản %(number)s") % {"number": plan["version"]},
                plan["decision"],
            )
            if part
        )
        for plan in plans
    ]
    return "; ".join(named) or _said(Words(**one["reason"]))


def _said(words: Words) -> str:
    return words.en or words.vi if language() == "en" else words.vi
