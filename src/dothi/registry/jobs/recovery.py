"""Find jobs whose worker died and give them to another, or end them with a sentence.

A job may be lost at any moment: while it runs, between being taken from the queue and being marked as
running, or with its queue row gone. Each is found here, at a worker's start and every half minute after.
Handing a job on is a compare-and-set, so two workers that look at once do not hand it on twice; and should
the first worker live after all, its attempt number no longer counts and its commit is refused.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dothi.base.errors import Fault
from dothi.base.time import Truth
from dothi.registry.jobs.liveness import alive
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import mark_failed, perform_job

HEARTBEAT_TIMEOUT = timedelta(seconds=90)
MAX_ATTEMPTS = 3
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a look found: jobs handed on, and jobs ended because they broke off too often."""

    resumed: tuple[Job, ...]
    failed: tuple[Job, ...]


def recover(folder: Path, now: datetime | None = None) -> Recovered:
    """Look at every unfinished job; ``folder`` holds the workers' lock files."""
    moment = now or timezone.now()
    resumed: list[Job] = []
    failed: list[Job] = []
    unfinished = list(Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]))
    rows = DBTaskResult.objects.in_bulk([job.task_id for job in unfinished if job.task_id])
    for job in unfinished:
        if not _lost(job, rows.get(job.task_id), folder, moment):
            continue
        if job.state == JobState.RUNNING and job.attempt >= MAX_ATTEMPTS:
            if mark_failed(job, (_broken_off(job),)):
                failed.append(job)
        elif _hand_on(job):
            resumed.append(job)
    for job in resumed:
        logger.warning("Job %s (%s) lost its worker and waits for another", job.pk, job.kind)
    return Recovered(tuple(resumed), tuple(failed))


def _lost(job: Job, row: DBTaskResult[Any, Any] | None, folder: Path, now: datetime) -> bool:
    waiting = job.state == JobState.QUEUED
    if row is None:
        return waiting or _silent(job.heartbeat_at, now)
    if row.status == TaskResultStatus.READY:
        return not waiting and _silent(job.heartbeat_at, now)
    if row.status != TaskResultStatus.RUNNING:
        return True
    lives = alive(folder, row.worker_ids[-1]) if row.worker_ids else Truth.UNKNOWN
    if lives is Truth.UNKNOWN:
        return _silent(row.started_at if waiting else job.heartbeat_at, now)
    return lives is Truth.NO


def _silent(last: datetime | None, now: datetime) -> bool:
    return last is None or now - last > HEARTBEAT_TIMEOUT


def _hand_on(job: Job) -> bool:
    """Queue the job again, once: of two that try, the second finds nothing to change."""
    unchanged = Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt, task_id=job.task_id)
    with transaction.atomic():
        if not unchanged.update(state=JobState.QUEUED, task_id=None, message="Làm lại sau khi bị ngắt"):
            return False
        DBTaskResult.objects.filter(pk=job.task_id, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.FAILED, finished_at=timezone.now()
        )
        Job.objects.filter(pk=job.pk).update(task_id=perform_job.enqueue(str(job.pk)).id)
    return True


def _broken_off(job: Job) -> Fault:
    return Fault(
        "jobs.broken-off",
        f"Công việc bị ngắt giữa chừng {job.attempt} lần nên không chạy lại nữa",
        f"The job broke off {job.attempt} times and is not tried again",
        remedy_vi="Dữ liệu chưa bị thay đổi; chia nhỏ đầu vào rồi gửi lại, hoặc báo quản trị viên",
        remedy_en="No data was changed; split the input and submit again, or tell the administrator",
    )
