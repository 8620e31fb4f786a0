"""The zones of one plan, from one layer or from one layer a function, and how they lie together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from dothi.base.text import fold
from dothi.intake.checking.context import Context
from dothi.intake.checking.measuring import Measuring, measuring_of
from dothi.intake.checking.rings import Bools, Geometries, Ints
from dothi.intake.checking.standing import Standing, code_columns, together
from dothi.intake.checking.subject import Subject, sound_areas
from dothi.intake.checking.tiling.kernel import Arrangement, Overlaps, Tiling, arranged, tiling_of
from dothi.intake.checking.tiling.neighbours import Neighbourhood, neighbourhood
from dothi.intake.findings import FeatureId

ZONE_LAYERS = ("chucnangsudungdat", "phanoquyhoach", "phankhuquyhoach")
"""Layers of a dossier that cover the plan, without case, accents, separators and suffix."""

_NEIGHBOURED, _COMMON = 0.5, 0.1
"""More areas than this share have a neighbour, and this share of all borders is common, in a tiling."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Zones that may hold at one time, by place in the set, and how they lie together."""

    members: Ints
    tiling: Tiling
    gaps_meant: bool = True
    overlaps_meant: bool = True


class ZoneSet:
    """Zones that should cover a plan once: the sound areas of one or several layers of one CRS.

    Copies and compensation areas are left out. Everything is made when first asked for.
    """

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.subjects = tuple(subjects)
        self.context: Context = subjects[0].context
        self.name = subjects[0].name
        self.crs: Any = subjects[0].crs
        measuring = subjects[0].measuring
        if len(subjects) > 1:
            boxes = np.array([shapely.total_bounds(s.shapes[s.present]) for s in subjects])
            bounds = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
            measuring = measuring_of(self.crs, bounds)
        assert measuring is not None, "zones are gathered only from layers that can be measured"
        self.measuring: Measuring = measuring

    @cached_property
    def _sound(self) -> tuple[Geometries, ...]:
        """The areas of each layer in metres, mended, all on one map."""
        if len(self.subjects) == 1:
            return (self.subjects[0].sound,)
        return tuple(sound_areas(subject, self.measuring) for subject in self.subjects)

    @cached_property
    def _chosen(self) -> tuple[Ints, ...]:
        pairs = zip(self.subjects, self._sound, strict=True)
        return tuple(_members(subject, sound) for subject, sound in pairs)

    @cached_property
    def row(self) -> Ints:
        """The feature of its layer that each zone is."""
        return np.concatenate(self._chosen)

    @cached_property
    def owner(self) -> Ints:
        """The layer of each zone, by its place among the subjects."""
        return np.repeat(np.arange(len(self._chosen)), [len(rows) for rows in self._chosen])

    @cached_property
    def shapes(self) -> Geometries:
        """Each zone as a valid polygon in metres."""
        pairs = zip(self._sound, self._chosen, strict=True)
        return np.concatenate([sound[rows] for sound, rows in pairs])

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def rank(self) -> Ints:
        """Place of each zone in the order of layers and of the file's own numbers."""
        own = np.concatenate([s.rank[self.row[self.owner == k]] for k, s in enumerate(self.subjects)])
        order = np.lexsort((own, self.owner))
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank

    def feature(self, place: int) -> FeatureId:
        """The file's own number of a zone."""
        value = self.subjects[self.owner[place]].ids[self.row[place]]
        return value if isinstance(value, str) else int(value)

    def layer(self, place: int) -> str:
        """The name of a zone's layer."""
        name: str = self.subjects[self.owner[place]].name
        return name

    def shown(self, place: int, beside: int | None = None) -> str:
        """Name a zone in a sentence, with its layer where it is another than that of ``beside``."""
        other = beside is not None and self.owner[place] != self.owner[beside]
        return f"{self.feature(place)}" + (f" («{self.layer(place)}»)" if other else "")

    @cached_property
    def expected(self) -> bool:
        """Whether the layers are zones by their names or codes, or because the caller says so."""
        return any(
            subject.name in self.context.options.zones
            or fold(subject.name).replace(" ", "").removesuffix("a").startswith(ZONE_LAYERS)
            or self.context.index.read(subject.name).function is not None
            or code_columns(subject.frame, self.context.index)
            for subject in self.subjects
        )

    @cached_property
    def boundary(self) -> Geometries:
        """The plan's outline in metres, empty where it is not known in the zones' CRS."""
        known = self.context.boundary
        if known is None or known.crs != self.crs:
            return np.zeros(0, object)
        return self.measuring.metres(known.polygons)

    @cached_property
    def neighbourhood(self) -> Neighbourhood:
        """How the zones of the phase that hangs together most lie side by side, to the width of a sliver."""
        reach = self.context.tolerances.sliver
        ordered = (members[np.argsort(self.rank[members])] for members in self._phases)
        found = [neighbourhood(self.shapes[members], reach) for members in ordered]
        return max(found, key=lambda item: (item.common, item.neighboured), default=Neighbourhood(0.0, 0.0))

    @property
    def is_tiling(self) -> bool:
        """Whether the zones are meant to cover the plan: told, or side by side by their borders.

        How many there are does not matter: three lots far apart are none, two halves of a plan are one.
        """
        return self.expected or (
            self.neighbourhood.neighboured > _NEIGHBOURED and self.neighbourhood.common >= _COMMON
        )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """How the zones of each phase lie together; gaps are those of the day asked for."""
        found = []
        for members in self._phases:
            now = members[self._holds(members)]
            whole = len(now) == len(members)
            found.append(self._sheet(members, gaps_meant=whole))
            if not whole and len(now):
                found.append(self._sheet(now, overlaps_meant=False))
        return tuple(found)

    def overlaps(self, *, slivers: bool) -> Overlaps:
        """Pairs of zones that overlap, each once, the lower number first."""
        found = [
            (sheet.members[pairs.first], sheet.members[pairs.second], pairs.pieces, pairs.area)
            for sheet in self.sheets
            if sheet.overlaps_meant
            for pairs in [sheet.tiling.overlap_slivers if slivers else sheet.tiling.overlaps]
        ]
        if not found:
            return Overlaps(self.row[:0], self.row[:0], self.shapes[:0], np.zeros(0))
        first, second, pieces, area = (np.concatenate([item[k] for item in found]) for k in range(4))
        turned = self.rank[first] > self.rank[second]
        first, second = np.where(turned, second, first), np.where(turned, first, second)
        _, once = np.unique(np.stack([self.rank[first], self.rank[second]]), axis=1, return_index=True)
        return Overlaps(first[once], second[once], self.measuring.back(pieces[once]), area[once])

    def gaps(self, *, slivers: bool) -> Geometries:
        """Gaps in metres, from every sheet in which gaps are meant."""
        found = [
            sheet.tiling.gap_slivers if slivers else sheet.tiling.gaps
            for sheet in self.sheets
            if sheet.gaps_meant
        ]
        return np.concatenate([self.shapes[:0], *found])

    def around(self, gaps: Geometries) -> list[list[int]]:
        """Zones that lie at each gap (in metres), by place, lowest number first."""
        if not len(gaps):
            return []
        reach = self.context.tolerances.coincidence
        gap, zone = self._tree.query(gaps, predicate="dwithin", distance=reach)
        grown = shapely.buffer(gaps, reach, join_style="mitre")
        # a zone at a corner only shares a spot of the size of the reach
        side = shapely.area(shapely.intersection(grown[gap], self.shapes[zone])) > 4 * reach**2
        beside: dict[int, list[int]] = defaultdict(list)
        for place, other in zip(gap[side].tolist(), zone[side].tolist(), strict=True):
            beside[place].append(other)
        return [sorted(beside[place], key=lambda zone: int(self.rank[zone])) for place in range(len(gaps))]

    @cached_property
    def _tree(self) -> Any:
        return shapely.STRtree(self.shapes)

    @cached_property
    def _standings(self) -> tuple[Standing, ...]:
        return tuple(subject.standing for subject in self.subjects)

    @cached_property
    def _standing(self) -> Standing:
        rows = [self.row[self.owner == k] for k in range(len(self.subjects))]
        pairs = list(zip(self._standings, rows, strict=True))
        return Standing(
            np.concatenate([s.phase[r] for s, r in pairs]),
            np.concatenate([s.starts[r] for s, r in pairs]),
            np.concatenate([s.ends[r] for s, r in pairs]),
            np.concatenate([s.compensation[r] for s, r in pairs]),
        )

    @cached_property
    def _phases(self) -> tuple[Ints, ...]:
        """Zones of each phase, together with those of which no phase is told."""
        phases = self._standing.phase
        names = sorted({str(name) for name in phases if name})
        return tuple(np.flatnonzero((phases == name) | (phases == "")) for name in names or [""] if len(self))

    def _holds(self, members: Ints) -> Bools:
        return self._standing.holds(self.context.day)[members]

    def _arrangement(self, members: Ints) -> Arrangement:
        if len(members) == len(self) and self._whole is not None:
            return self._whole
        return arranged(self.shapes[members], self.boundary, self.context.tolerances.coincidence)

    @cached_property
    def _whole(self) -> Arrangement | None:
        if len(self._phases) > 1 or not len(self):
            return None
        return arranged(self.shapes, self.boundary, self.context.tolerances.coincidence)

    def _sheet(self, members: Ints, *, gaps_meant: bool = True, overlaps_meant: bool = True) -> Sheet:
        def allowed(first: Ints, second: Ints) -> Bools:
            return together(self._standing, members[first], self._standing, members[second])

        tiling = tiling_of(self._arrangement(members), allowed, self.context.tolerances.sliver)
        return Sheet(members, tiling, gaps_meant, overlaps_meant)


def zone_sets(subjects: Sequence[Subject]) -> Iterator[ZoneSet]:
    """Gather the zones of a plan: layers named after a function go together, any other layer stands alone.

    Layers without areas, layers that cannot be measured, and the boundary's layer have no zones.
    """
    alone: list[Subject] = []
    functions: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for subject in subjects:
        boundary = subject.context.boundary
        if (
            not subject.areas.any()
            or subject.measuring is None
            or (boundary and boundary.layer == subject.name)
        ):
            continue
        reading = subject.context.index.read(subject.name)
        if reading.function is None:
            alone.append(subject)
        else:
            functions[reading.stage, str(subject.crs)].append(subject)
    for group in [*([subject] for subject in alone), *functions.values()]:
        yield ZoneSet(group)


def _members(subject: Subject, sound: Geometries) -> Ints:
    chosen: Ints = np.flatnonzero(
        ~shapely.is_missing(sound) & (subject.copies < 0) & ~subject.standing.compensation
    )
    return chosen
