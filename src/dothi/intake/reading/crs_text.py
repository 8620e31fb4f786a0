"""A CRS as one line of text: its authority code where it has one, else WKT; empty where it is none."""

from __future__ import annotations

from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from dothi.base.errors import Fault


@lru_cache(maxsize=64)
def crs_text(told: str) -> str:
    """Write what a file told (code, WKT, PROJJSON) as ``EPSG:5899`` or WKT 2.

    A local system ("Nonearth" of MapInfo, an engineering CRS) and the undefined ones of a GeoPackage (0, -1)
    say nothing of where things lie: empty.
    """
    if not told.strip():
        return ""
    try:
        crs = CRS.from_user_input(told)
    except CRSError:
        return ""
    if crs.type_name == "Engineering CRS" or crs.name.lower().startswith("undefined "):
        return ""
    if crs.to_authority(min_confidence=100) == ("OGC", "CRS84"):
        return "EPSG:4326"
    known = None if crs.is_bound else crs.to_authority("EPSG", min_confidence=90)
    return ":".join(known) if known else crs.to_wkt("WKT2_2019")


def readable_crs(told: str) -> bool:
    """Whether PROJ makes anything of it, be it only a local system.

    >>> readable_crs("EPSG:5899"), readable_crs('PROJCS["VN-2000 / TM-3 107-45",GEOGCS["VN')
    (True, False)
    """
    try:
        CRS.from_user_input(told)
    except CRSError:
        return False
    return True


def unusable_crs(where: str, told: str) -> Fault:
    """Say that a CRS is stated and means nothing here, so that it is taken as not known."""
    shown = " ".join(told.split())[:80]
    return Fault(
        "intake.crs-unreadable",
        f"Không hiểu được hệ tọa độ ghi trong tệp («{shown}»); coi như tệp không ghi hệ tọa độ",
        f"The CRS stated in the file (“{shown}”) makes no sense; it is taken as not stated",
        where,
        "Nêu hệ tọa độ thật của tệp bằng mã EPSG, hoặc xuất lại tệp",
        "Name the CRS the file is really in by its EPSG code, or export the file again",
    )
