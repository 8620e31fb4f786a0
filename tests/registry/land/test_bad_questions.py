"""What people ask wrongly: each gets one sentence that says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shapely

from dothi.base.errors import InputError
from dothi.land.record import Verdict
from dothi.registry.land.asked import Asked, by_corners, by_geojson, by_point
from dothi.registry.land.asking import ask
from dothi.registry.land.parcels import by_parcel

pytestmark = pytest.mark.usefixtures("quang_nam")
DAY = date(2025, 7, 1)
BOW = shapely.Polygon([(108.474, 15.573), (108.475, 15.574), (108.475, 15.573), (108.474, 15.574)])


def parcel(text: str) -> Callable[[], Asked]:
    return lambda: by_parcel(text, DAY)


@pytest.fixture
def recorded(lake: Any, world_of: Any, db: None) -> None:
    """One parcel of Xã Tam Xuân I on record."""
    made = world_of("registry/land")
    made.build_units()
    made.cadastre(lake, ("12", "345", made.WEST))


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("ask_for", "code", "wrong", "to_do"),
    [
        (lambda: by_point("16.5, 112.3"), "land.outside", "ngoài phạm vi của tỉnh", "Kiểm tra lại tọa độ"),
        (lambda: by_point("15.5, 105.3"), "land.outside", "ngoài phạm vi của tỉnh", "của địa phương đó"),
        (lambda: by_point("48.85, 2.35"), "point.off-vietnam", "không thể là tọa độ", "vĩ độ 8-24"),
        (parcel("12/999 Tam Xuân I"), "parcel.not-there", "Không có thửa 999, tờ 12", "tờ và thửa"),
        (parcel("12/345 Hội An Đông"), "parcel.no-cadastre", "chưa được ghi nhận ở đây", "theo tọa độ"),
        (parcel("12/345 Nơi Không Có"), "parcel.no-commune", "Không có xã, phường", "Kiểm tra tên xã"),
        (
            lambda: by_geojson(shapely.geometry.mapping(BOW)),
            "land.crosses-itself", "Đường biên tự cắt", "thứ tự các điểm",
        ),
        (
            lambda: by_corners("1 1722500 577400\n2 1722500 577430\n3 17225x0 577430\n4 1722520 577400"),
            "corners.unreadable-row", "«3 17225x0 577430» không có đúng hai tọa độ", "Mỗi dòng một điểm",
        ),
        (
            lambda: by_corners("1 1722500 577400\n2 577430 1722500\n3 1722520 577430\n4 1722520 577400"),
            "corners.swapped-row", "2", "",
        ),
    ],
)  # fmt: skip
def test_a_sentence_says_what_is_wrong_and_what_to_do(
    ask_for: Callable[[], Asked], code: str, wrong: str, to_do: str
) -> None:
    with pytest.raises(InputError) as caught:
        ask_for()
    fault = caught.value.faults[0]
    assert fault.code == code
    assert wrong in fault.vi
    assert to_do in fault.remedy_vi
    assert fault.remedy_vi
    assert fault.en
    assert fault.remedy_en


def test_a_day_before_any_plan_is_not_known_and_never_no(world: Any) -> None:
    asked = by_point("1722550 577450")
    answer = ask(asked.piece, date(1999, 1, 1))
    assert {level.verdict for level in answer.levels} == {Verdict.UNKNOWN}
    assert all(level.reason.vi and level.reason.en for level in answer.levels)


def test_one_point_on_three_days(world: Any) -> None:
    """Replaced in mid-2025: the old plan on 30/6, the new one on 1/7, none before either was known."""
    asked = by_point("1722550 577450")

    def general(day: date, known_on: date | None = None) -> Any:
        levels = ask(asked.piece, day, known_on).levels
        return next(level for level in levels if level.level == "general")

    shown = [general(day).plans[0] for day in (date(2025, 6, 30), DAY)]
    assert [plan.zones[0].function for plan in shown] == ["qpk.nhom-nha-o", "qpk.duong-giao-thong"]
    assert [plan.facts.decision_number for plan in shown] == ["MH-01/QĐ", "MH-02/QĐ"]
    early = general(DAY, date(2020, 1, 1))
    assert (early.verdict, early.plans) == (Verdict.UNKNOWN, ())
