"""Workbooks of programmes, bodies and values of towns: download, send back, report, confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.base.errors import DothiError
from dothi.base.workbooks import MAX_BYTES, refuse_too_large
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.portal.export import CONTENT_TYPE, Column, xlsx_response
from dothi.portal.office.speech import sentence, sentences
from dothi.registry.accounts.access import action, can, require
from dothi.registry.bodies import jobs as bodies_jobs
from dothi.registry.bodies.sheets import read_bodies, workbook_of_bodies
from dothi.registry.jobs.models import Job
from dothi.registry.lawbook import current_law
from dothi.registry.places.town_queries import town_page
from dothi.registry.programmes import jobs as programmes_jobs
from dothi.registry.programmes.models import Edition, EditionState
from dothi.registry.programmes.sheet_reading import read_sheets
from dothi.registry.programmes.sheets import workbook_of
from dothi.registry.towns import jobs as towns_jobs
from dothi.registry.towns.checks import standards
from dothi.registry.towns.sheets import read_values, workbook_of_values
from dothi.registry.worksheets.models import SentState, SentWorkbook
from dothi.registry.worksheets.rows import SheetReport
from dothi.registry.worksheets.sending import Read, confirm, look, own, report_of
from dothi.towns.schemes import classes_of, rule_set_for, scheme

PAGE_SIZE = 100
PROGRAMMES, BODIES, TOWNS = "programmes", "bodies", "town_values"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a workbook is for: the right it takes, the job that writes it, what its pages say."""

    action: str
    job: str
    title: str | Promise
    lead: str | Promise


PURPOSES = {
    PROGRAMMES: Purpose(
        "programmes.review",
        programmes_jobs.SHEET_KIND,
        gettext_lazy("Sửa chương trình bằng Excel"),
        gettext_lazy("Tải tệp về, sửa các dòng, gửi lên. Chưa có gì được ghi cho đến khi xác nhận."),
    ),
    BODIES: Purpose(
        "bodies.manage",
        bodies_jobs.SHEET_KIND,
        gettext_lazy("Sửa danh mục cơ quan bằng Excel"),
        gettext_lazy("Tải tệp về, sửa hoặc thêm dòng, gửi lên. Chưa có gì được ghi cho đến khi xác nhận."),
    ),
    TOWNS: Purpose(
        "observations.enter",
        towns_jobs.SHEET_KIND,
        gettext_lazy("Nhập số liệu phân loại đô thị từ Excel"),
        gettext_lazy("Mỗi dòng một giá trị; ghi thành bản nháp, rồi nộp để người khác duyệt."),
    ),
}


@action("programmes.see_drafts")
@require_safe
def programme_export(_request: HttpRequest, pk: int) -> HttpResponse:
    """The version as a workbook."""
    edition = get_object_or_404(Edition.objects.select_related("programme", "document"), pk=pk)
    name = f"{edition.programme.key}-{edition.number or 'dang-ra-soat'}.xlsx"
    return _file(workbook_of(edition), name)


@action("programmes.review")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the edited workbook of a version under review."""
    edition = get_object_or_404(Edition.objects.select_related("programme", "document"), pk=pk)
    if edition.state != EditionState.REVIEW:
        raise Http404(str(pk))
    download = reverse("office:programme_sheet_export", args=[pk])
    about = edition.called
    return _upload(request, PROGRAMMES, lambda book: read_sheets(book, edition), str(pk), (download, about))


@action("bodies.manage")
@require_safe
def bodies_export(_request: HttpRequest) -> HttpResponse:
    """Bodies and handovers as a workbook."""
    return _file(workbook_of_bodies(), "co-quan.xlsx")


@action("bodies.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def bodies_import(request: HttpRequest) -> HttpResponse:
    """Send the edited workbook of bodies."""
    download = reverse("office:bodies_sheet_export")
    return _upload(request, BODIES, read_bodies, "", (download, ""))


@action("observations.enter")
@require_safe
def town_values_export(request: HttpRequest) -> HttpResponse:
    """Values of towns on record; ``do-thi`` adds the standards of the day's rules for one town."""
    page = town_page(request.GET.get("do-thi", ""), timezone.localdate())
    return _file(workbook_of_values([] if page is None else _asked_of(page.name)), "so-lieu-phan-loai.xlsx")


def _asked_of(name: str) -> list[tuple[str, ClassificationStandard]]:
    law = current_law()
    try:
        rules = rule_set_for(law, timezone.localdate()).code
    except DothiError:
        return []
    codes = dict.fromkeys(
        one.code for code in classes_of(law, rules) for one in scheme(law, rules, code).standards
    )
    known, _of_units = standards()
    return [(name, known[code]) for code in codes]


