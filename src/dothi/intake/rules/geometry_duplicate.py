"""Features that repeat another: the same geometry twice in one layer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each copy, naming the first of its kind."""
    rows = np.flatnonzero(subject.copies >= 0)
    if not len(rows):
        return
    originals = subject.copies[rows]
    fields = subject.frame.drop(columns=subject.frame.geometry.name)

    def words(row: int) -> Words:
        copy, first = fields.iloc[rows[row]], fields.iloc[originals[row]]
        differ = [str(name) for name in fields.columns if not _same(copy[name], first[name])]
        first_id = subject.ids[originals[row]]
        listed = ", ".join(differ[:5])
        vi = f"khác ở {len(differ)} trường ({listed})" if differ else "mọi trường giống nhau"
        en = f"{len(differ)} fields differ ({listed})" if differ else "every field is the same"
        return Words(
            f"Trùng hình với đối tượng {first_id}; {vi}",
            f"The same geometry as feature {first_id}; {en}",
            "Giữ một đối tượng, xóa bản lặp",
            "Keep one of them and delete the copy",
        )

    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        others=[(value if isinstance(value, str) else int(value),) for value in subject.ids[originals]],
        geometry=subject.shapes[rows],
    )
    yield in_order(batch, subject.rank[rows])


def _same(a: Any, b: Any) -> bool:
    """Equal, or both without a value."""
    if pd.isna(a) or pd.isna(b):
        return bool(pd.isna(a)) and bool(pd.isna(b))
    return bool(a == b)


RULE = Rule(
    code="geometry.duplicate",
    severity=Severity.ERROR,
    title_vi="Đối tượng trùng hình",
    title_en="Duplicate features",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance="coincidence_mm",
    exempt=(Exempt.NOT_TOGETHER,),
    needs=(Need.METRES,),
    on_layer=run,
)
