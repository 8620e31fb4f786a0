"""Vietnamese alphabetical order: a ă â b c d đ …, tones in the order ngang, huyền, hỏi, ngã, sắc, nặng."""

from __future__ import annotations

import unicodedata

from dothi.base.text import clean
from dothi.places.units import bare_name

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_LETTERS, start=20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Key = tuple[tuple[int, ...], tuple[int, ...]]


def alphabetical(text: str) -> Key:
    """Sort key of ``text``: letters decide first, tones only between words of the same letters.

    >>> sorted(["Đại", "Dai", "Âu", "An", "Dái"], key=alphabetical)
    ['An', 'Âu', 'Dai', 'Dái', 'Đại']
    """
    letters: list[int] = []
    tones: list[int] = []
    for character in clean(text).lower():
        parts = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in parts if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else character
        letters.append(_RANK.get(letter, 10 + int(letter) if letter.isdecimal() and len(letter) == 1 else 0))
        tones.append(_TONES.get(tone, 0))
    return tuple(letters), tuple(tones)


def by_name(name: str) -> tuple[Key, str]:
    """Sort key of a unit's full name: the name proper before the kind word."""
    return alphabetical(bare_name(name)), name
