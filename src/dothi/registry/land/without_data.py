"""Land without a plan as plain data, and what its tables say of what they rest on."""

from __future__ import annotations

from typing import Any

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number
from dothi.land.beside import beside_data
from dothi.land.lacking_files import lack_data, plan_data
from dothi.registry.land.without import Without, WithoutBetween


def without_data(found: Without) -> dict[str, Any]:
    """Everything but the shapes."""
    return {
        "as_of": found.day.isoformat(),
        "as_known_on": found.known_on and found.known_on.isoformat(),
        "level": found.level.code,
        "confirmed": found.level.confirmed,
        "illustrative": found.illustrative,
        "outline_metres": found.outline_metres,
        "units": [lack_data(one) for one in found.units],
        "total": lack_data(found.total),
        "plans": [plan_data(plan) for plan in found.plans],
        "unmeasured": list(found.unmeasured),
        "conclusions": beside_data(found.said),
    }


def notes_of(found: Without) -> list[tuple[str, str]]:
    """What the workbook says before the plans."""
    notes = [("Ngày", format_date(found.day)), ("Cấp quy hoạch", found.level.title.vi)]
    if found.known_on is not None:
        notes.append(("Theo hiểu biết ngày", format_date(found.known_on)))
    notes.append(("Ranh giới", outlines_told(found)))
    if found.illustrative:
        notes.append(("Dữ liệu minh họa", "có đồ án minh họa trong số liệu này"))
    if found.unmeasured:
        notes.append(("Chưa đo được (không có ranh giới)", ", ".join(found.unmeasured)))
    return notes


def outlines_told(found: Without | WithoutBetween) -> str:
    """By how much outlines are off, and that they are no legal borders."""
    metres = format_number(exact(found.outline_metres), 0)
    return f"ranh giới đơn vị khái quát cho màn hình (khoảng {metres} m), không phải ranh giới pháp lý"
