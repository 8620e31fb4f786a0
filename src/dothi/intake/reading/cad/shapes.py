"""Entities of a drawing as flat shapes: closed outlines and hatches as polygons, others as lines, points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.hatch import Hatch
from ezdxf.entities.mpolygon import MPolygon
from ezdxf.entities.point import Point
from ezdxf.entities.polyline import Polyline
from ezdxf.math import Vec3

from dothi.intake.reading.cad.curves import points_of, rings_of
from dothi.intake.reading.cad.document import Opened
from dothi.intake.reading.rings import NORMAL, assembled

LINES = frozenset({"LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE", "ARC", "ELLIPSE", "SPLINE", "HELIX"})
FACES = frozenset({"SOLID", "TRACE", "3DFACE"})
HATCHES = frozenset({"HATCH", "MPOLYGON"})
TEXTS = frozenset({"TEXT", "MTEXT", "ATTRIB"})
_SAME_POINT = 1e-9


class Heights:
    """Whether anything drawn had a height."""

    def __init__(self) -> None:
        self.found = 0

    def see(self, points: Iterable[Vec3]) -> None:
        """Look at the points of one entity."""
        if any(point.z not in {0.0, -0.0} for point in points):
            self.found += 1


def shape_of(entity: DXFGraphic, opened: Opened, heights: Heights) -> Any | None:
    """The flat shape of an entity in drawing units, ``None`` for one that has none.

    Errors of ezdxf on broken entities are for the caller.
    """
    kind = entity.dxftype()
    if isinstance(entity, Hatch | MPolygon):
        return _hatch(entity, opened, heights)
    if isinstance(entity, Point):
        heights.see([entity.dxf.location])
        return shapely.Point(entity.dxf.location.x, entity.dxf.location.y)
    if kind not in LINES | FACES:
        return None
    if isinstance(entity, Polyline) and (entity.is_poly_face_mesh or entity.is_polygon_mesh):
        return None
    points = points_of(entity, opened)
    heights.see(points)
    closed = kind in FACES or bool(getattr(entity, "is_closed", False)) or _meets(points)
    return _outline(points) if closed else _line(points)


def _meets(points: Sequence[Vec3]) -> bool:
    return len(points) > 3 and points[0].isclose(points[-1], abs_tol=_SAME_POINT)


def _outline(points: Sequence[Vec3]) -> Any | None:
    ring = _distinct(points)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return shapely.Polygon(ring) if len(ring) > 2 else _line(points)


def _line(points: Sequence[Vec3]) -> Any | None:
    line = _distinct(points)
    if len(line) > 1:
        return shapely.LineString(line)
    return shapely.Point(line[0]) if line else None


def _distinct(points: Sequence[Vec3]) -> list[tuple[float, float]]:
    """Points without repeats in a row."""
    out: list[tuple[float, float]] = []
    for point in points:
        flat = (point.x, point.y)
        if not out or flat != out[-1]:
            out.append(flat)
    return out


def _hatch(hatch: Hatch | MPolygon, opened: Opened, heights: Heights) -> Any | None:
    rings = []
    for points in rings_of(hatch, opened):
        heights.see(points)
        ring = _distinct(points)
        if len(ring) > 1 and ring[0] == ring[-1]:
            ring.pop()
        if len(ring) > 2:
            rings.append(shapely.Polygon(ring))
    style = hatch.dxf.get("hatch_style", NORMAL)
    return assembled(rings, style) if rings else None
