"""Fields that must be filled at the stage the plan has reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.context import Context, column_called
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.written import blank
from dothi.intake.findings import Severity, SkippedCheck
from dothi.law.tables.check_fields import STAGES, CheckField
from dothi.law.tables.dossier_layers import DossierLayer


def run(subject: Subject) -> Iterator[Batch | SkippedCheck]:
    """One finding for each missing column, and one for each feature without a value in it.

    Only layers of a dossier are asked: known by their name, or by two of the fields. Where the stage is not
    told only what is asked from the first stage on is looked at, and the rest is said to be unknown.
    """
    law, stage = subject.context.law, subject.context.stage
    fields = _fields(subject.context)
    present = [row for row in fields if column_called(subject.frame, row.field) is not None]
    names = {fold(row.code) for row in law.of(DossierLayer).confirmed}
    if fold(subject.name) not in names and len(present) < 2:
        yield SkippedCheck(
            RULE.code,
            "không phải lớp của hồ sơ theo Thông tư 16/2025/TT-BXD",
            "no layer of a dossier under Circular 16/2025/TT-BXD",
            subject.name,
            unknown=False,
        )
        return
    reached = STAGES.index(stage) if stage else 0
    for row, certain in fields.items():
        if STAGES.index(row.since) <= reached:
            yield from _field(subject, row, certain=certain)
    later = [row.field for row in fields if STAGES.index(row.since) > 0]
    if not stage and later:
        yield SkippedCheck(
            RULE.code,
            f"chưa nêu giai đoạn nên chưa xét: {', '.join(later)}",
            f"the stage is not told, so these were not asked for: {', '.join(later)}",
            subject.name,
        )


def _fields(context: Context) -> dict[CheckField, bool]:
    """The fields asked for on the day, one row each, and whether the law is certain that they are."""
    fields: dict[str, tuple[CheckField, bool]] = {}
    for row, answer in context.law.of(CheckField).including_unconfirmed(context.day):
        if row.field not in fields or answer is Truth.YES:
            fields[row.field] = row, answer is Truth.YES
    return dict(fields.values())


def _field(subject: Subject, row: CheckField, *, certain: bool) -> Iterator[Batch]:
    column = column_called(subject.frame, row.field)
    if column is None:
        yield _batch(
            subject,
            row,
            None,
            Words(
                f"Lớp thiếu trường {row.field}",
                f"The layer lacks the field {row.field}",
                "Thêm trường vào lớp và điền giá trị",
                "Add the field to the layer and fill it",
            ),
            certain=certain,
        )
    elif row.asks == "value":
        rows = np.flatnonzero(blank(subject.frame[column]))
        if len(rows):
            words = Words(
                f"Chưa điền {row.field}",
                f"{row.field} is not filled",
                "Điền giá trị cho đối tượng",
                "Fill it for this feature",
            )
            yield in_order(_batch(subject, row, rows, words, certain=certain), subject.rank[rows])


def _batch(subject: Subject, row: CheckField, rows: Any, words: Words, *, certain: bool) -> Batch:
    """Write the findings; where the law of the day is not confirmed nobody can be held to it."""
    if not certain:
        words = words._replace(
            vi=f"{words.vi}; quy định chưa xác nhận vào ngày xét",
            en=f"{words.en}; that it is due on the day asked for is not confirmed",
        )
    return Batch(
        code=RULE.code,
        severity=RULE.severity if certain else Severity.WARNING,
        layer=subject.name,
        ids=np.array([None], dtype=object) if rows is None else subject.ids[rows],
        words=lambda _row: words,
        crs=subject.crs,
        geometry=None if rows is None else subject.shapes[rows],
        column=row.field,
    )


RULE = Rule(
    code="meaning.missing-field",
    severity=Severity.ERROR,
    title_vi="Thiếu trường bắt buộc của giai đoạn",
    title_en="Required field missing for the stage",
    basis="Thông tư 16/2025/TT-BXD, Phụ lục II, phần 3; giai đoạn bắt buộc do dothi đặt",
    tolerance=EXACT,
    on_layer=run,
)
