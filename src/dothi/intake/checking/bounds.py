"""What a written limit allows: ``≤ 40%``, ``3-5 tầng`` and ``1.250,5`` as a lowest and a highest value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dothi.base.errors import Fault, InputError
from dothi.base.numbers import format_number, format_range, parse_number, parse_range
from dothi.base.text import clean

_UNITS = {
    "%": "%",
    "tầng": "tầng",
    "tang": "tầng",
    "lần": "lần",
    "m2": "m²",
    "m²": "m²",
    "ha": "ha",
    "km2": "km²",
    "km²": "km²",
    "m": "m",
    "người": "người",
    "người/ha": "người/ha",
}
_UNIT = re.compile(
    rf"(?<![^\W\d_])({'|'.join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"^(?:≤|<=|=<|tối đa|không quá|không vượt quá|max\b\.?|đến)\s*:?\s*", re.IGNORECASE)
_AT_LEAST = re.compile(r"^(?:≥|>=|=>|tối thiểu|không dưới|ít nhất|min\b\.?|từ)\s*:?\s*", re.IGNORECASE)
_BELOW = re.compile(r"^(?:<|dưới|nhỏ hơn|thấp hơn|ít hơn)\s*:?\s*", re.IGNORECASE)
_ABOVE = re.compile(r"^(?:>|trên|lớn hơn|cao hơn|nhiều hơn)\s*:?\s*", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:~|≈|khoảng)\s*", re.IGNORECASE)

_SIDES = {
    (True, False): ("không quá", "at most"),
    (True, True): ("dưới", "below"),
    (False, False): ("ít nhất", "at least"),
    (False, True): ("trên", "above"),
}
"""Words for a limit above or below, and for one that is itself left out."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values a text allows, ends included unless told ``open``; ``None`` where it sets no limit.

    ``unit`` is the unit the text names, empty where it names none.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    open: bool = False

    def words(self, language: str = "vi") -> str:
        """Write the bounds: ``không quá 40 %``."""
        unit = f" {self.unit}" if self.unit else ""
        if self.low is not None and self.high is not None:
            several = self.low < self.high
            return (format_range(self.low, self.high) if several else format_number(self.low)) + unit
        limit = self.low if self.high is None else self.high
        number = format_number(Decimal(0) if limit is None else limit)
        vi, en = _SIDES[self.high is not None, self.open]
        return f"{en if language == 'en' else vi} {number}{unit}"


def parse_bounds(text: str) -> Bounds:
    """Read a limit as it stands in a plan's table; raise :class:`InputError` with a sentence otherwise.

    Numbers are read the Vietnamese way by :mod:`dothi.base.numbers`, whose codes are raised; two different
    units in one text are ``bounds.units``.

    >>> parse_bounds("≤ 40%").words(), parse_bounds("3-5 tầng").words(), parse_bounds("1.250,5").high
    ('không quá 40 %', '3–5 tầng', Decimal('1250.5'))
    """
    plain = clean(text)
    units = {_UNITS[found.lower()] for found in _UNIT.findall(plain)}
    if len(units) > 1:
        raise InputError(
            Fault(
                "bounds.units",
                f"«{plain[:40]}» ghi hai đơn vị khác nhau",
                f"“{plain[:40]}” names two different units",
                remedy_vi="Ghi một đơn vị",
                remedy_en="Write one unit",
            )
        )
    unit = next(iter(units), "")
    bare = clean(_UNIT.sub(" ", plain))
    if " đến " in bare:
        bare = bare if bare.lower().startswith("từ ") else f"từ {bare}"
        low, high = parse_range(bare)
        return Bounds(low, high, unit)
    for pattern, side, is_open in (
        (_AT_MOST, "high", False),
        (_AT_LEAST, "low", False),
        (_BELOW, "high", True),
        (_ABOVE, "low", True),
    ):
        limit = pattern.sub("", bare, count=1)
        if limit != bare:
            number = parse_number(limit)
            return Bounds(
                number if side == "low" else None, number if side == "high" else None, unit, is_open
            )
    low, high = parse_range(_ABOUT.sub("", bare, count=1))
    return Bounds(low, high, unit)
