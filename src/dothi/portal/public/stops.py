"""The stops of the day slider: censuses, both sides of every change of units, new rule sets, today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from dothi.portal.asking import Asking
from dothi.portal.formats import show_day
from dothi.portal.lawbook import rule_set_days
from dothi.portal.public.asks import language
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.answers import PackInfo


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: its day, what is special about it, and where it leads."""

    day: date
    label: str
    note: str
    url: str
    current: bool


def stop_days(info: PackInfo | None, today: date) -> dict[date, str]:
    """Days worth stopping at, in order, each with the reason; today is always the last."""
    english = language() == "en"
    days: dict[date, str] = {}
    for counted in _census_days():
        days[counted] = _("Ngày tổng điều tra dân số")
    for change in info.changes if info is not None else ():
        title = change.title_en if english else change.title
        days.setdefault(
            change.day - timedelta(days=1), _("Ngày cuối trước khi thay đổi: %(title)s") % {"title": title}
        )
        days[change.day] = title
    for day, title in rule_set_days(language()).items():
        if days and day > min(days):
            days.setdefault(day, title)
    days = {day: note for day, note in days.items() if day < today}
    days[today] = _("Hôm nay")
    return dict(sorted(days.items()))


def _census_days() -> list[date]:
    rows = Observation.objects.as_known_on().filter(
        state=State.APPROVED, basis="counted", indicator="population-urban"
    )
    return sorted(day for day in rows.values_list("starts_latest", flat=True).distinct() if day is not None)


def stops(info: PackInfo | None, asking: Asking, address: str, **keep: str) -> list[Stop]:
    """The stops as links that keep the page, with what else it was asked, and change the day."""
    found = []
    for day, note in stop_days(info, asking.today).items():
        label = (
            _("Hôm nay")
            if day == asking.today
            else show_day(day)
            if language() == "vi"
            else f"{day:%d/%m/%Y}"
        )
        question = Asking(asking.today, day, asking.as_known_on)
        found.append(Stop(day, label, note, f"{address}{question.query(**keep)}", day == asking.as_of))
    return found
