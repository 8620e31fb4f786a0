"""Versions of a plan: made by one commit, in force since a day, readable ever after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.registry.plans.models import PlanPeriod, PlanVersion, Submission, SubmissionState
from dothi.registry.plans.publishing import Publication, StoredLayer, hand_in, record_version
from dothi.registry.plans.queries import (
    is_published,
    may_see_layer,
    plan_on,
    plans_on,
    referenced_layers,
    version_of,
    versions_of,
)
from dothi.registry.plans.refusals import StaleSubmissionError

FIRST = Publication(date(2023, 5, 1), "MH-01/QĐ", date(2023, 4, 20), "UBND tỉnh")
ZONES = StoredLayer(
    name="a" * 64,
    title="ChucNang_A",
    role="zones",
    geometry="polygon",
    features=2,
    area_m2=300.0,
    by_function={"f": 100.0, "": 200.0},
    extent=(108.4, 15.5, 108.5, 15.6),
    zooms=(10, 15),
    tile_layer="layer",
)
LINES = StoredLayer(
    "b" * 64, "Duong_L", "other", "line", 3, None, {}, (108.3, 15.5, 108.45, 15.7), (10, 15), "layer"
)


def checked(world: Any, errors: int = 0) -> Submission:
    return Submission.objects.create(
        plan=world.plan,
        name="a.gpkg",
        size=1,
        received=1,
        state=SubmissionState.CHECKED,
        owner=world.planner,
        answer={"verdict": "errors" if errors else "clean", "errors": errors},
    )


def publish(world: Any, given: Publication, layers: list[StoredLayer]) -> PlanVersion:
    with transaction.atomic():
        return record_version(world.planner, checked(world), given, layers)


def test_a_version_is_in_force_from_its_day(world: Any) -> None:
    version = publish(world, FIRST, [ZONES, LINES])
    assert version.submission is not None
    assert (
        version.submission.state == SubmissionState.PUBLISHED or Submission.objects.get().state == "published"
    )
    assert plans_on(date(2023, 4, 30)) == []
    row = plan_on(world.plan.key, date(2023, 5, 1))
    assert row is not None
    assert (row.number, row.holds, row.decision_number) == (1, Truth.YES, "MH-01/QĐ")
    assert row.by_function == {"f": 100.0, "": 200.0}
    assert row.extent == (108.3, 15.5, 108.5, 15.7)
    assert [layer.title for layer in row.layers] == ["ChucNang_A", "Duong_L"]
    assert referenced_layers() == {"a" * 64, "b" * 64}


def test_a_later_version_ends_the_one_before_and_both_answer(world: Any) -> None:
    publish(world, FIRST, [ZONES])
    PlanPeriod.objects.update(recorded_at=timezone.now() - timedelta(days=10))
    publish(world, Publication(date(2025, 7, 1)), [LINES])
    key = world.plan.key
    before, after = plan_on(key, date(2025, 6, 30)), plan_on(key, date(2025, 7, 1))
    assert (before and before.number, after and after.number) == (1, 2)
    known = timezone.localdate() - timedelta(days=5)
    then = plan_on(key, date(2025, 7, 1), known)
    assert (then and then.number) == 1
    assert [row.number for row in versions_of(key, date(2025, 7, 1))] == [2, 1]
    old = version_of(key, 1, date(2025, 7, 1))
    assert old is not None
    assert (old.holds, [layer.name for layer in old.layers]) == (Truth.NO, ["a" * 64])
    with pytest.raises(InputError, match="không sau ngày có hiệu lực"):
        publish(world, Publication(date(2025, 7, 1)), [ZONES])
    assert PlanVersion.objects.count() == 2


def test_the_digest_names_decision_and_content(world: Any) -> None:
    first = publish(world, FIRST, [ZONES])
    second = publish(
        world, Publication(date(2024, 1, 1), "MH-01/QĐ", date(2023, 4, 20), "UBND tỉnh"), [LINES]
    )
    assert len(first.digest) == 64
    assert first.digest != second.digest


def test_errors_are_published_only_with_a_reason(world: Any) -> None:
    submission = checked(world, errors=3)
    with pytest.raises(InputError, match="hồ sơ còn 3 lỗi"):
        hand_in(world.planner, submission.pk, 1, FIRST)
    job = hand_in(
        world.planner, submission.pk, 1, Publication(FIRST.start, despite_errors="Hồ sơ cũ, giữ nguyên văn")
    )
    assert Publication.from_data(job.payload["given"]).despite_errors == "Hồ sơ cũ, giữ nguyên văn"
    with pytest.raises(StaleSubmissionError):
        hand_in(world.planner, submission.pk, 7, FIRST)


def test_what_was_not_read_whole_is_published_only_with_a_reason(world: Any) -> None:
    submission = checked(world)
    Submission.objects.filter(pk=submission.pk).update(answer={"verdict": "incomplete", "errors": 0})
    with pytest.raises(InputError, match="có tệp không đọc được"):
        hand_in(world.planner, submission.pk, 1, FIRST)
    submission.refresh_from_db()
    with pytest.raises(InputError, match="có tệp không đọc được"), transaction.atomic():
        record_version(world.planner, submission, FIRST, [ZONES])
    given = Publication(FIRST.start, despite_errors="tệp thừa, không thuộc hồ sơ")
    assert hand_in(world.planner, submission.pk, 1, given)


def test_what_is_stated_survives_its_way_to_the_job() -> None:
    assert Publication.from_data(FIRST.as_data()) == FIRST
    assert Publication.from_data(Publication(date(2025, 7, 1)).as_data()).decision_date is None


def test_layers_nobody_published_are_closed(world: Any) -> None:
    assert not is_published("a" * 64)
    assert may_see_layer(world.planner, "a" * 64)
    assert not may_see_layer(world.stranger, "a" * 64)
    assert not may_see_layer(world.consultant, "a" * 64)
    publish(world, FIRST, [ZONES])
    assert may_see_layer(None, "a" * 64)
    assert not may_see_layer(None, "b" * 64)


def test_a_version_that_fails_half_way_leaves_nothing(world: Any) -> None:
    def fail() -> None:
        with transaction.atomic():
            record_version(world.planner, checked(world), FIRST, [ZONES])
            raise RuntimeError("broke off")

    with pytest.raises(RuntimeError):
        fail()
    assert PlanVersion.objects.count() == 0
    assert plans_on(date(2026, 1, 1)) == []


def test_what_was_decided_meanwhile_is_not_published_over(world: Any) -> None:
    seen = checked(world)
    Submission.objects.filter(pk=seen.pk).update(version=seen.version + 1)
    with pytest.raises(StaleSubmissionError), transaction.atomic():
        record_version(world.planner, seen, FIRST, [ZONES])
    assert PlanVersion.objects.count() == 0
