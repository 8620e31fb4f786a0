from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dothi.base.time import Truth
from dothi.registry.jobs import kinds, recovery
from dothi.registry.jobs.liveness import alive, forget_dead, presence
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.recovery import HEARTBEAT_TIMEOUT, MAX_ATTEMPTS, recover
from dothi.registry.jobs.work import enqueue, perform

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def job(monkeypatch):
    monkeypatch.setattr(kinds, "_KINDS", dict(kinds._KINDS))
    kinds.job_kind("test.work", title_vi="Việc thử", title_en="Test work")(lambda run: {"ok": True})
    return enqueue("test.work", {}, None)


def taken_by(job: Job, worker: str, *, running: bool = True, silent_for: timedelta = timedelta()) -> None:
    """Leave the job as a worker leaves it that was stopped right after taking it up."""
    moment = timezone.now() - silent_for
    DBTaskResult.objects.filter(pk=job.task_id).update(
        status="RUNNING", worker_ids=[worker], started_at=moment
    )
    if running:
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1, heartbeat_at=moment)


def dead_worker(folder) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "worker-dead.lock").write_text("1\n")
    return "worker-dead"


def test_a_live_worker_holds_its_lock_and_a_finished_one_leaves_nothing(tmp_path):
    with presence(tmp_path / "run") as name:
        assert alive(tmp_path / "run", name) is Truth.YES
    assert alive(tmp_path / "run", name) is Truth.UNKNOWN
    assert list((tmp_path / "run").iterdir()) == []


def test_a_file_without_a_lock_is_a_dead_worker_and_is_cleared_away(tmp_path):
    name = dead_worker(tmp_path)
    with presence(tmp_path) as living:
        assert alive(tmp_path, name) is Truth.NO
        forget_dead(tmp_path)
        assert [path.stem for path in tmp_path.iterdir()] == [living]


def test_a_waiting_job_is_left_alone(job, tmp_path):
    assert recover(tmp_path).resumed == ()


@pytest.mark.parametrize("running", [True, False], ids=["running", "between queue and claim"])
def test_the_job_of_a_dead_worker_is_queued_again_at_once(job, tmp_path, running):
    taken_by(job, dead_worker(tmp_path), running=running)
    assert [found.pk for found in recover(tmp_path).resumed] == [job.pk]

    old = job.task_id
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert job.task_id != old
    assert DBTaskResult.objects.get(pk=old).status == "FAILED"
    assert DBTaskResult.objects.get(pk=job.task_id).status == "READY"
    assert perform(str(job.pk))
    job.refresh_from_db()
    assert job.result == {"ok": True}


@pytest.mark.parametrize("running", [True, False], ids=["running", "between queue and claim"])
def test_the_job_of_a_live_worker_is_left_alone_however_silent(job, tmp_path, running):
    with presence(tmp_path) as name:
        taken_by(job, name, running=running, silent_for=timedelta(days=1))
        assert recover(tmp_path).resumed == ()


@pytest.mark.parametrize("running", [True, False], ids=["running", "between queue and claim"])
@pytest.mark.parametrize(
    ("silence", "lost"), [(-SECOND, False), (SECOND, True)], ids=["just alive", "just lost"]
)
def test_a_worker_of_another_machine_is_judged_by_its_heartbeat(job, tmp_path, running, silence, lost):
    taken_by(job, "worker-elsewhere", running=running)
    now = timezone.now() + HEARTBEAT_TIMEOUT + silence
    assert bool(recover(tmp_path, now).resumed) is lost


def test_a_job_whose_queue_row_is_gone_is_queued_again(job, tmp_path):
    DBTaskResult.objects.all().delete()
    assert recover(tmp_path).resumed
    job.refresh_from_db()
    assert DBTaskResult.objects.filter(pk=job.task_id).exists()


def test_a_job_whose_queue_row_ended_without_it_is_queued_again(job, tmp_path):
    taken_by(job, "worker-forced-out")
    DBTaskResult.objects.update(status="FAILED")
    assert recover(tmp_path).resumed


def test_a_job_done_by_hand_is_judged_by_its_heartbeat(job, tmp_path):
    Job.objects.update(state=JobState.RUNNING, attempt=1, heartbeat_at=timezone.now())
    assert not recover(tmp_path).resumed
    assert recover(tmp_path, timezone.now() + HEARTBEAT_TIMEOUT + SECOND).resumed


def test_a_running_job_without_row_is_judged_by_its_heartbeat(job, tmp_path):
    Job.objects.update(state=JobState.RUNNING, attempt=1, heartbeat_at=timezone.now())
    DBTaskResult.objects.all().delete()
    assert not recover(tmp_path).resumed
    assert recover(tmp_path, timezone.now() + HEARTBEAT_TIMEOUT + SECOND).resumed


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_a_finished_job_never_comes_back(job, tmp_path, state):
    taken_by(job, dead_worker(tmp_path))
    Job.objects.update(state=state)
    assert recover(tmp_path) == recovery.Recovered((), ())


def test_two_that_look_at_once_hand_a_job_on_once(job, tmp_path):
    taken_by(job, dead_worker(tmp_path))
    seen = Job.objects.get(pk=job.pk)
    assert recovery._hand_on(seen)
    assert not recovery._hand_on(seen)
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_a_job_that_breaks_off_again_and_again_ends_with_a_sentence(job, tmp_path):
    for _ in range(MAX_ATTEMPTS - 1):
        taken_by(Job.objects.get(pk=job.pk), dead_worker(tmp_path), running=False)
        Job.objects.update(state=JobState.RUNNING, attempt=Job.objects.get(pk=job.pk).attempt + 1)
        assert recover(tmp_path).resumed
    taken_by(Job.objects.get(pk=job.pk), dead_worker(tmp_path), running=False)
    Job.objects.update(state=JobState.RUNNING, attempt=MAX_ATTEMPTS)
    found = recover(tmp_path)
    assert not found.resumed
    assert [ended.pk for ended in found.failed] == [job.pk]
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.result["faults"][0]["code"] == "jobs.broken-off"
    assert "3 lần" in job.message
