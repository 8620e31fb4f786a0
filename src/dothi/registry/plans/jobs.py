"""Long work of this app: checking a dossier, and publishing it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from dothi.base.errors import DothiError
from dothi.lake import Checks, Source
from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.plans import refusals
from dothi.registry.plans.assessing import Assessment, answer_of, assess, finding_rows
from dothi.registry.plans.illustrating import ILLUSTRATE_KIND, publish_illustrative
from dothi.registry.plans.lake import current_lake
from dothi.registry.plans.models import Submission, SubmissionFinding, SubmissionState
from dothi.registry.plans.publishing import PUBLISH_KIND, Publication, StoredLayer, record_version
from dothi.registry.plans.receiving import CHECK_KIND
from dothi.registry.plans.reporting import write_reports
from dothi.registry.plans.storing import store


@job_kind(CHECK_KIND, title_vi="Kiểm tra hồ sơ quy hoạch", title_en="Check a dossier")
def check(run: Running) -> dict[str, Any] | None:
    """Read and check a dossier; one that cannot be read is marked so, with the sentences that say why."""
    submission = _submission(run)
    if submission.state != SubmissionState.CHECKING:
        raise refusals.wrong_state(submission, "kiểm tra", "check")
    today = timezone.localdate()
    try:
        found = assess(submission, today, lambda message, done, total: run.progress(done, total, message))
    except DothiError as error:
        told = [{"code": f.code, "vi": f.sentence(), "en": f.sentence("en")} for f in error.faults]
        with run.commit({"submission": str(submission.pk), "verdict": "unusable"}):
            _settle(submission, SubmissionState.UNUSABLE, {"verdict": "unusable", "faults": told})
        return None
    run.progress(0, 0, "Đang viết báo cáo")
    answer, rows = answer_of(found), list(finding_rows(submission, found))
    write_reports(submission, found, today)
    with run.commit({"submission": str(submission.pk), "verdict": answer["verdict"]}):
        _settle(submission, SubmissionState.CHECKED, answer)
        SubmissionFinding.objects.bulk_create(rows, batch_size=500)
    return None


@job_kind(PUBLISH_KIND, title_vi="Công bố quy hoạch", title_en="Publish a plan")
def publish(run: Running) -> dict[str, Any] | None:
    """Read the dossier again as on the day of its check, store its layers, make them the next version."""
    submission = _submission(run)
    if submission.version != run.payload["version"]:
        raise refusals.StaleSubmissionError(submission)
    given = Publication.from_data(run.payload["given"])
    checked = timezone.localdate(submission.checked_at)
    found = assess(submission, checked, lambda message, done, total: run.progress(done, total, message))
    layers = store_layers(submission, found, run.progress)
    with run.commit({"plan": submission.plan.key}) as result:
        result["version"] = record_version(run.owner, submission, given, layers).number
    return None


def store_layers(submission: Submission, found: Assessment, progress: Any) -> list[StoredLayer]:
    """Put the layers of an assessed dossier into the lake.

    Raises :class:`InputError` where a layer has no CRS: nobody can say where it lies.
    """
    placeless = [layer.name for layer in found.reading.layers if len(layer.frame) and layer.frame.crs is None]
    if placeless:
        raise refusals.placeless(submission, placeless)
    answer = answer_of(found)
    context = found.result.context
    return store(
        current_lake(),
        found.reading,
        context.index,
        found.mapping,
        boundary=context.boundary,
        illustrative=submission.plan.illustrative,
        created=timezone.now(),
        source=Source(submission.name, submission.sha256, submission.size),
        checks=Checks(answer["verdict"], answer["errors"], answer["warnings"], str(submission.pk)),
        progress=progress,
    )


@job_kind(ILLUSTRATE_KIND, title_vi="Vẽ đồ án minh họa", title_en="Draw illustrative plans")
def illustrate(run: Running) -> dict[str, Any] | None:
    """Draw the province's illustrative plans and publish one after the other; those there are left alone."""
    made = publish_illustrative(run.owner, store_layers, run.progress)
    with run.commit({"published": made}):
        pass
    return None


def _submission(run: Running) -> Submission:
    found: Submission = Submission.objects.select_related("plan", "owner").get(pk=run.payload["submission"])
    return found


def _settle(submission: Submission, state: SubmissionState, answer: dict[str, Any]) -> None:
    """Write the answer, in the caller's transaction; raises where the dossier went on meanwhile."""
    submission.findings.all().delete()
    waiting = Submission.objects.filter(
        pk=submission.pk, state=SubmissionState.CHECKING, version=submission.version
    )
    if not waiting.update(state=state, answer=answer, checked_at=timezone.now()):
        raise refusals.StaleSubmissionError(submission)
