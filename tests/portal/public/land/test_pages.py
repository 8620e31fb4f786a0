"""What applies to a piece of land: the page, and the panel's card.

The plan is one of six squares of a hectare from X 1.722.500, Y 577.400 on; its tolerance is 0.4 m.
"""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from dothi.base.errors import Fault, UnusableError
from dothi.lake import Source
from dothi.portal.public.land import words
from dothi.registry.land import sources
from dothi.registry.land.recording import ThemeEntry, record_theme, store_theme

pytestmark = pytest.mark.django_db
PAGE, CARD = "/tra-cuu/", "/tra-cuu/the/"
HOUSING_POINT = "1722550 577450"
TOURISM_POINT = "1722550 577550"
BEFORE, AFTER = "2025-06-30", "2025-07-01"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\u00a0", " ")


def table(west: float, south: float, width: float, height: float) -> str:
    """A corner table: X is north."""
    corners = [(south, west), (south, west + width), (south + height, west + width), (south + height, west)]
    return "\n".join(f"{at} {north} {east}" for at, (north, east) in enumerate(corners, start=1))


def ask(client: Any, day: str = BEFORE, **values: str) -> str:
    answer = client.get(PAGE, {"ngay": day, **values})
    assert answer.status_code == 200
    return plain(answer.text)


def level(text: str, title: str, following: str) -> str:
    """What the page says of one level."""
    return text.split(f" {title} ", 1)[1].split(f" {following} ", 1)[0]


def test_a_point_names_plan_zone_and_limits(client: Any, plan: Any) -> None:
    text = ask(client, diem=HOUSING_POINT)
    zoning = level(text, "Quy hoạch phân khu", "Quy hoạch chi tiết")
    assert zoning.startswith("Áp dụng")
    assert "Quy hoạch phân khu Một Dữ liệu minh họa MH-01/QĐ, 20/4/2023, UBND tỉnh · phiên bản 1" in zoning
    assert "Từ 1/5/2023 đến hết 30/6/2025" in zoning
    assert "O-1" in zoning
    assert "Mật độ xây dựng 40 %" in zoning
    assert "O-2" not in zoning
    assert "Tọa độ hiểu là VN-2000, 107°45′" in text
    assert "không phải văn bản cung cấp thông tin quy hoạch của cơ quan có thẩm quyền" in text
    version = plan.plan.versions.get(number=1)
    assert f"mã kiểm tra {version.digest[:12]} " in zoning
    assert version.digest not in zoning


def test_a_level_without_a_plan_is_not_known(client: Any, plan: Any) -> None:
    text = ask(client, diem=HOUSING_POINT)
    detailed = level(text, "Quy hoạch chi tiết", "Hiện trạng và hạn chế khác")
    assert detailed.startswith("Chưa có dữ liệu")
    assert "chưa phải là không có quy hoạch" in detailed
    assert "Không áp dụng" not in text
    assert "Ngập lụt, thoát lũ Chưa có dữ liệu" in text


def test_the_day_decides_which_version_answers(client: Any, plan: Any) -> None:
    before = level(ask(client, BEFORE, diem=TOURISM_POINT), "Quy hoạch phân khu", "Quy hoạch chi tiết")
    after = level(ask(client, AFTER, diem=TOURISM_POINT), "Quy hoạch phân khu", "Quy hoạch chi tiết")
    assert "phiên bản 1" in before
    assert "phiên bản 2" in after
    assert ("Du lịch" in before, "Du lịch" in after) == (True, False)
    assert "O-2" in after


def test_before_a_plan_was_recorded_nothing_is_known(client: Any, plan: Any) -> None:
    text = ask(client, diem=HOUSING_POINT, biet="2020-01-01")
    assert "theo điều đã biết đến hết 1/1/2020" in text
    assert level(text, "Quy hoạch phân khu", "Quy hoạch chi tiết").startswith("Chưa có dữ liệu")


