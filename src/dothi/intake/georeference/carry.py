"""Carrying coordinates: VN-2000 and WGS 84 by EPSG:6960 alone, zone to zone without a datum step."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from dothi.base.crs import Zone, pipeline_text, zone
from dothi.base.errors import Fault, InputError
from dothi.intake.georeference.zones import GEOGRAPHIC, zone_of

Carrier = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Takes and gives rows of x, y."""
_HOME = 5899
_NAMED = 5
WGS84 = CRS.from_epsg(4326)


@lru_cache(maxsize=64)
def carrier(source: CRS, target: CRS) -> Carrier:
    """Make the way from ``source`` to ``target`` for rows of x, y (east or longitude first).

    Raises :class:`InputError` (``intake.no-operation``) where no published operation leads there.
    """
    if source.equals(target, ignore_axis_order=True):
        return lambda points: points
    here, there = _vietnamese(source), _vietnamese(target)
    try:
        if here is not None and there is not None:
            return _steps(_plain(here, there))
        if here is None and there is None:
            return _steps(_plain(source, target))
        bridge = zone(_HOME)
        pinned = Transformer.from_pipeline(pipeline_text(bridge))
        if here is not None:
            return _steps(_plain(here, CRS.from_epsg(_HOME)), pinned, _plain(WGS84, target))
        if there is not None:
            return _steps(_plain(source, WGS84), _Back(pinned), _plain(CRS.from_epsg(_HOME), there))
    except ProjError as error:
        raise InputError(_no_way(source, target)) from error
    raise AssertionError(source)


def carried(frame: gpd.GeoDataFrame, target: CRS) -> gpd.GeoDataFrame:
    """Carry a frame to another CRS; its own must be known.

    Raises :class:`InputError` (``intake.out-of-reach``) naming features that the operation cannot carry.
    """
    if frame.crs is None:
        raise ValueError("a frame without CRS cannot be carried")
    way = carrier(frame.crs, target)
    return moved(frame, way, target)


def moved(frame: gpd.GeoDataFrame, way: Carrier, target: CRS) -> gpd.GeoDataFrame:
    """Move every corner of a frame by ``way`` and state that it is in ``target`` then.

    Raises :class:`InputError` (``intake.out-of-reach``) where a corner has no finite place there.
    """
    shapes = shapely.transform(frame.geometry.to_numpy(), way)
    points, owners = shapely.get_coordinates(shapes, return_index=True)
    lost = np.unique(owners[~np.isfinite(points).all(axis=1)])
    if len(lost):
        raise InputError(_out_of_reach([str(frame.index[place]) for place in lost], target))
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=target))


class _Back:
    """A transformer the other way round."""

    def __init__(self, forward: Transformer) -> None:
        self._forward = forward

    def transform(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Carry back."""
        back: tuple[Any, Any] = self._forward.transform(x, y, direction="INVERSE")
        return back


def _steps(*steps: Transformer | _Back) -> Carrier:
    def carry(points: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = points[:, 0], points[:, 1]
        for step in steps:
            x, y = step.transform(x, y)
        return np.column_stack([x, y])

    return carry


def _plain(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)


def _vietnamese(crs: CRS) -> CRS | None:
    """The registered CRS on VN-2000 that this is, ``None`` for others."""
    found: Zone | None = zone_of(crs)
    if found is not None:
        return CRS.from_epsg(found.epsg)
    geodetic = crs.geodetic_crs
    if geodetic is not None and geodetic.equals(CRS.from_epsg(GEOGRAPHIC), ignore_axis_order=True):
        return crs
    return None


def _out_of_reach(features: list[str], target: CRS) -> Fault:
    named = ", ".join(features[:_NAMED]) + (f" (+{len(features) - _NAMED})" if len(features) > _NAMED else "")
    return Fault(
        "intake.out-of-reach",
        f"Không chuyển được tọa độ của {named} sang «{target.name}»: nằm ngoài phạm vi của phép chuyển",
        f"The coordinates of {named} cannot be carried to “{target.name}”: they lie outside its reach",
        remedy_vi="Kiểm tra hệ tọa độ của tệp và các đối tượng này; nêu hệ tọa độ thật của tệp",
        remedy_en="Check the CRS of the file and these features; name the CRS the file is really in",
    )


def _no_way(source: CRS, target: CRS) -> Fault:
    return Fault(
        "intake.no-operation",
        f"Không có phép chuyển được công bố nào từ «{source.name}» sang «{target.name}»",
        f"No published operation leads from “{source.name}” to “{target.name}”",
        remedy_vi="Nêu hệ tọa độ bằng mã EPSG của nó",
        remedy_en="Name the coordinate reference system by its EPSG code",
    )
