"""The map's page without its script, and the cards its panel fetches."""

from __future__ import annotations

import json
import re

import pytest

pytestmark = pytest.mark.usefixtures("quang_nam")


def test_page_carries_the_table_for_readers_without_scripts(client):
    text = client.get("/?ngay=2024-12-31").text
    assert "<noscript>" in text
    table = text.split("<noscript>")[1].split("</noscript>")[0]
    assert "Huyện Duy Xuyên" in table
    assert "Tam Kỳ" in table


def test_stops_lie_on_both_sides_of_every_change(client):
    text = client.get("/").text
    stops = re.findall(r'data-day-stop="([0-9-]+)"', text)
    assert stops[0] == "2019-04-01"
    assert {"2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01", "2026-01-01"} <= set(stops)
    assert stops == sorted(stops)


def test_extent_leaves_hoang_sa_out(client):
    west, south, east, north = json.loads(re.search(r'data-extent="([^"]+)"', client.get("/").text)[1])
    assert west < 107.3 < east < 110
    assert south < 15 < north


def test_words_for_the_script_are_valid_json(client):
    text = client.get("/").text
    for name in ("map-words", "class-words"):
        found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', text, re.DOTALL)
        assert json.loads(found[1])


def test_a_kind_of_two_levels_names_its_level(client):
    text = client.get("/?ngay=2024-12-31").text
    assert "Thành phố (cấp tỉnh)" in text
    assert "Thành phố (cấp huyện)" in text


def test_card_of_a_unit(client):
    text = client.get("/dia-danh/3c-508/the/?ngay=2024-12-31").text
    assert "<html" not in text
    assert "126.686" in text
    assert re.search(r'data-box="10[78]\.\d+,15\.\d+,108\.\d+,15\.\d+"', text)


def test_card_of_a_unit_that_has_ended_points_on(client):
    text = client.get("/dia-danh/3c-508/the/?ngay=2025-07-01").text
    assert "Không có trong danh mục tại ngày 1/7/2025" in text
    assert 'data-unit="2c-' in text


def test_card_of_a_town_names_the_rule_set(client):
    text = client.get("/do-thi/tam-ky/the/?ngay=2024-12-31").text
    assert "Đô thị loại II" in text
    assert "1210/2016" in text


def test_unknown_cards_are_not_found(client):
    assert client.get("/dia-danh/3c-0/the/").status_code == 404
    assert client.get("/do-thi/khong-co/the/").status_code == 404


def test_no_basemap_is_named_unless_configured(client, settings):
    assert "data-basemap" not in client.get("/").text
