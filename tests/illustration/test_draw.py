"""The small town, drawn once: what holds for every plan whatever its size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import shapely

from dothi.illustration.draw import draw_plans
from dothi.illustration.ground import ground_of, projected
from dothi.illustration.nested import ROADS
from dothi.illustration.plan import Plan
from dothi.illustration.script import Script
from dothi.illustration.uses import ZONING
from dothi.law import Law
from dothi.law.tables.land_functions import LandFunction

from .conftest import WARD, small_script

KEYS = ("chung", "chung-2", "phan-khu", "chi-tiet")


@pytest.mark.parametrize("key", KEYS)
def test_zones_cover_the_ground_once(plans: dict[str, Plan], key: str) -> None:
    shapes = plans[key].zones.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) == {3}
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(plans[key].ground.area, abs=0.01)
    assert not shapely.difference(shapely.union_all(shapes), plans[key].ground).area


@pytest.mark.parametrize("key", KEYS)
def test_coordinates_are_whole_millimetres(plans: dict[str, Plan], key: str) -> None:
    points = shapely.get_coordinates(plans[key].zones.geometry.to_numpy())
    assert (points == np.round(points, 3)).all()


def test_the_general_plan_fills_its_ward(plans: dict[str, Plan], outlines: Mapping[str, Any]) -> None:
    ward = ground_of(projected({WARD: outlines[WARD]}), [WARD])
    assert shapely.symmetric_difference(ward, plans["chung"].ground).area < 0.05 * ward.length


@pytest.mark.parametrize(("lower", "upper"), [("phan-khu", "chung-2"), ("chi-tiet", "phan-khu")])
def test_a_lower_plan_lies_in_its_upper(plans: dict[str, Plan], lower: str, upper: str) -> None:
    outside = shapely.difference(plans[lower].ground, plans[upper].ground)
    assert outside.area < 0.02 * plans[lower].ground.length
    wanted = plans[lower].script.hectares * 10_000
    assert 0.5 * wanted < plans[lower].ground.area < 4 * wanted


def test_a_revision_covers_the_same_ground_and_changes_what_it_says(plans: dict[str, Plan]) -> None:
    before, after = plans["chung"], plans["chung-2"]
    assert shapely.symmetric_difference(before.ground, after.ground).area < 0.05 * before.ground.length
    probes = shapely.points(
        np.random.default_rng(1).uniform(
            shapely.bounds(before.ground)[:2], shapely.bounds(before.ground)[2:], (4000, 2)
        )
    )
    probes = probes[shapely.contains(before.ground, probes)]
    change, road = after.script.changes[0], after.script.roads[0]
    there = shapely.distance(probes, shapely.Point(change.at)) < change.radius * 1.3
    there |= shapely.distance(probes, shapely.LineString(road.points)) < 120
    alike = functions_at(before, probes) == functions_at(after, probes)
    assert alike[~there].mean() > 0.98
    assert (~alike[there]).mean() > 0.2


def functions_at(plan: Plan, probes: np.ndarray) -> np.ndarray:
    found, zone = shapely.STRtree(plan.zones.geometry.to_numpy()).query(probes, predicate="within")
    functions = np.full(len(probes), "", dtype=object)
    functions[found] = plan.zones["function"].to_numpy()[zone]
    return functions


@pytest.mark.parametrize("key", KEYS)
def test_every_function_is_in_the_law_at_its_level(plans: dict[str, Plan], key: str, law: Law) -> None:
    level = "general" if plans[key].script.level == "general" else "zoning"
    known = {row.code for row in law.of(LandFunction).every_row if row.level == level}
    assert set(plans[key].zones["function"]) <= known


def test_a_lower_plan_departs_only_where_it_says_so(plans: dict[str, Plan]) -> None:
    """Housing above is nowhere turned into industry or farmland, and deviations name what they leave."""
    zones = plans["phan-khu"].zones
    assert 1 <= (zones["deviates"] != "").sum() <= 8
    assert set(zones["deviates"]) - {""} <= set(plans["chung-2"].zones["function"])
    over = functions_at(plans["chung-2"], shapely.point_on_surface(zones.geometry.to_numpy()))
    housing = (over == "qhc.don-vi-o") & (zones["deviates"] == "").to_numpy()
    allowed = {ZONING["qhc.don-vi-o"].rest, *(use.function for use in ZONING["qhc.don-vi-o"].uses)}
    assert set(zones["function"][housing]) <= allowed | {"qpk.duong-giao-thong", "qpk.ho-ao"}


def test_limits_are_set_where_one_may_build(plans: dict[str, Plan]) -> None:
    assert plans["chung"].zones["density"].isna().all()
    zones = plans["chi-tiet"].zones
    houses = zones[(zones["function"] == "qpk.nhom-nha-o") & (zones["deviates"] == "")]
    assert houses[["density", "storeys_min", "storeys_max", "far"]].notna().all(axis=None)
    assert zones[zones["part"].isin(ROADS)]["density"].isna().all()


def test_a_detailed_plan_is_made_of_plots_on_lanes(plans: dict[str, Plan]) -> None:
    zones = plans["chi-tiet"].zones
    plots = zones[zones["part"] == "plot"]
    area = plots.geometry.area
    assert len(plots) > 40
    assert 60 < area.median() < 300
    assert area.min() > 40
    assert any(street.rank == 5 for street in plans["chi-tiet"].streets)


def test_equal_seeds_give_equal_plans(
    script: Script, plans: dict[str, Plan], outlines: Mapping[str, Any]
) -> None:
    again = {plan.script.key: plan for plan in draw_plans(script, {WARD: outlines[WARD]})}
    for key, plan in plans.items():
        assert content(again[key]) == content(plan)


def test_other_seeds_give_other_plans(
    script: Script, plans: dict[str, Plan], outlines: Mapping[str, Any]
) -> None:
    ward = {WARD: outlines[WARD]}
    (other, _) = draw_plans(script, ward, seed=6, levels=["general"])
    assert content(other) != content(plans["chung"])
    assert other.seed == 6
    (named, _) = draw_plans(small_script(seed=6), ward, levels=["general"])
    assert content(named) == content(other)


def content(plan: Plan) -> tuple[Any, ...]:
    zones = plan.zones
    return (
        shapely.to_wkb(zones.geometry.to_numpy()).tolist(),
        *(zones[c].tolist() for c in ("function", "name", "block")),
    )


@pytest.mark.slow
def test_only_the_levels_asked_for_are_given(script: Script, outlines: Mapping[str, Any]) -> None:
    given = [plan.script.key for plan in draw_plans(script, {WARD: outlines[WARD]}, levels=["detailed"])]
    assert given == ["chi-tiet"]
