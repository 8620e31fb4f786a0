"""A lower plan against the plan above it: which functions fit, which must be explained, which conflict.

What fits is a table of data with an author (:mod:`dothi.law.tables.function_compatibility`, or a table of the
asker's own). Land is judged by pairs of zones; equal codes conform. A strip narrower than the drawings can
tell is listed apart and weighs on nothing. A pair that no table judges, a zone without a function, and land
of the lower plan that the upper one does not cover are "not known": they are never taken to conform.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from dothi.base.errors import Fault, InputError
from dothi.land.plans import is_strip
from dothi.land.polygons import LeftOut, Polygons
from dothi.land.sharing import CONTACT_M2, areas_of, shared_areas
from dothi.law import Law
from dothi.law.tables.function_compatibility import FunctionCompatibility


class Fit(StrEnum):
    """Verdict on a pair of functions; worst first in reports."""

    CONFLICT = "conflict"
    EXPLAIN = "explain"
    UNKNOWN = "not-known"
    CONFORM = "conform"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Compatibility:
    """Who judged which pairs; ``verdicts`` by (upper code, lower code)."""

    author: str
    basis: str
    verdicts: Mapping[tuple[str, str], Fit]

    def of(self, upper: str, lower: str) -> Fit:
        """Verdict on a pair; a code that is empty, or a pair nobody judged, is not known."""
        if not upper or not lower:
            return Fit.UNKNOWN
        if upper == lower:
            return Fit.CONFORM
        return self.verdicts.get((upper, lower), Fit.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A named authority lets one lower zone differ, by a document, for a reason."""

    lower_feature: str
    authority: str
    document: str
    reason: str
    day: date

    def __post_init__(self) -> None:
        if not all((self.lower_feature, self.authority, self.document, self.reason)):
            raise InputError(_NAMELESS_WAIVER)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Land where one lower zone meets one upper zone and does not simply conform; ``shape`` in metres."""

    lower_feature: str
    upper_feature: str
    lower: str
    upper: str
    fit: Fit
    m2: float
    strip: bool
    shape: Any
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class CodePair:
    """All land under one pair of codes; ``share`` is of the lower plan's area, strips are not in it."""

    lower: str
    upper: str
    fit: Fit
    m2: float
    share: float
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class Conformity:
    """The comparison, areas in m². ``outside`` is land of the lower plan that the upper one does not cover.

    ``parts`` names every place that does not conform, the largest of the worst first; ``strip_m2`` is land in
    strips no wider than ``tolerance_m``.
    """

    lower_m2: float
    pairs: tuple[CodePair, ...]
    parts: tuple[Part, ...]
    outside: tuple[Part, ...]
    tolerance_m: float
    author: str
    basis: str
    left_out: tuple[LeftOut, ...] = ()

    @property
    def strip_m2(self) -> float:
        """Land in strips that weigh on nothing."""
        return sum(part.m2 for part in (*self.parts, *self.outside) if part.strip)

    @property
    def outside_m2(self) -> float:
        """Land of the lower plan outside the upper one, strips apart."""
        return sum(part.m2 for part in self.outside if not part.strip)

    def m2(self, fit: Fit) -> float:
        """Land of one verdict, strips apart."""
        return sum(pair.m2 for pair in self.pairs if pair.fit is fit)

    @property
    def verdict(self) -> Fit:
        """The worst there is anywhere; land outside the upper plan is not known."""
        found = {pair.fit for pair in self.pairs} | ({Fit.UNKNOWN} if self.outside_m2 else set())
        return next((fit for fit in Fit if fit in found), Fit.UNKNOWN)


def conformity(
    lower: Polygons,
    upper: Polygons,
    table: Compatibility,
    *,
    tolerance_m: float,
    waivers: Sequence[Waiver] = (),
) -> Conformity:
    """Compare two plans laid out on one map; labels are codes of functions.

    Raises :class:`InputError` (``conform.no-such-zone``) for a waiver of a zone that the lower plan lacks.
    """
    waived = _waived(lower, waivers)
    shared = shared_areas(lower.shapes, upper.shapes)
    fits = [
        table.of(str(upper.labels[u]), str(lower.labels[z]))
        for z, u in zip(shared.parcel.tolist(), shared.zone.tolist(), strict=True)
    ]
    parts: list[Part] = []
    pairs: dict[tuple[str, str, Fit], list[float]] = {}
    for at, fit in enumerate(fits):
        below, above, m2 = int(shared.parcel[at]), int(shared.zone[at]), float(shared.m2[at])
        part = None
        if fit is not Fit.CONFORM:
            part = _part(lower, below, upper, above, fit=fit, tolerance_m=tolerance_m, waived=waived)
        if part is not None:
            parts.append(part)
        if part is None or not part.strip:
            key = (str(lower.labels[below]), str(upper.labels[above]), part.fit if part else fit)
            pairs.setdefault(key, []).append(m2)
    total = float(np.sort(shapely.area(lower.shapes)).sum())
    return Conformity(
        total,
        tuple(sorted((_pair(*key, areas, total) for key, areas in pairs.items()), key=_pair_order)),
        tuple(sorted(parts, key=_part_order)),
        tuple(sorted(_outside(lower, upper, tolerance_m), key=_part_order)),
        tolerance_m,
        table.author,
        table.basis,
        lower.left_out + upper.left_out,
    )


def compatibility_of(law: Law, day: date) -> Compatibility:
    """The law's table on a day; an office's overlay counts in the place of what it replaces."""
    verdicts: dict[tuple[str, str], Fit] = {}
    rows = law.of(FunctionCompatibility).in_force(day)
    if not rows:
        return Compatibility("–", _NO_TABLE, {})
    for row in rows:
        for fit, codes in (
            (Fit.CONFORM, row.conform),
            (Fit.EXPLAIN, row.explain),
            (Fit.CONFLICT, row.conflict),
        ):
            verdicts.update({(row.code, code): fit for code in codes})
    return Compatibility(
        ", ".join(sorted({row.author for row in rows})),
        "; ".join(sorted({row.basis for row in rows})),
        verdicts,
    )


