"""What makes a value acceptable, said field by field.

A finding that ``refuses`` must be mended first; any other is a warning that travels with the value and
leaves the decision to people. What is not known (did the commune still exist that day?) only ever warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from dothi.base.dates import format_date
from dothi.base.errors import Fault
from dothi.base.numbers import format_number
from dothi.base.text import fold, name_key
from dothi.base.time import Truth
from dothi.registry.observations.where import PlaceIndex

MAX_DIGITS = 14
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as a person gives it. ``last_day`` is included; ``source_id`` may wait until submission."""

    indicator: str
    place_key: str
    value: Decimal
    unit: str
    first_day: date
    last_day: date
    source_id: int | None = None
    source_place: str = ""
    note: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one field of an entry."""

    field: str
    fault: Fault
    refuses: bool = True

    def at(self, where: str) -> Finding:
        """The same remark, saying where."""
        return replace(self, fault=replace(self.fault, where=where))


def check(entry: Entry, indicators: Mapping[str, Any], places: PlaceIndex, today: date) -> list[Finding]:
    """Everything to say about ``entry``, in the order of its fields; empty when there is nothing."""
    indicator = indicators.get(entry.indicator)
    findings = [unknown_indicator(entry.indicator, indicators)] if indicator is None else []
    findings += check_place(entry.place_key, entry.first_day, entry.last_day, places)
    if indicator is not None:
        findings += check_value(indicator, entry.value)
        findings += check_unit(indicator, entry.unit)
    findings += check_days(entry.first_day, entry.last_day, today)
    return findings


def check_place(key: str, first_day: date, last_day: date, places: PlaceIndex) -> list[Finding]:
    """The place is known, and exists on the last day the value speaks of; on the first day it should."""
    if key not in places:
        return [unknown_place(key, places, last_day)]
    name = places.name(key, last_day)
    last = places.exists(key, last_day)
    if last is Truth.NO:
        return [Finding("place_key", _not_standing(name, last_day))]
    if last is Truth.UNKNOWN:
        return [Finding("place_key", _perhaps_standing(name, last_day), refuses=False)]
    first = places.exists(key, first_day)
    if first is not Truth.YES:
        return [Finding("place_key", _not_yet_standing(name, first_day, first), refuses=False)]
    return []


def check_value(indicator: Any, value: Decimal) -> list[Finding]:
    """Decimals and plausible limits of the indicator's row in the law tables."""
    found = []
    if not value.is_finite() or not -MAX_DIGITS < value.adjusted() < MAX_DIGITS:
        return [
            Finding("value", _fault("value.too_long", "giá trị không ghi được", "the value cannot be kept"))
        ]
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    if decimals > indicator.decimals:
        found.append(Finding("value", _too_fine(indicator, value)))
    if indicator.minimum is not None and value < indicator.minimum:
        found.append(Finding("value", _beyond(indicator, value, "nhỏ nhất", "smallest", indicator.minimum)))
    if indicator.maximum is not None and value > indicator.maximum:
        found.append(Finding("value", _beyond(indicator, value, "lớn nhất", "largest", indicator.maximum)))
    return found


def check_unit(indicator: Any, unit: str) -> list[Finding]:
    """The unit is the indicator's own; nothing is converted silently."""
    if unit == indicator.unit or name_key(unit) == name_key(indicator.unit):
        return []
    shown = unit or "(trống)"
    return [
        Finding(
            "unit",
            _fault(
                "value.unit",
                f"đơn vị «{shown}» không phải là đơn vị của chỉ tiêu «{indicator.title_vi}»",
                f"“{shown}” is not the unit of “{indicator.title_en}”",
                f"Đổi giá trị sang «{indicator.unit}»",
                f"Convert the value to “{indicator.unit}”",
            ),
        )
    ]


def check_days(first_day: date, last_day: date, today: date) -> list[Finding]:
    """The period runs forward and is over: what lies ahead is a plan, not an observation."""
    first, last = format_date(first_day), format_date(last_day)
    if last_day < first_day:
        return [
            Finding(
                "last_day",
                _fault(
                    "value.days_reversed",
                    f"ngày cuối {last} đứng trước ngày đầu {first}",
                    f"the last day {last_day} comes before the first day {first_day}",
                    "Sửa lại hai ngày",
                    "Mend the two days",
                ),
            )
        ]
    if first_day < EARLIEST or last_day > today:
        return [
            Finding(
                "last_day",
                _fault(
                    "value.day_out_of_reach",
                    f"thời kỳ {first} đến {last} chưa kết thúc hoặc quá xa",
                    f"the period {first_day} to {last_day} is not over, or is too long ago",
                    f"Ghi thời kỳ từ năm {EARLIEST.year} đến hôm nay; số của tương lai là kế hoạch",
                    f"Give a period from {EARLIEST.year} to today; figures of the future are plans",
                ),
            )
        ]
    return []


