"""Delegations: the list, a new one, and taking one back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError
from dothi.base.time import NEVER, Bound, Period
from dothi.portal.land_functions import level_title
from dothi.portal.office.cases.filling import fill
from dothi.portal.office.cases.forms import DelegationForm, ReasonForm
from dothi.portal.office.cases.speech import duty_title
from dothi.portal.office.speech import language
from dothi.registry.accounts.access import action
from dothi.registry.accounts.delegations import (
    ACTION,
    DelegationEntry,
    record_delegation,
    withdraw_delegation,
)
from dothi.registry.accounts.models import Delegation
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.lawbook import current_law
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.procedures.holding import YEARS
from dothi.registry.procedures.services import committee_of


@action(ACTION)
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Every delegation, the latest first; withdrawn ones stay."""
    names, today = _names(), timezone.localdate()
    rows = Delegation.objects.select_related("to_user", "recorded_by").order_by("-pk")[:500]
    lines = [
        {
            "row": row,
            "giver": names.get(row.from_body or row.from_unit, row.from_body or row.from_unit),
            "taker": row.to_user.get_full_name()
            if row.to_user
            else names.get(row.to_body or row.to_unit, row.to_body or row.to_unit),
            "duties": [duty_title(duty) for duty in row.duties],
            "levels": [level_title(level, language()) for level in row.levels],
            "holds": row.withdrawn_at is None and row.period.holds(today).value == "yes",
        }
        for row in rows
    ]
    return render(request, "office/cases/delegations.html", {"lines": lines})


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a delegation as its decision states it."""
    today = timezone.localdate()
    form = DelegationForm(
        request.POST or None, initial={"start": format_date(today)}, bodies=rows_on_record(), day=today
    )

    def save(data: dict[str, Any]) -> None:
        start, end = data.pop("start"), data.pop("end")
        if (end is not None and end < start) or not {day.year for day in (start, end) if day} <= set(YEARS):
            raise InputError(
                Fault(
                    "delegations.period",
                    "Ngày cuối trước ngày đầu, hoặc năm không thể có",
                    "The last day comes before the first, or a year is none",
                    "end",
                    "Sửa ngày",
                    "Mend the days",
                )
            )
        period = Period(Bound.on(start), NEVER if end is None else Bound.on(end + timedelta(days=1)))
        lists = {name: tuple(data.pop(name)) for name in ("duties", "levels")}
        record_delegation(request.user, DelegationEntry(**data, **lists, period=period))

    back = reverse("office:delegations")
    return fill(request, form, save, title=_("Ghi phân cấp, ủy quyền"), button=_("Ghi"), back=back)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a delegation back, with the reason."""
    get_object_or_404(Delegation.objects.as_known_on(), pk=pk)
    form = ReasonForm(request.POST or None)
    return fill(
        request,
        form,
        lambda data: withdraw_delegation(request.user, pk, data["reason"]),
        title=_("Thu hồi phân cấp, ủy quyền"),
        button=_("Thu hồi"),
        back=reverse("office:delegations"),
    )


def _names() -> dict[str, str]:
    """Names of bodies, kinds of bodies and units by key."""
    holders = {row.code: row.title(language()) for row in current_law().procedure_holders.confirmed}
    bodies = {row.key: row.title for row in rows_on_record()}
    places = PlaceIndex.load()
    units = set(Delegation.objects.exclude(from_unit="").values_list("from_unit", flat=True))
    units |= set(Delegation.objects.exclude(to_unit="").values_list("to_unit", flat=True))
    return {**holders, **bodies, **{key: committee_of(places.name(key)) for key in units}}
