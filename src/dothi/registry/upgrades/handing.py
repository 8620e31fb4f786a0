"""Handing in a plan to be worked out, where its files lie, who may see it, and stopping it."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import enqueue, mark_failed
from dothi.registry.lawbook import current_law
from dothi.registry.plans.receiving import file_name
from dothi.towns.schemes import rule_set_for
from dothi.towns.upgrade.model import Problem
from dothi.towns.upgrade.reading import Wanted, read_problem

ACTION = "towns.plan"
KIND = "towns.upgrade"
FOLDER = "upgrades"
LARGEST = 20 * 1024**2
SENT = "sent"
FILES = {"docx": "chuong-trinh.docx", "xlsx": "chuong-trinh.xlsx", "json": "chuong-trinh.json"}
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked beside the file; an empty class and no year leave both to its table of goals.

    ``seconds`` are those of each case.
    """

    day: date
    class_code: str = ""
    by: int | None = None
    earliest: bool = False
    alternatives: int = 2
    gap: float = 0.0
    seconds: int = 300

    def as_data(self) -> dict[str, Any]:
        """As JSON's types."""
        return {**asdict(self), "day": self.day.isoformat()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Question:
        """What :meth:`as_data` gave; other keys are left alone."""
        told = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**{**told, "day": date.fromisoformat(data["day"])})


def hand_in(user: Any, sent: Any, question: Question) -> Job:
    """Keep a workbook, read it, and queue the job; ``sent`` has ``name``, ``size`` and ``chunks()``.

    Raises :class:`PermissionDenied`, and :class:`UnusableError` with every fault and its cell: nothing is
    queued then.
    """
    require(user, ACTION)
    name = file_name(str(sent.name))
    if Path(name).suffix.lower() not in ENDINGS or not 0 < sent.size <= LARGEST:
        raise InputError(_file(name))
    with transaction.atomic():
        job = enqueue(KIND, {"name": name, **question.as_data()}, user)
        path = sent_file(job)
        path.parent.mkdir(parents=True)
        try:
            with path.open("wb") as stream:
                for chunk in sent.chunks():
                    stream.write(chunk)
            problem = problem_of(job)
        except BaseException:
            shutil.rmtree(folder_of(job))
            raise
        job.payload = {**job.payload, **_told(problem)}
        job.save(update_fields=["payload"])
        trail.record(user, ACTION, job, {"name": name, "size": sent.size, **question.as_data()})
    return job


def _told(problem: Problem) -> dict[str, Any]:
    """What lists say of the question before it is answered."""
    goals = [
        {"town": one.town.name, "rules": one.scheme.rule_set, "class": one.scheme.class_code, "by": one.by}
        for one in problem.goals
    ]
    return {
        "goals": goals,
        "first_year": problem.first_year,
        "projects": len(problem.projects),
        "illustrative": problem.illustrative,
    }


def problem_of(job: Job) -> Problem:
    """The problem of the file as it was sent, under the law of its day."""
    law, question = current_law(), Question.from_data(job.payload)
    rules = rule_set_for(law, question.day).code
    wanted = Wanted(question.day, rules, question.class_code, question.by)
    try:
        return read_problem(law, sent_file(job), wanted)
    except (OSError, ValueError) as error:
        raise UnusableError(_file(str(job.payload["name"]))) from error


def folder_of(job: Job) -> Path:
    """Where the file and the results of a job lie."""
    path: Path = settings.DOTHI.workspace / FOLDER / str(job.pk)
    return path


def sent_file(job: Job) -> Path:
    """The file as it was sent, under its own name."""
    return folder_of(job) / SENT / str(job.payload["name"])


def result_file(job: Job, ending: str) -> Path | None:
    """One result of a job that is done, or the file sent; ``None`` where there is none of that kind."""
    if ending == SENT:
        path = sent_file(job)
    elif ending in FILES and job.state == JobState.DONE:
        path = folder_of(job) / FILES[ending]
    else:
        return None
    return path if path.is_file() else None


def result_of(job: Job) -> dict[str, Any] | None:
    """What was found, as :func:`~dothi.towns.upgrade.data.plan_data` tells it; ``None`` where it is gone."""
    path = result_file(job, "json")
    if path is None:
        return None
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def stop(user: Any, job: Job) -> bool:
    """End a job that waits or runs; whether it did. Its worker hears of it within a second or two."""
    require(user, ACTION)
    require(user, "jobs.view_own", job)
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
        if waiting.update(state=JobState.RUNNING, attempt=job.attempt + 1, started_at=timezone.now()):
            job = Job.objects.get(pk=job.pk)
        stopped = mark_failed(job, (_STOPPED,))
        if stopped:
            trail.record(user, "towns.plan_stopped", job)
    return stopped


def _file(name: str) -> Fault:
    return Fault(
        "upgrade.file",
        f"«{name}» không phải là bảng tính Excel đọc được, hoặc rỗng, hoặc quá {LARGEST // 1024**2} MB",
        f"“{name}” is no workbook that can be read, or empty, or over {LARGEST // 1024**2} MB",
        remedy_vi="Tải tệp mẫu ở trang này, điền rồi gửi lại",
        remedy_en="Take the template of this page, fill it in and send it",
    )


_STOPPED = Fault(
    "upgrade.stopped",
    "Đã dừng theo yêu cầu; chưa có kết quả",
    "Stopped as asked; there is no result",
    remedy_vi="Gửi lại tệp nếu cần tính lại",
    remedy_en="Send the file again to work it out anew",
)
