"""Which CRS metres without a name are of: said beside the answer where it is plain, asked where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.intake.georeference.carry import carrier
from dothi.intake.georeference.evidence import Expected
from dothi.intake.georeference.placement import Placement, placement
from dothi.intake.georeference.readings import CrsReading, readings
from dothi.land.record import Words


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A shape in the CRS it was taken to be in, east first, and what was supposed."""

    shape: Any
    crs: CRS
    notes: tuple[Words, ...] = ()


def placed(shape: Any, where: Expected, home: int, crs: str = "") -> Placed:
    """Place a shape of metres or degrees, first coordinate east as far as known.

    :param where: ground of the province.
    :param home: EPSG code of the zone in which the province works.
    :param crs: key of :func:`~dothi.intake.georeference.placement.placement` that a person chose.

    What falls in the province as VN-2000 of its own zone, in either order, is taken so, with a note; anything
    else must be chosen: :class:`InputError` ``land.which-crs`` names the ways it can be taken,
    ``land.elsewhere`` says that none leads into the province.
    """
    if crs:
        return _by(placement(crs), shape, chosen=True)
    found = readings(np.array([shape], dtype=object), where, home=home)
    usual = [one for one in found if one.placement.epsg in {home, _WGS84} and _plain(one.placement)]
    if usual:
        return _by(usual[0].placement, shape, chosen=False)
    raise InputError(_which(found) if found else _elsewhere(home))


_WGS84 = 4326


def in_home_zone(shape: Any, crs: CRS, home: int) -> Any:
    """A shape carried to the zone in which areas of the province are registered."""
    return shapely.transform(shape, carrier(crs, CRS.from_epsg(home)))


def _plain(way: Placement) -> bool:
    return way.scale == 1.0 and not way.forgotten


def _by(way: Placement, shape: Any, *, chosen: bool) -> Placed:
    def carry(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return way.placed(points)

    note = (
        () if chosen else (Words(f"Tọa độ hiểu là {way.title()}", f"Coordinates taken as {way.title('en')}"),)
    )
    return Placed(shapely.transform(shape, carry), way.crs, note)


def _which(found: Sequence[CrsReading]) -> Fault:
    ways_vi = "; ".join(f"{one.placement.key}: {one.placement.title()}" for one in found)
    ways_en = "; ".join(f"{one.placement.key}: {one.placement.title('en')}" for one in found)
    return Fault(
        "land.which-crs",
        f"Tọa độ không rơi vào tỉnh theo múi chiếu của tỉnh, nhưng rơi vào theo cách khác: {ways_vi}",
        f"The coordinates fall outside the province in its own zone, but inside it otherwise: {ways_en}",
        remedy_vi="Xem kinh tuyến trục ghi trên giấy tờ, rồi chọn hệ tọa độ đó",
        remedy_en="Look up the central meridian on the document, then choose that CRS",
    )


def _elsewhere(home: int) -> Fault:
    title = Placement(home).title()
    return Fault(
        "land.elsewhere",
        f"Tọa độ nằm ngoài phạm vi của tỉnh, dù hiểu theo {title} hay múi chiếu khác",
        f"The coordinates lie outside the province, as {Placement(home).title('en')} or in any other zone",
        remedy_vi="Kiểm tra từng chữ số; X là hướng bắc",
        remedy_en="Check every digit; X is north",
    )
