"""Statements that say the same: put together, or taken apart, by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dothi.base.errors import DothiError
from dothi.portal.office.consultation.handling import MODERATE, statement_or_404
from dothi.portal.office.speech import sentences
from dothi.registry.accounts.access import action
from dothi.registry.consultation.grouping import put_together, take_out


@action(MODERATE)
@require_POST
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a statement out of its group, or put it together with another."""
    row = statement_or_404(request.user, pk)
    try:
        if request.POST.get("viec") == "tach":
            take_out(request.user, row.pk)
        else:
            put_together(request.user, row.pk, request.POST.get("other", "")[:40])
    except DothiError as error:
        for text in sentences(error):
            messages.error(request, text)
    else:
        messages.success(request, _("Đã ghi."))
    return redirect("office:statement", pk=row.pk)
