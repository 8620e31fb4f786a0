"""Metres for every layer: lengths and areas are never taken in degrees, nor on a map that stretches them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from dothi.base.numbers import exact, format_number
from dothi.intake.checking.rings import Floats, Geometries
from dothi.intake.checking.saying import in_language

_DEGREE = 0.017453292519943295
_TRUE = 0.01
"""How far the areal scale of a map may be from 1 for its own metres to serve."""


@dataclass(frozen=True, slots=True, eq=False)
class Measuring:
    """How a layer is measured, in words and as a projection.

    ``factor`` is metres per unit of the layer, or degrees where ``plane`` is given. Where ``source`` is given
    its coordinates are first taken back to degrees, and degrees are laid on ``plane``: an equal-area map on
    the layer's own ellipsoid, so no datum is ever changed.
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
        x, y = (x * self.factor, y * self.factor) if self.source is None else self.source(x, y, inverse=True)
        return np.stack(self.plane(x, y), axis=1)

    def _backward(self, points: Floats) -> Floats:
        if self.plane is None:
            return points / self.factor
        x, y = self.plane(*points.T, inverse=True)
        x, y = (x / self.factor, y / self.factor) if self.source is None else self.source(x, y)
        return np.stack([x, y], axis=1)


def measuring_of(crs: Any, bounds: npt.NDArray[np.float64]) -> Measuring | None:
    """Choose how a layer with ``crs`` (a pyproj CRS or ``None``) and these finite ``bounds`` is measured.

    ``None`` where nobody can know, which :func:`unmeasured` explains: no CRS and coordinates that may be
    degrees, coordinates that the CRS does not have, or a CRS without one known unit for both its axes.
    """
    if crs is None:
        told = Measuring("tệp không ghi hệ tọa độ, coi đơn vị là mét", "no CRS, taken as metres")
        return None if _on_the_globe(bounds) else told
    factor = _unit(crs)
    if factor is None:
        return None
    if crs.is_geographic:
        degrees = bounds * factor
        return _laid_out(crs, degrees, None, factor) if _on_the_globe(degrees) else None
    told = Measuring(f"trên {crs.name}", f"on {crs.name}")
    if factor != 1.0:
        told = Measuring(f"{crs.name}, đổi ra mét", f"{crs.name}, turned into metres", factor)
    return _true(crs, bounds, told) if crs.is_projected else told


def unmeasured(crs: Any) -> tuple[str, str]:
    """Say why :func:`measuring_of` gave nothing for a layer with ``crs``, and what to do."""
    if crs is not None and _unit(crs) is None:
        vi = f"hai trục của {crs.name} không có một đơn vị đo chung nên không đo được; chuyển lớp về VN-2000"
        en = f"{crs.name} has no one unit for both axes, so nothing can be measured; bring it to VN-2000"
        return vi, en
    why, why_en = "không biết hệ tọa độ", "the CRS is not known"
    if crs is not None:
        why, why_en = f"tọa độ nằm ngoài phạm vi của {crs.name}", f"the coordinates lie outside {crs.name}"
    return (
        f"{why} nên không đo được; cần nêu đúng hệ tọa độ",
        f"{why_en}, so nothing can be measured; the right CRS has to be named",
    )


def _unit(crs: Any) -> float | None:
    """Metres, or degrees, in the unit of both axes of a map or of a globe; ``None`` where there is none."""
    factors = {float(axis.unit_conversion_factor) for axis in crs.axis_info[:2]} or {1.0}
    factor = factors.pop()
    if factors or crs.is_geocentric or not np.isfinite(factor) or factor <= 0:
        return None
    if not crs.is_geographic:
        return factor
    return 1.0 if factor == _DEGREE else factor / _DEGREE


def _on_the_globe(bounds: npt.NDArray[np.float64]) -> bool:
    return bool(np.all(np.abs(bounds) <= [180.0, 90.0, 180.0, 90.0]))


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
        x, y = _degrees(x, y, crs)
        north, east = _angle(y), _angle(x)
        vi = f"vĩ độ {north}° {'B' if y >= 0 else 'N'}, kinh độ {east}° {'Đ' if x >= 0 else 'T'}"
        north, east = in_language(north, "en"), in_language(east, "en")
        return vi, f"latitude {north}° {'N' if y >= 0 else 'S'}, longitude {east}° {'E' if x >= 0 else 'W'}"
    north, east = _grouped(y), _grouped(x)
    english = f"north {in_language(north, 'en')}; east {in_language(east, 'en')}"
    return f"X (bắc) {north}; Y (đông) {east}", english


def _laid_out(crs: Any, bounds: npt.NDArray[np.float64], source: Any, factor: float = 1.0) -> Measuring:
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
        factor=factor,
        source=source,
        plane=plane,
    )


def _degrees(x: float, y: float, crs: Any) -> tuple[float, float]:
    """Degrees from Greenwich and from the equator, whatever the CRS counts in and from where."""
    origin = crs.prime_meridian
    factor = _unit(crs) or 1.0
    return x * factor + origin.longitude * origin.unit_conversion_factor / _DEGREE, y * factor


def _projection(crs: Any) -> Any:
    from pyproj import Proj  # noqa: PLC0415

    return Proj(crs)


def _angle(value: float) -> str:
    return format_number(exact(abs(value)), 6)


def _grouped(value: float) -> str:
    return format_number(exact(value), 2)
