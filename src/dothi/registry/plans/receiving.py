"""Receiving a dossier: in pieces that may come again after a break, each at the offset that is wanted.

The bytes lie in the workspace under the submission's own number. A piece is first written and then counted,
so what is counted is there; a piece that comes twice is written twice and counted once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dothi.base.text import clean
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.work import enqueue
from dothi.registry.plans import refusals
from dothi.registry.plans.models import Plan, Submission, SubmissionState

ACTION = "plans.submit"
CHECK_KIND = "plans.check"
LARGEST = 4 * 1024**3
PIECE = 16 * 1024**2
_BLOCK = 1024**2


def folder_of(submission: Submission) -> Path:
    """Where everything of a submission lies."""
    path: Path = settings.DOTHI.workspace / "dossiers" / str(submission.pk)
    return path


def file_of(submission: Submission) -> Path:
    """The dossier as it was sent, under its own name."""
    return folder_of(submission) / "sent" / submission.name


def report_folder(submission: Submission) -> Path:
    """Reports of the last check."""
    return folder_of(submission) / "report"


@transaction.atomic
def start(user: Any, plan: Plan, name: str, size: int, consultant: str = "") -> Submission:
    """Announce a dossier of ``size`` bytes; its pieces follow.

    Raises :class:`InputError` for a size that is none or too large, and a name that cannot be a file's.
    """
    require(user, ACTION, Submission(plan=plan, owner=user))
    called = file_name(name)
    if size <= 0:
        raise refusals.fault(
            "size",
            "tệp rỗng, không có gì để đọc",
            "the file is empty",
            called,
            (
                "Mở lại tệp trên máy, xuất hoặc chép lại rồi gửi tệp có nội dung",
                "Export or copy it again and send one that has content",
            ),
        )
    if size > LARGEST:
        raise refusals.fault(
            "size",
            "tệp lớn hơn 4 GB",
            "the file is larger than 4 GB",
            called,
            ("Nén hoặc chia hồ sơ thành nhiều phần", "Compress the dossier or split it"),
        )
    submission = Submission.objects.create(
        plan=plan, name=called, size=size, consultant=clean(consultant)[:200], owner=user
    )
    details = {"plan": plan.key, "name": called, "size": size}
    trail.record(user, "plans.submit", submission, details)
    return submission


def append(user: Any, submission: Submission, offset: int, piece: bytes) -> Submission:
    """Add a piece that starts at ``offset``; the last one hands in the check.

    A piece from before what is here already is ignored as far as it repeats; one from beyond it is refused,
    for something would be missing.
    """
    require(user, ACTION, submission)
    if submission.state != SubmissionState.RECEIVING:
        raise refusals.wrong_state(submission, "nhận thêm", "receive more")
    if offset > submission.received:
        raise refusals.fault(
            "offset",
            f"thiếu phần từ byte {submission.received} đến {offset}",
            f"bytes {submission.received} to {offset} are missing",
            submission.name,
            ("Gửi tiếp từ byte đã nhận", "Go on from the byte that was received"),
        )
    if len(piece) > PIECE or offset + len(piece) > submission.size:
        raise refusals.fault("piece", "phần gửi lên quá lớn", "the piece is too large", submission.name)
    _write(file_of(submission), offset, piece)
    received = max(submission.received, offset + len(piece))
    return _count(submission, received)


def receive_whole(user: Any, plan: Plan, sent: Any, consultant: str = "") -> Submission:
    """Take a dossier that came in one request; ``sent`` has ``name``, ``size`` and ``chunks()``."""
    return fill(start(user, plan, str(sent.name), sent.size, consultant), sent)


def fill(submission: Submission, sent: Any) -> Submission:
    """Write all of an announced dossier."""
    at = 0
    for chunk in sent.chunks():
        _write(file_of(submission), at, chunk)
        at += len(chunk)
    return _count(submission, at)


def copy_in(plan: Plan, path: Path, consultant: str = "") -> Submission:
    """Take a dossier that lies on this machine, for a command of the administrator; it is not checked yet."""
    submission = Submission.objects.create(
        plan=plan,
        name=file_name(path.name),
        size=0,
        consultant=consultant,
        state=SubmissionState.CHECKING,
    )
    target = file_of(submission)
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        shutil.copyfile(path, target)
    submission.sha256 = digest_of(target)
    submission.size = submission.received = sum(f.stat().st_size for f in _files(target))
    submission.save()
    return submission


def digest_of(path: Path) -> str:
    """SHA-256 of a file, or of the names and contents of a folder's files in order."""
    if path.is_file():
        return _hash(path)
    digest = hashlib.sha256()
    for file in _files(path):
        digest.update(f"{file.relative_to(path).as_posix()}\0{_hash(file)}\n".encode())
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(path: Path, offset: int, piece: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o640)
    with os.fdopen(handle, "r+b" if path.stat().st_size else "wb") as stream:
        stream.seek(offset)
        stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())


def _count(submission: Submission, received: int) -> Submission:
    waiting = Submission.objects.filter(pk=submission.pk, state=SubmissionState.RECEIVING)
    with transaction.atomic():
        if received < submission.size:
            waiting.update(received=received)
        elif waiting.update(
            received=received, sha256=_hash(file_of(submission)), state=SubmissionState.CHECKING
        ):
            job = enqueue(CHECK_KIND, {"submission": str(submission.pk)}, submission.owner)
            Submission.objects.filter(pk=submission.pk).update(job=job.pk)
    submission.refresh_from_db()
    return submission


def file_name(name: str) -> str:
    """What a file that somebody sent is called here; refuses a name that is none."""
    called = clean(name.replace("\\", "/").rsplit("/", 1)[-1])[:200].strip(". ")
    if not called:
        raise refusals.fault("name", "tệp không có tên", "the file has no name")
    return called
