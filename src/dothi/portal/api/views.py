"""The open data interface, read only. `docs/api.md` describes every address and value."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dothi.base.errors import Fault, InputError
from dothi.land.parcel_number import looks_like_parcel
from dothi.land.pointing import looks_like_point
from dothi.portal.api.answering import GEOJSON, UnknownError, answers
from dothi.portal.api.shapes import (
    found_values,
    town_feature,
    town_page_values,
    unit_feature,
    unit_page_values,
)
from dothi.portal.asking import Asking
from dothi.portal.public.stops import stop_days
from dothi.registry.accounts.access import action
from dothi.registry.places.finding import find
from dothi.registry.places.queries import level_on, pack_info, unit_page, units_on
from dothi.registry.places.town_queries import town_page, towns_on

LEVELS = ("1", "2", "3")
STATUSES = ("recognised", "planned")
LONGEST_QUESTION = 200
MOST_RESULTS = 50


@action("places.view")
@answers(GEOJSON)
def units(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Units of a day; ``level`` narrows to one or more levels, ``outlines=0`` gives points."""
    levels = [part for part in request.GET.get("level", "").split(",") if part]
    if any(level not in LEVELS for level in levels):
        raise _bad("level", "Cấp phải là 1, 2 hoặc 3", "The level must be 1, 2 or 3")
    outlines = _flag(request, "outlines", default=True)
    single = int(levels[0]) if len(levels) == 1 else None
    rows = units_on(asking.as_of, asking.as_known_on, single, outlines=outlines)
    wanted = {int(level) for level in levels} or {1, 2, 3}
    features = [unit_feature(row) for row in rows if row.level in wanted]
    return {"type": "FeatureCollection", **_question(asking), "features": features}


@action("places.view")
@answers()
def unit(_request: HttpRequest, asking: Asking, key: str) -> dict[str, Any]:
    """One unit: state of the day, history, relations, figures."""
    page = unit_page(key, asking.as_of, asking.as_known_on)
    if page is None:
        raise UnknownError("unit.unknown", key)
    return {**_question(asking), **unit_page_values(page)}


@action("places.view")
@answers(GEOJSON)
def towns(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Towns of a day as points; ``status`` narrows to recognised or planned ones."""
    status = request.GET.get("status") or None
    if status is not None and status not in STATUSES:
        raise _bad(
            "status", "Tình trạng phải là recognised hoặc planned", "The status must be recognised or planned"
        )
    rows = towns_on(asking.as_of, asking.as_known_on, status)
    return {"type": "FeatureCollection", **_question(asking), "features": [town_feature(row) for row in rows]}


@action("places.view")
@answers()
def town(_request: HttpRequest, asking: Asking, key: str) -> dict[str, Any]:
    """One town: class as (rule set, class), ground covered, class history, figures."""
    page = town_page(key, asking.as_of, asking.as_known_on)
    if page is None:
        raise UnknownError("town.unknown", key)
    return {**_question(asking), **town_page_values(page)}


@action("search.use")
@answers()
def search(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Units and towns by any name, with or without marks."""
    text = request.GET.get("q", "").strip()
    if not text:
        raise _bad("q", "Chưa có chữ để tìm", "There is nothing to search for")
    if len(text) > LONGEST_QUESTION:
        raise _bad(
            "q",
            f"Câu tìm dài quá {LONGEST_QUESTION} ký tự",
            f"The query exceeds {LONGEST_QUESTION} characters",
        )
    limit = request.GET.get("limit", "10")
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:4]) <= MOST_RESULTS):
        raise _bad(
            "limit", f"Số kết quả phải từ 1 đến {MOST_RESULTS}", f"The limit must be 1 to {MOST_RESULTS}"
        )
    found = find(text, asking.as_of, asking.as_known_on, limit=int(limit))
    return {
        **_question(asking),
        "q": text,
        "coordinates": looks_like_parcel(text) or looks_like_point(text),
        "results": [found_values(item) for item in found],
    }


@action("places.view")
@answers()
def dates(_request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Days worth asking about: censuses and both sides of every change of the unit lists."""
    info = pack_info()
    changes = info.changes if info is not None else ()
    return {
        **_question(asking),
        "today": asking.today,
        "level": level_on(asking.as_of, asking.as_known_on),
        "stops": sorted(stop_days(info, asking.today)),
        "changes": [
            {"day": change.day, "title": change.title, "title_en": change.title_en, "source": change.source}
            for change in changes
        ],
    }


def _question(asking: Asking) -> dict[str, Any]:
    return {"as_of": asking.as_of, "as_known_on": asking.as_known_on}


def _flag(request: HttpRequest, name: str, *, default: bool) -> bool:
    text = request.GET.get(name, "1" if default else "0")
    if text not in {"0", "1"}:
        raise _bad(name, "Giá trị phải là 0 hoặc 1", "The value must be 0 or 1")
    return text == "1"


def _bad(where: str, vi: str, en: str) -> InputError:
    return InputError(Fault("api.parameter", vi, en, where=where))
