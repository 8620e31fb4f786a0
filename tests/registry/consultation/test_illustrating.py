"""The invented consultation: labelled throughout, made once, about forty statements."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from dothi.registry.consultation.counting import figures
from dothi.registry.consultation.illustrating import create_illustrative, hear_illustrative
from dothi.registry.consultation.models import Statement
from dothi.registry.supervision.models import Supervision


def test_made_once_and_labelled(world: Any) -> None:
    row = create_illustrative(world.planner, "2c-1", with_plan=False)
    assert create_illustrative(world.planner, "2c-1", with_plan=False) == row
    found = figures(row, world.today)
    statements = Statement.objects.filter(consultation=row)
    assert statements.count() == 40
    assert all(statements.values_list("illustrative", flat=True))
    assert (found.received, found.hidden, found.unseen, found.groups, found.in_groups) == (39, 1, 5, 1, 6)
    assert found.answered == 19
    assert set(found.by_commune) == {"2c-1", ""}
    assert Supervision.objects.get().illustrative


def test_only_its_own_plan_is_laid_before_it(world: Any) -> None:
    row = create_illustrative(world.planner, "2c-1", with_plan=False)
    plan = SimpleNamespace(illustrative=True, key="khac")
    hear_illustrative(SimpleNamespace(plan=plan))
    row.refresh_from_db()
    assert row.plan_version is None
