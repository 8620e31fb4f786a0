"""Spikes: a border that runs out to a point and straight back."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rule import Need, Rule
from dothi.intake.checking.saying import amount
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each spike, out of the area or into it."""
    assert subject.measuring is not None
    found = subject.outlines.spikes
    chosen = found.leading
    if not chosen.any():
        return
    owner, length, width = found.owner[chosen], found.length[chosen], found.width[chosen]
    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[owner],
        words=lambda row: Words(
            f"Gai nhọn dài {amount(length[row], 'm')}, chân rộng {amount(width[row], 'm')}",
            f"Spike {amount(length[row], 'm', 'en')} long, {amount(width[row], 'm', 'en')} wide at its foot",
            "Xóa các điểm ở đầu gai, hoặc dùng tự sửa (--repair)",
            "Delete the points at its tip, or let --repair cut it off",
        ),
        crs=subject.crs,
        measure=length,
        unit="m",
        geometry=subject.measuring.back(shapely.points(found.points[chosen])),
    )
    yield in_order(batch, subject.rank[owner])


RULE = Rule(
    code="geometry.spike",
    severity=Severity.WARNING,
    title_vi="Gai nhọn trên đường biên",
    title_en="Spike on the border",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance="spike_mm",
    needs=(Need.AREAS, Need.METRES),
    on_layer=run,
)
