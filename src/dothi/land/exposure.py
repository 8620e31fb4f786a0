"""What lies in a hazard: areas, lines, points, and people; exposed, not exposed, or not known.

A hazard is ground of two sorts: where it is, and where somebody answers for it that it is not. All else is
not known. For each feature the three make its own measure (m², metres, or 1 for a point). Features are added
up as they are: land, or people, under two features counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from dothi.land.plans import is_strip
from dothi.land.polygons import LeftOut
from dothi.land.record import Words
from dothi.land.sharing import CONTACT_M2, shared_areas

Shapes = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
_ROUNDING = 1e-9
"""Part of a measure, and metres or m², below which rounding of coordinates speaks."""


class Kind(StrEnum):
    """What a feature is measured in: m², metres, or as one."""

    AREA = "area"
    LINE = "line"
    POINT = "point"


class Exposed(StrEnum):
    """Verdict on one feature; ``NOT`` only where the whole of it is known to lie outside the hazard."""

    YES = "exposed"
    UNKNOWN = "not-known"
    NOT = "not-exposed"


@dataclass(frozen=True, slots=True, eq=False)
class Things:
    """Features that may be exposed, in metres.

    ``people`` is how many each states, NaN where it states none; ``None`` where nobody counts people.
    ``groups`` are the texts by which totals are taken. ``cells`` marks the pixels of a raster of people.
    """

    name: str
    shapes: Shapes
    features: Shapes
    labels: Shapes
    groups: Shapes
    people: Floats | None = None
    left_out: tuple[LeftOut, ...] = ()
    illustrative: bool = False
    cells: bool = False

    def __len__(self) -> int:
        return len(self.shapes)


@dataclass(frozen=True, slots=True, eq=False)
class Hazard:
    """Ground in metres on the map of the things: ``there`` and ``clear`` are polygons that share no land.

    ``method`` and ``criterion`` say how the ground was told. Areas of a vector layer no wider than
    ``tolerance_m`` are strips. ``cells`` marks the many small pieces of a raster.
    """

    name: str
    method: Words
    criterion: Words
    there: Shapes
    clear: Shapes
    tolerance_m: float = 0.0
    illustrative: bool = False
    cells: bool = False
    notes: tuple[Words, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """One measure divided in three."""

    exposed: float = 0.0
    clear: float = 0.0
    unknown: float = 0.0

    @property
    def whole(self) -> float:
        """The measure itself."""
        return self.exposed + self.clear + self.unknown


@dataclass(frozen=True, slots=True)
class Found:
    """One feature; ``parts`` in m², metres or ones; ``strip``: all that is exposed is a strip.

    ``unknown_strip``: so is all of which it is not known; neither weighs on the verdict. ``people`` is
    ``None`` where the feature states no number.
    """

    feature: str
    label: str
    group: str
    kind: Kind
    verdict: Exposed
    parts: Parts
    people: Parts | None
    strip: bool = False
    unknown_strip: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals of a group: how many features of each kind and verdict, their measures, and people.

    ``uncounted`` features state no number of people, so ``people`` leaves them out.
    """

    group: str
    counts: dict[Kind, dict[Exposed, int]]
    parts: dict[Kind, Parts]
    people: Parts | None
    uncounted: int


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """Every feature in the order of its layer, and totals: of all, and by group where there are groups."""

    things: Things
    hazard: Hazard
    found: tuple[Found, ...]

    @property
    def total(self) -> Totals:
        """Everything together."""
        return _totals("", self.found, counted=self.things.people is not None)

    @property
    def groups(self) -> tuple[Totals, ...]:
        """Totals by group, the most exposed first; none where nothing was grouped."""
        names = sorted({one.group for one in self.found})
        if names in ([], [""]):
            return ()
        totals = [
            _totals(
                name,
                [one for one in self.found if one.group == name],
                counted=self.things.people is not None,
            )
            for name in names
        ]
        return tuple(sorted(totals, key=lambda one: (-one.parts[Kind.AREA].exposed, one.group)))


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """The part of a feature that is exposed, or of which it is not known; in metres.

    A ``strip`` is narrower than the hazard's drawing can tell.
    """

    feature: str
    label: str
    verdict: Exposed
    shape: Any
    strip: bool = False


