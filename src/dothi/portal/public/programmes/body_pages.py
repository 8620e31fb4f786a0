"""Bodies that carry a programme out: which exist on a day, their duties, and who took those over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks, language
from dothi.portal.public.order import alphabetical
from dothi.portal.public.programmes.duties import DutyLine, Register, title_of
from dothi.portal.public.programmes.entries import Teller, programme_title, tellers
from dothi.portal.public.programmes.tasks import task_line
from dothi.portal.public.stops import stops
from dothi.portal.words import WORDS, word
from dothi.registry.accounts.access import action
from dothi.registry.bodies.queries import BodyRow, bodies_on, handovers_on_record
from dothi.registry.places.queries import pack_info
from dothi.registry.programmes.queries import ItemRow, editions_on, linked_items, links_by_key

LONGEST = 200


@action("programmes.view")
@require_safe
@asks
def bodies(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Every body on record by kind, those that have ended too."""
    text = request.GET.get("loc", "").strip()[:LONGEST]
    register = Register.load(asking)
    editions = editions_on(asking.as_of, asking.as_known_on)
    items = links_by_key([row.pk for row in editions], "body")
    rows = [row for row in register.rows.values() if not text or _named(row, fold(text))]
    lines = [_line(row, items.get(row.key, [])) for row in rows]
    address = reverse("public:bodies")
    context = {
        "groups": _by_kind(lines),
        "text": text,
        "stops": stops(pack_info(), asking, address),
        "count": len(rows),
    }
    return render(request, "public/bodies.html", context)


@action("programmes.view")
@require_safe
@asks
def body(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """One body: period with its doubts, names, decisions, duties of the day, tasks that name it."""
    states = [row for row in bodies_on(asking.as_of, asking.as_known_on) if row.key == key]
    if not states:
        raise Http404(key)
    register = Register.load(asking)
    row = register.rows[key]
    context = {
        "row": row,
        "title": title_of(row),
        "states": states,
        "state": _state(row),
        "decisions": [
            {"row": one, "source": register.link(one.from_key), "target": register.link(one.to_key)}
            for one in handovers_on_record(asking.as_of, asking.as_known_on, key)
        ],
        "told": _told(key, register, asking),
        "crumbs": [
            {"label": _("Các cơ quan"), "url": reverse("public:bodies") + asking.query()},
            {"label": title_of(row)},
        ],
        "stops": stops(pack_info(), asking, reverse("public:body", args=[key])),
    }
    return render(request, "public/body.html", context)


def _told(key: str, register: Register, asking: Asking) -> list[dict[str, Any]]:
    """What each programme of the day gives the body to do, and what came to it from others."""
    editions = editions_on(asking.as_of, asking.as_known_on)
    by_edition = tellers(editions, asking)
    linked = linked_items(by_edition, "body")
    found = []
    for edition in editions:
        teller = by_edition[edition.pk]
        items = [item for pk, item in linked if pk == edition.pk]
        own = [item for item in items if key in item.keys("body")]
        taken = [item for item in items if _taken_over(key, item, register)]
        found.append(
            {
                "edition": edition,
                "title": programme_title(edition),
                "address": teller.page,
                "duties": [_duty(teller, item, register) for item in own if item.kind == "duty"],
                "taken": [_duty(teller, item, register) for item in taken],
                "tasks": [task_line(teller, item, register) for item in own if item.kind == "task"],
            }
        )
    return found


def _duty(teller: Teller, item: ItemRow, register: Register) -> DutyLine:
    return DutyLine(teller.entry(item), register.answer(item))


def _taken_over(key: str, item: ItemRow, register: Register) -> bool:
    """Whether a duty that the text gives to another body is this one's on the day."""
    if item.kind != "duty" or item.fields.get("body_key") in {key, None}:
        return False
    return register.assignment(item).body_key == key


def _line(row: BodyRow, items: Iterable[ItemRow]) -> dict[str, Any]:
    kinds = [item.kind for item in items]
    return {
        "row": row,
        "title": title_of(row),
        "state": _state(row),
        "duties": kinds.count("duty"),
        "tasks": kinds.count("task"),
    }


def _state(row: BodyRow) -> dict[str, str]:
    code = {Truth.YES: "current", Truth.NO: "ended", Truth.UNKNOWN: "unknown"}[row.holds]
    text = {
        Truth.YES: _("Đang hoạt động"),
        Truth.NO: _("Không có vào ngày này"),
        Truth.UNKNOWN: _("Chưa rõ còn hay đã kết thúc"),
    }[row.holds]
    return {"code": code, "text": text}


def _by_kind(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for code in WORDS["body_kind"]:
        same = [line for line in lines if line["row"].kind == code]
        if same:
            title = word("body_kind", code, language())
            found.append(
                {"title": title, "lines": sorted(same, key=lambda line: alphabetical(line["title"]))}
            )
    return found


def _named(row: BodyRow, text: str) -> bool:
    return any(text in fold(name) for name in (row.title, row.title_en, *row.also))
