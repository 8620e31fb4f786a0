"""The class that documents want a town to have, judged under the rules it was set in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf, Order, compare
from dothi.towns.recognised import target_reached
from dothi.towns.system import TownState
from dothi.towns.system_lists import Said


@dataclass(frozen=True, slots=True)
class Aim:
    """A class that ``document`` wants ``town`` to have by ``when`` (empty where it says no time).

    ``aimed`` is ``None`` where the document does not say under which rules its class counts.
    ``comparable`` is false where the town's class is of another rule set, the document names none, or the
    town is not on record; ``reached`` is UNKNOWN then.
    """

    town: str
    document: str
    when: str
    class_code: str
    aimed: ClassOf | None
    reached: Truth
    comparable: bool


def aims(law: Law, towns: Sequence[TownState], said: Sequence[Said]) -> tuple[Aim, ...]:
    """Every class that documents name for a town, by town, in the order of the documents."""
    states = {fold(town.name): town for town in towns}
    rows = [row for row in said if row.kind == "target" and row.town and row.class_code]
    found = [_aim(law, states.get(fold(row.town)), row) for row in rows]
    return tuple(sorted(found, key=lambda one: fold(one.town)))


def _aim(law: Law, state: TownState | None, row: Said) -> Aim:
    target = row.aimed
    if target is None or state is None:
        return Aim(row.town, row.document, row.when, row.class_code, target, Truth.UNKNOWN, comparable=False)
    if state.status != "recognised":
        return Aim(row.town, row.document, row.when, row.class_code, target, Truth.NO, comparable=True)
    held = [ClassOf(one.rule_set, one.class_code) for one in state.classes]
    comparable = bool(held) and all(compare(law, one, target) is not Order.NOT_COMPARABLE for one in held)
    answers = {target_reached(law, target, one) for one in held}
    sure = len(answers) == 1 and all(one.holds is Truth.YES for one in state.classes)
    reached = answers.pop() if sure or answers == {Truth.NO} else Truth.UNKNOWN
    return Aim(row.town, row.document, row.when, row.class_code, target, reached, comparable)
