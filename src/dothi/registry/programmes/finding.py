"""Finding what a programme says by words, with or without tone marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dothi.base.text import fold
from dothi.registry.programmes.models import Item, ItemState
from dothi.registry.programmes.queries import Said, editions_on, item_rows

MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class FoundItems:
    """The best items and how many there are in all."""

    said: tuple[Said, ...]
    total: int


def find_items(text: str, day: date, known_on: date | None = None, *, limit: int = 20) -> FoundItems:
    """Items of the versions of a day with a word beginning like each of ``text``, whole phrases first.

    Five queries, however many items.
    """
    phrase = fold(text)
    words = phrase.split()[:MOST_WORDS]
    editions = {row.pk: row for row in editions_on(day, known_on)} if words else {}
    if not editions:
        return FoundItems((), 0)
    rows = Item.objects.filter(edition_id__in=editions, gone=False).exclude(state=ItemState.REJECTED)
    for word in words:
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    hits = list(rows.order_by("edition", "start", "rank", "pk").values_list("pk", "folded"))
    hits.sort(key=lambda hit: f" {phrase} " not in f" {hit[1]} ")
    chosen = [pk for pk, _ in hits[:limit]]
    shown = {
        item.pk: Said(editions[edition], item)
        for edition, item in item_rows(Item.objects.filter(pk__in=chosen))
    }
    return FoundItems(tuple(shown[pk] for pk in chosen), len(hits))
