"""The same answer as open data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyproj import Transformer

from dothi.registry.plans.lake import current_lake

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/land"


def test_a_point(client: Any, plan: Any) -> None:
    answer = client.get(ADDRESS, {"point": "1722550 577450", "ngay": "2025-06-30"})
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    found = answer.json()
    assert (found["as_of"], found["as_known_on"], found["illustrative"]) == ("2025-06-30", None, True)
    levels = {item["level"]: item for item in found["levels"]}
    assert {name: item["verdict"] for name, item in levels.items()}["zoning"] == "applies"
    assert levels["detailed"]["verdict"] == "not-known"
    [plan_found] = levels["zoning"]["plans"]
    assert (plan_found["plan"], plan_found["version"]) == ("do-an", 1)
    [zone] = plan_found["zones"]
    assert (zone["sign"], zone["function"], zone["share"]) == ("O-1", "qpk.nhom-nha-o", None)


def test_an_area(client: Any, plan: Any) -> None:
    carry = Transformer.from_crs(5899, 4326, always_xy=True).transform
    ring = [(577450, 1722550), (577550, 1722550), (577550, 1722650), (577450, 1722650), (577450, 1722550)]
    shape = {"type": "Polygon", "coordinates": [[carry(*corner) for corner in ring]]}
    found = client.get(ADDRESS, {"geometry": json.dumps(shape), "ngay": "2025-06-30"}).json()
    assert found["measured_m2"] == pytest.approx(10_000, abs=0.01)
    [zoning] = [item for item in found["levels"] if item["level"] == "zoning"]
    shares = [zone["share"]["of_measured"] for zone in zoning["plans"][0]["zones"]]
    assert shares == pytest.approx([0.25] * 4, abs=1e-5)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "api.parameter"),
        ({"point": "15.57, 108.47", "geometry": "{}"}, "api.parameter"),
        ({"point": "15.57"}, "point.unreadable"),
        ({"point": "21.03, 105.85"}, "land.outside"),
        ({"geometry": "[1]"}, "land.no-geojson"),
        ({"point": "15.57, 108.47", "ngay": "hôm qua"}, "date.unreadable"),
    ],
)
def test_refusals(client: Any, plan: Any, values: dict[str, str], code: str) -> None:
    answer = client.get(ADDRESS, values)
    assert answer.status_code == 400
    assert answer.json()["code"] == code
    assert answer.json()["message_en"]


def test_without_a_province_nothing_can_be_asked(client: Any, db: None, no_province: None) -> None:
    answer = client.get(ADDRESS, {"point": "15.57, 108.47"})
    assert answer.status_code == 503
    assert answer.json()["code"] == "land.no-province"


def test_search_says_what_looks_like_coordinates(client: Any, quang_nam: None) -> None:
    found = client.get("/api/v1/search", {"q": "15.5736, 108.4740"}).json()
    assert (found["coordinates"], found["results"]) == (True, [])
    assert client.get("/api/v1/search", {"q": "tam ky"}).json()["coordinates"] is False
    page = client.get("/tim/", {"q": "15.5736, 108.4740", "ngay": "2025-06-30"}).text
    assert "/tra-cuu/?diem=15.5736%2C%20108.4740&amp;ngay=2025-06-30" in page
    assert "<h3>Không có tên nào khớp</h3>" not in page
    assert "<h3>Không có tên nào khớp</h3>" in client.get("/tim/", {"q": "zzzz"}).text


def test_a_parcel_number(client: Any, plan: Any, world_of: Any) -> None:
    made = world_of("registry/land")
    made.build_units()
    made.cadastre(current_lake(), ("12", "345", made.WEST))
    found = client.get(ADDRESS, {"thua": "12/345 Tam Xuân I", "ngay": "2025-07-01"}).json()
    assert found["parcel"]["unit"] == "Xã Tam Xuân I"
    assert (found["parcel"]["now"], found["registered_m2"]) == (["Xã Tam Xuân"], 610)
    refused = client.get(ADDRESS, {"thua": "12/346 Tam Xuân I"})
    assert refused.status_code == 400
    assert "parcel.not-there" in refused.content.decode()
    page = client.get("/tra-cuu/", {"diem": "tờ 12 thửa 345 xã Tam Xuân I"})
    assert "Thửa 345, tờ 12, Xã Tam Xuân I" in page.content.decode()
    card = client.get("/tra-cuu/the/", {"diem": "12/345 tam xuan i"}).content.decode()
    assert "data-outline" in card
    assert client.get("/tra-cuu/", {"diem": "12/346 Tam Xuân I"}).status_code == 400
