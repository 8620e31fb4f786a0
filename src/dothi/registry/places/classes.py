"""The only writer of towns' classes: a decision is recorded, audited, and never changed in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError
from dothi.base.time import NEVER, Bound, Period
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.places.models import Town, TownClass
from dothi.registry.sources.models import Source

ACTION = "towns.classify"


@dataclass(frozen=True, slots=True)
class ClassDecision:
    """A class given to a town: always the pair (rule set, class), with the period and where it is told.

    ``number`` and ``day`` are those of the decision and stay empty where the source gives none.
    """

    town_key: str
    rule_set: str
    class_code: str
    start: Bound
    source: Source
    confidence: str
    end: Bound = NEVER
    number: str = ""
    day: date | None = None


def record_class_decision(actor: Any, decision: ClassDecision, *, pack: str = "") -> TownClass:
    """Record a class and audit it, in one transaction.

    A class of the same rule set that would still hold is withdrawn and recorded again with its end at the new
    one's start, so what was known before stays readable. ``actor`` is ``None`` only for a province pack being
    loaded; a person needs ``towns.classify`` on the town. Raises :class:`InputError` for an unknown town or a
    class that is already recorded.
    """
    with transaction.atomic():
        town = Town.objects.as_known_on().filter(key=decision.town_key).order_by("-starts_latest").first()
        if town is None:
            raise InputError(_unknown_town(decision.town_key))
        if actor is not None or not pack:
            require(actor, ACTION, town)
        moment = timezone.now()
        closed = [] if pack else _close_earlier(decision, moment)
        row = _row(decision, pack, moment)
        if _stands(row):
            raise InputError(_already(decision))
        row.save()
        trail.record(actor, "places.class-recorded", row, _details(decision, closed))
    return row


def withdraw_class(actor: Any, row: TownClass, reason: str, *, pack: str = "") -> None:
    """Take a recorded class off the record, audited; it still answers for days before."""
    with transaction.atomic():
        if actor is not None or not pack:
            town = Town.objects.as_known_on().filter(key=row.town_key).first()
            require(actor, ACTION, town)
        row.withdraw()
        trail.record(actor, "places.class-withdrawn", row, {"town": row.town_key, "reason": reason})


def _close_earlier(decision: ClassDecision, moment: datetime) -> list[int]:
    """End classes that the new one follows at its start."""
    closed = []
    rows = TownClass.objects.as_known_on().filter(town_key=decision.town_key, rule_set=decision.rule_set)
    for row in rows.select_for_update():
        later_end = row.period.end.latest is None or (
            decision.start.earliest is not None and row.period.end.latest > decision.start.earliest
        )
        earlier_start = (row.period.start.latest or date.min) < (decision.start.latest or date.max)
        if not (later_end and earlier_start):
            continue
        shorter = _copy(row, moment)
        shorter.period = Period(row.period.start, decision.start)
        row.withdraw(moment)
        shorter.save()
        closed.append(row.pk)
    return closed


def _copy(row: TownClass, moment: datetime) -> TownClass:
    return TownClass(
        town_key=row.town_key,
        rule_set=row.rule_set,
        class_code=row.class_code,
        decision_number=row.decision_number,
        decision_date=row.decision_date,
        confidence=row.confidence,
        source=row.source,
        recorded_at=moment,
    )


def _row(decision: ClassDecision, pack: str, moment: datetime) -> TownClass:
    row = TownClass(
        town_key=decision.town_key,
        rule_set=decision.rule_set,
        class_code=decision.class_code,
        decision_number=decision.number,
        decision_date=decision.day,
        confidence=decision.confidence,
        source=decision.source,
        pack=pack,
        recorded_at=moment,
    )
    row.period = Period(decision.start, decision.end)
    return row


def _stands(row: TownClass) -> bool:
    return (
        TownClass.objects.as_known_on()
        .filter(
            town_key=row.town_key,
            rule_set=row.rule_set,
            class_code=row.class_code,
            starts_earliest=row.starts_earliest,
            starts_latest=row.starts_latest,
            source=row.source,
        )
        .exists()
    )


def _details(decision: ClassDecision, closed: list[int]) -> dict[str, Any]:
    return {
        "town": decision.town_key,
        "rule_set": decision.rule_set,
        "class": decision.class_code,
        "starts": [decision.start.earliest, decision.start.latest],
        "ends": [decision.end.earliest, decision.end.latest],
        "decision": decision.number,
        "source": decision.source.key,
        "closed": closed,
    }


def _unknown_town(key: str) -> Fault:
    return Fault(
        "places.no-town",
        f"Không có đô thị «{key}»",
        f"There is no town “{key}”",
        remedy_vi="Chọn đô thị trong danh sách",
        remedy_en="Choose a town of the list",
    )


def _already(decision: ClassDecision) -> Fault:
    return Fault(
        "places.class-twice",
        f"Loại {decision.class_code} của «{decision.town_key}» theo nguồn này đã được ghi",
        f"Class {decision.class_code} of “{decision.town_key}” from this source is already recorded",
        remedy_vi="Nếu cần sửa, rút dòng cũ rồi ghi lại",
        remedy_en="To correct it, withdraw the earlier row and record again",
    )
