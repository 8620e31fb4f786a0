"""Sentences and clauses of a paragraph, as stretches of the view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_END = re.compile(r"(?:[.!?…]+|\.\.\.)[\")\]]?\s+(?=[^\W_])")
_ABBREVIATION = re.compile(r"(?:\b(?:TP|Tp|TX|Tx|TT|Tt|ThS|TS|GS|PGS|KTS|St|Tr|v\.v|No)|\b[A-ZĐ])$")
_CLASS = re.compile(r"loại (?:I|V)$")

Stretch = tuple[int, int]

LONGEST_CLAUSE = 4000
"""Characters; a longer clause is no sentence of an official text and stays unplaced."""


def sentences(text: str, start: int, end: int) -> list[Stretch]:
    """Sentences of ``text[start:end]``, without the white space around them."""
    cuts: list[int] = []
    for match in _END.finditer(text, start, end):
        following = text[match.end()]
        if match.end() >= end or not (following.isupper() or following.isdigit()):
            continue
        if match.group().strip() == "." and _abbreviated(text, start, match.start()):
            continue
        cuts.append(match.end())
    return list(_pieces(text, start, end, cuts))


def clauses(text: str, start: int, end: int, marks: str = ";") -> list[Stretch]:
    """Parts of a sentence between ``marks`` that stand outside brackets."""
    cuts: list[int] = []
    depth = 0
    for index in range(start, end):
        letter = text[index]
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter in marks and depth == 0:
            cuts.append(index + 1)
    return list(_pieces(text, start, end, cuts))


def _abbreviated(text: str, start: int, end: int) -> bool:
    short = text[max(start, end - 8) : end]
    return _ABBREVIATION.search(short) is not None and _CLASS.search(short) is None


def _pieces(text: str, start: int, end: int, cuts: list[int]) -> Iterator[Stretch]:
    for first, last in pairwise([start, *cuts, end]):
        left, right = first, last
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            yield left, right
