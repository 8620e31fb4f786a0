"""Values from a workbook: template, upload, report, confirmation, and undoing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.base.errors import DothiError
from dothi.base.workbooks import MAX_BYTES, refuse_too_large
from dothi.portal.export import CONTENT_TYPE, Column, xlsx_response
from dothi.portal.office.reach import visible
from dothi.portal.office.speech import sentence, sentences
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.models import Job
from dothi.registry.observations import imports, jobs
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.headings import COLUMNS
from dothi.registry.observations.models import ImportBatch, ImportState, Observation, State
from dothi.registry.observations.sheet import Report, Row
from dothi.registry.observations.template import template
from dothi.registry.observations.where import PlaceIndex

PAGE_SIZE = 100


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Download the template, send the filled file. Sending writes no value."""
    faults: list[str] = []
    if request.method == "POST" and "file" not in request.FILES:
        faults = [_("Chưa chọn tệp. Chọn tệp .xlsx đã điền rồi bấm «Kiểm tra tệp».")]
    elif request.method == "POST":
        try:
            batch, _report = imports.look(request.user, *_sent(request))
        except DothiError as error:
            faults = sentences(error)
        else:
            return redirect("office:import", pk=batch.pk)
    recent = ImportBatch.objects.filter(owner=request.user).defer("content", "report")[:10]
    context = {"faults": faults, "recent": recent, "limit": MAX_BYTES // 1048576}
    return render(request, "office/import_upload.html", context, status=422 if faults else 200)


@action("observations.enter")
@require_safe
def template_file(_request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, with today's lists of codes."""
    content = template(indicators(), PlaceIndex.load(), timezone.localdate())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="mau-so-lieu.xlsx"'
    return response


@action("observations.view")
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report of a file row by row; after writing, what became of the batch."""
    batch = _batch(pk)
    own = batch.owner_id == request.user.pk
    context: dict[str, Any] = {"batch": batch, "own": own, "job": _job(batch)}
    if own and batch.state in {ImportState.CHECKED, ImportState.CONFIRMED} and batch.report is not None:
        return _report_page(request, batch, context)
    rows = Observation.objects.filter(batch=batch.pk)
    if not own and not visible(request.user, rows).exists():
        raise Http404(str(pk))
    standing = rows.filter(withdrawn_at=None)
    counts = {code: standing.filter(state=code).count() for code in State.values}
    context |= {
        "counts": counts,
        "total": rows.count(),
        "undoable": own and _undoable(batch, counts),
        "may_approve": can(request.user, "observations.approve"),
    }
    return render(request, "office/import_batch.html", context)


@action("observations.enter")
@require_safe
def report_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The sent rows with a column that says what is wrong with each."""
    batch = _own(request, pk)
    try:
        found = imports.report_of(batch)
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect("office:observations_import")
    columns = [Column(_("Dòng"), 8), *(Column(title, 20) for title in COLUMNS.values()), Column(_("Lỗi"), 90)]
    return xlsx_response(
        f"bao-cao-{batch.name.rsplit('.', 1)[0]}",
        columns,
        ([row.number, *(row.cells.get(code, "") for code in COLUMNS), _said(row)] for row in found.rows),
        _("Báo cáo nhập số liệu: %(name)s") % {"name": batch.name},
        [sentence(fault) for fault in found.remarks],
        faulty=[row.refused for row in found.rows],
    )


@action("observations.enter")
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in the writing of all rows as drafts."""
    return _with_sentences(request, pk, lambda: imports.confirm(request.user, pk))


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the whole batch back, after a page that says so."""
    batch = _own(request, pk)
    if request.method != "POST":
        return render(request, "office/import_undo.html", {"batch": batch})
    return _with_sentences(request, pk, lambda: imports.undo(request.user, pk))


@action("observations.submit")
@require_POST
def submit_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in the whole batch for approval."""
    _own(request, pk)
    return _with_sentences(request, pk, lambda: jobs.hand_in(request.user, jobs.SUBMIT_KIND, pk))


@action("observations.approve")
@require_POST
def approve_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve the whole batch; its sender cannot."""
    return _with_sentences(request, pk, lambda: jobs.hand_in(request.user, jobs.APPROVE_KIND, pk))


def _with_sentences(request: HttpRequest, pk: UUID, do: Any) -> HttpResponse:
    try:
        outcome = do()
    except ImportBatch.DoesNotExist as error:
        raise Http404(str(pk)) from error
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect("office:import", pk=pk)
    if isinstance(outcome, Job):
        return redirect("office:job", pk=outcome.pk)
    messages.success(request, _("Đã hủy cả lần nhập."))
    return redirect("office:import", pk=pk)


def _report_page(request: HttpRequest, batch: ImportBatch, context: dict[str, Any]) -> HttpResponse:
    try:
        found = imports.report_of(batch)
    except DothiError as error:
        context["faults"] = sentences(error)
        return render(request, "office/import_report.html", context, status=422)
    ordered = [*found.refused, *found.warned, *(row for row in found.rows if not row.findings)]
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("trang"))
    context |= {
        "report": found,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "rows": [_shown(row, found) for row in page.object_list],
        "headings": [(code, title, found.letters.get(code, "")) for code, title in COLUMNS.items()],
        "remarks": [sentence(fault) for fault in found.remarks],
        "query": "",
    }
    return render(request, "office/import_report.html", context)


def _shown(row: Row, found: Report) -> dict[str, Any]:
    marked = {finding.field for finding in row.findings if finding.refuses}
    return {
        "number": row.number,
        "refused": row.refused,
        "warned": bool(row.findings) and not row.refused,
        "cells": [
            (title, row.cells.get(code, ""), code in marked)
            for code, title in COLUMNS.items()
            if code in found.letters
        ],
        "said": [(finding.refuses, sentence(finding.fault)) for finding in row.findings],
    }


def _said(row: Row) -> str:
    return "\n".join(
        sentence(finding.fault) if finding.refuses else f"{_('Lưu ý:')} {sentence(finding.fault)}"
        for finding in row.findings
    )


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """Name and bytes of the file; one that is too large is refused before it is read."""
    sent = request.FILES["file"]
    refuse_too_large(str(sent.name), sent.size)
    return str(sent.name), sent.read()


def _undoable(batch: ImportBatch, counts: dict[str, int]) -> bool:
    return (
        batch.state == ImportState.WRITTEN
        and counts[State.DRAFT] > 0
        and sum(counts.values()) == counts[State.DRAFT]
    )


def _job(batch: ImportBatch) -> Job | None:
    found: Job | None = Job.objects.filter(pk=batch.job).first() if batch.job else None
    return found


def _batch(pk: UUID) -> ImportBatch:
    found = ImportBatch.objects.select_related("owner").defer("content").filter(pk=pk).first()
    if found is None:
        raise Http404(str(pk))
    return found


def _own(request: HttpRequest, pk: UUID) -> ImportBatch:
    try:
        return imports.own_batch(request.user, pk)
    except ImportBatch.DoesNotExist as error:
        raise Http404(str(pk)) from error
