from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dothi.base.time import Truth
from dothi.registry.places.models import Unit
from dothi.registry.places.queries import level_on, pack_info, people_on, unit_page, units_at, units_on
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.usefixtures("province")
AFTER = date(2026, 1, 1)


def test_the_pack_says_where_to_look_and_when_units_changed() -> None:
    info = pack_info()
    assert (info.key, info.home) == ("quang-nam", ("3c-49",))
    assert [change.day for change in info.changes] == [date(2025, 1, 1), date(2025, 7, 1)]
    assert info.extent[2] < 109


@pytest.mark.parametrize(
    ("day", "level", "count"),
    [
        (date(2019, 4, 1), 2, 26),
        (date(2024, 12, 31), 2, 26),
        (date(2025, 1, 1), 2, 25),
        (date(2025, 6, 30), 3, 280),
        (date(2025, 7, 1), 3, 94),
        (date(2025, 7, 1), 2, 0),
        (AFTER, None, 95),
    ],
)
def test_units_of_a_day(day: date, level: int | None, count: int) -> None:
    assert len(units_on(day, level=level)) == count


def test_units_that_may_exist_say_so() -> None:
    rows = {row.key: row for row in units_on(date(2022, 1, 1), level=3)}
    assert rows["3c-508-xa-duy-thu"].holds is Truth.UNKNOWN
    assert rows["3c-20665"].holds is Truth.UNKNOWN
    assert rows["3c-20593"].holds is Truth.YES
    assert rows["3c-20593"].others == ("Phường Điện Minh",)


@pytest.mark.parametrize(("day", "level"), [(date(2025, 6, 30), 2), (date(2025, 7, 1), 3)])
def test_the_level_of_the_map(day: date, level: int) -> None:
    assert level_on(day) == level


def test_outlines_come_on_demand() -> None:
    plain = {row.key: row for row in units_on(AFTER, level=3)}
    drawn = {row.key: row for row in units_on(AFTER, level=3, outlines=True)}
    assert plain["2c-20413"].outline is None
    assert drawn["2c-20413"].outline["type"] == "MultiPolygon"
    assert drawn["2c-20413"].box == plain["2c-20413"].box
    assert drawn["2c-20413"].official_area_km2 == Decimal("18.22")


def test_the_page_of_a_unit_that_ended() -> None:
    page = unit_page("3c-20413", AFTER)
    assert (page.name, page.row) == ("Phường Cẩm Châu", None)
    assert [(row.key, row.whole) for row in page.holders] == [("2c-20413", True)]
    assert [row.name for row in page.successors] == ["Phường Hội An Đông"]
    assert page.successors[0].start.exact == date(2025, 7, 1)
    assert [ref.key for ref in page.ancestors] == ["3c-49", "3c-503"]
    assert [(figure.indicator, figure.value) for figure in page.figures] == [
        ("population", 12840),
        ("population-urban", 12840),
        ("population-rural", 0),
    ]
    assert page.figures[0].source.key == "gso-census-2019"


def test_the_page_of_a_new_unit_shows_where_its_people_were_counted() -> None:
    page = unit_page("2c-20413", AFTER)
    figure = page.figures[0]
    assert (figure.value, figure.basis, figure.carried) == (28045, "counted", True)
    assert [(piece.name, piece.value) for piece in figure.pieces] == [
        ("Phường Cẩm Châu", 12840),
        ("Phường Cửa Đại", 5753),
        ("Xã Cẩm Thanh", 9452),
    ]
    assert figure.complete is Truth.YES
    assert "1/4/2019" in figure.method_vi
    assert [row.name for row in page.predecessors] == ["Phường Cẩm Châu", "Phường Cửa Đại", "Xã Cẩm Thanh"]
    assert [(town.key, town.coverage, town.derived) for town in page.towns] == [("hoi-an", "full", True)]


def test_a_new_unit_with_an_uncounted_part_says_what_it_lacks() -> None:
    figure = unit_page("2c-20656", AFTER).figures[0]
    assert (figure.value, figure.complete, figure.lacking) == (5342, Truth.NO, ("Thị trấn Trung Phước",))


@pytest.mark.parametrize(("day", "people"), [(date(2024, 12, 31), 80821), (date(2025, 1, 1), 107499)])
def test_que_son_before_and_after_it_took_nong_son_in(day: date, people: int) -> None:
    page = unit_page("3c-509", day)
    assert [figure.value for figure in page.figures if figure.indicator == "population"] == [people]
    assert len(page.history) == 2


def test_nong_son_on_its_last_day_and_after() -> None:
    last, after = unit_page("3c-519", date(2024, 12, 31)), unit_page("3c-519", date(2025, 1, 1))
    assert last.row.holds is Truth.YES
    assert {"3c-20669", "3c-20671", "3c-20692"} <= {row.key for row in last.children}
    assert after.row is None
    assert [row.key for row in after.holders] == ["3c-509"]


def test_the_new_province_holds_the_people_of_both_old_ones() -> None:
    figures = {figure.indicator: figure for figure in unit_page("2c-48", AFTER).figures}
    assert figures["population"].value == 1495812 + 1134310
    assert figures["population"].complete is Truth.YES


def test_an_unknown_key_has_no_page() -> None:
    assert unit_page("9c-1", AFTER) is None


def test_people_of_the_home_province_only() -> None:
    answer = people_on(AFTER)
    assert (answer.people.total, answer.people.urban) == (1495812, 379638)
    assert (len(answer.spread.units), len(answer.spread.unplaced)) == (78, 17)


@pytest.mark.parametrize(("day", "known"), [(date(2018, 1, 1), None), (AFTER, date(2020, 1, 1))])
def test_before_the_census_or_before_it_was_recorded_nothing_is_known(day: date, known: date | None) -> None:
    assert people_on(day, known) is None


@pytest.mark.parametrize(
    ("longitude", "latitude", "keys"),
    [(108.3380, 15.8801, ["2c-48", "2c-20410"]), (100.0, 10.0, []), (110.0, 16.0, [])],
)
def test_the_units_at_a_point(longitude: float, latitude: float, keys: list[str]) -> None:
    assert [row.key for row in units_at(longitude, latitude, AFTER)] == keys


def test_the_number_of_queries_does_not_grow_with_the_rows() -> None:
    calls = (
        lambda: units_on(AFTER, outlines=True),
        lambda: unit_page("2c-48", AFTER),
        lambda: people_on(AFTER),
        lambda: units_at(108.3, 15.9, AFTER),
    )

    def queries(call) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            call()
        return len(captured)

    before = [queries(call) for call in calls]
    source = Source.objects.get(key="units-2025")
    for number in range(40):
        unit = Unit(
            key=f"2c-9{number}", name=f"Xã {number}", kind="Xã", level=3, parent_key="2c-48", folded="x",
            source=source, starts_earliest=date(2025, 7, 1), starts_latest=date(2025, 7, 1),
            ends_earliest=date.max, ends_latest=date.max,
        )  # fmt: skip
        unit.save()
    assert len(units_on(AFTER, level=3)) == 134
    assert [queries(call) for call in calls] == before
    assert max(before) <= 16


def test_nothing_was_known_before_the_load() -> None:
    before = timezone.localdate() - timedelta(days=1)
    assert units_on(AFTER, before) == []
    assert unit_page("2c-20413", AFTER, before) is None
