"""Supervisions marked public: the list, and one with its findings and what became of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.consultations import pick
from dothi.portal.supervisions import SUPERVISORS, findings_told
from dothi.registry.accounts.access import action, can
from dothi.registry.supervision.models import Supervision
from dothi.registry.supervision.queries import supervisions as listed


@action("supervision.view")
@require_safe
def supervisions(request: HttpRequest) -> HttpResponse:
    """What the Front, the People's Council and communities supervise, as far as it is public."""
    found = listed(timezone.localdate(), public=True)
    lines = [{"line": line, "who": pick(SUPERVISORS[line.row.supervisor])} for line in found]
    context = {"lines": lines, "crumbs": _crumbs()}
    return render(request, "public/supervision/list.html", context)


@action("supervision.view")
@require_safe
def supervision(request: HttpRequest, pk: int) -> HttpResponse:
    """One supervision with findings, recommendations and responses."""
    row = Supervision.objects.filter(pk=pk, public=True).first()
    if row is None:
        raise Http404(str(pk))
    context = {
        "row": row,
        "who": pick(SUPERVISORS[row.supervisor]),
        "findings": findings_told(row, timezone.localdate()),
        "may_follow": can(request.user, "supervision.follow"),
        "crumbs": [*_crumbs(), {"label": row.title}],
    }
    return render(request, "public/supervision/page.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Lấy ý kiến"), "url": reverse("public:consultations")},
        {"label": _("Giám sát"), "url": reverse("public:supervisions")},
    ]
