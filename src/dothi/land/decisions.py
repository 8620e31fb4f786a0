"""Decisions on converting land: resolutions of the provincial People's Council, and land turned urban.

Nothing here concludes that a decision does not exist: what was not given is not on record, which is all that
can be said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import shapely

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError, refuse_all
from dothi.base.numbers import parse_number
from dothi.base.text import fold

COLUMNS = ("subject", "number", "body", "day", "until", "codes", "step", "area_m2")
_NEEDED = COLUMNS[:4]
_COUNCIL = ("hoi dong nhan dan", "hdnd")
W = TypeVar("W", bound=StrEnum)


class Subject(StrEnum):
    """What a decision is about."""

    RESOLUTION = "resolution"
    """Article 122.1: rice or forest land to other purposes."""
    URBAN = "rural-to-urban"
    """Rural land that becomes urban land."""


class Step(StrEnum):
    """How far a procedure has come, in order; the words are the project's own, no law's."""

    PROPOSED = "proposed"
    APPRAISED = "appraised"
    DECIDED = "decided"
    IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """One decision, or one step of one.

    ``day`` is the first day it holds (of a step: the day it was reached), ``until`` the first on which it no
    longer does. ``codes`` are the codes of current use it speaks of, all of them where it names none.
    ``shape`` is its land in metres, ``None`` where it was not given; ``area_m2`` what its text says.
    """

    subject: Subject
    number: str
    body: str
    day: date
    until: date | None = None
    codes: tuple[str, ...] = ()
    step: Step = Step.IN_FORCE
    area_m2: float | None = None
    shape: Any = None

    def holds(self, day: date) -> bool:
        """Whether it is in force on ``day``."""
        return self.step is Step.IN_FORCE and self.day <= day and (self.until is None or day < self.until)

    def speaks_of(self, code: str) -> bool:
        """Whether land of a code of current use is among what it decides."""
        return not self.codes or code in self.codes


@dataclass(frozen=True, slots=True)
class Turned:
    """Rural land by the year in which its decision reached the furthest step known on the day.

    Only ``in-force`` has become urban. ``m2`` sums the areas that are known; ``without_area`` counts the
    decisions that give none.
    """

    year: int
    step: Step
    m2: float
    numbers: tuple[str, ...]
    without_area: int


def decisions_from(rows: Iterable[tuple[Mapping[str, Any], Any]]) -> tuple[Decision, ...]:
    """Read rows with the columns :data:`COLUMNS` (the first four needed), each with its shape or ``None``.

    Raises :class:`InputError` naming every row at fault: ``decisions.column``, ``decisions.empty``,
    ``decisions.subject``, ``decisions.step``, ``decisions.not-a-council``, ``decisions.backwards``, and what
    reading a day or a number raises.
    """
    found: list[Decision] = []
    faults: list[Fault] = []
    for number, (row, shape) in enumerate(rows, start=1):
        texts = {str(name).strip().lower(): _text(value) for name, value in row.items()}
        missing = [name for name in _NEEDED if name not in texts]
        if missing:
            raise InputError(_no_column(missing))
        try:
            found.append(_decision(texts, shape))
        except InputError as error:
            faults += [_at(number, fault) for fault in error.faults]
    refuse_all(faults)
    return tuple(found)


def turned_urban(decisions: Sequence[Decision], day: date, ground: Any = None) -> tuple[Turned, ...]:
    """Rural land that turns urban, by year and step as reached on ``day``.

    :param ground: keep to this land (in metres); decisions without a shape count by the area they state.
    """
    furthest: dict[tuple[str, str], Decision] = {}
    order = list(Step)
    for one in decisions:
        if one.subject is Subject.URBAN and one.day <= day and (one.until is None or day < one.until):
            other = furthest.get((one.body, one.number))
            if other is None or order.index(one.step) > order.index(other.step):
                furthest[(one.body, one.number)] = one
    groups: dict[tuple[int, Step], list[tuple[str, float | None]]] = {}
    for one in furthest.values():
        area = _area(one, ground)
        if area != 0:
            groups.setdefault((one.day.year, one.step), []).append((one.number, area))
    latest_step_first = sorted(groups.items(), key=lambda item: (item[0][0], -order.index(item[0][1])))
    return tuple(
        Turned(
            year,
            step,
            sum(sorted(area for _, area in found if area is not None)),
            tuple(sorted(number for number, _ in found)),
            sum(area is None for _, area in found),
        )
        for (year, step), found in latest_step_first
    )


def _area(one: Decision, ground: Any) -> float | None:
    """m² of a decision's land, 0 where it lies elsewhere, ``None`` where nothing tells."""
    if one.shape is None:
        return one.area_m2
    return float(shapely.area(one.shape if ground is None else shapely.intersection(one.shape, ground)))


