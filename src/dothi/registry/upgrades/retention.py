"""How long plans and their files are kept: until nobody wanted them for so many days, as look-ups of land.

A download counts as wanting them. Work that is not finished loses nothing; what lists say of a plan stays.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.upgrades.handing import FOLDER, KIND, folder_of

_FINISHED = (JobState.DONE, JobState.FAILED)


def kept_until(job: Job) -> datetime | None:
    """When the files of a plan may go; ``None`` where they are kept for ever, or gone."""
    folder = folder_of(job)
    return _until(folder) if folder.is_dir() else None


def want(job: Job, now: datetime) -> None:
    """Keep the files of a plan for the whole time from now on."""
    os.utime(folder_of(job), (now.timestamp(), now.timestamp()))


def discard_old(now: datetime) -> int:
    """Remove the files of plans that nobody wanted for too long; how many plans that were."""
    top = settings.DOTHI.workspace / FOLDER
    gone = 0
    for folder in sorted(top.iterdir()) if top.is_dir() else []:
        until = _until(folder)
        if until is not None and now >= until and _may_go(folder.name):
            shutil.rmtree(folder)
            gone += 1
    return gone


def _until(folder: Path) -> datetime | None:
    days: int = settings.DOTHI.batch_days
    if days == 0:
        return None
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC) + timedelta(days=days)


def _may_go(name: str) -> bool:
    """Whether a folder is that of a plan which is finished, or of one that never came to be."""
    try:
        number = UUID(name)
    except ValueError:
        return False
    job = Job.objects.filter(pk=number, kind=KIND).first()
    return job is None or job.state in _FINISHED
