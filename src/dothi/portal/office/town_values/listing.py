"""The list of values of towns, and the steps taken on the rows chosen in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dothi.base.errors import DothiError
from dothi.base.text import fold
from dothi.portal.office.speech import language, sentences
from dothi.portal.office.town_values.speech import lines
from dothi.portal.words import word
from dothi.registry.accounts.access import action, can
from dothi.registry.observations.models import State
from dothi.registry.towns import services
from dothi.registry.towns.checks import Known
from dothi.registry.towns.models import TownValue

PAGE_SIZE = 50
MOST_AT_ONCE = 500
GONE = "gone"
RIGHTS = ("enter", "submit", "approve")
Step = Callable[[Any, int, int, Known, str], Any]
STEPS: dict[str, Step] = {
    "nop": lambda user, pk, version, known, _reason: services.submit(user, pk, version, known),
    "duyet": lambda user, pk, version, known, _reason: services.approve(user, pk, version, known),
    "tra-lai": lambda user, pk, version, _known, reason: services.send_back(user, pk, version, reason),
    "huy": lambda user, pk, version, _known, _reason: services.discard(user, pk, version),
}


@action("observations.view")
@require_safe
def town_values(request: HttpRequest) -> HttpResponse:
    """Values of towns the reader may see, latest change first, by town and state."""
    known = Known.load()
    town, state = request.GET.get("do-thi", "")[:80], request.GET.get("trang-thai", "")
    state = state if state in {*State.values, GONE} else ""
    page = Paginator(_rows(request.user, town, state), PAGE_SIZE).get_page(request.GET.get("trang"))
    towns = sorted(
        ((key, known.towns.name(key)) for key in known.towns.known_keys()), key=lambda at: fold(at[1])
    )
    narrowed = {name: value for name, value in (("do-thi", town), ("trang-thai", state)) if value}
    context = {
        "page": page,
        "lines": lines(page.object_list, known),
        "numbers": page.paginator.get_elided_page_range(page.number),
        "query": urlencode(narrowed) + "&",
        "towns": sorted(towns, key=lambda pair: fold(pair[1])),
        "asked": {"town": town, "state": state},
        "states": [(code, word("state", code, language())) for code in State.values]
        + [(GONE, _("Đã hủy hoặc được thay"))],
        "narrowed": bool(narrowed),
        "rights": {
            name: can(request.user, f"observations.{name}") for name in ("enter", "submit", "approve")
        },
        "here": request.get_full_path(),
    }
    return render(request, "office/town_values/list.html", context)


@action("observations.view")
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """Take one step on every value chosen (``pk:version``): each alone, and what is refused is said."""
    take = STEPS.get(request.POST.get("viec", ""))
    chosen = [found for text in request.POST.getlist("chon")[:MOST_AT_ONCE] if (found := _chosen(text))]
    if take is None:
        raise Http404
    known, done, refused = Known.load(), 0, []
    reason = request.POST.get("ly-do", "")[:4000]
    for pk, version in chosen:
        try:
            take(request.user, pk, version, known, reason)
            done += 1
        except DothiError as error:
            refused += sentences(error)
        except (PermissionDenied, TownValue.DoesNotExist):
            refused.append(_("Số liệu %(number)s: không có quyền làm việc này.") % {"number": pk})
    if done:
        messages.success(request, _("Đã xong %(count)s số liệu.") % {"count": done})
    for text in list(dict.fromkeys(refused))[:10]:
        messages.error(request, text)
    if not chosen:
        messages.error(request, _("Chưa chọn số liệu nào."))
    back = request.POST.get("ve", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "office:town_values")


def _chosen(text: str) -> tuple[int, int] | None:
    pk, _colon, version = text.partition(":")
    digits = pk.isascii() and pk.isdigit() and version.isascii() and version.isdigit()
    return (int(pk), int(version)) if digits and len(text) < 20 else None


def _rows(user: Any, town: str, state: str) -> QuerySet[TownValue]:
    rows = TownValue.objects.select_related("source", "entered_by").order_by("-changed_at", "-pk")
    rows = rows.exclude(withdrawn_at=None) if state == GONE else rows.filter(withdrawn_at=None)
    if state and state != GONE:
        rows = rows.filter(state=state)
    if town:
        rows = rows.filter(town_key=town)
    if can(user, "observations.view", TownValue(town_key="", unit_key="")):
        return rows
    keys = list(rows.values_list("pk", "town_key", "unit_key"))
    places = {
        (town, unit)
        for town, unit in {(town, unit) for _pk, town, unit in keys}
        if can(user, "observations.view", TownValue(town_key=town, unit_key=unit))
    }
    return rows.filter(pk__in=[pk for pk, town, unit in keys if (town, unit) in places])
