"""Illustrative plans: published once each, marked, one taking over from the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dothi.registry.plans.illustrating import publish_drawn
from dothi.registry.plans.jobs import store_layers
from dothi.registry.plans.models import Plan, PlanVersion, Submission, SubmissionState
from dothi.registry.plans.queries import plan_on


@pytest.fixture
def facts(tmp_path: Path, w: ModuleType) -> dict[str, Any]:
    (tmp_path / "mot.gpkg").write_bytes(w.dossier(tmp_path).read())
    return {
        "key": "mot",
        "replaces": None,
        "name": "QHC Một (minh họa)",
        "name_en": "GP One (illustrative)",
        "level": "general",
        "scale": 10000,
        "decision": "MH-1/QĐ",
        "approved": "2021-11-01",
        "in_force": "2021-11-15",
        "label": "Dữ liệu minh họa",
        "file": "mot.gpkg",
    }


def test_one_takes_over_from_the_other(world: Any, facts: dict[str, Any], tmp_path: Path) -> None:
    assert publish_drawn(world.planner, facts, tmp_path, store_layers)
    later = {**facts, "key": "hai", "replaces": "mot", "decision": "MH-2/QĐ", "in_force": "2025-07-01"}
    assert publish_drawn(world.planner, later, tmp_path, store_layers)
    before, after = plan_on("mot", date(2025, 6, 30)), plan_on("mot", date(2025, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.decision_number, after.decision_number) == ("MH-1/QĐ", "MH-2/QĐ")
    assert before.by_function == {"qpk.nhom-nha-o": 10000.0, "qpk.duong-giao-thong": 10000.0}
    assert Plan.objects.get(key="mot").illustrative
    assert all(version.illustrative for version in PlanVersion.objects.all())
    assert not Plan.objects.filter(key="hai").exists()


def test_what_is_there_is_left_alone_and_what_broke_off_is_put_away(
    world: Any, facts: dict[str, Any], tmp_path: Path
) -> None:
    assert publish_drawn(world.planner, facts, tmp_path, store_layers)
    assert not publish_drawn(world.planner, facts, tmp_path, store_layers)
    assert PlanVersion.objects.count() == 1
    plan = Plan.objects.get(key="mot")
    Submission.objects.create(plan=plan, name="x", size=1, state=SubmissionState.CHECKING)
    later = {**facts, "decision": "MH-2/QĐ", "in_force": "2025-07-01"}
    assert publish_drawn(world.planner, later, tmp_path, store_layers)
    assert Submission.objects.get(name="x").state == SubmissionState.ABANDONED