def test_a_parcel_is_divided_among_its_zones(client: Any, plan: Any) -> None:
    # 100 m by 100 m around a corner of four zones: 2.500 m² each, a quarter of 10.000, a fifth of 12.500.
    text = ask(client, goc=table(577450, 1722550, 100, 100), **{"dien-tich": "12.500 m²"})
    assert "Diện tích đo 10.000,0 m²" in text
    assert "Trên giấy tờ 12.500 m²" in text
    assert text.count("2.500,0 m² 25,0 % diện tích đo 20,0 % diện tích trên giấy") == 4


def test_a_form_leads_to_an_address_that_can_be_kept(client: Any, plan: Any) -> None:
    sent = client.post(f"{PAGE}?ngay={BEFORE}", {"goc": table(577450, 1722550, 100, 100)})
    assert sent.status_code == 302
    assert f"ngay={BEFORE}" in sent["Location"]
    text = plain(client.get(sent["Location"]).text)
    assert text.count("2.500,0 m² 25,0 % diện tích đo") == 4
    assert "diện tích trên giấy" not in text


def test_a_table_too_long_for_an_address_is_answered_at_once(client: Any, plan: Any) -> None:
    south = [f"{number} 1722550 {577450 + number}" for number in range(100)]
    north = [f"{100 + number} 1722650 {577550 - number}" for number in range(100)]
    answer = client.post(f"{PAGE}?ngay={BEFORE}", {"goc": "\n".join(south + north)})
    assert answer.status_code == 200
    assert "địa chỉ trang không mang được" in plain(answer.text)
    # Sides of 99 m, the upper one shifted by 1 m: a parallelogram 99 m by 100 m.
    assert "Diện tích đo 9.900,0 m²" in plain(answer.text)


def test_land_without_a_zone_and_land_without_a_plan(client: Any, plan: Any) -> None:
    # The zone in the middle of the upper row is gone in the second version: a quarter has none.
    text = ask(client, AFTER, goc=table(577450, 1722550, 100, 100))
    assert "Trong ranh giới đồ án, không có ô chức năng: 2.500,0 m² 25,0 % diện tích đo" in text
    # The boundary ends at Y 577.700: half of a parcel astride of it has no plan.
    text = ask(client, BEFORE, goc=table(577650, 1722510, 100, 50))
    assert "Không đồ án nào của cấp này trong hệ thống phủ: 2.500,0 m² 50,0 % diện tích đo" in text


def test_the_largest_area_is_answered(client: Any, plan: Any) -> None:
    assert "Diện tích đo 25.000.000,0 m²" in ask(client, goc=table(575000, 1720000, 5000, 5000))


