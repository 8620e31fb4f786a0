"""What plans' pages say of a version: its title, level, decision, time in force, verdict, and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.portal.asking import Asking
from dothi.portal.formats import show_day
from dothi.portal.land_functions import level_title
from dothi.portal.public.asks import language
from dothi.registry.places.models import Town, Unit
from dothi.registry.plans.queries import VersionRow

HECTARE = 10_000.0


@dataclass(frozen=True, slots=True)
class Place:
    """The unit or town a plan is for, as a link; ``name`` is the key where no record holds on the day."""

    name: str
    url: str


def title_of(row: VersionRow) -> str:
    """The plan's title in the reader's language."""
    return (row.title_en or row.title) if language() == "en" else row.title


def decision_of(row: VersionRow) -> str:
    """Number, day and issuer of the decision, as far as they are recorded; empty for none."""
    day = show_day(row.decision_date, language()) if row.decision_date else ""
    return ", ".join(part for part in (row.decision_number, day, row.issuer) if part)


def scale_of(row: VersionRow) -> str:
    """``1/10.000`` or ``1:10,000``; empty for none."""
    if row.scale is None:
        return ""
    return f"1:{row.scale:,}" if language() == "en" else f"1/{row.scale:,}".replace(",", ".")


def level_of(row: VersionRow) -> str:
    """The level as the law names it."""
    return level_title(row.level, language())


def standing_of(row: VersionRow, day: date) -> tuple[str, str]:
    """Code of the state and words: in force on ``day``, perhaps, ended, not yet."""
    if row.holds is Truth.YES:
        return "current", ""
    if row.holds is Truth.UNKNOWN:
        return "unknown", _("Chưa rõ có hiệu lực hay không")
    starts = row.period.start.latest or row.period.start.earliest
    if starts is not None and starts > day:
        return "open", _("Chưa có hiệu lực")
    return "ended", _("Đã hết hiệu lực")


def verdict_of(row: VersionRow) -> tuple[str, str]:
    """Code of a state and words for what the check before publishing said."""
    return {
        "clean": ("approved", _("Không phát hiện lỗi")),
        "warnings": ("current", _("Không có lỗi; còn điều cần xem lại")),
        "incomplete": ("behind", _("Công bố khi có tệp của hồ sơ không đọc được")),
        "errors": ("behind", _("Công bố khi hồ sơ còn lỗi")),
    }.get(row.verdict, ("unknown", _("Chưa kiểm tra")))


def area_of(row: VersionRow) -> float | None:
    """m² of the plan: its boundary's, else that of its zones; ``None`` where neither is known."""
    for role in ("boundary", "zones"):
        areas = [layer.area_m2 for layer in row.layers if layer.role == role and layer.area_m2]
        if areas:
            return sum(areas)
    return None


def places_of(rows: list[VersionRow], asking: Asking) -> dict[str, Place]:
    """The places of several plans by key; two queries where any plan names one."""
    keys = {row.place_key for row in rows if row.place_key}
    found: dict[str, Place] = {}
    if not keys:
        return found
    for model, route in ((Unit, "public:place"), (Town, "public:town")):
        named = model.objects.as_known_on(asking.as_known_on).filter(key__in=keys)
        for key, name in named.order_by("pk").values_list("key", "name"):
            found[key] = Place(name, reverse(route, args=[key]) + asking.query())
    return found