def _decision(row: Mapping[str, str], shape: Any) -> Decision:
    empty = [name for name in _NEEDED if not row[name]]
    if empty:
        raise InputError(_empty(empty))
    subject = _word(Subject, row["subject"], "subject")
    step = _word(Step, row.get("step", "") or Step.IN_FORCE.value, "step")
    body = row["body"]
    if subject is Subject.RESOLUTION and not any(word in fold(body) for word in _COUNCIL):
        raise InputError(_not_a_council(body))
    day, until = parse_date(row["day"]), row.get("until", "")
    ends = parse_date(until) if until else None
    if ends is not None and ends <= day:
        raise InputError(_backwards(row["number"]))
    area = row.get("area_m2", "")
    return Decision(
        subject,
        row["number"],
        body,
        day,
        ends,
        tuple(row.get("codes", "").split()),
        step,
        float(parse_number(area)) if area else None,
        shape,
    )


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value).strip()


def _word(kind: type[W], given: str, column: str) -> W:
    if given in {one.value for one in kind}:
        return kind(given)
    listed = ", ".join(one.value for one in kind)
    raise InputError(
        Fault(
            f"decisions.{column}",
            f"«{given[:40]}» ở cột {column} không phải là một trong: {listed}",
            f"“{given[:40]}” in the column {column} is none of: {listed}",
            remedy_vi=f"Sửa cột {column}",
            remedy_en=f"Mend the column {column}",
        )
    )


def _at(number: int, fault: Fault) -> Fault:
    place = f"quyết định thứ {number}"
    return replace(fault, where=f"{place}, {fault.where}" if fault.where else place)


def _no_column(missing: Sequence[str]) -> Fault:
    return Fault(
        "decisions.column",
        f"Bảng quyết định thiếu cột {', '.join(missing)}",
        f"The table of decisions lacks the columns {', '.join(missing)}",
        remedy_vi=f"Các cột: {', '.join(COLUMNS)}; bốn cột đầu là bắt buộc",
        remedy_en=f"The columns are {', '.join(COLUMNS)}; the first four are needed",
    )


def _empty(names: Sequence[str]) -> Fault:
    return Fault(
        "decisions.empty",
        f"Quyết định chưa ghi {', '.join(names)}",
        f"A decision does not say its {', '.join(names)}",
        remedy_vi="Điền các ô ấy",
        remedy_en="Fill in those cells",
    )


def _not_a_council(body: str) -> Fault:
    return Fault(
        "decisions.not-a-council",
        f"«{body[:60]}» không phải Hội đồng nhân dân, nên không ra nghị quyết theo Điều 122 khoản 1",
        f"“{body[:60]}” is no People's Council, so it gives no resolution under article 122.1",
        remedy_vi="Ghi tên Hội đồng nhân dân cấp tỉnh, hoặc bỏ dòng này",
        remedy_en="Name the provincial People's Council, or drop the row",
    )


def _backwards(number: str) -> Fault:
    return Fault(
        "decisions.backwards",
        f"«{number[:40]}» hết hiệu lực trước khi có hiệu lực",
        f"“{number[:40]}” ends before it starts",
        remedy_vi="Sửa cột until: ngày đầu tiên không còn hiệu lực",
        remedy_en="Mend the column until: the first day on which it no longer holds",
    )
