"""Facts of a plan corrected: whose plan it is, what the audit keeps, and who was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dothi.base.errors import InputError
from dothi.base.time import Period
from dothi.registry.audit.models import AuditEntry
from dothi.registry.places.models import Unit
from dothi.registry.plans.correcting import correct_plan
from dothi.registry.plans.finding import matching_keys
from dothi.registry.plans.models import PlanVersion
from dothi.registry.plans.refusals import StalePlanError
from dothi.registry.plans.services import PlanEntry, create_plan
from dothi.registry.sources.models import Source

ENTRY = PlanEntry("Quy hoạch chung đô thị Hai", "general", 5000, "phuong-mot", "General plan of Hai")


@pytest.fixture
def unit(world: Any) -> Unit:
    source = Source.objects.create(key="nghi-quyet", title="Nghị quyết")
    row = Unit(key="phuong-mot", name="Phường Một", level=3, kind="ward", source=source)
    row.folded = "phuong mot"
    row.period = Period.between(date(2025, 7, 1))
    row.save()
    return row


@pytest.mark.usefixtures("unit")
def test_facts_are_written_anew_and_the_audit_keeps_both(world: Any) -> None:
    plan = correct_plan(world.other, world.plan.key, 1, ENTRY)
    plan.refresh_from_db()
    assert (plan.title, plan.title_en, plan.scale, plan.place_key, plan.version) == (
        "Quy hoạch chung đô thị Hai",
        "General plan of Hai",
        5000,
        "phuong-mot",
        2,
    )
    assert plan.key == "quy-hoach-chung-do-thi-mot"
    assert (matching_keys("do thi hai"), matching_keys("do thi mot")) == ({plan.key}, set())
    told = AuditEntry.objects.get(action="plans.correct")
    assert told.actor_id == world.other.pk
    assert told.details["changes"] == {
        "title": ["Quy hoạch chung đô thị Một", "Quy hoạch chung đô thị Hai"],
        "title_en": ["", "General plan of Hai"],
        "scale": [10000, 5000],
        "place_key": ["", "phuong-mot"],
    }


def test_what_changes_nothing_is_no_correction(world: Any) -> None:
    same = PlanEntry("Quy hoạch chung đô thị Một", "general", 10000)
    assert correct_plan(world.planner, world.plan.key, 1, same).version == 1
    assert not AuditEntry.objects.filter(action="plans.correct").exists()


@pytest.mark.usefixtures("unit")
def test_whoever_saw_an_older_version_is_told(world: Any) -> None:
    correct_plan(world.planner, world.plan.key, 1, ENTRY)
    with pytest.raises(StalePlanError) as caught:
        correct_plan(world.other, world.plan.key, 1, replace(ENTRY, title="Khác"))
    assert caught.value.current.title == ENTRY.title


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (PlanEntry(" ", "general"), "title"),
        (PlanEntry("A", "national"), "level"),
        (PlanEntry("A", "general", 5), "scale"),
        (PlanEntry("A", "general", place_key="khong-co"), "place"),
    ],
)
def test_what_is_no_plan_is_refused(world: Any, entry: PlanEntry, code: str) -> None:
    for write in (
        lambda: correct_plan(world.planner, world.plan.key, 1, entry),
        lambda: create_plan(world.planner, entry),
    ):
        with pytest.raises(InputError) as caught:
            write()
        assert [fault.code for fault in caught.value.faults] == [f"plans.{code}"]


def test_the_level_of_a_published_plan_changes_only_with_a_reason(world: Any) -> None:
    zoning = PlanEntry("Quy hoạch chung đô thị Một", "zoning", 10000)
    assert correct_plan(world.planner, world.plan.key, 1, zoning).level == "zoning"
    PlanVersion.objects.create(plan=world.plan, number=1, digest="0" * 64, published_at=timezone.now())
    general = replace(zoning, level="general")
    with pytest.raises(InputError, match="đổi cấp quy hoạch phải có lý do"):
        correct_plan(world.planner, world.plan.key, 2, general, "  ")
    assert correct_plan(world.planner, world.plan.key, 2, general, "ghi nhầm").level == "general"
    told = AuditEntry.objects.filter(action="plans.correct").latest("sequence")
    assert (told.details["changes"], told.details["reason"]) == ({"level": ["zoning", "general"]}, "ghi nhầm")


def test_a_consultant_corrects_only_their_own_plan_and_only_until_it_is_published(world: Any) -> None:
    with pytest.raises(PermissionDenied):
        correct_plan(world.consultant, world.plan.key, 1, ENTRY)
    mine = create_plan(world.consultant, PlanEntry("Đồ án của tôi", "general"))
    entry = PlanEntry("Đồ án của chúng tôi", "general")
    assert correct_plan(world.consultant, mine.key, 1, entry).version == 2
    PlanVersion.objects.create(plan=mine, number=1, digest="0" * 64, published_at=timezone.now())
    with pytest.raises(PermissionDenied):
        correct_plan(world.consultant, mine.key, 2, PlanEntry("Khác", "general"))
