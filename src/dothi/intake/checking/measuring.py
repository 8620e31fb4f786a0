"""Metres for every layer: lengths and areas are never taken in degrees, nor on a map that stretches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from dothi.base.numbers import exact, format_number
from dothi.intake.checking.rings import Floats, Geometries

_TRUE = 0.01
"""How far the areal scale of a map may be from 1 for its own metres to serve."""


@dataclass(frozen=True, slots=True, eq=False)
class Measuring:
    """How a layer is measured, in words and as a projection.

    ``factor`` is metres per unit of the layer. Where ``source`` is given its coordinates are first taken back
    to degrees, and where ``plane`` is given degrees are laid on it: an equal-area map on the layer's own
    ellipsoid, so no datum is ever changed.
    """

    vi: str
    en: str
    factor: float = 1.0
    source: Any = None
    plane: Any = None

    @property
    def as_is(self) -> bool:
        """Whether coordinates are metres already."""
        return self.plane is None and self.factor == 1.0

    def metres(self, geometries: Geometries) -> Geometries:
        """Lay geometries of the layer out in metres."""
        if self.as_is:
            return geometries
        laid: Geometries = shapely.transform(geometries, self._forward)
        return laid

    def back(self, geometries: Geometries) -> Geometries:
        """Bring geometries in metres back to the layer's own coordinates."""
        if self.as_is:
            return geometries
        brought: Geometries = shapely.transform(geometries, self._backward)
        return brought

    def _forward(self, points: Floats) -> Floats:
        if self.plane is None:
            return points * self.factor
        x, y = points.T
        if self.source is not None:
            x, y = self.source(x, y, inverse=True)
        return np.stack(self.plane(x, y), axis=1)

    def _backward(self, points: Floats) -> Floats:
        if self.plane is None:
            return points / self.factor
        x, y = self.plane(*points.T, inverse=True)
        if self.source is not None:
            x, y = self.source(x, y)
        return np.stack([x, y], axis=1)


def measuring_of(crs: Any, bounds: npt.NDArray[np.float64]) -> Measuring | None:
    """Choose how a layer with ``crs`` (a pyproj CRS or ``None``) and these finite ``bounds`` is measured.

    ``None`` where nobody can know: no CRS and coordinates that may be degrees, or degrees off the globe.
    """
    globe = bool(np.all(np.abs(bounds) <= [180.0, 90.0, 180.0, 90.0]))
    if crs is None:
        told = Measuring("tệp không ghi hệ tọa độ, coi đơn vị là mét", "no CRS, taken as metres")
        return None if globe else told
    if crs.is_geographic:
        return _laid_out(crs, bounds, None) if globe else None
    factor = float(crs.axis_info[0].unit_conversion_factor) if crs.axis_info else 1.0
    told = Measuring(f"trên {crs.name}", f"on {crs.name}")
    if factor != 1.0:
        told = Measuring(f"{crs.name}, đổi ra mét", f"{crs.name}, turned into metres", factor)
    return _true(crs, bounds, told) if crs.is_projected else told


def _true(crs: Any, bounds: npt.NDArray[np.float64], told: Measuring) -> Measuring | None:
    """Give ``told`` where the projected map keeps areas, else an equal-area map of the same ground."""
    projection = _projection(crs)
    centre = projection((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, inverse=True)
    if not np.isfinite(centre).all():
        return None
    if abs(projection.get_factors(*centre).areal_scale - 1) > _TRUE:
        return _laid_out(crs, np.array([*centre, *centre]), projection)
    return told


def place_in_words(x: float, y: float, crs: Any) -> tuple[str, str]:
    """Name a place as surveyors do: X is north and Y is east where the CRS is projected."""
    if crs is not None and crs.is_geographic:
        north, east = _angle(y), _angle(x)
        return (
            f"vĩ độ {north}° {'B' if y >= 0 else 'N'}, kinh độ {east}° {'Đ' if x >= 0 else 'T'}",
            f"latitude {north}° {'N' if y >= 0 else 'S'}, longitude {east}° {'E' if x >= 0 else 'W'}",
        )
    return f"X (bắc) {_grouped(y)}; Y (đông) {_grouped(x)}", f"north {_grouped(y)}; east {_grouped(x)}"


def _laid_out(crs: Any, bounds: npt.NDArray[np.float64], source: Any) -> Measuring:
    from pyproj import Proj  # noqa: PLC0415  (loading PROJ is dear, and most layers are in metres)

    longitude = round(float(bounds[0] + bounds[2]) / 2, 2)
    latitude = round(float(bounds[1] + bounds[3]) / 2, 2)
    ellipsoid = crs.ellipsoid
    shape = {"a": ellipsoid.semi_major_metre, "b": ellipsoid.semi_minor_metre}
    plane = Proj(proj="laea", lon_0=longitude, lat_0=latitude, **shape)
    at = f"{latitude:.2f}° {longitude:.2f}°".replace(".", ",")
    return Measuring(
        f"{crs.name} đưa về phép chiếu đồng diện tích có tâm tại {at}",
        f"{crs.name} on an equal-area map centred on {latitude:.2f}° {longitude:.2f}°",
        source=source,
        plane=plane,
    )


def _projection(crs: Any) -> Any:
    from pyproj import Proj  # noqa: PLC0415

    return Proj(crs)


def _angle(value: float) -> str:
    return format_number(exact(abs(value)), 6)


def _grouped(value: float) -> str:
    return format_number(exact(value), 2)
