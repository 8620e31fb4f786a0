"""Recording bodies and handovers: rows are withdrawn and recorded anew, never changed; all is audited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError, refuse_all
from dothi.base.text import clean, fold, slug
from dothi.base.time import NEVER, Bound, Period
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.bodies.models import Body, Handover, Kind
from dothi.registry.bodies.queries import rows_on_record

ACTION = "bodies.manage"


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body as an officer writes it down. ``start`` and ``end`` may be known only in part."""

    title: str
    kind: str
    start: Bound
    end: Bound = NEVER
    title_en: str = ""
    also: tuple[str, ...] = ()
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoverEntry:
    """A decision that passes duties on. ``line`` is empty for all duties of the body."""

    from_key: str
    to_key: str
    start: date
    decision_number: str
    decision_date: date | None = None
    issuer: str = ""
    line: str = ""
    note: str = ""


def sync_from_law(rows: Iterable[Any], moment: datetime | None = None) -> tuple[int, int]:
    """Make the bodies of origin ``law`` equal the rows of the law table; how many were recorded, withdrawn.

    To be called inside a transaction. What an office recorded is never touched.
    """
    moment = moment or timezone.now()
    wanted = {_content(body): body for body in (_from_law(row, moment) for row in rows)}
    withdrawn = 0
    for standing in Body.objects.as_known_on().filter(origin="law"):
        if wanted.pop(_content(standing), None) is None:
            standing.withdraw(moment)
            withdrawn += 1
    for row in wanted.values():
        row.save()
    return len(wanted), withdrawn


@transaction.atomic
def record_body(user: Any, entry: BodyEntry, key: str = "") -> Body:
    """Record a body, or correct the one called ``key``; the earlier row stays readable.

    Raises :class:`InputError` for an entry that cannot be, or a name another body already bears.
    """
    require(user, ACTION)
    refuse_all(check_body(entry, key))
    chosen = key or _free_key(entry.title)
    row = Body(
        key=chosen,
        title=clean(entry.title)[:300],
        title_en=clean(entry.title_en)[:300],
        also="|".join(clean(name) for name in entry.also if clean(name))[:600],
        kind=entry.kind,
        basis=clean(entry.basis)[:300],
        note=clean(entry.note)[:300],
        recorded_by=user,
    )
    row.folded = _folded(row)
    row.period = Period(entry.start, entry.end)
    earlier = Body.objects.as_known_on().filter(key=chosen, origin="office").first()
    if earlier is None:
        row.save()
    else:
        earlier.replace_with(row)
    trail.record(
        user, "bodies.record", f"bodies.body:{chosen}", {"body": asdict(entry), "corrects": bool(key)}
    )
    return row


@transaction.atomic
def record_handover(user: Any, entry: HandoverEntry) -> Handover:
    """Record the decision by which a body takes over duties."""
    require(user, ACTION)
    refuse_all(check_handover(entry))
    row = Handover(
        from_key=entry.from_key,
        to_key=entry.to_key,
        line=entry.line,
        decision_number=clean(entry.decision_number)[:80],
        decision_date=entry.decision_date,
        issuer=clean(entry.issuer)[:200],
        note=clean(entry.note)[:300],
        recorded_by=user,
    )
    row.period = Period(Bound.on(entry.start))
    row.save()
    trail.record(user, "bodies.handover", row, asdict(entry))
    return row


@transaction.atomic
def withdraw_handover(user: Any, pk: int, reason: str) -> None:
    """Take a handover off the record with the reason; it still answers for earlier days of knowledge."""
    require(user, ACTION)
    row = Handover.objects.as_known_on().filter(pk=pk).first()
    if row is None:
        raise InputError(_no_handover())
    if not reason.strip():
        raise InputError(_no_reason())
    row.withdraw()
    trail.record(user, "bodies.handover_withdrawn", row, {"reason": reason.strip()})


