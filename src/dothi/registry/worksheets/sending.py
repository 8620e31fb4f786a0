"""Keeping a workbook with its report, and handing in the writing of it once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.base.workbooks import Book
from dothi.registry.accounts.models import User
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue
from dothi.registry.worksheets.models import SentState, SentWorkbook
from dothi.registry.worksheets.rows import SheetReport, packed, unpacked

Read = Callable[[Book], SheetReport]


def look(
    user: User, name: str, content: bytes, read: Read, *, purpose: str, subject: str = ""
) -> SentWorkbook:
    """Read a workbook and keep it with its report; nothing of it is written.

    Raises :class:`~dothi.base.errors.UnusableError` for a file that is no such workbook.
    """
    called = clean(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "tệp.xlsx"
    with Book(called, content) as book:
        report = read(book)
    return SentWorkbook.objects.create(
        purpose=purpose,
        subject=subject,
        owner=user,
        name=called,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        report=packed(report),
        acceptable=report.acceptable,
    )


def report_of(sent: SentWorkbook) -> SheetReport:
    """The report as it was when the workbook was looked at."""
    if sent.report is None:
        raise InputError(_nothing_kept(sent))
    return unpacked(bytes(sent.report))


def read_again(sent: SentWorkbook, read: Read) -> SheetReport:
    """The report as of now, with what each row would do; refused where a row no longer holds."""
    if sent.content is None:
        raise InputError(_nothing_kept(sent))
    with Book(sent.name, bytes(sent.content)) as book:
        report = read(book)
    if not report.acceptable:
        faults = [fault for row in report.rows for fault in row.faults]
        raise InputError(*(faults[:50] or [_not_acceptable(sent)]))
    return report


@transaction.atomic
def confirm(user: User, pk: UUID, kind: str) -> Job:
    """Hand in the writing, by a job of ``kind``; once, by its sender, and only of what the report accepts."""
    sent = own(user, pk)
    if sent.content is None or sent.state == SentState.WRITTEN:
        raise InputError(_nothing_kept(sent))
    if not sent.acceptable:
        raise InputError(_not_acceptable(sent))
    if (
        sent.state == SentState.CONFIRMED
        and not Job.objects.filter(pk=sent.job, state=JobState.FAILED).exists()
    ):
        raise InputError(_being_written(sent))
    job = enqueue(kind, {"sent": str(sent.pk)}, user)
    taken = SentWorkbook.objects.filter(pk=sent.pk, state=sent.state, job=sent.job)
    if not taken.update(state=SentState.CONFIRMED, job=job.pk):
        raise InputError(_being_written(sent))
    return job


def written(sent: SentWorkbook, outcome: dict[str, Any]) -> None:
    """Mark a workbook as written, in the caller's transaction; raises unless it waits for that."""
    waiting = SentWorkbook.objects.filter(pk=sent.pk, state=SentState.CONFIRMED)
    if not waiting.update(state=SentState.WRITTEN, content=None, report=None, outcome=outcome):
        raise InputError(_nothing_kept(sent))


def own(user: User, pk: UUID) -> SentWorkbook:
    """The workbook, for whoever sent it; for others there is none (``SentWorkbook.DoesNotExist``)."""
    found: SentWorkbook = SentWorkbook.objects.select_related("owner").get(pk=pk, owner=user)
    return found


def _nothing_kept(sent: SentWorkbook) -> Fault:
    return Fault(
        "import.nothing_kept",
        "tệp này đã được ghi",
        "this file has been written",
        sent.name,
        "Gửi lại tệp nếu cần ghi nữa",
        "Send the file again if you need to",
    )


def _not_acceptable(sent: SentWorkbook) -> Fault:
    return Fault(
        "import.not_acceptable",
        "tệp còn dòng có lỗi, hoặc không thay đổi gì",
        "the file has faulty rows, or would change nothing",
        sent.name,
        "Sửa tệp theo báo cáo rồi gửi lại",
        "Mend the file as the report says and send it again",
    )


def _being_written(sent: SentWorkbook) -> Fault:
    return Fault(
        "import.being_written",
        "tệp này đang được ghi",
        "this file is being written",
        sent.name,
        "Theo dõi ở trang công việc",
        "Follow it on the page of the job",
    )
