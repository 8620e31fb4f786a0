"""Documents of a case: put in, fetched, taken out of what counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.portal.office.cases.filling import fill
from dothi.portal.office.cases.forms import DocumentForm, ReasonForm
from dothi.portal.office.cases.reach import found
from dothi.portal.office.speech import language
from dothi.procedures.requirements import asked_until
from dothi.registry.accounts.access import action
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.papers import add_document, file_of, withdraw_document
from dothi.registry.procedures.rules import DEPOSIT, EDIT, VIEW, scheme_for

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
}


@action(DEPOSIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """The form that puts a document, or its next version, into the case."""
    case = found(request, key, DEPOSIT)
    asked = asked_until(current_law(), scheme_for(case), case.subject, case.stage, timezone.localdate())
    items = [one.item for one in asked if one.item.kind == "document"]
    form = DocumentForm(
        request.POST or None, request.FILES or None, initial={"item": request.GET.get("muc", "")[:40]}
    )
    choice: Any = form.fields["item"]
    choice.choices = [(item.code, f"{item.title(language())} ({', '.join(item.formats)})") for item in items]

    def save(data: dict[str, Any]) -> None:
        add_document(request.user, key, data["item"], data["file"], data["note"])
        messages.success(request, _("Đã nộp tài liệu."))

    back = reverse("office:case", args=[key])
    return fill(request, form, save, title=_("Nộp tài liệu"), button=_("Nộp"), case=case, back=back)


@action(VIEW)
@require_safe
def download(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """The bytes of one version, as a file to keep; nothing of it is shown inside the portal."""
    case = found(request, key)
    document = get_object_or_404(case.documents, pk=pk)
    kind = TYPES.get(document.format, "application/octet-stream")
    response = FileResponse(
        file_of(document).open("rb"), as_attachment=True, filename=document.name, content_type=kind
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@action(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a version out of what counts, with the reason."""
    case = found(request, key, EDIT)
    document = get_object_or_404(case.documents, pk=pk)
    form = ReasonForm(request.POST or None)
    return fill(
        request,
        form,
        lambda data: withdraw_document(request.user, key, pk, data["reason"]),
        title=_("Bỏ tài liệu %(name)s") % {"name": document.name},
        button=_("Bỏ tài liệu"),
        case=case,
        back=reverse("office:case", args=[key]),
    )
