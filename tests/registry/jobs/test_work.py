from __future__ import annotations

import logging
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.registry.jobs import kinds, work
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import LostJobError, Running, enqueue, perform, state_of
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def declare(monkeypatch):
    """Declare a kind for one test only."""
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))

    def add(function, code="test.work"):
        kinds.job_kind(code, title_vi="Việc thử", title_en="Test work")(function)
        return code

    return add


def source(key: str) -> Source:
    return Source.objects.create(key=key, title=key)


def test_a_job_and_its_queue_row_appear_together_or_not_at_all(declare):
    kind = declare(lambda run: None)

    def give_up() -> None:
        with transaction.atomic():
            enqueue(kind, {}, None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        give_up()
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()

    job = enqueue(kind, {"file": "a.xlsx"}, None)
    assert job.state == JobState.QUEUED
    assert DBTaskResult.objects.get(pk=job.task_id).args_kwargs["args"] == [str(job.pk)]


def test_an_unknown_kind_is_refused_before_anything_is_written():
    with pytest.raises(UnusableError) as refusal:
        enqueue("test.nothing", {}, None)
    assert refusal.value.code == "jobs.unknown-kind"
    assert not Job.objects.exists()


def test_two_modules_may_not_declare_one_kind(declare):
    code = declare(lambda run: None)
    stranger = eval("lambda run: None", {"__name__": "another.module"})
    with pytest.raises(ValueError, match=r"another\.module"):
        declare(stranger, code)


def test_effect_result_and_mark_are_committed_together(declare):
    def work_it(run: Running) -> None:
        run.progress(1, 2, "đọc")
        with run.commit({"rows": 1}) as result:
            source("effect")
            run.progress(2, 2, "ghi")
            result["named"] = run.payload["name"]

    job = enqueue(declare(work_it), {"name": "Tam Kỳ"}, None)
    assert perform(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"rows": 1, "named": "Tam Kỳ"})
    assert (job.done, job.total, job.message, job.attempt) == (2, 2, "ghi", 1)
    assert job.finished_at is not None
    assert Source.objects.filter(key="effect").count() == 1


def test_a_function_that_changes_nothing_just_returns(declare):
    job = enqueue(declare(lambda run: {"answer": 42}), {}, None)
    assert perform(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"answer": 42})


def test_a_job_is_never_taken_up_twice(declare):
    calls: list[str] = []
    job = enqueue(declare(lambda run: calls.append("run")), {}, None)
    assert perform(str(job.pk))
    assert not perform(str(job.pk))
    assert calls == ["run"]


def test_a_second_commit_is_refused_and_the_first_stands(declare):
    refusals: list[str] = []

    def twice(run: Running) -> None:
        with run.commit({"n": 1}):
            source("first")
        with pytest.raises(LostJobError), run.commit({"n": 2}):
            source("second")
        refusals.append("refused")

    job = enqueue(declare(twice), {}, None)
    perform(str(job.pk))
    job.refresh_from_db()
    assert refusals == ["refused"]
    assert (job.state, job.result) == (JobState.DONE, {"n": 1})
    assert list(Source.objects.filter(key__in=["first", "second"]).values_list("key", flat=True)) == ["first"]


