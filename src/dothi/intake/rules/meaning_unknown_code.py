"""Land function codes that no list of the day holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.context import Context
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.standing import code_columns
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity, SkippedCheck
from dothi.intake.functions import Standing
from dothi.law.tables.land_functions import LandFunction
from dothi.law.tables.land_use_codes import LandUseCode


def run(subject: Subject) -> Iterator[Batch | SkippedCheck]:
    """One finding for each feature whose value is no code, in every column that holds codes."""
    index = subject.context.index
    columns = code_columns(subject.frame, index)
    if not columns and subject.areas.any() and index.read(subject.name).function is None:
        yield SkippedCheck(
            RULE.code,
            "không trường nào chứa mã chức năng đất của các danh mục",
            "no field holds codes of land functions of the lists",
            subject.name,
        )
    known = _other_names(subject.context)
    for column in columns:
        yield from _column(subject, column, known)


def _column(subject: Subject, column: str, known: frozenset[str]) -> Iterator[Batch]:
    index = subject.context.index
    codes, values = subject.frame[column].factorize()
    texts = [str(value) for value in values]
    readings = [index.read(text) for text in texts]
    counted = Counter(codes.tolist())
    coded = sum(counted[k] for k, reading in enumerate(readings) if reading.function is not None)
    mostly = 2 * coded >= sum(number for code, number in counted.items() if code >= 0)
    wrong = [
        bool(text.strip())
        and reading.function is None
        and fold(text) not in known
        and (mostly or reading.standing is Standing.UNKNOWN_CODE)
        for text, reading in zip(texts, readings, strict=True)
    ]
    rows = np.flatnonzero(np.array([*wrong, False])[codes])
    if not len(rows):
        return

    def words(row: int) -> Words:
        reading = readings[codes[rows[row]]]
        shown = reading.text.strip()[:40]
        listed = ", ".join(sorted(candidate.code for candidate in reading.candidates))
        vi, en = (f" (có thể là {listed})", f" (perhaps {listed})") if listed else ("", "")
        return Words(
            f"Mã chức năng đất «{shown}» không có trong danh mục{vi}",
            f"The land function code “{shown}” is in no list{en}",
            "Sửa mã theo Phụ lục I, hoặc ánh xạ giá trị này cho đơn vị tư vấn",
            "Correct the code by Annex I, or map this value for the consultant",
        )

    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        geometry=subject.shapes[rows],
        column=column,
    )
    yield in_order(batch, subject.rank[rows])


def _other_names(context: Context) -> frozenset[str]:
    """Names of functions written out, and codes of the land statistics, which are no mistakes here."""
    rows: list[Any] = [*context.law.of(LandFunction).confirmed]
    day = context.day
    names = {fold(row.title_vi) for row in rows if row.period.holds(day) is not Truth.NO}
    return frozenset(names | {fold(row.code) for row in context.law.of(LandUseCode).confirmed})


RULE = Rule(
    code="meaning.unknown-code",
    severity=Severity.ERROR,
    title_vi="Mã chức năng đất không có trong danh mục",
    title_en="Unknown land function code",
    basis="Thông tư 16/2025/TT-BXD, Phụ lục I",
    basis_en="Circular 16/2025/TT-BXD, annex I",
    tolerance=EXACT,
    on_layer=run,
)