def test_many_zones_are_added_up_by_function(client: Any, plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # The whole plan, 60.000 m²: two hectares of housing, a third, and one each of tourism, green and none.
    monkeypatch.setattr(words, "AT_A_GLANCE", 2)
    answer = client.get(PAGE, {"ngay": BEFORE, "goc": table(577400, 1722500, 300, 200)}).text
    sums = plain(answer.split('class="land-sums"')[1].split("</ul>")[0])
    assert "Nhóm nhà ở 20.000,0 m² 33,3 % diện tích đo" in sums
    assert sums.count("10.000,0 m² 16,7 % diện tích đo") == 3
    assert "3 ô nhỏ hơn" in plain(answer)
    assert answer.count('class="land-zone"') == 5


def test_a_strip_stands_apart(client: Any, plan: Any) -> None:
    # 50,2 m by 50 m, of which 0,2 m lie over the border of O-2: 10 m² of 2.510 m², 0,4 %.
    answer = client.get(PAGE, {"ngay": BEFORE, "goc": table(577450, 1722510, 50.2, 50)}).text
    zones, strips = answer.split('class="land-strips"')
    assert "O-1" in zones
    assert "O-2" not in zones.split("land-level")[-1]
    assert "1 dải hẹp Nơi nào cũng hẹp hơn 0,4 m" in plain(strips)
    assert "10,0 m² 0,4 % diện tích đo" in plain(strips)


def test_a_drawn_area(client: Any, plan: Any) -> None:
    carry = Transformer.from_crs(5899, 4326, always_xy=True).transform
    ring = [(577450, 1722550), (577550, 1722550), (577550, 1722650), (577450, 1722650), (577450, 1722550)]
    west, north = carry(577450, 1722550)
    assert (round(west, 1), round(north, 1)) == (108.5, 15.6)
    shape = {"type": "Polygon", "coordinates": [[carry(*corner) for corner in ring]]}
    text = plain(client.get(CARD, {"ngay": BEFORE, "hinh": json.dumps(shape)}).text)
    assert "Vùng đã vẽ" in text
    assert text.count("25,0 % diện tích đo") == 4


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"diem": "15.57"}, "diem", "có 1 con số đọc được, cần đúng hai"),
        ({"diem": "21.03, 105.85"}, "diem", "nằm ngoài phạm vi của tỉnh"),
        ({"goc": "1 1722550 577450"}, "goc", ""),
        ({"goc": "1 1 1\n2 2 3\n3 3 9"}, "goc", ""),
        ({"goc": "xxx", "dien-tich": "mười"}, "dien-tich", "mười"),
        # 5.001 m by 5.000 m, a hair over 25 km².
        ({"goc": table(575000, 1720000, 5001, 5000)}, "goc", "rộng quá 25 km²"),
        ({"hinh": "{}"}, "hinh", "Vẽ lại vùng trên bản đồ"),
        ({"hinh": "[" * 3000}, "hinh", "Vẽ lại vùng trên bản đồ"),
        ({"diem": HOUSING_POINT, "he": "EPSG:1"}, "he", ""),
    ],
)
def test_a_refusal_stands_beside_its_field(
    client: Any, plan: Any, values: dict[str, str], field: str, said: str
) -> None:
    answer = client.get(PAGE, values)
    assert answer.status_code == 400
    found = re.search(rf'id="{field}-error">.*?</p>', answer.text, re.DOTALL)
    assert found is not None
    assert said in plain(found[0])
    assert 'class="land-answer"' not in answer.text


def test_metres_of_another_zone_ask_which(client: Any, plan: Any) -> None:
    # The point of O-1 in the zone of 6° of 111°, found independently of the program by PROJ.
    east, north = Transformer.from_crs(5899, 3406, always_xy=True).transform(577450, 1722550)
    typed = f"{north:.2f} {east:.2f}"
    answer = client.get(PAGE, {"ngay": BEFORE, "diem": typed})
    assert answer.status_code == 400
    ways = re.findall(r'name="he" value="([^"]+)"', answer.text)
    assert "3406" in ways
    text = ask(client, diem=typed, he="3406")
    assert "O-1" in level(text, "Quy hoạch phân khu", "Quy hoạch chi tiết")


def test_a_name_leads_to_the_map(client: Any, plan: Any, quang_nam: None) -> None:
    answer = client.get(PAGE, {"diem": "huyen duy xuyen", "ngay": "2024-12-31"})
    assert answer.status_code == 200
    assert '"/?chon=3c-508&amp;ngay=2024-12-31"' in answer.text


def test_without_a_province_nothing_can_be_asked(client: Any, db: None, no_province: None) -> None:
    answer = client.get(PAGE, {"diem": HOUSING_POINT})
    assert answer.status_code == 503
    assert "Chưa có dữ liệu của tỉnh nào để tra cứu" in plain(answer.text)


def test_a_plan_that_cannot_be_read_is_not_known(
    client: Any, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_name: str) -> Any:
        raise UnusableError(Fault("lake.unreachable", "Kho không trả lời", "The lake does not answer"))

    monkeypatch.setattr(sources, "opened_layer", broken)
    zoning = level(ask(client, diem=HOUSING_POINT), "Quy hoạch phân khu", "Quy hoạch chi tiết")
    assert zoning.startswith("Chưa rõ Không đọc được nội dung đồ án: Kho không trả lời")
    assert "Quy hoạch phân khu Một" in zoning


