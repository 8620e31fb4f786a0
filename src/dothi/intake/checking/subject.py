"""One layer made ready for the rules: what its geometry is, what is valid, and the same in metres.

Every rule sees the same arrays, so that no rule prepares its own. What is dear is made when first asked for.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import shapely

from dothi.intake.checking.containment import Containment, containment_of
from dothi.intake.checking.context import Context
from dothi.intake.checking.copies import copies_of
from dothi.intake.checking.fields import Meaning, meanings
from dothi.intake.checking.measuring import Measuring, measuring_of
from dothi.intake.checking.outlines import Outlines, outlines_of
from dothi.intake.checking.rings import Bools, Geometries, Ints
from dothi.intake.checking.standing import Standing, standing_of, together
from dothi.intake.layers import Layer

POLYGON, MULTIPOLYGON = 3, 6


class Subject:
    """A layer as the rules see it; rows are places in the frame, ``ids`` the file's own numbers."""

    def __init__(self, layer: Layer, context: Context) -> None:
        self.layer = layer
        self.context = context
        self.frame = layer.frame
        self.name = layer.name
        self.crs: Any = layer.frame.crs
        self.ids = np.asarray(layer.frame.index)
        self.shapes: Geometries = np.asarray(layer.frame.geometry.to_numpy(), dtype=object)

    def __len__(self) -> int:
        return len(self.shapes)

    @cached_property
    def rank(self) -> Ints:
        """Place of each row in the order of the file's own numbers, which no shuffling changes."""
        order = np.argsort(self.ids, kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank

    @cached_property
    def missing(self) -> Bools:
        """Rows without any geometry."""
        missing: Bools = shapely.is_missing(self.shapes)
        return missing

    @cached_property
    def present(self) -> Bools:
        """Rows with a geometry that is not empty and whose coordinates are finite."""
        present: Bools = ~self.missing & ~shapely.is_empty(self.shapes)
        present &= np.isfinite(shapely.bounds(self.shapes)).all(axis=1)
        return present

    @cached_property
    def kinds(self) -> Ints:
        """GEOS type of each geometry, -1 for none."""
        return np.asarray(shapely.get_type_id(self.shapes), np.int64)

    @cached_property
    def dimensions(self) -> Ints:
        """0 points, 1 lines, 2 areas, -1 none."""
        return np.asarray(shapely.get_dimensions(self.shapes), np.int64)

    @cached_property
    def areas(self) -> Bools:
        """Rows that are polygons or multipolygons, present."""
        areas: Bools = self.present & ((self.kinds == POLYGON) | (self.kinds == MULTIPOLYGON))
        return areas

    @cached_property
    def valid(self) -> Bools:
        """Rows whose geometry is there and valid as the file has it."""
        valid = self.present.copy()
        valid[valid] = shapely.is_valid(self.shapes[valid])
        return valid

    @cached_property
    def measuring(self) -> Measuring | None:
        """How lengths are measured; ``None`` where that cannot be known."""
        if not self.present.any():
            return None
        return measuring_of(self.crs, shapely.total_bounds(self.shapes[self.present]))

    @cached_property
    def metric(self) -> Geometries:
        """Every present geometry in metres, flat; ``None`` elsewhere."""
        assert self.measuring is not None, "rules that need metres run on layers that have them"
        if self.measuring.as_is and self.present.all():
            return self.shapes
        metric: Geometries = np.full(len(self), None, dtype=object)
        metric[self.present] = self.measuring.metres(self.shapes[self.present])
        return metric

    @cached_property
    def sound(self) -> Geometries:
        """Every area as a valid polygon in metres, mended where it was not; ``None`` elsewhere.

        What vanishes in mending (an area without any extent) is ``None`` as well.
        """
        assert self.measuring is not None, "rules that need metres run on layers that have them"
        return sound_areas(self, self.measuring)

    @cached_property
    def outlines(self) -> Outlines:
        """What the points of all borders and lines tell; owners are rows."""
        return outlines_of(self.metric, self.context.tolerances)

    @cached_property
    def contained(self) -> tuple[Ints, Containment]:
        """Rows held against the plan's boundary, and where they lie; compensation areas are left out."""
        boundary = self.context.boundary
        assert self.measuring is not None, "containment is asked only of layers that can be measured"
        assert boundary is not None, "containment is asked only where the boundary is known"
        shapes = np.where(self.areas, self.sound, self.metric)
        rows = np.flatnonzero(~shapely.is_missing(shapes) & ~self.standing.compensation)
        outline = self.measuring.metres(boundary.polygons)
        return rows, containment_of(shapes[rows], outline, self.context.tolerances.coincidence)

    def forget(self) -> None:
        """Let go of what only the rules of one layer need."""
        for name in ("outlines", "contained"):
            self.__dict__.pop(name, None)

    @cached_property
    def copies(self) -> Ints:
        """For each row the one that it repeats, within a coincidence and in force with it; -1 for none."""
        if self.measuring is None:
            return np.full(len(self), -1, np.int64)

        def allowed(first: Ints, second: Ints) -> Bools:
            return together(self.standing, first, self.standing, second)

        return copies_of(self.metric, self.rank, self.context.tolerances.coincidence, allowed)

    @cached_property
    def tree(self) -> Any:
        """All geometries in metres, to be found by place; places in the tree are rows."""
        return shapely.STRtree(self.metric)

    @cached_property
    def meanings(self) -> tuple[Meaning, ...]:
        """Columns whose names say what they measure."""
        return meanings(str(column) for column in self.frame.columns if column != self.frame.geometry.name)

    @cached_property
    def standing(self) -> Standing:
        """Which features stand for what: phase, period, compensation areas."""
        return standing_of(self.frame, self.name, self.context.index)


def sound_areas(subject: Subject, measuring: Measuring) -> Geometries:
    """Lay the areas of a layer out in metres and mend what is not valid, before or after."""
    areas, own = subject.areas, measuring is subject.measuring
    sound: Geometries = np.full(len(subject), None, dtype=object)
    sound[areas] = subject.metric[areas] if own else measuring.metres(subject.shapes[areas])
    broken = areas & ~subject.valid
    if not measuring.as_is:
        broken |= areas & ~shapely.is_valid(sound)
    rows = np.flatnonzero(broken)
    mended = shapely.make_valid(sound[rows], method="structure", keep_collapsed=False)
    whole = np.isin(shapely.get_type_id(mended), [POLYGON, MULTIPOLYGON]) & ~shapely.is_empty(mended)
    sound[rows] = np.where(whole, mended, None)
    return sound
