"""What items are tied to on record, with names and addresses, for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.portal.lawbook import indicator_title
from dothi.portal.office.speech import language
from dothi.programme.items import KINDS
from dothi.registry.bodies.models import Body
from dothi.registry.places.models import Town, Unit
from dothi.registry.programmes.models import Item

_ROUTES = {"town": "public:town", "unit": "public:place", "body": "office:body"}


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing on record; ``url`` is empty where it has no page."""

    kind: str
    title: str
    url: str


def ties_of(items: Iterable[Item]) -> dict[int, list[Tie]]:
    """Ties of each item, by its number; their links must be fetched already. Three queries, however many."""
    rows = list(items)
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for item in rows:
        for link in item.links.all():
            keys[link.kind].add(link.key)
    names = {
        "town": dict(Town.objects.as_known_on().filter(key__in=keys["town"]).values_list("key", "name")),
        "unit": dict(Unit.objects.as_known_on().filter(key__in=keys["unit"]).values_list("key", "name")),
        "body": _bodies(keys["body"]),
        "indicator": {key: indicator_title(key, language()) for key in keys["indicator"]},
    }
    return {
        item.pk: [
            Tie(link.kind, names[link.kind].get(link.key, link.key), _address(link.kind, link.key))
            for link in sorted(item.links.all(), key=lambda link: (link.kind, link.pk))
        ]
        for item in rows
    }


def lacking(item: Item) -> str:
    """What an item of its kind should be tied to and is not; empty where nothing is missing."""
    words = {
        "indicator": _("Chưa gắn chỉ tiêu đo"),
        "town": _("Chưa gắn đô thị trong danh mục"),
        "body": _("Chưa gắn cơ quan trong danh mục"),
    }
    wanted = [spec for spec in KINDS[item.kind].fields if spec.form == "key"]
    missing = [spec.refers_to for spec in wanted if not item.fields.get(spec.name)]
    tied = {link.kind for link in item.links.all()}
    return next((words[name] for name in missing if name not in tied), "")


def _bodies(keys: Iterable[str]) -> dict[str, str]:
    rows = Body.objects.as_known_on().filter(key__in=keys).values_list("key", "title", "title_en")
    return {key: (english or title) if language() == "en" else title for key, title, english in rows}


def _address(kind: str, key: str) -> str:
    return reverse(_ROUTES[kind], args=[key]) if kind in _ROUTES else ""