def test_the_day_form_and_its_stops_keep_the_question(client: Any, plan: Any) -> None:
    answer = client.get(PAGE, {"diem": HOUSING_POINT, "ngay": BEFORE}).text
    assert '<input type="hidden" name="diem" value="1722550 577450">' in answer
    stops = re.findall(r'<a href="([^"]+)" data-day-stop', answer)
    assert stops
    assert all("diem=1722550+577450" in stop for stop in stops)


def test_the_card_is_a_part_of_a_page_and_leads_to_all_of_it(client: Any, plan: Any) -> None:
    answer = client.get(CARD, {"diem": HOUSING_POINT, "ngay": BEFORE})
    assert "<html" not in answer.text
    east, north = Transformer.from_crs(5899, 4326, always_xy=True).transform(577450, 1722550)
    found = re.search(r'data-point="([0-9.]+),([0-9.]+)"', answer.text)
    assert found is not None
    assert (float(found[1]), float(found[2])) == pytest.approx((east, north), abs=1e-6)
    assert f"/tra-cuu/?ngay={BEFORE}&amp;diem=1722550+577450" in answer.text
    refused = client.get(CARD, {"diem": "21.03, 105.85"})
    assert refused.status_code == 400
    assert "nằm ngoài phạm vi của tỉnh" in plain(refused.text)


def test_english(client: Any, plan: Any) -> None:
    client.cookies["django_language"] = "en"
    text = ask(client, diem=HOUSING_POINT)
    assert "Zoning plan" in text
    assert "that does not mean that there is none" in text


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["diem", "goc", "hinh", "dien-tich", "he"]), text=st.text(max_size=60))
def test_whatever_is_typed_is_answered_or_refused(client: Any, plan: Any, name: str, text: str) -> None:
    answer = client.get(PAGE, {"goc": table(577450, 1722550, 100, 100), name: text})
    assert answer.status_code in {200, 400}


def current_use(lake: Any, *items: tuple[str, Any]) -> None:
    entry = ThemeEntry("current-use", "Hiện trạng 2022", "BC 7", date(2022, 1, 1), 5_000, illustrative=True)
    codes, shapes = [code for code, _ in items], [shape for _, shape in items]
    frame = gpd.GeoDataFrame({"maLoaiDat": codes}, geometry=shapes, crs=5899)
    version = store_theme(lake, frame, entry, Source("ht.gpkg", "0" * 64, 1), datetime.now(UTC))
    record_theme(None, entry, version, None)


def test_the_page_says_what_change_of_use_asks_for(client: Any, plan: Any, lake: Any) -> None:
    """A quarter each of four zones; rice lies on the western half only."""
    current_use(lake, ("LUC", shapely.box(577400, 1722500, 577500, 1722700)))
    text = ask(client, AFTER, goc=table(577450, 1722550, 100, 100))
    zoning = level(text, "Quy hoạch phân khu", "Quy hoạch chi tiết")
    uses = zoning.split("Chuyển mục đích sử dụng đất ", 1)[1]
    assert uses.startswith("Dữ liệu minh họa Phải được phép chuyển mục đích")
    assert "Đất trồng lúa LUC →" in uses
    assert "Điều 121 khoản 1 điểm b" in uses
    assert "phải có nghị quyết của Hội đồng nhân dân cấp tỉnh" in uses
    assert "Hiện trạng theo: Hiện trạng 2022, BC 7" in uses
    data = client.get("/api/v1/land", {"point": HOUSING_POINT, "as_of": AFTER}).json()
    (plan_said,) = next(one for one in data["levels"] if one["level"] == "zoning")["plans"]
    (line,) = plan_said["use_changes"]["changes"]
    assert (line["current"], line["verdict"], line["resolution"]) == ("LUC", "permission", "yes")
    assert [clause["code"] for clause in line["clauses"]] == ["121-1-b"]


def test_without_current_use_the_page_says_not_known(client: Any, plan: Any) -> None:
    text = ask(client, AFTER, diem=HOUSING_POINT)
    assert "Chuyển mục đích sử dụng đất Chưa biết Chưa biết hiện trạng sử dụng đất: hệ thống chưa có" in text
