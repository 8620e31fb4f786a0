"""A CRS as one line of text: its authority code where it has one, else WKT; empty where it is none."""

from __future__ import annotations

from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError


@lru_cache(maxsize=64)
def crs_text(told: str) -> str:
    """Write what a file told (code, WKT, PROJJSON) as ``EPSG:5899`` or WKT 2.

    A local system ("Nonearth" of MapInfo, an engineering CRS) says nothing of where things lie: empty.
    """
    if not told.strip():
        return ""
    try:
        crs = CRS.from_user_input(told)
    except CRSError:
        return ""
    if crs.type_name == "Engineering CRS":
        return ""
    if crs.to_authority(min_confidence=100) == ("OGC", "CRS84"):
        return "EPSG:4326"
    known = None if crs.is_bound else crs.to_authority("EPSG", min_confidence=90)
    return ":".join(known) if known else crs.to_wkt("WKT2_2019")
