"""Bodies as the office keeps them: list, page with history, forms, handovers and their withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.errors import DothiError, InputError
from dothi.base.text import fold
from dothi.portal.asking import asked
from dothi.portal.item_words import item_summary
from dothi.portal.office.bodies.forms import BodyForm, HandoverForm, initial_of, name_of
from dothi.portal.office.programmes.asked import whole
from dothi.portal.office.speech import language, sentences
from dothi.portal.words import word
from dothi.programme.wording import short
from dothi.registry.accounts.access import action, can
from dothi.registry.accounts.models import User
from dothi.registry.audit.models import AuditEntry
from dothi.registry.bodies.checking import StaleBodyError
from dothi.registry.bodies.models import Body, Handover, Kind
from dothi.registry.bodies.queries import body_row, rows_on_record
from dothi.registry.bodies.services import (
    correct_body,
    record_body,
    record_handover,
    withdraw_handover,
)
from dothi.registry.programmes.queries import said_of

STATES = {"YES": "current", "NO": "ended", "UNKNOWN": "unknown"}


@action("desk.view")
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body, with its state on the day asked about; found by any of its names, tone marks aside."""
    faults: list[str] = []
    try:
        day = asked(request).as_of
    except InputError as error:
        faults, day = sentences(error), timezone.localdate()
    text = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("loai", "") if request.GET.get("loai", "") in Kind.values else ""
    rows = [row for row in rows_on_record() if fold(text) in row.folded and kind in {"", row.kind}]
    passed = _passed([row.key for row in rows])
    context = {
        "rows": [_line(row, day, passed) for row in rows],
        "text": text,
        "kind": kind,
        "kinds": [(code, word("body_kind", code, language())) for code in Kind.values],
        "day": day,
        "faults": faults,
        "narrowed": bool(text or kind or "ngay" in request.GET),
        "may_manage": can(request.user, "bodies.manage"),
    }
    return render(request, "office/bodies.html", context)


@action("desk.view")
@require_safe
def body(request: HttpRequest, key: str) -> HttpResponse:
    """One body: what stands on record of it, what it passed on and took over, and how that came."""
    row = _row(key)
    today = timezone.localdate()
    handovers = Handover.objects.select_related("recorded_by").order_by("-starts_latest", "-pk")
    both = handovers.filter(from_key=key) | handovers.filter(to_key=key)
    titles = {one.key: name_of(one) for one in rows_on_record()}
    reasons = _reasons(both)
    rows = Body.objects.filter(key=key).select_related("recorded_by").order_by("-recorded_at", "-pk")
    duties = dict(_duties(key, today))
    context = {
        "row": row,
        "name": name_of(row),
        "answer": body_row(row, today),
        "state": STATES[row.period.holds(today).name],
        "handovers": [_handover(one, key, titles, reasons, duties) for one in both],
        "history": rows,
        "duties": len(duties),
        "may_manage": can(request.user, "bodies.manage"),
    }
    return render(request, "office/body.html", context)


