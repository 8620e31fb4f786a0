"""The open data interface as `docs/api.md` promises it."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver

pytestmark = pytest.mark.usefixtures("quang_nam")


def test_units_of_a_day_as_geojson(client):
    answer = client.get("/api/v1/units?ngay=2024-12-31&level=2")
    assert answer.headers["Content-Type"] == "application/geo+json"
    content = answer.json()
    assert content["type"] == "FeatureCollection"
    assert content["as_of"] == "2024-12-31"
    found = {item["id"]: item for item in content["features"]}
    assert found["3c-508"]["properties"]["name"] == "Huyện Duy Xuyên"
    assert found["3c-508"]["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert {item["properties"]["level"] for item in content["features"]} == {2}


def test_eighteen_districts_then_seventeen_then_none(client):
    def count(day: str) -> int:
        features = client.get(f"/api/v1/units?ngay={day}&level=2&outlines=0").json()["features"]
        return sum(1 for item in features if item["properties"]["parent"] == "3c-49")

    assert [count(day) for day in ("2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01")] == [18, 17, 17, 0]


def test_ninety_four_communes_since_the_change(client):
    features = client.get("/api/v1/units?ngay=2025-07-01&level=3").json()["features"]
    assert len(features) == 94


def test_points_without_outlines(client):
    content = client.get("/api/v1/units?ngay=2025-07-01&outlines=0").json()
    assert {item["geometry"]["type"] for item in content["features"] if item["geometry"]} == {"Point"}


def test_a_unit_with_figures_and_sources(client):
    content = client.get("/api/v1/units/3c-508?ngay=2024-12-31").json()
    figures = {item["indicator"]: item for item in content["figures"]}
    assert figures["population"]["value"] == "126686"
    assert figures["population-urban"]["value"] == "22911"
    assert figures["population"]["source"]["key"] == "gso-census-2019"
    assert content["state"]["ends"] == {"earliest": "2025-07-01", "latest": "2025-07-01"}
    assert content["state"]["starts"] == {"earliest": None, "latest": "2019-04-01"}


def test_a_unit_that_has_ended(client):
    content = client.get("/api/v1/units/3c-508?ngay=2025-07-01").json()
    assert content["state"] is None
    assert len(content["holders"]) == 4


def test_towns_give_the_pair_and_null_for_what_is_unknown(client):
    features = client.get("/api/v1/towns?ngay=2024-12-31").json()["features"]
    found = {item["id"]: item["properties"] for item in features}
    assert found["tam-ky"]["classes"][0]["class"] == "II"
    assert found["tam-ky"]["classes"][0]["rule_set"] == "nq1210-2016"
    assert found["tam-ky"]["corridor"] is None
    planned = client.get("/api/v1/towns?status=planned").json()["features"]
    assert {item["properties"]["status"] for item in planned} == {"planned"}


def test_a_town(client):
    content = client.get("/api/v1/towns/tam-ky?ngay=2026-01-01").json()
    assert content["state"]["classes"][0]["derived"] is True
    assert content["class_history"][0]["rule_set"] == "nq1210-2016"
    assert content["class_history"][0]["decision_number"] is None


def test_search_folds_and_follows(client):
    results = client.get("/api/v1/search?q=phuong%20cam%20chau&ngay=2026-01-01").json()["results"]
    assert results[0]["name"] == "Phường Cẩm Châu"
    assert results[0]["holds"] == "no"
    assert [holder["name"] for holder in results[0]["holders"]] == ["Phường Hội An Đông"]
    assert len(client.get("/api/v1/search?q=xa&limit=3").json()["results"]) == 3


def test_dates(client):
    content = client.get("/api/v1/dates").json()
    assert {"2019-04-01", "2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01"} <= set(content["stops"])
    assert content["changes"][0]["day"] == "2025-01-01"


def test_nothing_was_known_before_it_was_recorded(client):
    assert client.get("/api/v1/units?ngay=2024-12-31&biet=2020-01-01").json()["features"] == []
    assert client.get("/api/v1/units/3c-508?biet=2020-01-01").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/units?ngay=31/2/2025", 400, "date.impossible"),
        ("/api/v1/units?ngay=1800-01-01", 400, "date.out-of-range"),
        ("/api/v1/units?level=4", 400, "api.parameter"),
        ("/api/v1/units?outlines=yes", 400, "api.parameter"),
        ("/api/v1/towns?status=grown", 400, "api.parameter"),
        ("/api/v1/search", 400, "api.parameter"),
        ("/api/v1/search?q=a&limit=0", 400, "api.parameter"),
        ("/api/v1/search?q=a&limit=51", 400, "api.parameter"),
        ("/api/v1/search?q=a&limit=%C2%B2", 400, "api.parameter"),
        ("/api/v1/search?q=" + "a" * 201, 400, "api.parameter"),
        ("/api/v1/units/3c-0", 404, "unit.unknown"),
        ("/api/v1/towns/khong-co", 404, "town.unknown"),
    ],
)
def test_errors_are_a_code_and_a_sentence(client, address, status, code):
    answer = client.get(address)
    assert answer.status_code == status
    content = answer.json()
    assert content["code"] == code
    assert content["message"].endswith(".")
    assert content["message_en"].endswith(".")
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_reading(client):
    answer = client.post("/api/v1/units")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_unchanged_answer_is_not_sent_again(client):
    first = client.get("/api/v1/towns?ngay=2024-12-31")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/api/v1/towns?ngay=2024-12-31", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/api/v1/towns?ngay=2025-07-01", headers={"if-none-match": first.headers["ETag"]})
    assert other.status_code == 200


def test_the_tag_changes_with_the_record(client):
    from dothi.registry.places.models import Town

    first = client.get("/api/v1/towns").headers["ETag"]
    Town.objects.first().withdraw()
    assert client.get("/api/v1/towns").headers["ETag"] != first


def test_answers_may_be_shared_and_read_from_other_sites(client):
    answer = client.get("/api/v1/dates")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_every_address_is_documented(root):
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    from dothi.portal.api.urls import urlpatterns

    for pattern in urlpatterns:
        route = re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
        assert f"`/api/v1/{route}`" in text
    assert get_resolver()


def test_every_value_is_documented(client, root):
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    addresses = ("/api/v1/units/3c-508", "/api/v1/towns/tam-ky", "/api/v1/search?q=tam%20ky", "/api/v1/dates")
    missing = {
        name for address in addresses for name in names(client.get(address).json()) if f"`{name}`" not in text
    }
    assert not missing


def names(value: object) -> set[str]:
    if isinstance(value, dict):
        if "coordinates" in value:
            return set()
        return set(value) | {name for item in value.values() for name in names(item)}
    if isinstance(value, list):
        return {name for item in value for name in names(item)}
    return set()
