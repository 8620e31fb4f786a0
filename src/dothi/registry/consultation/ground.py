"""The ground a consultation is about, as its map shows it: of plan or dossier in hand, else of the unit."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import shapely

from dothi.base.errors import DothiError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.registry.consultation.placing import Drawn, drawn_of
from dothi.registry.places.models import Unit
from dothi.registry.plans.lake import opened_layer
from dothi.registry.plans.models import PlanVersion, Submission
from dothi.registry.plans.reporting import report_file

_STEP = 0.00005
"""Degrees, some five metres: for the eye, never to measure from."""


def ground_of(version: PlanVersion | None, unit_key: str, dossier: Submission | None = None) -> Drawn | None:
    """The area as it is kept with a consultation; ``None`` where neither boundary nor outline is known."""
    shape = _boundary(version) if version is not None else None
    if shape is None and dossier is not None:
        shape = _covered(dossier)
    if shape is None:
        shape = _outline(unit_key)
    if shape is None or shape.is_empty:
        return None
    thin = shapely.simplify(shape, _STEP)
    return drawn_of(shape if thin.is_empty or not thin.is_valid else thin)


def _boundary(version: PlanVersion) -> Any:
    """The plan's own boundary from the lake; where that cannot be read, the box of its layers."""
    for layer in version.layers.filter(role="boundary"):
        with contextlib.suppress(DothiError):
            frame = opened_layer(layer.name).frame()
            areas = frame.geometry[shapely.get_dimensions(frame.geometry.to_numpy()) == 2]
            if len(areas):
                joined = shapely.make_valid(shapely.union_all(areas.to_numpy()))
                return _areas_only(shapely.transform(joined, carrier(frame.crs, WGS84)))
    boxes = [
        shapely.box(layer.west, layer.south, layer.east, layer.north)
        for layer in version.layers.exclude(west=None)
    ]
    return shapely.box(*shapely.total_bounds(boxes)) if boxes else None


def _covered(dossier: Submission) -> Any:
    """What the drawing of a dossier covers; the gaps that generalising left between its zones are closed."""
    path = report_file(dossier, "drawing")
    if path is None:
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    shapes = [shapely.geometry.shape(one["geometry"]) for one in told["features"]]
    areas = [shapely.make_valid(one) for one in shapes if one.geom_type.endswith("Polygon")]
    if not areas:
        return None
    wide = shapely.buffer(shapely.union_all(areas), _STEP, join_style="mitre")
    return _areas_only(shapely.make_valid(shapely.buffer(wide, -_STEP, join_style="mitre")))


def _outline(unit_key: str) -> Any:
    row = Unit.objects.as_known_on().filter(key=unit_key).exclude(outline=None).order_by("-pk").first()
    return None if row is None else _areas_only(shapely.make_valid(shapely.geometry.shape(row.outline)))


def _areas_only(shape: Any) -> Any:
    """What making valid leaves of lines and points has no place in an area."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts)
