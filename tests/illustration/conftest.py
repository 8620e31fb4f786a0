"""A small invented town on the ground of a real ward, and the plans of Quảng Nam, each drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dothi.illustration.draw import draw_plans
from dothi.illustration.plan import Plan
from dothi.illustration.script import (
    LEVELS,
    Area,
    Centre,
    Change,
    PlanScript,
    River,
    Road,
    Script,
    read_script,
)
from dothi.law import Law, load_law
from dothi.places.pack import read_pack

PACK = Path(__file__).resolve().parents[2] / "src" / "dothi" / "provinces" / "quang-nam"
WARD = "2c-20341"
MIDDLE = (577700.0, 1720500.0)


def a_plan(key: str, level: str, **more: Any) -> PlanScript:
    scale = {"provincial": 250_000, "general": 10_000, "zoning": 2_000, "detailed": 500}[level]
    day = date(2024, 1, 2)
    values = {"decision": "MH-1/QĐ", "approved": day, "in_force": day, "serial": 9001, **more}
    return PlanScript(key=key, level=level, name=key.title(), name_en=key, scale=scale, **values)


def small_script(*, seed: int = 5) -> Script:
    """A ward with a river, two roads, a lake and a town; a general plan and those below and after it."""
    low = ("general", "zoning", "detailed")
    return Script(
        seed=seed,
        label="Dữ liệu minh họa",
        province_code="48",
        shore=(),
        rivers=(River("Sông A", ((575000, 1720900), (577500, 1721700), (580900, 1721500)), (60, 90), low),),
        roads=(
            Road("Đường Một", ((574000, 1719500), (577700, 1720400), (581000, 1721900)), 34, low),
            Road("Đường Hai", ((577000, 1723000), (577900, 1720500), (578400, 1718000)), 30, low),
        ),
        centres=(Centre("A", MIDDLE, 2_200),),
        areas=(Area("lake", "Hồ A", (578600, 1720300), 120, island=True, levels=low),),
        plans=(
            a_plan("chung", "general", units=(WARD,), ended=date(2025, 7, 1)),
            a_plan(
                "chung-2",
                "general",
                revises="chung",
                in_force=date(2025, 7, 1),
                roads=(Road("Đường Ba", ((576300, 1719400), (577600, 1719200), (579500, 1719900)), 30),),
                changes=(Change("Công viên", (577200, 1721000), 350, "park"),),
            ),
            a_plan("phan-khu", "zoning", upper="chung-2", at=(577900.0, 1720300.0), hectares=110.0),
            a_plan("chi-tiet", "detailed", upper="phan-khu", at=(577900.0, 1720300.0), hectares=4.0),
        ),
    )


@pytest.fixture(scope="session")
def outlines() -> Mapping[str, Mapping[str, Any]]:
    return read_pack(PACK).outlines


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def script() -> Script:
    return small_script()


@pytest.fixture(scope="session")
def plans(script: Script, outlines: Mapping[str, Mapping[str, Any]]) -> dict[str, Plan]:
    """The small town's plans by key."""
    ward = {WARD: outlines[WARD]}
    return {plan.script.key: plan for plan in draw_plans(script, ward)}


@pytest.fixture(scope="session")
def bundled() -> Script:
    return read_script(PACK)


@pytest.fixture(scope="session")
def quang_nam(bundled: Script, outlines: Mapping[str, Mapping[str, Any]]) -> dict[str, Plan]:
    """Every plan of Quảng Nam by key; takes half a minute, for slow tests only."""
    return {plan.script.key: plan for plan in draw_plans(bundled, outlines, levels=LEVELS)}
