"""Which commune somebody means beside a parcel number: by a name of today or before, marks or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from dothi.base.text import fold, name_key
from dothi.places.search import without_kind
from dothi.places.succession import holders
from dothi.places.units import COMMUNE, DISTRICT, Gazetteer, UnitState, bare_name
from dothi.registry.places.gazetteer import aliases_by_key, gazetteer

_PARTS = re.compile(r"\s*[,;]\s*|\s+-\s+")
_OFFERED = 3


@dataclass(frozen=True)
class Communes:
    """Every commune that is or was, by its names."""

    places: Gazetteer
    aliases: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Communes:
        """Read units and their other names, as known now; three queries."""
        return cls(gazetteer(), aliases_by_key())

    def named(self, text: str) -> list[str]:
        """Keys of the communes that a text names; a district beside the name tells namesakes apart.

        >>> Communes(Gazetteer(())).named("xã Tam Xuân, huyện Núi Thành")
        []
        """
        parts = [part for part in _PARTS.split(text) if part]
        found = next((keys for part in parts if (keys := self._called(part, self._names))), [])
        for part in parts:
            districts = set(self._called(part, self._districts))
            if districts and not set(self._called(part, self._names)) & set(found):
                found = [key for key in found if districts & self._ever_above(key)]
        return found

    def nearest(self, text: str) -> list[str]:
        """Names that resemble a text, best first."""
        folded = {fold(bare_name(name)): name for name in self._names}
        wanted = without_kind(fold(_PARTS.split(text)[0]))
        return [folded[one] for one in get_close_matches(wanted, folded, n=_OFFERED, cutoff=0.7)]

    def before(self, key: str) -> list[str]:
        """Every unit that went into one, however long ago."""
        return _reached(key, lambda one: [link.predecessor for link in self.places.links_to(one)])

    def later(self, key: str) -> list[str]:
        """Every unit that a unit went into since."""
        return _reached(key, lambda one: [link.successor for link in self.places.links_from(one)])

    def on(self, key: str, day: date) -> list[str]:
        """Units of a day that hold a unit's ground."""
        return [one.key for one in holders(self.places, key, day)]

    def name(self, key: str) -> str:
        """The latest name of a unit."""
        return self.places.name_of(key)

    def by_code(self, text: str) -> str:
        """The one commune of this key, code or name; empty where none or several are."""
        if text in self.places:
            return text
        coded = {state.key for state in self._communes if state.code and state.code == text}
        found = sorted(coded) or self.named(text)
        return found[0] if len(found) == 1 else ""

    @cached_property
    def _communes(self) -> list[UnitState]:
        return [state for state in self.places.states if state.level == COMMUNE]

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return self._of_level(COMMUNE)

    @cached_property
    def _districts(self) -> dict[str, list[str]]:
        return self._of_level(DISTRICT)

    def _of_level(self, level: int) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for state in self.places.states:
            if state.level == level:
                for name in (state.name, *self.aliases.get(state.key, ())):
                    keys = found.setdefault(name, [])
                    if state.key not in keys:
                        keys.append(state.key)
        return found

    def _called(self, text: str, names: Mapping[str, Sequence[str]]) -> list[str]:
        """Keys of the units called so: with the kind word as written, else without; by marks where typed."""
        wanted = fold(text)
        bare = without_kind(wanted)
        exact = [name for name in names if fold(name) == wanted]
        loose = exact or [name for name in names if bare and fold(bare_name(name)) in {wanted, bare}]
        if not text.isascii():
            loose = [name for name in loose if _marked_alike(name, text)] or loose
        return list(dict.fromkeys(key for name in loose for key in names[name]))

    def _ever_above(self, key: str) -> set[str]:
        """Every parent that a unit or what went into it ever had."""
        units = [key, *self.before(key)]
        return {state.parent_key for one in units for state in self.places.states_of(one)}


def _reached(start: str, steps: Callable[[str], list[str]]) -> list[str]:
    """Everything reached from ``start`` step by step, without it."""
    found: dict[str, None] = {}
    waiting = [start]
    while waiting:
        for key in steps(waiting.pop()):
            if key not in found and key != start:
                found[key] = None
                waiting.append(key)
    return list(found)


def _marked_alike(name: str, text: str) -> bool:
    return name_key(bare_name(name)) in {name_key(text), name_key(bare_name(text))}


def listed(names: Iterable[str]) -> str:
    """Names in one sentence."""
    return ", ".join(dict.fromkeys(names))
