"""Two features that set the same regulation for the same place."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from dothi.base.errors import InputError
from dothi.base.numbers import exact
from dothi.intake.checking.batch import Batch
from dothi.intake.checking.bounds import Bounds, parse_bounds
from dothi.intake.checking.fields import REGULATIONS, Quantity
from dothi.intake.checking.rings import Bools
from dothi.intake.checking.rule import Exempt, Need, Rule
from dothi.intake.checking.saying import amount
from dothi.intake.checking.subject import Subject
from dothi.intake.checking.tiling.kernel import Overlaps
from dothi.intake.checking.written import blank
from dothi.intake.checking.zones import ZoneSet
from dothi.intake.findings import Severity, SkippedCheck
from dothi.intake.rules._pairs import pair_batches


def run(zones: ZoneSet) -> Iterator[Batch | SkippedCheck]:
    """One finding for each overlapping pair and regulation that both set, whatever the values are."""
    told = [q for q in REGULATIONS if any(_columns(subject, q) for subject in zones.subjects)]
    if not told:
        yield SkippedCheck(
            RULE.code,
            "không có trường mật độ xây dựng, tầng cao hay hệ số sử dụng đất",
            "no field for building density, storeys or floor area ratio",
            zones.name,
        )
        return
    wide, thin = zones.overlaps(slivers=False), zones.overlaps(slivers=True)
    for pairs in (wide, thin):
        for quantity in told:
            set_by = _sets(zones, quantity)
            chosen = set_by[pairs.first] & set_by[pairs.second]
            yield from _batches(zones, _chosen(pairs, chosen), quantity)


def _batches(zones: ZoneSet, pairs: Overlaps, quantity: Quantity) -> Iterator[Batch]:
    def told(row: int, other: str) -> tuple[str, str]:
        mine = _limits(zones, int(pairs.first[row]), quantity)
        theirs = _limits(zones, int(pairs.second[row]), quantity)
        area, area_en = (amount(pairs.area[row], "m²", one) for one in ("vi", "en"))
        vi, en = _words(mine), _words(mine, "en")
        alike = mine == theirs
        vi = f"cùng đặt {vi}" if alike else f"{vi} và {_words(theirs)}"
        en = f"both set {en}" if alike else f"{en} and {_words(theirs, 'en')}"
        return (
            f"Cùng đối tượng {other} quy định {quantity.title()} cho một chỗ ({area}): {vi}",
            f"Sets {quantity.title('en')} for one place ({area_en}) with feature {other}: {en}",
        )

    yield from pair_batches(
        zones,
        pairs,
        code=RULE.code,
        severity=RULE.severity,
        told=told,
        remedy=(
            "Giữ quy định ở một đối tượng, hoặc sửa ranh giới cho hết chồng",
            "Keep the regulation in one of them, or correct the borders so that they no longer overlap",
        ),
    )


def _columns(subject: Subject, quantity: Quantity) -> list[str]:
    return [meaning.column for meaning in subject.meanings if meaning.quantity is quantity]


def _sets(zones: ZoneSet, quantity: Quantity) -> Bools:
    """Tell the zones that have a value for the regulation."""
    found = np.zeros(len(zones), bool)
    for number, subject in enumerate(zones.subjects):
        rows = zones.row[zones.owner == number]
        for column in _columns(subject, quantity):
            found[zones.owner == number] |= ~blank(subject.frame[column])[rows]
    return found


def _limits(zones: ZoneSet, place: int, quantity: Quantity) -> list[Bounds | str]:
    """What a zone sets: as limits, or as its text where that cannot be read."""
    subject = zones.subjects[zones.owner[place]]
    values = [subject.frame[column].iloc[zones.row[place]] for column in _columns(subject, quantity)]
    return [_limit(value) for value in values if not pd.isna(value) and str(value).strip()]


def _limit(value: Any) -> Bounds | str:
    if isinstance(value, Number) and not isinstance(value, bool) and np.isfinite(float(value)):  # type: ignore[arg-type]
        number = exact(float(value)).normalize()  # type: ignore[arg-type]
        return Bounds(number, number)
    text = str(value).strip()
    try:
        return parse_bounds(text)
    except InputError:
        return text


def _words(limits: list[Bounds | str], language: str = "vi") -> str:
    told = [f"«{one[:30]}»" if isinstance(one, str) else one.words(language) for one in limits]
    return " / ".join(told)


def _chosen(pairs: Overlaps, chosen: Bools) -> Overlaps:
    return Overlaps(pairs.first[chosen], pairs.second[chosen], pairs.pieces[chosen], pairs.area[chosen])


RULE = Rule(
    code="meaning.double-regulation",
    severity=Severity.ERROR,
    title_vi="Hai đối tượng cùng quy định một chỉ tiêu",
    title_en="Two features set the same regulation",
    basis="quy tắc của dothi: một chỗ có một trị số cho mỗi chỉ tiêu",
    basis_en="dothi's rule: a place has one value for each regulation",
    tolerance="coincidence_mm",
    exempt=(Exempt.COMPENSATION, Exempt.NOT_TOGETHER, Exempt.COPIES, Exempt.BOUNDARY_LAYER),
    needs=(Need.AREAS, Need.METRES),
    on_zones=run,
)
