"""One way of taking coordinates: which CRS, which axis first, which unit, datum shift done or forgotten.

Written as a short key that a person can choose by: ``5899``, ``5899/yx`` (the axes swapped), ``5899/mm``,
``5899/wgs84`` (computed on WGS 84 as if there were no datum shift), ``4326``, ``4326/yx``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from dothi.base.crs import ZONES, Zone
from dothi.base.errors import Fault, InputError
from dothi.intake.georeference.carry import WGS84, Carrier, carrier, moved
from dothi.intake.georeference.zones import on_wgs84

SWAPPED, MILLIMETRES, FORGOTTEN = "yx", "mm", "wgs84"
_ZONES = {zone.epsg: zone for zone in ZONES}


@dataclass(frozen=True, slots=True)
class Placement:
    """A way of taking coordinates as they stand in a file.

    ``swapped`` means that the file has north before east; ``scale`` turns its unit into metres or degrees;
    ``forgotten`` that its coordinates were computed on WGS 84 with the projection of the zone.
    """

    epsg: int
    swapped: bool = False
    scale: float = 1.0
    forgotten: bool = False

    @property
    def key(self) -> str:
        """What a person chooses it by."""
        parts = [str(self.epsg)]
        parts += [SWAPPED] if self.swapped else []
        parts += [MILLIMETRES] if self.scale != 1.0 else []
        parts += [FORGOTTEN] if self.forgotten else []
        return "/".join(parts)

    @property
    def zone(self) -> Zone | None:
        """The VN-2000 zone, ``None`` for another CRS."""
        return _ZONES.get(self.epsg)

    @property
    def crs(self) -> CRS:
        """The CRS coordinates are in once they are placed."""
        return _crs(self.epsg)

    @property
    def same_order(self) -> bool:
        """Whether it changes nothing but the name of the CRS."""
        return not self.swapped and self.scale == 1.0 and not self.forgotten

    def title(self, language: str = "vi") -> str:
        """Say it in words."""
        english = language == "en"
        zone = self.zone
        name = f"VN-2000, {zone.title}" if zone is not None else str(self.crs.name)
        name = name.replace("múi", "zone of") if english else name
        parts = [f"{name} (EPSG:{self.epsg})"]
        if self.swapped:
            parts.append("X and Y swapped" if english else "X và Y đổi chỗ")
        if self.scale != 1.0:
            parts.append("in millimetres" if english else "đơn vị milimét")
        if self.forgotten:
            parts.append("datum shift forgotten" if english else "quên chuyển hệ quy chiếu")
        return ", ".join(parts)

    def placed(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Carry points as they stand in the file to :attr:`crs`, east first."""
        ordered = points[:, ::-1] if self.swapped else points
        scaled = np.ascontiguousarray(ordered) * self.scale
        return _remembered(self.epsg)(scaled) if self.forgotten else scaled

    def to_wgs84(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Carry points as they stand in the file to WGS 84; infinite where that fails."""
        return _to_wgs84(self.epsg)(self.placed(points))

    def frame(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Place a whole frame; its own CRS is set aside. Raises as :func:`moved` does."""
        if self.same_order:
            return frame.set_geometry(
                gpd.GeoSeries(frame.geometry.to_numpy(), index=frame.index, crs=self.crs)
            )
        return moved(frame, self.placed, self.crs)


def placement(text: str) -> Placement:
    """Read a key: an EPSG code, then ``/yx``, ``/mm``, ``/wgs84`` in any order.

    Raises :class:`InputError` (``crs.unknown``) for anything else.

    >>> placement("EPSG:5899/yx").title("en")
    'VN-2000, 107°45′, zone of 3° (EPSG:5899), X and Y swapped'
    """
    code, *marks = text.strip().lower().removeprefix("epsg:").split("/")
    numbered = code.isascii() and code.isdigit() and len(code) < 7
    zone = _ZONES.get(int(code)) if numbered else None
    known = set(marks) <= {SWAPPED, MILLIMETRES, FORGOTTEN} and len(marks) == len(set(marks))
    if not known or not numbered or (FORGOTTEN in marks and zone is None):
        raise InputError(_unknown(text))
    try:
        _crs(int(code))
    except CRSError as error:
        raise InputError(_unknown(text)) from error
    scale = 0.001 if MILLIMETRES in marks else 1.0
    return Placement(int(code), SWAPPED in marks, scale, FORGOTTEN in marks)


@cache
def _crs(epsg: int) -> CRS:
    return CRS.from_epsg(epsg)


@cache
def _to_wgs84(epsg: int) -> Carrier:
    return carrier(_crs(epsg), WGS84)


@cache
def _remembered(epsg: int) -> Carrier:
    """The way from a zone's projection on WGS 84 to the zone."""
    return carrier(on_wgs84(_ZONES[epsg]), _crs(epsg))


def _unknown(text: str) -> Fault:
    return Fault(
        "crs.unknown",
        f"«{text.strip()[:40]}» không phải là mã hệ tọa độ",
        f"“{text.strip()[:40]}” is no code of a coordinate reference system",
        remedy_vi="Ghi mã EPSG, ví dụ 5899 (VN-2000, 107°45′) hoặc 4326; "
        "thêm /yx khi X và Y đổi chỗ, /mm khi đơn vị là mm",
        remedy_en="Write an EPSG code, as in 5899 (VN-2000, 107°45′) or 4326; "
        "add /yx for swapped axes, /mm for millimetres",
    )
