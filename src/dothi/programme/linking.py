"""Ties between a programme's words and what is on record: towns, units, bodies, indicators.

Names are matched by the register, targets to indicators by their words and unit. Both are proposals: an
officer's choice in the item's own key fields always goes before them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from dothi.base.text import clean, fold
from dothi.programme.items import names_in
from dothi.programme.names import Register

LinkKind = Literal["town", "unit", "body", "indicator"]
_GENERIC = ("so luong", "tong so", "so", "ty le", "ti le", "dien tich", "binh quan")
_ENOUGH = 0.6
_NONE_LIKE = 0.05
"""How much better than the second the best indicator must be."""


class Link(NamedTuple):
    """One tie of an item; ``key`` is that of the record."""

    kind: LinkKind
    key: str


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator by which a target can be measured."""

    code: str
    title: str
    unit: str


def links_of(kind: str, fields: Mapping[str, Any], register: Register) -> list[Link]:
    """Everything on record that an item speaks of; names that nothing on record bears give no link."""
    found: list[Link] = []
    if fields.get("measure"):
        found.append(Link("indicator", fields["measure"]))
    if fields.get("town_key"):
        found.append(Link("town", fields["town_key"]))
    if fields.get("body_key"):
        found.append(Link("body", fields["body_key"]))
    for name in names_in(kind, fields):
        if name == fields.get("name") and (fields.get("town_key") or fields.get("body_key")):
            continue
        link = link_of(name, register)
        if link is not None:
            found.append(link)
    return list(dict.fromkeys(found))


def link_of(name: str, register: Register) -> Link | None:
    """The one record that ``name`` stands for: a town before a unit, a body for the name of a body."""
    for wanted, kind in (("town", "town"), ("place", "unit"), ("body", "body")):
        match = register.match(name, frozenset({wanted}))
        if match is not None and match.score == 1:
            return Link(kind, match.key)  # type: ignore[arg-type]
    best = register.match(name)
    if best is None:
        return None
    known = next(one for one in register.names if one.key == best.key)
    return Link({"town": "town", "place": "unit", "body": "body"}[known.kind], best.key)  # type: ignore[arg-type]


def measure_of(fields: Mapping[str, Any], measures: Iterable[Measure]) -> tuple[Measure, float] | None:
    """The indicator a target speaks of, with a score from 0 to 1; ``None`` where none, or two, are like it.

    The unit must be the same; a target without a value has none to compare and is matched by words alone.
    The score is the share of words the two have in common (Jaccard), after words such as "tỷ lệ" that say
    only how something is counted.
    """
    wanted = _words(str(fields.get("indicator") or ""))
    if not wanted or fields.get("place"):
        return None
    ranked = []
    for measure in measures:
        if fields.get("unit") and not same_unit(str(fields["unit"]), measure.unit):
            continue
        title = _words(measure.title)
        common = len(wanted & title) / len(wanted | title)
        ranked.append((common, measure))
    ranked.sort(key=lambda pair: (-pair[0], pair[1].code))
    if not ranked or ranked[0][0] < _ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _NONE_LIKE:
        return None
    return ranked[0][1], round(ranked[0][0], 3)


def same_unit(one: str, other: str) -> bool:
    """Whether two units are one, however they are spelt.

    >>> same_unit("m2/người", "m²/người"), same_unit("%", "%/năm"), same_unit("%", "đô thị")
    (True, False, False)
    """
    return _unit(one) == _unit(other)


def _unit(text: str) -> str:
    return unicodedata.normalize("NFKC", clean(text)).lower().replace(" ", "")


def _words(text: str) -> set[str]:
    plain = fold(text)
    changed = True
    while changed:
        changed = False
        for lead in _GENERIC:
            if plain.startswith(f"{lead} "):
                plain, changed = plain[len(lead) + 1 :], True
    return set(plain.split())
