"""Administrative units through time, in memory.

A unit is one ``key`` with one or more states (name, kind, parent), each over a legal period. A state that
ends on the day the next one begins is the same unit going on, even when that day is known only as an
interval: so a commune that became a ward "between the census and 2025" certainly exists in 2022, though its
kind is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from dothi.base.text import fold
from dothi.base.time import Bound, Period, Truth

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
KINDS = ("Tỉnh", "Thành phố", "Quận", "Thị xã", "Huyện", "Phường", "Thị trấn", "Xã", "Đặc khu")
"""Words that open a unit's full name, as the lists write them."""


@dataclass(frozen=True, slots=True)
class UnitState:
    """One state of a unit; ``name`` is the full name with its kind word (``Phường Cẩm Châu``)."""

    key: str
    code: str
    name: str
    kind: str
    level: int
    parent_key: str
    period: Period
    longitude: float | None = None
    latitude: float | None = None
    official_area_km2: Decimal | None = None
    source_key: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """``predecessor`` passed on to ``successor``; ``share`` in (0, 1] or ``None`` where it is not known."""

    predecessor: str
    successor: str
    start: Bound
    whole: bool
    share: Decimal | None = None
    note: str = ""
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit stands on a day: the state shown, whether the unit exists, other states that may hold."""

    state: UnitState
    holds: Truth
    others: tuple[UnitState, ...] = ()

    @property
    def key(self) -> str:
        """The unit's key."""
        return self.state.key


@dataclass(frozen=True)
class Gazetteer:
    """Every known state of every unit with the links between units; answers questions about any day."""

    states: tuple[UnitState, ...]
    links: tuple[Link, ...] = ()

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.states, self.links)

    def __contains__(self, key: str) -> bool:
        return key in self._index.by_key

    def states_of(self, key: str) -> tuple[UnitState, ...]:
        """States of one unit in the order of time; empty for an unknown key."""
        return self._index.by_key.get(key, ())

    def name_of(self, key: str, day: date | None = None) -> str:
        """The unit's name on ``day`` or, where it does not stand then, its latest name."""
        standing = self.standing(key, day) if day is not None else None
        if standing is not None:
            return standing.state.name
        states = self.states_of(key)
        return states[-1].name if states else key

    def holds(self, key: str, day: date) -> Truth:
        """Tell whether the unit exists on ``day``, under whatever name."""
        result = Truth.NO
        for period in existence(self.states_of(key)):
            result |= period.holds(day)
        return result

    def standing(self, key: str, day: date) -> Standing | None:
        """How the unit stands on ``day``; ``None`` where it certainly does not exist."""
        possible = [state for state in self.states_of(key) if state.period.holds(day) is not Truth.NO]
        if not possible:
            return None
        certain = [state for state in possible if state.period.holds(day) is Truth.YES]
        if certain:
            return Standing(certain[-1], Truth.YES)
        return Standing(possible[0], self.holds(key, day), tuple(possible[1:]))

    def on(self, day: date, level: int | None = None) -> list[Standing]:
        """Units that exist or may exist on ``day``, by level and code."""
        found = [self.standing(key, day) for key in self._index.by_key]
        standings = [item for item in found if item is not None and level in (None, item.state.level)]
        return sorted(standings, key=lambda item: (item.state.level, item.state.code or "~", item.key))

    def children(self, key: str, day: date) -> list[Standing]:
        """Units whose parent is, or may be, ``key`` on ``day``."""
        found = (self.standing(child, day) for child in self._index.children.get(key, ()))
        standings = [
            item
            for item in found
            if item is not None and any(state.parent_key == key for state in (item.state, *item.others))
        ]
        return sorted(standings, key=lambda item: (item.state.level, item.state.code or "~", item.key))

    def members(self, key: str) -> tuple[str, ...]:
        """Every unit that was ever a child of ``key``."""
        return self._index.children.get(key, ())

    def ancestors(self, key: str, day: date) -> list[str]:
        """Keys of parent, grandparent and so on, of the state on ``day`` or else the last state."""
        found: list[str] = []
        standing = self.standing(key, day)
        states = self.states_of(key)
        state = standing.state if standing else (states[-1] if states else None)
        while state is not None and state.parent_key and state.parent_key not in found:
            found.append(state.parent_key)
            above = self.standing(state.parent_key, day)
            rows = self.states_of(state.parent_key)
            state = above.state if above else (rows[-1] if rows else None)
        return found

    def links_from(self, key: str) -> tuple[Link, ...]:
        """Links by which the unit passed on."""
        return self._index.after.get(key, ())

    def links_to(self, key: str) -> tuple[Link, ...]:
        """Links by which the unit took over from others."""
        return self._index.before.get(key, ())


class _Index:
    """Look-ups over the rows of a gazetteer; built once, never changed."""

    def __init__(self, states: Iterable[UnitState], links: Iterable[Link]) -> None:
        by_key: defaultdict[str, list[UnitState]] = defaultdict(list)
        children: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for state in states:
            by_key[state.key].append(state)
            if state.parent_key:
                children[state.parent_key][state.key] = None
        after: defaultdict[str, list[Link]] = defaultdict(list)
        before: defaultdict[str, list[Link]] = defaultdict(list)
        for link in links:
            after[link.predecessor].append(link)
            before[link.successor].append(link)
        self.by_key: Mapping[str, tuple[UnitState, ...]] = {
            key: tuple(sorted(rows, key=_in_time)) for key, rows in by_key.items()
        }
        self.children: Mapping[str, tuple[str, ...]] = {key: tuple(rows) for key, rows in children.items()}
        self.after: Mapping[str, tuple[Link, ...]] = {key: tuple(rows) for key, rows in after.items()}
        self.before: Mapping[str, tuple[Link, ...]] = {key: tuple(rows) for key, rows in before.items()}


def _in_time(state: UnitState) -> tuple[date, date]:
    return (state.period.start.latest or date.max, state.period.end.earliest or date.max)


def existence(states: Iterable[UnitState]) -> list[Period]:
    """Periods over which a unit exists: states that follow each other without a gap are joined."""
    periods: list[Period] = []
    for state in sorted(states, key=_in_time):
        if periods and periods[-1].end == state.period.start:
            periods[-1] = Period(periods[-1].start, state.period.end)
        else:
            periods.append(state.period)
    return periods


def bare_name(name: str) -> str:
    """The name without its kind word: ``Phường Cẩm Châu`` gives ``Cẩm Châu``.

    >>> bare_name("Thành phố Hội An"), bare_name("Xã Xà")
    ('Hội An', 'Xà')
    """
    lowered = name.lower()
    for kind in KINDS:
        if lowered.startswith(kind.lower() + " "):
            return name[len(kind) + 1 :].strip()
    return name


FOLDED_KINDS = tuple(sorted((fold(kind) for kind in KINDS), key=len, reverse=True))
"""Kind words as people type them without marks, longest first."""
