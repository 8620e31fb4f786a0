"""The map as people use it: by pointer, by touch, by keyboard, through time."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
HOI_AN = {"longitude": 108.335, "latitude": 15.88}


def card(page):
    return page.locator("[data-card]")


def test_search_chooses_a_place_on_the_map(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31")
    box = page.get_by_role("combobox")
    box.fill("tam ky")
    page.get_by_role("option", name="Thành phố Tam Kỳ").first.wait_for()
    visitor.picture("goi-y")
    page.get_by_role("option", name="Thành phố Tam Kỳ").first.click()
    card(page).get_by_role("heading", name="Thành phố Tam Kỳ").wait_for()
    assert "122.374" in card(page).inner_text()
    assert "chon=3c-502" in page.url
    visitor.settle()
    visitor.picture("ban-do-tam-ky")
    card(page).get_by_role("link", name="Xem trang đầy đủ").click()
    assert page.locator("h1").inner_text() == "Thành phố Tam Kỳ"
    page.go_back()
    card(page).get_by_role("heading", name="Thành phố Tam Kỳ").wait_for()


def test_clicking_a_unit_tells_about_it(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31&vt=107.75,15.65,9.5")
    canvas = page.locator("#map canvas").bounding_box()
    page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    card(page).wait_for()
    assert re.search(r"chon=3c-\d+", page.url)
    assert card(page).get_by_role("link", name="Tỉnh Quảng Nam").is_visible()
    page.get_by_role("button", name="Đóng, về tổng quan").click()
    assert "chon=" not in page.url
    assert page.get_by_role("heading", name="Quảng Nam").is_visible()


def test_slider_crosses_the_boundary_change(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?chon=3c-508&ngay=2025-06-30")
    assert "126.686" in card(page).inner_text()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("ngay=2025-07-01"))
    visitor.settle()
    page.get_by_text("Địa bàn ngày đó thuộc").wait_for()
    assert card(page).get_by_role("link", name="Duy Xuyên").count() >= 1
    visitor.picture("ban-do-sau-sap-xep")
    tally = page.locator("[data-kinds]")
    page.get_by_role("button", name="Đóng, về tổng quan").click()
    assert re.search(r"Phường\s+23", tally.inner_text())
    assert re.search(r"Xã\s+70", tally.inner_text())
    assert "Huyện" not in tally.inner_text()
    page.go_back()
    page.go_back()
    page.wait_for_url(re.compile("ngay=2025-06-30"))
    visitor.settle()
    assert "126.686" in card(page).inner_text()


def test_exact_day_is_read_the_vietnamese_way(visit):
    visitor = visit(WIDE)
    page = visitor.open("/")
    page.get_by_label("Dữ liệu tại ngày").fill("31/12/2024")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ngay=2024-12-31"))
    visitor.settle()
    assert re.search(r"Huyện\s+\d+", page.locator("[data-kinds]").inner_text())
    page.get_by_label("Dữ liệu tại ngày").fill("31/2/2025")
    page.keyboard.press("Enter")
    page.get_by_text("Không có ngày này trong lịch").wait_for()
    assert "ngay=2024-12-31" in page.url


def test_layers_and_legend(visit):
    visitor = visit(WIDE)
    page = visitor.open("/")
    legend = page.locator("[data-class-legend] li")
    assert legend.count() >= 2
    assert page.locator("[data-class-legend]").get_by_text("NQ 111/2025").first.is_visible()
    page.get_by_label("Đô thị", exact=True).uncheck()
    visitor.settle()
    visitor.picture("ban-do-khong-do-thi")


@pytest.mark.slow
def test_position_is_used_here_only(visit):
    visitor = visit(WIDE, geolocation=HOI_AN, permissions=["geolocation"])
    page = visitor.open("/")
    page.get_by_role("button", name="Vị trí của tôi").click()
    page.get_by_text("không gửi đi đâu").wait_for()
    card(page).wait_for()
    assert "Hội An" in card(page).inner_text()


def test_refused_position_is_explained(visit):
    visitor = visit(WIDE)
    page = visitor.open("/")
    page.get_by_role("button", name="Vị trí của tôi").click()
    page.get_by_text("Trình duyệt không cho biết vị trí").wait_for()


def test_keyboard_alone_reaches_a_place(visit):
    visitor = visit(WIDE)
    page = visitor.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "map-search":
            break
    assert page.evaluate("document.activeElement.id") == "map-search"
    page.keyboard.type("hoi an dong")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == "map-search-list-0"
    page.keyboard.press("Enter")
    card(page).wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H2"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Xem trang đầy đủ":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/dia-danh/2c-"))
    assert "Hội An Đông" in page.locator("h1").inner_text()


def test_sheet_is_pulled_on_a_phone(visit):
    visitor = visit(PHONE)
    page = visitor.open("/")
    panel, handle = page.locator("[data-map-panel]"), page.locator("[data-sheet-handle]")
    low = panel.bounding_box()["height"]
    handle.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(300)
    half = panel.bounding_box()["height"]
    assert half > low * 2
    assert handle.get_attribute("aria-expanded") == "true"
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, 120, steps=6)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert panel.bounding_box()["height"] > half
    visitor.picture("ban-do-keo-len")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    assert panel.bounding_box()["height"] == pytest.approx(low, abs=2)


def test_phone_search_raises_the_sheet(visit):
    visitor = visit(PHONE)
    page = visitor.open("/")
    page.get_by_role("combobox").fill("nam phuoc")
    page.get_by_role("option").first.wait_for()
    visitor.picture("goi-y")
    page.get_by_role("option").first.click()
    card(page).wait_for()
    visitor.settle()
    visitor.picture("ban-do-nam-phuoc")
    assert card(page).get_by_role("heading", level=2).is_visible()


@pytest.mark.slow
def test_vietnamese_marks_come_out_whole_on_the_map(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31&vt=108.33,15.87,12.5")
    names = page.evaluate(
        "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family + font.weight)"
    )
    assert '"Be Vietnam Pro Medium"500' in names or "Be Vietnam Pro Medium500" in names
    visitor.picture("nhan-ban-do")


@pytest.mark.slow
def test_map_prints_with_day_and_reference(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31&chon=3c-508")
    page.emulate_media(media="print")
    page.wait_for_timeout(500)
    assert page.locator(".map-print", has_text="WGS 84, phép chiếu Web Mercator").is_visible()
    visitor.picture("in-ban-do", whole=True)
    assert page.pdf(format="A4").startswith(b"%PDF-")
