"""What of cases goes when a person is erased, and what stays as an act of office."""

from __future__ import annotations

from typing import Any

from dothi.registry.procedures.models import CalendarFeed, CaseConsultant, CouncilMember, Reminder


def forget_in_cases(user: Any) -> None:
    """Delete calendar, reminders and access as a consultant, in the caller's transaction.

    A council's members and their opinions are part of the appraisal's record: the name stays as the decision
    that set up the council gives it, and is the account's no more.
    """
    for model in (CalendarFeed, Reminder, CaseConsultant):
        model.objects.filter(user=user).delete()
    CouncilMember.objects.filter(user=user).update(user=None)
