"""What can be mended in a plan, rule by rule, and the plan with it mended.

Rules are taken in turn, each on what the one before it left, so that a spike of a rebuilt area is seen too.
Nothing is mended that needs a decision: overlaps, gaps, copies and empty features stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from dothi.intake.checking.context import Context, Options, context_of
from dothi.intake.checking.outlines import repeated_points
from dothi.intake.checking.rings import Floats, Geometries, chains_of
from dothi.intake.checking.spikes import spikes_of
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.zones import ZoneSet, zone_sets
from dothi.intake.findings import FeatureId
from dothi.intake.layers import Layer, Reading
from dothi.intake.repair.shapes import rebuilt, with_points, without_points, without_repeats

if TYPE_CHECKING:
    from dothi.law import Law

_Mended = tuple[Subject, int, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One geometry changed by one rule. Areas are in m², not a number where they cannot be measured."""

    layer: str
    feature: FeatureId
    rule: str
    before: Any
    after: Any
    area_before: float
    area_after: float

    @property
    def difference(self) -> float:
        """By how many m² the area changes."""
        return self.area_after - self.area_before

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types, without the geometry, which the undo file holds."""
        known = bool(np.isfinite(self.difference))
        return {
            "layer": self.layer,
            "feature": self.feature,
            "rule": self.rule,
            "area_before_m2": float(self.area_before) if known else None,
            "area_after_m2": float(self.area_after) if known else None,
            "area_change_m2": float(self.difference) if known else None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """The plan mended and every change, in the order in which they were made."""

    reading: Reading
    changes: tuple[Change, ...]


def repair(reading: Reading, law: Law, options: Options) -> Repair:
    """Mend what can be mended and undone; attributes are never touched.

    Raises :class:`InputError` as :func:`context_of` does.
    """
    changes: list[Change] = []
    mended = reading
    for rule, find in STEPS.items():
        context = context_of(mended, law, options)
        subjects = [Subject(layer, context) for layer in mended.layers]
        found = list(find(subjects, context))
        changes += [_change(subject, row, after, rule) for subject, row, after in found]
        mended = replace(mended, layers=tuple(_with(subject, found) for subject in subjects))
    return Repair(mended, tuple(changes))


def _rebuild(subjects: Sequence[Subject], context: Context) -> Iterator[_Mended]:
    del context
    for subject in subjects:
        for row in np.flatnonzero(subject.present & ~subject.valid):
            after = rebuilt(subject.shapes[row])
            if after is not None:
                yield subject, int(row), after


def _drop_repeated(subjects: Sequence[Subject], context: Context) -> Iterator[_Mended]:
    """Drop points that repeat the one before exactly: of two that nearly do, a neighbour may have either."""
    del context
    for subject in subjects:
        if subject.measuring is not None:
            found = repeated_points(chains_of(subject.metric), 0.0)
            for row in np.unique(found.owner):
                after = without_repeats(subject.shapes[row]) if subject.valid[row] else None
                if after is not None:
                    yield subject, int(row), after


def _cut_spikes(subjects: Sequence[Subject], context: Context) -> Iterator[_Mended]:
    """Cut tips off that no other area has as a corner of its own: without it they would come apart there."""
    tips = [tip for subject in subjects if subject.measuring is not None for tip in _tips(subject, context)]
    held = _corners_elsewhere(subjects, tips) if tips else set()
    rings: dict[tuple[Subject, int], dict[int, set[int]]] = {}
    for tip in tips:
        if (tip.system, tip.point) not in held:
            rings.setdefault((tip.subject, tip.row), {}).setdefault(tip.ring, set()).update(tip.places)
    for (subject, row), places in rings.items():
        after = without_points(subject.shapes[row], places)
        if after is not None:
            yield subject, row, after


@dataclass(frozen=True, slots=True, eq=False)
class _Tip:
    """The tip of a spike: which ring of which area, at which places of its points, and where it lies."""

    subject: Subject
    row: int
    ring: int
    places: tuple[int, ...]
    point: tuple[float, float]
    system: str


def _tips(subject: Subject, context: Context) -> Iterator[_Tip]:
    limits, system = context.tolerances, _system(subject)
    for row in np.unique(subject.outlines.spikes.owner):
        if not (subject.valid[row] and subject.areas[row]):
            continue
        own, laid = (
            shapely.get_rings(shapely.get_parts(shapes[row])) for shapes in (subject.shapes, subject.metric)
        )
        chains = chains_of(shapely.polygons(laid))
        found = spikes_of(chains, limits.spike, limits.spike_ratio, limits.coincidence)
        for ring, point in zip(found.owner.tolist(), found.points, strict=True):
            places = np.flatnonzero(np.all(shapely.get_coordinates(laid[ring])[:-1] == point, axis=1))
            x, y = shapely.get_coordinates(own[ring])[places[0]].tolist()
            yield _Tip(subject, int(row), int(ring), tuple(places.tolist()), (x, y), system)


def _system(subject: Subject) -> str:
    return "" if subject.crs is None else str(subject.crs.to_wkt())


def _corners_elsewhere(
    subjects: Sequence[Subject], tips: Sequence[_Tip]
) -> set[tuple[str, tuple[float, float]]]:
    """Tips that are corners of some area, and there not the tip of a spike."""
    spiked = {(tip.subject, tip.row, tip.point) for tip in tips}
    tipped = {(tip.system, tip.point) for tip in tips}
    wanted = np.array([tip.point for tip in tips])
    held = set()
    for subject in subjects:
        system, rows = _system(subject), np.flatnonzero(subject.areas)
        coords, owner = shapely.get_coordinates(subject.shapes[rows], return_index=True)
        near = np.flatnonzero(np.isin(coords[:, 0], wanted[:, 0]) & np.isin(coords[:, 1], wanted[:, 1]))
        for (x, y), row in zip(coords[near].tolist(), rows[owner[near]].tolist(), strict=True):
            if (system, (x, y)) in tipped and (subject, row, (x, y)) not in spiked:
                held.add((system, (x, y)))
    return held


def _thread_points(subjects: Sequence[Subject], context: Context) -> Iterator[_Mended]:
    from dothi.intake.rules.tiling_unmatched_edge import lacking_points  # noqa: PLC0415

    if context.partial:
        return
    for zones in zone_sets(subjects):
        if zones.is_tiling:
            zone, neighbour, points = lacking_points(zones)
            for place in np.unique(zone):
                rows = zone == place
                yield from _threaded(zones, int(place), neighbour[rows], points[rows])


def _threaded(zones: ZoneSet, place: int, neighbours: Any, points: Floats) -> Iterator[_Mended]:
    subject, row = zones.subjects[zones.owner[place]], int(zones.row[place])
    if not subject.valid[row]:
        return
    own = np.array([_own_point(zones, int(n), point) for n, point in zip(neighbours, points, strict=True)])
    reach = zones.context.tolerances.coincidence
    step = float(
        shapely.distance(
            *zones.measuring.back(shapely.points(np.stack([points[0], points[0] + [reach, 0.0]])))
        )
    )
    after = with_points(subject.shapes[row], np.unique(own, axis=0), step * (1 + 1e-6))
    if after is not None:
        yield subject, row, after


def _own_point(zones: ZoneSet, neighbour: int, point: Floats) -> Floats:
    """The neighbour's point in the file's own coordinates, to the last digit."""
    subject, row = zones.subjects[zones.owner[neighbour]], zones.row[neighbour]
    own = shapely.get_coordinates(subject.shapes[row])
    laid = shapely.get_coordinates(zones.measuring.metres(subject.shapes[[row]]))
    nearest: Floats = own[np.argmin(np.hypot(*(laid - point).T))]
    return nearest


STEPS: dict[str, Callable[[Sequence[Subject], Context], Iterator[_Mended]]] = {
    "geometry.invalid": _rebuild,
    "geometry.duplicate-vertices": _drop_repeated,
    "geometry.spike": _cut_spikes,
    "tiling.unmatched-edge": _thread_points,
}
"""What is mended, in this order."""


def _change(subject: Subject, row: int, after: Any, rule: str) -> Change:
    before = subject.shapes[row]
    pair: Geometries = np.empty(2, dtype=object)
    pair[:] = [before, after]
    areas = [np.nan, np.nan] if subject.measuring is None else shapely.area(subject.measuring.metres(pair))
    identity = subject.ids[row]
    return Change(
        layer=subject.name,
        feature=identity if isinstance(identity, str) else int(identity),
        rule=rule,
        before=before,
        after=after,
        area_before=float(areas[0]),
        area_after=float(areas[1]),
    )


def _with(subject: Subject, found: Sequence[_Mended]) -> Layer:
    """The layer with its mended geometries; the frame it came from is left as it is."""
    own = [(row, after) for changed, row, after in found if changed is subject]
    if not own:
        return subject.layer
    shapes = subject.shapes.copy()
    for row, after in own:
        shapes[row] = after
    frame = subject.frame.copy()
    frame[frame.geometry.name] = type(frame.geometry.array)(shapes, crs=subject.crs)
    return replace(subject.layer, frame=frame)
