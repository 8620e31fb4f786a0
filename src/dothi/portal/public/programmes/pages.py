"""The programme's page: head, objectives, targets, towns, clusters, tasks, bodies, cited documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.errors import InputError
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks, language, refused
from dothi.portal.public.figures import source_title
from dothi.portal.public.programmes.aims import cluster_lines, town_groups
from dothi.portal.public.programmes.duties import Register, body_duties
from dothi.portal.public.programmes.entries import Teller, plain, programme_title
from dothi.portal.public.programmes.exports import workbook
from dothi.portal.public.programmes.targets import milestones
from dothi.portal.public.programmes.tasks import cited, task_groups
from dothi.portal.public.stops import stops
from dothi.programme.wording import short, summary
from dothi.registry.accounts.access import action
from dothi.registry.places.queries import pack_info
from dothi.registry.programmes.queries import EditionRow, ItemRow, by_kind, edition_on, editions_on, items_of
from dothi.registry.programmes.records import Records
from dothi.registry.programmes.versions import VersionRow, documents_of, programmes_known, versions_known

TABLES = {"chi-tieu", "do-thi", "nhiem-vu", "co-quan"}
LONGEST = 200


@action("programmes.view")
@require_safe
@asks
def programmes(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The province's programmes; the only one is shown at once."""
    known = programmes_known(asking.as_known_on)
    if len(known) == 1:
        return redirect(reverse("public:programme", args=[known[0].key]) + asking.query())
    counted = {row.programme_key: row for row in editions_on(asking.as_of, asking.as_known_on)}
    lines = [
        {
            "title": programme_title(row),
            "address": reverse("public:programme", args=[row.key]) + asking.query(),
            "edition": counted.get(row.key),
            "illustrative": row.illustrative,
        }
        for row in known
    ]
    address = reverse("public:programmes")
    context = {"lines": lines, "stops": stops(pack_info(), asking, address)}
    return render(request, "public/programmes.html", context)