@pytest.mark.django_db(transaction=True)
def test_an_error_inside_the_commit_leaves_no_effect(declare):
    def breaks(run: Running) -> None:
        with run.commit({}):
            source("half")
            raise InputError(
                Fault(
                    "test.bad", "Số dân âm", "Negative people", "dân.xlsx, dòng 12", "Sửa ô C12", "Mend C12"
                )
            )

    job = enqueue(declare(breaks), {}, None)
    perform(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message == "dân.xlsx, dòng 12: Số dân âm. Sửa ô C12."
    assert job.result["faults"] == [
        {"code": "test.bad", "vi": job.message, "en": "dân.xlsx, dòng 12: Negative people. Mend C12."}
    ]
    assert not Source.objects.filter(key="half").exists()


def test_an_unexpected_error_is_told_by_reference_only(declare, caplog):
    def breaks(run: Running) -> None:
        raise ZeroDivisionError("secret detail")

    job = enqueue(declare(breaks), {}, None)
    with caplog.at_level(logging.ERROR, logger="dothi.registry.jobs.work"):
        perform(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "secret detail" not in job.message
    reference = job.message.split("mã tra cứu ")[1].split(")")[0]
    assert len(reference) == 8
    assert any(reference in record.getMessage() and record.exc_info for record in caplog.records)


def test_an_error_after_the_commit_does_not_unmake_it(declare):
    def late(run: Running) -> None:
        with run.commit({"ok": True}):
            source("kept")
        raise InputError(Fault("test.late", "Muộn", "Late"))

    job = enqueue(declare(late), {}, None)
    perform(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"ok": True})


def test_a_run_that_lost_its_job_commits_nothing_and_stops_at_its_next_report(declare):
    stops: list[str] = []

    def slow(run: Running) -> None:
        Job.objects.filter(pk=run.job.pk).update(attempt=run.job.attempt + 1)  # another worker took it up
        with pytest.raises(LostJobError):
            run.progress(1, 1)
        stops.append("stopped")
        with run.commit({}):
            source("late")

    job = enqueue(declare(slow), {}, None)
    perform(str(job.pk))
    job.refresh_from_db()
    assert stops == ["stopped"]
    assert (job.state, job.attempt) == (JobState.RUNNING, 2)
    assert not Source.objects.filter(key="late").exists()


def test_many_faults_are_counted_in_the_message_and_kept_in_full(declare):
    def breaks(run: Running) -> None:
        raise InputError(*(Fault(f"test.{n}", f"Lỗi {n}", f"Fault {n}") for n in (1, 2, 3)))

    job = enqueue(declare(breaks), {}, None)
    perform(str(job.pk))
    job.refresh_from_db()
    assert job.message == "Lỗi 1. (và 2 lỗi khác)"
    assert [fault["vi"] for fault in state_of(job)["faults"]] == ["Lỗi 1.", "Lỗi 2.", "Lỗi 3."]


def test_progress_is_written_twice_a_second_at_most_but_the_end_always(declare, monkeypatch):
    clock = iter([10.0, 10.2, 10.6, 10.7])
    seen: list[tuple[int, str]] = []

    def counting(run: Running) -> None:
        monkeypatch.setattr(work.time, "monotonic", lambda: next(clock))
        for done in (1, 2, 3, 4):
            run.progress(done, 4, f"bước {done}")
            now = Job.objects.get(pk=run.job.pk)
            seen.append((now.done, now.message))
        monkeypatch.undo()

    job = enqueue(declare(counting), {}, None)
    kind = kinds._KINDS["test.work"]
    perform(str(job.pk))
    assert kind.work is counting
    assert seen == [(1, "bước 1"), (1, "bước 1"), (3, "bước 3"), (4, "bước 4")]


class Busy:
    """Rows of a database that another writer holds."""

    def update(self, **_: Any) -> int:
        raise OperationalError("database is locked")


def test_a_busy_sqlite_only_delays_progress(monkeypatch, caplog):
    monkeypatch.setattr(work, "_ours", lambda job: Busy())
    run = Running(Job(kind="test.work"))
    with monkeypatch.context() as patch:
        patch.setattr(work, "connection", SimpleNamespace(vendor="sqlite"))
        run.progress(1, 2)
        assert "busy" in caplog.text
        patch.setattr(work, "connection", SimpleNamespace(vendor="postgresql"))
        with pytest.raises(OperationalError):
            run.progress(2, 2)


def test_the_heartbeat_beats_while_the_work_says_nothing(declare, monkeypatch):
    job = enqueue(declare(lambda run: None), {}, None)
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1, heartbeat_at=long_ago)
    job.refresh_from_db()
    monkeypatch.setattr(work.connection, "close", lambda: None)

    work._beat(job)

    assert Job.objects.get(pk=job.pk).heartbeat_at > long_ago


def test_a_busy_database_only_skips_a_beat(declare, monkeypatch, caplog):
    job = enqueue(declare(lambda run: None), {}, None)
    monkeypatch.setattr(work, "_ours", lambda job: Busy())
    monkeypatch.setattr(work.connection, "close", lambda: None)
    work._beat(job)
    assert "busy" in caplog.text


@pytest.mark.parametrize(
    ("state", "done", "total", "percent"),
    [
        (JobState.QUEUED, 0, 0, 0),
        (JobState.RUNNING, 1, 3, 33),
        (JobState.RUNNING, 5, 3, 100),  # a total that was guessed too low never shows more than all
        (JobState.DONE, 0, 0, 100),
        (JobState.FAILED, 1, 4, 25),
    ],
)
def test_the_state_that_pages_show(declare, state, done, total, percent):
    kind = declare(lambda run: None)
    result = {"faults": [{"code": "x"}]} if state == JobState.FAILED else {"n": 1}
    shown = state_of(Job(kind=kind, state=state, done=done, total=total, result=result))
    assert shown["percent"] == percent
    assert shown["title_vi"] == "Việc thử"
    assert shown["finished"] is (state in {JobState.DONE, JobState.FAILED})
    assert shown["result"] == ({"n": 1} if state == JobState.DONE else {})
    assert shown["faults"] == ([{"code": "x"}] if state == JobState.FAILED else [])
