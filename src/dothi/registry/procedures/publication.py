"""Publishing an approved plan: bytes are staged first, and one commit makes version and stage count.

The dossier goes through :mod:`dothi.registry.plans.publishing`; the case moves when the version is recorded,
in that same transaction, so a run that breaks off leaves both as they were.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dothi.base.errors import refuse_all
from dothi.procedures.requirements import asked_at, missing
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import PlanPeriod, PlanVersion, Submission
from dothi.registry.plans.publishing import Publication, hand_in
from dothi.registry.procedures.holding import YEARS, held_items
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.moving import Step, locked, move
from dothi.registry.procedures.refusals import fault
from dothi.registry.procedures.rules import scheme_for
from dothi.registry.procedures.services import refuse_stale

APPROVED = "approved"


@transaction.atomic
def publish_case(
    user: Any, key: str, seen: int, submission_id: UUID, *, start: date, despite_errors: str = ""
) -> Job:
    """Hand in the publication of an approved case with a checked dossier of its plan.

    Raises :class:`InputError` for what the stage «published» requires and is not there, a dossier of another
    plan, and whatever :func:`dothi.registry.plans.publishing.hand_in` refuses.
    """
    case = locked(key)
    require(user, "cases.publish", case)
    refuse_stale(case, seen)
    if case.stage != APPROVED:
        raise fault("not-approved", "Hồ sơ chưa được phê duyệt", "The case has not been approved")
    submission = Submission.objects.filter(pk=submission_id, plan=case.plan_id).first()
    if submission is None or case.plan_id is None:
        raise fault(
            "other-plan",
            "Hồ sơ số này không thuộc đồ án của hồ sơ",
            "This dossier is not of the case's plan",
            "submission",
        )
    asked = asked_at(current_law(), case.subject, "published", timezone.localdate())
    refuse_all(missing(asked, held_items(case)))
    published = date.fromisoformat(case.facts["published-on"])
    if start.year not in YEARS:
        raise fault("start", "Năm của ngày này không thể có", "No such year", "start")
    if not case.stage_since <= published <= timezone.localdate():
        raise fault(
            "published-on",
            "Ngày công bố trước ngày phê duyệt, hoặc ở tương lai",
            "The day of publication comes before the approval, or lies in the future",
            "published-on",
        )
    case.submission = submission
    case.facts = {**case.facts, "force-date": start.isoformat()}
    case.version += 1
    case.save()
    case.revisions.create(version=case.version, facts=case.facts, saved_by=user)
    given = Publication(
        start,
        str(case.facts["decision-number"]),
        date.fromisoformat(case.facts["decision-date"]),
        str(case.facts["decision-issuer"]),
        case.title,
        despite_errors,
    )
    trail.record(user, "procedures.hand_in", case, {"case": case.key, "submission": str(submission.pk)})
    return hand_in(user, submission.pk, submission.version, given)


def version_changed(sender: Any, version: PlanVersion, **_: Any) -> None:
    """A version came to count, or was withdrawn: the case of its dossier follows, in that transaction."""
    del sender
    if version.submission_id is None:
        return
    key = (
        Case.objects.filter(submission=version.submission_id, kind="plan")
        .filter(Q(stage=APPROVED, plan_version=None) | Q(plan_version=version))
        .values_list("key", flat=True)
        .first()
    )
    if key is None:
        return
    case = locked(key)
    stands = PlanPeriod.objects.as_known_on().filter(version=version).exists()
    if stands and case.plan_version_id is None:
        _published(case, version)
    elif not stands and case.plan_version_id == version.pk:
        _taken_back(case, version)


def _published(case: Case, version: PlanVersion) -> None:
    on = date.fromisoformat(case.facts["published-on"])
    case.plan_version = version
    case.save()
    move(version.published_by, case, scheme_for(case), Step("publish", on), guarded=False)


def _taken_back(case: Case, version: PlanVersion) -> None:
    """The version was withdrawn as published by mistake: the case waits for publication again."""
    case.plan_version = case.submission = None
    case.save()
    scheme = scheme_for(case)
    if case.stage in scheme.step("take-back").sources:
        today = timezone.localdate()
        move(None, case, scheme, Step("take-back", today, f"{version.number}"), guarded=False)
