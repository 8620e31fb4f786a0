"""Features in a place that the plan encloses but leaves out."""

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
        Place.IN_HOLE,
        code=RULE.code,
        severity=RULE.severity,
        told=lambda size, _reach: (
            f"Nằm trong phần bị khoét khỏi phạm vi quy hoạch ({size})",
            f"Lies in a part that the plan leaves out ({size})",
        ),
        remedy=(
            "Bỏ đối tượng khỏi đồ án, hoặc lấp lỗ của ranh giới nếu phần này thuộc đồ án",
            "Take it out of the plan, or close the hole of the boundary if the part belongs to the plan",
        ),
    )


RULE = Rule(
    code="containment.in-hole",
    severity=Severity.ERROR,
    title_vi="Nằm trong lỗ của ranh giới quy hoạch",
    title_en="In a hole of the plan's boundary",
    basis="quy tắc phạm vi của dothi: mọi đối tượng nằm trong ranh giới quy hoạch",
    basis_en="dothi's rule of extent: every feature lies within the plan's boundary",
    tolerance="coincidence_mm",
    exempt=(Exempt.COMPENSATION, Exempt.BOUNDARY_LAYER),
    needs=(Need.METRES, Need.BOUNDARY),
    on_layer=run,
)
