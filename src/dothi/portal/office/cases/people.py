"""Bodies, council and consultant of a case."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date
from dothi.portal.office.cases.filling import fill
from dothi.portal.office.cases.forms import ConsultantForm, DutyForm, MemberForm
from dothi.portal.office.cases.reach import found
from dothi.registry.accounts.access import action, can
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.procedures.opinions import add_consultant, add_member
from dothi.registry.procedures.rules import COUNCIL, STEER, VIEW
from dothi.registry.procedures.services import DutyEntry, name_duty


@action(STEER)
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, key: str) -> HttpResponse:
    """Say which body has a duty, since when, and by which document."""
    case = found(request, key, STEER)
    initial = {"duty": request.GET.get("viec", "")[:20], "start": format_date(case.opened_on)}
    form = DutyForm(request.POST or None, initial=initial, bodies=rows_on_record())

    def save(data: dict[str, Any]) -> None:
        unit = data.pop("unit").strip()
        name_duty(request.user, key, DutyEntry(**data, unit_key=unit))

    back = reverse("office:case", args=[key])
    return fill(request, form, save, title=_("Giao cơ quan thực hiện"), button=_("Ghi"), case=case, back=back)


@action(STEER)
@require_http_methods(["GET", "HEAD", "POST"])
def consultant(request: HttpRequest, key: str) -> HttpResponse:
    """Let a consultant's person see the case and put in its documents."""
    case = found(request, key, STEER)
    form = ConsultantForm(request.POST or None)
    return fill(
        request,
        form,
        lambda data: add_consultant(request.user, key, data["username"]),
        title=_("Thêm người của đơn vị tư vấn"),
        button=_("Thêm"),
        case=case,
        back=reverse("office:case", args=[key]),
    )


@action(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a member of the council: by who steers the case, or the council's secretary."""
    case = found(request, key)
    if not any(can(request.user, code, case) for code in (STEER, COUNCIL)):
        raise PermissionDenied(COUNCIL)
    form = MemberForm(request.POST or None, initial={"office": "member"})

    def save(data: dict[str, Any]) -> None:
        username = data.pop("username")
        add_member(request.user, key, **data, username=username)

    back = reverse("office:case", args=[key])
    return fill(
        request, form, save, title=_("Thêm thành viên hội đồng"), button=_("Thêm"), case=case, back=back,
        lead=_("Ngày lập: %(day)s") % {"day": format_date(timezone.localdate())},
    )  # fmt: skip
