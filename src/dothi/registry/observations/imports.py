"""Values from a workbook: looked at, reported row by row, confirmed, then written all or not at all.

Looking writes no value. Confirming hands in a job, which reads the very same bytes again against what is on
record by then and writes every row as a draft of one batch in one transaction. A batch of which nothing has
been submitted can be undone as a whole.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean, name_key
from dothi.base.workbooks import Book
from dothi.registry.accounts.access import can, require
from dothi.registry.accounts.models import User
from dothi.registry.audit.trail import record
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.checks import Finding
from dothi.registry.observations.models import ImportBatch, ImportState, Observation, State
from dothi.registry.observations.reports import packed, unpacked
from dothi.registry.observations.services import enter_many
from dothi.registry.observations.sheet import Knowledge, Report, Row, read_report
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.sources.models import Source

JOB_KIND = "observations.import"


def knowledge() -> Knowledge:
    """What rows are compared with, as it stands on record now."""
    sources: dict[str, list[int]] = {}
    for source in Source.objects.all():
        for called in {source.key, source.number, source.title}:
            if called:
                known = sources.setdefault(name_key(called), [])
                if source.pk not in known:
                    known.append(source.pk)
    return Knowledge(indicators(), PlaceIndex.load(), sources, timezone.localdate())


def read(user: User, name: str, content: bytes) -> Report:
    """Read a workbook against the record and the rights of ``user``; writes nothing.

    Raises :class:`~dothi.base.errors.UnusableError` where the file is no workbook of values.
    """
    with Book(name, content) as book:
        report = read_report(book, knowledge())
    _refuse_foreign_places(user, report)
    _compare_with_record(report)
    return report


def look(user: User, name: str, content: bytes) -> tuple[ImportBatch, Report]:
    """Read a workbook and keep its bytes for the confirmation; no value is written."""
    require(user, "observations.enter")
    report = read(user, _file_name(name), content)
    batch = ImportBatch.objects.create(
        owner=user,
        name=_file_name(name),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        report=packed(report),
        rows=len(report.rows),
        faults=len(report.refused),
    )
    return batch, report


def report_of(batch: ImportBatch) -> Report:
    """The report as it was when the workbook was looked at."""
    if batch.report is None:
        raise InputError(_nothing_kept(batch))
    return unpacked(bytes(batch.report))


def read_again(user: User, batch: ImportBatch) -> Report:
    """The report of a kept workbook as of now, with the entries to write."""
    if batch.content is None:
        raise InputError(_nothing_kept(batch))
    return read(user, batch.name, bytes(batch.content))


@transaction.atomic
def confirm(user: User, batch_id: UUID) -> Job:
    """Hand in the writing of a batch whose report refuses nothing; once, and only by its sender."""
    batch = own_batch(user, batch_id)
    require(user, "observations.enter")
    if batch.content is None or batch.state not in {ImportState.CHECKED, ImportState.CONFIRMED}:
        raise InputError(_nothing_kept(batch))
    if batch.faults or not batch.rows:
        raise InputError(_not_acceptable(batch))
    if batch.state == ImportState.CONFIRMED and not _broke_off(batch):
        raise InputError(_being_written(batch))
    taken = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, job=batch.job)
    job = enqueue(JOB_KIND, {"batch": str(batch.pk)}, user)
    if not taken.update(state=ImportState.CONFIRMED, job=job.pk):
        raise InputError(_being_written(batch))
    return job


def write(user: User, batch: ImportBatch, drafts: list[Observation]) -> int:
    """Write the drafts of a batch, in the caller's transaction; raises unless the batch waits for them."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CONFIRMED)
    if not waiting.update(state=ImportState.WRITTEN, content=None, report=None):
        raise InputError(_nothing_kept(batch))
    details = {"name": batch.name, "sha256": batch.sha256}
    return enter_many(user, drafts, batch.pk, details)


@transaction.atomic
def undo(user: User, batch_id: UUID) -> int:
    """Take a whole batch off the desk while all of it is still drafts; the number of values taken."""
    batch = own_batch(user, batch_id)
    require(user, "observations.enter")
    rows = Observation.objects.filter(batch=batch.pk, withdrawn_at=None)
    gone_on = rows.exclude(state=State.DRAFT).count()
    if gone_on or batch.state != ImportState.WRITTEN:
        raise InputError(_not_undoable(batch, gone_on))
    drafts = rows.filter(state=State.DRAFT)
    count: int = drafts.update(withdrawn_at=timezone.now(), version=F("version") + 1)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.UNDONE)
    record(user, "observations.undo_import", batch, {"values": count})
    return count


def own_batch(user: User, batch_id: UUID) -> ImportBatch:
    """The batch, for whoever sent it; for others there is none (``ImportBatch.DoesNotExist``)."""
    batch: ImportBatch = (
        ImportBatch.objects.select_related("owner").defer("content").get(pk=batch_id, owner=user)
    )
    return batch


