"""The list of cases: mine first, filtered, searched without tone marks, in pages, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.text import clean
from dothi.portal.export import Column
from dothi.portal.office.cases.exports import table_response
from dothi.portal.office.cases.speech import (
    ClockLine,
    clock_line,
    desks,
    place_name,
    procedure_choices,
    stage_title,
    variant_title,
)
from dothi.portal.office.speech import language
from dothi.procedures.scheme import scheme_of
from dothi.registry.accounts.access import action, can
from dothi.registry.lawbook import current_law
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.procedures.clocks import clocks
from dothi.registry.procedures.desks import desk_of, searched, seen_by
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.rules import OPEN, VIEW

PAGE_SIZE = 50
LARGEST = 5000


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with what a list says of it."""

    case: Case
    procedure: str
    variant: str
    stage: str
    place: str
    desks: list[str]
    clock: ClockLine | None


@action(VIEW)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every case this person may see; with ``ban=toi`` those on their own desk."""
    today = timezone.localdate()
    mine = request.GET.get("ban") == "toi"
    asked = _asked(request)
    rows: Any = [one.case for one in desk_of(request.user, today)] if mine else _rows(request)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    kinds = procedure_choices(today)
    context = {
        "mine": mine,
        "asked": asked,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "lines": case_lines(page.object_list, today),
        "kinds": kinds,
        "stages": _stages(asked["thu-tuc"], today),
        "kind": asked["thu-tuc"],
        "stage": asked["giai-doan"],
        "text": asked["q"],
        "narrowed": any(asked.values()),
        "query": urlencode(
            {name: value for name, value in asked.items() if value} | ({"ban": "toi"} if mine else {})
        )
        + "&",
        "may_open": can(request.user, OPEN),
    }
    return render(request, "office/cases/list.html", context)


@action(VIEW)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The whole filtered list as a workbook or a Word document."""
    today = timezone.localdate()
    found = case_lines(_rows(request)[:LARGEST], today)
    columns, rows = _on_paper(found) if kind == "docx" else _in_sheet(found)
    name = f"ho-so-thu-tuc-{today:%Y-%m-%d}"
    invented = any(line.case.illustrative for line in found)
    return table_response(kind, name, _("Hồ sơ thủ tục"), columns, rows, illustrative=invented)


def _in_sheet(lines: list[CaseLine]) -> tuple[list[Column], list[list[Any]]]:
    columns = [
        Column(_("Mã"), 20),
        Column(_("Hồ sơ"), 44),
        Column(_("Thủ tục"), 30),
        Column(_("Địa bàn"), 22),
        Column(_("Giai đoạn"), 22),
        Column(_("Từ ngày"), 13),
        Column(_("Đang ở"), 34),
        Column(_("Việc sắp tới"), 30),
        Column(_("Hạn"), 13),
        Column(_("Còn lại"), 18),
    ]
    rows: list[list[Any]] = [
        [
            line.case.key,
            line.case.title,
            f"{line.procedure} · {line.variant}",
            line.place,
            line.stage,
            line.case.stage_since,
            "; ".join(line.desks),
            line.clock.title if line.clock else "",
            line.clock.latest if line.clock else None,
            (line.clock.left or line.clock.why) if line.clock else "",
        ]
        for line in lines
    ]
    return columns, rows


def _on_paper(lines: list[CaseLine]) -> tuple[list[Column], list[list[Any]]]:
    """The same in as many columns as a sheet of A4 holds."""
    columns = [
        Column(_("Hồ sơ"), 50),
        Column(_("Giai đoạn"), 30),
        Column(_("Đang ở"), 38),
        Column(_("Việc sắp tới"), 32),
        Column(_("Hạn"), 24),
        Column(_("Còn lại"), 30),
    ]
    rows: list[list[Any]] = [
        [
            " · ".join(part for part in (line.case.title, line.procedure, line.place, line.case.key) if part),
            line.stage,
            "; ".join(line.desks),
            line.clock.title if line.clock else "",
            line.clock.latest if line.clock else None,
            (line.clock.left or line.clock.why) if line.clock else "",
        ]
        for line in lines
    ]
    return columns, rows


def case_lines(rows: Any, day: date) -> list[CaseLine]:
    """Cases with words; the clock is the one that ends first."""
    places, titles = PlaceIndex.load(), dict(procedure_choices(day))
    found = []
    for case in rows:
        first = next(iter(clocks(case, day)), None)
        found.append(
            CaseLine(
                case,
                titles.get(case.kind, case.kind),
                variant_title(case.variant),
                stage_title(case, day),
                place_name(places, case),
                desks(case),
                clock_line(first) if first is not None else None,
            )
        )
    return found


def _asked(request: HttpRequest) -> dict[str, str]:
    get = request.GET
    return {name: clean(get.get(name, "")[:400])[:200] for name in ("q", "thu-tuc", "giai-doan", "dia-diem")}


def _rows(request: HttpRequest) -> QuerySet[Case]:
    asked = _asked(request)
    rows = searched(
        seen_by(request.user), asked["q"], asked["thu-tuc"], asked["giai-doan"], asked["dia-diem"]
    )
    return rows.prefetch_related("events", "opinions", "duties").order_by("-stage_since", "-pk")


def _stages(kind: str, day: date) -> list[tuple[str, str]]:
    law, chosen = current_law(), language()
    kinds = [code for code, _title in procedure_choices(day) if not kind or code == kind]
    found: dict[str, str] = {}
    for code in kinds:
        for row in scheme_of(law, code, day).stages:
            found.setdefault(row.stage, row.title(chosen))
    return list(found.items())
