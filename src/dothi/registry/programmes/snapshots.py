"""An item as a step of the review remembers it, and writing one back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dothi.base.text import fold
from dothi.programme.items import KINDS
from dothi.programme.linking import links_of
from dothi.programme.names import Register
from dothi.programme.wording import summary
from dothi.registry.programmes.models import Item, ItemLink

_RANKS = {code: number for number, code in enumerate(KINDS)}
_KEPT = ("line", "kind", "node", "start", "end", "fields", "state", "origin", "gone")
Snapshot = dict[str, Any]


def snapshot(item: Item) -> Snapshot:
    """Everything of an item that a step may change, as plain values."""
    kept: Snapshot = {name: getattr(item, name) for name in _KEPT}
    return {"id": item.pk, **kept, "line": str(item.line), "state": str(item.state)}


def nothing(item: Item) -> Snapshot:
    """The item as it was before it was made: not there."""
    return {**snapshot(item), "gone": True}


def restore(item: Item, kept: Snapshot) -> None:
    """Give the item the values of a snapshot; the caller saves it."""
    for name in _KEPT:
        setattr(item, name, kept[name])


def settle(item: Item, text: str) -> None:
    """Set what follows from the rest: the order among items of one place, and the text to search in."""
    quote = text[item.start : item.end]
    item.rank = _RANKS[item.kind]
    item.folded = fold(f"{summary(item.kind, item.fields, quote)} {quote}")


def link(items: Iterable[Item], register: Register) -> None:
    """Write the ties of items anew. Three queries, however many items."""
    rows = list(items)
    ItemLink.objects.filter(item__in=rows).delete()
    ItemLink.objects.bulk_create(
        [
            ItemLink(item=item, kind=tie.kind, key=tie.key)
            for item in rows
            if not item.gone
            for tie in links_of(item.kind, item.fields, register)
        ],
        batch_size=500,
    )
