"""Parcels found by number, in communes of before and after 1/7/2025, and what is said where none is.

The western parcel lies in the western zone of the plan, 20 x 30 m; the others beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from types import ModuleType
from typing import Any

import geopandas as gpd
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.land.record import Verdict
from dothi.registry.audit.models import AuditEntry
from dothi.registry.land.asking import ask
from dothi.registry.land.cadastre import units_of, withdraw_cadastre
from dothi.registry.land.communes import Communes
from dothi.registry.land.extracts import Kept, make_extract
from dothi.registry.land.models import ParcelLayer
from dothi.registry.land.parcels import by_parcel
from dothi.registry.land.sources import referenced_themes

pytestmark = pytest.mark.usefixtures("quang_nam")
OLD, SECOND, NEW = "3c-20968", "3c-20971", "2c-20971"  # Xã Tam Xuân I and II went into Xã Tam Xuân
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
WEST = shapely.box(577410, 1722510, 577430, 1722540)
EAST = shapely.box(577510, 1722510, 577530, 1722540)


@pytest.fixture(scope="session")
def land_world(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/land")


@pytest.fixture
def cadastre(db: None, land_world: ModuleType, lake: Any) -> Callable[..., ParcelLayer]:
    """Puts a snapshot on record; the communes are there."""
    land_world.build_units()
    return partial(land_world.cadastre, lake)


def refused(text: str, day: date = AFTER) -> Any:
    with pytest.raises(InputError) as caught:
        by_parcel(text, day)
    return caught.value.faults[0]


@pytest.mark.parametrize(
    "text",
    ["tờ 12 thửa 345 xã Tam Xuân I", "thửa 345 tờ 12, Tam Xuân I, huyện Núi Thành", "12/345 tam xuan i"],
)
def test_an_old_commune_finds_its_parcel_and_the_answer_says_where_it_is_now(
    cadastre: Any, text: str
) -> None:
    row = cadastre(("12", "345", WEST), ("12", "346", EAST))
    asked = by_parcel(text, AFTER)
    assert asked.piece.measured_m2 == pytest.approx(600)
    assert asked.piece.registered_m2 == 610
    facts = asked.piece.parcel
    assert facts is not None
    assert (facts.sheet, facts.parcel, facts.unit, facts.now) == (
        "12",
        "345",
        "Xã Tam Xuân I",
        ("Xã Tam Xuân",),
    )
    assert (facts.layer, facts.since) == (row.layer, date(2024, 1, 1))
    assert asked.notes[1].vi == "Ngày 1/7/2025, thửa này thuộc Xã Tam Xuân"
    before = by_parcel(text, BEFORE)
    assert before.piece.parcel is not None
    assert before.piece.parcel.now == ("Xã Tam Xuân I",)
    assert len(before.notes) == 1


def test_the_new_commune_finds_what_was_counted_in_the_old_ones(cadastre: Any) -> None:
    cadastre(("12", "345", WEST))
    asked = by_parcel("12/345 xã Tam Xuân", AFTER)
    assert asked.piece.parcel is not None
    assert asked.piece.parcel.unit == "Xã Tam Xuân I"
    assert "Xã Tam Xuân II" in asked.notes[-1].vi  # nobody put its cadastre on record: it may have one too
    cadastre(("12", "345", EAST), unit=SECOND)
    fault = refused("12/345 xã Tam Xuân")
    assert fault.code == "parcel.several"
    assert "Xã Tam Xuân I: 600,0 m² tại 15.57" in fault.vi
    assert "Xã Tam Xuân II: 600,0 m²" in fault.vi


def test_a_cadastre_of_the_new_commune_replaces_those_of_the_old_ones(cadastre: Any) -> None:
    cadastre(("12", "345", WEST))
    cadastre(("12", "345", EAST), unit=NEW, since=date(2026, 1, 1))
    asked = by_parcel("12/345 Tam Xuan", date(2026, 2, 1))
    assert asked.piece.shape.bounds[0] == pytest.approx(577510)
    assert by_parcel("12/345 Tam Xuân I", date(2026, 2, 1)).piece.shape.bounds[0] == pytest.approx(577410)


def test_of_two_snapshots_the_one_of_the_day_counts_and_another_day_is_said(cadastre: Any) -> None:
    cadastre(("12", "345", WEST))
    cadastre(("12", "345", EAST), since=date(2025, 3, 1))
    assert by_parcel("12/345 Tam Xuân I", date(2025, 2, 28)).piece.shape.bounds[0] == pytest.approx(577410)
    assert by_parcel("12/345 Tam Xuân I", date(2025, 3, 1)).piece.shape.bounds[0] == pytest.approx(577510)
    early = by_parcel("12/345 Tam Xuân I", date(2020, 1, 1))
    assert "từ ngày 1/1/2024, không phải của ngày hỏi" in early.notes[-1].vi


def test_an_unknown_cadastre_is_not_an_unknown_parcel(cadastre: Any) -> None:
    cadastre(("12", "345", WEST))
    fault = refused("12/346 Tam Xuân I")
    assert fault.code == "parcel.not-there"
    assert "Địa chính 3c-20968, Xã Tam Xuân I, ngày 1/1/2024" in fault.vi
    fault = refused("12/345 phường Hội An Đông")
    assert fault.code == "parcel.no-cadastre"
    assert "Phường Hội An Đông chưa được ghi nhận" in fault.vi


def test_an_old_name_leads_to_the_cadastre_of_today(cadastre: Any) -> None:
    cadastre(("12", "345", WEST), unit=NEW)
    fault = refused("12/345 Tam Xuân I")
    assert fault.code == "parcel.no-cadastre"
    assert fault.remedy_vi.startswith("Có bản đồ địa chính của Xã Tam Xuân: hỏi bằng")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("tờ 12 thửa 345", "parcel.no-place", "tên xã, phường"),
        ("12/345 Tam Xuânn II", "parcel.no-commune", "gần giống: Xã Tam Xuân II"),
        ("12/345 Tam Xuân I, huyện Duy Xuyên", "parcel.no-commune", "huyện"),
        ("thửa 345 Tam Xuân I", "parcel.unreadable", "12/345"),
    ],
)
def test_what_cannot_be_found_says_what_to_do(cadastre: Any, text: str, code: str, says: str) -> None:
    cadastre(("12", "345", WEST))
    fault = refused(text)
    assert fault.code == code
    assert says in fault.sentence()
    assert fault.remedy_en


def test_two_outlines_of_one_number_are_told_apart_by_their_places(cadastre: Any) -> None:
    cadastre(("12", "345", WEST), ("012", "345", EAST))
    fault = refused("12/345 Tam Xuân I")
    assert fault.code == "parcel.several"
    assert fault.vi.count("m² tại") == 2


def test_the_answer_of_a_parcel_is_that_of_its_day_and_of_what_was_known(cadastre: Any, world: Any) -> None:
    cadastre(("12", "345", WEST), illustrative=True)
    shown = {}
    for day in (BEFORE, AFTER):
        asked = by_parcel("12/345 Tam Xuân I", day)
        answer = ask(asked.piece, day, None, asked.notes)
        general = next(level for level in answer.levels if level.level == "general")
        assert general.verdict is Verdict.APPLIES
        assert answer.illustrative
        (zone,) = general.plans[0].zones
        assert zone.share is not None
        assert zone.share.of_registered == pytest.approx(600 / 610)
        shown[day] = zone.function
    assert shown == {BEFORE: "qpk.nhom-nha-o", AFTER: "qpk.duong-giao-thong"}
    asked = by_parcel("12/345 Tam Xuân I", AFTER, date(2024, 1, 1))
    assert "ghi nhận sau ngày hiểu biết" in asked.notes[-1].vi
    answer = ask(asked.piece, AFTER, date(2024, 1, 1), asked.notes)
    assert {level.verdict for level in answer.levels} == {Verdict.UNKNOWN}


def test_a_snapshot_is_recorded_once_and_withdrawn_with_a_reason(cadastre: Any) -> None:
    row = cadastre(("12", "345", WEST))
    with pytest.raises(InputError) as caught:
        cadastre(("12", "345", WEST))
    assert caught.value.code == "cadastre.twice"
    assert row.layer in referenced_themes()
    with pytest.raises(InputError):
        withdraw_cadastre(None, row.pk, " ")
    withdraw_cadastre(None, row.pk, "Nhập nhầm")
    assert row.layer not in referenced_themes()
    assert [one.action for one in AuditEntry.objects.order_by("pk")][-2:] == [
        "land.cadastre",
        "land.cadastre_withdraw",
    ]
    assert refused("12/345 Tam Xuân I").code == "parcel.no-cadastre"
    with pytest.raises(InputError) as caught:
        withdraw_cadastre(None, row.pk, "Lần nữa")
    assert caught.value.code == "cadastre.none"


def test_no_owner_reaches_the_lake(cadastre: Any, lake: Any) -> None:
    row = cadastre(("12", "345", WEST))
    with lake.open_version(row.layer).open_data() as stream:
        assert "Trần".encode() not in stream.read()


def test_communes_by_code_name_and_key_and_namesakes_are_refused(cadastre: Any) -> None:
    communes = Communes.load()
    assert communes.by_code("3c-20968") == OLD
    assert communes.by_code("Xã Tam Xuân I") == OLD
    assert communes.by_code("20971") == ""  # two lists use one number
    frame = gpd.GeoDataFrame({"xa": ["20971"]}, geometry=[WEST], crs=5899)
    with pytest.raises(InputError) as caught:
        units_of(frame, communes, field="xa")
    assert "«20971»" in caught.value.faults[0].vi


def test_an_extract_of_a_parcel_holds_its_outline_and_its_numbers(cadastre: Any, world: Any) -> None:
    row = cadastre(("12", "345", WEST))
    asked = by_parcel("12/345 Tam Xuân I", AFTER)
    said = Kept(make_extract(None, asked, AFTER)).said
    assert said["answer"]["parcel"]["layer"] == row.layer
    assert (said["answer"]["parcel"]["sheet"], said["answer"]["registered_m2"]) == ("12", 610)
    assert shapely.geometry.shape(said["land"]).equals(asked.piece.shape)
