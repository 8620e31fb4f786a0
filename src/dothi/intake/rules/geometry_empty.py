"""Features without geometry in a layer that has geometry."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity, SkippedCheck


def run(subject: Subject) -> Iterator[Batch | SkippedCheck]:
    """One finding for each feature whose geometry is missing or empty."""
    if not len(subject):
        return
    if subject.missing.all():
        yield SkippedCheck(
            RULE.code, "lớp không có hình nào", "the layer has no geometry", subject.name, unknown=False
        )
        return
    rows = np.flatnonzero(subject.missing | shapely.is_empty(subject.shapes))
    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=lambda _row: Words(
            "Đối tượng không có hình",
            "The feature has no geometry",
            "Vẽ hình cho đối tượng, hoặc xóa dòng này",
            "Draw its geometry, or delete the row",
        ),
    )
    yield in_order(batch, subject.rank[rows])


RULE = Rule(
    code="geometry.empty",
    severity=Severity.ERROR,
    title_vi="Đối tượng không có hình",
    title_en="Feature without geometry",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance=EXACT,
    on_layer=run,
)
