"""What each town lacks for the next class, or for a class chosen: one table, one workbook."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.law.classes import ClassOf
from dothi.portal.asking import Asking
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lawbook import law
from dothi.portal.public.asks import asks, language
from dothi.portal.public.order import alphabetical
from dothi.portal.public.scores import Given, view_of
from dothi.registry.accounts.access import action
from dothi.registry.places.answers import TownPage
from dothi.registry.towns.known import towns_known
from dothi.towns.schemes import class_above, classes_of, rule_set_for, scheme
from dothi.towns.score import Score, score
from dothi.towns.workbook import write_workbook


@action("places.view")
@require_safe
@asks
def town_lacks(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Every recognised town under the next class of the day's rules; ``loai`` asks for one class of all."""
    crumbs = [
        {"label": _("Đô thị"), "url": reverse("public:towns") + asking.query()},
        {"label": _("Hệ thống đô thị"), "url": reverse("public:town_system") + asking.query()},
        {"label": _("Mỗi đô thị còn thiếu gì")},
    ]
    try:
        rules = rule_set_for(law(), asking.as_of).code
    except InputError as error:
        context = {"refusal": error.sentences(language()), "crumbs": crumbs}
        return render(request, "public/town_lacks.html", context)
    codes = classes_of(law(), rules)
    chosen = request.GET.get("loai", "")
    chosen = chosen if chosen in codes else ""
    scored, unreadable = _scored(rules, chosen, asking)
    if request.GET.get("dinh-dang") == "xlsx" and scored:
        return _workbook([found for _page, _held, found in scored], asking)
    context = {
        "rows": [_row(page, held, found) for page, held, found in scored],
        "unreadable": unreadable,
        "tabs": _tabs(rules, codes, chosen, asking),
        "export": f"?{urlencode({**asking.values(), 'loai': chosen, 'dinh-dang': 'xlsx'})}",
        "crumbs": crumbs,
    }
    return render(request, "public/town_lacks.html", context)


def _scored(rules: str, chosen: str, asking: Asking) -> tuple[list[tuple[TownPage, str, Score]], list[str]]:
    found, unreadable = [], []
    for page, known in towns_known(law(), asking.as_of, asking.as_known_on):
        unreadable += [fault.sentence(language()) for fault in known.unreadable]
        if page.row is None or page.row.status != "recognised":
            continue
        held = [one for one in page.row.classes if one.rule_set == rules and one.holds is Truth.YES]
        code = held[0].class_code if len(held) == 1 else ""
        wanted = chosen or class_above(law(), rules, code)
        judged = score(known.town, scheme(law(), rules, wanted, known.town.profile))
        label = ClassOf(rules, code).label(law(), language()) if code else ""
        found.append((page, label, judged))
    found.sort(key=lambda row: alphabetical(row[0].name))
    return found, list(dict.fromkeys(unreadable))


def _row(page: TownPage, held: str, found: Score) -> dict[str, Any]:
    view = view_of(law(), found, Given(), language())
    return {
        "key": page.key,
        "name": page.name,
        "held": held,
        "score": view,
        "unknown": sum(one.value.unknown for one in found.standards),
        "of": len(found.standards),
        "nearest": view.nearest[:2],
    }


def _tabs(rules: str, codes: tuple[str, ...], chosen: str, asking: Asking) -> list[dict[str, Any]]:
    base = reverse("public:town_lacks")
    next_up = {"url": base + asking.query(), "label": _("Loại kế tiếp"), "current": not chosen}
    return [next_up] + [
        {
            "url": base + asking.query(loai=code),
            "label": ClassOf(rules, code).label(law(), language()),
            "current": code == chosen,
        }
        for code in codes
    ]


def _workbook(scores: list[Score], asking: Asking) -> HttpResponse:
    book = BytesIO()
    write_workbook(law(), scores, asking.as_of, book)
    answer = HttpResponse(book.getvalue(), content_type=CONTENT_TYPE)
    name = f"do-thi-con-thieu-{asking.as_of.isoformat()}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
