"""Files of look-ups are kept while they are wanted, and not for ever."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.land.batch import KIND, folder_of
from dothi.registry.land.retention import discard_old, kept_until, want

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, settings: Any) -> Path:
    settings.DOTHI = dataclasses.replace(configured.DOTHI, workspace=tmp_path, batch_days=30)
    return tmp_path


def look_up(state: JobState) -> Job:
    job = Job.objects.create(kind=KIND, payload={"name": "a.gpkg"}, state=state)
    (folder_of(job) / "sent").mkdir(parents=True)
    return job


def test_only_what_nobody_wanted_for_long_enough_goes(workspace: Path, settings: Any) -> None:
    now = timezone.now()
    old, wanted, running = look_up(JobState.DONE), look_up(JobState.DONE), look_up(JobState.RUNNING)
    (workspace / "parcels" / "ghi-chu").mkdir()
    assert discard_old(now + timedelta(days=29)) == 0
    want(wanted, now + timedelta(days=29))
    assert discard_old(now + timedelta(days=30, minutes=1)) == 1
    assert [folder_of(one).is_dir() for one in (old, wanted, running)] == [False, True, True]
    assert (workspace / "parcels" / "ghi-chu").is_dir()
    assert kept_until(old) is None
    until = kept_until(wanted)
    assert until is not None
    assert abs(until - (now + timedelta(days=59))) < timedelta(minutes=1)


def test_comparisons_and_files_sent_go_too_but_not_what_everybody_sees(workspace: Path) -> None:
    """A comparison under way, and the one that was opened to the public, lose nothing."""

    def job(kind: str, state: JobState = JobState.DONE, **payload: Any) -> Path:
        row = Job.objects.create(kind=kind, payload=payload, state=state)
        place = workspace / ("themes" if kind == "land.theme" else "comparisons") / str(row.pk)
        (place / "sent").mkdir(parents=True)
        return place

    going = [job("land.conform"), job("land.expose", JobState.FAILED), job("land.theme")]
    opened = {"open": True, "level": "general"}
    staying = [job("land.lacking", **opened), job("land.convert", JobState.QUEUED)]
    assert discard_old(timezone.now() + timedelta(days=31)) == 3
    assert [place.is_dir() for place in (*going, *staying)] == [False, False, False, True, True]
    shown = Job.objects.get(pk=staying[0].name)
    assert kept_until(shown) is None


def test_for_ever_is_for_ever(settings: Any) -> None:
    job = look_up(JobState.FAILED)
    settings.DOTHI = dataclasses.replace(settings.DOTHI, batch_days=0)
    assert discard_old(timezone.now() + timedelta(days=9999)) == 0
    assert kept_until(job) is None


def test_before_any_look_up_there_is_nothing_to_discard() -> None:
    assert discard_old(timezone.now()) == 0
