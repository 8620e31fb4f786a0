"""A comparison finds the deviations that lower illustrative plans were given, and no other conflict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dothi.illustration.facts import facts_of
from dothi.illustration.plan import Plan
from dothi.illustration.records import layers_of
from dothi.illustration.script import Script
from dothi.intake.checking.context import tolerances_for
from dothi.land.conformity import Conformity, Fit, compatibility_of, conformity
from dothi.land.conformity_checks import Within, checked, limits_judge
from dothi.land.limits import limits_of
from dothi.land.polygons import Source, laid_out
from dothi.law import Law

DAY = date(2026, 12, 1)
ZONES = "ChucNangSuDungDat_A"


def compared(lower: Plan, upper: Plan, law: Law) -> Conformity:
    sides = [
        Source(plan.script.key, plan.zones.set_index(_codes(plan, law)), "function")
        for plan in (lower, upper)
    ]
    below, above = laid_out(sides)
    tolerance_m = tolerances_for(law, upper.script.scale).sliver
    return conformity(below, above, compatibility_of(law, DAY), tolerance_m=tolerance_m)


def _codes(plan: Plan, law: Law) -> Any:
    return layers_of(plan, law, "Dữ liệu minh họa", "48")[ZONES]["maDoiTuong"].to_numpy()


def planted(plan: Plan, script: Script, law: Law) -> set[str]:
    """What the plan's JSON tells of its deviations."""
    layers = layers_of(plan, law, "Dữ liệu minh họa", "48")
    told = facts_of(plan, script, law, layers, file="x", digest="x")["deviations"]
    return {line["maDoiTuong"] for line in told}


def conflicts(found: Conformity) -> set[str]:
    return {part.lower_feature for part in found.parts if part.fit is Fit.CONFLICT and not part.strip}


@pytest.mark.parametrize(("lower", "upper"), [("phan-khu", "chung-2"), ("chi-tiet", "phan-khu")])
def test_every_planted_deviation_is_a_conflict_and_nothing_else_is(
    plans: dict[str, Plan], script: Script, law: Law, lower: str, upper: str
) -> None:
    found = compared(plans[lower], plans[upper], law)
    assert conflicts(found) == planted(plans[lower], script, law) != set()
    assert (found.m2(Fit.UNKNOWN), found.outside_m2) == (0, 0)


def test_limits_nest_but_for_the_few_that_exceed_on_purpose(
    plans: dict[str, Plan], script: Script, law: Law
) -> None:
    lower, upper = plans["chi-tiet"], plans["phan-khu"]
    layers = {
        plan.script.key: layers_of(plan, law, "Dữ liệu minh họa", "48")[ZONES] for plan in (lower, upper)
    }
    sides = [Source(key, frame.set_index("maDoiTuong"), "maChucNang") for key, frame in layers.items()]
    below, above = laid_out(sides)
    stated = [
        {
            code: limits_of(row)
            for code, row in zip(frame["maDoiTuong"], frame.to_dict("records"), strict=True)
        }
        for frame in layers.values()
    ]
    tolerance_m = tolerances_for(law, upper.script.scale).sliver
    found = checked(below, above, limits_judge(below, above, *stated), tolerance_m=tolerance_m)
    beyond = [part for part in found.parts if part.judged.verdict is Within.EXCEEDS and not part.strip]
    told = facts_of(lower, script, law, layers_of(lower, law, "x", "48"), file="x", digest="x")["exceeding"]
    assert {part.lower_feature for part in beyond} == set(told) != set()
    assert {part.judged.subject for part in beyond} == {"storeys most"}


@pytest.mark.slow
def test_so_it_is_in_quang_nam(quang_nam: dict[str, Plan], bundled: Script, law: Law) -> None:
    """One housing zone takes over the corner of a service zone cut off by a street, 212 m² of 1,380 ha."""
    beside = 0.0
    for plan in bundled.plans:
        if plan.level in ("zoning", "detailed"):
            lower = quang_nam[plan.key]
            found = compared(lower, quang_nam[plan.upper], law)
            given = planted(lower, bundled, law)
            assert conflicts(found) >= given != set()
            others = conflicts(found) - given
            beside += sum(part.m2 for part in found.parts if part.lower_feature in others)
    assert beside < 300
