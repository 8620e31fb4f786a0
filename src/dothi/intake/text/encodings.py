"""Encodings that text in a table may be in, as ways from the letters a program shows to Unicode and back.

A program without the font shows the bytes of old text as letters of the machine's code page: windows-1252,
or windows-1258 on a Vietnamese machine. Each way starts from such letters, so it serves for bytes from a
dBase table and for a GeoPackage that somebody filled from one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dothi.base.legacy_text import (
    from_cp1258,
    from_tcvn3,
    from_viqr,
    from_vni,
    to_cp1258,
    to_tcvn3,
    to_viqr,
    to_vni,
    with_capitals,
)
from dothi.intake.text.codecs import as_vietnam, as_windows, to_bytes, to_bytes_of_vietnam

_VIQR_SIGNS: Final = re.compile(r"[aeiouyAEIOUY][\^(+`'?~.]|(?<![a-zA-Z0-9])(?:dd|DD|Dd)[a-zA-Z]")
VIQR_LIKE: Final = r"[aeiouyAEIOUY][\^(+`'?~.]|(?:^|[^a-zA-Z0-9])(?:dd|DD|Dd)[a-zA-Z]"
"""What every text with VIQR signs matches, as RE2 has it."""
VIQR_SURE: Final = re.compile(r"[aeouAEOU][\^(+][`'?~.]?[a-zA-Z]|(?<![a-zA-Z0-9])dd[aeiou]")
"""Pairs of letters and signs that no other writing has."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One way of writing. ``decode`` gives ``None`` for letters that cannot be it; ``encode`` goes back."""

    name: str
    title: str
    decode: Callable[[str], str | None]
    encode: Callable[[str], str | None]


def _from_bytes(text: str, back: Callable[[str], bytes | None], way: Callable[[str], str]) -> str | None:
    data = back(text)
    return None if data is None else with_capitals(way(as_windows(data.decode("latin-1"))))


def _to_letters(data: bytes | None, shown: Callable[[str], str]) -> str | None:
    return None if data is None else shown(data.decode("latin-1"))


def _utf8(text: str, back: Callable[[str], bytes | None]) -> str | None:
    data = back(text)
    try:
        return None if data is None else data.decode()
    except UnicodeDecodeError:
        return None


def _utf8_twice(text: str) -> str | None:
    once = _utf8(text, to_bytes)
    return None if once is None else _utf8(once, to_bytes)


def _vietnam(text: str) -> str | None:
    data = to_bytes(text)
    try:
        return None if data is None else from_cp1258(data)
    except UnicodeDecodeError:
        return None


def _vietnam_back(text: str) -> str | None:
    try:
        return as_windows(to_cp1258(text).decode("latin-1"))
    except UnicodeEncodeError:
        return None


def _viqr(text: str) -> str | None:
    return from_viqr(text) if text.isascii() and _VIQR_SIGNS.search(text) else None


ENCODINGS: Final[Mapping[str, Encoding]] = {
    way.name: way
    for way in (
        Encoding(
            "utf-8",
            "UTF-8",
            lambda text: _utf8(text, to_bytes),
            lambda text: as_windows(text.encode().decode("latin-1")),
        ),
        Encoding(
            "utf-8@1258",
            "UTF-8, shown as windows-1258",
            lambda text: _utf8(text, to_bytes_of_vietnam),
            lambda text: as_vietnam(text.encode()),
        ),
        Encoding(
            "utf-8x2",
            "UTF-8, twice",
            _utf8_twice,
            lambda text: as_windows(as_windows(text.encode().decode("latin-1")).encode().decode("latin-1")),
        ),
        Encoding("tcvn3", "TCVN3 (ABC)", lambda text: _from_bytes(text, to_bytes, from_tcvn3), to_tcvn3),
        Encoding(
            "tcvn3@1258",
            "TCVN3 (ABC), shown as windows-1258",
            lambda text: _from_bytes(text, to_bytes_of_vietnam, from_tcvn3),
            lambda text: _to_letters(
                to_bytes(to_tcvn3(text)), lambda image: as_vietnam(image.encode("latin-1"))
            ),
        ),
        Encoding("vni", "VNI", lambda text: _from_bytes(text, to_bytes, from_vni), to_vni),
        Encoding(
            "vni@1258",
            "VNI, shown as windows-1258",
            lambda text: _from_bytes(text, to_bytes_of_vietnam, from_vni),
            lambda text: _to_letters(
                to_bytes(to_vni(text)), lambda image: as_vietnam(image.encode("latin-1"))
            ),
        ),
        Encoding("cp1258", "windows-1258", _vietnam, _vietnam_back),
        Encoding("viqr", "VIQR", _viqr, to_viqr),
    )
}
"""By name; ``@1258`` marks letters that a Vietnamese machine showed."""
CHOICES: Final = ("tcvn3", "vni", "viqr", "cp1258", "utf-8")
"""Names a person may choose."""
