"""Tasks under their headings, and the documents a programme cites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dothi.portal.formats import show_day
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.duties import BodyLink, Register
from dothi.portal.public.programmes.entries import Entry, Teller
from dothi.registry.programmes.queries import ItemRow

_WHOLE_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task with the bodies and the deadline its text names."""

    entry: Entry
    bodies: tuple[str, ...]
    links: tuple[BodyLink, ...]
    places: tuple[str, ...]
    deadline: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks under one heading of the text."""

    title: str
    lines: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document with every place that cites it."""

    title: str
    day: str
    issuer: str
    entries: tuple[Entry, ...]


def task_groups(teller: Teller, items: Iterable[ItemRow], register: Register) -> list[TaskGroup]:
    """Tasks in the order of the text, a heading's together."""
    grouped: dict[str, list[ItemRow]] = {}
    for item in items:
        if item.kind == "task":
            grouped.setdefault(item.fields.get("section") or "", []).append(item)
    return [
        TaskGroup(
            title or _("Không thuộc đề mục nào"), tuple(task_line(teller, item, register) for item in rows)
        )
        for title, rows in grouped.items()
    ]


def task_line(teller: Teller, item: ItemRow, register: Register) -> TaskLine:
    """One task in words."""
    links = tuple(link for key in item.keys("body") if (link := register.link(key)) is not None)
    fields = item.fields
    return TaskLine(
        teller.entry(item),
        tuple(fields.get("agencies") or ()),
        links,
        tuple(fields.get("places") or ()),
        written_day(fields.get("deadline")),
    )


def cited(teller: Teller, items: Iterable[ItemRow]) -> list[Cited]:
    """Cited documents, each once, in the order in which they first appear."""
    grouped: dict[tuple[str, str], list[ItemRow]] = {}
    for item in items:
        if item.kind == "citation":
            fields = item.fields
            key = (fields["kind"], fields.get("number") or item.text)
            grouped.setdefault(key, []).append(item)
    return [_cited(teller, kind, rows) for (kind, _number), rows in grouped.items()]


def written_day(text: str | None) -> str:
    """A day, month or year of a programme as readers write it; empty for none."""
    if not text:
        return ""
    if _WHOLE_DAY.fullmatch(text):
        return show_day(date.fromisoformat(text), language())
    month = _MONTH.fullmatch(text)
    return f"{int(month[2])}/{month[1]}" if month else text


def _cited(teller: Teller, kind: str, rows: list[ItemRow]) -> Cited:
    def first(name: str) -> str:
        return next((str(item.fields[name]) for item in rows if item.fields.get(name)), "")

    number = first("number")
    title = _("%(kind)s số %(number)s") % {"kind": kind, "number": number} if number else kind
    return Cited(title, written_day(first("date")), first("issuer"), tuple(teller.entries(rows)))
