"""Land without a plan, as its pages show it: at the office, and for everybody where it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.portal.concluded import concluded_lines

HECTARE = 10_000.0
PARTS = (
    ("with_m2", "with"),
    ("unknown_m2", "unknown"),
    ("unrecorded_m2", "unrecorded"),
    ("none_m2", "none"),
)


def lack_context(found: Mapping[str, Any], _day: date, language: str) -> dict[str, Any]:
    """Units with the least land under plans first, their total, and the plans that were counted."""
    units = sorted((_unit(one) for one in found["units"]), key=lambda one: (one["share"] or 0.0, one["name"]))
    return {
        "found": found,
        "level": found["level_title"][language],
        "legend": [("lack-without", _("Chưa có đồ án được ghi nhận")), ("lack-not-known", _("Chưa biết"))],
        "units": units,
        "concluded": concluded_lines(found, language),
        "total": _unit(found["total"]),
        "keys": [
            ("with", _("Có đồ án")),
            ("unknown", _("Chưa biết")),
            ("unrecorded", _("Chưa có đồ án được ghi nhận")),
            ("none", _("Xác nhận không có đồ án")),
        ],
        "plans": [
            {
                **plan,
                "doubt": plan["doubt"][language],
                "url": reverse("public:plan_version", args=[plan["plan"], plan["version"]]),
            }
            for plan in found["plans"]
        ],
    }


def _unit(one: Mapping[str, Any]) -> dict[str, Any]:
    area = one["area_m2"]
    bar, at = [], 0.0
    for name, code in PARTS:
        width = 100 * one[name] / area if area else 0.0
        bar.append({"code": code, "at": at, "width": width})
        at += width
    return {
        **one,
        "ha": area / HECTARE,
        "with_ha": one["with_m2"] / HECTARE,
        "unknown_ha": one["unknown_m2"] / HECTARE,
        "unrecorded_ha": one["unrecorded_m2"] / HECTARE,
        "none_ha": one["none_m2"] / HECTARE,
        "bar": bar,
    }
