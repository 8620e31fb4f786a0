"""Drawing every plan of a script, upper before lower."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dothi.illustration.detailed import draw_detailed
from dothi.illustration.general import draw_general
from dothi.illustration.ground import ground_of, projected, shore_of
from dothi.illustration.plan import Plan
from dothi.illustration.revision import revise_general
from dothi.illustration.script import LEVELS, PlanScript, Script
from dothi.illustration.structure import draw_structure
from dothi.illustration.zoning import draw_zoning


def draw_plans(
    script: Script,
    outlines: Mapping[str, Mapping[str, Any]],
    *,
    seed: int | None = None,
    levels: Collection[str] = LEVELS,
) -> Iterator[Plan]:
    """Draw the plans of ``levels`` in the order of the script, and what they rest on.

    :param outlines: outlines of units by key, GeoJSON geometries in WGS 84, as a province pack holds them.
    :param seed: takes the place of the script's own; equal seeds give equal plans.
    """
    start = script.seed if seed is None else seed
    grounds = projected(outlines)
    wanted = {plan.key for plan in script.plans if plan.level in levels}
    needed = _with_uppers(script, wanted)
    drawn: dict[str, Plan] = {}
    for plan in script.plans:
        if plan.key in needed:
            drawn[plan.key] = _draw(start, script, plan, grounds, drawn)
            if plan.key in wanted:
                yield drawn[plan.key]


def _with_uppers(script: Script, keys: Collection[str]) -> set[str]:
    """Keys of these plans and of every plan that must be drawn before them."""
    needed = set(keys)
    for plan in reversed(script.plans):
        if plan.key in needed:
            if plan.revises:
                needed.add(plan.revises)
            if plan.level in {"zoning", "detailed"}:
                needed.add(plan.upper)
    return needed


def _draw(
    seed: int, script: Script, plan: PlanScript, grounds: Mapping[str, Any], drawn: Mapping[str, Plan]
) -> Plan:
    if plan.revises:
        return revise_general(seed, plan, drawn[plan.revises])
    if plan.level == "zoning":
        return draw_zoning(seed, plan, drawn[plan.upper])
    if plan.level == "detailed":
        return draw_detailed(seed, plan, drawn[plan.upper])
    units = plan.units or tuple(key for key in grounds if key not in plan.without)
    ground = ground_of(grounds, units, islands=plan.level == "provincial")
    shore = shore_of(grounds, ground, script.shore)
    if plan.level == "provincial":
        return draw_structure(seed, script, plan, ground, shore)
    return draw_general(seed, script, plan, ground, shore)
