"""Plans handed in: read at once, worked out aside, kept as files while wanted, stopped when asked."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from dothi.base.errors import DothiError
from dothi.law import load_law
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import LostJobError, perform
from dothi.registry.upgrades import planning
from dothi.registry.upgrades.aside import plan_aside
from dothi.registry.upgrades.handing import FILES, Question, folder_of, hand_in, result_file, result_of, stop
from dothi.registry.upgrades.retention import discard_old, kept_until, want
from dothi.towns.schemes import scheme
from dothi.towns.upgrade.model import Problem
from dothi.towns.upgrade.plan import Asked, plan_upgrade
from dothi.towns.upgrade.template import write_template
from dothi.towns.values import Town, Value

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
ROADS = "2A.III.07"


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A town of class III with every standard at its least (75 points) but roads: 3 km/km², not 4.

    Road D1 adds 1 for 10 billion of the province, which has 8 in 2027 and 20 in 2028.
    """
    path = tmp_path_factory.mktemp("plan") / "mau.xlsx"
    rules = scheme(load_law(), "nq111-2025", "III")
    values = {one.code: Value.exactly(one.levels.low, "Báo cáo minh họa") for one in rules.standards}
    values[ROADS] = Value.exactly(3, "Báo cáo minh họa")
    write_template(rules, [Town("Mẫu", values=values)], 2027, 2, path)
    book = load_workbook(path)
    book["Dự án"].append(["D1", "Đường", "Mẫu", 1, None, "tỉnh", None, None, 10])
    book["Tác động"].append(["D1", ROADS, 1])
    for row in book["Ngân sách"].iter_rows(min_row=2, min_col=3, max_col=4):
        for cell, amount in zip(row, (8, 20) if row[0].row == 2 else (0, 0), strict=True):
            cell.value = amount
    book.save(path)
    return path.read_bytes()


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture
def here(w: ModuleType, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """People, a workspace of their own, and plans worked out in the test's own process."""
    settings.DOTHI = dataclasses.replace(configured.DOTHI, workspace=tmp_path, batch_days=30)

    def near(problem: Problem, asked: Asked, tell: Any) -> Any:
        tell(None, None, None)
        return plan_upgrade(problem, asked)

    monkeypatch.setattr(planning, "plan_aside", near)
    return SimpleNamespace(planner=w.person("an", "planner"), other=w.person("tu", "consultant"), at=tmp_path)


def sent(content: bytes, name: str = "nang-loai.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_plan_is_worked_out_and_kept(here: Any, workbook: bytes) -> None:
    """10 billion fit only 2028, so the road stands at its end: 75 points, from 71."""
    job = hand_in(here.planner, sent(workbook), Question(DAY, alternatives=0))
    assert job.payload["goals"] == [{"town": "Mẫu", "rules": "nq111-2025", "class": "III", "by": 2028}]
    assert job.payload["illustrative"]
    assert result_file(job, "docx") is None
    assert perform(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result["worst"]["cost"], job.result["worst"]["gap"]) == (JobState.DONE, 10, 0.0)
    told = result_of(job)
    assert told is not None
    (built,) = told["worst"]["programme"]["projects"]
    assert (built["project"], built["title"], built["start"]) == ("D1", "Đường", 2028)
    assert [state["total"] for state in told["worst"]["programme"]["towns"]] == [71, 71, 75]
    assert told["basis"]["file"] == "nang-loai.xlsx"
    assert all(result_file(job, ending) for ending in (*FILES, "sent"))
    assert result_file(job, "pdf") is None


@pytest.mark.parametrize(
    ("name", "spoil", "told"),
    [
        ("a.xlsx", lambda book: book["Dự án"].__setitem__("F2", "ngân hàng"), ("unknown-source", "ô F2")),
        ("a.xlsx", lambda book: book["Tác động"].__setitem__("B2", "9X"), ("unknown-standard", "ô B2")),
        ("a.txt", None, ("upgrade.file", "a.txt")),
        ("a.xlsx", b"", ("upgrade.file", "a.xlsx")),
        ("a.xlsx", b"PK\x03\x04 no workbook", ("", "")),
    ],
)
def test_what_cannot_be_read_is_named_and_leaves_nothing(
    here: Any, workbook: bytes, name: str, spoil: Any, told: tuple[str, str]
) -> None:
    content = spoil if isinstance(spoil, bytes) else workbook
    if callable(spoil):
        path = here.at / "sai.xlsx"
        path.write_bytes(workbook)
        book = load_workbook(path)
        spoil(book)
        book.save(path)
        content = path.read_bytes()
    with pytest.raises(DothiError) as caught:
        hand_in(here.planner, sent(content, name), Question(DAY))
    code, where = told
    assert code in caught.value.faults[0].code
    assert where in caught.value.faults[0].sentence()
    assert not Job.objects.exists()
    assert not list((here.at / "upgrades").glob("*"))


def test_only_who_may_plan_hands_in_or_stops(here: Any, workbook: bytes) -> None:
    with pytest.raises(PermissionDenied):
        hand_in(here.other, sent(workbook), Question(DAY))
    job = hand_in(here.planner, sent(workbook), Question(DAY))
    with pytest.raises(PermissionDenied):
        stop(here.other, job)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_stopping_ends_it_and_the_worker_hears(
    here: Any, workbook: bytes, state: JobState, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = hand_in(here.planner, sent(workbook), Question(DAY))
    if state == JobState.QUEUED:
        assert stop(here.planner, job)
        assert not perform(str(job.pk))
    else:

        def stopped(_problem: Problem, _asked: Asked, tell: Any) -> Any:
            stop(here.planner, Job.objects.get(pk=job.pk))
            tell(None, None, None)

        monkeypatch.setattr(planning, "plan_aside", stopped)
        assert perform(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result["faults"][0]["code"]) == (JobState.FAILED, "upgrade.stopped")
    assert not stop(here.planner, job)
    assert result_of(job) is None


def test_files_go_when_nobody_wanted_them_for_long(here: Any, workbook: bytes) -> None:
    now = timezone.now()
    old, wanted, waiting = (hand_in(here.planner, sent(workbook), Question(DAY)) for _ in range(3))
    Job.objects.filter(pk__in=[old.pk, wanted.pk]).update(state=JobState.DONE)
    assert discard_old(now + timedelta(days=29)) == 0
    want(wanted, now + timedelta(days=29))
    assert discard_old(now + timedelta(days=31)) == 1
    assert [folder_of(one).is_dir() for one in (old, wanted, waiting)] == [False, True, True]
    assert kept_until(old) is None
    assert (kept_until(wanted) or now) > now + timedelta(days=58)


def test_another_process_works_it_out_and_can_be_ended(here: Any, workbook: bytes) -> None:
    """The same as in this process; what hears of it may end it at any time."""
    job = hand_in(here.planner, sent(workbook), Question(DAY))
    problem = planning.problem_of(job)
    heard: list[Any] = []
    worst, best = plan_aside(problem, Asked(alternatives=0), lambda *told: heard.append(told))
    assert (worst, best) == plan_upgrade(problem, Asked(alternatives=0))
    assert heard[0] == (None, None, None)

    def lost(*_told: Any) -> None:
        raise LostJobError

    with pytest.raises(LostJobError):
        plan_aside(problem, Asked(), lost)


def test_a_question_comes_back_from_its_data() -> None:
    question = Question(DAY, "III", 2030, earliest=True, alternatives=0, gap=0.01, seconds=60)
    assert Question.from_data(json.loads(json.dumps({"name": "a", **question.as_data()}))) == question
