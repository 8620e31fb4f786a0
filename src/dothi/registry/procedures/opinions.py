"""Opinions on a case: of bodies that were asked, and of the members of its appraisal council."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.text import clean
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.registry.accounts.access import can, require
from dothi.registry.accounts.models import User
from dothi.registry.audit import trail
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import BodyOpinion, Case, CouncilMember, Office, Stance
from dothi.registry.procedures.moving import locked
from dothi.registry.procedures.refusals import fault, found
from dothi.registry.procedures.rules import COUNCIL, EDIT, OPINE, STEER


@dataclass(frozen=True, slots=True)
class OpinionEntry:
    """A body's opinion as an office records it; ``received_on`` is empty while it is awaited."""

    item: str
    body_title: str
    asked_on: date | None = None
    received_on: date | None = None
    number: str = ""
    stance: str = ""
    text: str = ""


@transaction.atomic
def record_opinion(user: Any, key: str, entry: OpinionEntry, pk: int | None = None) -> BodyOpinion:
    """Record that a body was asked, or what it answered; ``pk`` is the row that waited for it.

    Raises :class:`InputError` for an item that is no opinion, and an answer without a stance or before it was
    asked for.
    """
    case = locked(key)
    require(user, EDIT, case)
    _check_opinion(entry)
    row = case.opinions.get(pk=pk) if pk is not None else BodyOpinion(case=case)
    before = {name: getattr(row, name) for name in asdict(entry)}
    for name, value in asdict(entry).items():
        setattr(row, name, clean(value) if isinstance(value, str) and name != "text" else value)
    row.recorded_by = user
    row.save()
    details = {"case": case.key, "before": before if pk else {}, "after": asdict(entry)}
    trail.record(user, "procedures.opinion", case, details)
    return row


def _check_opinion(entry: OpinionEntry) -> None:
    item = current_law().of(ProcedureItem).get(entry.item)
    if item is None or item.kind != "opinion":
        raise fault("no-opinion-item", "Không có loại ý kiến này", "There is no such opinion", "item")
    if not clean(entry.body_title):
        raise fault("body", "Chưa nêu cơ quan cho ý kiến", "The body is missing", "body_title")
    if entry.stance not in {"", *Stance.values} or (entry.received_on and not entry.stance):
        raise fault("stance", "Chưa chọn ý kiến: đồng ý hay không", "The stance is missing", "stance")
    days = [day for day in (entry.asked_on, entry.received_on) if day is not None]
    if days != sorted(days) or (days and days[-1] > timezone.localdate()):
        raise fault(
            "days",
            "Ngày nhận trước ngày hỏi, hoặc ở tương lai",
            "It was received before it was asked for, or in the future",
            "received_on",
        )


@transaction.atomic
def add_member(
    user: Any, key: str, name: str, position: str, office: str, *, username: str = ""
) -> CouncilMember:
    """Enter a member of the council. One chair and one secretary at most; ``username``: their account."""
    case = locked(key)
    _require_any(user, case, STEER, COUNCIL)
    if not clean(name) or office not in Office.values:
        raise fault(
            "member", "Chưa ghi tên hoặc chức danh trong hội đồng", "Name or office is missing", "name"
        )
    if office != Office.MEMBER and case.council.filter(office=office).exists():
        raise fault("office-taken", "Hội đồng đã có người giữ chức này", "This office is taken", "office")
    account = User.objects.filter(username__iexact=username, is_active=True).first() if username else None
    if username and account is None:
        raise fault("account", f"Không có tài khoản «{username}»", f"No account “{username}”", "username")
    row = CouncilMember.objects.create(
        case=case, user=account, name=clean(name)[:150], position=clean(position)[:200], office=office
    )
    trail.record(user, "procedures.council", case, {"case": case.key, "member": row.pk, "office": office})
    return row


@transaction.atomic
def opine(user: Any, key: str, pk: int, *, seen: int, stance: str, text: str, on: date) -> CouncilMember:
    """Write a member's opinion: by the member, or from paper by who runs the council.

    Raises :class:`PermissionDenied` for anybody else, :class:`InputError` without stance or text, and where
    somebody wrote it meanwhile.
    """
    case = locked(key)
    row: CouncilMember = case.council.select_for_update(of=("self",)).get(pk=pk)
    if not can(user, OPINE, row):
        _require_any(user, case, COUNCIL, COUNCIL)
    if row.version != seen:
        raise fault(
            "opinion-stale",
            "ý kiến này vừa được người khác ghi; nội dung anh/chị viết chưa được lưu",
            "this opinion was just written by somebody else; yours was not saved",
            "opinion",
            ("Xem nội dung hiện tại, ghép lại rồi ghi", "Look at it as it stands, join both, then save"),
        )
    if stance not in Stance.values:
        raise fault("stance", "Chưa chọn ý kiến", "The stance is missing", "stance")
    if not text.strip() or on > timezone.localdate():
        raise InputError(
            found(
                "opinion", "Chưa ghi nội dung, hoặc ngày ở tương lai", "No text, or a day to come", "opinion"
            )
        )
    row.stance, row.opinion, row.opined_on, row.version = stance, text.strip(), on, seen + 1
    row.save()
    trail.record(user, "procedures.opine", case, {"case": case.key, "member": row.pk, "stance": stance})
    return row


@transaction.atomic
def add_consultant(user: Any, key: str, username: str) -> None:
    """Let a consultant's person see the case and put in its documents."""
    case = locked(key)
    require(user, STEER, case)
    account = User.objects.filter(username__iexact=username.strip(), is_active=True).first()
    if account is None:
        raise fault("account", f"Không có tài khoản «{username}»", f"No account “{username}”", "username")
    _, made = case.consultants.get_or_create(user=account, defaults={"added_by": user})
    if made:
        trail.record(user, "procedures.consultant", case, {"case": case.key, "account": account.pk})


def _require_any(user: Any, case: Case, *actions: str) -> None:
    if not any(can(user, action, case) for action in actions):
        require(user, actions[0], case)