def _refuse_foreign_places(user: User, report: Report) -> None:
    """Rows for places that the person may not enter values for are refused like any other fault."""
    keys = {row.entry.place_key for row in report.rows if row.entry is not None}
    foreign = {
        key
        for key in keys
        if not can(user, "observations.enter", Observation(place_key=key, entered_by=user))
    }
    for row in report.rows:
        if row.entry is not None and row.entry.place_key in foreign:
            where = f"trang «{report.sheet}», dòng {row.number}, cột {report.letters['place_key']}"
            row.findings.append(Finding("place_key", _foreign(row, where)))
            row.entry = None


def _compare_with_record(report: Report) -> None:
    """A row whose figure is approved already is refused; one that waits as a draft only warns."""
    rows = [row for row in report.rows if row.entry is not None]
    known: dict[tuple[Any, ...], tuple[str, int]] = {}
    standing = Observation.objects.filter(
        withdrawn_at=None, indicator__in={row.entry.indicator for row in rows if row.entry}
    )
    columns = ("indicator", "place_key", "starts_latest", "ends_earliest", "source_id", "state", "pk")
    for *figure, state, pk in standing.values_list(*columns).iterator():
        if known.get(tuple(figure), ("", 0))[0] != State.APPROVED:
            known[tuple(figure)] = (state, pk)
    for row in rows:
        found = known.get(_figure(row))
        if found is None:
            continue
        where = f"trang «{report.sheet}», dòng {row.number}"
        approved = found[0] == State.APPROVED
        row.findings.append(Finding("", _on_record(where, found[1], approved=approved), refuses=approved))
        row.entry = None if approved else row.entry


def _figure(row: Row) -> tuple[Any, ...]:
    entry = row.entry
    if entry is None:
        return ()
    stop = entry.last_day.fromordinal(entry.last_day.toordinal() + 1)
    return entry.indicator, entry.place_key, entry.first_day, stop, entry.source_id


def _broke_off(batch: ImportBatch) -> bool:
    return Job.objects.filter(pk=batch.job, state=JobState.FAILED).exists()


def _file_name(name: str) -> str:
    return clean(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "tệp.xlsx"


def _foreign(row: Row, where: str) -> Fault:
    place = row.cells.get("place_key", "")
    return Fault(
        "import.foreign_place",
        f"anh/chị không được giao nhập số liệu cho «{place}»",
        f"you are not charged with entering values for “{place}”",
        where,
        "Bỏ dòng này hoặc nhờ người phụ trách địa bàn đó",
        "Leave the row out, or ask the officer of that place",
    )


def _on_record(where: str, pk: int, *, approved: bool) -> Fault:
    if approved:
        return Fault(
            "import.approved_already",
            f"số liệu này đã được duyệt (số {pk})",
            f"this figure is approved already (value {pk})",
            where,
            "Bỏ dòng này; nếu số cũ sai thì mở số liệu đó và chọn «Đính chính»",
            "Leave the row out; if the old value is wrong, open it and choose “Correct”",
        )
    return Fault(
        "import.in_hand_already",
        f"số liệu này đang được xử lý (số {pk})",
        f"this value is in hand already (value {pk})",
        where,
        "Kiểm tra để không nhập hai lần",
        "Make sure it is not entered twice",
    )


def _nothing_kept(batch: ImportBatch) -> Fault:
    return Fault(
        "import.nothing_kept",
        "lần nhập này đã được ghi hoặc đã hủy",
        "this import has been written or undone",
        batch.name,
        "Gửi lại tệp nếu cần nhập nữa",
        "Send the file again if you need to",
    )


def _not_acceptable(batch: ImportBatch) -> Fault:
    return Fault(
        "import.not_acceptable",
        f"còn {batch.faults} dòng có lỗi nên chưa ghi gì"
        if batch.rows
        else "không có dòng số liệu nào để ghi",
        f"{batch.faults} rows have faults; nothing was written" if batch.rows else "there is no row to write",
        batch.name,
        "Sửa tệp theo báo cáo rồi gửi lại",
        "Mend the file as the report says and send it again",
    )


def _being_written(batch: ImportBatch) -> Fault:
    return Fault(
        "import.being_written",
        "lần nhập này đang được ghi",
        "this import is being written",
        batch.name,
        "Theo dõi ở trang công việc",
        "Follow it on the page of the job",
    )


def _not_undoable(batch: ImportBatch, gone_on: int) -> Fault:
    return Fault(
        "import.not_undoable",
        f"{gone_on} số liệu đã được nộp hoặc duyệt nên không hủy cả lần nhập được"
        if gone_on
        else "lần nhập này chưa ghi hoặc đã hủy",
        f"{gone_on} values have been submitted or decided, so the import cannot be undone"
        if gone_on
        else "this import is not written, or undone already",
        batch.name,
        "Xử lý từng số liệu",
        "Deal with the values one by one",
    )
