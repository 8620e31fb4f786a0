"""VN-2000 zones behind other words: a ``.prj`` that describes one without its code, and the datum forgotten.

Programs write the same projection in many ways: with the datum named, with seven parameters beside an unnamed
one, or on WGS 84 as if there were no shift at all. The last puts everything about 195 m and 113 m away.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pyproj import CRS

from dothi.base.crs import ZONES, Zone

GEOGRAPHIC = 4756
"""VN-2000 in degrees."""
_SHIFT_M = ((-191.9, 0.5), (-39.3, 0.5), (-111.45, 0.5))
_SCALE = {3: 0.9999, 6: 0.9996}


def zone_of(crs: CRS) -> Zone | None:
    """Find the VN-2000 zone that a CRS is, by code or by what it describes; ``None`` for anything else."""
    base, shifted = (crs.source_crs or crs, _is_shift(crs)) if crs.is_bound else (crs, False)
    zone = _projection_of(base)
    if zone is None:
        return None
    datum = str(base.geodetic_crs.datum.name if base.geodetic_crs and base.geodetic_crs.datum else "")
    written = "".join(letter for letter in datum.lower() if letter.isalnum())
    return zone if shifted or "vn2000" in written or "vietnam2000" in written else None


def forgotten_datum(crs: CRS) -> Zone | None:
    """Find the zone whose projection a CRS has, but on WGS 84 or on no named datum."""
    if crs.is_bound and _is_shift(crs):
        return None
    base = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    zone = _projection_of(base)
    return zone if zone is not None and zone_of(crs) is None else None


@cache
def on_wgs84(zone: Zone) -> CRS:
    """Make the projection of a zone on WGS 84: what comes out where the datum shift was forgotten."""
    return CRS.from_proj4(
        f"+proj=tmerc +lat_0=0 +lon_0={zone.central_meridian!r} +k={_SCALE[zone.width]} "
        "+x_0=500000 +y_0=0 +datum=WGS84 +units=m +no_defs"
    )


def _projection_of(crs: CRS) -> Zone | None:
    """Compare the projection, whatever the datum."""
    operation: Any = crs.coordinate_operation
    if not crs.is_projected or operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    numbers = {param.name.lower(): param.value for param in operation.params}
    for zone in ZONES:
        wanted = {
            "longitude of natural origin": zone.central_meridian,
            "latitude of natural origin": 0.0,
            "scale factor at natural origin": _SCALE[zone.width],
            "false easting": 500_000.0,
            "false northing": 0.0,
        }
        if all(abs(numbers.get(name, 1e9) - value) < 1e-7 for name, value in wanted.items()):
            return zone
    return None


def _is_shift(crs: CRS) -> bool:
    """Whether the parameters beside an unnamed datum are those of VN-2000, in either sign of rotation."""
    operation = crs.coordinate_operation
    given = list(operation.towgs84) if operation is not None else []
    return len(given) >= 3 and all(
        abs(value - wanted) <= allowed for value, (wanted, allowed) in zip(given, _SHIFT_M, strict=False)
    )
