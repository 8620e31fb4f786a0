"""The period of a consultation against the law of the day it opens.

The day of opening itself is not counted: the texts on record say "from publication" and no more, and of the
two readings this one never makes a period too short.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dothi.law.tables.consultation_periods import ConsultationPeriod
from dothi.registry.consultation.models import SubjectKind
from dothi.registry.consultation.refusals import refusal, too_short
from dothi.registry.lawbook import current_law

COMMUNITY = "plan.community"
_RULES = {SubjectKind.PLAN.value: COMMUNITY, SubjectKind.CASE.value: COMMUNITY}


@dataclass(frozen=True, slots=True)
class Rule:
    """What the law of a day asks of a consultation; ``least`` is ``None`` where no text on record tells."""

    code: str = ""
    least: int | None = None
    most: int | None = None
    basis: str = ""


def rule_for(subject_kind: str, day: date) -> Rule:
    """The rule for a kind of subject on the day of opening. Only confirmed rows count.

    No text on record speaks of consultations on a programme or a regulation.
    """
    code = _RULES.get(subject_kind, "")
    if not code:
        return Rule()
    row = current_law().of(ConsultationPeriod).at(code, day).row
    if row is None:
        return Rule(code)
    return Rule(code, row.days_least, row.days_most, row.basis)


def days_between(opens: date, closes: date) -> int:
    """Days after the day of opening, the last one included.

    >>> days_between(date(2026, 3, 2), date(2026, 3, 22))
    20
    """
    return (closes - opens).days


def check_period(subject_kind: str, opens: date, closes: date) -> Rule:
    """The rule that was applied. Raises :class:`InputError`: ``consultation.backwards``, ``…too-short``."""
    if closes < opens:
        raise refusal(
            "backwards",
            "closes_on",
            "Ngày kết thúc trước ngày bắt đầu",
            "The last day comes before the first",
        )
    rule = rule_for(subject_kind, opens)
    days = days_between(opens, closes)
    if rule.least is not None and days < rule.least:
        raise too_short(days, rule.least, rule.basis)
    return rule
