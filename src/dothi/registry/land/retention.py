"""How long files of long work are kept: until nobody wanted them for so many days.

These are look-ups of many parcels, comparisons, and files in which layers of themes were sent. A download
counts as wanting them. Work that is not finished loses nothing, nor does a comparison that everybody may see.
What a record rests on is in the lake and the registry; the result of a comparison stays with its job.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.land.batch import KIND
from dothi.registry.land.comparing.handing import FILES, is_open
from dothi.registry.land.theme_sending import KIND as THEME_KIND

_FINISHED = (JobState.DONE, JobState.FAILED)
_TOPS = {KIND: "parcels", THEME_KIND: "themes", **dict.fromkeys(FILES, "comparisons")}
"""Folder of the workspace by kind of work; each job has its own in it."""


def kept_until(job: Job) -> datetime | None:
    """When the files of a job may go; ``None`` where they are kept for ever, or gone."""
    folder = _folder(job)
    return None if not folder.is_dir() or is_open(job) else _until(folder)


def want(job: Job, now: datetime) -> None:
    """Keep the files of a job for the whole time from now on."""
    os.utime(_folder(job), (now.timestamp(), now.timestamp()))


def discard_old(now: datetime) -> int:
    """Remove the files of work that nobody wanted for too long; of how many jobs that were."""
    gone = 0
    for name in dict.fromkeys(_TOPS.values()):
        top = settings.DOTHI.workspace / name
        for folder in sorted(top.iterdir()) if top.is_dir() else []:
            until = _until(folder)
            if until is None or now < until or not _may_go(folder):
                continue
            shutil.rmtree(folder)
            gone += 1
    return gone


def _folder(job: Job) -> Path:
    path: Path = settings.DOTHI.workspace / _TOPS[job.kind] / str(job.pk)
    return path


def _until(folder: Path) -> datetime | None:
    days: int = settings.DOTHI.batch_days
    if days == 0:
        return None
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC) + timedelta(days=days)


def _may_go(folder: Path) -> bool:
    """Whether a folder is that of work which is finished and not everybody's, or that never came to be."""
    try:
        number = UUID(folder.name)
    except ValueError:
        return False
    kinds = [kind for kind, top in _TOPS.items() if top == folder.parent.name]
    job = Job.objects.filter(pk=number, kind__in=kinds).first()
    return job is None or (job.state in _FINISHED and not is_open(job))
