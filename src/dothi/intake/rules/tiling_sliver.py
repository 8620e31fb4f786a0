"""Slivers: overlaps and gaps too narrow to be meant, each with its size, however small its share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch
from dothi.intake.checking.rings import Floats, Geometries
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.saying import amount
from dothi.intake.checking.tiling.widths import mean_widths
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import Severity
from dothi.intake.rules._pairs import gap_batch, pair_batches

_REMEDY = (
    "Cho hai ô dùng chung một đường biên, cùng các điểm",
    "Give the zones one common border with the same points",
)


def run(zones: ZoneSet) -> Iterator[Batch]:
    """One finding for each pair of zones with thin common parts, and one for each thin gap.

    A sliver is nowhere wider than the tolerance and somewhere wider than a coincidence; its area and its
    share of a zone do not matter.
    """
    pairs = zones.overlaps(slivers=True)
    width = _widths(zones.measuring.metres(pairs.pieces))
    yield from pair_batches(
        zones,
        pairs,
        code=RULE.code,
        severity=RULE.severity,
        told=lambda row, other: (
            f"Dải hẹp chồng lên đối tượng {other}: {_size(pairs.area[row], width[row])}",
            f"A sliver overlaps feature {other}: {_size(pairs.area[row], width[row], 'en')}",
        ),
        remedy=_REMEDY,
    )
    yield gap_batch(
        zones,
        zones.gaps(slivers=True),
        code=RULE.code,
        severity=RULE.severity,
        told=lambda area, mean, around: (
            f"Dải hẹp bỏ hở {around.vi}: {_size(area, mean)}",
            f"A sliver of a gap {around.en}: {_size(area, mean, 'en')}",
        ),
        remedy=_REMEDY,
    )


def _size(area: float, width: float, language: str = "vi") -> str:
    if language == "en":
        return f"{amount(area, 'm²', language)}, {amount(width, 'm', language)} wide on average"
    return f"{amount(area, 'm²')}, rộng trung bình {amount(width, 'm')}"


def _widths(pieces: Geometries) -> Floats:
    """Mean width over all parts of each piece, by their areas."""
    parts, owner = shapely.get_parts(pieces, return_index=True)
    area = shapely.area(parts)
    total = np.bincount(owner, area, minlength=len(pieces))
    widths: Floats = np.bincount(owner, area * mean_widths(parts), minlength=len(pieces)) / total
    return widths


RULE = Rule(
    code="tiling.sliver",
    severity=Severity.WARNING,
    title_vi="Dải hẹp chồng hoặc hở",
    title_en="Slivers",
    basis="quy tắc phủ kín của dothi: mỗi chỗ của đồ án thuộc đúng một ô",
    basis_en="dothi's rule of cover: every place of the plan belongs to exactly one zone",
    tolerance="sliver_mm",
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
