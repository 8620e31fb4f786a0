"""What can be taken back and done again: own deeds, last first, through undoings of undoings."""

from __future__ import annotations

from typing import Any

import pytest

from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.history import nodes_of, reversals, steps_since, undoable
from dothi.registry.programmes.models import Edition, Item, ReviewStep
from dothi.registry.programmes.review import Seen


@pytest.fixture
def edition(world: Any) -> Edition:
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình thử")
    assert perform(str(made.job))
    made.refresh_from_db()
    return made


def accept(user: Any, edition: Edition, index: int) -> int:
    item = list(edition.items.filter(gone=False).order_by("start", "rank", "pk"))[index]
    return review.accept(user, edition.pk, [Seen(item.pk, item.version)]).number


def numbers(user: Any, edition: Edition) -> tuple[int | None, int | None]:
    back, again = reversals(user, edition)
    return back.number if back else None, again.number if again else None


def test_nothing_was_done_yet(world: Any, edition: Edition) -> None:
    assert reversals(world.planner, edition) == (None, None)


def test_two_deeds_go_back_and_forth_like_on_a_stack(world: Any, edition: Edition) -> None:
    first, second = accept(world.planner, edition, 0), accept(world.planner, edition, 1)
    assert numbers(world.planner, edition) == (second, None)
    back_second = review.undo(world.planner, edition.pk, second).number
    back_first = review.undo(world.planner, edition.pk, first).number
    assert numbers(world.planner, edition) == (None, back_first)
    again_first = review.undo(world.planner, edition.pk, back_first).number
    assert numbers(world.planner, edition) == (again_first, back_second)
    again_second = review.undo(world.planner, edition.pk, back_second).number
    assert numbers(world.planner, edition) == (again_second, None)
    assert review.left(edition) == 6


def test_a_reversal_names_the_deed_and_not_the_undoing(world: Any, edition: Edition) -> None:
    number = accept(world.planner, edition, 0)
    undone = review.undo(world.planner, edition.pk, number).number
    _, again = reversals(world.planner, edition)
    assert again is not None
    assert (again.number, again.deed.number, again.deed.deed) == (undone, number, "accept")


def test_a_new_deed_ends_what_could_be_done_again(world: Any, edition: Edition) -> None:
    review.undo(world.planner, edition.pk, accept(world.planner, edition, 0))
    third = accept(world.planner, edition, 1)
    assert numbers(world.planner, edition) == (third, None)


def test_everybody_takes_back_their_own(world: Any, edition: Edition) -> None:
    mine, theirs = accept(world.planner, edition, 0), accept(world.other, edition, 1)
    assert numbers(world.planner, edition) == (mine, None)
    assert numbers(world.other, edition) == (theirs, None)
    review.undo(world.other, edition.pk, mine)
    assert numbers(world.planner, edition) == (None, None)


def test_a_step_on_which_somebody_built_cannot_be_undone(world: Any, edition: Edition) -> None:
    first = accept(world.planner, edition, 0)
    item = Item.objects.get(pk=ReviewStep.objects.get(edition=edition, number=first).after[0]["id"])
    second = review.reject(world.other, edition.pk, [Seen(item.pk, item.version)]).number
    other = accept(world.planner, edition, 3)
    steps = list(ReviewStep.objects.filter(edition=edition))
    assert undoable(steps) == {second, other}
    review.undo(world.planner, edition.pk, second)
    assert undoable(list(ReviewStep.objects.filter(edition=edition, number__lte=3))) == {first, other}


def test_what_changed_since_a_step(world: Any, edition: Edition) -> None:
    first, second = accept(world.planner, edition, 0), accept(world.other, edition, 1)
    assert [step.number for step in steps_since(edition, 0)] == [first, second]
    assert [step.by for step in steps_since(edition, first)] == [world.other]
    nodes = list(edition.items.order_by("start", "rank", "pk").values_list("node", flat=True))
    assert nodes_of(steps_since(edition, first)) == {nodes[1]}
    assert steps_since(edition, second) == []
