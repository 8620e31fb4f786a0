"""Numbers stored as text: read into bounds, or refused, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from dothi.base.errors import Fault
from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.bounds import Bounds
from dothi.intake.checking.fields import Meaning
from dothi.intake.checking.rings import Ints
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.saying import count
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.written import Written, textual, written
from dothi.intake.findings import Severity

_PLAIN = re.compile(r"[+-]?[0-9]+")
_MARKED = re.compile(
    r"\s*(?:[≤≥<>~≈]=?|tối đa|tối thiểu|không quá|dưới|trên)\s*[0-9][0-9.,]*\s*(?:%|tầng|m2|m²|ha|lần)?\s*"
    r"|\s*[0-9][0-9.,]*(?:\s*[-–]\s*[0-9][0-9.,]*)?\s*(?:%|tầng|m2|m²|ha)\s*"
    r"|\s*[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+\s*",
    re.IGNORECASE,
)
_SPREAD, _SAMPLE = 2000, 200


def run(subject: Subject) -> Iterator[Batch]:
    """A note for each value read into bounds, a warning for each one refused, a note for plain numerals."""
    known = {meaning.column: meaning for meaning in subject.meanings}
    for column in subject.frame.columns:
        name = str(column)
        if name == subject.frame.geometry.name or not textual(subject.frame[column]):
            continue
        if name in known or _looks_numeric(subject, name):
            yield from _column(subject, name, written(subject.frame[column]), known.get(name))


def _looks_numeric(subject: Subject, column: str) -> bool:
    """Whether most values of a sample are numbers with a sign, a unit or grouped thousands."""
    values = subject.frame[column].iloc[:: max(1, len(subject) // _SPREAD)].dropna().unique()[:_SAMPLE]
    filled = [str(value) for value in values if str(value).strip()]
    return bool(filled) and 2 * sum(bool(_MARKED.fullmatch(text)) for text in filled) > len(filled)


def _column(subject: Subject, column: str, told: Written, meaning: Meaning | None) -> Iterator[Batch]:
    plain = np.array([*(bool(_PLAIN.fullmatch(text.strip())) for text in told.texts), False])
    read = np.array([*(isinstance(item, Bounds) for item in told.read), False])
    filled = told.codes >= 0
    parsed = np.flatnonzero(filled & read[told.codes] & ~plain[told.codes])
    refused = np.flatnonzero(filled & ~read[told.codes])
    if len(parsed):
        yield _batch(subject, column, told, parsed, Severity.INFO)
    if len(refused):
        yield _batch(subject, column, told, refused, Severity.WARNING)
    numerals = int(np.count_nonzero(filled & plain[told.codes]))
    if numerals and meaning is not None:
        title, title_en = meaning.quantity.title(), meaning.quantity.title("en")
        yield Batch(
            code=RULE.code,
            severity=Severity.INFO,
            layer=subject.name,
            ids=np.array([None], dtype=object),
            words=lambda _row: Words(
                f"{count(numerals)} trị số {title} lưu dạng chữ, đọc được thành số",
                f"{count(numerals, 'en')} values of {title_en} are stored as text and read as numbers",
                "Đổi kiểu trường sang số",
                "Make the field a number",
            ),
            measure=np.array([float(numerals)]),
            unit="giá trị",
            column=column,
        )


def _batch(subject: Subject, column: str, told: Written, rows: Ints, severity: Severity) -> Batch:
    def words(row: int) -> Words:
        code = told.codes[rows[row]]
        shown, item = told.texts[code].strip()[:40], told.read[code]
        if isinstance(item, Fault):
            vi = f"«{shown}» không đọc được thành trị số: {item.vi[:1].lower()}{item.vi[1:]}"
            en = f"“{shown}” is not read as a value: {item.en[:1].lower()}{item.en[1:]}"
            return Words(vi, en, item.remedy_vi, item.remedy_en)
        return Words(
            f"«{shown}» lưu dạng chữ, đọc là {item.words()}",
            f"“{shown}” is stored as text, read as {item.words('en')}",
            "Ghi giới hạn vào trường số riêng (nhỏ nhất, lớn nhất)",
            "Put the limits into fields of numbers (lowest, highest)",
        )

    batch = Batch(
        code=RULE.code,
        severity=severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        geometry=subject.shapes[rows],
        column=column,
    )
    return in_order(batch, subject.rank[rows])


RULE = Rule(
    code="meaning.number-as-text",
    severity=Severity.WARNING,
    title_vi="Số lưu dạng chữ",
    title_en="Number stored as text",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance=EXACT,
    on_layer=run,
)
