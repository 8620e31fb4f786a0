"""The law's transition of urban classes, as the register of towns asks for it."""

from __future__ import annotations

from datetime import date
from functools import cache

from dothi.base.time import Truth
from dothi.law import Law, load_law
from dothi.law.classes import ClassOf, transition
from dothi.places.towns import Derived, Transition


@cache
def _law() -> Law:
    return load_law()


def law_transition(law: Law | None = None) -> Transition:
    """Give the transition rule of ``law``, or of the package's law read once."""
    chosen = law or _law()

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