@action("observations.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def town_values_import(request: HttpRequest) -> HttpResponse:
    """Send a workbook of values of towns."""
    town = request.GET.get("do-thi", "")[:80]
    download = reverse("office:town_values_sheet_export") + (
        f"?{urlencode({'do-thi': town})}" if town else ""
    )
    return _upload(request, TOWNS, read_values, "", (download, ""))


@action("desk.view")
@require_safe
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each row would do; after writing, what was done."""
    sent = _own(request, pk)
    context: dict[str, Any] = {
        "sent": sent,
        "purpose": PURPOSES[sent.purpose],
        "upload": _upload_address(sent),
        "job": Job.objects.filter(pk=sent.job).first() if sent.job else None,
    }
    if sent.state == SentState.WRITTEN:
        return render(request, "office/sheet_written.html", context)
    try:
        found = report_of(sent)
    except DothiError as error:
        context["faults"] = sentences(error)
        return render(request, "office/sheet_report.html", context, status=422)
    page = Paginator(found.ordered(), PAGE_SIZE).get_page(request.GET.get("trang"))
    context |= {
        "report": found,
        "counts": {name: found.count(name) for name in ("refused", "changed", "added", "same")},
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "rows": [{"row": row, "said": [sentence(fault) for fault in row.faults]} for row in page.object_list],
        "remarks": [sentence(fault) for fault in found.remarks],
        "query": "",
    }
    return render(request, "office/sheet_report.html", context)


@action("desk.view")
@require_safe
def report_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The report as a workbook."""
    sent = _own(request, pk)
    try:
        found = report_of(sent)
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect("office:sheet_report", pk=pk)
    columns = [
        Column(_("Trang"), 16),
        Column(_("Dòng"), 8),
        Column(_("Mục"), 60),
        Column(_("Kết quả"), 18),
        Column(_("Thay đổi"), 70),
        Column(_("Lỗi"), 90),
    ]
    return xlsx_response(
        f"bao-cao-{sent.name.rsplit('.', 1)[0]}",
        columns,
        _report_rows(found),
        _("Báo cáo kiểm tra tệp: %(name)s") % {"name": sent.name},
        [sentence(fault) for fault in found.remarks],
        faulty=[bool(row.faults) for row in found.ordered()],
    )


@action("desk.view")
@require_POST
def confirm_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in the writing of everything the report accepts."""
    sent = _own(request, pk)
    purpose = PURPOSES[sent.purpose]
    require(request.user, purpose.action)
    try:
        job = confirm(request.user, pk, purpose.job)
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect("office:sheet_report", pk=pk)
    return redirect("office:job", pk=job.pk)


def outcome_words() -> dict[str, str]:
    """What a row of the report would do, in words."""
    return {
        "refused": _("Cần sửa"),
        "changed": _("Sẽ đổi"),
        "added": _("Sẽ thêm"),
        "same": _("Không đổi"),
    }


def _report_rows(found: SheetReport) -> Any:
    words = outcome_words()
    for row in found.ordered():
        changes = "\n".join(f"{one.title}: {one.before or '–'} → {one.after or '–'}" for one in row.changes)
        said = "\n".join(sentence(fault) for fault in row.faults)
        yield [row.sheet, row.number, row.about, words[row.outcome], changes, said]


def _upload(
    request: HttpRequest, purpose: str, read: Read, subject: str, told: tuple[str, str]
) -> HttpResponse:
    faults: list[str] = []
    if request.method == "POST" and "file" not in request.FILES:
        faults = [_("Chưa chọn tệp. Chọn tệp .xlsx đã sửa rồi bấm «Kiểm tra tệp».")]
    elif request.method == "POST":
        sent = request.FILES["file"]
        try:
            refuse_too_large(str(sent.name), sent.size)
            kept = look(request.user, str(sent.name), sent.read(), read, purpose=purpose, subject=subject)
        except DothiError as error:
            faults = sentences(error)
        else:
            return redirect("office:sheet_report", pk=kept.pk)
    recent = SentWorkbook.objects.filter(owner=request.user, purpose=purpose, subject=subject)
    context = {
        "purpose": PURPOSES[purpose],
        "faults": faults,
        "recent": recent.defer("content", "report")[:10],
        "limit": MAX_BYTES // 1048576,
        "download": told[0],
        "about": told[1],
    }
    return render(request, "office/sheet_upload.html", context, status=422 if faults else 200)


def _upload_address(sent: SentWorkbook) -> str:
    if sent.purpose == PROGRAMMES:
        return reverse("office:programme_sheet_import", args=[int(sent.subject)])
    return reverse(
        "office:town_values_sheet_import" if sent.purpose == TOWNS else "office:bodies_sheet_import"
    )


def _own(request: HttpRequest, pk: UUID) -> SentWorkbook:
    try:
        sent = own(request.user, pk)
    except SentWorkbook.DoesNotExist as error:
        raise Http404(str(pk)) from error
    if not can(request.user, PURPOSES[sent.purpose].action):
        raise Http404(str(pk))
    return sent


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
