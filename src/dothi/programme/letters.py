"""Letter classes for patterns: Vietnamese capitals and small letters, which no code range holds apart."""

from __future__ import annotations

from typing import Final

_LATIN: Final = [
    chr(code) for code in (*range(0x41, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1E00, 0x1F00))
]
UPPER: Final = "".join(letter for letter in _LATIN if letter.isupper())
"""Capitals, for use inside a character class."""
LOWER: Final = "".join(letter for letter in _LATIN if letter.islower())
"""Small letters, for use inside a character class."""