def exposure(things: Things, hazard: Hazard) -> Exposure:
    """Lay a hazard over features; both in metres on one map."""
    own, kinds = _measures(things.shapes), _kinds(things.shapes)
    there, clear = np.zeros(len(things)), np.zeros(len(things))
    for kind, taken in ((Kind.AREA, _areas), (Kind.LINE, _lengths), (Kind.POINT, _ones)):
        rows = np.flatnonzero(kinds == kind)
        if len(rows):
            there[rows], clear[rows] = taken(things.shapes[rows], hazard)
    parts = [_parts(*one) for one in zip(own.tolist(), there.tolist(), clear.tolist(), strict=True)]
    thin, hairlines = _strips(things, hazard, parts)
    return Exposure(
        things,
        hazard,
        tuple(
            _found(things, row, kinds[row], one, strips=(row in thin, row in hairlines))
            for row, one in enumerate(parts)
        ),
    )


def places(found: Exposure) -> Iterator[Place]:
    """What of every feature is exposed, and what is not known, feature by feature."""
    hazard, things = found.hazard, found.things
    there, clear = _tree(hazard.there), _tree(hazard.clear)
    for row, one in enumerate(found.found):
        shape = things.shapes[row]
        for verdict, part in ((Exposed.YES, one.parts.exposed), (Exposed.UNKNOWN, one.parts.unknown)):
            if part <= 0:
                continue
            piece = shared_ground(shape, hazard.there, there)
            if verdict is Exposed.UNKNOWN:
                known = shapely.union(piece, shared_ground(shape, hazard.clear, clear))
                piece = same_kind(shapely.difference(shape, known), shape)
            if not piece.is_empty:
                strip = one.strip if verdict is Exposed.YES else one.unknown_strip
                yield Place(one.feature, one.label, verdict, piece, strip)


def shared_ground(shape: Any, ground: Shapes, tree: shapely.STRtree) -> Any:
    """What of one shape lies on pieces of ground; points and lines that areas only touch in are left."""
    near = np.sort(tree.query(shape, predicate="intersects"))
    pieces = shapely.intersection(ground[near], shape)
    return same_kind(shapely.union_all(pieces), shape)


def same_kind(shape: Any, of: Any) -> Any:
    """The parts of a shape with the dimension of another."""
    parts = shapely.get_parts(shape)
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(of)]
    return shapely.union_all(kept) if len(kept) else shapely.Point()


def _strips(things: Things, hazard: Hazard, parts: Sequence[Parts]) -> tuple[frozenset[int], frozenset[int]]:
    """Areas of which nothing but strips is exposed, and those of which nothing but strips is not known.

    Of a thing that is mostly not known, that is never a strip, however narrow the thing itself.
    """
    if hazard.tolerance_m <= 0:
        return frozenset(), frozenset()
    there, clear = _tree(hazard.there), _tree(hazard.clear)
    areas = np.flatnonzero(shapely.get_dimensions(things.shapes) == 2).tolist()
    thin, hairlines = set(), set()
    for row in areas:
        shape, part = things.shapes[row], parts[row]
        if not part.exposed and not 0 < part.unknown < part.clear:
            continue
        exposed = shared_ground(shape, hazard.there, there)
        if part.exposed > 0 and is_strip(exposed, hazard.tolerance_m):
            thin.add(row)
        if 0 < part.unknown < part.exposed + part.clear:
            known = shapely.union(exposed, shared_ground(shape, hazard.clear, clear))
            if is_strip(same_kind(shapely.difference(shape, known), shape), hazard.tolerance_m):
                hairlines.add(row)
    return frozenset(thin), frozenset(hairlines)


def _found(things: Things, row: int, kind: Kind, parts: Parts, *, strips: tuple[bool, bool]) -> Found:
    people = None
    if things.people is not None and np.isfinite(things.people[row]):
        people = _shared_people(float(things.people[row]), parts)
    return Found(
        str(things.features[row]),
        str(things.labels[row]),
        str(things.groups[row]),
        kind,
        _verdict(parts, *strips),
        parts,
        people,
        *strips,
    )


def _verdict(parts: Parts, exposed_strip: bool, unknown_strip: bool) -> Exposed:
    if parts.exposed > 0 and not exposed_strip:
        return Exposed.YES
    return Exposed.UNKNOWN if parts.unknown > 0 and not unknown_strip else Exposed.NOT


