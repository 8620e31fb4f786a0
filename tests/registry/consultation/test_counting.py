"""Figures of one consultation, counted by hand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from dothi.registry.consultation import moderating as m
from dothi.registry.consultation.counting import Figures, figures, late_answers, lines, shown
from dothi.registry.consultation.filing import Said, enter_statement
from dothi.registry.consultation.models import Answer, Consultation


def test_nobody_spoke(world: Any) -> None:
    assert figures(world.consultation, world.today) == Figures()
    assert Figures().share is None


def test_every_count(world: Any) -> None:
    of = world.consultation
    first, _, third = [
        world.say(text) for text in ("Đường hẹp quá, xin mở rộng ra", "Đường hẹp quá, xin mở rộng ra", "Rác")
    ]
    paper = enter_statement(
        world.officer, of, Said("Xin trường học"), "paper", world.today - timedelta(days=2)
    )
    m.hide(world.officer, third.pk, "Thử nghiệm")
    m.accept(world.officer, [first.pk, paper.pk])
    m.answer(world.officer, [first.pk], "part", "Một phần")
    Answer.objects.update(answered_on=of.answer_by + timedelta(days=1))
    found = figures(of, of.answer_by + timedelta(days=1))
    assert (found.received, found.unseen, found.waiting, found.answered, found.hidden) == (3, 1, 1, 1, 1)
    assert (found.late, found.overdue, found.before, found.after) == (1, 2, 1, 0)
    assert (found.groups, found.in_groups, found.share) == (1, 2, Decimal(1) / 3)
    assert (found.by_outcome, found.by_channel) == ({"part": 1}, {"web": 2, "paper": 1})
    assert found.by_theme == {"roads": 2, "schools": 1}
    assert figures(of, of.answer_by).overdue == 0
    assert set(shown(of)) == {first, paper}
    assert list(late_answers(of)) == [first]
    (line,) = lines(of.answer_by)
    assert (line.phase, line.received, line.answered, line.overdue, line.unseen) == ("closed", 3, 1, 0, 1)


def test_phases(world: Any) -> None:
    of = world.consultation
    days = {-1: "upcoming", 0: "open", 30: "open", 31: "closed"}
    assert {at: lines(world.today + timedelta(days=at))[0].phase for at in days} == days
    Consultation.objects.filter(pk=of.pk).update(withdrawn_at="2026-01-01T00:00Z")
    assert lines(world.today)[0].phase == "withdrawn"
