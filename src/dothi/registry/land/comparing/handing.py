"""Handing in a comparison, where its files lie, and who may see it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dothi.base.errors import DothiError, Fault, InputError
from dothi.registry.accounts.access import can, require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue
from dothi.registry.plans.receiving import digest_of, file_name

ACTION = "land.compare"
CONFORM, CONVERT, LACKING = "land.conform", "land.convert", "land.lacking"
EXPOSE = "land.expose"
LARGEST = 256 * 1024**2
"""Bytes of a file sent with a question."""
CHECKED = 8 * 1024**2
"""Bytes up to which files are read while their sender waits."""


def _files(stem: str, places: str) -> dict[str, str]:
    return {
        "xlsx": f"{stem}.xlsx",
        "gpkg": f"{places}.gpkg",
        "json": f"{stem}.json",
        "geojson": "ban-do.geojson",
    }


FILES = {
    CONFORM: _files("doi-chieu", "cho-khong-phu-hop"),
    CONVERT: _files("chuyen-muc-dich", "cho-chuyen-muc-dich"),
    EXPOSE: _files("nguy-co", "cho-co-nguy-co"),
    LACKING: _files("chua-co-do-an", "dat-chua-co-do-an"),
}
"""Files of each kind of comparison; the last is what the page of the result draws, in WGS 84."""
PUBLISHING = "plans.publish"
OPEN_LEVEL = "general"
"""The one level of which anybody may be shown where it is lacking."""


def hand_in(
    user: Any,
    kind: str,
    payload: dict[str, Any],
    sent: Mapping[str, Any] | None = None,
    check: Callable[[Job], object] | None = None,
) -> Job:
    """Queue a comparison.

    :param sent: files that belong to the question, by place; each has ``name``, ``size`` and ``chunks()``.
    :param check: reads them before anything waits, where they are small; what it refuses is not handed in.
        Large ones are read by the job alone, which then says what is wrong.

    Raises :class:`PermissionDenied` for who may not compare, and :class:`InputError` ``land.file-size``.
    """
    require(user, ACTION)
    if payload.get("open"):
        require(user, PUBLISHING)
    files = {place: one for place, one in (sent or {}).items() if one is not None}
    for one in files.values():
        if not 0 < one.size <= LARGEST:
            raise InputError(_size(str(one.name)))
    with transaction.atomic():
        job = enqueue(kind, payload, user)
        if files:
            _keep(job, files, check)
        trail.record(user, ACTION, job, {"kind": kind, **job.payload})
    return job


def _keep(job: Job, files: Mapping[str, Any], check: Callable[[Job], object] | None) -> None:
    """Write the files and note their names and digests in the job; nothing stays of what is refused."""
    names = {place: file_name(str(one.name)) for place, one in files.items()}
    job.payload = {**job.payload, "files": {place: {"name": name} for place, name in names.items()}}
    try:
        for place, one in files.items():
            path = _given(job, place)
            path.parent.mkdir(parents=True)
            with path.open("wb") as stream:
                for chunk in one.chunks():
                    stream.write(chunk)
            job.payload["files"][place]["sha256"] = digest_of(path)
        if check is not None and sum(one.size for one in files.values()) <= CHECKED:
            check(job)
    except DothiError as error:
        shutil.rmtree(folder_of(job), ignore_errors=True)
        raise type(error)(*map(_on_a_page, error.faults)) from error
    except BaseException:
        shutil.rmtree(folder_of(job), ignore_errors=True)
        raise
    job.save(update_fields=["payload"])


def _on_a_page(fault: Fault) -> Fault:
    """A fault whose remedy is an option of a command, with what a form offers instead."""
    remedy = _REMEDIES.get(fault.code)
    return fault if remedy is None else replace(fault, remedy_vi=remedy[0], remedy_en=remedy[1])


def given_file(job: Job, place: str) -> Path | None:
    """A file that was sent with the question; ``None`` where there is none of that place."""
    return _given(job, place) if place in job.payload.get("files", {}) else None


def _given(job: Job, place: str) -> Path:
    return _place(job) / "sent" / place / str(job.payload["files"][place]["name"])


def write_data(told: Mapping[str, Any], job: Job) -> None:
    """Write the whole result as the command prints it, for programs."""
    path = folder_of(job) / FILES[job.kind]["json"]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")


def folder_of(job: Job) -> Path:
    """Where the files of a comparison lie; it is made where it is not there yet."""
    path = _place(job)
    path.mkdir(parents=True, exist_ok=True)
    return path


def _place(job: Job) -> Path:
    path: Path = settings.DOTHI.workspace / "comparisons" / str(job.pk)
    return path


def result_file(job: Job, ending: str) -> Path | None:
    """One file of a comparison that is done; ``None`` where there is none of that kind."""
    name = FILES.get(job.kind, {}).get(ending)
    if name is None or job.state != JobState.DONE:
        return None
    path = _place(job) / name
    return path if path.is_file() else None


def may_see(user: Any, job: Job) -> bool:
    """Whoever may compare sees every comparison; one that was opened is everybody's."""
    return can(user, "plans.view" if is_open(job) else ACTION)


def is_open(job: Job) -> bool:
    """Whether it is land without a general plan, opened to the public, and done."""
    asked = job.payload
    opened = bool(asked.get("open")) and asked.get("level") == OPEN_LEVEL
    return job.kind == LACKING and opened and job.state == JobState.DONE


_ONE_LAYER = ("Gửi tệp chỉ có một lớp", "Send a file with one layer")
_REMEDIES = {
    "land.which-layer": _ONE_LAYER,
    "exposure.nothing": ("Gửi tệp có đối tượng", "Send a file that holds something"),
    "exposure.people": (
        "Sửa các ô ấy, hoặc ghi tên cột khác ở «Trường số người»",
        "Mend those cells, or name another column in “Field of people”",
    ),
}


def _size(name: str) -> Fault:
    return Fault(
        "land.file-size",
        f"Tệp rỗng hoặc lớn hơn {LARGEST // 1024**2} MB",
        f"The file is empty or larger than {LARGEST // 1024**2} MB",
        where=name[:80],
        remedy_vi="Chia nhỏ tệp, hoặc nhờ quản trị viên chạy lệnh «dothi»",
        remedy_en="Divide the file, or have the command run by an administrator",
    )
