"""Plans and what planners decide about a dossier: its reading, its stage, what a consultant's layers mean."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from dothi.base.text import clean, fold, slug
from dothi.intake.functions import FunctionMapping, Mapped
from dothi.intake.georeference.placement import placement
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue
from dothi.registry.lawbook import current_law
from dothi.registry.plans import refusals
from dothi.registry.plans.models import ConsultantMapping, Plan, Submission, SubmissionState
from dothi.registry.plans.receiving import CHECK_KIND

SUBMIT = "plans.submit"
DECIDED = (SubmissionState.CHECKED, SubmissionState.UNUSABLE)
OPTIONS = {"crs", "encoding", "boundary", "scale", "stage", "partial", "day", "placements"}


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan as a planner writes it down; ``scale`` is the denominator."""

    title: str
    level: str
    scale: int | None = None
    place_key: str = ""
    title_en: str = ""
    illustrative: bool = False


@transaction.atomic
def create_plan(user: Any, entry: PlanEntry, key: str = "") -> Plan:
    """Write a plan down, so that dossiers can be sent for it; ``user`` is ``None`` for a command only."""
    if user is not None:
        require(user, SUBMIT, Submission(owner=user))
    if not clean(entry.title):
        raise refusals.fault("title", "chưa ghi tên đồ án", "the title is missing")
    if entry.level not in {row.code for row in current_law().tables["planning_levels"].every_row}:
        raise refusals.fault("level", "chưa chọn cấp quy hoạch", "the level is missing")
    if entry.scale is not None and not 100 <= entry.scale <= 1_000_000:
        raise refusals.fault(
            "scale",
            "tỷ lệ phải từ 1/100 đến 1/1.000.000",
            "the scale is not between 1/100 and 1/1,000,000",
        )
    plan = Plan.objects.create(
        key=key or _free_key(entry.title),
        title=clean(entry.title)[:300],
        title_en=clean(entry.title_en)[:300],
        folded=fold(entry.title)[:320],
        level=entry.level,
        scale=entry.scale,
        place_key=entry.place_key,
        illustrative=entry.illustrative,
        created_by=user,
    )
    trail.record(user, "plans.create", plan, asdict(entry))
    return plan


@transaction.atomic
def check_again(user: Any, submission_id: uuid.UUID, version: int, changes: Mapping[str, Any]) -> Job:
    """Decide how a dossier is to be read and have it checked again.

    ``changes`` replaces single options (:data:`OPTIONS`); an empty value takes one back. Whoever saw an older
    ``version`` is told so. Raises :class:`InputError` also for an option that is none and a CRS nobody knows.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("plan").get(pk=submission_id)
    )
    require(user, SUBMIT, submission)
    unknown = set(changes) - OPTIONS
    if unknown:
        raise refusals.fault(
            "option", f"không có lựa chọn «{min(unknown)}»", f"there is no option “{min(unknown)}”"
        )
    if changes.get("crs"):
        placement(changes["crs"])
    if submission.version != version:
        raise refusals.StaleSubmissionError(submission)
    if submission.state not in DECIDED and not broke_off(submission):
        raise refusals.wrong_state(submission, "kiểm tra lại", "check again")
    options = {**submission.options, **changes}
    submission.options = {name: value for name, value in options.items() if value not in ("", None, {}, [])}
    submission.state = SubmissionState.CHECKING
    submission.version += 1
    job = enqueue(CHECK_KIND, {"submission": str(submission.pk)}, user)
    submission.job = job.pk
    submission.save()
    trail.record(user, "plans.options", submission, {"options": dict(changes)})
    return job


@transaction.atomic
def name_consultant(user: Any, submission_id: uuid.UUID, consultant: str) -> Submission:
    """Write down who made a dossier that came without saying so."""
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("plan").get(pk=submission_id)
    )
    require(user, SUBMIT, submission)
    if not fold(consultant):
        raise refusals.nameless_consultant()
    submission.consultant = clean(consultant)[:200]
    submission.save(update_fields=["consultant"])
    trail.record(user, "plans.consultant", submission, {"consultant": submission.consultant})
    return submission


@transaction.atomic
def abandon(user: Any, submission_id: uuid.UUID, reason: str) -> None:
    """Put a dossier away with the reason; it stays readable."""
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("plan").get(pk=submission_id)
    )
    require(user, SUBMIT, submission)
    if submission.state not in {*DECIDED, SubmissionState.RECEIVING} and not broke_off(submission):
        raise refusals.wrong_state(submission, "bỏ", "abandon")
    if not reason.strip():
        raise refusals.fault("reason", "chưa ghi lý do", "the reason is missing")
    submission.state, submission.reason = SubmissionState.ABANDONED, clean(reason)[:300]
    submission.version += 1
    submission.save(update_fields=["state", "reason", "version"])
    trail.record(user, "plans.abandon", submission, {"reason": submission.reason})


def broke_off(submission: Submission) -> bool:
    """Whether a check was under way that failed for a reason of ours: the dossier waits for nothing then."""
    return (
        submission.state == SubmissionState.CHECKING
        and Job.objects.filter(pk=submission.job, state=JobState.FAILED).exists()
    )


def mapping_of(consultant: str) -> FunctionMapping:
    """What is remembered of a consultant's layers and values."""
    row = ConsultantMapping.objects.filter(folded=fold(consultant)).first() if fold(consultant) else None
    return FunctionMapping.from_json(row.data) if row else FunctionMapping.empty(consultant)


@transaction.atomic
def remember(
    user: Any, consultant: str, layers: Mapping[str, Mapped | None], values: Mapping[str, Mapped | None]
) -> FunctionMapping:
    """Remember what layer names and values of a consultant mean; ``None`` forgets one.

    It holds for every later dossier of that consultant, so it takes somebody who answers for all of them.
    """
    require(user, SUBMIT, Submission(owner=None))
    if not fold(consultant):
        raise refusals.nameless_consultant()
    row, _ = ConsultantMapping.objects.select_for_update().get_or_create(
        folded=fold(consultant)[:200],
        defaults={"consultant": clean(consultant)[:200], "data": FunctionMapping.empty(consultant).to_json()},
    )
    mapping = FunctionMapping.from_json(row.data)
    for name, meaning in layers.items():
        mapping = mapping.with_layer(name, meaning) if meaning else mapping.without(layer=name)
    for value, meaning in values.items():
        mapping = mapping.with_value(value, meaning) if meaning else mapping.without(value=value)
    ConsultantMapping.objects.filter(pk=row.pk).update(
        data=mapping.to_json(), changed_by=user, version=F("version") + 1
    )
    details = {"consultant": row.consultant, "layers": sorted(layers), "values": sorted(values)}
    trail.record(user, "plans.mapping", row, details)
    return mapping


def _free_key(title: str) -> str:
    base = slug(title)[:70].strip("-") or "do-an"
    return base if not Plan.objects.filter(key=base).exists() else f"{base}-{uuid.uuid4().hex[:6]}"
