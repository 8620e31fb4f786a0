"""From the map to the programme, from an entry to its sentence, and the programme's layer on the map."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
PAGE = "/chuong-trinh/nghi-quyet-06/"


def target(page, words: str):
    return page.locator(".targets tbody tr", has_text=words).first


def test_from_home_to_a_sentence_of_the_text(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31")
    block = page.locator(".outlook")
    assert "Tỷ lệ đô thị hóa" in block.inner_text()
    block.get_by_role("link", name="Xem toàn bộ chương trình").click()
    page.wait_for_url(re.compile(r"/chuong-trinh/nghi-quyet-06/\?ngay=2024-12-31"))
    quote = target(page, "28 đô thị").locator(".quote").first
    said = quote.locator(".quote__body")
    assert not said.is_visible()
    quote.locator("summary").hover()
    said.wait_for()
    assert "đến năm 2030, có 28 đô thị" in said.inner_text()
    visitor.picture("cau-goc")
    said.get_by_role("link", name="Xem trong văn bản").click()
    page.wait_for_url(re.compile(r"van-ban/\?ngay=2024-12-31&muc=[0-9a-f-]{36}#n\d+"))
    assert page.locator("mark").inner_text() == "đến năm 2030, có 28 đô thị"
    assert page.locator("mark").is_visible()
    visitor.picture("van-ban-to-doan")
    page.get_by_role("link", name="Về mục này trong chương trình").click()
    page.wait_for_url(re.compile(r"#muc-"))
    assert page.evaluate("document.querySelector(':target').textContent").count("28 đô thị") >= 1


def test_sentence_by_keyboard_and_away_with_escape(visit):
    visitor = visit(WIDE)
    page = visitor.open(PAGE)
    quote = target(page, "40").locator(".quote").first
    said = quote.locator(".quote__body")
    quote.locator("summary").focus()
    assert said.is_visible()
    page.keyboard.press("Escape")
    assert not said.is_visible()
    page.keyboard.press("Enter")
    said.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Xem trong văn bản"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("van-ban"))


def test_sentence_by_touch_without_a_script(visit):
    visitor = visit(PHONE, scripts=False)
    page = visitor.open(PAGE)
    quote = target(page, "40").locator(".quote").first
    assert not quote.locator(".quote__body").is_visible()
    quote.locator("summary").tap()
    quote.locator(".quote__body").wait_for()
    assert "đến năm 2030 đạt 40%" in quote.inner_text()
    visitor.picture("cau-goc-dien-thoai")


def test_search_without_marks_and_contents(visit):
    visitor = visit(WIDE)
    page = visitor.open(PAGE)
    page.get_by_role("searchbox", name="Tìm trong chương trình").fill("cay xanh")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("loc=cay"))
    assert page.locator(".targets tbody tr").count() == 2
    page.get_by_role("link", name="Bỏ tìm, xem tất cả").click()
    page.get_by_role("navigation", name="Mục lục của trang").get_by_role("link", name="Nhiệm vụ").click()
    assert page.url.endswith("#nhiem-vu")
    assert page.get_by_role("heading", name="Nhiệm vụ", exact=True).is_visible()


@pytest.mark.slow
def test_layer_of_the_programme_on_the_map(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31&vt=108.35,15.75,9.6")
    visitor.picture("ban-do-chuong-trinh")
    with_layer = page.locator("#map canvas").screenshot()
    page.get_by_label("Chương trình", exact=True).uncheck()
    visitor.settle()
    assert page.locator("#map canvas").screenshot() != with_layer
    assert page.get_by_text("nét đứt là điều chương trình muốn").is_visible()


@pytest.mark.slow
def test_card_of_a_town_on_the_map_says_what_is_wanted(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31&chon=tam-ky")
    card = page.locator("[data-card]")
    assert "Đạt loại I (NQ 1210/2016), đến năm 2025" in card.inner_text()
    assert not page.locator(".outlook").is_visible()
    card.get_by_role("link", name="Đạt loại I (NQ 1210/2016), đến năm 2025", exact=True).click()
    assert "loại I vào năm 2025" in page.locator("mark").inner_text()


@pytest.mark.slow
def test_block_follows_the_day(visit):
    visitor = visit(WIDE)
    page = visitor.open("/?ngay=2024-12-31")
    assert "Chưa đạt" not in page.locator("[data-outlook]").inner_text()
    page.get_by_label("Dữ liệu tại ngày").fill("1/3/2026")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ngay=2026-03-01"))
    page.locator("[data-outlook='2026-03-01']").get_by_text("Chưa có dữ liệu").first.wait_for()
    page.get_by_label("Dữ liệu tại ngày").fill("1/1/2020")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ngay=2020-01-01"))
    visitor.settle()
    assert page.locator(".outlook").count() == 0


@pytest.mark.slow
def test_search_stays_above_the_block_on_a_phone(visit):
    visitor = visit(PHONE)
    page = visitor.open("/")
    search = page.get_by_role("combobox").bounding_box()
    assert search["y"] + search["height"] <= 844
    page.locator("[data-sheet-handle]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(300)
    assert page.locator(".outlook").is_visible()
    assert page.get_by_role("combobox").bounding_box()["y"] < page.locator(".outlook").bounding_box()["y"]
    visitor.picture("ban-do-chuong-trinh-keo-len")


@pytest.mark.slow
def test_programme_prints_on_a4(visit):
    visitor = visit(WIDE)
    page = visitor.open(PAGE)
    page.emulate_media(media="print")
    assert not page.locator(".contents").is_visible()
    assert not page.locator(".quote").first.is_visible()
    assert page.get_by_text("Chưa rà soát: 114 mục").is_visible()
    visitor.picture("in-chuong-trinh", whole=True)
    assert page.pdf(format="A4").startswith(b"%PDF-")
