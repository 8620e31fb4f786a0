"""How many zones cover a place."""

from __future__ import annotations

import numpy as np
import shapely

from dothi.intake.checking.rings import Floats, Geometries, Ints


class Cover:
    """The zones of a sheet, and everything outside the plan's boundary where that is known, to be counted."""

    def __init__(self, zones: Geometries, boundary: Geometries) -> None:
        self.zones = zones
        self.boundary = boundary
        self.tree = shapely.STRtree(zones)

    def at(self, points: Floats) -> Ints:
        """Count the zones over each point; -1 where the point lies on a corner of several and cannot tell."""
        spots = shapely.points(points)
        place, zone = self.tree.query(spots)
        shapely.prepare(self.zones[np.unique(zone)])
        x, y = points[place].T
        within = shapely.contains_xy(self.zones[zone], x, y)
        touched = shapely.intersects_xy(self.zones[zone], x, y) & ~within
        shapely.destroy_prepared(self.zones[np.unique(zone)])
        count = np.bincount(place[within], minlength=len(points))
        half = np.bincount(place[touched], minlength=len(points))
        outside = self._outside(points)
        # a point on the border of two zones that meet there is covered by half of each
        counts: Ints = np.where((half == 0) | (half == 2), count + half // 2 + outside, -1)
        return counts

    def by_area(self, faces: Geometries) -> Ints:
        """Count the zones over each face from the areas they share with it."""
        face, zone = self.tree.query(faces, predicate="intersects")
        shared = shapely.area(shapely.intersection(faces[face], self.zones[zone]))
        total = np.bincount(face, shared, minlength=len(faces)) / shapely.area(faces)
        inner = shapely.get_coordinates(shapely.point_on_surface(faces)).reshape(-1, 2)
        counts: Ints = np.rint(total).astype(np.int64) + self._outside(inner)
        return counts

    def _outside(self, points: Floats) -> Ints:
        """Give 1 where the plan's boundary is known and the point lies outside it."""
        if not len(self.boundary):
            return np.zeros(len(points), np.int64)
        inside = np.zeros(len(points), bool)
        for part in self.boundary:
            shapely.prepare(part)
            inside |= shapely.intersects_xy(part, *points.T)
        return (~inside).astype(np.int64)
