"""What the rules about pairs of zones share: a batch for each layer, feature and neighbour in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words
from dothi.intake.checking.rings import Geometries, Ints
from dothi.intake.checking.tiling.kernel import Overlaps
from dothi.intake.checking.tiling.widths import mean_widths
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import Severity

SHOWN = 5
"""How many features a sentence names; the others stand in ``others``."""


def pair_batches(
    zones: ZoneSet,
    pairs: Overlaps,
    *,
    code: str,
    severity: Severity,
    told: Callable[[int, str], tuple[str, str]],
    remedy: tuple[str, str],
) -> Iterator[Batch]:
    """Write pairs of zones as findings of the first one's layer; ``told`` writes row and neighbour out."""
    order = np.lexsort((zones.rank[pairs.second], zones.rank[pairs.first]))
    for layer in np.unique(zones.owner[pairs.first]):
        rows = order[zones.owner[pairs.first[order]] == layer]

        def words(row: int, rows: Ints = rows) -> Words:
            place = rows[row]
            other = zones.shown(int(pairs.second[place]), beside=int(pairs.first[place]))
            return Words(*told(int(place), other), *remedy)

        yield Batch(
            code=code,
            severity=severity,
            layer=zones.subjects[layer].name,
            ids=np.array([zones.feature(int(p)) for p in pairs.first[rows]], dtype=object),
            words=words,
            crs=zones.crs,
            others=[(zones.feature(int(p)),) for p in pairs.second[rows]],
            measure=pairs.area[rows],
            unit="m²",
            geometry=pairs.pieces[rows],
        )


class Around(NamedTuple):
    """What lies around a gap, in words."""

    vi: str
    en: str


def around_words(names: Sequence[str]) -> Around:
    """Name the zones around a gap, the first few of them."""
    if not names:
        return Around("cạnh ranh giới quy hoạch", "at the plan's boundary")
    listed, more = ", ".join(names[:SHOWN]), len(names) - SHOWN
    if len(names) == 1:
        return Around(f"cạnh ô {listed}", f"beside zone {listed}")
    rest, rest_en = (f" và {more} ô khác", f" and {more} others") if more > 0 else ("", "")
    return Around(f"giữa các ô {listed}{rest}", f"between zones {listed}{rest_en}")


def gap_batch(
    zones: ZoneSet,
    gaps: Geometries,
    *,
    code: str,
    severity: Severity,
    told: Callable[[float, float, Around], tuple[str, str]],
    remedy: tuple[str, str],
) -> Batch:
    """Write gaps as findings of the plan; ``told`` gets area, mean width and what lies around."""
    area, width = shapely.area(gaps), mean_widths(gaps)
    corners = shapely.bounds(gaps).reshape(-1, 4)
    order = np.lexsort((corners[:, 1], corners[:, 0]))
    around = zones.around(gaps[order])

    def words(row: int) -> Words:
        beside = around_words([zones.shown(place) for place in around[row]])
        return Words(*told(float(area[order[row]]), float(width[order[row]]), beside), *remedy)

    return Batch(
        code=code,
        severity=severity,
        layer=zones.name,
        ids=np.full(len(gaps), None, dtype=object),
        words=words,
        crs=zones.crs,
        others=[tuple(zones.feature(place) for place in places) for places in around],
        measure=area[order],
        unit="m²",
        geometry=zones.measuring.back(gaps[order]),
    )
