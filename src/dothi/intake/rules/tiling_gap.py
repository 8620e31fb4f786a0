"""Places of a plan that belong to no zone."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.intake.checking.batch import Batch
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.saying import amount
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import Severity, SkippedCheck
from dothi.intake.rules._pairs import gap_batch


def run(zones: ZoneSet) -> Iterator[Batch | SkippedCheck]:
    """One finding for each gap somewhere wider than a sliver: enclosed by zones, or within the boundary."""
    yield gap_batch(
        zones,
        zones.gaps(slivers=False),
        code=RULE.code,
        severity=RULE.severity,
        told=lambda area, _width, around: (
            f"Chỗ hở {amount(area, 'm²')} không thuộc ô nào, {around.vi}",
            f"A gap of {amount(area, 'm²', 'en')} belongs to no zone, {around.en}",
        ),
        remedy=(
            "Kéo ranh giới các ô bên cạnh cho khít, hoặc vẽ ô còn thiếu",
            "Close the borders of the zones beside it, or draw the zone that is missing",
        ),
    )
    if not len(zones.boundary):
        yield SkippedCheck(
            RULE.code,
            "chỉ tìm được chỗ hở do các ô vây kín; mép ngoài cần lớp ranh giới",
            "only gaps enclosed by zones are found; the outer edge needs the boundary",
            zones.name,
            option="boundary",
        )


RULE = Rule(
    code="tiling.gap",
    severity=Severity.ERROR,
    title_vi="Chỗ hở giữa các ô",
    title_en="Gaps between zones",
    basis="quy tắc phủ kín của dothi: mỗi chỗ của đồ án thuộc đúng một ô",
    basis_en="dothi's rule of cover: every place of the plan belongs to exactly one zone",
    tolerance="sliver_mm",
    exempt=(
        Exempt.PARTIAL_PLAN,
        Exempt.COMPENSATION,
        Exempt.NOT_TOGETHER,
        Exempt.NOT_TILING,
        Exempt.BOUNDARY_LAYER,
    ),
    needs=(Need.AREAS, Need.METRES),
    on_zones=run,
)
