"""Taking a step, and publishing an approved plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.portal.formats import show_day
from dothi.portal.office.cases.filling import initial_of, renew
from dothi.portal.office.cases.forms import PublishForm, StepForm
from dothi.portal.office.cases.reach import found
from dothi.portal.office.cases.speech import unplaced
from dothi.portal.office.speech import language
from dothi.registry.accounts import kept_forms
from dothi.registry.accounts.access import action, require
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.moving import Step, guard, take_step
from dothi.registry.procedures.publication import publish_case
from dothi.registry.procedures.rules import VIEW, open_steps, scheme_for, step_action


@action(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """A page that says where the step leads and what stands against it, and the button that takes it."""
    case = found(request, key)
    row = next((one for one in open_steps(case) if one.step == step), None)
    if row is None:
        if step not in {one.step for one in scheme_for(case).steps}:
            raise Http404(step)
        messages.warning(
            request, _("Hồ sơ không còn ở giai đoạn có bước này; xem các bước có thể làm bên dưới.")
        )
        return redirect("office:case", key=case.key)
    require(request.user, step_action(row.duty), case)
    if case.kind == "plan" and step == "publish":
        return redirect("office:case_publish", key=case.key)
    today = timezone.localdate()
    initial, kept = initial_of(request, {"on": format_date(today), "version": case.version})
    form = StepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_step(request.user, key, data["version"], Step(step, data["on"], data["note"], data["head"]))
        except DothiError as error:
            renew(form, Case.objects.get(pk=case.pk).version)
            form.refuse(error)
        else:
            kept_forms.forget(request)
            messages.success(request, _("Đã ghi: %(step)s.") % {"step": row.title(language())})
            return redirect("office:case", key=case.key)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "step": row.title(language()),
        "target": scheme_for(case).stage(row.to_stage).title(language()),
        "ends": scheme_for(case).stage(row.to_stage).phase == "closed",
        "against": [unplaced(fault) for fault in guard(case, row, today)],
        "kept": kept,
        "kept_for": kept_forms.mark_for(request.user, request.get_full_path()),
        "back": reverse("office:case", args=[case.key]),
    }
    return render(request, "office/cases/step.html", context, status=422 if form.errors else 200)


@action("cases.publish")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the checked dossier and the first day in force; the job publishes and moves the case."""
    case = found(request, key, "cases.publish")
    sent = case.plan.submissions.filter(state=SubmissionState.CHECKED) if case.plan else []
    initial = {"start": format_date(timezone.localdate()), "version": case.version}
    form = PublishForm(request.POST or None, initial=initial)
    choice: Any = form.fields["submission"]
    choice.choices = [(str(one.pk), f"{one.name} · {_sent_on(one)}") for one in sent]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            job = publish_case(
                request.user,
                key,
                data["version"],
                UUID(data["submission"]),
                start=data["start"],
                despite_errors=data["despite_errors"],
            )
        except DothiError as error:
            renew(form, Case.objects.get(pk=case.pk).version)
            form.refuse(error)
        else:
            return redirect("office:job", pk=job.pk)
    context = {"case": case, "form": form, "sent": sent, "back": reverse("office:case", args=[case.key])}
    return render(request, "office/cases/publish.html", context, status=422 if form.errors else 200)


def _sent_on(sent: Submission) -> str:
    """The office's day on which a dossier came."""
    return show_day(timezone.localdate(sent.sent_at), language())
