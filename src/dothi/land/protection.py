"""How far a facility keeps land from itself, by what its feature says of kind, technology and capacity.

The distances are rows of law (:mod:`dothi.law.tables.protection_distances`). A feature that does not say
enough fits several rows: nearer than the smallest distance the restriction applies, beyond the greatest it
does not, and between them it is not known. So too where the distance grows upwind or upstream, for nothing
here knows wind or current, and where it runs along a river.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.numbers import exact, format_number, parse_number
from dothi.base.text import fold
from dothi.land.limits import first_text, missing
from dothi.land.record import Words
from dothi.law.tables.protection_distances import AROUND, FACILITIES, TECHNOLOGIES, ProtectionDistance

KINDS = ("loaicongtrinh", "loaict", "facility")
TECHNIQUES = ("congnghe", "technology")
CAPACITIES = ("congsuat", "capacity")
EACH = "each"
"""In place of a facility: every feature of the layer says which it is."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one feature keeps land away, in metres: surely to ``least``, perhaps to ``most``."""

    least: float
    most: float
    rule: Words


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """The distances of one day for a layer of one ``facility``, or of :data:`EACH`."""

    facility: str
    rows: tuple[ProtectionDistance, ...]

    @property
    def furthest(self) -> float:
        """The greatest distance that any feature can ask for."""
        return max((row.most for row in self.rows), default=0.0)

    def check(self) -> None:
        """Raise :class:`UnusableError` ``land.no-distances`` where the tables lack the code of the day."""
        if not self.rows:
            raise UnusableError(_NONE)

    def of(self, attributes: Mapping[str, Any]) -> Reach:
        """What a feature asks for by its attributes; raises as :meth:`check`."""
        self.check()
        told = self._facility(attributes)
        rows = [row for row in self.rows if told in {"", row.facility}]
        if not rows:
            raise UnusableError(_NONE)
        fitting = _of_capacity(_of_technology(rows, attributes), attributes)
        if not fitting:
            return Reach(0.0, max(row.most for row in rows), _UNSPOKEN)
        least = 0.0 if any(row.measure == "along" for row in fitting) else min(map(_least, fitting))
        most = max(row.most for row in fitting)
        return Reach(least, most, _rule(fitting, least, most))

    def _facility(self, attributes: Mapping[str, Any]) -> str:
        if self.facility != EACH:
            return self.facility
        told = first_text(attributes, KINDS).strip().lower()
        return told if told in FACILITIES else ""


def distances_of(rows: Iterable[ProtectionDistance], facility: str) -> Distances:
    """Of the rows in force on a day, those about one facility and land in general."""
    kept = (row for row in rows if row.protects in AROUND and facility in {EACH, row.facility})
    return Distances(facility, tuple(kept))


def check_facility(facility: str) -> None:
    """Raise :class:`InputError` ``land.facility`` for a facility that the tables do not know."""
    if facility not in {EACH, *FACILITIES}:
        known = ", ".join((*FACILITIES, EACH))
        raise InputError(
            Fault(
                "land.facility",
                f"Không có loại công trình «{facility[:40]}»",
                f"There is no kind of facility “{facility[:40]}”",
                remedy_vi=f"Chọn một trong: {known}",
                remedy_en=f"Choose one of: {known}",
            )
        )


def _of_technology(
    rows: Sequence[ProtectionDistance], attributes: Mapping[str, Any]
) -> list[ProtectionDistance]:
    """Rows of the technology a feature states; all of them where it states none that the code knows."""
    told = first_text(attributes, TECHNIQUES).strip().lower()
    if told not in TECHNOLOGIES:
        return list(rows)
    return [row for row in rows if row.technology in {"", told}]


def _of_capacity(
    rows: Sequence[ProtectionDistance], attributes: Mapping[str, Any]
) -> list[ProtectionDistance]:
    """Rows whose range holds the capacity a feature states; all of them where it states no number."""
    told = _number(attributes)
    return list(rows) if told is None else [row for row in rows if row.takes(told)]


def _number(attributes: Mapping[str, Any]) -> float | None:
    for column, value in attributes.items():
        if fold(column).replace(" ", "") not in CAPACITIES or missing(value):
            continue
        return _read(value)
    return None


def _read(value: Any) -> float | None:
    """A capacity above 0; ``None`` for whatever is no such number."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value) if isinstance(value, Real) else float(parse_number(str(value)))
    except InputError:
        return None
    return number if 0 < number < float("inf") else None


def _least(row: ProtectionDistance) -> float:
    return float(row.distance)


def _rule(rows: Sequence[ProtectionDistance], least: float, most: float) -> Words:
    basis = "; ".join(dict.fromkeys(row.basis for row in rows))
    near, far = (format_number(exact(metres), 0) for metres in (least, most))
    if len(rows) == 1 and least == most:
        return Words(f"{rows[0].title_vi}: {near} m ({basis})", f"{rows[0].title_en}: {near} m ({basis})")
    if len(rows) == 1:
        return Words(
            f"{rows[0].title_vi}: từ {near} m, đến {far} m tùy hướng gió, dòng chảy ({basis})",
            f"{rows[0].title_en}: {near} m, up to {far} m by wind or current ({basis})",
        )
    return Words(
        f"Chưa rõ loại, công nghệ hoặc công suất: từ {near} đến {far} m ({basis})",
        f"Kind, technology or capacity not known: {near} to {far} m ({basis})",
    )


_UNSPOKEN = Words(
    "Quy chuẩn đã đọc không nêu khoảng cách cho công nghệ và công suất này",
    "The code that was read gives no distance for this technology and capacity",
)
_NONE = Fault(
    "land.no-distances",
    "Quy chuẩn về khoảng cách áp dụng cho ngày này chưa có trong hệ thống",
    "The code on distances of this day is not in the system",
    remedy_vi="Ghi khoảng cách vào bảng protection_distances của lớp bổ sung",
    remedy_en="Enter the distances in the table protection_distances of the overlay",
)
