"""Every public page at two widths: nothing sticks out, nothing is seriously inaccessible, nothing fails."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390

PAGES = {
    "ban-do": "/",
    "ban-do-cu": "/?ngay=2024-12-31&chon=3c-508",
    "dia-danh": "/dia-danh/",
    "dia-danh-cu": "/dia-danh/?ngay=2019-04-01&cap=2",
    "dia-danh-trong": "/dia-danh/?cap=2",
    "dia-danh-khong-khop": "/dia-danh/?loc=khong-co-ten-nay",
    "don-vi-moi": "/dia-danh/2c-20551/",
    "don-vi-cu": "/dia-danh/3c-508/?ngay=2024-12-31",
    "don-vi-het": "/dia-danh/3c-502/",
    "do-thi": "/do-thi/",
    "do-thi-cu": "/do-thi/?ngay=2024-12-31",
    "mot-do-thi": "/do-thi/tam-ky/",
    "phan-loai": "/do-thi/hoi-an/phan-loai/?ngay=2026-06-01&loai=II&2A.II.05=140",
    "he-thong-do-thi": "/do-thi/he-thong/?ngay=2026-06-01&loai=II&nang=dien-ban",
    "chuong-trinh": "/chuong-trinh/nghi-quyet-06/",
    "chuong-trinh-cu": "/chuong-trinh/nghi-quyet-06/?ngay=2024-12-31",
    "chuong-trinh-loc": "/chuong-trinh/nghi-quyet-06/?loc=hoi%20an",
    "chuong-trinh-chua-co": "/chuong-trinh/nghi-quyet-06/?ngay=2020-01-01",
    "chuong-trinh-trong": "/chuong-trinh/?biet=2020-01-01",
    "van-ban": "/chuong-trinh/nghi-quyet-06/van-ban/",
    "phien-ban": "/chuong-trinh/nghi-quyet-06/phien-ban/",
    "phien-ban-1": "/chuong-trinh/nghi-quyet-06/phien-ban/1/",
    "co-quan": "/co-quan/",
    "mot-co-quan": "/co-quan/quang-nam-mttq/",
    "tim": "/tim/?q=phuong%20cam%20chau",
    "tim-chuong-trinh": "/tim/?q=do%20thi%20hoa",
    "tim-khong-thay": "/tim/?q=zzzzqq",
    "gioi-thieu": "/gioi-thieu/",
    "nguon": "/nguon-du-lieu/",
    "mot-nguon": "/nguon-du-lieu/gso-census-2019/",
    "giao-dien": "/giao-dien/",
}
ON_THE_MAP = {"ban-do", "ban-do-cu"}


@pytest.mark.parametrize("width", [pytest.param(WIDE, marks=pytest.mark.slow), PHONE])
@pytest.mark.parametrize("name", PAGES)
def test_page_fits_and_is_accessible(visit, axe, name, width):
    visitor = visit(width)
    page = visitor.open(PAGES[name])
    assert page.locator("h1").count() == 1
    assert visitor.width_needed() <= width
    visitor.picture(name, whole=name not in ON_THE_MAP)
    found = axe.run(page).response["violations"]
    grave = [
        f"{item['id']} ({item['impact']}): {item['nodes'][0]['html'][:160]}"
        for item in found
        if item["impact"] in {"serious", "critical"}
    ]
    assert not grave, "\n".join(grave)


@pytest.mark.parametrize(
    "name",
    [
        "ban-do",
        "dia-danh",
        "don-vi-cu",
        "mot-do-thi",
        "gioi-thieu",
        "giao-dien",
        "chuong-trinh",
        "van-ban",
        "co-quan",
    ],
)
def test_page_in_english(visit, name):
    visitor = visit(WIDE, language="en")
    page = visitor.open(PAGES[name])
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("link", name="Administrative units").count() >= 1
    visitor.picture(f"{name}-english", whole=name not in ON_THE_MAP)


def test_language_switch_keeps_the_page(visit):
    visitor = visit(WIDE)
    page = visitor.open("/dia-danh/3c-508/?ngay=2024-12-31")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.url.endswith("/dia-danh/3c-508/?ngay=2024-12-31")
    assert page.get_by_role("button", name="Tiếng Việt").is_visible()
    assert page.get_by_text("126,686").first.is_visible()


def test_print_view_fits_a4(visit, tmp_path):
    visitor = visit(WIDE)
    page = visitor.open("/dia-danh/3c-508/?ngay=2024-12-31")
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert page.get_by_role("heading", name="Huyện Duy Xuyên").is_visible()
    visitor.picture("in-trang", whole=True)
    content = page.pdf(format="A4")
    assert content.startswith(b"%PDF-")
    assert 1 <= content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") <= 4


def test_reader_without_scripts_gets_the_table(visit):
    visitor = visit(WIDE, scripts=False)
    page = visitor.open("/?ngay=2024-12-31")
    assert page.get_by_role("link", name="Huyện Duy Xuyên").is_visible()
    visitor.picture("ban-do-khong-script", whole=True)
    page.locator("input[name=ngay][type=text]").fill("1/7/2025")
    page.get_by_role("button", name="Xem").click()
    assert page.get_by_role("link", name="Phường Tam Kỳ").first.is_visible()
    page.get_by_role("searchbox", name="Tên địa danh").fill("cam chau")
    page.get_by_role("button", name="Tra cứu").click()
    page.get_by_role("link", name="Phường Cẩm Châu").first.click()
    assert page.locator("h1").inner_text() == "Phường Cẩm Châu"


def test_phone_menu_opens_without_a_script(visit):
    visitor = visit(PHONE, scripts=False)
    page = visitor.open("/gioi-thieu/")
    assert not page.get_by_role("link", name="Đô thị", exact=True).is_visible()
    page.get_by_role("button", name="Mục lục").click()
    visitor.picture("muc-luc")
    page.get_by_role("link", name="Đô thị", exact=True).click()
    assert page.locator("h1").inner_text() == "Đô thị"
