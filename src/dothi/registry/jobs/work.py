"""Long work: hand it in, watch it, and have its effect exactly once.

A job is queued in the transaction of the request that asks for it. A worker takes it up by a
compare-and-set on state and attempt; reports progress in small transactions of their own, so that everyone
sees it and SQLite's single writer is free in between; and commits the effect together with the ``done``
mark, guarded by the same compare-and-set. Whoever lost the job meanwhile, because it was thought dead,
finds its commit refused and nothing of it remains.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from dothi.base.errors import DothiError, Fault
from dothi.registry.accounts.models import User
from dothi.registry.jobs.kinds import job_kind, kind_of
from dothi.registry.jobs.models import Job, JobState

__all__ = ["LostJobError", "Running", "enqueue", "job_kind", "perform", "state_of"]

HEARTBEAT_SECONDS = 10.0
PROGRESS_SECONDS = 0.5
logger = logging.getLogger(__name__)


class LostJobError(RuntimeError):
    """The job was taken over by another worker, or is finished: this run must stop and change nothing."""


class Running:
    """One attempt at one job, as its function sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._spent = False
        self._inside = False
        self._reported = 0.0
        self._report: dict[str, Any] = {}

    @property
    def payload(self) -> dict[str, Any]:
        """What was asked for."""
        payload: dict[str, Any] = self.job.payload
        return payload

    @property
    def owner(self) -> User | None:
        """Who asked for it."""
        owner: User | None = self.job.owner
        return owner

    @property
    def spent(self) -> bool:
        """Whether the effect has been committed, or its commit tried."""
        return self._spent

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is; written at most twice a second.

        Inside ``commit`` nothing is written until the end, where it stands with the effect. Raises
        :class:`LostJobError` when the job is no longer ours, so that a run in vain stops early.
        """
        self._report = {"done": max(done, 0), "total": max(total, 0), "message": message[:300]}
        now = time.monotonic()
        if self._inside or (now - self._reported < PROGRESS_SECONDS and done < total):
            return
        self._reported = now
        try:
            ours = _ours(self.job).update(heartbeat_at=timezone.now(), **self._report)
        except OperationalError:
            if connection.vendor != "sqlite":
                raise
            logger.warning("Progress of job %s waits: the database is busy", self.job.pk)
            return
        if not ours:
            raise LostJobError(str(self.job.pk))

    @contextmanager
    def commit(self, result: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """One transaction for the effect and the ``done`` mark; a second one is refused.

        Yields ``result``, which the body may fill; it is stored when the body ends. An error in the body
        leaves nothing behind and fails the job.
        """
        if self._spent:
            raise LostJobError(f"{self.job.pk}: the effect of a job is committed once")
        self._spent = True
        outcome = {} if result is None else result
        with transaction.atomic(durable=True):
            now = timezone.now()
            if not _ours(self.job).update(state=JobState.DONE, finished_at=now, heartbeat_at=now):
                raise LostJobError(str(self.job.pk))
            self._inside = True
            try:
                yield outcome
            finally:
                self._inside = False
            Job.objects.filter(pk=self.job.pk).update(result=outcome, **self._report)


def enqueue(kind: str, payload: dict[str, Any], owner: User | None) -> Job:
    """Hand in a job; it exists, and is queued, when the surrounding transaction commits."""
    kind_of(kind)
    with transaction.atomic():
        job = Job.objects.create(kind=kind, payload=payload, owner=owner)
        job.task_id = perform_job.enqueue(str(job.pk)).id
        job.save(update_fields=["task_id"])
    return job


def perform(job_id: str) -> bool:
    """Take up the job and do it; ``False`` when it is not waiting (done, failed, or in other hands)."""
    job = _claim(job_id)
    if job is None:
        return False
    run = Running(job)
    with _heartbeat(job):
        try:
            result = kind_of(job.kind).work(run)
            if not run.spent:
                with run.commit(result):
                    pass
        except LostJobError:
            logger.warning("Job %s went to another worker; this run changed nothing", job.pk)
        except DothiError as error:
            _fail(job, error.faults)
        except Exception:
            reference = secrets.token_hex(4)
            logger.exception("Job %s (%s) failed, reference %s", job.pk, job.kind, reference)
            _fail(job, (_unexpected(reference),))
    return True


@task()
def perform_job(job_id: str) -> bool:
    """Do the job with this id: the one task that the queue carries."""
    return perform(job_id)


def state_of(job: Job) -> dict[str, Any]:
    """What a page or a program shows of a job: ``faults`` once it failed, ``result`` once it is done."""
    kind = kind_of(job.kind)
    finished = job.state in {JobState.DONE, JobState.FAILED}
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "title_vi": kind.title_vi,
        "title_en": kind.title_en,
        "state": str(job.state),
        "state_label": str(JobState(job.state).label),
        "done": job.done,
        "total": job.total,
        "percent": min(100, 100 * job.done // job.total)
        if job.total
        else (100 if job.state == "done" else 0),
        "message": job.message,
        "finished": finished,
        "result": job.result if job.state == JobState.DONE else {},
        "faults": job.result.get("faults", []) if job.state == JobState.FAILED else [],
    }


def mark_failed(job: Job, faults: tuple[Fault, ...]) -> bool:
    """Fail the job with its sentences, unless it moved on; whether it did."""
    told = [{"code": fault.code, "vi": fault.sentence(), "en": fault.sentence("en")} for fault in faults]
    message = told[0]["vi"] if len(told) == 1 else f"{told[0]['vi']} (và {len(told) - 1} lỗi khác)"
    return bool(
        _ours(job).update(
            state=JobState.FAILED,
            finished_at=timezone.now(),
            message=message if len(message) <= 300 else message[:299] + "…",
            result={"faults": told},
        )
    )


def _claim(job_id: str) -> Job | None:
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, state=JobState.QUEUED)
    with transaction.atomic():
        taken = waiting.update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            started_at=now,
            heartbeat_at=now,
            done=0,
            total=0,
            message="",
        )
        return Job.objects.select_related("owner").get(pk=job_id) if taken else None


def _ours(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def _fail(job: Job, faults: tuple[Fault, ...]) -> None:
    if not mark_failed(job, faults):
        logger.warning("Job %s raised after it was finished or lost: %s", job.pk, faults[0].code)


def _unexpected(reference: str) -> Fault:
    return Fault(
        "jobs.unexpected",
        f"Công việc gặp lỗi ngoài dự kiến (mã tra cứu {reference})",
        f"The job met an unexpected error (reference {reference})",
        remedy_vi="Báo mã này cho quản trị viên; dữ liệu chưa bị thay đổi",
        remedy_en="Give this reference to the administrator; no data was changed",
    )


def _beat(job: Job) -> None:
    try:
        _ours(job).update(heartbeat_at=timezone.now())
    except (OperationalError, InterfaceError):
        logger.warning("Heartbeat of job %s waits: the database is busy or away", job.pk)
    finally:
        connection.close()


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Tell others that this worker lives while the work itself reports nothing."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(HEARTBEAT_SECONDS):
            _beat(job)

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
