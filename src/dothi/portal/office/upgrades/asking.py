"""Asking for a plan: the workbook with its template, and the plans there are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.office.speech import sentences
from dothi.portal.office.upgrades.forms import PlanForm, TemplateForm
from dothi.portal.public.classification import known_town
from dothi.registry.accounts.access import action
from dothi.registry.jobs.models import Job
from dothi.registry.lawbook import current_law
from dothi.registry.places.town_queries import town_page
from dothi.registry.upgrades.handing import ACTION, KIND, LARGEST, hand_in
from dothi.registry.upgrades.retention import discard_old
from dothi.towns.schemes import rule_set_for, scheme
from dothi.towns.upgrade.template import write_template

RECENT = 30


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponseBase:
    """The form, the template, and what anybody of the office asked lately; a workbook sent is queued."""
    form = PlanForm(request.POST or None, initial={"day": format_date(timezone.localdate())})
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        if "file" not in request.FILES:
            faults = [_("Chưa chọn tệp. Chọn bảng tính đã điền rồi bấm «Lập chương trình».")]
        else:
            try:
                discard_old(timezone.now())
                job = hand_in(request.user, request.FILES["file"], form.question())
            except DothiError as error:
                faults = sentences(error)
            else:
                return redirect("office:upgrade", pk=job.pk)
    return _page(request, form, TemplateForm(initial=_first()), faults)


@action(ACTION)
@require_safe
def template_file(request: HttpRequest) -> HttpResponseBase:
    """The workbook to fill in, with the values on record of the towns chosen."""
    form = TemplateForm(request.GET)
    if form.is_valid():
        try:
            content = _template(form.cleaned_data)
        except DothiError as error:
            form.add_error(None, sentences(error))
        else:
            response = FileResponse(
                content, as_attachment=True, filename="nang-loai-do-thi.xlsx", content_type=CONTENT_TYPE
            )
            response["Cache-Control"] = "private, no-store"
            return response
    return _page(request, PlanForm(initial={"day": format_date(timezone.localdate())}), form, [])


def _template(data: dict[str, Any]) -> BytesIO:
    law, today = current_law(), timezone.localdate()
    rules = scheme(law, rule_set_for(law, today).code, data["class_code"])
    pages = [page for key in data["towns"] if (page := town_page(key, today, None)) is not None]
    towns = [known_town(law, page, today) for page in pages]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_template(rules, towns, data["first"], data["years"], path)
        return BytesIO(path.read_bytes())


def _first() -> dict[str, Any]:
    return {"first": timezone.localdate().year + 1}


def _page(request: HttpRequest, form: PlanForm, template: TemplateForm, faults: list[str]) -> Any:
    context = {
        "form": form,
        "template": template,
        "faults": faults,
        "largest": LARGEST // 1024**2,
        "recent": Job.objects.filter(kind=KIND).select_related("owner")[:RECENT],
    }
    wrong = faults or form.errors or template.errors
    return render(request, "office/upgrades/home.html", context, status=422 if wrong else 200)
