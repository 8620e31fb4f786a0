"""Features that lie wholly outside the plan's boundary."""

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
        Place.OUTSIDE,
        code=RULE.code,
        severity=RULE.severity,
        told=lambda _size, reach: (
            f"Nằm hẳn ngoài ranh giới quy hoạch, xa nhất {reach}",
            f"Lies wholly outside the plan's boundary, {reach} away at most",
        ),
        remedy=(
            "Bỏ đối tượng khỏi đồ án, hoặc kiểm tra hệ tọa độ của lớp",
            "Take it out of the plan, or check the CRS of the layer",
        ),
    )


RULE = Rule(
    code="containment.outside",
    severity=Severity.ERROR,
    title_vi="Nằm ngoài ranh giới quy hoạch",
    title_en="Outside the plan's boundary",
    basis="quy tắc phạm vi của dothi: mọi đối tượng nằm trong ranh giới quy hoạch",
    basis_en="dothi's rule of extent: every feature lies within the plan's boundary",
    tolerance="coincidence_mm",
    exempt=(Exempt.COMPENSATION, Exempt.BOUNDARY_LAYER),
    needs=(Need.METRES, Need.BOUNDARY),
    on_layer=run,
)
