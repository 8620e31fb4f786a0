"""The whole text of a version, every paragraph with what was read from it, one item's stretch marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks, language
from dothi.portal.public.programmes.entries import Entry, Teller, without_layout
from dothi.portal.public.programmes.pages import crumbs_to, head_of, version_of
from dothi.portal.words import word
from dothi.registry.accounts.access import action
from dothi.registry.programmes.queries import EditionRow, ItemRow, edition_on, items_of
from dothi.registry.programmes.versions import VersionRow, documents_of, versions_known

DEEPEST = 6
"""Deepest level of a heading in HTML."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; ``marked`` where it belongs to the item asked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An item beside its paragraph."""

    entry: Entry
    kind: str
    current: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading. ``level`` is that of the heading, 0 for text; ``depth`` indents."""

    id: str
    kind: str
    level: int
    depth: int
    pieces: tuple[Piece, ...]
    items: tuple[Told, ...]
    current: bool


@action("programmes.view")
@require_safe
@asks
def programme_text(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """The text of the version that counts on the day asked about."""
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    edition = edition_on(key, asking.as_of, asking.as_known_on)
    if not versions:
        raise Http404(key)
    if edition is None:
        return render(request, "public/programme_none.html", head_of(versions[0].edition, versions, asking))
    return _answer(request, edition, versions, asking)


@action("programmes.view")
@require_safe
@asks
def programme_version_text(request: HttpRequest, asking: Asking, key: str, number: int) -> HttpResponse:
    """The text of one version by its number."""
    versions = versions_known(key, asking.as_of, asking.as_known_on)
    return _answer(request, version_of(versions, number).edition, versions, asking, fixed=True)


def _answer(
    request: HttpRequest,
    edition: EditionRow,
    versions: list[VersionRow],
    asking: Asking,
    *,
    fixed: bool = False,
) -> HttpResponse:
    teller = Teller(edition, documents_of([edition.pk])[edition.pk], asking, fixed)
    items = items_of(edition.pk)
    line = request.GET.get("muc", "")
    chosen = next((item for item in items if item.line == line), None)
    shown = blocks(teller, items, chosen)
    head = head_of(edition, versions, asking, fixed=fixed)
    context = {
        **head,
        "crumbs": crumbs_to(head, teller.page, _("Toàn văn")),
        "blocks": shown,
        "headings": [block for block in shown if block.level and block.depth <= 2],
        "chosen": teller.entry(chosen) if chosen else None,
        "lost": bool(line) and chosen is None,
        "page_address": teller.page,
        "document": teller.document,
    }
    return render(request, "public/programme_text.html", context)


def blocks(teller: Teller, items: Iterable[ItemRow], chosen: ItemRow | None) -> list[Block]:
    """The nodes of the document in order; together they are the whole text."""
    by_node: defaultdict[str, list[ItemRow]] = defaultdict(list)
    for item in items:
        by_node[item.node].append(item)
    depths: dict[str, int] = {}
    found = []
    for node in teller.document.nodes:
        parent = str(node.get("parent") or "")
        depth = depths[node["id"]] = depths.get(parent, -1) + 1
        if not node["text"].strip():
            continue
        found.append(_block(teller, node, depth, by_node[node["id"]], chosen))
    return found


def _block(
    teller: Teller, node: dict[str, Any], depth: int, items: list[ItemRow], chosen: ItemRow | None
) -> Block:
    return Block(
        node["id"],
        node["kind"],
        min(depth + 1, DEEPEST) if node["kind"] == "section" else 0,
        depth,
        pieces(teller.document.text, int(node["start"]), int(node["end"]), chosen),
        tuple(_told(teller, item, chosen) for item in items),
        chosen is not None and chosen.node == node["id"],
    )


def pieces(text: str, start: int, end: int, chosen: ItemRow | None) -> tuple[Piece, ...]:
    """The own text of a node, cut where the chosen item begins and ends."""
    first, last = (max(start, chosen.start), min(end, chosen.end)) if chosen else (end, end)
    if first >= last:
        first = last = end
    cut = ((start, first, False), (first, last, True), (last, end, False))
    found = [Piece(without_layout(text[left:right]), marked) for left, right, marked in cut if left < right]
    if not found:
        return ()
    found[0] = replace(found[0], text=found[0].text.lstrip())
    found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(piece for piece in found if piece.text)


def _told(teller: Teller, item: ItemRow, chosen: ItemRow | None) -> Told:
    kind = word("item_short", item.kind, language())
    return Told(teller.entry(item), kind, chosen is not None and chosen.pk == item.pk)
