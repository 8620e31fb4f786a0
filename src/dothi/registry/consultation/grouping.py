"""Statements that say the same come together, to be answered once; each keeps its receipt."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count

from dothi.base.similarity import ALIKE, bands, likeness
from dothi.base.text import clean
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.consultation.masking import masked
from dothi.registry.consultation.models import Group, Mark, Statement
from dothi.registry.consultation.refusals import refusal

MODERATE = "consultation.moderate"
_COMPARED = 200
_TITLE = 120


def join_alike(statement: Statement) -> Group | None:
    """Mark a new statement and put it with one that says the same, in the transaction that makes it."""
    own = bands(statement.text)
    found = _nearest(statement, own)
    Mark.objects.bulk_create(
        Mark(statement=statement, consultation_id=statement.consultation_id, band=band) for band in own
    )
    if found is None:
        return None
    group = found.group
    if group is None:
        group = Group.objects.create(consultation_id=statement.consultation_id, title=_title(found.text))
        Statement.objects.filter(pk=found.pk).update(group=group)
    statement.group = group
    statement.save(update_fields=["group"])
    return group


@transaction.atomic
def take_out(user: Any, statement_id: int) -> None:
    """Take a statement out of its group; a group of one is none any more."""
    row = (
        Statement.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=statement_id)
    )
    require(user, MODERATE, row.consultation)
    group = row.group
    if group is None:
        return
    row.group = None
    row.save(update_fields=["group"])
    _dissolve_small(group)
    trail.record(user, "consultation.ungroup", row, {"group": group.pk})


@transaction.atomic
def put_together(user: Any, first_id: int, code: str) -> Group:
    """Put a statement into the group of another, named by its receipt or its number in the same consultation.

    Raises :class:`InputError` (``consultation.no-such-statement``).
    """
    row = Statement.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=first_id)
    require(user, MODERATE, row.consultation)
    others = Statement.objects.filter(consultation_id=row.consultation_id).exclude(pk=row.pk)
    wanted = clean(code)
    other = others.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 9 else None
    other = other or others.filter(code=wanted.upper()).first()
    if other is None:
        raise refusal(
            "no-such-statement",
            "other",
            f"Không có ý kiến «{wanted[:20]}» trong đợt này",
            f"There is no statement “{wanted[:20]}” in this consultation",
            ("Ghi số thứ tự hoặc mã của ý kiến kia", "Give the number or the receipt of the other"),
        )
    before, group = row.group, other.group
    if group is None:
        group = Group.objects.create(consultation_id=row.consultation_id, title=_title(other.text))
        Statement.objects.filter(pk=other.pk).update(group=group)
    row.group = group
    row.save(update_fields=["group"])
    if before is not None and before.pk != group.pk:
        _dissolve_small(before)
    trail.record(user, "consultation.group", row, {"group": group.pk})
    return group


def _nearest(statement: Statement, own: tuple[str, ...]) -> Statement | None:
    """The statement most like this one, of those that share a band; ``None`` below :data:`ALIKE`."""
    if not own:
        return None
    rows = (
        Statement.objects.filter(consultation_id=statement.consultation_id, marks__band__in=own)
        .exclude(pk=statement.pk)
        .annotate(shared=Count("marks"))
        .select_related("group")
        .order_by("-shared", "pk")[:_COMPARED]
    )
    told = [(likeness(statement.text, row.text), row) for row in rows]
    near = [(value, -row.pk, row) for value, row in told if value >= ALIKE]
    return max(near, key=lambda item: item[:2])[2] if near else None


def _dissolve_small(group: Group) -> None:
    if group.statements.count() < 2:
        group.statements.update(group=None)
        group.delete()


def _title(text: str) -> str:
    words = " ".join(masked(text).split())
    return words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + "…"
