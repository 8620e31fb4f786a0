"""Where a target stands: what may honestly be said, and what may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from dothi.base.time import Bound, Period
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.models import Pack, Unit
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.queries import by_kind, items_of
from dothi.registry.programmes.standing import Reading, Verdict, judge, standings

DUE = {"year_to": 2025, "comparison": "=", "min": 37.0, "max": 37.0, "unit": "%"}


def reading(value: str, day: date, *, at_least: bool = False) -> Reading:
    return Reading(Decimal(value), "%", day, "", "", "nguon", "Nguồn", "", at_least=at_least)


END = date(2025, 12, 31)
OLD = date(2019, 12, 31)
RANGE = {"comparison": "range", "min": 11, "max": 16}
BEFORE, AFTER = date(2025, 6, 30), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("change", "found", "asked", "verdict"),
    [
        ({}, None, BEFORE, Verdict.UNKNOWN),
        ({}, None, AFTER, Verdict.UNKNOWN),
        ({"comparison": None}, reading("40", END), AFTER, Verdict.UNKNOWN),
        ({}, reading("25.4", date(2019, 4, 1)), BEFORE, Verdict.OPEN),
        ({}, reading("25.4", date(2019, 4, 1)), END, Verdict.OPEN),
        ({}, reading("25.4", date(2019, 4, 1)), AFTER, Verdict.UNKNOWN),
        ({}, reading("38", date(2019, 4, 1)), AFTER, Verdict.UNKNOWN),
        ({}, reading("37", date(2024, 12, 31)), BEFORE, Verdict.REACHED),
        ({}, reading("36.9", END), AFTER, Verdict.BEHIND),
        ({}, reading("37", END), AFTER, Verdict.REACHED),
        ({}, reading("36.9", END, at_least=True), AFTER, Verdict.UNKNOWN),
        ({}, reading("37", END, at_least=True), AFTER, Verdict.REACHED),
        ({}, reading("36.9", OLD, at_least=True), BEFORE, Verdict.OPEN),
        ({}, reading("36.9", OLD, at_least=True), AFTER, Verdict.UNKNOWN),
        ({}, reading("37", OLD, at_least=True), AFTER, Verdict.REACHED),
        ({"comparison": ">=", "max": None}, reading("37", OLD, at_least=True), AFTER, Verdict.REACHED),
        ({"comparison": ">=", "max": None}, reading("36", OLD, at_least=True), AFTER, Verdict.UNKNOWN),
        ({"comparison": "<=", "min": None}, reading("36", END, at_least=True), AFTER, Verdict.UNKNOWN),
        ({"comparison": "<=", "min": None}, reading("36", END, at_least=True), BEFORE, Verdict.OPEN),
        ({"comparison": "<=", "min": None}, reading("37.1", END, at_least=True), AFTER, Verdict.BEHIND),
        ({**RANGE}, reading("10", END, at_least=True), AFTER, Verdict.UNKNOWN),
        ({**RANGE}, reading("12", END, at_least=True), AFTER, Verdict.UNKNOWN),
        ({**RANGE}, reading("16.1", END, at_least=True), AFTER, Verdict.BEYOND),
        ({}, reading("38", date(2029, 12, 31)), date(2030, 6, 30), Verdict.UNKNOWN),
        ({}, reading("36", date(2026, 1, 1)), AFTER, Verdict.UNKNOWN),
        ({"unit": "đô thị"}, reading("38", END), AFTER, Verdict.UNKNOWN),
        ({"unit": "đô thị"}, reading("30", END), BEFORE, Verdict.UNKNOWN),
        ({"unit": None}, reading("38", END), AFTER, Verdict.REACHED),
        ({"comparison": "~"}, reading("38", END), AFTER, Verdict.REACHED),
        ({"comparison": ">=", "max": None}, reading("37", END), AFTER, Verdict.REACHED),
        ({"comparison": ">=", "max": None}, reading("36.99", END), AFTER, Verdict.BEHIND),
        ({"comparison": "<=", "min": None}, reading("37", END), AFTER, Verdict.REACHED),
        ({"comparison": "<=", "min": None}, reading("37.01", END), AFTER, Verdict.BEHIND),
        ({**RANGE}, reading("10.9", END), AFTER, Verdict.BEHIND),
        ({**RANGE}, reading("11", END), AFTER, Verdict.REACHED),
        ({**RANGE}, reading("16", END), AFTER, Verdict.REACHED),
        ({**RANGE}, reading("16.1", END), AFTER, Verdict.BEYOND),
        ({**RANGE}, reading("16.1", BEFORE), BEFORE, Verdict.BEYOND),
        ({"year_to": None}, reading("36", END), AFTER, Verdict.OPEN),
        ({"year_to": None}, reading("37", END), AFTER, Verdict.REACHED),
    ],
)
def test_judgements(change: dict[str, Any], found: Reading | None, asked: date, verdict: Verdict) -> None:
    assert judge({**DUE, **change}, found, asked) is verdict


@pytest.fixture
def targets(world: Any) -> dict[Any, Any]:
    Pack.objects.create(
        key="q", title="Q", title_en="Q", digest="", home=["3c-49"], west=107, south=14, east=109, north=17,
        loaded_at=timezone.now(),
    )  # fmt: skip
    start = Bound(date(2022, 1, 24), date(2022, 12, 31))
    edition = import_programme("ct", "ct.txt", world.text.encode(), Adoption(start, "Chương trình"))
    assert edition is not None
    rows = by_kind(items_of(edition.pk))["target"]
    return {(row.fields["measure"], row.fields["year_to"]): row for row in rows}


def figure(
    world: Any, indicator: str, place: str, value: str, *, day: date, basis: str = "entered", unit: str = "%"
) -> None:
    row = Observation(
        indicator=indicator,
        place_key=place,
        value=Decimal(value),
        unit=unit,
        basis=basis,
        source=world.source,
        state=State.APPROVED,
    )
    row.period = Period.between(day, date.fromordinal(day.toordinal() + 1))
    row.save()


def test_nothing_known_is_unknown_and_towns_on_record_are_counted(
    world: Any, targets: dict[Any, Any]
) -> None:
    found = standings(targets.values(), date(2026, 6, 30))
    rate, towns = found[targets["urbanisation-rate", 2025].pk], found[targets["towns", 2025].pk]
    assert (rate.verdict, rate.reading, rate.measured) == (Verdict.UNKNOWN, None, True)
    assert towns.reading is not None
    assert (towns.reading.value, towns.reading.day, towns.reading.at_least) == (2, OLD, True)
    assert towns.verdict is Verdict.UNKNOWN


def test_towns_on_record_can_reach_a_target_and_an_approved_number_goes_before_them(
    world: Any, targets: dict[Any, Any]
) -> None:
    row = targets["towns", 2025]
    two = replace(row, fields={**row.fields, "min": 2.0, "max": 2.0})
    assert standings([two], AFTER)[row.pk].verdict is Verdict.REACHED
    figure(world, "towns", "3c-49", "20", day=END, unit="đô thị")
    told = standings([row], AFTER)[row.pk]
    assert told.reading is not None
    assert (told.reading.value, told.reading.day, told.verdict) == (20, END, Verdict.BEHIND)


def test_before_any_town_certainly_stood_nothing_is_counted(targets: dict[Any, Any]) -> None:
    row = targets["towns", 2025]
    assert standings([row], date(2019, 6, 30))[row.pk].reading is None


def test_a_later_figure_says_nothing_of_an_earlier_target(world: Any, targets: dict[Any, Any]) -> None:
    early, late = targets["urbanisation-rate", 2025], targets["urbanisation-rate", 2030]
    figure(world, "urbanisation-rate", "3c-49", "41", day=date(2029, 12, 31))
    found = standings([early, late], date(2031, 1, 1))
    assert (found[early.pk].verdict, found[early.pk].reading) == (Verdict.UNKNOWN, None)
    assert found[late.pk].reading is not None
    figure(world, "urbanisation-rate", "3c-49", "36", day=END)
    told = standings([early], date(2031, 1, 1))[early.pk]
    assert told.reading is not None
    assert (told.reading.value, told.verdict) == (36, Verdict.BEHIND)


def test_the_census_tells_the_rate_until_a_later_value_is_approved(
    world: Any, targets: dict[Any, Any]
) -> None:
    commune = Unit(
        key="3c-1",
        name="Phường Một",
        kind="Phường",
        level=2,
        parent_key="3c-49",
        folded="",
        source=world.source,
    )
    commune.period = Period.between(date(2000, 1, 1))
    commune.save()
    counted = date(2019, 4, 1)
    for indicator, value in (("population-urban", "30"), ("population-rural", "70")):
        figure(world, indicator, "3c-1", value, day=counted, basis="counted")
    target = targets["urbanisation-rate", 2030]
    found = standings([target], date(2024, 6, 30))[target.pk]
    assert found.reading is not None
    assert (found.reading.value, found.reading.day, found.verdict) == (30, counted, Verdict.OPEN)
    figure(world, "urbanisation-rate", "3c-49", "41", day=date(2023, 12, 31))
    later = standings([target], date(2024, 6, 30))[target.pk]
    assert later.reading is not None
    assert (later.reading.value, later.reading.day, later.verdict) == (
        41,
        date(2023, 12, 31),
        Verdict.REACHED,
    )
    assert standings([target], date(2023, 6, 30))[target.pk].reading == found.reading


def test_the_number_of_queries_does_not_grow_with_the_targets(
    world: Any, targets: dict[Any, Any], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        standings([*targets.values()] * 40, date(2026, 6, 30))