def check_body(entry: BodyEntry, key: str = "") -> list[Fault]:
    """What keeps an entry from being recorded as a body, or as a correction of ``key``; by field."""
    faults = []
    if not clean(entry.title):
        faults.append(_fault("bodies.no_title", "chưa ghi tên cơ quan", "the name is missing", "title"))
    if entry.kind not in Kind.values:
        faults.append(_fault("bodies.kind", "chưa chọn loại cơ quan", "the kind is missing", "kind"))
    if key and not Body.objects.filter(key=key).exists():
        faults.append(_unknown(key))
    try:
        Period(entry.start, entry.end)
    except ValueError:
        vi, en = "ngày kết thúc không sau ngày bắt đầu", "the end is not after the start"
        faults.append(_fault("bodies.period", vi, en, "end"))
    return faults + _same_name(entry, key)


def check_handover(entry: HandoverEntry) -> list[Fault]:
    """What keeps a handover from being recorded, by field."""
    known = {row.key for row in rows_on_record()}
    pairs = ((entry.from_key, "from_key"), (entry.to_key, "to_key"))
    faults = [_unknown(key, where) for key, where in pairs if key not in known]
    if entry.from_key and entry.from_key == entry.to_key:
        faults.append(
            _fault("bodies.same", "hai cơ quan phải khác nhau", "the two bodies must differ", "to_key")
        )
    if not clean(entry.decision_number):
        vi = "chưa ghi số quyết định: chỉ một quyết định mới chuyển được trách nhiệm"
        en = "the decision's number is missing: only a decision passes duties on"
        faults.append(_fault("bodies.no_decision", vi, en, "decision_number"))
    same = Handover.objects.as_known_on().filter(
        from_key=entry.from_key, to_key=entry.to_key, line=entry.line, starts_latest=entry.start
    )
    if not faults and same.exists():
        vi, en = "quyết định chuyển giao này đã được ghi", "this handover is already recorded"
        faults.append(_fault("bodies.handover_twice", vi, en, "decision_number"))
    return faults


def _same_name(entry: BodyEntry, key: str) -> list[Fault]:
    wanted = {fold(name) for name in (entry.title, *entry.also) if fold(name)}
    for row in rows_on_record():
        if row.key != key and wanted & {fold(name) for name in row.names}:
            vi, en = f"tên này đã là tên của «{row.title}»", f"this name is already that of “{row.title}”"
            return [_fault("bodies.twice", vi, en, "title")]
    return []


def _from_law(row: Any, moment: datetime) -> Body:
    body = Body(
        key=row.code,
        title=row.title_vi,
        title_en=row.title_en,
        also=row.also,
        kind=row.kind,
        basis=row.basis[:300],
        confidence=row.confidence.value,
        note=row.note[:300],
        origin="law",
        recorded_at=moment,
    )
    body.folded = _folded(body)
    body.period = row.period
    return body


def _folded(row: Body) -> str:
    return " | ".join(fold(name) for name in (*row.names, row.title_en) if name)[:900]


def _content(row: Body) -> tuple[Any, ...]:
    return (
        row.key, row.title, row.title_en, row.also, row.kind, row.basis, row.confidence, row.note,
        row.starts_earliest, row.starts_latest, row.ends_earliest, row.ends_latest,
    )  # fmt: skip


def _free_key(title: str) -> str:
    base = slug(title)[:70].strip("-") or "co-quan"
    taken = set(Body.objects.filter(key__startswith=base).values_list("key", flat=True))
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def _unknown(key: str, where: str = "key") -> Fault:
    return _fault(
        "bodies.unknown",
        f"không có cơ quan «{key}» trong danh mục" if key else "chưa chọn cơ quan",
        f"there is no body “{key}” on record" if key else "no body is chosen",
        where,
    )


def _no_handover() -> Fault:
    return _fault("bodies.no_handover", "quyết định chuyển giao này không còn", "this handover is gone", "")


def _no_reason() -> Fault:
    return _fault("bodies.no_reason", "chưa ghi lý do", "the reason is missing", "reason")


def _fault(code: str, vi: str, en: str, where: str) -> Fault:
    return Fault(code, vi, en, where, "Sửa ô này rồi ghi lại", "Mend it and save again")
