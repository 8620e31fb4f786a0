"""A table of values in long form, CSV or xlsx, becomes towns; every fault names its cell.

Columns: town, standard, value and, where given, unit, source, date, commune. Rows whose standard is
``units``, ``region``, ``character`` or ``kind`` speak of the town itself; those of Table 2B name the commune.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, InputError, UnusableError, refuse_all
from dothi.base.text import fold
from dothi.law import Law
from dothi.law.tables.classification_relaxations import CHARACTERS, REGIONS
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.towns.cells import check_unit, read_moment, read_units, read_value
from dothi.towns.schemes import Profile
from dothi.towns.sheets import Line, fault, read_lines
from dothi.towns.unit_schemes import unit_standards
from dothi.towns.values import UNKNOWN, Town, Value, made_up

EVERY = "*"
WORDS = {
    "units": ("units", "so don vi", "so don vi hanh chinh cap xa"),
    "region": ("region", "vung"),
    "character": ("character", "tinh chat"),
    "kind": ("kind", "loai hinh"),
}
NAMES = {
    "central-coast": ("bac trung bo va duyen hai mien trung", "duyen hai mien trung", "bac trung bo"),
    "red-river-southeast": ("dong bang song hong", "dong nam bo"),
    "northern-mountains-highlands": ("trung du va mien nui phia bac", "tay nguyen"),
    "mekong-delta": ("dong bang song cuu long",),
    "heritage": ("di san", "co do"),
    "mountain": ("mien nui",),
    "island": ("hai dao",),
    "special": ("dac thu",),
}


@dataclass(slots=True)
class _Gathered:
    """What the rows say of one town."""

    facts: dict[str, Any] = field(default_factory=dict)
    values: dict[tuple[str, str], list[Value]] = field(default_factory=lambda: defaultdict(list))
    """By commune, ``""`` for the town itself, and standard."""


def read_towns(
    law: Law, path: Path, day: date, *, cited_only: bool = False, names: Sequence[str] = ()
) -> tuple[Town, ...]:
    """Read towns and what is known of them on ``day``, in the order of the file.

    Facts of the town ``*`` hold for every town that does not say otherwise; towns of ``names`` that the file
    does not speak of are given with those alone.

    Raises :class:`UnusableError` carrying every fault of the file.
    """
    lines = list(read_lines(path))
    standards = {row.code: row for row in law.of(ClassificationStandard).confirmed}
    of_units = unit_standards(law)
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    faults: list[Fault] = []
    for line in lines:
        try:
            _take(line, gathered, standards, of_units)
        except InputError as error:
            faults += error.faults
    every = gathered.pop(EVERY, _Gathered())
    told = {fold(name) for name in gathered}
    gathered.update({name: _Gathered() for name in names if fold(name) not in told})
    for found in gathered.values():
        found.facts = every.facts | found.facts
    towns = [_town(name, found, day, faults, cited_only=cited_only) for name, found in gathered.items()]
    refuse_all(faults, UnusableError)
    if not towns:
        raise UnusableError(fault(path.name, "town.no-rows", "Không có dòng nào", "There is no row"))
    return tuple(towns)


def _take(
    line: Line,
    gathered: dict[str, _Gathered],
    standards: dict[str, ClassificationStandard],
    of_units: frozenset[str],
) -> None:
    name, code = line.text("town"), line.text("standard")
    for column, given in (("town", name), ("standard", code)):
        if not given:
            raise InputError(
                fault(line.at(column), "town.empty", f"Thiếu «{column}»", f"“{column}” is missing")
            )
    town = gathered[name]
    fact = next((key for key, names in WORDS.items() if fold(code) in names), "")
    if fact:
        with _placed(line, "value"):
            _fact(town, fact, line.cells.get("value"))
        return
    standard = standards.get(code)
    if standard is None:
        raise InputError(_unknown(line, code, standards))
    commune = line.text("commune")
    if bool(commune) != (code in of_units):
        raise InputError(_commune(line, code, given=bool(commune)))
    with _placed(line, "unit"):
        check_unit(standard, line.cells.get("unit"))
    with _placed(line, "date"):
        moment = read_moment(line.cells.get("date"))
    with _placed(line, "value"):
        span = read_value(standard, line.cells.get("value"))
    source = line.text("source")
    low, high = span or (UNKNOWN.low, UNKNOWN.high)
    town.values[commune, code].append(Value(low, high, source, moment, line.at("value"), made_up(source)))


@contextmanager
def _placed(line: Line, column: str) -> Iterator[None]:
    """Name the cell in whatever is refused inside."""
    try:
        yield
    except InputError as error:
        named = (dataclasses.replace(fault, where=line.at(column)) for fault in error.faults)
        raise InputError(*named) from error


def _fact(town: _Gathered, fact: str, cell: object) -> None:
    if fact == "units":
        town.facts[fact] = read_units(cell)
        return
    words = [part.strip() for part in str(cell or "").replace(";", ",").split(",") if part.strip()]
    if fact == "kind":
        town.facts[fact] = words[0] if words else ""
        return
    allowed = REGIONS if fact == "region" else CHARACTERS
    found = [_named(word, allowed) for word in words]
    town.facts[fact] = frozenset(found) if fact == "character" else (found[0] if found else "")


def _named(word: str, allowed: Sequence[str]) -> str:
    for name in allowed:
        if fold(word) in {fold(name), *NAMES.get(name, ())}:
            return name
    listed = ", ".join(allowed)
    raise InputError(
        Fault(
            "town.fact",
            f"«{word[:40]}» không thuộc: {listed}",
            f"“{word[:40]}” is none of: {listed}",
            remedy_vi="Chọn một trong các từ ấy, hoặc bỏ dòng này",
            remedy_en="Choose one of those words, or drop the row",
        )
    )


def _town(name: str, found: _Gathered, day: date, faults: list[Fault], *, cited_only: bool) -> Town:
    values: dict[str, Value] = {}
    parts: dict[str, dict[str, Value]] = {}
    for (commune, code), given in found.values.items():
        known = [value for value in given if value.day is None or value.day <= day]
        latest = max((value.day or date.max for value in known), default=None)
        last = [value for value in known if (value.day or date.max) == latest]
        if len(last) > 1:
            faults.append(
                fault(
                    last[1].where,
                    "town.twice",
                    f"{code} của «{name}» đã có giá trị cho cùng ngày ở {last[0].where}",
                    f"{code} of “{name}” has a value for the same day at {last[0].where}",
                )
            )
        if last and (last[0].source or not cited_only):
            (parts.setdefault(commune, {}) if commune else values)[code] = last[0]
    facts = found.facts
    profile = Profile(
        facts.get("region", ""),
        facts.get("character", frozenset()),
        facts.get("units"),
        facts.get("kind", ""),
    )
    if profile.units is not None and len(parts) > profile.units:
        faults.append(
            fault(
                f"«{name}»",
                "town.too-many-communes",
                f"«{name}» nêu {len(parts)} đơn vị cấp xã nhưng số đơn vị là {profile.units}",
                f"“{name}” names {len(parts)} communes but lies in {profile.units}",
                ("Sửa tên đơn vị viết hai cách, hoặc sửa units", "Mend a name spelt in two ways, or units"),
            )
        )
    return Town(name, profile, values, parts)


def _commune(line: Line, code: str, *, given: bool) -> Fault:
    if given:
        vi, en = f"{code} là của cả đô thị, không của một đơn vị cấp xã", f"{code} is of the town as a whole"
        remedy = ("Để trống cột đơn vị cấp xã", "Leave the column of the commune empty")
    else:
        vi, en = f"{code} thuộc bảng 2B, chấm cho từng đơn vị cấp xã", f"{code} of Table 2B is of one commune"
        remedy = ("Ghi tên xã, phường vào cột «Đơn vị cấp xã»", "Name the commune in the column “commune”")
    return fault(line.at("commune"), "town.commune", vi, en, remedy)


def _unknown(line: Line, code: str, standards: dict[str, ClassificationStandard]) -> Fault:
    near = difflib.get_close_matches(code, standards, 3, 0.5)
    listed = ", ".join(near)
    return fault(
        line.at("standard"),
        "town.unknown-code",
        f"Không bộ quy tắc nào có tiêu chuẩn «{code[:40]}»",
        f"No rule set has a standard “{code[:40]}”",
        (
            f"Có phải là {listed}?" if listed else "Xem mã tiêu chuẩn trong tệp mẫu: dothi town template",
            f"Do you mean {listed}?" if listed else "See the codes in the template: dothi town template",
        ),
    )
