"""Which zone of VN-2000 a layer's coordinate system is, however the file writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dothi.base.crs import ZONES, Zone
from dothi.base.text import fold

_NAMES = ("vn2000", "vietnam2000")
_SCALES = {0.9999: 3, 0.9996: 6}
_CODE = re.compile(r"EPSG\s*:?\s*([0-9]{4,5})", re.IGNORECASE)
_MERIDIAN = re.compile(
    r"(?<![0-9])(?P<degrees>10[2-9])(?:[.,](?P<part>[0-9]{1,4})|\s*[°ºd-]\s*(?P<minutes>[0-5][0-9]))?(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class Grid:
    """``zone`` where the system is one of VN-2000's zones; ``datum`` whether it stands on VN-2000 at all."""

    name: str
    datum: bool
    zone: Zone | None = None


def grid_of(crs: Any) -> Grid:
    """Read a ``pyproj.CRS``: by its EPSG code, else by datum name and projection numbers.

    Files from ArcGIS and MapInfo often carry the zone without its code, under a name of their own. Numbers
    alone are not enough: without a word of its datum a system is not taken for VN-2000.
    """
    name = str(crs.name)
    code = crs.to_epsg(min_confidence=100)
    for zone in ZONES:
        if zone.epsg == code:
            return Grid(name, datum=True, zone=zone)
    base = crs.source_crs if crs.is_bound else crs
    geodetic = base.geodetic_crs
    names = [name] if geodetic is None else [name, geodetic.name, str(getattr(geodetic.datum, "name", ""))]
    datum = any(known in fold(text).replace(" ", "") for text in names for known in _NAMES)
    return Grid(name, datum, _zone_by_numbers(base) if datum else None)


def _zone_by_numbers(crs: Any) -> Zone | None:
    operation = crs.coordinate_operation
    if operation is None or operation.method_name != "Transverse Mercator":
        return None
    numbers = {parameter.name: float(parameter.value) for parameter in operation.params}
    width = _SCALES.get(round(numbers.get("Scale factor at natural origin", 0.0), 7))
    minutes = round(numbers.get("Longitude of natural origin", 0.0) * 60, 6)
    plain = (
        numbers.get("False easting") == 500_000
        and numbers.get("False northing") == 0
        and numbers.get("Latitude of natural origin") == 0
    )
    for zone in ZONES:
        if plain and (zone.width, float(zone.minutes)) == (width, minutes):
            return zone
    return None


def zone_in_words(text: str) -> Zone | None:
    """Find the zone that a metadata cell names: ``VN-2000, kinh tuyến trục 107°45'``, or an EPSG code.

    The central meridian is what counts; a width of 6 degrees is taken only where it is written.
    """
    code = _CODE.search(text)
    if code is not None:
        return next((zone for zone in ZONES if zone.epsg == int(code[1])), None)
    found = _MERIDIAN.search(text)
    if found is None or not any(known in fold(text).replace(" ", "") for known in _NAMES):
        return None
    minutes = float(f"0.{found['part']}") * 60 if found["part"] else float(found["minutes"] or 0)
    width = 6 if re.search(r"m[uú]i\s*(?:chiếu\s*)?6", text, re.IGNORECASE) else 3
    wanted = (width, int(found["degrees"]) * 60 + minutes)
    return next((zone for zone in ZONES if (zone.width, zone.minutes) == wanted), None)
