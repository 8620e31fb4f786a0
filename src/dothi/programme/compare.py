"""Two versions of a programme held side by side: which item became which, and what changed in it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from dothi.base.text import fold
from dothi.programme.items import KINDS

_LIKE = 0.6
"""Share of equal text from which a task, a viewpoint or a duty counts as the same one, reworded."""
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
        for index, item in enumerate(before):
            if index not in found.values():
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
    taken = set(found.values())
    scored = []
    for index, item in enumerate(after):
        if index in found:
            continue
        for other, earlier in enumerate(before):
            if other not in taken and earlier.kind == item.kind and _same_holder(earlier, item):
                score = _likeness(earlier, item)
                if score >= _LIKE:
                    scored.append((-score, index, other))
    for _, index, other in sorted(scored):
        if index not in found and other not in taken:
            found[index] = other
            taken.add(other)
    return found


def _same_holder(before: Kept, after: Kept) -> bool:
    """Duties are told apart by their body; a target never turns into one of another year."""
    if after.kind == "duty":
        return fold(str(before.fields["name"])) == fold(str(after.fields["name"]))
    return after.kind != "target" or before.fields.get("year_to") == after.fields.get("year_to")


def _likeness(before: Kept, after: Kept) -> float:
    first, second = fold(before.text), fold(after.text)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LIKE else 0.0
