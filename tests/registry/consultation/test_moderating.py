"""The life of a statement: every step, every step that does not follow, groups, and taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dothi.base.errors import InputError
from dothi.registry.audit import chain
from dothi.registry.consultation import moderating as m
from dothi.registry.consultation.grouping import put_together, take_out
from dothi.registry.consultation.models import Group, State

LONG = "Đề nghị mở rộng đường Nguyễn Văn Trỗi và xây cống thoát nước vì mỗi mùa mưa nhà dân đều ngập sâu"
STEPS: dict[str, Callable[..., Any]] = {
    "accept": lambda user, row: m.accept(user, [row.pk]),
    "hide": lambda user, row: m.hide(user, row.pk, "Xúc phạm người khác"),
    "back": lambda user, row: m.step_back(user, row.pk),
    "answer": lambda user, row: m.answer(user, [row.pk], "part", "Sẽ mở rộng giai đoạn sau"),
    "take_back": lambda user, row: m.take_back(user, row.answer_id, "Ghi nhầm"),
}


def walk(world: Any, row: Any, steps: list[str]) -> str:
    for step in steps:
        row.refresh_from_db()
        STEPS[step](world.officer, row)
    row.refresh_from_db()
    return row.state


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (["accept"], State.ACCEPTED),
        (["accept", "back"], State.RECEIVED),
        (["hide"], State.HIDDEN),
        (["hide", "back"], State.RECEIVED),
        (["accept", "hide"], State.HIDDEN),
        (["accept", "answer"], State.ANSWERED),
        (["accept", "answer", "take_back"], State.ACCEPTED),
        (["accept", "answer", "take_back", "answer"], State.ANSWERED),
        (["hide", "accept"], State.HIDDEN),
    ],
)
def test_steps_that_follow(world: Any, steps: list[str], state: str) -> None:
    assert walk(world, world.say(), steps) == state
    assert chain.verify().whole


@pytest.mark.parametrize(
    "steps",
    [["back"], ["answer"], ["hide", "hide"], ["accept", "answer", "hide"], ["accept", "answer", "back"]],
)
def test_steps_that_do_not_follow_are_refused_and_change_nothing(world: Any, steps: list[str]) -> None:
    row = world.say()
    walk(world, row, steps[:-1])
    before = (row.state, row.version)
    with pytest.raises(InputError) as refused:
        STEPS[steps[-1]](world.officer, row)
    row.refresh_from_db()
    assert (refused.value.code, (row.state, row.version)) == ("consultation.wrong-state", before)


@pytest.mark.parametrize("who", ["neighbour", "supervisor", "resident"])
def test_who_may_not_moderate(world: Any, who: str) -> None:
    row = world.say()
    for step in ("accept", "hide", "back", "answer"):
        with pytest.raises(PermissionDenied):
            STEPS[step](getattr(world, who), row)
    for step in (lambda user: take_out(user, row.pk), lambda user: m.set_theme(user, row.pk, "roads")):
        with pytest.raises(PermissionDenied):
            step(getattr(world, who))


@pytest.mark.parametrize(
    ("outcome", "text"), [("", "Vì sao"), ("maybe", "Vì sao"), ("not", " "), ("accepted", "\u200b")]
)
def test_an_answer_needs_outcome_and_reason(world: Any, outcome: str, text: str) -> None:
    row = world.say()
    m.accept(world.officer, [row.pk])
    with pytest.raises(InputError) as refused:
        m.answer(world.officer, [row.pk], outcome, text)
    assert refused.value.code == "consultation.missing"


def test_a_campaign_is_answered_once_and_each_keeps_its_receipt(world: Any) -> None:
    rows = [
        world.say(LONG),
        world.say(LONG.upper()),
        world.say(LONG + ". Ký tên Bình"),
        world.say("Việc khác"),
    ]
    for row in rows:
        row.refresh_from_db()
    assert len({row.group_id for row in rows[:3]}) == 1
    assert rows[3].group is None
    m.accept(world.officer, [row.pk for row in rows[:2]])
    for row in rows:
        row.refresh_from_db()
    given = m.answer(world.officer, m.waiting_of(rows[0]), "accepted", "Đưa vào giai đoạn đầu")
    assert set(given.statements.all()) == set(rows[:2])
    m.accept(world.officer, [rows[2].pk])
    assert m.answer_alike(world.officer, rows[2].pk).answer == given
    assert len({row.code for row in rows}) == 4
    assert m.take_back(world.officer, given.pk, "Sai") == 3


def test_groups_are_mended_by_hand(world: Any) -> None:
    first, second, other = world.say(LONG), world.say(LONG), world.say("Việc khác hẳn")
    take_out(world.officer, second.pk)
    assert Group.objects.count() == 0
    group = put_together(world.officer, other.pk, "1")
    first.refresh_from_db()
    assert first.group == group
    with pytest.raises(InputError) as refused:
        put_together(world.officer, other.pk, "99")
    assert refused.value.code == "consultation.no-such-statement"
