"""Opinions on a case: of bodies that were asked, and of council members."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date
from dothi.portal.office.cases.filling import fill, initial_of
from dothi.portal.office.cases.forms import OpineForm, OpinionForm
from dothi.portal.office.cases.reach import found
from dothi.portal.office.speech import language
from dothi.registry.accounts.access import action, can
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import BodyOpinion, Case, CouncilMember
from dothi.registry.procedures.opinions import OpinionEntry, record_opinion
from dothi.registry.procedures.opinions import opine as write_opinion
from dothi.registry.procedures.rules import COUNCIL, EDIT, OPINE, VIEW

SHOWN = ("item", "body_title", "number", "stance", "text")


@action(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """A body that was asked, and its answer when it comes."""
    case = found(request, key, EDIT)
    row = get_object_or_404(case.opinions, pk=pk) if pk is not None else None
    initial, kept = initial_of(request, _initial(case, row))
    form = OpinionForm(request.POST or None, initial=initial, items=_items(case))
    return fill(
        request,
        form,
        lambda data: record_opinion(request.user, key, OpinionEntry(**data), pk),
        title=_("Ý kiến của cơ quan"),
        button=_("Ghi ý kiến"),
        case=case,
        kept=kept,
        back=reverse("office:case", args=[key]),
    )


@action(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def opine(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """A member's written opinion: by the member, or from paper by who runs the council."""
    case = found(request, key)
    row = get_object_or_404(case.council, pk=pk)
    if not (can(request.user, OPINE, row) or can(request.user, COUNCIL, case)):
        raise PermissionDenied(OPINE)
    day = row.opined_on or timezone.localdate()
    initial, kept = initial_of(
        request,
        {"stance": row.stance, "opinion": row.opinion, "opined_on": format_date(day), "version": row.version},
    )
    form = OpineForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> None:
        write_opinion(
            request.user,
            key,
            pk,
            seen=data["version"],
            stance=data["stance"],
            text=data["opinion"],
            on=data["opined_on"],
        )

    sent = request.method == "POST"
    current = {"title": _("Nội dung hiện tại"), "text": row.opinion} if row.opinion and sent else None
    return fill(
        request,
        form,
        save,
        title=_("Ý kiến của %(name)s") % {"name": row.name},
        button=_("Ghi ý kiến"),
        case=case,
        kept=kept,
        back=reverse("office:case", args=[key]),
        fresh=lambda: CouncilMember.objects.get(pk=pk).version,
        current=current,
    )


def _items(case: Case) -> list[tuple[str, str]]:
    """Opinions that the procedure knows."""
    law = current_law()
    codes = dict.fromkeys(
        row.item for row in law.procedure_requirements.confirmed if row.procedure == case.kind
    )
    items = [law.procedure_items[code] for code in codes]
    return [(item.code, item.title(language())) for item in items if item.kind == "opinion"]


def _initial(case: Case, row: BodyOpinion | None) -> dict[str, Any]:
    del case
    if row is None:
        return {"asked_on": format_date(timezone.localdate())}
    days = {name: getattr(row, name) for name in ("asked_on", "received_on")}
    written = {name: format_date(day) if day else "" for name, day in days.items()}
    return {**{name: getattr(row, name) for name in SHOWN}, **written}
