"""A lower plan against an upper one beyond functions: limits of building, and phases, zone by zone.

Only what both plans state is compared. A limit is within where the lower plan allows no more than the upper
one, and asks for no less. What one side does not state, or states in words nobody reads, is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from dothi.base.dates import format_date
from dothi.base.errors import InputError
from dothi.base.numbers import exact
from dothi.intake.checking.bounds import Bounds, parse_bounds
from dothi.intake.checking.fields import Quantity
from dothi.intake.checking.standing import Standing
from dothi.land.limits import Limit
from dothi.land.plans import is_strip
from dothi.land.polygons import Polygons
from dothi.land.record import Words
from dothi.land.sharing import areas_of, shared_areas

COMPARED = (Quantity.DENSITY, Quantity.STOREYS, Quantity.FLOOR_AREA_RATIO, Quantity.HEIGHT)
PHASE = "phase"
_MEANS = (Quantity.DENSITY, Quantity.FLOOR_AREA_RATIO)
_CLOSE = 1e-9
_LEAST, _MOST = "least", "most"


class Within(StrEnum):
    """Verdict on one comparison; worst first."""

    EXCEEDS = "exceeds"
    UNKNOWN = "not-known"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What both sides state of one subject (``density most``, ``phase``), and how it compares.

    ``told`` is whether the upper plan states anything: where it does not, nothing is asked of the lower one.
    """

    subject: str
    verdict: Within
    lower: str
    upper: str
    reason: Words
    told: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class CheckedPart:
    """Land where one lower zone meets one upper zone, with a judgement; ``shape`` in metres."""

    lower_feature: str
    upper_feature: str
    judged: Judgement
    m2: float
    strip: bool
    shape: Any


@dataclass(frozen=True, slots=True)
class CheckedSum:
    """All land of one subject and verdict, strips apart."""

    subject: str
    verdict: Within
    m2: float
    places: int


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """One kind of comparison.

    ``parts`` are the places to look at: what exceeds, and what the upper plan states and nobody can compare.
    """

    sums: tuple[CheckedSum, ...]
    parts: tuple[CheckedPart, ...]

    @property
    def verdict(self) -> Within:
        """The worst there is; not known where nothing was stated."""
        found = {one.verdict for one in self.sums}
        return next((one for one in Within if one in found), Within.UNKNOWN)


Judge = Callable[[int, int], Iterable[Judgement]]
"""What there is to say of a lower and an upper zone, by their places in the layers."""


def checked(lower: Polygons, upper: Polygons, judge: Judge, *, tolerance_m: float) -> Checked:
    """Judge every pair of zones that share land."""
    shared = shared_areas(lower.shapes, upper.shapes)
    sums: dict[tuple[str, Within], list[float]] = {}
    parts: list[CheckedPart] = []
    for below, above, m2 in zip(
        shared.parcel.tolist(), shared.zone.tolist(), shared.m2.tolist(), strict=True
    ):
        judged = list(judge(below, above))
        if not judged:
            continue
        shape = areas_of(shapely.intersection(lower.shapes[below], upper.shapes[above]))
        strip = is_strip(shape, tolerance_m)
        features = str(lower.features[below]), str(upper.features[above])
        for one in judged:
            if not strip:
                sums.setdefault((one.subject, one.verdict), []).append(m2)
            if one.verdict is Within.EXCEEDS or (one.verdict is Within.UNKNOWN and one.told):
                parts.append(CheckedPart(*features, one, m2, strip, shape))
    return Checked(
        tuple(sorted((_sum(*key, areas) for key, areas in sums.items()), key=_sum_order)),
        tuple(sorted(parts, key=_part_order)),
    )


