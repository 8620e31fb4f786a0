"""The law's transition of urban classes, as the register of towns asks for it."""

from __future__ import annotations

from datetime import date

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf, transition
from dothi.places.towns import Derived, Transition
from dothi.registry.lawbook import current_law


def law_transition(law: Law | None = None) -> Transition:
    """Give the transition rule of ``law``, or of the workspace's law."""
    chosen = law or current_law()

    def apply(rule_set: str, class_code: str, day: date, town: str) -> Derived | None:
        result = transition(chosen, ClassOf(rule_set, class_code), town=town)
        if result.truth is not Truth.YES or result.to is None or result.row is None:
            return None
        if result.row.period.holds(day) is not Truth.YES:
            return None
        return Derived(
            result.to.rule_set, result.to.class_code, result.row.basis, result.row.confidence.value
        )

    return apply
