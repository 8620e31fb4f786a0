"""Handing in a comparison, where its files lie, and who may see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dothi.registry.accounts.access import can, require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue

ACTION = "land.compare"
CONFORM, CONVERT, LACKING = "land.conform", "land.convert", "land.lacking"
EXPOSE = "land.expose"
FILES = {
    CONFORM: {"xlsx": "doi-chieu.xlsx", "gpkg": "cho-khong-phu-hop.gpkg", "geojson": "ban-do.geojson"},
    CONVERT: {
        "xlsx": "chuyen-muc-dich.xlsx",
        "gpkg": "cho-chuyen-muc-dich.gpkg",
        "geojson": "ban-do.geojson",
    },
    EXPOSE: {"xlsx": "nguy-co.xlsx", "gpkg": "cho-co-nguy-co.gpkg", "geojson": "ban-do.geojson"},
    LACKING: {"xlsx": "chua-co-do-an.xlsx", "gpkg": "dat-chua-co-do-an.gpkg", "geojson": "ban-do.geojson"},
}
"""Files of each kind of comparison; the last is what the page of the result draws, in WGS 84."""
PUBLISHING = "plans.publish"
OPEN_LEVEL = "general"
"""The one level of which anybody may be shown where it is lacking."""


def hand_in(user: Any, kind: str, payload: dict[str, Any]) -> Job:
    """Queue a comparison. Raises :class:`PermissionDenied` for who may not compare."""
    require(user, ACTION)
    if payload.get("open"):
        require(user, PUBLISHING)
    with transaction.atomic():
        job = enqueue(kind, payload, user)
        trail.record(user, ACTION, job, {"kind": kind, **payload})
    return job


def folder_of(job: Job) -> Path:
    """Where the files of a comparison lie; it is made where it is not there yet."""
    path: Path = settings.DOTHI.workspace / "comparisons" / str(job.pk)
    path.mkdir(parents=True, exist_ok=True)
    return path


def result_file(job: Job, ending: str) -> Path | None:
    """One file of a comparison that is done; ``None`` where there is none of that kind."""
    name = FILES.get(job.kind, {}).get(ending)
    if name is None or job.state != JobState.DONE:
        return None
    path = folder_of(job) / name
    return path if path.is_file() else None


def may_see(user: Any, job: Job) -> bool:
    """Whoever may compare sees every comparison; one that was opened is everybody's."""
    return can(user, "plans.view" if is_open(job) else ACTION)


def is_open(job: Job) -> bool:
    """Whether it is land without a general plan, opened to the public, and done."""
    asked = job.payload
    opened = bool(asked.get("open")) and asked.get("level") == OPEN_LEVEL
    return job.kind == LACKING and opened and job.state == JobState.DONE
