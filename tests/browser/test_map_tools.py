"""Measuring on the map, and two days side by side under a divider."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import geopandas as gpd
import pytest
import shapely
from pypdf import PdfReader
from pyproj import Geod, Transformer

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
# Two squares of 16 ha: housing that becomes green on 1/7/2025.
EAST, NORTH, SIDE = 583000, 1725000, 400
VIEW = "108.5312,15.5975,15"
HOUSING, GREEN = "DAT_O_Nhomnhao", "DAT_HTXH_CayxanhCC"
PUBLISH = """
import sys, django
django.setup()
from datetime import date
from pathlib import Path
from django.db import transaction
from dothi.registry.plans import assessing, jobs, publishing, receiving, services
plan = services.create_plan(
    None, services.PlanEntry("Quy hoạch phân khu so sánh (minh họa)", "zoning", 2000, illustrative=True),
    key="so-sanh-hai-ngay",
)
for path, start in zip(sys.argv[1:], (date(2023, 1, 1), date(2025, 7, 1)), strict=True):
    sent = receiving.copy_in(plan, Path(path))
    found = assessing.assess(sent, date(2026, 7, 1), lambda *_: None)
    sent.answer, sent.state = assessing.answer_of(found), "checked"
    sent.save()
    layers = jobs.store_layers(sent, found, lambda *_: None)
    with transaction.atomic():
        given = publishing.Publication(start, despite_errors="Hồ sơ thử")
        publishing.record_version(None, sent, given, layers)
