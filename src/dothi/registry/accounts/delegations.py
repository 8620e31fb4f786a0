"""Recording delegations: each with its decision, from when and until when, and never to oneself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from dothi.base.errors import Fault, InputError, refuse_all
from dothi.base.text import clean
from dothi.base.time import Period
from dothi.law.tables.procedure_steps import DUTIES
from dothi.registry.accounts.access import require
from dothi.registry.accounts.models import Delegation, DelegationKind, User
from dothi.registry.audit import trail
from dothi.registry.places.models import Unit

ACTION = "delegations.manage"


@dataclass(frozen=True, slots=True)
class DelegationEntry:
    """A delegation as its decision states it: of ``from_…`` and of ``to_…`` one each."""

    kind: str
    duties: tuple[str, ...]
    decision: str
    period: Period
    from_body: str = ""
    from_unit: str = ""
    to_body: str = ""
    to_unit: str = ""
    to_username: str = ""
    levels: tuple[str, ...] = ()


@transaction.atomic
def record_delegation(user: Any, entry: DelegationEntry) -> Delegation:
    """Record a delegation; ``user`` is ``None`` for a command only.

    Raises :class:`InputError` with everything that is wrong with it, a delegation to oneself included.
    """
    if user is not None:
        require(user, ACTION)
    person = User.objects.filter(username__iexact=entry.to_username).first() if entry.to_username else None
    refuse_all(_wrong(user, entry, person))
    row = Delegation(
        kind=entry.kind,
        from_body=entry.from_body,
        from_unit=entry.from_unit,
        to_body=entry.to_body,
        to_unit=entry.to_unit,
        to_user=person,
        duties=list(entry.duties),
        levels=list(entry.levels),
        decision=clean(entry.decision)[:200],
        recorded_by=user,
    )
    row.period = entry.period
    row.save()
    told = {name: value for name, value in asdict(entry).items() if name not in {"period", "to_username"}}
    trail.record(user, "accounts.delegate", row, {**told, "to_user": person.pk if person else None})
    return row


@transaction.atomic
def withdraw_delegation(user: Any, pk: int, reason: str) -> None:
    """Take a delegation back, with the reason; it still tells who acted for whom before."""
    if user is not None:
        require(user, ACTION)
    row = Delegation.objects.as_known_on().select_for_update().get(pk=pk)
    if not clean(reason):
        raise InputError(_fault("reason", "Chưa ghi lý do", "The reason is missing"))
    row.withdraw()
    trail.record(user, "accounts.undelegate", row, {"reason": clean(reason)[:300]})


def _wrong(user: Any, entry: DelegationEntry, person: User | None) -> list[Fault]:
    units = {key for key in (entry.from_unit, entry.to_unit) if key}
    known = set(Unit.objects.as_known_on().filter(key__in=units).values_list("key", flat=True))
    checks = [
        (
            entry.kind not in DelegationKind.values,
            "kind",
            "Chưa chọn phân cấp hay ủy quyền",
            "The kind is missing",
        ),
        (
            not entry.duties or not set(entry.duties) <= set(DUTIES),
            "duties",
            "Chưa nêu việc được giao",
            "What is delegated is missing",
        ),
        (not clean(entry.decision), "decision", "Chưa ghi quyết định", "The decision is missing"),
        (
            bool(entry.from_body) == bool(entry.from_unit),
            "from",
            "Nêu một cơ quan giao",
            "Name one body that delegates",
        ),
        (
            sum(map(bool, (entry.to_body, entry.to_unit, entry.to_username))) != 1,
            "to",
            "Nêu một cơ quan hoặc một người nhận",
            "Name one body or one person that receives",
        ),
        (bool(entry.to_username) and person is None, "account", "Không có tài khoản này", "No such account"),
        (units != known, "unit", "Không có đơn vị này", "There is no such unit"),
        (
            user is not None and person is not None and person.pk == user.pk,
            "self",
            "Không ai tự ghi ủy quyền cho mình",
            "Nobody records a delegation to themselves",
        ),
    ]
    return [_fault(code, vi, en) for wrong, code, vi, en in checks if wrong]


def _fault(code: str, vi: str, en: str) -> Fault:
    return Fault(f"delegations.{code}", vi, en, "", "Sửa mục này rồi ghi lại", "Mend it and save again")
