r"""Reading where somebody points: coordinates in any usual way of writing.

Degrees as decimals (with a dot or, the Vietnamese way, a comma), as degrees-minutes-seconds, with letters in
Vietnamese or English, as pasted from a map's address; metres of VN-2000 in either order, with or without
``X`` and ``Y``. Latitude and longitude, northing and easting tell each other apart by their size in Vietnam;
which zone metres are of is found by :mod:`dothi.intake.georeference.readings` from where they fall.

>>> [round(part, 4) for part in read_point("15°34'25\"B 108°28'26\"Đ").position]
[108.4739, 15.5736]
>>> read_point("X = 1.722.531,703; Y = 577.453,964").position
(577453.964, 1722531.703)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dothi.base.errors import Fault, InputError
from dothi.intake.reading.corners.cells import number

LONGEST = 400
"""Characters looked at; a whole address pasted from a map fits."""
_LATITUDE, _LONGITUDE = (6.0, 24.0), (101.0, 118.0)
_NORTHING, _EASTING = (600_000.0, 2_700_000.0), (100_000.0, 1_200_000.0)
_DMS = re.compile(
    r"(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°ºo]\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['′’]\s*(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''))?)?"
)
_AT = re.compile(r"[@=/](?P<first>-?\d{1,3}\.\d+)(?:,|%2C)\s*(?P<second>-?\d{1,3}\.\d+)")
_PIN = re.compile(r"!3d(?P<first>-?\d{1,3}\.\d+)!4d(?P<second>-?\d{1,3}\.\d+)")
_TOKEN = re.compile(r"-?\d[\d.,]*\d|-?\d")
_GROUPS = re.compile(r"(?<![\d.,])(\d{1,3})((?: \d{3})+)(?=[,.]\d|\s|;|$)")


@dataclass(frozen=True, slots=True)
class Pointed:
    """A point as written: ``position`` is east or longitude first; ``degrees`` says which.

    Metres are of a zone that the text does not name.
    """

    position: tuple[float, float]
    degrees: bool


def looks_like_point(text: str) -> bool:
    """Whether a text is coordinates and not a name: what a search box asks before it searches."""
    if _from_address(text[:LONGEST]) is not None:
        return True
    if len(re.findall(r"[^\W\d_]", text)) > _FEW:
        return False
    found = _numbers(text[:LONGEST])
    if not any(mark in text for mark in ".,°º"):
        return len(found) == 2 and all(value >= _EASTING[0] for value in found)
    return len(found) == 2 and all(value % 1 or value > _LATITUDE[0] * 100 for value in found)


_FEW = 12
"""Letters that may stand beside two numbers: X, Y, B, Đ, N, E, kinh độ, vĩ độ."""


def read_point(text: str) -> Pointed:
    """Read one point.

    Raises :class:`InputError`: ``point.unreadable`` for a text that does not hold exactly two numbers,
    ``point.off-vietnam`` for numbers that can be no place in Vietnam.
    """
    found = _from_address(text[:LONGEST]) or _numbers(text[:LONGEST])
    if len(found) != 2:
        raise InputError(_unreadable(text, len(found)))
    first, second = found
    for low, high, degrees in ((_LATITUDE, _LONGITUDE, True), (_NORTHING, _EASTING, False)):
        ways = [(b, a) for a, b in ((first, second), (second, first)) if _within(a, low) and _within(b, high)]
        if degrees and ways:
            return Pointed(ways[0], degrees=True)
        if ways:
            return Pointed(_likelier(ways), degrees=False)
    raise InputError(_off(first, second))


def _likelier(ways: list[tuple[float, float]]) -> tuple[float, float]:
    """Of two orders of metres the one with the greater northing: eastings in Vietnam are smaller."""
    return max(ways, key=lambda way: way[1])


def _from_address(text: str) -> list[float] | None:
    found = _PIN.search(text) or _AT.search(text)
    return [float(found["first"]), float(found["second"])] if found else None


def _numbers(text: str) -> list[float]:
    angles = [_angle(found) for found in _DMS.finditer(text)]
    if angles:
        return angles
    plain = _GROUPS.sub(lambda found: found[0].replace(" ", ""), text)
    return list(_plain(plain))


def _plain(text: str) -> Iterator[float]:
    """Numbers of a text; ``15,57 108,47`` are two, ``15.57,108.47`` are two, ``1.722.531,70`` is one."""
    for found in _TOKEN.finditer(text):
        for part in _parted(found[0]):
            value = number(part)
            if value is not None:
                yield value


def _parted(token: str) -> list[str]:
    """Divide ``15.57,108.47`` at its comma, which no single number can hold."""
    left, comma, right = token.partition(",")
    if comma and "." in left and "." in right:
        return [left, right]
    return [token]


def _angle(found: re.Match[str]) -> float:
    degrees, minutes, seconds = (
        float((found[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds")
    )
    return degrees + minutes / 60 + seconds / 3600


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _unreadable(text: str, count: int) -> Fault:
    shown = text.strip()[:60]
    return Fault(
        "point.unreadable",
        f"«{shown}» có {count} con số đọc được, cần đúng hai",
        f"“{shown}” holds {count} numbers that can be read, and two are needed",
        remedy_vi="Ghi vĩ độ và kinh độ (15,5736; 108,4740) hoặc X và Y của VN-2000 (1722531,70; 577453,96)",
        remedy_en="Write latitude and longitude (15.5736, 108.4740), or X and Y of VN-2000",
    )


def _off(first: float, second: float) -> Fault:
    return Fault(
        "point.off-vietnam",
        f"Hai số {first:g} và {second:g} không thể là tọa độ ở Việt Nam",
        f"The numbers {first:g} and {second:g} can be no coordinates in Vietnam",
        remedy_vi="Độ: vĩ độ 8-24, kinh độ 102-118. Mét: X (bắc) từ 800.000 đến 2.700.000",
        remedy_en="Degrees: latitude 8-24, longitude 102-118. Metres: X (north) 800,000-2,700,000",
    )
