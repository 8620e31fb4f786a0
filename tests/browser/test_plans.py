"""Published plans as people use them: the page of a plan, its zones, the map through time, two versions."""

from __future__ import annotations

import re
import subprocess
import sys

import geopandas as gpd
import pytest
import shapely

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
EAST, NORTH, SIDE = 577000, 1722200, 400
CENTRE = "108.4739,15.5735,14"
HOUSING, GREEN, SERVICES, ROADS = "DAT_O_Nhomnhao", "DAT_HTXH_CayxanhCC", "DAT_Dichvu", "DAT_HTKT_DuongGT"
# Six squares; the one in the middle of the upper row is green at first and services later.
BEFORE = [HOUSING, ROADS, HOUSING, HOUSING, GREEN, HOUSING]
AFTER = [HOUSING, ROADS, HOUSING, HOUSING, SERVICES, HOUSING]
PUBLISH = """
import sys, django
django.setup()
from datetime import date
from pathlib import Path
from django.db import transaction
from dothi.registry.plans import assessing, jobs, publishing, receiving, services
plan = services.create_plan(
    None,
    services.PlanEntry(
        "Quy hoạch phân khu thử nghiệm (minh họa)", "zoning", 2000,
        title_en="Trial zoning plan (illustrative)", illustrative=True,
    ),
    key="thu-nghiem",
)
given = [
    publishing.Publication(
        date(2023, 1, 1), "MH-01/QĐ", date(2022, 12, 20), "Cơ quan minh họa", "", "Hồ sơ thử"
    ),
    publishing.Publication(date(2025, 7, 1), despite_errors="Hồ sơ thử"),
]
for path, stated in zip(sys.argv[1:], given, strict=True):
    sent = receiving.copy_in(plan, Path(path))
    found = assessing.assess(sent, date(2026, 7, 1), lambda *_: None)
    sent.answer, sent.state = assessing.answer_of(found), "checked"
    sent.save()
    layers = jobs.store_layers(sent, found, lambda *_: None)
    with transaction.atomic():
        publishing.record_version(None, sent, stated, layers)
"""


def dossier(path, codes):
    """A GeoPackage with a boundary and six zones of 16 ha."""
    squares = [
        shapely.box(
            EAST + SIDE * column, NORTH + SIDE * row, EAST + SIDE * (column + 1), NORTH + SIDE * (row + 1)
        )
        for row in range(2)
        for column in range(3)
    ]
    zones = gpd.GeoDataFrame(
        {
            "maChucNang": codes,
            "kyHieu": [f"O-{number}" for number in range(1, 7)],
            "matDoXayDung": [40.0, None, 40.0, 40.0, 5.0, 40.0],
        },
        geometry=squares,
        crs=5899,
    )
    edge = gpd.GeoDataFrame({"ten": ["Ranh giới"]}, geometry=[shapely.union_all(squares)], crs=5899)
    edge.to_file(path, layer="RanhGioiQuyHoach_A", engine="pyogrio")
    zones.to_file(path, layer="ChucNangSuDungDat_A", engine="pyogrio")
    return path


@pytest.fixture(scope="module", autouse=True)
def published(site, workspace_environment, tmp_path_factory):
    """Two versions of an illustrative plan in the workspace of the site."""
    folder = tmp_path_factory.mktemp("dossiers")
    files = [dossier(folder / "mot.gpkg", BEFORE), dossier(folder / "hai.gpkg", AFTER)]
    subprocess.run(
        [sys.executable, "-c", PUBLISH, *map(str, files)], env=workspace_environment, check=True, timeout=300
    )


def press(page, across=0.5, down=0.5):
    """Press the map at a part of its width and height."""
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def free_of_barriers(axe, page):
    found = axe.run(page).response["violations"]
    grave = [
        f"{item['id']}: {item['nodes'][0]['html'][:160]}"
        for item in found
        if item["impact"] in {"serious", "critical"}
    ]
    assert not grave, "\n".join(grave)


PAGES = {
    "quy-hoach": "/quy-hoach/",
    "mot-quy-hoach": "/quy-hoach/thu-nghiem/",
    "so-sanh-quy-hoach": "/quy-hoach/thu-nghiem/so-sanh/",
}


