"""Areas as stated against areas as drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.fields import AREA_UNITS, Meaning, Quantity
from dothi.intake.checking.rings import Floats, Geometries
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.saying import amount, change
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.written import blank, numbers
from dothi.intake.findings import Severity, SkippedCheck

_GUESSED = ("m²", "ha")
_NEAR = 1.5
"""Decades within which the middle of all ratios must lie for a unit to be taken: m² and ha are four apart."""


def run(subject: Subject) -> Iterator[Batch | SkippedCheck]:
    """One finding for each feature whose stated area differs by more than tolerance and last digit."""
    columns = [meaning for meaning in subject.meanings if meaning.quantity is Quantity.AREA]
    if not columns:
        yield SkippedCheck(RULE.code, "không có trường diện tích", "no field with an area", subject.name)
        return
    measured, rounding = np.full(len(subject), np.nan), np.zeros(len(subject))
    chosen = subject.valid & subject.areas
    measured[chosen] = shapely.area(subject.metric[chosen])
    rounding[chosen] = _rounding(subject.metric[chosen])
    for meaning in columns:
        yield from _column(subject, meaning, measured, rounding)


def _rounding(shapes: Geometries) -> Floats:
    """By how many m² the last binary digit of coordinates may change each area."""
    farthest = np.abs(shapely.bounds(shapes)).max(axis=1, initial=1.0)
    lost: Floats = np.spacing(farthest) * shapely.length(shapes)
    return lost


def _column(
    subject: Subject, meaning: Meaning, measured: Floats, rounding: Floats
) -> Iterator[Batch | SkippedCheck]:
    stated, half, units = numbers(subject.frame[meaning.column])
    if not np.isfinite(stated).any() and not blank(subject.frame[meaning.column]).all():
        yield SkippedCheck(
            RULE.code,
            f"không trị số nào của trường {meaning.column} đọc được thành diện tích",
            f"no value of the field {meaning.column} is read as an area",
            subject.name,
        )
        return
    per_unit = _unit_sizes(subject, meaning, units)
    if np.isnan(per_unit[np.isfinite(stated)]).any():
        guess = _guessed(stated[np.isnan(per_unit)], measured[np.isnan(per_unit)])
        if guess is None:
            yield SkippedCheck(
                RULE.code,
                f"không biết đơn vị của trường {meaning.column}",
                f"the unit of the field {meaning.column} is not known",
                subject.name,
            )
            return
        per_unit[np.isnan(per_unit)] = guess
    in_metres = stated * per_unit
    allowed = subject.context.tolerances.area * measured + half * per_unit
    with np.errstate(invalid="ignore"):
        off = np.abs(in_metres - measured) > allowed * (1 + 1e-12) + rounding
    rows = np.flatnonzero(off)
    if not len(rows):
        return
    difference = (in_metres - measured)[rows]

    def words(row: int) -> Words:
        stated, drawn = in_metres[rows[row]], measured[rows[row]]
        share = 100 * difference[row] / drawn
        return Words(
            f"Diện tích ghi {amount(stated, 'm²')}, đo trên hình {amount(drawn, 'm²')} "
            f"({change(share, '%')})",
            f"The stated area is {amount(stated, 'm²', 'en')}, the drawn one {amount(drawn, 'm²', 'en')} "
            f"({change(share, '%', 'en')})",
            "Sửa trị số theo hình, hoặc sửa hình theo trị số đã duyệt",
            "Correct the value by the drawing, or the drawing by the approved value",
        )

    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        measure=difference,
        unit="m²",
        geometry=subject.shapes[rows],
        column=meaning.column,
    )
    yield in_order(batch, subject.rank[rows])


def _unit_sizes(subject: Subject, meaning: Meaning, units: list[str]) -> Floats:
    """Square metres in the unit of each row: from its text, a column beside it, or the column's name."""
    told: Any = np.array([AREA_UNITS.get(unit, np.nan) for unit in units])
    beside = f"{meaning.column}_uom"
    if beside in subject.frame.columns:
        codes, values = subject.frame[beside].factorize()
        sizes = [*(AREA_UNITS.get(str(v).replace("m2", "m²"), np.nan) for v in values), np.nan]
        told = np.where(np.isnan(told), np.array(sizes)[codes], told)
    if meaning.unit:
        told = np.where(np.isnan(told), AREA_UNITS[meaning.unit], told)
    sizes_of_rows: Floats = told
    return sizes_of_rows


def _guessed(stated: Floats, measured: Floats) -> float | None:
    """The unit in which stated and measured areas agree in the middle; ``None`` where neither does."""
    usable = np.isfinite(stated) & np.isfinite(measured) & (stated > 0) & (measured > 0)
    if not usable.any():
        return AREA_UNITS["m²"]
    middle = float(np.median(np.log10(measured[usable] / stated[usable])))
    size = min((AREA_UNITS[unit] for unit in _GUESSED), key=lambda size: abs(middle - np.log10(size)))
    return size if abs(middle - np.log10(size)) <= _NEAR else None


RULE = Rule(
    code="meaning.area-mismatch",
    severity=Severity.WARNING,
    title_vi="Diện tích ghi khác diện tích đo",
    title_en="Stated and measured area differ",
    basis="quy ước kiểm tra của dothi",
    basis_en="a convention of dothi's checks",
    tolerance="area_permille",
    exempt=(Exempt.INVALID,),
    needs=(Need.AREAS, Need.METRES),
    on_layer=run,
)