def unknown_indicator(code: str, indicators: Mapping[str, Any]) -> Finding:
    """The refusal of an indicator that the law tables do not hold, naming the nearest."""
    titles = {fold(row.title_vi): row for row in indicators.values()}
    near = [indicators[match] for match in get_close_matches(code, indicators, n=2, cutoff=0.6)]
    near += [titles[match] for match in get_close_matches(fold(code), titles, n=2, cutoff=0.6)]
    shown = ", ".join(dict.fromkeys(f"{row.code} ({row.title_vi})" for row in near))
    return Finding(
        "indicator",
        _fault(
            "value.unknown_indicator",
            f"không có chỉ tiêu «{code}»" if code else "chưa ghi chỉ tiêu",
            f"there is no indicator “{code}”" if code else "the indicator is missing",
            f"Có phải là: {shown}" if shown else "Chọn mã trong danh sách chỉ tiêu",
            f"Did you mean: {shown}" if shown else "Choose a code from the list of indicators",
        ),
    )


def unknown_place(text: str, places: PlaceIndex, day: date | None, name: str = "") -> Finding:
    """The refusal of a place that is not on record, naming what is nearest to the key or else to the name."""
    near = places.nearest(text, day) or places.nearest(name, day)
    shown = ", ".join(f"{state.key} ({state.name})" for state in near)
    return Finding(
        "place_key",
        _fault(
            "value.unknown_place",
            f"không có địa điểm «{text}»" if text else "chưa ghi địa điểm",
            f"there is no place “{text}”" if text else "the place is missing",
            f"Có phải là: {shown}" if shown else "Chọn mã trong danh sách địa điểm",
            f"Did you mean: {shown}" if shown else "Choose a key from the list of places",
        ),
    )


def missing_source() -> Finding:
    """The refusal of a value that names no source."""
    return Finding(
        "source",
        _fault(
            "value.no_source",
            "số liệu chưa có nguồn",
            "the value names no source",
            "Chọn văn bản hoặc bảng số liệu làm nguồn trước khi nộp",
            "Choose the document or table it comes from before submitting",
        ),
    )


def _too_fine(indicator: Any, value: Decimal) -> Fault:
    if indicator.decimals == 0:
        vi, en = "phải là số nguyên", "must be a whole number"
    else:
        vi = f"chỉ ghi đến {indicator.decimals} chữ số thập phân"
        en = f"takes at most {indicator.decimals} decimals"
    return _fault(
        "value.decimals",
        f"giá trị {format_number(value)} không hợp lệ: «{indicator.title_vi}» {vi}",
        f"the value {value} does not fit: “{indicator.title_en}” {en}",
        "Làm tròn theo nguồn rồi ghi lại",
        "Round it as the source does",
    )


def _beyond(indicator: Any, value: Decimal, vi: str, en: str, limit: Decimal) -> Fault:
    return _fault(
        "value.beyond_limit",
        f"giá trị {format_number(value)} {indicator.unit} vượt mức {vi} có thể có của «{indicator.title_vi}»"
        f" ({format_number(Decimal(limit))})",
        f"the value {value} {indicator.unit} is beyond the {en} plausible “{indicator.title_en}” ({limit})",
        "Xem lại giá trị và đơn vị trong nguồn",
        "Look at value and unit in the source again",
    )


def _not_standing(name: str, day: date) -> Fault:
    return _fault(
        "value.place_not_standing",
        f"«{name}» không tồn tại vào ngày {format_date(day)}",
        f"“{name}” does not exist on {day}",
        "Chọn đơn vị của ngày đó, hoặc sửa thời kỳ",
        "Choose the unit of that day, or mend the period",
    )


def _perhaps_standing(name: str, day: date) -> Fault:
    return _fault(
        "value.place_perhaps_standing",
        f"chưa rõ «{name}» có còn tồn tại vào ngày {format_date(day)} hay không",
        f"it is not known whether “{name}” exists on {day}",
        "Đối chiếu với nguồn trước khi duyệt",
        "Compare with the source before approval",
    )


def _not_yet_standing(name: str, day: date, answer: Truth) -> Fault:
    if answer is Truth.NO:
        vi, en = "chưa tồn tại", "does not yet exist"
    else:
        vi, en = "chưa rõ đã tồn tại", "may not yet exist"
    return _fault(
        "value.place_later",
        f"«{name}» {vi} vào ngày đầu thời kỳ {format_date(day)}",
        f"“{name}” {en} on the first day, {day}",
        "Kiểm tra số liệu có tính cho đúng địa giới này không",
        "Make sure the value was counted for these boundaries",
    )


def _fault(code: str, vi: str, en: str, remedy_vi: str = "", remedy_en: str = "") -> Fault:
    return Fault(code, vi, en, "", remedy_vi, remedy_en)