@action("programmes.view")
@require_safe
@asks
def programme(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """The version of a programme that counts on the day asked about."""
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    if not versions:
        raise Http404(key)
    edition = edition_on(key, asking.as_of, asking.as_known_on)
    if edition is None:
        return render(request, "public/programme_none.html", head_of(versions[0].edition, versions, asking))
    return _answer(request, edition, versions, asking)


@action("programmes.view")
@require_safe
@asks
def programme_version(request: HttpRequest, asking: Asking, key: str, number: int) -> HttpResponse:
    """One version by its number, whatever day it counts for."""
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    return _answer(request, version_of(versions, number).edition, versions, asking, fixed=True)


def version_of(versions: Iterable[VersionRow], number: int) -> VersionRow:
    """The version of that number; a page that is not there where none is on record."""
    found = next((row for row in versions if row.edition.number == number), None)
    if found is None:
        raise Http404(number)
    return found


def head_of(
    edition: EditionRow, versions: list[VersionRow], asking: Asking, *, fixed: bool = False
) -> dict[str, Any]:
    """What the head of every page of a programme says."""
    key, query = edition.programme_key, asking.query()
    row = version_of(versions, edition.number)
    title = programme_title(edition)
    return {
        "edition": edition,
        "version": row,
        "versions": versions,
        "title": title,
        "fixed": fixed,
        "unsure": not fixed and edition.holds is Truth.UNKNOWN,
        "versions_address": reverse("public:programme_versions", args=[key]) + query,
        "compare_address": compare_address(key, versions, query),
        "newer": None if edition.number == versions[0].edition.number else versions[0].edition,
        "source_title": source_title(edition.source, language()) if edition.source else "",
        "crumbs": [
            {"label": _("Chương trình"), "url": reverse("public:programmes") + query},
            {"label": _("Phiên bản %(number)s") % {"number": edition.number}},
        ],
        "stops": stops(pack_info(), asking, reverse("public:programme", args=[key])),
    }


def crumbs_to(head: dict[str, Any], address: str, label: str) -> list[dict[str, str]]:
    """The way to a page below the programme's own."""
    return [head["crumbs"][0], {"label": short(head["title"], 44), "url": address}, {"label": label}]


def compare_address(key: str, versions: list[VersionRow], query: str = "") -> str:
    """The page that holds versions side by side; empty where there is one version only."""
    return reverse("public:programme_compare", args=[key]) + query if len(versions) > 1 else ""


def matching(items: Iterable[ItemRow], text: str) -> list[ItemRow]:
    """Items with a word beginning like each of ``text``, with or without tone marks; all for no text."""
    words = fold(text).split()
    if not words:
        return list(items)
    return [item for item in items if _holds(item, words)]


def _holds(item: ItemRow, words: list[str]) -> bool:
    folded = fold(f"{summary(item.kind, item.fields, item.text)} {item.text}")
    return all(f" {word}" in f" {folded}" for word in words)


def _answer(
    request: HttpRequest,
    edition: EditionRow,
    versions: list[VersionRow],
    asking: Asking,
    *,
    fixed: bool = False,
) -> HttpResponse:
    text = request.GET.get("loc", "").strip()[:LONGEST]
    teller = Teller(edition, documents_of([edition.pk])[edition.pk], asking, fixed)
    every = items_of(edition.pk)
    items = matching(every, text)
    content = content_of(teller, items)
    if request.GET.get("dinh-dang") == "xlsx":
        try:
            return workbook(request.GET.get("bang", ""), teller, content)
        except InputError as error:
            return refused(request, error)
    context = {
        **head_of(edition, versions, asking, fixed=fixed),
        **content,
        "text": text,
        "found": len(items),
        "total": len(every),
        "mixed": any(item.reviewed for item in every) and any(not item.reviewed for item in every),
        "stated": plain(str(teller.document.info.get("title") or "")),
        "text_address": teller.text_address(),
        "exports": _exports(asking, text),
        "contents": _contents(content, items),
        "hidden": _kept(asking),
    }
    return render(request, "public/programme.html", context)


def content_of(teller: Teller, items: list[ItemRow]) -> dict[str, Any]:
    """Everything a version says, section by section. The number of queries does not grow with the items."""
    asking = teller.asking
    kinds = by_kind(items)
    records = Records.load(asking.as_of, asking.as_known_on)
    register = Register.load(asking)
    return {
        "viewpoints": teller.entries(kinds["viewpoint"]),
        "objectives": teller.entries(kinds["objective"]),
        "milestones": milestones(teller, items),
        "town_groups": town_groups(teller, items, records),
        "clusters": cluster_lines(teller, items, records),
        "task_groups": task_groups(teller, items, register),
        "bodies": body_duties(teller, items, register),
        "cited": cited(teller, items),
    }


def _contents(content: dict[str, Any], items: list[ItemRow]) -> list[dict[str, Any]]:
    kinds = by_kind(items)
    rows = [
        ("muc-tieu", _("Quan điểm, mục tiêu"), len(kinds["viewpoint"]) + len(kinds["objective"])),
        ("chi-tieu", _("Chỉ tiêu theo năm"), len(kinds["target"])),
        ("do-thi", _("Đô thị"), sum(len(group.lines) for group in content["town_groups"])),
        ("cum", _("Cụm, chuỗi, vùng"), len(content["clusters"])),
        ("nhiem-vu", _("Nhiệm vụ"), len(kinds["task"])),
        ("co-quan", _("Cơ quan và trách nhiệm"), len(content["bodies"])),
        ("van-ban-dan", _("Văn bản được dẫn"), len(content["cited"])),
    ]
    return [{"anchor": anchor, "label": label, "count": count} for anchor, label, count in rows]


def _exports(asking: Asking, text: str) -> dict[str, str]:
    kept = {**_kept(asking), **({"loc": text} if text else {})}
    return {
        name.replace("-", "_"): f"?{urlencode({**kept, 'dinh-dang': 'xlsx', 'bang': name})}"
        for name in TABLES
    }


def _kept(asking: Asking) -> dict[str, str]:
    found = {} if asking.as_of == asking.today else {"ngay": asking.as_of.isoformat()}
    return found | ({"biet": asking.as_known_on.isoformat()} if asking.as_known_on else {})