def _shared_people(number: float, parts: Parts) -> Parts:
    """People spread evenly over the feature they are stated for."""
    whole = parts.whole
    exposed, unknown = number * parts.exposed / whole, number * parts.unknown / whole
    return Parts(exposed, max(number - exposed - unknown, 0.0), unknown)


def _parts(own: float, there: float, clear: float) -> Parts:
    """Three parts that make the whole; what rounding leaves of a part is none of it."""
    least = max(CONTACT_M2, own * _ROUNDING)
    exposed = 0.0 if there <= least else own if own - there <= least else there
    rest = own - exposed
    known = 0.0 if clear <= least else rest if abs(rest - clear) <= least else min(clear, rest)
    return Parts(exposed, known, rest - known)


def _areas(shapes: Shapes, hazard: Hazard) -> tuple[Floats, Floats]:
    return _area_on(shapes, hazard.there, hazard.cells), _area_on(shapes, hazard.clear, hazard.cells)


def _area_on(shapes: Shapes, ground: Shapes, cells: bool) -> Floats:
    """m² of every shape on pieces of ground, which share none; cells are laid into shapes instead."""
    shared = shared_areas(ground, shapes) if cells else shared_areas(shapes, ground)
    rows = shared.zone if cells else shared.parcel
    sums = np.zeros(len(shapes))
    order = np.lexsort((shared.m2, rows))
    np.add.at(sums, rows[order], shared.m2[order])
    return sums


def _lengths(shapes: Shapes, hazard: Hazard) -> tuple[Floats, Floats]:
    """Metres of every line; along a common border the line is exposed."""
    there, clear = _tree(hazard.there), _tree(hazard.clear)
    exposed, known = np.zeros(len(shapes)), np.zeros(len(shapes))
    for row, shape in enumerate(shapes):
        inside = shared_ground(shape, hazard.there, there)
        both = shapely.union(inside, shared_ground(shape, hazard.clear, clear))
        exposed[row], known[row] = shapely.length(inside), shapely.length(both)
    return exposed, known - exposed


def _ones(shapes: Shapes, hazard: Hazard) -> tuple[Floats, Floats]:
    """1 where a point lies on ground; of several points as one feature any that is exposed settles it."""
    points, owners = shapely.get_parts(shapes, return_index=True)
    there, clear = _touched(points, hazard.there), _touched(points, hazard.clear)
    exposed = np.zeros(len(shapes))
    np.maximum.at(exposed, owners, there.astype(float))
    known = np.ones(len(shapes))
    np.minimum.at(known, owners, (there | clear).astype(float))
    return exposed, np.where(exposed > 0, 0.0, known)


def _touched(points: Shapes, ground: Shapes) -> npt.NDArray[np.bool_]:
    touched = np.zeros(len(points), dtype=bool)
    touched[_tree(ground).query(points, predicate="intersects")[0]] = True
    return touched


def _tree(ground: Shapes) -> shapely.STRtree:
    return shapely.STRtree(ground)


def _measures(shapes: Shapes) -> Floats:
    dimensions = shapely.get_dimensions(shapes)
    return np.select([dimensions == 2, dimensions == 1], [shapely.area(shapes), shapely.length(shapes)], 1.0)


def _kinds(shapes: Shapes) -> Shapes:
    known = {2: Kind.AREA, 1: Kind.LINE, 0: Kind.POINT}
    return np.array([known[one] for one in shapely.get_dimensions(shapes).tolist()], dtype=object)


def _totals(group: str, found: Sequence[Found], *, counted: bool) -> Totals:
    counts = {kind: dict.fromkeys(Exposed, 0) for kind in Kind}
    for one in found:
        counts[one.kind][one.verdict] += 1
    parts = {kind: _sum([one.parts for one in found if one.kind is kind]) for kind in Kind}
    people = _sum([one.people for one in found if one.people is not None]) if counted else None
    return Totals(group, counts, parts, people, sum(one.people is None for one in found) if counted else 0)


def _sum(parts: Sequence[Parts]) -> Parts:
    """Sums in order of size, so the order of features changes no digit."""
    columns = np.array([[one.exposed, one.clear, one.unknown] for one in parts]).reshape(-1, 3)
    return Parts(*np.sort(columns, axis=0).sum(axis=0).tolist())
