"""A version published by mistake withdrawn: what is in force then, and what was known before."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.registry.audit.models import AuditEntry
from dothi.registry.plans.models import PlanPeriod, PlanVersion, Submission, SubmissionState
from dothi.registry.plans.publishing import Publication, StoredLayer, record_version
from dothi.registry.plans.queries import is_published, plan_on, plans_on, referenced_layers, versions_of
from dothi.registry.plans.refusals import StalePlanError
from dothi.registry.plans.withdrawing import withdraw_version

DAYS = (date(2023, 5, 1), date(2025, 7, 1), date(2026, 1, 1))


def publish(world: Any, start: date, letter: str = "a") -> PlanVersion:
    submission = Submission.objects.create(
        plan=world.plan,
        name="a.gpkg",
        size=1,
        received=1,
        state=SubmissionState.CHECKED,
        owner=world.planner,
        answer={"verdict": "clean", "errors": 0},
    )
    layer = StoredLayer(
        letter * 64, "ChucNang_A", "zones", "polygon", 1, 1.0, {}, (108.4, 15.5, 108.5, 15.6), None, ""
    )
    with transaction.atomic():
        return record_version(world.planner, submission, Publication(start), [layer])


def row_of(version: PlanVersion) -> int:
    return PlanPeriod.objects.as_known_on().get(version=version).pk


def withdraw(world: Any, version: PlanVersion, reason: str = "công bố nhầm", who: Any = None) -> PlanVersion:
    return withdraw_version(who or world.authority, world.plan.key, version.number, row_of(version), reason)


def in_force(world: Any, day: date, known: date | None = None) -> int | None:
    row = plan_on(world.plan.key, day, known)
    return row.number if row else None


def test_the_version_before_is_in_force_again_and_earlier_knowledge_stays(world: Any) -> None:
    first, second = publish(world, DAYS[0]), publish(world, DAYS[1], "b")
    PlanPeriod.objects.filter(withdrawn_at=None).update(recorded_at=timezone.now() - timedelta(days=10))
    withdraw(world, second)
    assert [in_force(world, day) for day in DAYS] == [1, 1, 1]
    earlier = timezone.localdate() - timedelta(days=5)
    assert [in_force(world, day, earlier) for day in DAYS] == [1, 2, 2]
    told = versions_of(world.plan.key, DAYS[1])
    assert [(row.number, row.holds) for row in told] == [(2, Truth.NO), (1, Truth.YES)]
    assert told[0].withdrawn is not None
    assert told[0].withdrawn.reason == "công bố nhầm"
    assert told[1].withdrawn is None
    assert [(row.number, row.withdrawn) for row in versions_of(world.plan.key, DAYS[1], earlier)] == [
        (2, None),
        (1, None),
    ]
    assert referenced_layers() == {"a" * 64, "b" * 64}
    assert is_published("b" * 64)
    entry = AuditEntry.objects.get(action="plans.withdraw")
    assert entry.details == {
        "plan": world.plan.key,
        "number": 2,
        "reason": "công bố nhầm",
        "in_force_again": first.number,
    }


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ((1,), [None, 2, 3]),
        ((2,), [1, 1, 3]),
        ((3,), [1, 2, 2]),
        ((2, 3), [1, 1, 1]),
        ((3, 2), [1, 1, 1]),
        ((1, 2, 3), [None, None, None]),
    ],
)
def test_whichever_is_withdrawn_its_time_falls_to_the_one_before(
    world: Any, gone: tuple[int, ...], expected: list[int | None]
) -> None:
    versions = [publish(world, day) for day in DAYS]
    for number in gone:
        withdraw(world, versions[number - 1])
    assert [in_force(world, day) for day in DAYS] == expected


def test_the_only_version_leaves_no_plan_in_force_and_its_dossier_can_be_published_again(world: Any) -> None:
    version = publish(world, DAYS[1])
    withdraw(world, version)
    assert plans_on(DAYS[2]) == []
    sent = Submission.objects.get()
    assert sent.state == SubmissionState.CHECKED
    with transaction.atomic():
        again = record_version(world.planner, sent, Publication(DAYS[0]), [])
    assert again.number == 2
    assert in_force(world, DAYS[1]) == 2


def test_it_takes_a_reason_and_happens_once(world: Any) -> None:
    version = publish(world, DAYS[0])
    seen = row_of(version)
    with pytest.raises(InputError, match="chưa ghi lý do"):
        withdraw(world, version, " ")
    withdraw(world, version)
    with pytest.raises(InputError, match="phiên bản 1 đã được rút từ trước"):
        withdraw_version(world.authority, world.plan.key, 1, seen, "lần nữa")
    assert AuditEntry.objects.filter(action="plans.withdraw").count() == 1


def test_who_did_not_see_the_version_that_followed_is_told(world: Any) -> None:
    first = publish(world, DAYS[0])
    seen = row_of(first)
    publish(world, DAYS[1])
    with pytest.raises(StalePlanError):
        withdraw_version(world.authority, world.plan.key, 1, seen, "công bố nhầm")
    assert in_force(world, DAYS[0]) == 1


def test_only_who_publishes_withdraws(world: Any) -> None:
    version = publish(world, DAYS[0])
    for who in (world.consultant, world.stranger):
        with pytest.raises(PermissionDenied):
            withdraw(world, version, who=who)
    assert in_force(world, DAYS[0]) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_withdraws_and_the_other_is_told(world: Any) -> None:
    first, second = publish(world, DAYS[0]), publish(world, DAYS[1], "b")
    seen = row_of(second)
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def work(who: Any) -> None:
        try:
            start.wait()
            withdraw_version(who, world.plan.key, 2, seen, "công bố nhầm")
            outcomes.append("withdrawn")
        except InputError as error:
            outcomes.append(error.faults[0].code)
        except Exception as error:  # noqa: BLE001 - shown by the test itself
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in (world.authority, world.planner)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["plans.withdrawn", "withdrawn"]
    assert PlanPeriod.objects.as_known_on().get().version == first
    assert in_force(world, DAYS[2]) == 1
