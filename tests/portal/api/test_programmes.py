"""Programmes, bodies and the programme's map as `docs/api.md` promises them."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.usefixtures("programme")
PROGRAMME = "/api/v1/chuong-trinh/nghi-quyet-06/"
MAP = "/api/v1/ban-do-chuong-trinh/"


def test_list_with_the_version_of_the_day(client):
    content = client.get("/api/v1/chuong-trinh/?ngay=2024-12-31").json()
    (row,) = content["programmes"]
    assert row["key"] == "nghi-quyet-06"
    assert row["edition"]["version"] == 1
    assert row["edition"]["unreviewed"] == 114
    assert row["edition"]["starts"] == {"earliest": "2022-01-24", "latest": "2022-12-31"}
    assert row["edition"]["decision_number"] is None
    assert row["edition"]["rule_set"] == "nq1210-2016"
    before = client.get("/api/v1/chuong-trinh/?ngay=2020-01-01").json()["programmes"][0]
    assert before["edition"] is None
    assert client.get("/api/v1/chuong-trinh/?biet=2020-01-01").json()["programmes"] == []


def test_a_programme_under_the_documented_keys(client):
    content = client.get(f"{PROGRAMME}?ngay=2024-12-31").json()
    source = "".join(node["text"] for node in content["nodes"])
    for kind in ("viewpoints", "objectives", "targets", "towns", "clusters", "tasks", "citations"):
        for item in content[kind]:
            assert item["text"] == source[item["start"] : item["end"]]
            assert item["state"] == "unreviewed"
    assert len(content["targets"]) == 16
    rate = content["targets"][0]
    assert (rate["min"], rate["max"], rate["comparison"], rate["year_to"]) == (37.0, 37.0, "=", 2025)
    assert rate["links"] == [{"kind": "indicator", "key": "urbanisation-rate"}]
    assert content["document"]["resolution"] == "06-NQ/TW"


def test_standing_of_targets(client):
    def standing(day: str) -> dict[str, object]:
        return client.get(f"{PROGRAMME}?ngay={day}").json()["targets"][0]["standing"]

    before = standing("2024-12-31")
    assert before["verdict"] == "open"
    assert before["reading"]["value"].startswith("25.38006")  # 100 · 379 638 / 1 495 812
    assert before["reading"]["day"] == "2019-04-01"
    after = standing("2026-01-01")
    assert after["verdict"] == "unknown"
    assert after["reading"]["source"] == "gso-census-2019"


def test_who_answers_for_duties(client):
    def holdings(day: str) -> set[str]:
        agencies = client.get(f"{PROGRAMME}?ngay={day}").json()["agencies"]
        return {duty["holder"]["holding"] for agency in agencies for duty in agency["duties"]}

    assert holdings("2024-12-31") == {"held"}
    assert holdings("2025-03-01") == {"unknown"}
    assert holdings("2025-07-01") == {"unassigned"}


def test_map_has_clusters_chains_and_towns(client):
    answer = client.get(f"{MAP}?ngay=2024-12-31")
    assert answer.headers["Content-Type"] == "application/geo+json"
    features = answer.json()["features"]
    by_kind: dict[str, list[dict[str, object]]] = {}
    for feature in features:
        by_kind.setdefault(feature["properties"]["kind"], []).append(feature)
    assert [one["properties"]["name"] for one in by_kind["cluster"]] == [
        "Cụm động lực số 1",
        "Cụm động lực số 2",
        "Cụm động lực số 3",
    ]
    assert {one["geometry"]["type"] for one in by_kind["cluster"]} == {"Polygon"}
    assert {one["geometry"]["type"] for one in by_kind["chain"]} == {"LineString"}
    assert {one["geometry"] for one in by_kind["region"]} == {None}
    south = next(one for one in by_kind["chain"] if one["properties"]["name"] == "Chuỗi đô thị phía Nam")
    assert [member["name"] for member in south["properties"]["members"]] == [
        "Phú Ninh",
        "Tam Kỳ",
        "Núi Thành",
    ]
    assert len(south["geometry"]["coordinates"]) == 3


def test_a_town_on_the_map_has_its_class_with_the_rule_set_and_the_year(client):
    features = client.get(f"{MAP}?ngay=2026-03-01").json()["features"]
    towns = {one["properties"].get("key"): one for one in features}
    tam_ky = towns["tam-ky"]["properties"]
    assert tam_ky["label"] == "đạt loại I (NQ 1210/2016)\nđến năm 2025"
    assert tam_ky["label_en"] == "reach class I (Res. 1210/2016)\nby 2025"
    reach = next(aim for aim in tam_ky["aims"] if aim["status"] == "reach")
    assert (reach["class"], reach["rule_set"], reach["period_to"]) == ("I", "nq1210-2016", 2025)
    smart = next(aim for aim in tam_ky["aims"] if aim["status"] == "smart")
    assert smart["rule_set"] is None
    assert towns["duy-hai-duy-nghia"]["properties"]["position"] == "derived"
    assert towns["viet-an"]["geometry"] is None  # nothing tells where it lies; listed all the same


def test_map_is_light_and_empty_without_a_programme(client):
    assert len(client.get(MAP).content) < 60_000
    assert client.get(f"{MAP}?ngay=2020-01-01").json()["features"] == []


def test_bodies(client):
    content = client.get("/api/v1/co-quan/?ngay=2025-03-01").json()
    body = next(row for row in content["bodies"] if row["key"] == "quang-nam-ban-tuyen-giao")
    assert body["holds"] == "unknown"
    assert body["ends"] == {"earliest": "2025-01-01", "latest": "2025-07-01"}
    assert content["handovers"] == []


def test_unknown_programmes_are_a_code_and_a_sentence(client):
    answer = client.get("/api/v1/chuong-trinh/khong-co/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "programme.unknown"
    assert "/api/v1/chuong-trinh/" in answer.json()["message"]
    assert client.get(f"{PROGRAMME}?biet=2020-01-01").status_code == 404


def test_the_tag_changes_with_bodies_and_versions(client):
    from dothi.registry.bodies.models import Body
    from dothi.registry.programmes.models import EditionPeriod

    first = client.get(PROGRAMME).headers["ETag"]
    Body.objects.first().withdraw()
    second = client.get(PROGRAMME).headers["ETag"]
    EditionPeriod.objects.first().withdraw()
    assert len({first, second, client.get(PROGRAMME).headers["ETag"]}) == 3


def test_queries_are_few(client, django_assert_max_num_queries):
    for address in (PROGRAMME, MAP, "/api/v1/co-quan/", "/api/v1/chuong-trinh/"):
        client.get(address)
        with django_assert_max_num_queries(50):
            client.get(address)


def test_every_value_is_documented(client, root):
    text = "".join(
        (root / "docs" / name).read_text(encoding="utf-8") for name in ("api.md", "programme-reading.md")
    )
    addresses = (PROGRAMME, MAP, "/api/v1/co-quan/", "/api/v1/chuong-trinh/")
    told = set(re.findall(r"\w+", text))
    shown = {name for address in addresses for name in names(client.get(address).json())}
    assert shown - {"type", "features"} <= told  # these two are GeoJSON's own


def names(value: object) -> set[str]:
    if isinstance(value, dict):
        if "coordinates" in value:
            return set()
        return set(value) | {name for item in value.values() for name in names(item)}
    if isinstance(value, list):
        return {name for item in value for name in names(item)}
    return set()
