"""Limits of a lower plan fitted under those of the plan above it, but for a few that exceed on purpose.

As a comparison reads them: storeys hold zone by zone, density and floor-area ratio are means over the zone
above (:mod:`dothi.land.conformity_checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from dothi.illustration.chance import Floats
from dothi.illustration.limits import HIGHEST_FAR

LEAST_SHARED = 0.5
"""Shared land in m² from which a zone above counts."""
EXCEEDING, HIGHER = 3, 3.0
"""How many zones exceed on purpose, by how many storeys."""


def fitted_limits(
    rng: np.random.Generator,
    limits: Mapping[str, Any],
    faces: NDArray[np.object_],
    above: gpd.GeoDataFrame,
    free: NDArray[np.bool_],
) -> dict[str, Any]:
    """Bring limits under those of ``above``, and lift a few zones beyond them.

    :param free: which faces may exceed on purpose; marked in the column ``exceeds``.
    """
    density, low, high, far = (
        np.array(limits[name], dtype=float) for name in ("density", "storeys_min", "storeys_max", "far")
    )
    upper = {name: above[name].to_numpy(dtype=float) for name in limits}
    exceeds = np.zeros(len(faces), dtype=bool)
    if np.isfinite(upper["storeys_max"]).any():
        lower, over, m2 = _shared(faces, above.geometry.to_numpy())
        high = _at_most(high, lower, upper["storeys_max"][over])
        low = _at_least(low, high, lower, upper["storeys_min"][over])
        whole = shapely.area(above.geometry.to_numpy())
        density = _mean_under(density, (lower, over, m2), upper["density"], whole, step=5.0)
        far = _ratio(density, high, far)
        far = _mean_under(far, (lower, over, m2), upper["far"], whole, step=0.1)
        exceeds = _chosen(rng, free & np.isfinite(high) & (high > 1), high)
        high = np.where(exceeds, _lifted(high, lower, upper["storeys_max"][over]), high)
    return {
        "density": density,
        "storeys_min": low,
        "storeys_max": high,
        "far": far,
        "exceeds": exceeds,
    }


def _shared(
    faces: NDArray[np.object_], zones: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Pairs of faces and zones above that share land, with how much."""
    over, lower = shapely.STRtree(faces).query(zones, predicate="intersects")
    m2 = shapely.area(shapely.intersection(faces[lower], zones[over]))
    kept = m2 > LEAST_SHARED
    return lower[kept], over[kept], m2[kept]


def _at_most(high: Floats, lower: NDArray[np.int64], caps: Floats) -> Floats:
    lowest = np.full(len(high), np.inf)
    np.minimum.at(lowest, lower, np.where(np.isfinite(caps), caps, np.inf))
    return np.asarray(np.where(np.isfinite(high), np.minimum(high, lowest), high))


def _at_least(low: Floats, high: Floats, lower: NDArray[np.int64], floors: Floats) -> Floats:
    """Fewest storeys, no fewer than above; none where fewer are allowed at most."""
    highest = np.zeros(len(low))
    np.maximum.at(highest, lower, np.where(np.isfinite(floors), floors, 0.0))
    raised = np.maximum(low, highest)
    return np.asarray(np.where(raised <= high, raised, np.nan))


def _mean_under(
    values: Floats,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64], Floats],
    caps: Floats,
    whole: Floats,
    *,
    step: float,
) -> Floats:
    """Values lowered until their mean over each zone above, land without any counted as 0, is no more."""
    lower, over, m2 = pairs
    found = values
    for _ in range(3):
        sums = np.zeros(len(caps))
        np.add.at(sums, over, np.nan_to_num(found)[lower] * m2)
        factor = np.ones(len(caps))
        beyond = np.isfinite(caps) & (sums > caps * whole)
        factor[beyond] = caps[beyond] * whole[beyond] / sums[beyond]
        least = np.ones(len(found))
        np.minimum.at(least, lower, factor[over])
        scaled = np.maximum(np.floor(found * least / step + 1e-9) * step, np.minimum(found, step))
        found = np.where(least < 1.0, np.round(scaled, 2), found)
    return np.asarray(found)


def _ratio(density: Floats, high: Floats, far: Floats) -> Floats:
    """No more than density times storeys, as :func:`building_limits` draws it."""
    most = np.minimum(np.floor(density * high / 100.0 * 10.0) / 10.0, HIGHEST_FAR)
    most = np.where(most == 0.0, np.round(density * high / 100.0, 2), most)
    return np.asarray(np.minimum(far, most))


def _chosen(rng: np.random.Generator, free: NDArray[np.bool_], high: Floats) -> NDArray[np.bool_]:
    draw = np.where(free, rng.random(len(high)), np.inf)
    chosen = np.zeros(len(high), dtype=bool)
    chosen[np.argsort(draw, kind="stable")[:EXCEEDING]] = True
    return chosen & free


def _lifted(high: Floats, lower: NDArray[np.int64], caps: Floats) -> Floats:
    """Storeys above the most that any zone above allows."""
    highest = np.zeros(len(high))
    np.maximum.at(highest, lower, np.where(np.isfinite(caps), caps, 0.0))
    return np.asarray(np.maximum(high, highest) + HIGHER)
