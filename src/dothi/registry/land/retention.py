"""How long the files of a look-up of many parcels are kept: until nobody wanted them for so many days.

A download counts as wanting them. Work that is not finished loses nothing.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.land.batch import KIND, folder_of

_FINISHED = (JobState.DONE, JobState.FAILED)


def kept_until(job: Job) -> datetime | None:
    """When the files of a look-up may go; ``None`` where they are kept for ever, or gone."""
    folder = folder_of(job)
    return _until(folder) if folder.is_dir() else None


def want(job: Job, now: datetime) -> None:
    """Keep the files of a look-up for the whole time from now on."""
    os.utime(folder_of(job), (now.timestamp(), now.timestamp()))


def discard_old(now: datetime) -> int:
    """Remove the files of look-ups that nobody wanted for too long; how many look-ups that were."""
    top = settings.DOTHI.workspace / "parcels"
    gone = 0
    for folder in sorted(top.iterdir()) if top.is_dir() else []:
        until = _until(folder)
        if until is None or now < until or not _may_go(folder.name):
            continue
        shutil.rmtree(folder)
        gone += 1
    return gone


def _until(folder: Path) -> datetime | None:
    days: int = settings.DOTHI.batch_days
    if days == 0:
        return None
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC) + timedelta(days=days)


def _may_go(name: str) -> bool:
    """Whether a folder is that of a look-up which is finished, or of one that never came to be."""
    try:
        number = UUID(name)
    except ValueError:
        return False
    job = Job.objects.filter(pk=number, kind=KIND).first()
    return job is None or job.state in _FINISHED
