"""What applies to land as people ask it: pasted, pressed, drawn, on its own page and beside the map."""

from __future__ import annotations

import re
import subprocess
import sys

import geopandas as gpd
import pytest
import shapely

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
# Three squares of 16 ha; this place lies in the middle one, of green.
EAST, NORTH, SIDE = 581000, 1722200, 400
GREEN_POINT = f"{NORTH + 200} {EAST + 600}"
PARCEL = [
    (NORTH, EAST + 300), (NORTH, EAST + 500), (NORTH + 400, EAST + 500), (NORTH + 400, EAST + 300),
]  # fmt: skip
VIEW = "108.51265,15.57228,15"
PUBLISH = """
import sys, django
django.setup()
from datetime import date
from pathlib import Path
from django.db import transaction
from dothi.registry.plans import assessing, jobs, publishing, receiving, services
plan = services.create_plan(
    None, services.PlanEntry("Quy hoạch phân khu tra cứu (minh họa)", "zoning", 2000, illustrative=True),
    key="tra-cuu",
)
sent = receiving.copy_in(plan, Path(sys.argv[1]))
found = assessing.assess(sent, date(2026, 7, 1), lambda *_: None)
sent.answer, sent.state = assessing.answer_of(found), "checked"
sent.save()
layers = jobs.store_layers(sent, found, lambda *_: None)
issued = date(2022, 12, 20)
given = publishing.Publication(date(2023, 1, 1), "MH-09/QĐ", issued, "Cơ quan minh họa", "", "Hồ sơ thử")
with transaction.atomic():
    publishing.record_version(None, sent, given, layers)
"""


@pytest.fixture(scope="module", autouse=True)
def published(site, workspace_environment, tmp_path_factory):
    """An illustrative plan of three zones in the workspace of the site."""
    squares = [shapely.box(EAST + SIDE * at, NORTH, EAST + SIDE * (at + 1), NORTH + SIDE) for at in range(3)]
    zones = gpd.GeoDataFrame(
        {
            "maChucNang": ["DAT_O_Nhomnhao", "DAT_HTXH_CayxanhCC", "DAT_Dichvu"],
            "kyHieu": ["N-1", "N-2", "N-3"],
            "matDoXayDung": [40.0, 5.0, None],
        },
        geometry=squares,
        crs=5899,
    )
    edge = gpd.GeoDataFrame({"ten": ["Ranh giới"]}, geometry=[shapely.union_all(squares)], crs=5899)
    path = tmp_path_factory.mktemp("dossier") / "tra-cuu.gpkg"
    edge.to_file(path, layer="RanhGioiQuyHoach_A", engine="pyogrio")
    zones.to_file(path, layer="ChucNangSuDungDat_A", engine="pyogrio")
    subprocess.run(
        [sys.executable, "-c", PUBLISH, str(path)], env=workspace_environment, check=True, timeout=300
    )


def press(page, across=0.5, down=0.5, *, twice=False):
    box = page.locator("#map canvas").bounding_box()
    place = box["x"] + box["width"] * across, box["y"] + box["height"] * down
    (page.mouse.dblclick if twice else page.mouse.click)(*place)


def card(page):
    page.wait_for_selector("[data-card=land] .land-level")
    return page.locator("[data-card=land]")


def free_of_barriers(axe, page):
    found = axe.run(page).response["violations"]
    grave = [
        f"{item['id']}: {item['nodes'][0]['html'][:160]}"
        for item in found
        if item["impact"] in {"serious", "critical"}
    ]
    assert not grave, "\n".join(grave)


