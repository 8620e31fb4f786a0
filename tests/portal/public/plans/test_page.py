"""The page of a plan, its picture, its zones and its files."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from defusedxml import ElementTree

from dothi.base.errors import Fault, UnusableError
from dothi.lake import open_lake, publish_layer
from dothi.portal.public.plans import picture
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import PlanLayer

pytestmark = pytest.mark.django_db
PAGE = "/quy-hoach/do-an/"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_facts_of_the_version_in_force(client: Any, two_versions: Any) -> None:
    text = plain(client.get(PAGE + "?ngay=2025-06-30").text)
    assert "Đang có hiệu lực phiên bản 1, hỏi cho ngày 30/6/2025 Dữ liệu minh họa" in text
    assert "Quyết định MH-01/QĐ, 20/4/2023, UBND tỉnh" in text
    assert "Từ 1/5/2023 đến hết 30/6/2025" in text
    assert "Kiểm tra hồ sơ Không phát hiện lỗi" in text
    assert "ho-so.gpkg" in text
    assert "ab" * 32 in text
    assert "Phiên bản 1" in text
    assert "Phiên bản 2" in text


def test_what_is_not_recorded_is_said_so(client: Any, two_versions: Any) -> None:
    assert "Quyết định chưa ghi" in plain(client.get(PAGE).text)


def test_area_by_function_adds_up(client: Any, two_versions: Any) -> None:
    text = plain(client.get(PAGE + "?ngay=2025-06-30").text)
    # five zones of one hectare, two of them housing; one has no function
    assert "Nhóm nhà ở DAT_O_Nhomnhao 2,00 40,0 %" in text.replace("\u00a0", " ")
    assert "Chưa rõ chức năng 1,00 20,0 %" in text.replace("\u00a0", " ")
    assert "Cộng 5,00 100,0 %" in text.replace("\u00a0", " ")


def test_a_day_without_a_version_shows_the_versions_there_are(client: Any, two_versions: Any) -> None:
    answer = client.get(PAGE + "?ngay=2020-01-01")
    text = plain(answer.text)
    assert "Không có phiên bản nào có hiệu lực vào ngày này" in text
    assert "Chưa có hiệu lực" in text
    assert "plan-map" not in answer.text


def test_a_version_by_its_number_whatever_the_day(client: Any, two_versions: Any) -> None:
    text = plain(client.get(PAGE + "phien-ban/1/?ngay=2026-01-01").text)
    assert "Đã hết hiệu lực" in text
    assert client.get(PAGE + "phien-ban/3/").status_code == 404
    assert client.get("/quy-hoach/khong-co/").status_code == 404
    assert client.get(PAGE + "phien-ban/1/?biet=2020-01-01").status_code == 404


def test_colours_of_the_law_and_our_own(client: Any, two_versions: Any) -> None:
    data = json.loads(
        re.search(r'<script id="plan-map" type="application/json">(.*?)</script>', client.get(PAGE).text)[1]
    )
    assert data["colours"]["qpk.nhom-nha-o"] == "#cc9900"  # ACI 42 of TT 16/2025
    assert data["plans"][0]["layers"][1]["tiles"]["min_zoom"] == 10


def test_a_page_needs_few_queries(client: Any, two_versions: Any, django_assert_max_num_queries: Any) -> None:
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)


def test_a_layer_the_lake_lost_is_named_as_lost(
    client: Any, two_versions: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: empty)
    text = plain(client.get(PAGE).text)
    assert "Không đọc được trong kho dữ liệu" in text
    assert "Nhóm nhà ở" in text


def test_a_picture_that_lacks_a_layer_is_not_kept(
    client: Any, two_versions: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = PAGE + "phien-ban/1/hinh.svg"
    empty = open_lake(tmp_path / "lake", create=True)
    with monkeypatch.context() as lost:
        lost.setattr(plans_lake, "_opened", lambda _root, _endpoint: empty)
        assert "#cc9900" not in client.get(address).text
    assert "#cc9900" in client.get(address).text


def test_a_lake_out_of_reach_is_said_so(
    client: Any, two_versions: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = PlanLayer.objects.filter(version__number=1, role="zones").get().name

    def unreachable(_root: str, _endpoint: str) -> Any:
        raise UnusableError(Fault("lake.unreachable", "Không dùng được kho", "The store cannot be used"))

    monkeypatch.setattr(plans_lake, "_opened", unreachable)
    for path in (f"o/{name}/1/", f"lop/{name}/geojson/"):
        answer = client.get(f"{PAGE}phien-ban/1/{path}")
        assert (answer.status_code, answer.text) == (503, "Không dùng được kho."), path
    assert client.get(PAGE).status_code == 200


def test_the_picture_draws_each_function_once(client: Any, two_versions: Any) -> None:
    answer = client.get(PAGE + "phien-ban/1/hinh.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)
    fills = [item.get("fill") for item in root.iter("{http://www.w3.org/2000/svg}path")]
    assert fills.count("#cc9900") == 1
    assert fills.count("#ff00ff") == 1  # tourism, ACI 210
    assert "Dữ liệu minh họa" in answer.text
    housing = next(
        item for item in root.iter("{http://www.w3.org/2000/svg}path") if item.get("fill") == "#cc9900"
    )
    assert housing.get("d").count("M") == 2


def test_a_picture_is_drawn_once(client: Any, two_versions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(PAGE + "phien-ban/1/hinh.svg").text
    monkeypatch.setattr(picture, "open_layer", lambda name: pytest.fail(f"read {name} again"))
    assert client.get(PAGE + "phien-ban/1/hinh.svg").text == first


def feature(two_versions: Any, sign: str, version: int = 0) -> tuple[str, int]:
    name = two_versions.zones[version].name
    frame = two_versions.lake.open_version(name).frame(columns=["kyHieu"])
    return name, 1 + list(frame["kyHieu"]).index(sign)


def test_a_zone_in_words(client: Any, two_versions: Any) -> None:
    name, number = feature(two_versions, "O-2")
    text = plain(client.get(f"{PAGE}phien-ban/1/o/{name}/{number}/").text).replace("\u00a0", " ")
    assert "Du lịch" in text
    assert "Diện tích đo 10.000 m²" in text
    assert "Mật độ xây dựng 30 %" in text
    assert "Ký hiệu O-2" in text
    assert "Quy hoạch phân khu Một , phiên bản 1" in text
    assert "Dữ liệu minh họa" in text


def test_a_zone_without_limits_or_function_says_so(client: Any, two_versions: Any) -> None:
    name, number = feature(two_versions, "X-1")
    text = plain(client.get(f"{PAGE}phien-ban/1/o/{name}/{number}/").text)
    assert "Chưa rõ chức năng chưa có mã" in text
    assert "đồ án không ghi cho ô này" in text


def test_a_zone_of_another_plan_or_number_is_not_found(client: Any, two_versions: Any) -> None:
    name, _ = feature(two_versions, "O-2")
    other = two_versions.zones[1].name
    assert client.get(f"{PAGE}phien-ban/1/o/{name}/99/").status_code == 404
    assert client.get(f"{PAGE}phien-ban/1/o/{name}/0/").status_code == 404
    assert client.get(f"{PAGE}phien-ban/1/o/{other}/1/").status_code == 404


def test_files_hold_every_feature(client: Any, two_versions: Any, tmp_path: Path) -> None:
    name = two_versions.zones[0].name
    package = client.get(f"{PAGE}phien-ban/1/lop/{name}/gpkg/")
    path = tmp_path / "a.gpkg"
    path.write_bytes(package.getvalue())
    assert int(package["Content-Length"]) == path.stat().st_size
    with sqlite3.connect(path) as base:
        assert base.execute('SELECT count(*), max("matDoXayDung") FROM "ChucNang_A"').fetchone() == (5, 40.0)
    base.close()
    geojson = json.loads(client.get(f"{PAGE}phien-ban/1/lop/{name}/geojson/").getvalue())
    longitude, latitude = geojson["features"][0]["geometry"]["coordinates"][0][0]
    assert 108.47 < longitude < 108.48
    assert 15.57 < latitude < 15.58
    assert client.get(f"{PAGE}phien-ban/1/lop/{name}/dwg/").status_code == 404


def test_a_layer_that_nobody_published_is_not_given_away(client: Any, two_versions: Any) -> None:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.box(577400, 1722500, 577401, 1722501)], crs=5899)
    hidden = publish_layer(
        two_versions.lake, frame, created=datetime(2026, 7, 1, tzinfo=UTC), illustrative=True, tiles_for=None
    )
    for path in (f"lop/{hidden.name}/gpkg/", f"o/{hidden.name}/1/"):
        assert client.get(f"{PAGE}phien-ban/1/{path}").status_code == 404


def test_a_plan_without_functions_says_what_is_missing(client: Any, two_versions: Any) -> None:
    plan = two_versions.new_plan("Chỉ có ranh", key="chi-ranh")
    two_versions.publish(plan, two_versions.first, [two_versions.edge], verdict="")
    text = plain(client.get("/quy-hoach/chi-ranh/").text)
    assert "Chưa có diện tích theo chức năng" in text
    assert "Kiểm tra hồ sơ Chưa kiểm tra" in text


def test_the_map_page_offers_plans_and_fetches_none(client: Any, two_versions: Any) -> None:
    text = client.get("/").text
    assert re.findall(r'data-plan-level="(\w+)"', text) == [
        "provincial", "regional", "general", "zoning", "detailed", "khac",
    ]  # fmt: skip
    assert "onmap.js" not in text
