"""Duties of bodies, with who answers for each on the day asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.portal.asking import Asking
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.entries import Entry, Teller
from dothi.portal.words import word
from dothi.programme.assignment import Assignment, Holding
from dothi.registry.bodies.queries import Bodies, BodyRow, bodies_on
from dothi.registry.programmes.queries import ItemRow

STATES = {
    Holding.HELD: "current",
    Holding.UNASSIGNED: "unassigned",
    Holding.NOT_YET: "ended",
    Holding.UNKNOWN: "unknown",
    Holding.UNNAMED: "unknown",
}


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A body with its page."""

    key: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers for a duty: ``state`` and ``text`` for the sign, the body, the decisions on the way."""

    state: str
    text: str
    body: BodyLink | None
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty and its answer."""

    entry: Entry
    answer: Answer


@dataclass(frozen=True, slots=True)
class BodyDuties:
    """A body as the text names it, with its duties."""

    names: tuple[str, ...]
    body: BodyLink | None
    row: BodyRow | None
    lines: tuple[DutyLine, ...]


@dataclass(frozen=True)
class Register:
    """The bodies of a day, by key, and who answers for what. Three queries."""

    rows: Mapping[str, BodyRow]
    bodies: Bodies
    asking: Asking

    @classmethod
    def load(cls, asking: Asking) -> Register:
        """Read the bodies as known on the day of knowledge."""
        rows: dict[str, BodyRow] = {}
        for row in bodies_on(asking.as_of, asking.as_known_on):
            other = rows.get(row.key)
            if other is None or _order(row) >= _order(other):
                rows[row.key] = row
        return cls(rows, Bodies.load(asking.as_known_on), asking)

    def link(self, key: str) -> BodyLink | None:
        """The body's page; ``None`` where it is not on record."""
        row = self.rows.get(key)
        if row is None:
            return None
        return BodyLink(key, title_of(row), reverse("public:body", args=[key]) + self.asking.query())

    def answer(self, item: ItemRow, day: date | None = None) -> Answer:
        """Who answers for a duty on ``day`` (the day asked about, when not given)."""
        found = self.assignment(item, day)
        code = found.holding.value
        passed = tuple(_("theo %(decision)s") % {"decision": one.decision} for one in found.passed)
        shown = self.link(found.body_key) if found.holding is not Holding.UNNAMED else None
        return Answer(STATES[found.holding], word("holding", code, language()), shown, passed)

    def assignment(self, item: ItemRow, day: date | None = None) -> Assignment:
        """The same answer as plain values."""
        key = str(item.fields.get("body_key") or "")
        return self.bodies.holder(key, item.line, day or self.asking.as_of)


def title_of(row: BodyRow) -> str:
    """The body's title in the reader's language, the original where it was not translated."""
    return (row.title_en or row.title) if language() == "en" else row.title


def body_duties(teller: Teller, items: Iterable[ItemRow], register: Register) -> list[BodyDuties]:
    """Duties under their bodies, in the order of the text."""
    grouped: dict[str, list[ItemRow]] = {}
    for item in items:
        if item.kind == "duty":
            key = item.fields.get("body_key") or f" {item.fields['name']}"
            grouped.setdefault(str(key), []).append(item)
    return [
        BodyDuties(
            tuple(dict.fromkeys(str(item.fields["name"]) for item in rows)),
            register.link(key),
            register.rows.get(key),
            tuple(DutyLine(teller.entry(item), register.answer(item)) for item in rows),
        )
        for key, rows in grouped.items()
    ]


def _order(row: BodyRow) -> tuple[int, date]:
    rank = {"yes": 2, "unknown": 1, "no": 0}[row.holds.value]
    return rank, row.period.start.latest or date.min
