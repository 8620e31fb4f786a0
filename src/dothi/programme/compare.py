"""Two versions of a programme held side by side: which item became which, and what changed in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import heapify, heappop, heappush, nsmallest
from typing import Any

from dothi.base.text import fold
from dothi.programme.items import KINDS

_LIKE = 0.6
"""Share of equal words, by letters, from which a task, a viewpoint or a duty counts as the same, reworded."""
_MOST_CANDIDATES = 12
"""Old items looked at closely for one new item."""
_MOST_WORDS = 1000
"""Words of one text by which likeness is judged."""
_PIECES = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")
_MOST_PIECES = 4000
"""Words and signs of one text; longer ones are told apart as wholes, for the work grows with the square."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An item as it is compared. ``line`` is equal in two versions where one descends from the other."""

    line: str
    kind: str
    text: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one text; ``changed`` says that the other text has others in their place, or none."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One field that reads differently; the field is ``text`` where the quoted stretch does."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of either version, or of both; ``changes`` is empty where nothing changed."""

    before: Kept | None
    after: Kept | None
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> str:
        """``added``, ``removed``, ``changed`` or ``same``."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changes else "same"


def side_by_side(before: Sequence[Kept], after: Sequence[Kept]) -> list[Pair]:
    """Pair two versions by line of descent, in the order of the later; removed items stand in their place."""
    by_line = {item.line: item for item in before}
    pairs = [
        Pair(by_line[item.line], item, changes(by_line[item.line], item))
        if item.line in by_line
        else Pair(None, item)
        for item in after
    ]
    kept = {item.line for item in after}
    for index, item in enumerate(before):
        if item.line not in kept:
            pairs.insert(_place(before[:index], pairs), Pair(item, None))
    return pairs


def _place(earlier: Sequence[Kept], pairs: Sequence[Pair]) -> int:
    """Where a removed item goes: behind the nearest earlier item that still has a place."""
    lines = [pair.before.line if pair.before else "" for pair in pairs]
    for item in reversed(earlier):
        if item.line in lines:
            return lines.index(item.line) + 1
    return 0


def changes(before: Kept, after: Kept) -> tuple[Change, ...]:
    """Fields that differ, in the kind's own order, and the text where its words do."""
    found = [
        Change(spec.name, before.fields.get(spec.name), after.fields.get(spec.name))
        for spec in KINDS[after.kind].fields
        if stated(before.fields.get(spec.name)) != stated(after.fields.get(spec.name))
    ]
    if " ".join(before.text.split()) != " ".join(after.text.split()):
        found.append(Change("text", before.text, after.text))
    return tuple(found)


def stated(value: Any) -> Any:
    """A field's value; ``None`` for what says nothing (empty text or list, flag not set). Zero does."""
    return None if value is False or value in ("", []) else value


