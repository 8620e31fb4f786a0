"""Curves of a drawing as points, chords no farther from the curve than the drawing's tolerance.

ezdxf lays cubic Béziers along arcs: over a quarter circle these stray by 2.73e-4 of the radius, over the k-th
part of a quarter by k⁻⁶ of that. Arcs are divided first, so that this stays well within the tolerance too.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence

from ezdxf import path as curves
from ezdxf.entities.boundary_paths import ArcEdge, EdgePath, EllipseEdge, PolylinePath
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.hatch import Hatch
from ezdxf.entities.mpolygon import MPolygon
from ezdxf.math import OCS, BoundingBox, Vec2, Vec3

from dothi.intake.reading.cad.document import Opened

_STRAY = 2.73e-4
_FEWEST = 2
_ROUND = 4.0
"""The Béziers may take a quarter of the tolerance; chords take the rest."""


def points_of(entity: DXFGraphic, opened: Opened) -> list[Vec3]:
    """Points along a line, polyline, arc, circle, ellipse, spline or the edge of a face."""
    coarse = curves.make_path(entity)
    parts = _parts(_size(coarse.control_vertices()), opened)
    path = coarse if parts == 1 else curves.make_path(entity, segments=parts * 4)
    return _flat(path, opened)


def rings_of(hatch: Hatch | MPolygon, opened: Opened) -> Iterator[list[Vec3]]:
    """Points along each boundary of a hatch."""
    ocs = hatch.ocs()
    elevation = float(Vec3(hatch.dxf.elevation).z)
    offset = Vec3(hatch.dxf.get("offset", (0, 0, 0))) if isinstance(hatch, MPolygon) else Vec3()
    for boundary in hatch.paths:
        if isinstance(boundary, PolylinePath):
            path = _polyline(boundary, ocs, elevation, opened)
        else:
            path = curves.from_hatch_edge_path(_divided(boundary, opened), ocs, elevation)
        for part in path.sub_paths() if path.has_sub_paths else (path,):
            yield [point + ocs.to_wcs(offset) for point in _flat(part, opened)]


def _polyline(boundary: PolylinePath, ocs: OCS, elevation: float, opened: Opened) -> curves.Path:
    path = curves.Path()
    size = _size([Vec3(x, y) for x, y, *_ in boundary.vertices])
    curves.add_2d_polyline(
        path,
        boundary.vertices,
        close=bool(boundary.is_closed),
        ocs=ocs,
        elevation=elevation,
        segments=3 * _parts(size, opened),
    )
    return path


def _divided(boundary: EdgePath, opened: Opened) -> EdgePath:
    """The same edges, long arcs in pieces."""
    out = EdgePath()
    for edge in boundary.edges:
        out.edges += _pieces(edge, opened) if isinstance(edge, ArcEdge | EllipseEdge) else [edge]
    return out


def _pieces(edge: ArcEdge | EllipseEdge, opened: Opened) -> list[ArcEdge | EllipseEdge]:
    radius = edge.radius if isinstance(edge, ArcEdge) else Vec2(edge.major_axis).magnitude
    span = (edge.end_angle - edge.start_angle) % 360.0 or 360.0
    count = math.ceil(_parts(2 * abs(radius), opened) * span / 90.0)
    if count <= 1 or not math.isfinite(span):
        return [edge]
    out = []
    for place in range(count):
        piece = copy.copy(edge)
        piece.start_angle = edge.start_angle + span * place / count
        piece.end_angle = edge.start_angle + span * (place + 1) / count
        out.append(piece)
    return out if edge.ccw else out[::-1]


def _parts(size: float, opened: Opened) -> int:
    """Into how many parts a quarter circle of this diameter is divided."""
    if not math.isfinite(size) or size <= 0:
        return 1
    stray = _STRAY * size / 2
    return max(1, math.ceil(float((stray * _ROUND / opened.tolerance(size)) ** (1 / 6))))


def _size(points: Sequence[Vec3]) -> float:
    box = BoundingBox(points)
    return float((box.extmax - box.extmin).magnitude) if box.has_data else 0.0


def _flat(path: curves.Path, opened: Opened) -> list[Vec3]:
    corners = path.control_vertices()
    size = _size(corners)
    if not math.isfinite(size):
        return list(corners)
    return list(path.flattening(opened.tolerance(size) * (1 - 1 / _ROUND), segments=_FEWEST))