"""


@pytest.fixture(scope="module")
def two_versions(site, workspace_environment, tmp_path_factory):
    """A plan whose first version is all housing, and whose second is all green."""
    squares = [shapely.box(EAST + SIDE * at, NORTH, EAST + SIDE * (at + 1), NORTH + SIDE) for at in range(2)]
    folder = tmp_path_factory.mktemp("dossiers")
    paths = []
    for name, codes in (("truoc", (HOUSING, HOUSING)), ("sau", (GREEN, GREEN))):
        path = folder / f"{name}.gpkg"
        zones = gpd.GeoDataFrame(
            {"maChucNang": list(codes), "kyHieu": ["S-1", "S-2"]}, geometry=squares, crs=5899
        )
        edge = gpd.GeoDataFrame({"ten": ["Ranh giới"]}, geometry=[shapely.union_all(squares)], crs=5899)
        zones.to_file(path, layer="ChucNangSuDungDat_A", driver="GPKG")
        edge.to_file(path, layer="RanhGioiQuyHoach_A", driver="GPKG")
        paths.append(str(path))
    subprocess.run([sys.executable, "-c", PUBLISH, *paths], env=workspace_environment, check=True)


def press(page, across, down):
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def free_of_barriers(axe, page):
    found = axe.run(page).response["violations"]
    grave = [
        f"{item['id']}: {item['nodes'][0]['html'][:160]}"
        for item in found
        if item["impact"] in {"serious", "critical"}
    ]
    assert not grave, "\n".join(grave)


def compared(page):
    page.wait_for_selector(".map-swipe[data-drawn='1']", timeout=45_000)
    page.wait_for_load_state("networkidle")


def legend(page, side):
    return page.locator(f"[data-{side}] [data-plans-legend]")


@pytest.mark.slow
def test_lengths_and_areas_are_those_of_the_ellipsoid(visit):
    page = visit().open("/")
    shapes = {
        "lot of 11 m": [(108.47, 15.57), (108.4701, 15.57), (108.4701, 15.5701), (108.47, 15.5701)],
        "clockwise": [(108.47, 15.57), (108.47, 15.58), (108.48, 15.58), (108.48, 15.57)],
        "triangle of 5 km": [(108.40, 15.50), (108.45, 15.51), (108.43, 15.54)],
    }
    geod, on_map = Geod(ellps="WGS84"), Transformer.from_crs(4326, 3857, always_xy=True)
    for name, ring in shapes.items():
        length, area = page.evaluate(
            """async (ring) => {
                const main = document.querySelector("script[src$='js/map/main.js']").src;
                const { area, length } = await import(main.replace("main.js", "ellipsoid.js"));
                return [length(ring), area(ring)];
            }""",
            ring,
        )
        lng, lat = zip(*ring, strict=True)
        assert length == pytest.approx(geod.line_length(lng, lat), abs=1e-4), name
        # A side is straight on the map: cut there into short pieces, each is as good as the shortest way.
        drawn = shapely.segmentize(shapely.Polygon(zip(*on_map.transform(lng, lat), strict=True)), 5)
        lng, lat = on_map.transform(*drawn.exterior.xy, direction="INVERSE")
        assert area == pytest.approx(abs(geod.polygon_area_perimeter(lng, lat)[0]), rel=1e-7), name


@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_a_line_and_an_area_are_measured(visit, axe, width):
    visitor = visit(width)
    page = visitor.open(f"/?vt={VIEW}")
    page.get_by_role("button", name="Đo khoảng cách, diện tích").click()
    bar = page.locator("[data-measure-bar]")
    assert page.locator("[data-measure-undo]").is_disabled()
    for place in ((0.3, 0.5), (0.6, 0.5), (0.6, 0.6)):
        press(page, *place)
    assert re.search(r"Chiều dài\s+[\d.]+,\d m", bar.inner_text())
    assert re.search(r"Diện tích khi khép kín\s+[\d.]+ m² \(\d+,\d{4} ha\)", bar.inner_text())
    assert page.locator("[data-card]").count() == 0
    visitor.picture("ban-do-do")
    assert visitor.width_needed() <= width
    free_of_barriers(axe, page)
    page.locator("[data-measure-undo]").click()
    assert page.locator("[data-measure-round]").is_hidden()
    page.keyboard.press("Escape")
    assert bar.is_hidden()


def test_measuring_and_asking_take_turns(visit):
    page = visit().open(f"/?vt={VIEW}")
    measure = page.get_by_role("button", name="Đo khoảng cách, diện tích")
    ask = page.get_by_role("button", name="Tra cứu quy hoạch", exact=True)
    ask.click()
    measure.click()
    assert ask.get_attribute("aria-pressed") == "false"
    ask.click()
    assert page.locator("[data-measure-bar]").is_hidden()


def test_measuring_by_keyboard(visit):
    page = visit().open(f"/?vt={VIEW}")
    page.get_by_role("button", name="Đo khoảng cách, diện tích").click()
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#map[data-drawn='1']")
    page.keyboard.press("Enter")
    assert re.search(r"[\d.]+,\d m", page.locator("[data-measure-length]").inner_text())
    page.keyboard.press("Backspace")
    assert page.locator("[data-measure-figures]").is_hidden()


@pytest.mark.parametrize("width", [pytest.param(WIDE, marks=pytest.mark.slow), PHONE])
def test_two_days_under_a_divider(visit, axe, two_versions, width):
    visitor = visit(width)
    page = visitor.open(f"/?vt={VIEW}&qh=zoning&so=2025-06-30")
    compared(page)
    divider = page.get_by_role("slider", name=re.compile("Vạch chia"))
    assert "30/6/2025" in divider.inner_text()
    left, right = legend(page, "swipe-legend"), legend(page, "plans-block")
    left.locator("li", has_text="Nhóm nhà ở").wait_for(state="attached")
    right.locator("li", has_text="Cây xanh").first.wait_for(state="attached")
    assert "Cây xanh" not in left.inner_text()
    assert "Nhóm nhà ở" not in right.inner_text()
    visitor.picture("ban-do-hai-ngay")
    assert visitor.width_needed() <= width
    free_of_barriers(axe, page)


def test_the_divider_moves_by_hand_and_by_keys(visit, two_versions):
    page = visit().open(f"/?vt={VIEW}&qh=zoning&so=2025-06-30")
    compared(page)
    divider = page.get_by_role("slider", name=re.compile("Vạch chia"))
    assert divider.get_attribute("aria-valuenow") == "50"
    divider.focus()
    page.keyboard.press("ArrowRight")
    assert divider.get_attribute("aria-valuenow") == "52"
    page.keyboard.press("PageDown")
    assert divider.get_attribute("aria-valuenow") == "42"
    page.keyboard.press("Home")
    assert divider.get_attribute("aria-valuenow") == "0"
    page.keyboard.press("End")
    assert divider.get_attribute("aria-valuenow") == "100"
    assert page.locator(".map-swipe").evaluate("map => map.style.clipPath").startswith("inset(0")
    frame = page.locator("#map").bounding_box()
    held = frame["y"] + frame["height"] / 2
    page.mouse.move(frame["x"] + frame["width"] - 5, held)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.25, held, steps=4)
    page.mouse.up()
    assert divider.get_attribute("aria-valuenow") == "25"


def test_the_left_answers_nothing_and_the_right_does(visit, two_versions):
    page = visit().open(f"/?vt={VIEW}&qh=zoning&so=2025-06-30")
    compared(page)
    press(page, 0.4, 0.7)
    assert "Nửa trái chỉ để so sánh" in page.locator("[data-map-status]").inner_text()
    assert page.locator("[data-card]").count() == 0
    press(page, 0.6, 0.7)
    page.wait_for_selector("[data-card]")


def test_comparing_is_begun_changed_kept_in_the_address_and_ended(visit, two_versions):
    page = visit().open(f"/?vt={VIEW}")
    toggle = page.get_by_role("button", name="So sánh hai nửa bản đồ")
    toggle.click()
    compared(page)
    assert page.locator("[data-plan-level=zoning]").is_checked()
    page.fill("#so-ngay", "30/6/2025")
    page.get_by_role("group", name="So sánh hai nửa bản đồ").get_by_role("button", name="Xem").click()
    legend(page, "swipe-legend").locator("li", has_text="Nhóm nhà ở").wait_for(state="attached")
    assert "so=2025-06-30" in page.url
    page.fill("#so-ngay", "31/2/2025")
    page.keyboard.press("Enter")
    assert "Không có ngày này" in page.locator("[data-map-status]").inner_text()
    page.get_by_label("không có quy hoạch").check()
    legend(page, "swipe-legend").locator("li").first.wait_for(state="detached")
    assert "so=0" in page.url
    page.get_by_role("button", name="Thôi so sánh").click()
    assert "so=" not in page.url
    assert page.locator(".map-swipe").count() == 0
    assert toggle.get_attribute("aria-pressed") == "false"


@pytest.mark.slow
def test_the_left_follows_the_right(visit, two_versions):
    page = visit().open(f"/?vt={VIEW}&qh=zoning&so=2025-06-30")
    compared(page)
    page.locator("#map canvas").focus()
    page.keyboard.press("+")
    page.wait_for_selector("#map[data-drawn='1']")
    page.locator("[data-day-stop='2025-06-30']").click()
    right = page.locator("[data-swipe-divider] [data-swipe-right]")
    right.filter(has_text="30/6/2025").wait_for()
    legend(page, "plans-block").locator("li", has_text="Nhóm nhà ở").wait_for(state="attached")


def test_one_plan_on_either_side_and_the_map_on_paper(visit, axe, two_versions):
    """A4 lying is 297 mm by 210 mm, on one page, with what it rests on and the mark of what is invented."""
    key = "so-sanh-hai-ngay"
    page = visit().open(f"/?vt={VIEW}&so=qh.{key}&phai={key}")
    compared(page)
    title = "Quy hoạch phân khu so sánh (minh họa)"
    assert page.get_by_label("Nửa trái", exact=True).locator("option:checked").inner_text() == title
    assert page.get_by_label("Nửa phải", exact=True).locator("option:checked").inner_text() == title
    legend(page, "swipe-legend").locator("li", has_text="Cây xanh").first.wait_for(state="attached")
    page.get_by_role("button", name="Thôi so sánh").click()
    assert not re.search("so=|phai=", page.url)
    page.get_by_role("button", name="In bản đồ").click()
    page.wait_for_selector(".map-sheet #map[data-drawn='1']")
    assert "in=a4" in page.url
    page.get_by_label("Tỷ lệ").select_option("25000")
    page.locator("[data-paper-scale]", has_text="1:25.000").wait_for()
    page.locator("[data-paper-legend] li", has_text="Cây xanh").first.wait_for()
    assert page.locator("[data-paper-invented]").is_visible()
    assert re.search(
        rf"{re.escape(title)}, phiên bản 2.*\([0-9a-f]{{12}}\)",
        page.locator("[data-paper-sources]").inner_text(),
    )
    free_of_barriers(axe, page)
    (sheet,) = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [round(float(side) / 72 * 25.4) for side in sheet.mediabox[2:]] == [297, 210]
    page.get_by_role("button", name="Thôi in").click()
    assert page.locator(".map-panel").is_visible()