def compatibility_from(rows: Iterable[Mapping[str, str]], author: str, basis: str) -> Compatibility:
    """A table of the asker's own: rows with ``upper``, ``lower``, ``verdict`` (conform, explain, conflict).

    Raises :class:`InputError`: ``conform.table-column``, ``conform.table-verdict``, ``conform.table-twice``,
    each by its row.
    """
    verdicts: dict[tuple[str, str], Fit] = {}
    for number, row in enumerate(rows, start=2):
        if not {"upper", "lower", "verdict"} <= set(row):
            raise InputError(_columns())
        key = (row["upper"].strip(), row["lower"].strip())
        fit = row["verdict"].strip().lower()
        if fit not in {Fit.CONFORM, Fit.EXPLAIN, Fit.CONFLICT}:
            raise InputError(_bad_verdict(number, fit))
        if verdicts.get(key, fit) != fit:
            raise InputError(_twice(number, *key))
        verdicts[key] = Fit(fit)
    return Compatibility(author, basis, verdicts)


def _part(
    lower: Polygons,
    below: int,
    upper: Polygons,
    above: int,
    *,
    fit: Fit,
    tolerance_m: float,
    waived: Mapping[str, Waiver],
) -> Part:
    shape = areas_of(shapely.intersection(lower.shapes[below], upper.shapes[above]))
    feature = str(lower.features[below])
    waiver = waived.get(feature)
    return Part(
        feature,
        str(upper.features[above]),
        str(lower.labels[below]),
        str(upper.labels[above]),
        Fit.WAIVED if waiver else fit,
        float(shape.area),
        is_strip(shape, tolerance_m),
        shape,
        waiver,
    )


def _outside(lower: Polygons, upper: Polygons, tolerance_m: float) -> Iterable[Part]:
    """Land of each lower zone that no upper zone covers."""
    if not len(lower):
        return
    whole = shapely.union_all(upper.shapes) if len(upper) else shapely.Polygon()
    shapely.prepare(whole)
    for row in np.flatnonzero(~shapely.covered_by(lower.shapes, whole)).tolist():
        rest = shapely.difference(lower.shapes[row], whole)
        if rest.area > CONTACT_M2:
            yield Part(
                str(lower.features[row]),
                "",
                str(lower.labels[row]),
                "",
                Fit.UNKNOWN,
                float(rest.area),
                is_strip(rest, tolerance_m),
                rest,
            )


def _waived(lower: Polygons, waivers: Sequence[Waiver]) -> dict[str, Waiver]:
    known = {str(feature) for feature in lower.features}
    for waiver in waivers:
        if waiver.lower_feature not in known:
            raise InputError(_no_such_zone(waiver.lower_feature))
    return {waiver.lower_feature: waiver for waiver in waivers}


def _pair(lower: str, upper: str, fit: Fit, areas: Sequence[float], total: float) -> CodePair:
    m2 = float(np.sort(np.array(areas)).sum())
    return CodePair(lower, upper, fit, m2, m2 / total if total else 0.0, len(areas))


def _pair_order(pair: CodePair) -> tuple[int, float, str, str]:
    return list(Fit).index(pair.fit), -pair.m2, pair.lower, pair.upper


def _part_order(part: Part) -> tuple[bool, int, float, str, str]:
    return part.strip, list(Fit).index(part.fit), -part.m2, part.lower_feature, part.upper_feature


_NO_TABLE = (
    "không có bảng đối chiếu nào cho ngày này (--table-as-of chọn bảng của ngày khác) "
    "/ no table holds on this day (--table-as-of takes that of another)"
)
_NAMELESS_WAIVER = Fault(
    "conform.nameless-waiver",
    "Chấp thuận sai khác phải nêu ô, cơ quan, văn bản và lý do",
    "A waiver must name the zone, the authority, the document and the reason",
    remedy_vi="Ghi đủ bốn mục",
    remedy_en="Fill in all four",
)


def _no_such_zone(feature: str) -> Fault:
    return Fault(
        "conform.no-such-zone",
        f"Đồ án cấp dưới không có đối tượng «{feature[:40]}»",
        f"The lower plan has no feature “{feature[:40]}”",
        remedy_vi="Ghi số đối tượng như trong tệp",
        remedy_en="Give the number of the feature as in the file",
    )


def _columns() -> Fault:
    return Fault(
        "conform.table-column",
        "Bảng đối chiếu phải có các cột upper, lower, verdict",
        "The table must have the columns upper, lower, verdict",
        remedy_vi="verdict là conform, explain hoặc conflict",
        remedy_en="verdict is conform, explain or conflict",
    )


def _bad_verdict(row: int, given: str) -> Fault:
    return Fault(
        "conform.table-verdict",
        f"«{given[:40]}» không phải là conform, explain hay conflict",
        f"“{given[:40]}” is none of conform, explain, conflict",
        where=f"dòng {row}",
        remedy_vi="Sửa cột verdict",
        remedy_en="Mend the column verdict",
    )


def _twice(row: int, upper: str, lower: str) -> Fault:
    return Fault(
        "conform.table-twice",
        f"Cặp «{upper}», «{lower}» được xếp hai cách",
        f"The pair “{upper}”, “{lower}” is judged in two ways",
        where=f"dòng {row}",
        remedy_vi="Giữ một dòng cho mỗi cặp",
        remedy_en="Keep one row for each pair",
    )
