from __future__ import annotations

from datetime import date

import pytest

from dothi.base.time import Truth
from dothi.registry.places.town_queries import town_page, towns_on

pytestmark = pytest.mark.usefixtures("province")
AFTER = date(2026, 1, 1)


def classes(day: date) -> dict[str, list[tuple[str, str]]]:
    return {row.key: [(item.rule_set, item.class_code) for item in row.classes] for row in towns_on(day)}


def test_nineteen_recognised_towns_at_the_end_of_2019_with_their_classes() -> None:
    found = classes(date(2019, 12, 31))
    assert len(found) == 19
    assert found["tam-ky"] == [("nq1210-2016", "II")]
    assert found["hoi-an"] == [("nq1210-2016", "III")]
    assert found["dien-ban"] == [("nq1210-2016", "IV")]
    assert sum(pairs == [("nq1210-2016", "V")] for pairs in found.values()) == 16


def test_the_same_towns_in_2026_by_the_transition_rule() -> None:
    found = classes(AFTER)
    assert found["tam-ky"] == found["hoi-an"] == [("nq111-2025", "II")]
    assert found["dien-ban"] == found["nui-thanh"] == found["a-tieng"] == [("nq111-2025", "III")]
    rows = {row.key: row for row in towns_on(AFTER)}
    assert all(item.derived and item.basis for item in rows["hoi-an"].classes)


def test_nui_thanh_between_two_classes() -> None:
    row = next(row for row in towns_on(date(2022, 6, 1)) if row.key == "nui-thanh")
    assert {(item.class_code, item.holds) for item in row.classes} == {
        ("V", Truth.UNKNOWN),
        ("IV", Truth.UNKNOWN),
    }


def test_planned_towns_have_no_class() -> None:
    planned = towns_on(AFTER, status="planned")
    assert {row.key for row in planned} == {
        "duy-hai-duy-nghia", "binh-minh", "binh-hai", "viet-an", "tac-po", "dai-hiep", "tam-dan",
    }  # fmt: skip
    assert all(row.classes == () for row in planned)


def test_planned_towns_are_not_there_before_their_document() -> None:
    assert {row.status for row in towns_on(date(2021, 12, 31))} == {"recognised"}
    row = next(row for row in towns_on(date(2022, 6, 1)) if row.key == "tac-po")
    assert row.holds is Truth.UNKNOWN


def test_a_city_covers_its_district_and_then_its_wards() -> None:
    before, after = town_page("hoi-an", date(2025, 6, 30)), town_page("hoi-an", AFTER)
    assert [(row.name, row.coverage, row.derived) for row in before.units] == [
        ("Thành phố Hội An", "full", False)
    ]
    assert [(row.key, row.coverage) for row in after.units] == [
        ("2c-20401", "full"), ("2c-20410", "full"), ("2c-20413", "full"), ("2c-20434", "full"),
    ]  # fmt: skip
    people = [
        [row.value for row in page.figures if row.indicator == "population"] for page in (before, after)
    ]
    assert people == [[98599], [98599]]


def test_a_town_whose_people_are_partly_unplaced_says_so() -> None:
    figure = town_page("tam-ky", AFTER).figures[0]
    assert figure.value == 122374 - 4331
    assert figure.complete is Truth.UNKNOWN
    assert figure.perhaps_lacking == ("Phường Phước Hòa",)


def test_a_town_that_covers_part_of_a_unit_has_no_figure() -> None:
    page = town_page("nam-phuoc", AFTER)
    assert [(row.key, row.coverage) for row in page.units] == [("2c-20599", "part")]
    assert page.figures == ()


def test_other_spellings_are_listed_with_their_reason() -> None:
    page = town_page("prao", AFTER)
    assert {row.name for row in page.aliases} == {"Prao", "Praq", "P Rao"}
    assert all(row.note and row.reason == "spelling" for row in page.aliases)
    assert page.row.region == "Phía Tây"


def test_class_history_names_its_source() -> None:
    ((record, source),) = town_page("hoi-an", AFTER).class_history
    assert (record.class_code, source.key, source.confidence) == ("III", "towns-2019", "secondary")


def test_an_unknown_town_has_no_page() -> None:
    assert town_page("sai-gon", AFTER) is None
