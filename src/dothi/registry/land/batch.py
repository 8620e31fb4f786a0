"""Asking about every parcel of a file at once: handed in by an officer, done by a job, kept as two files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely
from django.conf import settings
from django.db import transaction
from pyproj import CRS

from dothi import __version__
from dothi.base.dates import format_date
from dothi.base.errors import DothiError, Fault, InputError, UnusableError
from dothi.base.text import fold
from dothi.intake.georeference.carry import carrier
from dothi.intake.georeference.placement import placement
from dothi.intake.layers import Layer
from dothi.intake.read import read
from dothi.land.batch import Batch, Refused, parcel_of
from dothi.land.batch_files import write_batch_map, write_batch_workbook
from dothi.land.piece import Piece, piece
from dothi.land.placing import placed
from dothi.land.polygons import Source, check_column, labels_of
from dothi.land.record import Words
from dothi.law.tables.land_functions import LandFunction
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue
from dothi.registry.land.asked import ground, in_province
from dothi.registry.land.asking import records_on
from dothi.registry.land.sources import kept_within
from dothi.registry.lawbook import current_law
from dothi.registry.plans.receiving import digest_of, file_name

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int, str], None]

ACTION = "land.batch"
KIND = "land.batch"
MOST = 20_000
LARGEST = 256 * 1024**2
FILES = {"xlsx": "tra-cuu.xlsx", "gpkg": "tra-cuu.gpkg"}
SHOWN = 200
"""Refused features that the result of the job names; the workbook names them all."""
_IDS = ("thua", "so thua", "so hieu thua", "ma thua", "ma doi tuong", "so hieu", "id", "ten", "name")
_ASKED = {0, 2}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the day, the field with the parcel's number, the CRS where a person chose one."""

    day: date
    id_field: str = ""
    crs: str = ""

    def as_data(self) -> dict[str, str]:
        """As JSON's types."""
        return {"day": self.day.isoformat(), "id_field": self.id_field, "crs": self.crs}

    @classmethod
    def from_data(cls, data: dict[str, str]) -> Wanted:
        """What :meth:`as_data` gave."""
        return cls(date.fromisoformat(data["day"]), data["id_field"], data["crs"])


def hand_in(user: Any, sent: Any, wanted: Wanted) -> Job:
    """Keep a file and queue the job; ``sent`` has ``name``, ``size`` and ``chunks()``.

    Raises :class:`InputError` ``land.batch-size`` for a file that is empty or too large.
    """
    require(user, ACTION)
    name = file_name(str(sent.name))
    if not 0 < sent.size <= LARGEST:
        raise InputError(_size(name))
    if wanted.crs:
        placement(wanted.crs)
    with transaction.atomic():
        job = enqueue(KIND, {"name": name, **wanted.as_data()}, user)
        path = sent_file(job)
        path.parent.mkdir(parents=True)
        with path.open("wb") as stream:
            for chunk in sent.chunks():
                stream.write(chunk)
        trail.record(user, "land.batch", job, {"name": name, "size": sent.size, **wanted.as_data()})
    return job


def folder_of(job: Job) -> Path:
    """Where the file and the results of a job lie."""
    path: Path = settings.DOTHI.workspace / "parcels" / str(job.pk)
    return path


def sent_file(job: Job) -> Path:
    """The file as it was sent, under its own name."""
    return folder_of(job) / "sent" / str(job.payload["name"])


def result_file(job: Job, kind: str) -> Path | None:
    """One result of a job that is done; ``None`` where there is none of that kind."""
    name = FILES.get(kind)
    path = folder_of(job) / name if name and job.state == JobState.DONE else None
    return path if path is not None and path.is_file() else None