@pytest.mark.parametrize("width", [pytest.param(WIDE, marks=pytest.mark.slow), PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_and_are_accessible(visit, axe, name, width):
    visitor = visit(width)
    page = visitor.open(PAGES[name])
    assert page.locator("h1").count() == 1
    assert visitor.width_needed() <= width
    visitor.picture(name, whole=True)
    free_of_barriers(axe, page)


def test_a_zone_tells_what_it_is_for(visit, axe):
    visitor = visit(WIDE)
    page = visitor.open("/quy-hoach/thu-nghiem/?ngay=2025-06-30")
    press(page, down=0.35)  # the middle square of the upper row
    card = page.locator("article[data-zone]")
    card.wait_for()
    assert card.get_by_role("heading", name="Cây xanh sử dụng công cộng").is_visible()
    text = card.inner_text()
    assert "DAT_HTXH_CayxanhCC" in text
    assert "160.000 m²" in text
    assert re.search(r"Mật độ xây dựng\s+5", text)
    free_of_barriers(axe, page)
    page.get_by_role("button", name="Đóng").click()
    assert not card.is_visible()


def test_on_a_phone_the_zone_opens_below_the_map(visit):
    visitor = visit(PHONE)
    page = visitor.open("/quy-hoach/thu-nghiem/?ngay=2025-07-01")
    press(page, down=0.4)
    card = page.locator("article[data-zone]")
    card.wait_for()
    assert card.get_by_role("heading", name="Dịch vụ").is_visible()
    assert visitor.width_needed() <= PHONE


def test_a_layer_is_hidden_and_shown(visit):
    visitor = visit(WIDE)
    page = visitor.open("/quy-hoach/thu-nghiem/")
    box = page.get_by_role("checkbox", name="Chức năng sử dụng đất")
    box.uncheck()
    visitor.settle()
    press(page, down=0.35)
    assert page.locator("article[data-zone]").count() == 0
    box.check()
    visitor.settle()
    press(page, down=0.35)
    page.locator("article[data-zone]").wait_for()


@pytest.mark.slow
def test_the_map_asks_for_plans_only_when_they_are_wanted(visit):
    visitor = visit(WIDE)
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.open(f"/?vt={CENTRE}")
    assert not [url for url in asked if re.search("api/v1/(plans|layers|land-functions)|onmap", url)]
    page.get_by_role("checkbox", name="Quy hoạch phân khu").check()
    page.locator("[data-plans-legend] li", has_text="DAT_Dichvu").wait_for()
    assert "qh=zoning" in page.url
    assert any("/api/v1/layers/" in url for url in asked)
    page.get_by_role("checkbox", name="Quy hoạch phân khu").uncheck()
    page.locator("[data-plans-legend] li").first.wait_for(state="detached")
    assert "qh=" not in page.url


def test_changing_the_day_changes_the_version_on_the_map(visit):
    visitor = visit(WIDE)
    page = visitor.open(f"/?qh=1&ngay=2025-06-30&vt={CENTRE}")
    legend = page.locator("[data-plans-legend]").first
    legend.locator("li", has_text="DAT_HTXH_CayxanhCC").wait_for()
    assert "Dữ liệu minh họa" in legend.inner_text()
    visitor.picture("ban-do-quy-hoach")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("ngay=2025-07-01"))
    legend.locator("li", has_text="DAT_Dichvu").wait_for()
    assert legend.locator("li", has_text="DAT_HTXH_CayxanhCC").count() == 0


def test_a_zone_of_the_map_opens_in_the_panel(visit):
    visitor = visit(WIDE)
    page = visitor.open(f"/?qh=zoning&ngay=2025-07-01&vt={CENTRE}")
    page.locator("[data-plans-legend] li").first.wait_for()
    page.mouse.click(905, 395)
    card = page.locator("article[data-zone]")
    card.wait_for()
    assert "Quy hoạch phân khu thử nghiệm" in card.inner_text()
    visitor.picture("ban-do-mot-o")
    card.get_by_role("link", name="Quy hoạch phân khu thử nghiệm").click()
    assert page.locator("h1").inner_text() == "Quy hoạch phân khu thử nghiệm (minh họa)"


def test_two_versions_move_together(visit):
    visitor = visit(WIDE)
    page = visitor.open("/quy-hoach/thu-nghiem/so-sanh/")
    row = page.locator("tr", has_text="Đổi chức năng").last
    assert "Cây xanh sử dụng công cộng" in row.inner_text()
    assert "Dịch vụ" in row.inner_text()
    row.get_by_role("button", name="Xem trên hai bản đồ").click()
    visitor.settle()
    page.locator("[data-compare-map=after][data-drawn='1']").wait_for()
    scales = page.locator(".maplibregl-ctrl-scale").all_inner_texts()
    assert len(scales) == 2
    assert scales[0] == scales[1]
    visitor.picture("so-sanh-hai-ban-do")


def test_without_scripts_the_picture_and_the_tables_stand(visit):
    page = visit(WIDE, scripts=False).open("/quy-hoach/thu-nghiem/")
    picture = page.get_by_role("img", name="Hình vẽ các ô chức năng")
    assert picture.is_visible()
    assert picture.evaluate("picture => picture.naturalWidth") == 1000
    assert page.get_by_role("cell", name="16,00").first.is_visible()


def test_the_page_prints_on_a4(visit):
    visitor = visit(WIDE)
    page = visitor.open("/quy-hoach/thu-nghiem/")
    page.emulate_media(media="print")
    assert page.locator(".plan-picture").is_visible()
    assert not page.locator("#map").is_visible()
    visitor.picture("in-quy-hoach", whole=True)
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_in_english(visit):
    visitor = visit(WIDE, language="en")
    page = visitor.open("/quy-hoach/thu-nghiem/")
    assert page.locator("h1").inner_text() == "Trial zoning plan (illustrative)"
    assert page.get_by_role("heading", name="Area by function").is_visible()
    visitor.picture("mot-quy-hoach-english", whole=True)
