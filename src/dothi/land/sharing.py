"""Areas that two sets of polygons share: one row for each pair that meets in more than a line.

Where a polygon lies inside another its own area is taken, so no intersection is built; the rest is GEOS. The
work is spread over threads by zone, and its result does not depend on how.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Geometries = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

CONTACT_M2 = 1e-6
"""Shared area up to which two polygons only touch: finer than coordinates of a VN-2000 zone can tell."""
_PART = 20_000
_AREA = 2


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Pairs in order of parcel, then zone; ``m2`` is the area of what both cover."""

    parcel: Rows
    zone: Rows
    m2: Floats

    def __len__(self) -> int:
        return len(self.m2)


def shared_areas(parcels: Geometries, zones: Geometries) -> Shared:
    """Area of parcel ∩ zone for every pair sharing more than :data:`CONTACT_M2`.

    :param parcels: valid polygons in metres.
    :param zones: likewise; they may overlap each other.
    """
    if not len(parcels) or not len(zones):
        return Shared(np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0))
    parcel, zone = shapely.STRtree(zones).query(parcels)
    order = np.argsort(zone, kind="stable")
    parcel, zone = parcel[order], zone[order]
    own = shapely.area(parcels)
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        parts = threads.map(lambda part: _areas(parcels, zones, own, parcel[part], zone[part]), _parts(zone))
        m2 = np.concatenate([np.empty(0), *parts])
    kept = np.flatnonzero(m2 > CONTACT_M2)
    kept = kept[np.lexsort((zone[kept], parcel[kept]))]
    return Shared(parcel[kept], zone[kept], m2[kept])


def areas_of(shape: Any) -> Any:
    """The polygons of a shape: where borders touch, what two polygons share has lines and points too."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == _AREA])


def _areas(parcels: Geometries, zones: Geometries, own: Floats, parcel: Rows, zone: Rows) -> Floats:
    shapely.prepare(zones[np.unique(zone)])
    inside = shapely.covers(zones[zone], parcels[parcel])
    shapely.destroy_prepared(zones[np.unique(zone)])
    m2 = np.where(inside, own[parcel], 0.0)
    crossing = np.flatnonzero(~inside)
    m2[crossing] = shapely.area(shapely.intersection(parcels[parcel[crossing]], zones[zone[crossing]]))
    return m2


def _parts(zone: Rows) -> Iterator[slice]:
    """Runs of pairs that never divide a zone: what is prepared for one thread is touched by no other."""
    start = 0
    while start < len(zone):
        end = min(start + _PART, len(zone))
        end += int(np.searchsorted(zone[end:], zone[end - 1], side="right"))
        yield slice(start, end)
        start = end
