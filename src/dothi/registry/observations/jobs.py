"""Long work of this app: writing a confirmed import, and deciding on a whole batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from dothi.base.errors import Fault, InputError
from dothi.registry.accounts.access import require
from dothi.registry.accounts.models import User
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import Running, enqueue, job_kind
from dothi.registry.observations import imports, services
from dothi.registry.observations.models import ImportBatch, Observation, State
from dothi.registry.observations.sheet import Report
from dothi.registry.observations.where import PlaceIndex

SUBMIT_KIND = "observations.submit_batch"
APPROVE_KIND = "observations.approve_batch"


@job_kind(imports.JOB_KIND, title_vi="Nhập số liệu từ Excel", title_en="Import values from Excel")
def import_values(run: Running) -> dict[str, Any] | None:
    """Read the kept workbook again and write all of it, or nothing if a row no longer holds."""
    batch = ImportBatch.objects.get(pk=run.payload["batch"])
    owner = batch.owner
    run.progress(0, batch.rows, "Đang đọc tệp")
    report = imports.read_again(owner, batch)
    if not report.acceptable:
        raise InputError(*_faults(report))
    run.progress(len(report.rows), len(report.rows), "Đang ghi bản nháp")
    drafts = services.drafts_of(owner, report.entries(), batch.pk)
    with run.commit({"batch": str(batch.pk)}) as result:
        result["values"] = imports.write(owner, batch, drafts)
    return None


@job_kind(SUBMIT_KIND, title_vi="Nộp cả lần nhập", title_en="Submit a whole import")
def submit_batch(run: Running) -> dict[str, Any] | None:
    """Submit every draft of a batch, or none."""
    return _step_all(run, State.DRAFT, services.submit, "Đang nộp")


@job_kind(APPROVE_KIND, title_vi="Duyệt cả lần nhập", title_en="Approve a whole import")
def approve_batch(run: Running) -> dict[str, Any] | None:
    """Approve every submitted value of a batch, or none."""
    return _step_all(run, State.SUBMITTED, services.approve, "Đang duyệt")


def hand_in(user: User, kind: str, batch: UUID) -> Job:
    """Queue one of the two steps above for ``batch``; every value is asked about again when it runs."""
    require(user, "observations.submit" if kind == SUBMIT_KIND else "observations.approve")
    return enqueue(kind, {"batch": str(batch)}, user)


def _step_all(
    run: Running, state: State, step: Callable[..., Observation], message: str
) -> dict[str, Any] | None:
    user = run.owner
    if user is None:
        raise InputError(_nobody())
    batch = UUID(run.payload["batch"])
    rows = Observation.objects.filter(batch=batch, withdrawn_at=None, state=state).order_by("pk")
    waiting = list(rows.values_list("pk", "version"))
    run.progress(0, len(waiting), message)
    places = PlaceIndex.load()
    with run.commit({"batch": str(batch), "values": len(waiting)}):
        for pk, version in waiting:
            step(user, pk, version, places)
    return None


def _nobody() -> Fault:
    return Fault(
        "observations.nobody",
        "công việc không có người yêu cầu",
        "nobody asked for this job",
        "",
        "Yêu cầu lại từ trang lần nhập",
        "Ask for it again from the page of the import",
    )


def _faults(report: Report) -> list[Fault]:
    found = [finding.fault for row in report.refused for finding in row.findings if finding.refuses]
    return found[:50] or [
        Fault(
            "import.empty",
            "tệp không có dòng số liệu nào",
            "the file holds no row of values",
            report.name,
            "Điền số liệu vào tệp mẫu rồi gửi lại",
            "Fill in the template and send it again",
        )
    ]
