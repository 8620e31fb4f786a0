"""Every place a value can speak of, held in memory for one form or one workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from dothi.base.text import fold, name_key
from dothi.base.time import Period, Truth
from dothi.registry.places.models import Town, Unit

MAX_SUGGESTED = 300


@dataclass(frozen=True, slots=True)
class PlaceState:
    """A place over one period: its name may change while its key stays."""

    key: str
    name: str
    period: Period


class PlaceIndex:
    """Units and towns on record now, by key and by name, through all their periods."""

    def __init__(self, states: Iterable[PlaceState]) -> None:
        self._by_key: dict[str, list[PlaceState]] = {}
        self._by_name: dict[str, list[PlaceState]] = {}
        self._by_folded: dict[str, list[PlaceState]] = {}
        self._suggested: dict[tuple[str, date | None], list[PlaceState]] = {}
        for state in states:
            self._by_key.setdefault(state.key, []).append(state)
            self._by_name.setdefault(name_key(state.name), []).append(state)
            self._by_folded.setdefault(fold(state.name), []).append(state)

    @classmethod
    def load(cls) -> PlaceIndex:
        """Read units and towns in two queries, without outlines."""
        columns = ("key", "name", "starts_earliest", "starts_latest", "ends_earliest", "ends_latest")
        rows = [
            row
            for model in (Unit, Town)
            for row in model.objects.as_known_on().only(*columns).order_by("key", "starts_latest")
        ]
        return cls(PlaceState(row.key, row.name, row.period) for row in rows)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def known_keys(self) -> list[str]:
        """Every key, sorted."""
        return sorted(self._by_key)

    def states(self, key: str) -> list[PlaceState]:
        """The states of one place, oldest first; empty when no place has this key."""
        return self._by_key.get(key, [])

    def exists(self, key: str, day: date) -> Truth:
        """Does this place exist on ``day``? NO for a key that no place has."""
        answer = Truth.NO
        for state in self.states(key):
            answer |= state.period.holds(day)
        return answer

    def name(self, key: str, day: date | None = None) -> str:
        """The name the place bore on ``day``, else its latest; the key itself when no place has it."""
        states = self.states(key)
        held = [state for state in states if day and state.period.holds(day) is not Truth.NO]
        chosen = held or states
        return chosen[-1].name if chosen else key

    def named(self, name: str, day: date | None) -> list[str]:
        """Keys of the places that bear exactly this name and exist, or may exist, on ``day``."""
        states = self._by_name.get(name_key(name), [])
        kept = [state.key for state in states if day is None or state.period.holds(day) is not Truth.NO]
        return list(dict.fromkeys(kept))

    def bears(self, key: str, name: str) -> bool:
        """Whether the place bears this name in any of its states, marks and kind word aside."""
        asked = fold(name)
        names = [fold(state.name) for state in self.states(key)]
        return any(asked == known or known.endswith(f" {asked}") for known in names)

    def nearest(self, text: str, day: date | None, count: int = 3) -> list[PlaceState]:
        """Places whose name or key resembles ``text``, best first; silent after ``MAX_SUGGESTED`` questions.

        A workbook can hold thousands of unknown names, and comparing each with every place takes its time.
        """
        question = (text, day)
        if question not in self._suggested:
            if len(self._suggested) >= MAX_SUGGESTED:
                return []
            self._suggested[question] = self._resembling(text, day, count)
        return self._suggested[question]

    def _resembling(self, text: str, day: date | None, count: int) -> list[PlaceState]:
        asked = fold(text)
        if not asked:
            return []
        ends = [states[-1] for key, states in self._by_key.items() if key.endswith(f"-{text}")]
        names = [name for name in self._by_folded if f" {asked}" in f" {name}"]
        names += get_close_matches(asked, self._by_folded, n=count, cutoff=0.7)
        found = ends + [state for name in dict.fromkeys(names) for state in self._by_folded[name]]
        found += [self._by_key[key][-1] for key in get_close_matches(text, self._by_key, n=count, cutoff=0.8)]
        standing = [state for state in found if day is None or state.period.holds(day) is not Truth.NO]
        return list({state.key: state for state in (standing or found)}.values())[:count]
