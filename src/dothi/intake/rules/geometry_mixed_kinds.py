"""Points, lines and areas in one layer, or in one feature."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rings import Ints
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.saying import count
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity

_COLLECTION = 7
_KINDS = (("điểm", "points"), ("đường", "lines"), ("vùng", "areas"))


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for a layer with several kinds, one for each feature that is itself of several."""
    collections = np.flatnonzero(subject.present & (subject.kinds == _COLLECTION))
    simple = subject.present & (subject.kinds != _COLLECTION)
    counts = np.bincount(subject.dimensions[simple], minlength=3)
    if np.count_nonzero(counts) > 1:
        yield _layer(subject, counts)
    if len(collections):
        batch = Batch(
            code=RULE.code,
            severity=RULE.severity,
            layer=subject.name,
            ids=subject.ids[collections],
            words=lambda _row: Words(
                "Một đối tượng gồm nhiều loại hình (tập hợp hình)",
                "One feature holds geometry of several kinds (a collection)",
                "Tách đối tượng theo loại hình",
                "Split the feature by kind of geometry",
            ),
            crs=subject.crs,
            geometry=subject.shapes[collections],
        )
        yield in_order(batch, subject.rank[collections])


def _layer(subject: Subject, counts: Ints) -> Batch:
    present = [kind for kind in range(3) if counts[kind]]
    vi = ", ".join(f"{count(counts[kind])} {_KINDS[kind][0]}" for kind in present)
    en = ", ".join(f"{count(counts[kind], 'en')} {_KINDS[kind][1]}" for kind in present)
    return Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=np.array([None], dtype=object),
        words=lambda _row: Words(
            f"Lớp có nhiều loại hình: {vi}",
            f"The layer has several kinds of geometry: {en}",
            "Tách thành các lớp riêng cho điểm (_P), đường (_L) và vùng (_A)",
            "Split it into layers of points (_P), lines (_L) and areas (_A)",
        ),
        measure=np.array([float(counts.sum() - counts.max())]),
        unit="đối tượng",
    )


RULE = Rule(
    code="geometry.mixed-kinds",
    severity=Severity.WARNING,
    title_vi="Nhiều loại hình trong một lớp",
    title_en="Several kinds of geometry in one layer",
    basis="Thông tư 16/2025/TT-BXD, Phụ lục II: tên lớp mang loại hình _A, _P hoặc _L",
    basis_en="Circular 16/2025/TT-BXD, annex II: the name of a layer carries its kind, _A, _P or _L",
    tolerance=EXACT,
    on_layer=run,
)