def limits_judge(
    lower: Polygons,
    upper: Polygons,
    lower_limits: Mapping[str, Sequence[Limit]],
    upper_limits: Mapping[str, Sequence[Limit]],
) -> Judge:
    """Compare what zones state, by feature: density, storeys, floor-area ratio, height.

    Density and floor-area ratio are means over a zone. Where a lower zone allows more of them than the upper
    zone, of which it is a part, that exceeds only if the mean over the upper zone does, land that states none
    taken as not built on; otherwise it is not known which of the two the upper plan means.
    """
    below = [_stated(lower_limits.get(str(feature), ())) for feature in lower.features]
    above = [_stated(upper_limits.get(str(feature), ())) for feature in upper.features]
    means = _means(lower, upper, below)

    def judge(one: int, other: int) -> Iterable[Judgement]:
        for quantity in COMPARED:
            for side in (_MOST, _LEAST):
                key = (quantity, side)
                if key not in below[one] and key not in above[other]:
                    continue
                found = _compared(key, below[one].get(key), above[other].get(key))
                mean, limit = means.get((quantity, other)), above[other].get(key)
                if found.verdict is Within.EXCEEDS and side == _MOST and mean is not None:
                    found = found if limit is None or _beyond(mean, limit) else _only_a_part(found)
                yield found

    return judge


def _means(
    lower: Polygons, upper: Polygons, below: Sequence[Mapping[tuple[Quantity, str], _Side]]
) -> dict[tuple[Quantity, int], float]:
    """The least that the mean over each upper zone can be, by what lower zones allow at most."""
    shared = shared_areas(lower.shapes, upper.shapes)
    areas = shapely.area(upper.shapes)
    found: dict[tuple[Quantity, int], float] = {}
    for one, other, m2 in zip(shared.parcel.tolist(), shared.zone.tolist(), shared.m2.tolist(), strict=True):
        for quantity in _MEANS:
            end = below[one].get((quantity, _MOST))
            value = 0.0 if end is None or end.value is None else end.value
            found[quantity, other] = found.get((quantity, other), 0.0) + value * m2 / float(areas[other])
    return found


def _beyond(mean: float, limit: _Side) -> bool:
    value = limit.value or 0.0
    return mean >= value - _CLOSE if limit.is_open else mean > value + _CLOSE


def _only_a_part(judged: Judgement) -> Judgement:
    return replace(judged, verdict=Within.UNKNOWN, reason=_PART)


