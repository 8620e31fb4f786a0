"""Invented values of the demonstration: marked, in hand, never a figure, made once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dothi.base.errors import UnusableError
from dothi.registry.observations import refusals, services
from dothi.registry.observations.demo import create_illustrative
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.models import Unit


def test_the_desk_of_everyone_has_something_and_all_of_it_is_marked(world: Any, w: Any) -> None:
    assert create_illustrative(world.planner, world.authority, world.officer) == 3
    rows = Observation.objects.order_by("pk")
    assert [(row.place_key, row.state, row.entered_by) for row in rows] == [
        (w.TAM_KY, State.DRAFT, world.planner),
        (w.HUONG_TRA, State.SUBMITTED, world.planner),
        (w.TAM_KY, State.DRAFT, world.officer),
    ]
    assert all(row.illustrative and row.source.illustrative for row in rows)


def test_one_of_three_is_returned_with_a_reason(world: Any) -> None:
    third = Unit.objects.get(key="2c-20341")
    third.pk, third.key, third.name = None, "2c-20350", "Phường Bàn Thạch"
    third.save()
    create_illustrative(world.planner, world.authority)
    row = Observation.objects.get(state=State.RETURNED)
    assert row.reason


def test_it_is_made_once(world: Any) -> None:
    create_illustrative(world.planner, world.authority)
    assert create_illustrative(world.planner, world.authority) == 0
    assert Observation.objects.count() == 2


def test_none_of_it_can_be_approved(world: Any) -> None:
    create_illustrative(world.planner, world.authority)
    row = Observation.objects.get(state=State.SUBMITTED)
    with pytest.raises(refusals.StepError):
        services.approve(world.authority, row.pk, row.version)


def test_without_wards_nothing_is_left_behind(world: Any) -> None:
    with pytest.raises(UnusableError):
        create_illustrative(world.planner, world.authority, day=date(2020, 1, 1))
    assert not Observation.objects.exists()
    assert not type(world.source).objects.filter(key="so-lieu-minh-hoa").exists()
