"""Legacy Vietnamese encodings: told apart by whether what they give reads as Vietnamese syllables.

Offices still keep files in TCVN3 (ABC fonts), VNI, VIQR and windows-1258, and Word files whose letters
are only right in a ``.VnTime`` or ``VNI-Times`` font. A decoding is taken when nearly all of its words
with marks are possible syllables; otherwise the file is refused rather than guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from dothi.base.legacy_text import from_tcvn3, from_viqr, from_vni
from dothi.base.syllables import vietnamese_score

_VIQR_SURE = re.compile(r"[aeouAEOU][\^(+][`'?~.]?[a-zA-Z]|dd[aeiou]")
_VIQR_ENOUGH = 3
_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was taken to be in and how well it reads (0 to 1)."""

    text: str
    encoding: str
    score: float


def from_bytes(data: bytes) -> Decoded | None:
    """Decode 8-bit text that is not UTF-8, or ``None`` when no known encoding reads as Vietnamese."""
    one_to_one = data.decode("latin-1")
    windows = data.decode("cp1252", errors="replace")
    found = [
        _scored(from_tcvn3(one_to_one), "TCVN3"),
        _scored(from_vni(windows), "VNI"),
        _scored(unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")), "windows-1258"),
    ]
    best = max(found, key=lambda decoded: decoded.score)
    return best if best.score >= _ENOUGH else None


def from_text(text: str) -> Decoded | None:
    """Recover text whose letters stand for those of a legacy font, or ``None`` when it needs no recovery."""
    if vietnamese_score(text) >= _ENOUGH:
        return None
    ways: list[tuple[Callable[[str], str], str]] = [(from_viqr, "VIQR")]
    if not text.isascii():
        ways = [(from_tcvn3, "TCVN3"), (from_vni, "VNI")]
    found = [_scored(way(text), name) for way, name in ways]
    best = max(found, key=lambda decoded: decoded.score)
    enough = best.score >= _ENOUGH and best.score > vietnamese_score(text) + 0.2
    if best.encoding == "VIQR":
        enough = enough and len(_VIQR_SURE.findall(text)) >= _VIQR_ENOUGH
    return best if enough else None


def _scored(text: str, encoding: str) -> Decoded:
    return Decoded(text, encoding, vietnamese_score(text))