@action("bodies.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a body."""
    return _body_form(request, _("Ghi cơ quan mới"))


@action("bodies.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a body; what stood before stays in the history. Whoever is late sees both and loses neither."""
    return _body_form(request, _("Sửa thông tin cơ quan"), _row(key))


@action("bodies.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Record the decision by which another body takes over duties of this one."""
    row = _row(key)
    duties = _duties(key, timezone.localdate())
    form = HandoverForm(key, duties, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_handover(request.user, form.entry())
        except DothiError as error:
            form.refuse(error.faults)
        else:
            messages.success(request, _("Đã ghi quyết định chuyển giao."))
            return redirect("office:body", key=key)
    context = {"row": row, "name": name_of(row), "form": form, "duties": len(duties)}
    return render(request, "office/handover_form.html", context, status=422 if form.errors else 200)


@action("bodies.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a handover off the record, with the reason."""
    row = get_object_or_404(Handover, pk=pk)
    reason = request.POST.get("reason", "")[:1000]
    faults: list[str] = []
    if request.method == "POST":
        try:
            withdraw_handover(request.user, pk, reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, _("Đã rút quyết định chuyển giao; lịch sử vẫn giữ lại."))
            return redirect("office:body", key=row.from_key)
    titles = {one.key: name_of(one) for one in rows_on_record()}
    context = {
        "row": row,
        "reason": reason,
        "faults": faults,
        "giver": titles.get(row.from_key, row.from_key),
        "taker": titles.get(row.to_key, row.to_key),
    }
    return render(request, "office/handover_withdraw.html", context, status=422 if faults else 200)


def _body_form(request: HttpRequest, title: str, row: Body | None = None) -> HttpResponse:
    form = BodyForm(request.POST or None, initial=initial_of(row) if row else {})
    stale: dict[str, Any] | None = None
    seen = whole(request.POST.get("ban", "")) if request.method == "POST" else row.pk if row else 0
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request.user, form, row, seen)
        except StaleBodyError as error:
            row, seen = error.current, error.current.pk
            stale = {"sentences": sentences(error), "rows": form.beside(row)}
        except DothiError as error:
            form.refuse(error.faults)
        else:
            messages.success(request, _("Đã ghi cơ quan."))
            return redirect("office:body", key=saved.key)
    status = 409 if stale else 422 if form.errors else 200
    context = {"form": form, "title": title, "row": row, "seen": seen, "stale": stale}
    return render(request, "office/body_form.html", context, status=status)


def _saved(user: Any, form: BodyForm, row: Body | None, seen: int) -> Body:
    if row is None:
        return record_body(user, form.entry())
    return correct_body(user, row.key, seen, form.entry())


def _row(key: str) -> Body:
    """What counts of a body now: the office's own row before that of the law, of several the latest."""
    found = [row for row in rows_on_record() if row.key == key]
    if not found:
        raise Http404(key)
    return found[-1]


def _line(row: Body, day: date, passed: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "row": row,
        "title": name_of(row),
        "period": row.period,
        "state": STATES[row.period.holds(day).name],
        "passed": passed.get(row.key, []),
    }


def _passed(keys: list[str]) -> dict[str, list[str]]:
    """Who took over from each body, by decision."""
    found: dict[str, list[str]] = {}
    titles = {one.key: name_of(one) for one in rows_on_record()}
    for row in Handover.objects.as_known_on().filter(from_key__in=keys):
        name = titles.get(row.to_key, row.to_key)
        found.setdefault(row.from_key, []).append(name)
    return {key: list(dict.fromkeys(names)) for key, names in found.items()}


def _duties(key: str, day: date) -> list[tuple[str, str]]:
    """Duties that the programmes of the day give the body, by line."""
    return [
        (said.item.line, short(item_summary("duty", said.item.fields, said.item.text), 120))
        for said in said_of("body", key, day)
        if said.item.kind == "duty"
    ]


def _handover(
    row: Handover,
    key: str,
    titles: dict[str, str],
    reasons: dict[str, tuple[str, str]],
    duties: dict[str, str],
) -> dict[str, Any]:
    gives = row.from_key == key
    other = row.to_key if gives else row.from_key
    who, why = reasons.get(f"bodies.handover:{row.pk}", ("", ""))
    return {
        "row": row,
        "gives": gives,
        "other": other,
        "other_title": titles.get(other, other),
        "duty": duties.get(row.line, _("một trách nhiệm")) if row.line else "",
        "withdrawn_by": who,
        "reason": why,
    }


def _reasons(rows: Any) -> dict[str, tuple[str, str]]:
    """Who took handovers off the record and why, by subject, from the audit."""
    subjects = [f"bodies.handover:{row.pk}" for row in rows]
    entries = AuditEntry.objects.filter(subject__in=subjects, action="bodies.handover_withdrawn")
    people = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    return {
        entry.subject: (
            people[entry.actor_id].get_full_name() if entry.actor_id in people else "",
            str(entry.details.get("reason", "")),
        )
        for entry in entries
    }
