"""Points of a border or line that follow one another at one place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rule import Need, Rule
from dothi.intake.checking.saying import count
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each feature, with the number and the places of the points too many."""
    assert subject.measuring is not None
    found = subject.outlines.repeated
    if not len(found.owner):
        return
    order = np.argsort(found.owner, kind="stable")
    rows, counts = np.unique(found.owner, return_counts=True)
    points = shapely.points(found.points[order])
    places = shapely.multipoints(points, indices=np.repeat(np.arange(len(rows)), counts))
    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=lambda row: Words(
            f"{count(counts[row])} điểm lặp liền nhau trên đường biên",
            f"{count(counts[row], 'en')} points repeated one after the other",
            "Xóa điểm thừa, hoặc dùng tự sửa (--repair)",
            "Delete the points too many, or let --repair drop them",
        ),
        crs=subject.crs,
        measure=counts.astype(float),
        unit="điểm",
        geometry=subject.measuring.back(places),
    )
    yield in_order(batch, subject.rank[rows])


RULE = Rule(
    code="geometry.duplicate-vertices",
    severity=Severity.WARNING,
    title_vi="Điểm lặp liền nhau",
    title_en="Repeated points",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance="coincidence_mm",
    needs=(Need.METRES,),
    on_layer=run,
)
