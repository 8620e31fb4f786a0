"""A theme's layer sent by an officer, or named in the lake: handed in, put on record by a job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.intake.layers import Layer
from dothi.intake.read import read
from dothi.lake import LayerVersion
from dothi.lake import Source as LakeSource
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import Running, enqueue
from dothi.registry.land.recording import (
    ACTION,
    ThemeEntry,
    check_entry,
    ground_of,
    record_theme,
    store_theme,
)
from dothi.registry.plans.lake import current_lake, opened_layer
from dothi.registry.plans.receiving import digest_of, file_name

KIND = "land.theme"
LARGEST = 256 * 1024**2
NOWHERE, EXTENT, FILE = "", "extent", "file"
_AREA = 2
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ThemeSending:
    """Where the layer comes from and what ground it answers for.

    ``lake_layer`` is the name of a version in the lake, ``layer`` that of a layer in the file; ``covers`` is
    ``""``, ``extent`` or ``file``.
    """

    entry: ThemeEntry
    lake_layer: str = ""
    layer: str = ""
    covers: str = NOWHERE

    def as_data(self) -> dict[str, Any]:
        """As JSON's types."""
        entry = asdict(self.entry)
        for name in ("start", "end"):
            entry[name] = entry[name] and entry[name].isoformat()
        told = {"lake_layer": self.lake_layer, "layer": self.layer, "covers": self.covers}
        return {"entry": entry, "title": self.entry.title, **told}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> ThemeSending:
        """What :meth:`as_data` gave."""
        entry = dict(data["entry"])
        for name in ("start", "end"):
            entry[name] = entry[name] and date.fromisoformat(entry[name])
        return cls(ThemeEntry(**entry), data["lake_layer"], data["layer"], data["covers"])


def hand_in(user: Any, sending: ThemeSending, sent: Any | None, covering: Any | None) -> Job:
    """Keep the files and queue the job; each file has ``name``, ``size`` and ``chunks()``.

    Raises :class:`InputError`: as :func:`check_entry`; ``land.theme-source`` where neither or both of a file
    and a layer of the lake are given, or the ground is to come from a file that is not; ``land.theme-size``;
    as the lake does for a layer it does not hold.
    """
    require(user, ACTION)
    check_entry(sending.entry)
    if (sent is None) == (not sending.lake_layer) or (covering is None) == (sending.covers == FILE):
        raise InputError(_SOURCE)
    name = current_lake().resolve(sending.lake_layer) if sending.lake_layer else ""
    files = {place: one for place, one in (("layer", sent), ("covers", covering)) if one is not None}
    names = {place: file_name(str(one.name)) for place, one in files.items()}
    for place, one in files.items():
        if not 0 < one.size <= LARGEST:
            raise InputError(_size(names[place]))
    payload = {**sending.as_data(), "lake_layer": name, "files": names}
    with transaction.atomic():
        job = enqueue(KIND, payload, user)
        for place, one in files.items():
            _keep(_file(job, place), one)
        trail.record(user, KIND, job, payload)
    return job


def put_on_record(run: Running) -> None:
    """Read the layer, put it into the lake, and make it speak of its theme."""
    job, sending = run.job, ThemeSending.from_data(run.payload)
    run.progress(0, 3, "Đang đọc lớp")
    version = opened_layer(sending.lake_layer) if sending.lake_layer else _stored(job, sending, run.progress)
    ground = _ground(job, sending, version)
    run.progress(2, 3, "Đang ghi nhận")
    with run.commit() as result:
        row = record_theme(run.owner, sending.entry, version, ground)
        result.update({"number": row.pk, "layer": row.layer, "illustrative": row.illustrative})


def _stored(job: Job, sending: ThemeSending, progress: Progress) -> LayerVersion:
    path = _file(job, "layer")
    layer = _one_layer(path, sending.layer)
    progress(1, 3, "Đang đưa lớp vào kho")
    source = LakeSource(path.name, digest_of(path), path.stat().st_size)
    return store_theme(current_lake(), layer.frame, sending.entry, source, timezone.now())


def _ground(job: Job, sending: ThemeSending, version: LayerVersion) -> Any | None:
    """The ground the layer answers for, in WGS 84."""
    if sending.covers == FILE:
        path = _file(job, "covers")
        layer = _one_layer(path, "")
        ground = ground_of(path.name, layer.frame)
        if shapely.get_dimensions(ground) != _AREA:
            raise UnusableError(_no_area(path.name))
        return ground
    extent = version.manifest.extent_wgs84
    return shapely.box(*extent) if sending.covers == EXTENT and extent is not None else None


def _one_layer(path: Path, name: str) -> Layer:
    found = read(path, layers=[name] if name else (), encoding="auto").layers
    if len(found) != 1:
        raise UnusableError(_which(path.name, [layer.name for layer in found]))
    return found[0]


def _file(job: Job, place: str) -> Path:
    folder: Path = settings.DOTHI.workspace / "themes" / str(job.pk) / place
    return folder / str(job.payload["files"][place])


def _keep(path: Path, sent: Any) -> None:
    path.parent.mkdir(parents=True)
    with path.open("wb") as stream:
        for chunk in sent.chunks():
            stream.write(chunk)


_SOURCE = Fault(
    "land.theme-source",
    "Cần đúng một nguồn của lớp (tệp hoặc lớp trong kho), và tệp phạm vi khi chọn phạm vi theo tệp",
    "One source of the layer is needed (a file or a layer of the lake), and a file of the ground where it is "
    "to come from one",
    remedy_vi="Chọn tệp, hoặc ghi tên lớp trong kho, không cả hai",
    remedy_en="Choose a file, or name a layer of the lake, not both",
)


def _size(name: str) -> Fault:
    return Fault(
        "land.theme-size",
        f"Tệp rỗng hoặc lớn hơn {LARGEST // 1024**2} MB",
        f"The file is empty or larger than {LARGEST // 1024**2} MB",
        where=name,
        remedy_vi="Chia nhỏ lớp, hoặc nhờ quản trị viên ghi bằng «dothi land theme add»",
        remedy_en="Divide the layer, or have it recorded with “dothi land theme add”",
    )


def _which(where: str, names: list[str]) -> Fault:
    return Fault(
        "land.which-layer",
        f"Có {len(names)} lớp: {', '.join(names)}",
        f"There are {len(names)} layers: {', '.join(names)}",
        where=where,
        remedy_vi="Ghi tên lớp cần dùng ở ô «Lớp trong tệp», hoặc gửi tệp chỉ có một lớp",
        remedy_en="Name the layer in the field “Layer of the file”, or send a file with one layer",
    )


def _no_area(where: str) -> Fault:
    return Fault(
        "land.theme-ground",
        "Tệp phạm vi không có vùng khép kín nào",
        "The file of the ground has no closed areas",
        where=where,
        remedy_vi="Gửi một lớp vùng",
        remedy_en="Send a layer of polygons",
    )
