"""Asking about every parcel of a file at once: handed in by an officer, done by a job, kept as two files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from django.conf import settings
from django.db import transaction
from pyproj import CRS

from dothi import __version__
from dothi.base.dates import format_date
from dothi.base.errors import DothiError, Fault, InputError, UnusableError
from dothi.base.text import fold
from dothi.base.workbooks import MAX_BYTES
from dothi.intake.georeference.carry import carrier
from dothi.intake.georeference.placement import placement
from dothi.intake.layers import Layer
from dothi.intake.read import read
from dothi.land.batch import Batch, Refused, parcel_of
from dothi.land.batch_files import write_batch_map, write_batch_workbook
from dothi.land.parcel_number import ParcelNumber
from dothi.land.parcel_table import SUFFIXES, parcel_rows
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
from dothi.registry.land.parcels import Cadastre
from dothi.registry.land.sources import kept_within
from dothi.registry.lawbook import current_law
from dothi.registry.plans.receiving import digest_of, file_name

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
    given = _of_numbers(path, wanted) or _of_shapes(path, wanted)
    _, home = ground()
    batch = _answered(given, wanted.day, progress)
    progress(len(given.pieces), len(given.pieces), "Đang ghi kết quả")
    told = [
        ("Ngày", format_date(wanted.day)),
        ("Tệp", job.payload["name"]),
        ("SHA-256 của tệp", digest_of(path)),
        ("Phiên bản phần mềm", __version__),
        *(("Lưu ý", note.vi) for note in given.notes),
    ]
    illustrative = given.illustrative or batch.illustrative
    if illustrative:
        told.append(("Dữ liệu minh họa", "có"))
    write_batch_workbook(batch, told, folder_of(job) / FILES["xlsx"])
    write_batch_map(batch, CRS.from_epsg(home), folder_of(job) / FILES["gpkg"], illustrative=illustrative)
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
        "notes": [{"vi": note.vi, "en": note.en} for note in given.notes],
        "illustrative": illustrative,
    }


@dataclass(slots=True, eq=False)
class _Given:
    """Pieces with their place in the file and what they are called, and what could not be asked about."""

    pieces: list[tuple[Any, str, Piece]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: tuple[Words, ...] = ()
    illustrative: bool = False

    def add(self, number: Any, label: str, make: Callable[[], Piece]) -> None:
        """Take a piece, or name what refuses it."""
        try:
            self.pieces.append((number, label, make()))
        except DothiError as error:
            fault = error.faults[0]
            self.refused.append(Refused(number, label, Words(fault.sentence(), fault.sentence("en"))))


def _of_shapes(path: Path, wanted: Wanted) -> _Given:
    """Every feature of the one layer of a map file."""
    layer = _layer(path)
    labels = _labels(layer, wanted.id_field)
    shapes, crs, notes = _placed(layer, wanted.crs)
    given = _Given(notes=notes)
    for number, label, shape in zip(layer.frame.index.tolist(), labels, shapes, strict=True):
        given.add(number, label, partial(in_province, shape, crs))
    return given


def _of_numbers(path: Path, wanted: Wanted) -> _Given | None:
    """Every row of a table of parcel numbers; ``None`` for a file that is none."""
    if path.suffix.lower() not in SUFFIXES or path.stat().st_size > MAX_BYTES:
        return None
    rows = parcel_rows(path.name, path.read_bytes())
    if rows is None:
        return None
    if len(rows) > MOST:
        raise InputError(_too_many(path.name, len(rows)))
    cadastre = Cadastre.on(wanted.day)
    given = _Given()
    for row in rows:
        given.add(row.line, row.label, partial(_found, cadastre, row.number))
    parcels = [one.parcel for _, _, one in given.pieces if one.parcel is not None]
    given.illustrative = any(parcel.illustrative for parcel in parcels)
    given.notes = tuple(
        dict.fromkeys(
            Words(f"Ranh thửa theo {one.title} ({one.document})", f"Outlines of {one.title} ({one.document})")
            for one in parcels
        )
    )
    return given


def _found(cadastre: Cadastre, number: ParcelNumber | Fault) -> Piece:
    if isinstance(number, Fault):
        raise InputError(number)
    return cadastre.find(number).piece


def _answered(given: _Given, day: date, progress: Progress) -> Batch:
    law = current_law()
    titles = {row.code: row.title_vi for row in law.of(LandFunction).every_row}
    everywhere = _everywhere([one for _, _, one in given.pieces], given.refused)
    records = records_on(day, None, kept_within(everywhere))
    batch = Batch(
        {level.code: level.title for level in records.levels},
        {row.code: Words(row.title_vi, row.title_en) for row, _ in records.themes},
        refused=given.refused,
    )
    for done, (number, label, one) in enumerate(given.pieces):
        progress(done, len(given.pieces), f"Đã tra cứu {done} thửa")
        batch.parcels.append(parcel_of(number, label, one.shape, records.answer(one), titles))
    return batch


def _everywhere(pieces: list[Piece], refused: list[Refused]) -> Piece:
    """A box of land that holds all pieces."""
    if not pieces:
        raise InputError(_nothing(refused))
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


def _nothing(refused: list[Refused]) -> Fault:
    first_vi = f" (đối tượng {refused[0].feature}: {refused[0].reason.vi})" if refused else ""
    first_en = f" (feature {refused[0].feature}: {refused[0].reason.en})" if refused else ""
    return Fault(
        "land.batch-nothing",
        f"Không có đối tượng nào của tệp tra cứu được{first_vi}",
        f"Nothing in the file can be asked about{first_en}",
        remedy_vi="Kiểm tra hình và hệ tọa độ bằng «dothi intake check», hoặc số tờ, thửa, xã; rồi gửi lại",
        remedy_en="Check shapes and CRS with “dothi intake check”, or sheets, parcels, communes; send again",
    )
