"""Publishing a checked dossier: layers into the lake first, then one commit that makes them the plan.

What lies in the lake and is named by no version counts for nothing and is collected later; so a run that
breaks off anywhere leaves the plan as it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from dothi.base.dates import format_date
from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period
from dothi.intake.findings import Verdict
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import enqueue
from dothi.registry.plans import refusals
from dothi.registry.plans.models import Plan, PlanLayer, PlanPeriod, PlanVersion, Submission, SubmissionState

ACTION = "plans.publish"
PUBLISH_KIND = "plans.publish"
standing_changed = Signal()
"""Sent in the transaction in which a ``version`` comes to count, or ceases to.

``moment`` is that from which on the record says otherwise, ``start`` the first day concerned.
"""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is stated on publishing: by which decision, and from which day the version is in force.

    ``despite_errors`` is the reason for publishing a dossier with errors or with files that were not read.
    """

    start: date
    decision_number: str = ""
    decision_date: date | None = None
    issuer: str = ""
    note: str = ""
    despite_errors: str = ""

    def as_data(self) -> dict[str, Any]:
        """As JSON's types, for a job's payload."""
        days = {"start": self.start, "decision_date": self.decision_date}
        return {**asdict(self), **{name: day.isoformat() if day else None for name, day in days.items()}}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Publication:
        """Read what :meth:`as_data` wrote."""
        decided = data["decision_date"]
        return cls(
            **{
                **data,
                "start": date.fromisoformat(data["start"]),
                "decision_date": date.fromisoformat(decided) if decided else None,
            }
        )


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """A layer that lies in the lake, ready to be named by a version."""

    name: str
    title: str
    role: str
    geometry: str
    features: int
    area_m2: float | None
    by_function: dict[str, float]
    extent: tuple[float, float, float, float] | None
    zooms: tuple[int, int] | None
    tile_layer: str


@transaction.atomic
def hand_in(user: Any, submission_id: UUID, version: int, given: Publication) -> Job:
    """Queue the publishing of a checked dossier.

    Raises :class:`InputError` where nobody knows where its layers lie, where it has errors or files that
    could not be read and no reason is given to publish it all the same, where its check is older than what
    was decided since, or the version would not come into force after the last.
    """
    submission = (
        Submission.objects.select_for_update(of=("self",)).select_related("plan").get(pk=submission_id)
    )
    require(user, ACTION, submission)
    if submission.version != version:
        raise refusals.StaleSubmissionError(submission)
    _publishable(submission, given)
    payload = {"submission": str(submission.pk), "version": version, "given": given.as_data()}
    job = enqueue(PUBLISH_KIND, payload, user)
    submission.job = job.pk
    submission.save(update_fields=["job"])
    return job


def record_version(
    user: Any, submission: Submission, given: Publication, layers: list[StoredLayer]
) -> PlanVersion:
    """Make stored layers a version of the plan, in the caller's transaction.

    Raises :class:`InputError` where the dossier is another by now, or cannot be published.
    """
    plan = Plan.objects.select_for_update().get(pk=submission.plan_id)
    seen = submission.version
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.version != seen:
        raise refusals.StaleSubmissionError(submission)
    _publishable(submission, given)
    moment = timezone.now()
    version = PlanVersion(
        plan=plan,
        number=1 + (plan.versions.aggregate(last=Max("number"))["last"] or 0),
        submission=submission,
        decision_number=clean(given.decision_number)[:80],
        decision_date=given.decision_date,
        issuer=clean(given.issuer)[:200],
        note=given.note.strip(),
        verdict=submission.answer.get("verdict", ""),
        illustrative=plan.illustrative,
        published_by=user,
        published_at=moment,
    )
    version.digest = digest(version, layers)
    version.save()
    PlanLayer.objects.bulk_create([_row(version, at, layer) for at, layer in enumerate(layers)])
    _in_force(plan, version, given.start, moment)
    submission.state = SubmissionState.PUBLISHED
    submission.version += 1
    submission.save(update_fields=["state", "version"])
    details = {
        "plan": plan.key,
        "number": version.number,
        "digest": version.digest,
        "start": given.start,
        "decision": version.decision_number,
        "layers": [layer.name for layer in layers],
        "despite_errors": given.despite_errors,
    }
    trail.record(user, "plans.publish", version, details)
    standing_changed.send(PlanVersion, version=version, start=given.start, moment=moment)
    return version


