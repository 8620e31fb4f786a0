"""Features that reach over the plan's boundary."""

from __future__ import annotations

from collections.abc import Iterator

from dothi.intake.checking.batch import Batch
from dothi.intake.checking.containment import Place
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity
from dothi.intake.rules._contained import containment_batch


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each such feature, with the part outside."""
    yield from containment_batch(
        subject,
        Place.CROSSING,
        code=RULE.code,
        severity=RULE.severity,
        told=lambda size, reach: (
            f"Vượt ranh giới quy hoạch: phần ngoài {size}, xa nhất {reach}",
            f"Crosses the plan's boundary: {size} lie outside, {reach} away at most",
        ),
        remedy=(
            "Cắt đối tượng theo ranh giới, hoặc sửa ranh giới",
            "Cut it at the boundary, or correct the boundary",
        ),
    )


RULE = Rule(
    code="containment.crossing",
    severity=Severity.ERROR,
    title_vi="Vượt ra ngoài ranh giới quy hoạch",
    title_en="Crosses the plan's boundary",
    basis="quy tắc phạm vi của dothi: mọi đối tượng nằm trong ranh giới quy hoạch",
    basis_en="dothi's rule of extent: every feature lies within the plan's boundary",
    tolerance="coincidence_mm",
    exempt=(Exempt.COMPENSATION, Exempt.BOUNDARY_LAYER),
    needs=(Need.METRES, Need.BOUNDARY),
    on_layer=run,
)