def answer_all(job: Job, progress: Progress) -> dict[str, Any]:
    """Ask about every feature, write both files, and tell what came of it.

    Each layer on record is read once, where the parcels lie. A feature that cannot be asked about is named
    and leaves the others alone.
    """
    wanted = Wanted.from_data(job.payload)
    progress(0, 0, "Đang đọc tệp")
    path = sent_file(job)
    layer = _layer(path)
    labels = _labels(layer, wanted.id_field)
    shapes, crs, notes = _placed(layer, wanted.crs)
    _, home = ground()
    batch = _asked(_Features(layer.frame.index.tolist(), labels, shapes, crs), wanted.day, progress)
    progress(len(shapes), len(shapes), "Đang ghi kết quả")
    told = [
        ("Ngày", format_date(wanted.day)),
        ("Tệp", job.payload["name"]),
        ("SHA-256 của tệp", digest_of(path)),
        ("Phiên bản phần mềm", __version__),
        *(("Lưu ý", note.vi) for note in notes),
    ]
    write_batch_workbook(batch, told, folder_of(job) / FILES["xlsx"])
    write_batch_map(batch, CRS.from_epsg(home), folder_of(job) / FILES["gpkg"])
    counts = batch.counts()
    return {
        "parcels": len(batch.parcels),
        "refused": len(batch.refused),
        "first_refused": [
            {"feature": str(one.feature), "label": one.label, "vi": one.reason.vi, "en": one.reason.en}
            for one in batch.refused[:SHOWN]
        ],
        "levels": [
            {"level": code, "vi": title.vi, "en": title.en, **counts[code]}
            for code, title in batch.levels.items()
        ],
        "notes": [{"vi": note.vi, "en": note.en} for note in notes],
        "illustrative": any(plan.illustrative for plan in batch.facts()),
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Features:
    numbers: list[Any]
    labels: list[str]
    shapes: Any
    crs: CRS

    def __iter__(self) -> Iterator[tuple[Any, str, Any]]:
        return zip(self.numbers, self.labels, self.shapes, strict=True)


def _asked(features: _Features, day: date, progress: Progress) -> Batch:
    pieces: list[tuple[Any, str, Piece]] = []
    refused = []
    for number, label, shape in features:
        try:
            pieces.append((number, label, in_province(shape, features.crs)))
        except DothiError as error:
            fault = error.faults[0]
            refused.append(Refused(number, label, Words(fault.sentence(), fault.sentence("en"))))
    law = current_law()
    titles = {row.code: row.title_vi for row in law.of(LandFunction).every_row}
    everywhere = _everywhere([one for _, _, one in pieces])
    records = records_on(day, None, kept_within(everywhere))
    batch = Batch(
        {level.code: level.title for level in records.levels},
        {row.code: Words(row.title_vi, row.title_en) for row, _ in records.themes},
        refused=refused,
    )
    for done, (number, label, one) in enumerate(pieces):
        progress(done, len(pieces), f"Đã tra cứu {done} thửa")
        batch.parcels.append(parcel_of(number, label, one.shape, records.answer(one), titles))
    return batch


def _everywhere(pieces: list[Piece]) -> Piece:
    """A box of land that holds all pieces."""
    if not pieces:
        raise InputError(_NOTHING)
    box = shapely.box(*shapely.total_bounds([one.shape for one in pieces]))
    return piece(box.buffer(1.0), pieces[0].crs)


def _layer(path: Path) -> Layer:
    """The one layer of areas or points of the file."""
    found = [layer for layer in read(path, encoding="auto").layers if _asked_kinds(layer.frame)]
    if len(found) != 1:
        raise UnusableError(_one_layer(path.name, [layer.name for layer in found]))
    count = len(found[0].frame)
    if count > MOST:
        raise InputError(_too_many(path.name, count))
    return found[0]


def _asked_kinds(frame: gpd.GeoDataFrame) -> bool:
    shapes = frame.geometry.to_numpy()
    return bool(_ASKED & set(shapely.get_dimensions(shapes[~shapely.is_missing(shapes)]).tolist()))


def _labels(layer: Layer, wanted: str) -> list[str]:
    """What each parcel is called, by the field that was named, or by the first that is called like one."""
    frame = layer.frame
    if wanted:
        check_column(Source(layer.name, frame, wanted))
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    folded = {fold(name.replace("_", " ")): name for name in reversed(columns)}
    column = wanted or next((folded[name] for name in _IDS if name in folded), "")
    return [str(label) for label in labels_of(frame[column])] if column else [""] * len(frame)


def _placed(layer: Layer, crs: str) -> tuple[Any, CRS, tuple[Words, ...]]:
    """The shapes in the province's own zone where their CRS is known, else as one to be placed together."""
    where, home = ground()
    target = CRS.from_epsg(home)
    shapes = shapely.force_2d(layer.frame.geometry.to_numpy())
    stated = layer.frame.crs
    if stated is not None and not crs:
        return shapely.transform(shapes, carrier(stated, target)), target, ()
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    found = placed(shapely.geometrycollections(shapes[there]), where, home, crs)
    shapes[there] = shapely.transform(shapely.get_parts(found.shape), carrier(found.crs, target))
    return shapes, target, found.notes


def _size(name: str) -> Fault:
    return Fault(
        "land.batch-size",
        f"Tệp rỗng hoặc lớn hơn {LARGEST // 1024**2} MB",
        f"The file is empty or larger than {LARGEST // 1024**2} MB",
        name,
        "Gửi tệp chỉ có lớp thửa đất cần tra cứu, nén lại nếu cần",
        "Send a file with only the layer of parcels to ask about, compressed if need be",
    )


def _too_many(name: str, count: int) -> Fault:
    return Fault(
        "land.batch-many",
        f"Tệp có {count} thửa, nhiều hơn {MOST}",
        f"The file has {count} parcels, more than {MOST}",
        name,
        "Chia tệp thành nhiều phần, hoặc dùng «dothi land overlay»",
        "Divide the file, or use “dothi land overlay”",
    )


def _one_layer(name: str, layers: list[str]) -> Fault:
    listed = f": {', '.join(layers)}" if layers else ""
    return Fault(
        "land.one-layer",
        f"Tệp có {len(layers)} lớp vùng hoặc điểm{listed}; cần đúng một",
        f"The file has {len(layers)} layers of areas or points{listed}; one is needed",
        where=name,
        remedy_vi="Gửi tệp chỉ có lớp thửa đất cần tra cứu",
        remedy_en="Send a file that holds only the layer of parcels to ask about",
    )


_NOTHING = Fault(
    "land.batch-nothing",
    "Không có đối tượng nào của tệp tra cứu được: không hình nào là điểm hoặc vùng hợp lệ nằm trong tỉnh",
    "Nothing in the file can be asked about: no shape is a point or a valid area inside the province",
    remedy_vi="Kiểm tra hệ tọa độ và hình bằng «dothi intake check», rồi gửi lại",
    remedy_en="Check the CRS and the shapes with “dothi intake check”, then send again",
)
