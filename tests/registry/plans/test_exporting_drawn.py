"""Drawn plans, published; those of a level that has dossiers given back: their check finds nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dothi.base.errors import InputError
from dothi.illustration.draw import draw_plans
from dothi.illustration.script import read_script
from dothi.illustration.write import write_plan
from dothi.intake.dossier.check import check_dossier
from dothi.intake.findings import Severity
from dothi.places.pack import read_pack
from dothi.registry.lawbook import current_law
from dothi.registry.plans import exporting
from dothi.registry.plans.illustrating import publish_drawn
from dothi.registry.plans.jobs import store_layers
from dothi.registry.plans.models import Submission
from dothi.registry.plans.queries import plan_on

DAY = date(2026, 11, 25)
PACK = Path(exporting.__file__).parents[2] / "provinces" / "quang-nam"


@pytest.mark.slow
@pytest.mark.parametrize("level", ["general", "zoning", "detailed"])
def test_a_drawn_plan_comes_back_as_a_dossier_without_fault(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setattr(exporting, "province_pack", lambda: read_pack(PACK))
    law, script = current_law(), read_script(PACK)
    plan = next(iter(draw_plans(script, read_pack(PACK).outlines, levels={level})))
    facts = write_plan(plan, script, law, tmp_path)
    assert publish_drawn(world.planner, facts, tmp_path, store_layers)
    row = plan_on(facts["replaces"] or facts["key"], DAY)
    assert row is not None
    root = exporting.export_version(row, tmp_path / "ra", law, DAY)
    answer = check_dossier(root, law, DAY)
    assert [f.sentence() for f in answer.findings if f.severity is not Severity.INFO] == []


@pytest.mark.slow
def test_the_drawn_provincial_plan_is_published_and_has_no_dossier(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No table holds functions of a provincial plan of its own; it is drawn in those of general plans."""
    monkeypatch.setattr(exporting, "province_pack", lambda: read_pack(PACK))
    law, script = current_law(), read_script(PACK)
    (plan,) = draw_plans(script, read_pack(PACK).outlines, levels={"provincial"})
    facts = write_plan(plan, script, law, tmp_path)
    assert publish_drawn(world.planner, facts, tmp_path, store_layers)
    row = plan_on("tinh-quang-nam", DAY)
    assert row is not None
    assert (row.level, row.illustrative) == ("provincial", True)
    submission = Submission.objects.get(plan__key="tinh-quang-nam")
    assert submission.answer["errors"] == 0
    with pytest.raises(InputError, match="QHC, QPK, QCT"):
        exporting.export_version(row, tmp_path / "ra", law, DAY)
