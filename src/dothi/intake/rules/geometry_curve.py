"""Curves drawn as chords: how far the chords lie from the curve they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rings import Floats, Ints
from dothi.intake.checking.rule import Need, Rule
from dothi.intake.checking.saying import amount
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each feature with curves: a note within the tolerance, a warning beyond it."""
    assert subject.measuring is not None
    arcs = subject.outlines.arcs
    if not len(arcs.owner):
        return
    order = np.lexsort((-arcs.sagitta, arcs.owner))
    rows, heads, counts = np.unique(arcs.owner[order], return_index=True, return_counts=True)
    worst = order[heads]
    coarse = arcs.sagitta[worst] > subject.context.tolerances.curve
    for chosen, severity in ((coarse, Severity.WARNING), (~coarse, Severity.INFO)):
        if chosen.any():
            batch = _batch(subject, rows[chosen], arcs.sagitta[worst[chosen]], counts[chosen], severity)
            drawn = subject.measuring.back(arcs.lines[worst[chosen]])
            yield in_order(replace(batch, geometry=drawn), subject.rank[rows[chosen]])


def _batch(subject: Subject, rows: Ints, sagitta: Floats, counts: Ints, severity: Severity) -> Batch:
    tolerance = subject.context.tolerances.curve
    coarse = severity is Severity.WARNING

    def words(row: int) -> Words:
        off, limit = sagitta[row], tolerance
        vi = (
            f"{counts[row]} đoạn cong vẽ bằng dây cung, "
            f"lệch nhiều nhất {amount(off, 'm')} (dung sai {amount(limit, 'm')})"
        )
        en = (
            f"{counts[row]} curves drawn as chords, "
            f"{amount(off, 'm', 'en')} off at most (tolerance {amount(limit, 'm', 'en')})"
        )
        if not coarse:
            return Words(vi, en)
        return Words(
            vi,
            en,
            "Xuất lại với nhiều điểm hơn trên đường cong",
            "Export again with more points on the curve",
        )

    return Batch(
        code=RULE.code,
        severity=severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        measure=sagitta,
        unit="m",
    )


RULE = Rule(
    code="geometry.curve",
    severity=Severity.WARNING,
    title_vi="Đường cong vẽ bằng dây cung",
    title_en="Curves drawn as chords",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance="curve_mm",
    needs=(Need.METRES,),
    on_layer=run,
)