PAGES = {
    "tra-cuu": "/tra-cuu/",
    "tra-cuu-diem": f"/tra-cuu/?diem={GREEN_POINT.replace(' ', '+')}",
    "tra-cuu-thua": "/tra-cuu/?dien-tich=80000&goc=" + "%0A".join(f"{x}+{y}" for x, y in PARCEL),
    "tra-cuu-ten": "/tra-cuu/?diem=tam+ky",
    "to-tra-cuu-tim": "/trich-luc/",
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


def test_a_parcel_pasted_without_scripts(visit):
    visitor = visit(scripts=False)
    page = visitor.open("/tra-cuu/")
    page.locator("summary", has_text="Bảng tọa độ").click()
    page.fill(
        "#goc",
        "\n".join(f"{at} {north} {east}" for at, (north, east) in enumerate(PARCEL, start=1)),
    )
    page.fill("#dien-tich", "100.000")
    page.get_by_role("button", name="Tra cứu thửa đất").click()
    page.wait_for_selector(".land-zone")
    # 200 m by 400 m, half in each of two zones: 40.000 m² of 80.000 measured and of 100.000 registered.
    for sign in ("N-1", "N-2"):
        zone = page.locator(".land-zone", has_text=sign).inner_text()
        assert re.search(r"40\.000,0 m²\s+50,0.% diện tích đo\s+40,0.% diện tích trên giấy", zone)
    assert "goc=" in page.url


@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_an_answer_becomes_a_sheet_that_can_be_confirmed(visit, axe, width):
    visitor = visit(width)
    page = visitor.open(PAGES["tra-cuu-thua"])
    page.get_by_role("button", name="Lập tờ tra cứu").click()
    page.wait_for_url("**/trich-luc/**")
    assert "Mã kiểm tra khớp" in page.inner_text("main")
    assert "Nội dung đến nay vẫn đúng" in page.inner_text("main")
    assert visitor.width_needed() <= width
    visitor.picture("to-tra-cuu", whole=True)
    free_of_barriers(axe, page)
    address = page.get_by_role("link", name="Mở tờ in").evaluate("link => link.href")
    paper = page.request.get(address)
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")


def test_coordinates_in_the_search_box_of_the_map(visit):
    page = visit().open("/")
    page.fill("#map-search", GREEN_POINT)
    page.locator("[role=option]", has_text="Tra cứu quy hoạch của nơi này").wait_for()
    page.keyboard.press("Enter")
    text = card(page).inner_text()
    assert "N-2" in text
    assert "Quy hoạch phân khu tra cứu (minh họa)" in text
    assert "diem=" in page.url


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_point_pressed_on_the_map(visit, axe, width):
    visitor = visit(width)
    page = visitor.open(f"/?vt={VIEW}")
    page.get_by_role("button", name="Tra cứu quy hoạch", exact=True).click()
    press(page, down=0.5 if width == WIDE else 0.35)
    assert "Quy hoạch phân khu" in card(page).inner_text()
    visitor.settle()
    visitor.picture("ban-do-tra-cuu")
    assert visitor.width_needed() <= width
    free_of_barriers(axe, page)
    address = page.url
    again = visit(width).open(address.removeprefix(visitor.site))
    assert "Quy hoạch phân khu" in card(again).inner_text()
    page.keyboard.press("Escape")
    assert page.locator("[data-land-mode=point]").get_attribute("aria-pressed") == "false"


def test_a_unit_still_answers_and_offers_the_land_under_it(visit):
    visitor = visit()
    page = visitor.open(f"/?vt={VIEW}")
    press(page)
    page.wait_for_selector("[data-card]:not([data-card=land])")
    page.get_by_role("button", name=re.compile("Tra cứu quy hoạch tại đây")).click()
    text = card(page).inner_text()
    assert "N-2" in text
    page.locator("[data-card-close]").click()
    assert page.locator("[data-summary]").is_visible()
    assert "diem=" not in page.url
    assert page.locator("[data-land-here]").is_hidden()


def test_the_day_asks_again_and_going_back_returns(visit):
    visitor = visit()
    page = visitor.open(f"/?vt={VIEW}")
    page.get_by_role("button", name="Tra cứu quy hoạch", exact=True).click()
    press(page)
    assert "N-2" in card(page).inner_text()
    page.locator("[data-day-stop='2019-04-01']").click()
    page.wait_for_selector("[data-card=land]:not(:has(.land-zone))")
    assert "ngay=2019-04-01" in page.url
    page.go_back()
    page.wait_for_selector("[data-card=land] .land-zone")
    page.go_back()
    page.wait_for_selector("[data-summary]:visible")


def test_an_area_drawn_on_the_map(visit):
    visitor = visit()
    page = visitor.open(f"/?vt={VIEW}")
    draw = page.get_by_role("button", name="Vẽ vùng")
    draw.click()
    press(page, 0.4, 0.4)
    page.keyboard.press("Escape")
    assert page.locator("[data-land-drawing]").is_hidden()
    draw.click()
    done, undo = page.locator("[data-land-done]"), page.locator("[data-land-undo]")
    assert done.is_disabled()
    for place in ((0.45, 0.45), (0.55, 0.45), (0.9, 0.9)):
        press(page, *place)
    undo.click()
    assert done.is_disabled()
    press(page, 0.55, 0.55)
    press(page, 0.45, 0.55, twice=True)
    text = card(page).inner_text()
    assert "Vùng đã vẽ" in text
    assert "Diện tích đo" in text
    assert "N-2" in text
    with page.expect_navigation():
        page.get_by_role("link", name="Xem trang đầy đủ, in").click()
    assert page.locator(".land-answer").count() == 1
    assert "N-2" in page.locator(".land-answer").inner_text()


def test_a_place_outside_is_refused_in_the_panel(visit):
    visitor = visit()
    page = visitor.open("/?vt=109.5,16,9")
    page.get_by_role("button", name="Tra cứu quy hoạch", exact=True).click()
    press(page)
    page.wait_for_selector("[data-card=land] .notice--error")
    assert "nằm ngoài phạm vi của tỉnh" in page.locator("[data-card=land]").inner_text()
    told = "console error: Failed to load resource: the server responded with a status of 400 (Bad Request)"
    assert visitor.faults == [told]
    visitor.faults.clear()
