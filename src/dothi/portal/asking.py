"""The question of time that any address can carry: ``ngay`` (legal time), ``biet`` (record time)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.registry.observations.models import Observation
from dothi.registry.places.models import Town, Unit

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Asking:
    """The day asked about and the day of knowledge; ``as_known_on`` is ``None`` for "as known now"."""

    today: date
    as_of: date
    as_known_on: date | None = None

    def query(self, **more: str) -> str:
        """The query string that keeps this question on the next page; empty when it is simply "today"."""
        values = self.values() | {name: value for name, value in more.items() if value}
        return f"?{urlencode(values)}" if values else ""

    def values(self) -> dict[str, str]:
        """The question as the fields of a form; empty when it is simply "today"."""
        values = {} if self.as_of == self.today else {"ngay": self.as_of.isoformat()}
        if self.as_known_on is not None:
            values["biet"] = self.as_known_on.isoformat()
        return values


def asked(request: HttpRequest, *, strict: bool = True) -> Asking:
    """Read the question; an unreadable date is refused (:class:`InputError`) or, not ``strict``, ignored."""
    today = timezone.localdate()
    try:
        as_of = _day(request, "ngay") or today
        as_known_on = _day(request, "biet")
    except InputError:
        if strict:
            raise
        return Asking(today, today)
    return Asking(today, as_of, as_known_on)


def _day(request: HttpRequest, name: str) -> date | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        day = parse_date(text)
    except InputError as error:
        raise InputError(*(_placed(fault, name) for fault in error.faults)) from error
    if not EARLIEST <= day <= LATEST:
        raise InputError(
            Fault(
                "date.out-of-range",
                f"Ngày phải từ {EARLIEST.year} đến {LATEST.year}",
                f"The date must lie between {EARLIEST.year} and {LATEST.year}",
                where=name,
            )
        )
    return day


def _placed(fault: Fault, where: str) -> Fault:
    return Fault(fault.code, fault.vi, fault.en, where, fault.remedy_vi, fault.remedy_en)


def data_date() -> date | None:
    """The last day on which a unit, a town or a figure was recorded."""
    moments = [
        model.objects.aggregate(last=Max("recorded_at"))["last"] for model in (Unit, Town, Observation)
    ]
    known: list[datetime] = [moment for moment in moments if moment is not None]
    return timezone.localtime(max(known)).date() if known else None