def words_apart(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Tell two texts apart word by word: the pieces of each, which join to the whole text again.

    White space alone makes no difference. A single space between two changed words counts as changed too,
    so that what people read as one change is one.
    """
    first, second = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(first), len(second)) > _MOST_PIECES:
        same = first == second
        return [Piece(before, not same)], [Piece(after, not same)]
    before_keys, after_keys = ([" " if word.isspace() else word for word in side] for side in (first, second))
    matcher = SequenceMatcher(None, before_keys, after_keys, autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for sign, a1, a2, b1, b2 in matcher.get_opcodes():
        changed = sign != "equal"
        left += [(word, changed) for word in first[a1:a2]]
        right += [(word, changed) for word in second[b1:b2]]
    return _joined(left), _joined(right)


def _joined(words: Sequence[tuple[str, bool]]) -> list[Piece]:
    """Words of one sort together; a space between two changed words goes with them."""
    marks = [
        changed or (word.isspace() and 0 < at < len(words) - 1 and words[at - 1][1] and words[at + 1][1])
        for at, (word, changed) in enumerate(words)
    ]
    found: list[Piece] = []
    for (word, _), changed in zip(words, marks, strict=True):
        if found and found[-1].changed is changed:
            found[-1] = Piece(found[-1].text + word, changed)
        else:
            found.append(Piece(word, changed))
    return found


def descent(before: Sequence[Kept], after: Sequence[Kept]) -> dict[int, int]:
    """Find for items of a new text (by index) the item of the old one that each descends from.

    Equal items first, then items that speak of the same thing (an indicator in a year, a town's aim, a
    body's duty), then reworded paragraphs by likeness. Each old item has at most one descendant.
    """
    found: dict[int, int] = {}
    for key_of in (_exact, _subject):
        keys: dict[Hashable, list[int]] = {}
        taken = set(found.values())
        for index, item in enumerate(before):
            if index not in taken:
                keys.setdefault(key_of(item), []).append(index)
        for index, item in enumerate(after):
            waiting = keys.get(key_of(item), [])
            if index not in found and waiting:
                found[index] = waiting.pop(0)
    return _by_likeness(before, after, found)


def _exact(item: Kept) -> Hashable:
    return item.kind, " ".join(item.text.split()), repr(sorted(item.fields.items()))


def _subject(item: Kept) -> Hashable:
    fields = item.fields
    match item.kind:
        case "target":
            named = fold(str(fields["indicator"]))
            return "target", named, fold(str(fields.get("place") or "")), fields.get("year_to")
        case "town":
            return "town", fields.get("town_key") or fold(str(fields["name"])), fields["status"]
        case "cluster":
            return "cluster", fold(str(fields["name"]))
        case "citation":
            return "citation", fields.get("number") or fold(item.text), item.text
        case "duty":
            return "duty", fold(str(fields["name"])), fold(item.text)
        case _:
            return item.kind, fold(item.text)


def _by_likeness(before: Sequence[Kept], after: Sequence[Kept], found: dict[int, int]) -> dict[int, int]:
    """Tie what is left by likeness, the likest first.

    How like two texts are is worked out only where it can matter: pairs wait by the share of words they have
    in common, in any order, which likeness never exceeds.
    """
    taken = set(found.values())
    old = {other: _Words.of(earlier) for other, earlier in enumerate(before) if other not in taken}
    new = {index: _Words.of(item) for index, item in enumerate(after) if index not in found}
    places = _places(old)
    waiting = [
        (-share, False, index, other)
        for index, item in new.items()
        for share, other in _candidates(item, old, places)
    ]
    heapify(waiting)
    while waiting:
        _, known, index, other = heappop(waiting)
        if index in found or other in taken:
            continue
        if known:
            found[index] = other
            taken.add(other)
        elif (likeness := _likeness(old[other], new[index])) >= _LIKE:
            heappush(waiting, (-likeness, True, index, other))
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an item, how often each stands in it, and what an item must share to descend from it."""

    holder: Hashable
    words: list[str]
    counts: Counter[str]
    weight: int

    @classmethod
    def of(cls, item: Kept) -> _Words:
        words = fold(item.text).split()[:_MOST_WORDS]
        return cls(_holder(item), words, Counter(words), _weight(words))


_Places = Mapping[tuple[Hashable, str], Sequence[tuple[int, int]]]
"""Old items in which a word stands, by their holder, and how often."""


def _places(old: Mapping[int, _Words]) -> _Places:
    found: defaultdict[tuple[Hashable, str], list[tuple[int, int]]] = defaultdict(list)
    for other, earlier in old.items():
        for word, count in earlier.counts.items():
            found[earlier.holder, word].append((other, count))
    return found


def _candidates(item: _Words, old: Mapping[int, _Words], places: _Places) -> list[tuple[float, int]]:
    """The old items that share most words with ``item``, and enough of them, with the share.

    The share is that of words which both have, weighed by their letters: at least as much as
    :func:`_likeness`.
    """
    same: defaultdict[int, int] = defaultdict(int)
    for word, count in item.counts.items():
        letters = len(word) + 1
        for other, times in places.get((item.holder, word), ()):
            same[other] += letters * min(times, count)
    shares = ((2 * letters / (item.weight + old[other].weight), other) for other, letters in same.items())
    alike = (pair for pair in shares if pair[0] >= _LIKE)
    return nsmallest(_MOST_CANDIDATES, alike, key=lambda pair: (-pair[0], pair[1]))


def _likeness(first: _Words, second: _Words) -> float:
    """Share of words that both have in the same order, weighed by their letters."""
    matcher = SequenceMatcher(None, first.words, second.words, autojunk=False)
    same = sum(_weight(first.words[at : at + size]) for at, _, size in matcher.get_matching_blocks())
    return 2 * same / (first.weight + second.weight)


def _weight(words: Sequence[str]) -> int:
    return sum(len(word) + 1 for word in words)


def _holder(item: Kept) -> Hashable:
    """Duties are told apart by their body; a target never turns into one of another year."""
    match item.kind:
        case "duty":
            return item.kind, fold(str(item.fields["name"]))
        case "target":
            return item.kind, item.fields.get("year_to")
        case _:
            return item.kind
