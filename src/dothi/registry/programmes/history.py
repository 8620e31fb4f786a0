"""What was done in a review: what can be taken back or done again, and what changed since a page was read.

A deed and its undoings form a chain: the deed, what undid it, what undid that. With an even number of
undoings the deed stands. Taking it back, or doing it again, is always undoing the last of its chain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dothi.programme.compare import stated
from dothi.programme.items import KINDS
from dothi.registry.programmes.models import Edition, Item, ReviewStep
from dothi.registry.programmes.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class Reversal:
    """A deed that can be taken back, or done again, by undoing the step ``number``."""

    number: int
    deed: ReviewStep


@dataclass(frozen=True, slots=True)
class _Chain:
    deed: int
    last: int
    by: int | None
    stands: bool


def reversals(user: Any, edition: Edition) -> tuple[Reversal | None, Reversal | None]:
    """What ``user`` would take back next, and what they would do again; two queries.

    Taken back is their own deed that came into force last. Done again is what they undid last, until they
    do something new.
    """
    rows = list(
        ReviewStep.objects.filter(edition=edition)
        .order_by("number")
        .values_list("pk", "number", "undoes_id", "by_id")
    )
    chains = _chains(rows)
    deeds = {pk: (number, by) for pk, number, undoes, by in rows if undoes is None}
    own = [chain for chain in chains if deeds[chain.deed][1] == user.pk]
    back = max((one for one in own if one.stands), key=lambda one: one.last, default=None)
    newest = max((deeds[one.deed][0] for one in own), default=0)
    undone = [one for one in chains if not one.stands and one.by == user.pk and one.last > newest]
    again = max(undone, key=lambda one: one.last, default=None)
    wanted = [one.deed for one in (back, again) if one is not None]
    steps = ReviewStep.objects.select_related("by").in_bulk(wanted) if wanted else {}
    found = [Reversal(one.last, steps[one.deed]) if one is not None else None for one in (back, again)]
    return found[0], found[1]


def undoable(steps: Sequence[ReviewStep]) -> set[int]:
    """Numbers of those steps that nobody undid and on whose items nobody built since. Two queries."""
    undone = set(ReviewStep.objects.filter(undoes__in=steps).values_list("undoes_id", flat=True))
    open_ = [step for step in steps if step.pk not in undone]
    touched = {kept["id"] for step in open_ for kept in step.after}
    now = {item.pk: snapshot(item) for item in Item.objects.filter(pk__in=touched)}
    return {step.number for step in open_ if all(now.get(kept["id"]) == kept for kept in step.after)}


def steps_since(edition: Edition, number: int) -> list[ReviewStep]:
    """The steps after the step ``number``, in their order."""
    rows = ReviewStep.objects.filter(edition=edition, number__gt=number).select_related("by", "undoes")
    return list(rows.order_by("number"))


def nodes_of(steps: Iterable[ReviewStep]) -> set[str]:
    """The paragraphs in which steps changed something, as it was before and as it is after them."""
    return {kept["node"] for step in steps for kept in (*step.before, *step.after)}


def _chains(rows: Iterable[tuple[int, int, int | None, int | None]]) -> list[_Chain]:
    """Chains of undoing, from all steps of an edition in their order."""
    found: dict[int, _Chain] = {}
    deed_of: dict[int, int] = {}
    for pk, number, undoes, by in rows:
        deed = pk if undoes is None else deed_of[undoes]
        deed_of[pk] = deed
        found[deed] = _Chain(deed, number, by, undoes is None or not found[deed].stands)
    return list(found.values())


def items_in(steps: Iterable[ReviewStep]) -> Mapping[int, dict[str, Any]]:
    """Items that steps touched, by number, as the last of these steps left them."""
    return {kept["id"]: kept for step in steps for kept in step.after}


def given_up(step: ReviewStep) -> list[tuple[str, Any]]:
    """Field and value of what the merged items said and the one made of them does not, in order, once each.

    Empty for a step that is no merging.
    """
    if step.deed != "merge":
        return []
    made = next(kept for kept in step.after if not kept["gone"])
    names = [spec.name for spec in KINDS[made["kind"]].fields if spec.form != "names"]
    found = [
        (name, kept["fields"].get(name))
        for kept in step.before
        if not kept["gone"]
        for name in names
        if stated(kept["fields"].get(name)) not in {None, made["fields"].get(name)}
    ]
    return list(dict.fromkeys(found))