def digest(version: PlanVersion, layers: list[StoredLayer]) -> str:
    """SHA-256 over plan, decision and the names of the layers in order."""
    said = {
        "plan": version.plan.key,
        "number": version.number,
        "decision": [
            version.decision_number,
            version.decision_date.isoformat() if version.decision_date else None,
            version.issuer,
        ],
        "layers": [[layer.title, layer.role, layer.name] for layer in layers],
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _publishable(submission: Submission, given: Publication) -> None:
    if submission.state != SubmissionState.CHECKED:
        raise refusals.wrong_state(submission, "công bố", "publish")
    if submission.unplaced:
        raise refusals.placeless(submission, submission.unplaced)
    errors = submission.answer.get("errors", 0)
    if errors and not given.despite_errors.strip():
        raise refusals.fault(
            "errors",
            f"hồ sơ còn {errors} lỗi",
            f"the dossier still has {errors} errors",
            submission.name,
            (
                "Sửa hồ sơ rồi gửi lại, hoặc ghi lý do công bố dù còn lỗi",
                "Mend the dossier and send it again, or give the reason for publishing it all the same",
            ),
        )
    if submission.answer.get("verdict") == Verdict.INCOMPLETE and not given.despite_errors.strip():
        raise refusals.fault(
            "incomplete",
            "hồ sơ có tệp không đọc được, nên chưa kiểm tra hết",
            "files of the dossier could not be read, so not all of it was checked",
            submission.name,
            (
                "Sửa hoặc bỏ các tệp ấy rồi gửi lại, hoặc ghi lý do công bố dù chưa đọc hết",
                "Mend those files or leave them out and send it again, or give the reason for publishing",
            ),
        )
    for row in PlanPeriod.objects.as_known_on().filter(version__plan=submission.plan_id):
        before = row.period.start.latest or row.period.start.earliest
        if row.period.end == NEVER and (before is None or given.start <= before):
            since = f" ({format_date(before)})" if before else ""
            raise refusals.fault(
                "start",
                f"ngày có hiệu lực không sau ngày có hiệu lực của phiên bản trước{since}",
                f"the version does not come into force after the one before it{since}",
                remedy=("Ghi ngày muộn hơn", "Give a later day"),
            )


def _in_force(plan: Plan, version: PlanVersion, start: date, moment: datetime) -> None:
    for row in PlanPeriod.objects.as_known_on().filter(version__plan=plan).select_related("version"):
        if row.period.end == NEVER:
            shorter = PlanPeriod(version=row.version)
            shorter.period = Period(row.period.start, Bound.on(start))
            row.replace_with(shorter)
    period = PlanPeriod(version=version, recorded_at=moment)
    period.period = Period(Bound.on(start))
    period.save()


def _row(version: PlanVersion, position: int, layer: StoredLayer) -> PlanLayer:
    west, south, east, north = layer.extent or (None, None, None, None)
    low, high = layer.zooms or (None, None)
    return PlanLayer(
        version=version,
        position=position,
        name=layer.name,
        title=layer.title[:200],
        role=layer.role,
        geometry=layer.geometry,
        features=layer.features,
        area_m2=layer.area_m2,
        by_function=layer.by_function,
        west=west,
        south=south,
        east=east,
        north=north,
        min_zoom=low,
        max_zoom=high,
        tile_layer=layer.tile_layer,
    )
