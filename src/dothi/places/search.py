"""Ranking names the way people type them: without marks, without the kind word, with a slip of the finger.

Ranks, best first: the whole name with its kind word; the name without it; its beginning; the beginnings
of its words; somewhere inside it; nearly it (one slip from four letters on, two from nine on). Marks
typed are respected only to break ties, for who types them means them: "Trà Dơn" puts Trà Dơn before Trà
Don.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dothi.base.text import fold, name_key
from dothi.places.units import FOLDED_KINDS, bare_name

LONGEST_QUERY = 120


class Rank(enum.IntEnum):
    """How well a name answers, lowest best."""

    EXACT = 0
    BARE = 1
    PREFIX = 2
    WORDS = 3
    CONTAINS = 4
    NEARLY = 5


@dataclass(frozen=True)
class Entry:
    """A name that can be found; ``subject`` is whatever the caller wants back."""

    name: str
    subject: str

    @cached_property
    def folded(self) -> str:
        """The whole name as searched."""
        return fold(self.name)

    @cached_property
    def bare(self) -> str:
        """The name without its kind word, as searched."""
        return fold(bare_name(self.name))


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a query; ``marks`` counts typed letters with marks that the name has too."""

    entry: Entry
    rank: Rank
    marks: int


def search(text: str, entries: Iterable[Entry]) -> list[Found]:
    """Find entries by name, best first; ties in the order of marks, length, name.

    A query of no letters or digits finds nothing; one longer than any name is cut.
    """
    query = fold(text[:LONGEST_QUERY])
    if not query:
        return []
    bare = without_kind(query)
    typed = _marked(text[:LONGEST_QUERY])
    found = []
    for entry in entries:
        rank = _rank(query, bare, entry)
        if rank is not None:
            found.append(Found(entry, rank, (typed & _marked(entry.name)).total() if typed else 0))
    return sorted(found, key=order)


def _marked(text: str) -> Counter[str]:
    return Counter(letter for letter in name_key(text) if not letter.isascii())


def without_kind(query: str) -> str:
    """Drop a kind word from the front of a folded query: ``phuong cam chau`` gives ``cam chau``.

    >>> without_kind("tp hoi an"), without_kind("xa")
    ('hoi an', 'xa')
    """
    for kind in (*FOLDED_KINDS, "tp", "tx", "tt", "h", "p", "x", "q"):
        if query.startswith(kind + " "):
            return query[len(kind) + 1 :]
    return query


def order(found: Found) -> tuple[int, int, int, str, str]:
    """Sort key: rank, then letters whose marks were typed, then the shorter name."""
    return (found.rank, -found.marks, len(found.entry.folded), found.entry.name, found.entry.subject)


def _rank(query: str, bare: str, entry: Entry) -> Rank | None:
    tests = (
        (Rank.EXACT, query == entry.folded != entry.bare),
        (Rank.BARE, entry.bare in {query, bare}),
        (Rank.PREFIX, entry.folded.startswith(query) or entry.bare.startswith(bare)),
        (Rank.WORDS, _word_beginnings(bare, entry.bare)),
        (Rank.CONTAINS, len(bare) > 1 and bare.replace(" ", "") in entry.bare.replace(" ", "")),
    )
    rank = next((rank for rank, answers in tests if answers), None)
    if rank is None and within(bare, entry.bare, _allowed(bare)):
        return Rank.NEARLY
    return rank


def _allowed(query: str) -> int:
    return 0 if len(query) < 4 else (1 if len(query) < 9 else 2)


def _word_beginnings(query: str, name: str) -> bool:
    """Tell whether every typed word begins a word of the name, in order."""
    words = iter(name.split())
    return all(any(word.startswith(part) for word in words) for part in query.split())


def within(left: str, right: str, limit: int) -> bool:
    """Tell whether two texts are at most ``limit`` slips apart: a letter wrong, missing, extra or swapped.

    >>> within("hoi na", "hoi an", 1), within("hoi an", "hoi am", 0)
    (True, False)
    """
    if limit <= 0 or abs(len(left) - len(right)) > limit:
        return left == right
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, one in enumerate(left, start=1):
        earlier, before = before, row
        row = [i]
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one != other))
            swapped = i > 1 and j > 1 and one == right[j - 2] and left[i - 2] == other
            row.append(min(cost, earlier[j - 2] + 1) if swapped else cost)
        if min(row) > limit:
            return False
    return row[-1] <= limit
