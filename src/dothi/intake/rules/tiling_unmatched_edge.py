"""Borders that zones share without sharing their points: the next correction tears them apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words
from dothi.intake.checking.rings import Ints
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.saying import count
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import Severity
from dothi.intake.rules._pairs import SHOWN


def run(zones: ZoneSet) -> Iterator[Batch]:
    """One finding for each zone that lacks points its neighbours have on the common border."""
    lacking, neighbours, points = lacking_points(zones)
    if not len(lacking):
        return
    spots = np.unique(np.column_stack([zones.rank[lacking], points]), axis=0, return_index=True)[1]
    ranks, counts = np.unique(zones.rank[lacking[spots]], return_counts=True)
    places = shapely.multipoints(
        shapely.points(points[spots]), indices=np.repeat(np.arange(len(ranks)), counts)
    )
    place_of_rank = np.argsort(zones.rank)
    for layer in np.unique(zones.owner[lacking]):
        rows = np.flatnonzero(zones.owner[place_of_rank[ranks]] == layer)
        zone = place_of_rank[ranks[rows]]
        beside = [_beside(zones, neighbours[lacking == place]) for place in zone]

        def words(row: int, counts: Ints = counts[rows], beside: list[list[int]] = beside) -> Words:
            listed = ", ".join(zones.shown(place) for place in beside[row][:SHOWN])
            vi, en = count(counts[row]), count(counts[row], "en")
            return Words(
                f"Thiếu {vi} điểm mà ô bên cạnh ({listed}) có trên ranh giới chung",
                f"Lacks {en} points that its neighbours ({listed}) have on the common border",
                "Thêm các điểm ấy vào đường biên, hoặc dùng tự sửa (--repair)",
                "Add the points to the border, or let --repair add them",
            )

        yield Batch(
            code=RULE.code,
            severity=RULE.severity,
            layer=zones.subjects[layer].name,
            ids=np.array([zones.feature(int(place)) for place in zone], dtype=object),
            words=words,
            crs=zones.crs,
            others=[tuple(zones.feature(place) for place in places) for places in beside],
            measure=counts[rows].astype(float),
            unit="điểm",
            geometry=zones.measuring.back(places[rows]),
        )


def lacking_points(zones: ZoneSet) -> tuple[Ints, Ints, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Zone, neighbour (by place in the set) and point in metres, one row each, from every sheet."""
    found = [
        (sheet.members[met.zone], sheet.members[met.neighbour], met.points)
        for sheet in zones.sheets
        if sheet.overlaps_meant
        for met in [sheet.tiling.meetings]
    ]
    if not found:
        return zones.row[:0], zones.row[:0], np.zeros((0, 2))
    zone, neighbour, points = (np.concatenate([item[k] for item in found]) for k in range(3))
    return zone, neighbour, points


def _beside(zones: ZoneSet, neighbours: Ints) -> list[int]:
    return sorted({int(place) for place in neighbours}, key=lambda place: int(zones.rank[place]))


RULE = Rule(
    code="tiling.unmatched-edge",
    severity=Severity.WARNING,
    title_vi="Ranh giới chung không chung điểm",
    title_en="Common borders without common points",
    basis="quy tắc phủ kín của dothi: hai ô kề nhau chung đường biên và chung điểm",
    basis_en="dothi's rule of cover: two zones side by side share their border and its points",
    tolerance="coincidence_mm",
    exempt=(
        Exempt.PARTIAL_PLAN,
        Exempt.COMPENSATION,
        Exempt.NOT_TOGETHER,
        Exempt.COPIES,
        Exempt.NOT_TILING,
        Exempt.BOUNDARY_LAYER,
    ),
    needs=(Need.AREAS, Need.METRES),
    on_zones=run,
)
