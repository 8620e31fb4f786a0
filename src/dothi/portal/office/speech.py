"""What office pages say of values: names in the reader's language, states, history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dothi.base.errors import DothiError, Fault
from dothi.registry.accounts.models import User
from dothi.registry.audit.models import AuditEntry
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.models import Observation, State
from dothi.registry.observations.where import PlaceIndex


@dataclass(frozen=True, slots=True)
class Line:
    """A value with the names of what it speaks of."""

    row: Observation
    indicator: str
    place: str

    @property
    def withdrawn(self) -> bool:
        """Whether it is off the record: discarded, undone or corrected."""
        return self.row.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody did something to a value, some time."""

    at: datetime
    who: str
    what: str
    reason: str
    changes: list[tuple[str, str, str]]


def language() -> str:
    """``vi`` or ``en``."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def indicator_title(code: str) -> str:
    """The indicator's title; the code itself where the law tables no longer hold it."""
    row = indicators().get(code)
    if row is None:
        return code
    return str(row.title_en if language() == "en" else row.title_vi)


def lines(rows: Iterable[Observation], places: PlaceIndex | None = None) -> list[Line]:
    """Rows with names; places are read once for all of them."""
    index = places or PlaceIndex.load()
    return [
        Line(row, indicator_title(row.indicator), index.name(row.place_key, row.last_day)) for row in rows
    ]


def sentences(error: DothiError) -> list[str]:
    """The faults of an error in the reader's language."""
    return error.sentences(language())


def sentence(fault: Fault) -> str:
    """One fault in the reader's language."""
    return fault.sentence(language())


def state_label(row: Observation) -> str:
    """The state in words; a withdrawn row says what became of it."""
    if row.withdrawn_at is None:
        return ""
    return _("Đã được thay") if row.state == State.APPROVED else _("Đã hủy")


def history(row: Observation) -> list[Event]:
    """Who did what with the value, latest first, from the audit trail."""
    subjects = [f"observations.observation:{row.pk}"]
    if row.batch is not None:
        subjects.append(f"observations.importbatch:{row.batch}")
    entries = list(AuditEntry.objects.filter(subject__in=subjects).order_by("-sequence"))
    people = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    return [_event(entry, people) for entry in entries]


def _event(entry: AuditEntry, people: dict[int, User]) -> Event:
    actor = people.get(entry.actor_id or 0)
    details: dict[str, Any] = entry.details
    before, after = details.get("before") or {}, details.get("after") or {}
    changes = [(_field_name(name), str(before[name]), str(after.get(name, ""))) for name in before]
    return Event(
        entry.at,
        actor.get_full_name() if actor else _("Hệ thống"),
        _deeds().get(entry.action, entry.action),
        str(details.get("reason", "")),
        changes,
    )


def _deeds() -> dict[str, str]:
    return {
        "observations.enter": _("Nhập bản nháp"),
        "observations.edit": _("Sửa"),
        "observations.submit": _("Nộp để duyệt"),
        "observations.return": _("Trả lại"),
        "observations.approve": _("Duyệt"),
        "observations.correct": _("Lập bản đính chính"),
        "observations.withdraw": _("Được thay bằng bản đính chính"),
        "observations.discard": _("Hủy bản nháp"),
        "observations.import": _("Nhập từ tệp Excel"),
        "observations.undo_import": _("Hủy cả lần nhập"),
    }


def _field_name(code: str) -> str:
    return {
        "indicator": _("Chỉ tiêu"),
        "place_key": _("Địa điểm"),
        "value": _("Giá trị"),
        "unit": _("Đơn vị tính"),
        "first_day": _("Từ ngày"),
        "last_day": _("Đến ngày"),
        "source_id": _("Nguồn"),
        "source_place": _("Trang, bảng trong nguồn"),
        "note": _("Ghi chú"),
        "illustrative": _("Dữ liệu minh họa"),
    }.get(code, code)
