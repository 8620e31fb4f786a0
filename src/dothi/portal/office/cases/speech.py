"""What the pages of cases say: titles of law rows in the reader's language, clocks, whose desk, values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dothi.base.dates import format_date
from dothi.base.errors import Fault
from dothi.base.numbers import format_number
from dothi.base.time import Truth
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.portal.office.speech import language, sentence
from dothi.procedures.scheme import Scheme, procedures_on, scheme_of
from dothi.registry.lawbook import current_law
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.procedures.clocks import Clock
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.rules import desk_duties, duty_row, scheme_for

VARIANTS = {"new": "Lập mới", "overall": "Điều chỉnh tổng thể", "partial": "Điều chỉnh cục bộ"}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock in words; ``state`` is one of the portal's, or ``none`` where the law sets no limit."""

    title: str
    duty: str
    latest: date | None
    left: str
    state: str
    why: str
    basis: str
    note: str


def procedure_choices(day: date) -> list[tuple[str, str]]:
    """Procedures with their titles."""
    return [(row.code, row.title(language())) for row in procedures_on(current_law(), day)]


def procedure_title(code: str, day: date) -> str:
    """Title of a procedure; its code where the tables no longer hold it."""
    return dict(procedure_choices(day)).get(code, code)


def stage_title(case: Case, day: date) -> str:
    """Title of the stage a case stands at."""
    return stage_of(scheme_of(current_law(), case.kind, day), case.stage)


def stage_of(scheme: Scheme, code: str) -> str:
    """Title of a stage; its code where the tables no longer hold it."""
    try:
        return scheme.stage(code).title(language())
    except KeyError:
        return code


def step_title(case: Case, code: str) -> str:
    """Title of a step of a case; its code where the tables no longer hold it."""
    titles = {step.step: step.title(language()) for step in scheme_for(case).steps}
    return titles.get(code, code)


def item_title(code: str) -> str:
    """Title of an item of a case."""
    row = current_law().of(ProcedureItem).get(code)
    return row.title(language()) if row is not None else code


def variant_title(code: str) -> str:
    """What a case makes, in words."""
    return {
        "new": _("Lập mới"),
        "overall": _("Điều chỉnh tổng thể"),
        "partial": _("Điều chỉnh cục bộ"),
    }.get(code, code)


def duty_title(code: str) -> str:
    """A duty in words."""
    return {
        "prepare": _("Lập, trình"),
        "appraise": _("Thẩm định"),
        "approve": _("Phê duyệt"),
        "publish": _("Công bố"),
        "review": _("Rà soát"),
    }.get(code, code)


def area_title(code: str) -> str:
    """The area of a case in words."""
    row = current_law().procedure_areas.get(code)
    return str(row.title(language())) if row is not None else ""


def value_text(item: ProcedureItem, value: Any) -> str:
    """A field's value as people read and write it."""
    if value in ("", None):
        return ""
    if item.kind == "date":
        return format_date(date.fromisoformat(str(value)))
    if item.kind in {"money", "number"}:
        return format_number(int(value))
    return str(value)


def clock_line(clock: Clock) -> ClockLine:
    """What a clock says."""
    english = language() == "en"
    why = clock.due.why[1] if english else clock.due.why[0]
    row = clock.due.row
    return ClockLine(
        clock.title(language()),
        clock.duty,
        clock.due.latest,
        days_left(clock),
        _state(clock),
        why,
        row.basis if row is not None else "",
        row.note if row is not None else "",
    )


def days_left(clock: Clock) -> str:
    """Days left, or late, in the limit's own days; empty where that is not known."""
    if clock.days is None or clock.due.row is None:
        return ""
    days = {"count": abs(clock.days)}
    working = clock.due.row.unit == "working-days"
    if clock.days < 0:
        return (_("quá %(count)s ngày làm việc") if working else _("quá %(count)s ngày")) % days
    if clock.days == 0:
        return _("hết hạn hôm nay")
    return (_("còn %(count)s ngày làm việc") if working else _("còn %(count)s ngày")) % days


def _state(clock: Clock) -> str:
    if clock.due.truth is Truth.NO:
        return "none"
    if clock.due.latest is None or clock.due.truth is Truth.UNKNOWN:
        return "unknown"
    return "behind" if clock.late is Truth.YES else "open"


def unplaced(fault: Fault) -> str:
    """A fault without the code of the item it speaks of, which its sentence names already."""
    text = sentence(Fault(fault.code, fault.vi, fault.en, "", fault.remedy_vi, fault.remedy_en))
    return text[:1].upper() + text[1:]


def desks(case: Case) -> list[str]:
    """On whose desk a case lies: the bodies whose steps carry it on, or that nobody is known to have it."""
    rows = [(duty, duty_row(case, duty)) for duty in desk_duties(case)]
    return [
        row.title if row is not None else _("%(duty)s: chưa rõ cơ quan") % {"duty": duty_title(duty)}
        for duty, row in rows
    ]


def place_name(places: PlaceIndex, case: Case) -> str:
    """Name of the place a case is about."""
    return places.name(case.place_key) if case.place_key else ""