def phase_judge(lower: Standing, upper: Standing, rows: tuple[Any, Any]) -> Judge:
    """Compare phases, or where no phase is told the first days in force.

    :param rows: for both layers, the rows of the frames that :func:`standing_of` read, by zone.
    """
    below, above = rows

    def judge(one: int, other: int) -> Iterable[Judgement]:
        here, there = int(below[one]), int(above[other])
        phases = str(lower.phase[here]), str(upper.phase[there])
        if any(phases):
            yield _phase(*phases)
            return
        days = _told_day(lower, here), _told_day(upper, there)
        if any(days):
            yield _first_day(*days)

    return judge


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of what a zone allows; ``value`` is ``None`` where the words cannot be read."""

    value: float | None
    text: str
    is_open: bool = False


def _stated(limits: Sequence[Limit]) -> dict[tuple[Quantity, str], _Side]:
    """What a zone allows at most and at least; a bare number is the most that is allowed.

    A column of maxima that says only a minimum, or the other way round, is not read.
    """
    found: dict[tuple[Quantity, str], _Side] = {}
    for limit in limits:
        if limit.quantity not in COMPARED:
            continue
        for side, end in _ends(limit):
            key = (limit.quantity, side)
            found[key] = _stricter(side, end, found[key]) if key in found else end
    return found


def _ends(limit: Limit) -> list[tuple[str, _Side]]:
    text = limit.text()
    bounds = read_bounds(limit.value)
    if bounds is None:
        return [(limit.bound or _MOST, _Side(None, text))]
    low, high = bounds.low, bounds.high
    if limit.bound:
        end = low if limit.bound == _LEAST else high
        return [(limit.bound, _Side(None if end is None else float(end), text, bounds.open))]
    found = []
    if high is not None:
        found.append((_MOST, _Side(float(high), text, bounds.open)))
    if low is not None and low != high:
        found.append((_LEAST, _Side(float(low), text, bounds.open)))
    return found


def read_bounds(value: float | str) -> Bounds | None:
    """A stated value as bounds; ``None`` for words nobody reads."""
    if not isinstance(value, str):
        number = exact(value)
        return Bounds(number, number)
    try:
        return parse_bounds(value)
    except InputError:
        return None


def _stricter(side: str, one: _Side, other: _Side) -> _Side:
    if one.value is None or other.value is None:
        return one if one.value is None else other
    return min(one, other, key=_high) if side == _MOST else max(one, other, key=_low)


def _high(end: _Side) -> tuple[float, bool]:
    return end.value or 0.0, not end.is_open


def _low(end: _Side) -> tuple[float, bool]:
    return end.value or 0.0, end.is_open


def _compared(key: tuple[Quantity, str], lower: _Side | None, upper: _Side | None) -> Judgement:
    subject = f"{key[0].value} {key[1]}"
    texts = (lower.text if lower else "", upper.text if upper else "")
    if upper is None:
        return Judgement(subject, Within.UNKNOWN, *texts, _UPPER_SILENT, told=False)
    if lower is None:
        return Judgement(subject, Within.UNKNOWN, *texts, _LOWER_SILENT)
    if lower.value is None or upper.value is None:
        return Judgement(subject, Within.UNKNOWN, *texts, _UNREAD)
    holds = _high(lower) <= _high(upper) if key[1] == _MOST else _low(lower) >= _low(upper)
    if holds:
        return Judgement(subject, Within.WITHIN, *texts, _HOLDS)
    return Judgement(subject, Within.EXCEEDS, *texts, _MORE if key[1] == _MOST else _LESS)


def _phase(lower: str, upper: str) -> Judgement:
    if not upper:
        return Judgement(PHASE, Within.UNKNOWN, lower, upper, _UPPER_SILENT, told=False)
    if not lower:
        return Judgement(PHASE, Within.UNKNOWN, lower, upper, _LOWER_SILENT)
    if lower == upper:
        return Judgement(PHASE, Within.WITHIN, lower, upper, _SAME_PHASE)
    return Judgement(PHASE, Within.EXCEEDS, lower, upper, _OTHER_PHASE)


def _first_day(lower: date | None, upper: date | None) -> Judgement:
    texts = (format_date(lower) if lower else "", format_date(upper) if upper else "")
    if upper is None:
        return Judgement(PHASE, Within.UNKNOWN, *texts, _UPPER_SILENT, told=False)
    if lower is None:
        return Judgement(PHASE, Within.UNKNOWN, *texts, _LOWER_SILENT)
    if lower >= upper:
        return Judgement(PHASE, Within.WITHIN, *texts, _NOT_EARLIER)
    return Judgement(PHASE, Within.EXCEEDS, *texts, _EARLIER)


def _told_day(standing: Standing, row: int) -> date | None:
    number = int(standing.starts[row])
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def _sum(subject: str, verdict: Within, areas: Sequence[float]) -> CheckedSum:
    return CheckedSum(subject, verdict, float(np.sort(np.array(areas)).sum()), len(areas))


def _sum_order(one: CheckedSum) -> tuple[str, int]:
    return one.subject, list(Within).index(one.verdict)


def _part_order(part: CheckedPart) -> tuple[bool, int, str, float, str, str]:
    judged = part.judged
    rank = list(Within).index(judged.verdict)
    return part.strip, rank, judged.subject, -part.m2, part.lower_feature, part.upper_feature


_UPPER_SILENT = Words("Đồ án cấp trên không nêu ở ô này", "The upper plan states none for its zone")
_LOWER_SILENT = Words(
    "Đồ án cấp trên có nêu, đồ án cấp dưới không nêu", "The upper plan states one, the lower plan does not"
)
_UNREAD = Words("Có bên ghi bằng chữ không đọc được thành số", "One side writes words that are no number")
_HOLDS = Words("Không vượt cấp trên", "Not beyond the upper plan")
_MORE = Words("Cho phép nhiều hơn cấp trên", "Allows more than the upper plan")
_LESS = Words("Đòi hỏi ít hơn cấp trên", "Asks for less than the upper plan")
_PART = Words(
    "Ô này cho phép nhiều hơn, nhưng bình quân trên cả ô cấp trên thì không vượt",
    "This zone allows more, but the mean over the whole upper zone does not",
)
_SAME_PHASE = Words("Cùng giai đoạn", "The same phase")
_OTHER_PHASE = Words("Khác giai đoạn", "Another phase")
_NOT_EARLIER = Words("Không sớm hơn cấp trên", "Not earlier than the upper plan")
_EARLIER = Words("Sớm hơn cấp trên", "Earlier than the upper plan")
