"""Ties between words and records: exact before near, an officer's choice before any of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dothi.law import load_law
from dothi.places.pack import read_pack
from dothi.programme.items import drafts_of
from dothi.programme.linking import Link, Measure, link_of, links_of, measure_of
from dothi.programme.names import Register
from dothi.programme.pack_names import bodies_of, register_of
from dothi.programme.read import read_file

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "src" / "dothi" / "provinces" / "quang-nam"


@pytest.fixture(scope="module")
def register() -> Register:
    return register_of(read_pack(PACK), bodies_of(PACK), date(2022, 6, 1))


@pytest.fixture(scope="module")
def measures() -> list[Measure]:
    rows = load_law(PACK / "law").tables["indicators"].every_row
    return [Measure(row.code, row.title_vi, row.unit) for row in rows]


def test_targets_of_the_action_programme_are_tied_to_their_indicators(measures: list[Measure]) -> None:
    found = read_file(PACK / "programme-06.txt")
    tied = [
        (d.fields["year_to"], m[0].code if (m := measure_of(d.fields, measures)) else None)
        for d in drafts_of(found)
        if d.kind == "target"
    ]
    assert tied == [
        (2025, "urbanisation-rate"),
        (2030, "urbanisation-rate"),
        (2025, "towns"),
        (2030, "towns"),
        (2025, "towns-with-plans"),
        (2025, None),
        (2030, None),
        (2025, "road-land-share"),
        (2030, "road-land-share"),
        (2025, "green-per-person"),
        (2030, "green-per-person"),
        (None, None),
        (2025, None),
        (2025, None),
        (2030, None),
        (None, None),
    ]  # fmt: skip


def test_another_unit_is_another_indicator(measures: list[Measure]) -> None:
    assert measure_of({"indicator": "Tỷ lệ đô thị hóa", "unit": "người"}, measures) is None
    assert measure_of({"indicator": "Tỷ lệ đô thị hóa", "unit": "%", "place": "Tam Kỳ"}, measures) is None
    found = measure_of({"indicator": "tỷ lệ đô thị hoá", "unit": "%"}, measures)
    assert found is not None
    assert (found[0].code, found[1]) == ("urbanisation-rate", 1.0)


def test_two_indicators_equally_near_are_none() -> None:
    twins = [Measure("a", "Đất cây xanh", "ha"), Measure("b", "Đất cây xanh", "ha")]
    assert measure_of({"indicator": "đất cây xanh", "unit": "ha"}, twins) is None
    assert measure_of({"indicator": ""}, twins) is None


def test_names_find_towns_before_units_and_units_where_there_is_no_town(register: Register) -> None:
    assert link_of("Tam Kỳ", register) == Link("town", "tam-ky")
    assert link_of("Duy Xuyên", register) == Link("unit", "3c-508")
    assert link_of("Ban Tuyên giáo Tỉnh ủy", register) == Link("body", "quang-nam-ban-tuyen-giao")
    assert link_of("Praq", register) == Link("town", "prao")
    assert link_of("Nơi không có", register) is None


def test_a_chain_is_tied_to_each_of_its_members(register: Register) -> None:
    fields = {
        "name": "chuỗi đô thị phía Nam",
        "town_key": None,
        "members": ["Phú Ninh", "Tam Kỳ", "Núi Thành"],
    }
    assert links_of("town", fields, register) == [
        Link("unit", "3c-518"),
        Link("town", "tam-ky"),
        Link("town", "nui-thanh"),
    ]


def test_the_officers_choice_goes_before_the_name(register: Register) -> None:
    chosen = {"name": "Tam Kỳ", "town_key": "nui-thanh", "members": [], "within": None}
    assert links_of("town", chosen, register) == [Link("town", "nui-thanh")]
    assert links_of("duty", {"name": "Tỉnh ủy", "body_key": "x"}, register) == [Link("body", "x")]
    assert links_of("target", {"measure": "towns", "place": "Hội An"}, register) == [
        Link("indicator", "towns"),
        Link("town", "hoi-an"),
    ]


def test_a_name_means_the_unit_that_stood_when_the_text_was_written() -> None:
    pack = read_pack(PACK)
    assert link_of("Phú Ninh", register_of(pack, day=date(2022, 6, 1))) == Link("unit", "3c-518")
    later = link_of("Phú Ninh", register_of(pack, day=date(2026, 1, 1)))
    assert later is not None
    assert later.key.startswith("2c-")
    assert link_of("Phú Ninh", register_of(pack)) is None
