"""What office pages say of values of towns: names, states, history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dothi.portal.office.speech import Event, language
from dothi.registry.accounts.models import User
from dothi.registry.audit.models import AuditEntry
from dothi.registry.observations.models import State
from dothi.registry.towns.checks import Known
from dothi.registry.towns.models import TownValue


@dataclass(frozen=True, slots=True)
class Line:
    """A value with the names of what it speaks of; ``gone`` says what became of one off the record."""

    row: TownValue
    town: str
    standard: str
    unit: str
    commune: str
    gone: str


def lines(rows: Iterable[TownValue], known: Known | None = None) -> list[Line]:
    """Rows with names; towns and standards are read once for all of them."""
    index = known or Known.load()
    return [_line(row, index) for row in rows]


def _line(row: TownValue, known: Known) -> Line:
    standard = known.standards.get(row.standard)
    title = row.standard
    if standard is not None:
        title = standard.title_en if language() == "en" else standard.title_vi
    gone = ""
    if row.withdrawn_at is not None:
        gone = _("Đã được thay") if row.state == State.APPROVED else _("Đã hủy")
    return Line(
        row,
        known.towns.name(row.town_key, row.day),
        title,
        "" if standard is None else standard.unit,
        known.units.name(row.unit_key, row.day) if row.unit_key else "",
        gone,
    )


def history(row: TownValue) -> list[Event]:
    """Who did what with the value, latest first, from the audit trail."""
    entries = list(AuditEntry.objects.filter(subject=f"towns.townvalue:{row.pk}").order_by("-sequence"))
    people = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    found = []
    for entry in entries:
        actor, details = people.get(entry.actor_id or 0), entry.details
        before, after = details.get("before") or {}, details.get("after") or {}
        found.append(
            Event(
                entry.at,
                actor.get_full_name() if actor else _("Hệ thống"),
                _deeds().get(entry.action, entry.action),
                str(details.get("reason", "")),
                [(_fields().get(name, name), str(before[name]), str(after.get(name, ""))) for name in before],
            )
        )
    return found


def _deeds() -> dict[str, str]:
    return {
        "town_values.enter": _("Nhập bản nháp"),
        "town_values.edit": _("Sửa"),
        "town_values.submit": _("Nộp để duyệt"),
        "town_values.return": _("Trả lại"),
        "town_values.approve": _("Duyệt"),
        "town_values.withdraw": _("Được thay bằng bản đính chính"),
        "town_values.discard": _("Hủy bản nháp"),
    }


def _fields() -> dict[str, str]:
    return {
        "town_key": _("Đô thị"),
        "standard": _("Tiêu chuẩn"),
        "text": _("Giá trị"),
        "day": _("Ngày của số liệu"),
        "unit_key": _("Xã, phường"),
        "source_id": _("Nguồn"),
        "source_place": _("Trang, bảng trong nguồn"),
        "note": _("Ghi chú"),
        "illustrative": _("Dữ liệu minh họa"),
    }
