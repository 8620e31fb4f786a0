"""What is otherwise between two answers about the same land."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from dothi.land.record import Answer, PlanAnswer, PlanFacts, Share, Verdict, ZoneAnswer


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A plan that says something else of the land; ``None`` where it says nothing of it.

    ``facts`` are those of the later version that there is.
    """

    facts: PlanFacts
    before: PlanAnswer | None
    after: PlanAnswer | None


def plan_changes(before: Answer, after: Answer) -> tuple[PlanChange, ...]:
    """Plans that apply otherwise than before: verdict, zones, their limits and shares to 0.1 m².

    Another version that says the same of this land is no change. Strips narrower than the drawing can tell
    do not count.
    """
    old, new = _speaking(before), _speaking(after)
    found = {**old, **new}
    changes = (PlanChange(plan.facts, old.get(key), new.get(key)) for key, plan in found.items())
    return tuple(change for change in changes if _said(change.before) != _said(change.after))


def _speaking(answer: Answer) -> dict[str, PlanAnswer]:
    plans = (plan for level in answer.levels for plan in level.plans)
    return {plan.facts.key: plan for plan in plans if plan.verdict is not Verdict.NOT}


def _said(plan: PlanAnswer | None) -> Hashable:
    if plan is None:
        return None
    zones = Counter(_zone(zone) for zone in plan.zones if not zone.sliver)
    return plan.verdict, plan.reason, _tenths(plan.unzoned), frozenset(zones.items())


def _zone(zone: ZoneAnswer) -> Hashable:
    return zone.function, zone.code, zone.name, zone.sign, zone.limits, _tenths(zone.share)


def _tenths(share: Share | None) -> float | None:
    return None if share is None else round(share.m2, 1)
