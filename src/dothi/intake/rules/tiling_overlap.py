"""Zones of one plan that lie upon each other."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.intake.checking.batch import Batch
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.saying import amount
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import Severity
from dothi.intake.rules._pairs import pair_batches


def run(zones: ZoneSet) -> Iterator[Batch]:
    """One finding for each pair of zones whose common part is somewhere wider than a sliver."""
    pairs = zones.overlaps(slivers=False)
    yield from pair_batches(
        zones,
        pairs,
        code=RULE.code,
        severity=RULE.severity,
        told=lambda row, other: (
            f"Chồng lên đối tượng {other} trên {amount(pairs.area[row], 'm²')}",
            f"Overlaps feature {other} over {amount(pairs.area[row], 'm²', 'en')}",
        ),
        remedy=(
            "Sửa ranh giới để mỗi chỗ chỉ thuộc một ô",
            "Correct the borders so that every place belongs to one zone",
        ),
    )


RULE = Rule(
    code="tiling.overlap",
    severity=Severity.ERROR,
    title_vi="Các ô chồng nhau",
    title_en="Zones overlap",
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
