"""The CRS of a layer: its canonical text, and the one named operation that carries it to WGS 84.

Canonical text is ``AUTHORITY:CODE`` where the CRS is, in all its parameters, what that registry publishes;
otherwise its WKT 2 (2019) as written from PROJJSON. Axis order is not part of it: coordinates are held east
before north, as every GIS format does. Whatever stands on VN-2000 goes to WGS 84 by EPSG:6960 alone
(:mod:`dothi.base.crs`); elsewhere PROJ's best operation is taken, named in the manifest, and a CRS from
which only a guess leads to WGS 84 is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from dothi.base import crs as vn2000
from dothi.base.errors import Fault, InputError

_SAME_DATUM = 5899
_GEOGRAPHIC = 4756
_TARGET = "OGC:CRS84"
_EDGE = 21

Box = tuple[float, float, float, float]
"""Least x, least y, greatest x, greatest y."""


@dataclass(frozen=True, slots=True)
class Operation:
    """How coordinates reached WGS 84; ``accuracy_m`` is ``None`` where the registry states none."""

    code: str
    name: str
    accuracy_m: float | None


class Reference:
    """The CRS of one layer or raster."""

    def __init__(self, crs: CRS) -> None:
        self.crs = CRS.from_json(crs.to_json())
        self.canonical = _canonical(self.crs)

    @property
    def name(self) -> str:
        """What the CRS calls itself."""
        return str(self.crs.name)

    @cached_property
    def projjson(self) -> dict[str, Any]:
        """The CRS as GeoParquet keeps it."""
        found: dict[str, Any] = json.loads(self.crs.to_json())
        return found

    @cached_property
    def square_metres(self) -> float | None:
        """Square metres in one square unit of a projected CRS; ``None`` where areas would be in degrees."""
        if not self.crs.is_projected:
            return None
        factor = float(self.crs.axis_info[0].unit_conversion_factor)
        return factor * factor

    @cached_property
    def operation(self) -> Operation:
        """The operation that :meth:`to_wgs84` carries out."""
        if self._on_vn2000:
            pinned = vn2000.datum_operation()
            return Operation(pinned.code, pinned.name, pinned.accuracy_m)
        carrier = self._carriers[-1]
        accuracy = carrier.accuracy
        return Operation("", carrier.description, None if accuracy is None or accuracy < 0 else accuracy)

    def to_wgs84(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Carry rows of x, y to longitude, latitude in degrees.

        Raises :class:`InputError` (``lake.outside-crs``) where a point has no place on WGS 84.
        """
        x, y = coordinates[:, 0], coordinates[:, 1]
        for carrier in self._carriers:
            x, y = carrier.transform(x, y)
        carried = np.column_stack([x, y])
        if not np.isfinite(carried).all() or (np.abs(carried) > (180.0, 90.0)).any():
            raise InputError(_outside(self.canonical))
        return carried

    def box_wgs84(self, box: Box) -> Box:
        """West, south, east, north of a box of this CRS, its edges followed at 21 points each."""
        along = np.linspace(0.0, 1.0, _EDGE)
        x = box[0] + along * (box[2] - box[0])
        y = box[1] + along * (box[3] - box[1])
        edges = [(x, np.full(_EDGE, box[1])), (x, np.full(_EDGE, box[3]))]
        edges += [(np.full(_EDGE, box[0]), y), (np.full(_EDGE, box[2]), y)]
        carried = self.to_wgs84(np.vstack([np.column_stack(edge) for edge in edges]))
        west, south = carried.min(axis=0)
        east, north = carried.max(axis=0)
        return float(west), float(south), float(east), float(north)

    @cached_property
    def _horizontal(self) -> CRS:
        return self.crs.sub_crs_list[0] if self.crs.is_compound else self.crs

    @cached_property
    def _on_vn2000(self) -> bool:
        geodetic = self._horizontal.geodetic_crs
        return geodetic is not None and geodetic.equals(CRS.from_epsg(_GEOGRAPHIC), ignore_axis_order=True)

    @cached_property
    def _carriers(self) -> list[Transformer]:
        try:
            if self._on_vn2000:
                zone = vn2000.zone(self._zone_code())
                pinned = Transformer.from_pipeline(vn2000.pipeline_text(zone))
                if self.canonical == f"EPSG:{zone.epsg}":
                    return [pinned]
                return [_between(self._horizontal, CRS.from_epsg(zone.epsg)), pinned]
            return [_between(self._horizontal, CRS.from_user_input(_TARGET))]
        except ProjError as error:
            raise InputError(
                Fault(
                    "lake.no-operation",
                    f"Không có phép chuyển được công bố nào từ «{self.name}» sang WGS 84",
                    f"No published operation leads from “{self.name}” to WGS 84",
                    remedy_vi="Ghi hệ tọa độ bằng mã EPSG của nó",
                    remedy_en="State the coordinate reference system by its EPSG code",
                )
            ) from error

    def _zone_code(self) -> int:
        """EPSG code of the layer's own zone, or of the zone its VN-2000 coordinates pass through."""
        known = {f"EPSG:{zone.epsg}": zone.epsg for zone in vn2000.ZONES}
        return known.get(self.canonical, _SAME_DATUM)


def _between(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)


def _canonical(crs: CRS) -> str:
    found = crs.to_authority(min_confidence=100)
    if found is not None:
        try:
            published = CRS.from_authority(*found)
        except CRSError:
            published = None
        if published is not None and crs.equals(published, ignore_axis_order=True):
            return f"{found[0]}:{found[1]}"
    return str(crs.to_wkt("WKT2_2019"))


def _outside(where: str) -> Fault:
    return Fault(
        "lake.outside-crs",
        "Có điểm nằm ngoài vùng mà hệ tọa độ của lớp mô tả được",
        "A point lies outside what the layer's coordinate reference system can describe",
        where=where[:80],
        remedy_vi="Kiểm tra hệ tọa độ, đơn vị và thứ tự X, Y",
        remedy_en="Check the coordinate reference system, the units and the order of X and Y",
    )
