"""Limits to building in zoning and detailed plans: density, storeys, floor-area ratio.

The figures are invention of the usual size. They agree with one another: the ratio is never more than density
times storeys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dothi.illustration.chance import Floats

RANGES: Mapping[str, tuple[int, int, int, int]] = {
    "qpk.nhom-nha-o": (45, 60, 2, 6),
    "qpk.hon-hop": (40, 60, 3, 15),
    "qpk.lang-xom": (40, 60, 1, 4),
    "qpk.y-te": (30, 40, 2, 7),
    "qpk.van-hoa": (30, 40, 1, 3),
    "qpk.the-duc-the-thao": (20, 40, 1, 2),
    "qpk.truong-hoc": (30, 40, 2, 4),
    "qpk.truong-thpt": (30, 40, 2, 4),
    "qpk.cay-xanh-cong-cong": (3, 5, 1, 1),
    "qpk.cong-nghiep-kho-tang": (50, 60, 1, 3),
    "qpk.dao-tao": (30, 40, 2, 6),
    "qpk.co-quan": (30, 40, 2, 7),
    "qpk.dich-vu": (40, 60, 2, 12),
    "qpk.du-lich": (20, 25, 1, 5),
    "qpk.di-tich-ton-giao": (20, 40, 1, 2),
    "qpk.bai-do-xe": (3, 5, 1, 1),
    "qpk.htkt-khac": (30, 40, 1, 2),
}
"""Lowest and highest density in %, fewest and most storeys; functions that are not here have no limits."""
HOUSE = ((90.0, 90.0), (100.0, 85.0), (200.0, 70.0), (300.0, 60.0), (500.0, 50.0), (1000.0, 40.0))
"""Density in % of a house plot by its area in m²; straight lines between."""
HIGHEST_FAR = 7.0


def building_limits(
    rng: np.random.Generator,
    functions: NDArray[np.object_],
    block: NDArray[np.int64],
    area: Floats,
    on_road: Floats,
    *,
    plots: NDArray[np.bool_],
) -> dict[str, Any]:
    """Columns ``density``, ``storeys_min``, ``storeys_max``, ``far``; NaN where a function has no limits.

    Zones of one block and function share their storeys, more along wide roads.

    :param plots: which rows are single house plots: their density follows their area.
    """
    tallness = rng.random(int(block.max()) + 2)[block + 1]
    draw = rng.random(len(area))
    density, low, high = (np.full(len(area), np.nan) for _ in range(3))
    for function, (least, most, fewest, most_storeys) in RANGES.items():
        here = functions == function
        density[here] = np.round((least + (most - least) * draw[here]) / 5.0) * 5.0 if most > 5 else most
        low[here] = fewest
        share = 0.35 + 0.65 * np.minimum(1.0, 0.6 * tallness[here] + 0.6 * on_road[here])
        high[here] = np.maximum(fewest, np.round(most_storeys * share))
    houses = plots & (functions == "qpk.nhom-nha-o")
    table = np.array(HOUSE)
    density[houses] = np.floor(np.interp(area[houses], table[:, 0], table[:, 1]) / 5.0) * 5.0
    high[houses] = np.where(area[houses] < 180, 5, 3)
    large = houses & (area > 900)
    high[large], low[large] = 9, 5
    far = np.minimum(np.floor(density * high / 100.0 * 10.0) / 10.0, HIGHEST_FAR)
    far = np.where(far == 0.0, np.round(density * high / 100.0, 2), far)
    return {"density": density, "storeys_min": low, "storeys_max": high, "far": far}


def no_limits(count: int) -> dict[str, Any]:
    """The same columns for plans that set no limits."""
    return {name: np.full(count, np.nan) for name in ("density", "storeys_min", "storeys_max", "far")}
