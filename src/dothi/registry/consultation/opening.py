"""Opening a consultation, and what may be changed of it afterwards: nothing that would shorten it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.dates import format_date
from dothi.base.text import clean, slug
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.consultation.models import Consultation, ConsultationDocument, SubjectKind
from dothi.registry.consultation.periods import Rule, check_period
from dothi.registry.consultation.refusals import missing, refusal, stale
from dothi.registry.consultation.storing import keep
from dothi.registry.places.models import Unit
from dothi.registry.plans.models import Plan, PlanVersion, Submission
from dothi.registry.programmes.models import Programme

OPEN = "consultation.open"
LARGEST = 50 * 1024**2
MOST_DOCUMENTS = 30
_KINDS: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".zip": (b"PK\x03\x04", "application/zip"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
}


@dataclass(frozen=True, slots=True)
class ConsultationEntry:
    """A consultation as an officer writes it down. ``area`` is a GeoJSON geometry in WGS 84."""

    subject_kind: str
    subject_key: str
    title: str
    about: str
    opens_on: date
    closes_on: date
    answer_by: date
    title_en: str = ""
    contact: str = ""
    unit_key: str = ""
    plan_version: PlanVersion | None = None
    dossier: Submission | None = None
    area: dict[str, Any] | None = None
    box: tuple[float, float, float, float] | None = None
    illustrative: bool = field(default=False, kw_only=True)


def open_consultation(user: Any, entry: ConsultationEntry, key: str = "") -> Consultation:
    """Open a consultation; ``user`` is ``None`` for a command only, which may enter one that began before.

    Raises :class:`InputError`: ``consultation.missing``, ``…no-subject``, ``…past``, ``…too-short`` with the
    article, ``…backwards``, ``…answer-early``.
    """
    if user is not None:
        require(user, OPEN, Consultation(unit_key=entry.unit_key))
        if entry.dossier is not None:
            require(user, "plans.see_drafts", entry.dossier)
    rule = _checked(entry, today=timezone.localdate() if user is not None else None)
    west, south, east, north = entry.box or (None, None, None, None)
    with transaction.atomic():
        row = Consultation.objects.create(
            key=key or _free_key(entry.title),
            subject_kind=entry.subject_kind,
            subject_key=entry.subject_key.strip(),
            title=clean(entry.title)[:300],
            title_en=clean(entry.title_en)[:300],
            about=entry.about.strip()[:5000],
            contact=clean(entry.contact)[:300],
            rule=rule.code,
            required_days=rule.least,
            basis=rule.basis,
            opens_on=entry.opens_on,
            closes_on=entry.closes_on,
            answer_by=entry.answer_by,
            unit_key=entry.unit_key,
            plan_version=entry.plan_version,
            dossier=entry.dossier,
            area=entry.area,
            west=west,
            south=south,
            east=east,
            north=north,
            illustrative=entry.illustrative,
            opened_by=user,
        )
        trail.record(user, "consultation.open", row, _told(row))
    return row


@transaction.atomic
def change_consultation(
    user: Any, pk: int, version: int, *, title: str, title_en: str, about: str, contact: str
) -> Consultation:
    """Mend the words; whoever saw an older ``version`` is told so (``consultation.stale``)."""
    row = _locked(user, pk)
    if row.version != version:
        raise stale()
    if not clean(title):
        raise missing("title", "Chưa ghi tên", "The title is missing")
    if not about.strip():
        raise missing("about", "Chưa ghi nội dung lấy ý kiến", "What is asked is missing")
    before = {"title": row.title, "about": row.about, "contact": row.contact}
    row.title, row.title_en = clean(title)[:300], clean(title_en)[:300]
    row.about, row.contact = about.strip()[:5000], clean(contact)[:300]
    row.version += 1
    row.save()
    trail.record(user, "consultation.change", row, {"before": before})
    return row


@transaction.atomic
def prolong(user: Any, pk: int, closes_on: date, answer_by: date, reason: str) -> Consultation:
    """Give people more time. Raises ``consultation.shorter`` for a day before the one that was told."""
    row = _locked(user, pk)
    if closes_on < row.closes_on:
        raise refusal(
            "shorter",
            "closes_on",
            f"Thời hạn đã công bố đến {format_date(row.closes_on)}, chỉ kéo dài được",
            f"The period was announced until {format_date(row.closes_on)} and can only be made longer",
        )
    if closes_on < timezone.localdate():
        raise refusal("past", "closes_on", "Ngày kết thúc mới đã qua", "The new last day has passed already")
    if answer_by < closes_on:
        raise _answer_early()
    if not reason.strip():
        raise missing("reason", "Chưa ghi lý do", "The reason is missing")
    before = {"closes_on": row.closes_on, "answer_by": row.answer_by}
    row.closes_on, row.answer_by = closes_on, answer_by
    row.version += 1
    row.save()
    now = {"closes_on": closes_on, "answer_by": answer_by, "reason": clean(reason)[:1000]}
    trail.record(user, "consultation.prolong", row, {"before": before, **now})
    return row


@transaction.atomic
def withdraw(user: Any, pk: int, reason: str) -> Consultation:
    """Take a consultation off; it and what was said stay readable, with the reason."""
    row = _locked(user, pk)
    if not clean(reason):
        raise missing("reason", "Chưa ghi lý do", "The reason is missing")
    row.withdrawn_at, row.withdrawn_because = timezone.now(), clean(reason)[:1000]
    row.version += 1
    row.save()
    trail.record(user, "consultation.withdraw", row, {"reason": row.withdrawn_because})
    return row


def add_document(
    user: Any, consultation: Consultation, name: str, pieces: Iterable[bytes], title: str = ""
) -> ConsultationDocument:
    """Put a file before the public. Raises :class:`InputError` for a kind or size that is not taken."""
    if user is not None:
        require(user, OPEN, consultation)
    called = clean(name.replace("\\", "/").rsplit("/", 1)[-1])[-200:]
    ending = called[called.rfind(".") :].lower() if "." in called else ""
    if ending not in _KINDS:
        raise _other_kind(called)
    if consultation.documents.filter(removed_at=None).count() >= MOST_DOCUMENTS:
        raise refusal(
            "documents-many",
            "documents",
            f"Đã có {MOST_DOCUMENTS} tài liệu",
            f"There are {MOST_DOCUMENTS} documents already",
            ("Gộp tài liệu thành một tệp", "Put documents together in one file"),
        )
    kept = keep(pieces, LARGEST, called)
    magic, content_type = _KINDS[ending]
    if not kept.start.startswith(magic):
        raise _other_kind(called)
    with transaction.atomic():
        row = ConsultationDocument.objects.create(
            consultation=consultation,
            title=clean(title)[:300] or called,
            name=called,
            content_type=content_type,
            sha256=kept.sha256,
            size=kept.size,
            added_by=user,
        )
        trail.record(user, "consultation.document", row, {"sha256": kept.sha256, "name": called})
    return row


@transaction.atomic
def remove_document(user: Any, pk: int) -> None:
    """Take a file off the page; the record that it stood there, and its digest, stay."""
    row = ConsultationDocument.objects.select_related("consultation").get(pk=pk, removed_at=None)
    require(user, OPEN, row.consultation)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    trail.record(user, "consultation.document-removed", row, {"sha256": row.sha256})


def _checked(entry: ConsultationEntry, today: date | None) -> Rule:
    if not clean(entry.title):
        raise missing("title", "Chưa ghi tên đợt lấy ý kiến", "The title is missing")
    if not entry.about.strip():
        raise missing("about", "Chưa ghi nội dung lấy ý kiến", "What is asked is missing")
    _check_subject(entry)
    if today is not None and entry.opens_on < today:
        raise refusal(
            "past",
            "opens_on",
            "Ngày bắt đầu đã qua: từ ngày ấy chưa ai xem được trên trang này",
            "The first day has passed: nobody could see it here since then",
            ("Chọn hôm nay hoặc một ngày sau", "Choose today or a later day"),
        )
    rule = check_period(entry.subject_kind, entry.opens_on, entry.closes_on)
    if entry.answer_by < entry.closes_on:
        raise _answer_early()
    return rule


def _check_subject(entry: ConsultationEntry) -> None:
    if entry.subject_kind not in SubjectKind.values or not entry.subject_key.strip():
        raise missing("subject_key", "Chưa nêu lấy ý kiến về việc gì", "What it is about is missing")
    known = {SubjectKind.PLAN: Plan, SubjectKind.PROGRAMME: Programme}
    model: Any = known.get(SubjectKind(entry.subject_kind))
    if model is not None and not model.objects.filter(key=entry.subject_key.strip()).exists():
        raise refusal(
            "no-subject",
            "subject_key",
            f"Không có «{entry.subject_key[:80]}» trong hệ thống",
            f"There is no “{entry.subject_key[:80]}” on record",
        )
    if entry.unit_key and not Unit.objects.as_known_on().filter(key=entry.unit_key).exists():
        raise refusal("no-unit", "unit_key", "Không có đơn vị này", "There is no such unit")


def _locked(user: Any, pk: int) -> Consultation:
    row: Consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=pk)
    require(user, OPEN, row)
    if row.withdrawn_at is not None:
        raise refusal("withdrawn", "", "Đợt lấy ý kiến này đã rút", "This consultation was withdrawn")
    return row


def _told(row: Consultation) -> dict[str, Any]:
    return {
        "subject": f"{row.subject_kind}:{row.subject_key}",
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "answer_by": row.answer_by,
        "basis": row.basis,
    }


def _answer_early() -> Exception:
    return refusal(
        "answer-early",
        "answer_by",
        "Hạn trả lời trước ngày kết thúc lấy ý kiến",
        "The day for answers comes before the last day of the consultation",
    )


def _other_kind(name: str) -> Exception:
    return refusal(
        "file-kind",
        name,
        "Tệp không phải loại nhận được, hoặc nội dung khác đuôi tệp",
        "The file is of a kind that is not taken, or not what its name says",
        (f"Gửi {', '.join(_KINDS)}", f"Send {', '.join(_KINDS)}"),
    )


def _free_key(title: str) -> str:
    base = slug(title)[:60].strip("-") or "lay-y-kien"
    return base if not Consultation.objects.filter(key=base).exists() else f"{base}-{uuid.uuid4().hex[:6]}"
