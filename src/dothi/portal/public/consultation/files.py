"""Files of a consultation: documents, drawings of the dossier, photographs, the table of opinions."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from dothi.base.text import fold
from dothi.portal import consultations as told
from dothi.portal.export import Column, xlsx_response
from dothi.portal.public.consultation.page import found_or_404
from dothi.registry.accounts.access import action, can
from dothi.registry.consultation.counting import SHOWN, figures, shown
from dothi.registry.consultation.filing import statement_of
from dothi.registry.consultation.models import Consultation, ConsultationDocument, Photo
from dothi.registry.consultation.storing import path_of
from dothi.registry.consultation.table import TableRow, opinion_table
from dothi.registry.plans.reporting import report_file

DOCX, XLSX = "docx", "xlsx"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@action("consultation.view")
@require_safe
def document(request: HttpRequest, key: str, pk: int) -> FileResponse:
    """A document as it was put before the public; its address changes with its content."""
    row = ConsultationDocument.objects.filter(consultation__key=key, pk=pk).first()
    may = row is not None and (
        row.removed_at is None or can(request.user, "consultation.open", row.consultation)
    )
    if row is None or not may:
        raise Http404(key)
    return _sent(row.sha256, row.content_type, row.name)


@action("consultation.view")
@require_safe
def drawing(_request: HttpRequest, key: str) -> FileResponse:
    """Outlines of the dossier that is under consultation, generalised for the screen."""
    row = found_or_404(key)
    path = report_file(row.dossier, "drawing") if row.dossier is not None else None
    if path is None or row.withdrawn_at is not None:
        raise Http404(key)
    return FileResponse(path.open("rb"), content_type="application/geo+json")


@action("consultation.view")
@require_safe
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A photograph: of a statement on the page, or with the receipt of the statement in the address."""
    row = Photo.objects.select_related("statement__consultation").filter(pk=pk).first()
    if row is None:
        raise Http404(str(pk))
    of = row.statement
    holder = statement_of(request.GET.get("ma", "")[:40])
    if not (of.state in SHOWN or holder == of or can(request.user, "consultation.moderate", of.consultation)):
        raise Http404(str(pk))
    response = _sent(row.sha256, "image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@action("consultation.view")
@require_safe
def table(_request: HttpRequest, key: str, kind: str) -> HttpResponse | FileResponse:
    """The official table of opinions and responses; no person is named in it."""
    row = found_or_404(key)
    name = f"bang-tong-hop-y-kien-{row.key}.{kind}"
    if kind == DOCX:
        today = timezone.localdate()
        with override("vi"):
            content = opinion_table(row, figures(row, today), table_rows(row), today)
        response = HttpResponse(content, content_type=_WORD)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    if kind != XLSX:
        raise Http404(kind)
    columns = [
        Column(_("Số"), 6),
        Column(_("Ngày nhận"), 12),
        Column(_("Cách nhận"), 18),
        Column(_("Địa bàn"), 24),
        Column(_("Chủ đề"), 26),
        Column(_("Ý kiến"), 60),
        Column(_("Kết quả"), 18),
        Column(_("Trả lời, lý do"), 60),
        Column(_("Ngày trả lời"), 12),
        Column(_("Cùng nội dung"), 14),
    ]
    cells = (
        [one.number, one.received_on, one.channel, one.place, one.theme, one.text, one.outcome, one.answer,
         one.answered_on, one.alike]
        for one in table_rows(row)
    )  # fmt: skip
    notes = [
        told.title_of(row),
        _("Không nêu tên người góp ý; số điện thoại, thư điện tử, số giấy tờ đã che."),
    ]
    return xlsx_response(
        name, columns, cells, _("Bảng tổng hợp ý kiến"), notes, illustrative=row.illustrative
    )


def table_rows(row: Consultation) -> list[TableRow]:
    """Statements on the page as rows of the table."""
    return [
        TableRow(
            one.row.number,
            one.row.received_on,
            one.channel,
            _where(one.place, one.commune),
            one.theme,
            one.text,
            one.state[1],
            one.row.answer.text if one.row.answer else "",
            one.row.answer.answered_on if one.row.answer else None,
            one.alike or None,
            one.when,
        )
        for one in told.spoken(shown(row), row)
    ]


def _where(place: str, commune: str) -> str:
    """The place in words with its commune, which is not said twice.

    >>> _where("bờ sông, phường Tam Kỳ", "Phường Tam Kỳ")
    'bờ sông, phường Tam Kỳ'
    """
    named = bool(commune) and fold(commune) in fold(place)
    return ", ".join(part for part in (place, "" if named else commune) if part)


def _sent(sha256: str, content_type: str, name: str = "") -> FileResponse:
    """Pictures and PDF open in the browser, everything else is saved."""
    path = path_of(sha256)
    if not path.is_file():
        raise Http404(sha256)
    opens = content_type.startswith(("image/", "application/pdf"))
    return FileResponse(
        path.open("rb"), content_type=content_type, filename=name, as_attachment=bool(name) and not opens
    )
