"""Which zone gets which function: shares of the land, given to the zones that suit them best.

The shares are invention, chosen so that a land balance looks like those that planners publish; no rule of law
stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from dothi.illustration.chance import Floats, Noise
from dothi.illustration.coverage import Faces, Flags, shared_borders


@dataclass(frozen=True, slots=True, eq=False)
class Want:
    """A function's share of the land given out, and how well each zone suits it.

    ``apart`` keeps its zones at least so many metres from one another.
    """

    function: str
    share: float
    score: Floats
    apart: float = 0.0
    smallest: float = 0.0
    largest: float = float("inf")


def allotted(faces: Faces, free: Flags, wants: Sequence[Want], rest: str) -> Any:
    """Give each ``free`` zone a function: for each want in turn the best scores until its share is reached.

    :returns: functions, ``rest`` where nothing was wanted, empty where not free.
    """
    area = shapely.area(faces)
    middle = shapely.get_coordinates(shapely.centroid(faces))
    total = float(area[free].sum())
    given = np.full(len(faces), "", dtype=object)
    for want in wants:
        left = want.share * total
        taken = np.empty((0, 2))
        fits = free & (given == "") & (area >= want.smallest) & (area <= want.largest)
        order = np.flatnonzero(fits)
        for at in order[np.argsort(-want.score[order], kind="stable")].tolist():
            if left <= 0:
                break
            if area[at] > 2.0 * left and len(taken):
                continue
            if want.apart and len(taken):
                gap = np.hypot(*(taken - middle[at]).T).min()
                if gap < want.apart:
                    continue
            given[at] = want.function
            left -= float(area[at])
            taken = np.vstack([taken, middle[at]])
    given[free & (given == "")] = rest
    return given


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """What speaks for and against a zone, each from 0 to about 1 for every zone."""

    faces: Faces
    x: Floats
    y: Floats
    on_road: Floats
    by_water: Floats

    def lumpy(self, rng: np.random.Generator, wavelength: float) -> Floats:
        """Chance that neighbours share, so that like functions come in groups."""
        return 0.5 + 0.5 * Noise(rng, wavelength).at(self.x, self.y)

    def near(self, east: float, north: float, reach: float) -> Floats:
        """Nearness to a place: 1 there, a half at ``reach`` metres."""
        return 1.0 / (1.0 + (np.hypot(self.x - east, self.y - north) / reach) ** 2)


def site(faces: Faces, road: Flags, water: Flags) -> Site:
    """Measure frontage on roads and on water as shares of the outline."""
    middle = shapely.get_coordinates(shapely.centroid(faces))
    one, other, length = shared_borders(faces)
    around = np.maximum(shapely.length(faces), 1.0)

    def frontage(flags: Flags) -> Floats:
        total = np.zeros(len(faces))
        np.add.at(total, one, length * flags[other])
        np.add.at(total, other, length * flags[one])
        return np.asarray(np.minimum(1.0, 2.0 * total / around))

    return Site(faces, middle[:, 0], middle[:, 1], frontage(road), frontage(water))
