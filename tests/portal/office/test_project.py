"""A project's area compared at the desk: file in, verdicts out, workbook, and what is refused."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

SQUARE = shapely.box(577520, 1722520, 577580, 1722580)


@pytest.fixture
def planner(db: None, world_of: Any, on_quang_nam: Any) -> Any:
    client = Client()
    person = world_of("registry/plans").person("an", "planner")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    with on_quang_nam():
        yield client


def test_verdicts_and_a_workbook(planner: Client, tmp_path: Path, says: Any) -> None:
    path = tmp_path / "da.gpkg"
    gpd.GeoDataFrame({"x": [1]}, geometry=[SQUARE], crs=5899).to_file(path)
    given = {"name": "Khu A", "uses": ["residential"], "day": "1/7/2025"}
    answer = planner.post(
        reverse("office:project"), {**given, "file": SimpleUploadedFile("da.gpkg", path.read_bytes())}
    )
    assert answer.status_code == 200
    text = says(answer)
    assert "Khu A" in text
    assert "chưa biết" in text.lower()
    assert "3.600,0 m²" in text
    again = [(name, value) for name, value in answer.context["again"] if name != "uses"]
    book = planner.post(reverse("office:project"), {**dict(again), "uses": ["residential"], "tai": "xlsx"})
    sheets = load_workbook(BytesIO(book.content)).sheetnames
    assert sheets == ["Tiêu chí", "Chức năng", "Dự án"]
    assert "doi-chieu-khu-a.xlsx" in book["Content-Disposition"]


def test_land_of_a_look_up_is_taken_over_and_its_page_leads_here(planner: Client, says: Any) -> None:
    """A square of about 100 m on the map; a point is no land of a project."""
    ring = [[108.486, 15.544], [108.487, 15.544], [108.487, 15.545], [108.486, 15.545], [108.486, 15.544]]
    drawn = json.dumps({"type": "Polygon", "coordinates": [ring]})
    page = planner.get(reverse("office:project"), {"hinh": drawn, "biet": "2026-06-30"})
    assert "Đất đã nêu: 11.8" in says(page)
    assert json.loads(page.context["shape"])["type"] == "Polygon"
    assert 'value="30/6/2026"' in page.content.decode()
    looked_up = planner.get(reverse("public:land"), {"hinh": drawn})
    assert f"{reverse('office:project')}?hinh=" in looked_up.content.decode()
    assert (
        reverse("office:project")
        not in Client().get(reverse("public:land"), {"hinh": drawn}).content.decode()
    )
    point = planner.get(reverse("office:project"), {"diem": "15.5445, 108.4865"})
    assert "Một điểm không phải là đất của dự án" in says(point)
    given = {"name": "Khu B", "uses": ["residential"], "day": "1/7/2025", "known_on": "", "hinh": drawn}
    assert "Khu B" in says(planner.post(reverse("office:project"), given))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Chưa chọn tệp"),
        ({"file": SimpleUploadedFile("a.gpkg", b"none")}, ""),
        ({"hinh": json.dumps({"type": "Point", "coordinates": [108.474, 15.573]})}, "cần một vùng"),
        ({"hinh": "{", "uses": []}, "không đọc được"),
        ({"hinh": "{}", "uses": ["khac"]}, ""),
        ({"hinh": "{}", "day": "31/2/2025"}, ""),
    ],
)
def test_what_cannot_be_compared_is_said(
    planner: Client, says: Any, change: dict[str, Any], sentence: str
) -> None:
    given = {"name": "Khu A", "uses": ["residential"], "day": "1/7/2025", **change}
    answer = planner.post(reverse("office:project"), given)
    assert answer.status_code == 422
    assert sentence in says(answer)
