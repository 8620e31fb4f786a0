"""A programme from the sent text to two adopted versions, on the demonstration: keyboard, mouse, phone."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = """CHƯƠNG TRÌNH
thực hiện Nghị quyết số 06-NQ/TW, ngày 24/01/2022 của Bộ Chính trị
I. MỤC TIÊU
1. Chỉ tiêu cụ thể
- Tỷ lệ đô thị hóa đến năm 2025 đạt 37%, đến năm 2030 đạt 40%.
- Đến năm 2025, trên địa bàn tỉnh có 21 đô thị.
II. NHIỆM VỤ, GIẢI PHÁP
1. Phát triển hệ thống đô thị
- Xây dựng hệ thống cơ sở dữ liệu về quy hoạch. Đào tạo cán bộ quản lý đô thị.
- Phấn đấu xây dựng thành phố Tam Kỳ đạt các tiêu chí của đô thị loại I vào năm 2025.
III. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng chủ trì, phối hợp với các cơ quan liên quan lập kế hoạch thực hiện Chương trình này.
"""


def docx(text):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        packed.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>'
        )
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(start_demo):
    """Address of the demonstration, and the password of its accounts."""
    with start_demo("review", 8420) as shown:
        yield shown


@pytest.fixture(scope="module")
def site(demo):
    """Address of the portal that visitors of this module see."""
    return demo[0]


@pytest.fixture(scope="module")
def kept():
    """Cookies of the people who have signed in."""
    return {}


@pytest.fixture
def enter(visit, demo, kept):
    """Come as one of the demonstration's people, signing in through the page the first time."""

    def as_(name, width=WIDE, **options):
        visitor = visit(width, storage_state=kept.get(name), **options)
        if name not in kept:
            sign_in(visitor.open("/tai-khoan/dang-nhap/"), name, demo[1])
            kept[name] = {"cookies": visitor.context.cookies()}
        return visitor

    return as_


@pytest.fixture
def look(axe):
    """Leave a picture of the page, which must fit its window and be free of serious barriers."""

    def at(visitor, name, *, whole=True):
        page = visitor.page
        assert page.locator("h1").count() == 1
        visitor.picture(f"chuong-trinh-{name}", whole=whole)
        assert visitor.width_needed() <= visitor.width, name
        grave = [
            f"{name}: {item['id']} ({item['impact']}): {item['nodes'][0]['html'][:160]}"
            for item in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            if item["impact"] in {"serious", "critical"}
        ]
        assert not grave, "\n".join(grave)

    return at


def sign_in(page, name, password):
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/ban-lam-viec/")


def answered(visitor, status):
    """The browser's own line in the console about an answer that the page expects and shows."""
    kept = [fault for fault in visitor.faults if f"status of {status}" not in fault]
    assert len(kept) < len(visitor.faults), visitor.faults
    visitor.faults[:] = kept


def send(visitor, name, title):
    page = visitor.open("/ban-lam-viec/chuong-trinh/gui/")
    page.get_by_label("Văn bản", exact=True).set_input_files(
        {"name": name, "mimeType": DOCX, "buffer": docx(TEXT)}
    )
    page.get_by_label("Tên chương trình mới").fill(title)
    page.get_by_role("button", name="Gửi văn bản").click()
    page.wait_for_url("**/cong-viec/**")
    page.get_by_role("link", name="Rà soát các mục vừa đọc").click(timeout=30_000)
    page.locator(".finding").first.wait_for()
    return page


def cards(page, text):
    return page.locator(".finding", has_text=text)


def chosen(page):
    return page.locator(".finding.is-current .finding__summary").inner_text()


def state(card):
    return card.get_attribute("data-state")


def left(page, text):
    page.locator(".review-bar__progress", has_text=text).wait_for()


def select(page, text):
    """Drag over ``text`` in the source as a hand does."""
    box = page.evaluate(
        """(text) => {
          for (const source of document.querySelectorAll("[data-source]")) {
            const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(text);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + text.length);
              source.scrollIntoView({ block: "center" });
              const box = range.getBoundingClientRect();
              return [box.left + 0.5, box.right - 0.5, (box.top + box.bottom) / 2];
            }
          }
          return null;
        }""",
        text,
    )
    assert box, text
    page.mouse.move(box[0], box[2])
    page.mouse.down()
    page.mouse.move(box[1], box[2], steps=8)
    page.mouse.up()


def by_keyboard(page):
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.classList.contains('finding')")
    assert chosen(page).startswith("Nghị quyết")
    page.keyboard.press("a")
    left(page, "Còn 7/8")
    assert chosen(page) == "Tỷ lệ đô thị hóa: 37%, đến năm 2025"
    page.keyboard.press("j")
    page.keyboard.press("x")
    left(page, "Còn 6/8")
    assert state(cards(page, "40%, đến năm 2030")) == "rejected"
    page.keyboard.press("K")
    assert chosen(page) == "Tỷ lệ đô thị hóa: 37%, đến năm 2025"
    page.keyboard.press("u")
    left(page, "Còn 7/8")
    page.keyboard.press("r")
    left(page, "Còn 6/8")
    page.keyboard.press("u")
    left(page, "Còn 7/8")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Phím tắt").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("ajx")
    left(page, "Còn 7/8")
    assert page.locator("[data-search-field]").input_value() == "ajx"
    page.locator("[data-search-field]").fill("")
    page.keyboard.press("Tab")


def correct_with_the_mouse(officer, look):
    page = officer.page
    card = cards(page, "37%, đến năm 2025")
    card.locator(".finding__summary").hover()
    assert page.locator(".found.is-on").all_inner_texts() == ["Tỷ lệ đô thị hóa đến năm 2025 đạt 37%"]
    page.locator(".found", has_text="21 đô thị").click()
    assert chosen(page) == "Đô thị: 21 đô thị, đến năm 2025"
    card.get_by_role("link", name="Sửa").click()
    edit = page.locator("[data-edit]")
    edit.get_by_label("Đến năm").fill("25")
    edit.get_by_role("button", name="Ghi và chấp nhận").click()
    page.get_by_text("«25» không phải là năm").wait_for()
    answered(officer, 422)
    edit.get_by_label("Đến năm").fill("2026")
    select(page, "Tỷ lệ đô thị hóa")
    edit.locator("[data-quote-text]").get_by_text("«Tỷ lệ đô thị hóa»", exact=True).wait_for()
    edit.get_by_role("combobox", name="Đo bằng").fill("dan so thanh thi")
    look(officer, "sua", whole=False)
    page.keyboard.press("Escape")
    edit.get_by_role("button", name="Ghi và chấp nhận").click()
    left(page, "Còn 6/8")
    corrected = cards(page, "37%, đến năm 2026")
    assert state(corrected) == "accepted"
    corrected.locator(".finding__summary").hover()
    assert page.locator(".found.is-on").all_inner_texts() == ["Tỷ lệ đô thị hóa"]


def split_merge_add(officer, look):
    page = officer.page
    cards(page, "Xây dựng hệ thống cơ sở dữ liệu").get_by_role("link", name="Tách").click()
    parts = page.locator("[data-part] [data-quote-text]")
    parts.nth(1).wait_for()
    assert parts.all_inner_texts() == [
        "«Xây dựng hệ thống cơ sở dữ liệu về quy hoạch.»",
        "«Đào tạo cán bộ quản lý đô thị.»",
    ]
    look(officer, "tach", whole=False)
    page.locator("[data-edit]").get_by_role("button", name="Tách").click()
    left(page, "Còn 7/9")
    assert cards(page, "Đào tạo cán bộ quản lý đô thị").count() == 1
    page.keyboard.press("c")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.press("m")
    left(page, "Còn 6/8")
    assert "Đào tạo cán bộ" in cards(page, "Xây dựng hệ thống cơ sở dữ liệu").inner_text()
    page.keyboard.press("u")
    left(page, "Còn 7/9")
    select(page, "cơ sở dữ liệu")
    page.keyboard.press("n")
    page.get_by_role("link", name="Mục tiêu").click()
    page.locator("[data-edit] [data-quote-text]").get_by_text("«cơ sở dữ liệu»", exact=True).wait_for()
    page.locator("[data-edit]").get_by_role("button", name="Thêm mục").click()
    left(page, "Còn 7/10")
    assert chosen(page) == "Cơ sở dữ liệu"


def two_at_once(officer, other, look):
    """Both have the page open; the second is late twice, and loses nothing."""
    mine, theirs = officer.page, other.open(officer.page.url.removeprefix(officer.site))
    theirs.locator(".finding").first.wait_for()
    name = "Tam Kỳ: đạt loại I, đến năm 2025"
    cards(theirs, name).get_by_role("link", name="Sửa").click()
    edit = theirs.locator("[data-edit]")
    edit.get_by_label("Đến năm").fill("2027")
    cards(mine, name).get_by_role("button", name="Chấp nhận").click()
    left(mine, "Còn 6/10")
    theirs.get_by_text("Đoạn này vừa được người khác thay đổi").wait_for(timeout=20_000)
    assert edit.get_by_label("Đến năm").input_value() == "2027"
    left(theirs, "Còn 6/10")
    edit.get_by_role("button", name="Ghi và chấp nhận").click()
    theirs.get_by_text("Có hai bản khác nhau").wait_for()
    answered(other, 409)
    assert "Đến năm 2025" in " ".join(theirs.locator(".standing").inner_text().split())
    assert edit.get_by_label("Đến năm").input_value() == "2027"
    look(other, "hai-ban", whole=False)
    edit.get_by_role("button", name="Ghi và chấp nhận").click()
    cards(theirs, "Tam Kỳ: đạt loại I, đến năm 2027").wait_for()
    cards(mine, "Tam Kỳ: đạt loại I, đến năm 2027").wait_for(timeout=20_000)
    assert cards(mine, "đến năm 2027").locator(".finding__by").inner_text().startswith("Thường trực")
    cards(mine, "21 đô thị").get_by_role("button", name="Loại").click()
    mine.locator(".finding--rejected", has_text="21 đô thị").wait_for()
    cards(theirs, "21 đô thị").get_by_role("button", name="Chấp nhận").click()
    theirs.get_by_text("Người khác vừa thay đổi trước").wait_for()
    answered(other, 409)
    theirs.get_by_role("button", name="Vẫn làm với bản đang lưu: Chấp nhận").click()
    theirs.locator(".finding--accepted", has_text="21 đô thị").wait_for()
    assert theirs.get_by_text("Người khác vừa thay đổi trước").count() == 0


def adopt(visitor, look, start, name):
    page = visitor.page
    page.get_by_role("link", name="Xác lập…").click()
    page.get_by_role("button", name="Xác lập phiên bản").click()
    page.locator(".error-summary").wait_for()
    answered(visitor, 422)
    look(visitor, f"xac-lap-{name}")
    page.get_by_label("Số, ký hiệu").fill(f"{name}-CTr/TU")
    page.get_by_label("Có hiệu lực từ ngày").fill(start)
    page.get_by_label("Xác lập kèm dấu «chưa rà soát»").check()
    page.get_by_label("Tôi đã đọc lại").check()
    page.get_by_role("button", name="Xác lập phiên bản").click()
    page.get_by_text(f"Đã xác lập phiên bản {name}").wait_for()


@pytest.mark.slow
def test_items_are_reviewed_by_keyboard(enter, look):
    officer = enter("quy-hoach")
    page = send(officer, "phím.docx", "Chương trình cho bàn phím")
    look(officer, "ra-soat")
    by_keyboard(page)


@pytest.mark.slow
def test_from_a_sent_text_to_two_versions_side_by_side(enter, look):
    officer, other = enter("quy-hoach"), enter("thu-ky")
    page = send(officer, "chương trình.docx", "Chương trình thử của phòng")
    page.locator(".finding__actions").first.get_by_role("button", name="Chấp nhận").click()
    left(page, "Còn 7/8")
    correct_with_the_mouse(officer, look)
    split_merge_add(officer, look)
    two_at_once(officer, other, look)
    look(officer, "ra-soat-sau")

    page.get_by_role("link", name="Các bước").click()
    assert page.locator(".steps > li").count() > 8
    look(officer, "cac-buoc")
    officer.open("/ban-lam-viec/")
    page.get_by_role("heading", name="Chương trình đang rà soát").wait_for()
    officer.open("/ban-lam-viec/chuong-trinh/")
    look(officer, "danh-sach")

    adopt(other, look, "1/6/2022", "1")
    shown = other.page
    assert shown.get_by_role("heading", level=1).inner_text() != ""
    other.open("/ban-lam-viec/chuong-trinh/")
    section = shown.locator("section", has_text="1-CTr/TU")
    section.get_by_role("button", name="Lập bản sửa đổi từ bản đang hiệu lực").click()
    shown.get_by_role("button", name="Chấp nhận tất cả các mục không đổi").click()
    left(shown, "Còn 0/10")
    cards(shown, "21 đô thị").get_by_role("link", name="Sửa").click()
    for name in ("Giá trị (từ)", "Giá trị (đến)"):
        shown.locator("[data-edit]").get_by_label(name).fill("23")
    shown.locator("[data-edit]").get_by_role("button", name="Ghi và chấp nhận").click()
    cards(shown, "23 đô thị").wait_for()
    shown.get_by_role("link", name="So sánh").click()
    shown.locator(".compared--changed").wait_for()
    assert "21 → 23" in " ".join(shown.locator(".compare").inner_text().split())
    look(other, "so-sanh")
    shown.get_by_role("link", name="Xác lập…").click()
    shown.get_by_label("Có hiệu lực từ ngày").fill("1/6/2024")
    shown.get_by_label("Tôi đã đọc lại").check()
    shown.get_by_role("button", name="Xác lập phiên bản").click()
    shown.get_by_text("Đã xác lập phiên bản 2").wait_for()
    shown.get_by_role("link", name="So sánh", exact=True).click()
    shown.locator(".compared--changed").wait_for()
    assert "21 → 23" in " ".join(shown.locator(".compare").inner_text().split())
    look(other, "so-sanh-cong-khai")


@pytest.mark.slow
def test_on_a_phone_items_follow_their_paragraph(enter, look):
    officer = enter("quy-hoach", PHONE)
    page = send(officer, "điện thoại.docx", "Chương trình cho điện thoại")
    look(officer, "ra-soat")
    source, card = (page.locator(place).first.bounding_box() for place in (".source", ".finding"))
    assert card["y"] > source["y"] + source["height"] - 1
    card = cards(page, "Tam Kỳ: đạt loại I")
    card.get_by_role("link", name="Sửa").tap()
    page.locator("[data-edit]").wait_for()
    look(officer, "sua", whole=False)
    page.locator("[data-edit]").get_by_role("link", name="Thôi").tap()
    card.get_by_role("button", name="Loại bỏ").tap()
    left(page, "Còn 7/8")
    page.get_by_role("link", name="Các bước").tap()
    page.wait_for_url("**/cac-buoc/")
    look(officer, "cac-buoc")
    for path, name in (("", "danh-sach"), ("gui/", "gui")):
        officer.open(f"/ban-lam-viec/chuong-trinh/{path}")
        look(officer, name)


@pytest.mark.slow
def test_everything_works_without_scripts(enter, demo, kept):
    writer = enter("quy-hoach")
    address = send(writer, "không script.docx", "Chương trình không script").url
    plain = enter("quy-hoach", scripts=False)
    page = plain.open(address.removeprefix(plain.site))
    card = cards(page, "Tỷ lệ đô thị hóa: 37%")
    card.get_by_role("button", name="Chấp nhận").click()
    page.get_by_text("Đã ghi. Chấp nhận: Tỷ lệ đô thị hóa: 37%").wait_for()
    cards(page, "40%, đến năm 2030").get_by_role("link", name="Sửa").click()
    page.get_by_text("Trích đoạn bằng hai con số").click()
    assert page.get_by_label("Từ chữ thứ").input_value() == "42"
    page.get_by_label("Đến năm").fill("2031")
    page.get_by_role("button", name="Ghi và chấp nhận").click()
    assert state(cards(page, "40%, đến năm 2031")) == "accepted"
    for box in page.locator(".finding__pick input").all()[:2]:
        box.check()
    page.get_by_role("button", name="Gộp các mục đã chọn").click()
    left(page, "Còn 7/7")
    page.get_by_role("button", name="Hoàn tác: Gộp").click()
    left(page, "Còn 6/8")
    page.get_by_role("combobox", name="Hiện").select_option("chua-xem")
    page.get_by_role("button", name="Lọc").click()
    assert page.locator(".finding").count() == 6


@pytest.mark.slow
def test_a_form_outlives_the_session(visit, demo):
    officer = visit(WIDE)
    sign_in(officer.open("/tai-khoan/dang-nhap/"), "quy-hoach", demo[1])
    page = send(officer, "hết phiên.docx", "Chương trình hết phiên")
    cards(page, "Tam Kỳ: đạt loại I").get_by_role("link", name="Sửa").click()
    edit = page.locator("[data-edit]")
    edit.get_by_label("Đến năm").fill("2028")
    officer.context.clear_cookies(name="sessionid")
    edit.get_by_role("button", name="Ghi và chấp nhận").click()
    page.get_by_text("Phiên làm việc đã hết").first.wait_for()
    beside = officer.context.new_page()
    beside.goto(officer.site + "/tai-khoan/dang-nhap/")
    sign_in(beside, "quy-hoach", demo[1])
    edit.get_by_role("button", name="Ghi và chấp nhận").click()
    cards(page, "Tam Kỳ: đạt loại I, đến năm 2028").wait_for()
    answered(officer, 403)


@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_a_duty_passes_on_by_decision(enter, look, width):
    secretary = enter("thu-ky", width)
    page = secretary.open("/ban-lam-viec/co-quan/?q=ban can su dang ubnd&ngay=1/7/2025")
    look(secretary, "co-quan")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Ghi quyết định chuyển giao").click()
    page.locator("input[role=combobox]").press_sequentially("ban thuong vu")
    page.get_by_role("option", name="Ban Thường vụ Tỉnh ủy Quảng Nam").click()
    page.get_by_label("Số quyết định").fill(f"{width}-QĐ/TU")
    page.get_by_label("Có hiệu lực từ ngày").fill(f"{1 + (width == PHONE)}/8/2025")
    look(secretary, "chuyen-giao")
    page.get_by_role("button", name="Ghi quyết định").click()
    page.get_by_text("Đã ghi quyết định chuyển giao.").wait_for()
    assert f"Quyết định {width}-QĐ/TU" in page.locator(".tray").inner_text()
    look(secretary, "co-quan-trang")
    page.get_by_role("link", name="Rút quyết định này").first.click()
    page.get_by_label("Lý do").fill("ghi nhầm số")
    page.get_by_role("button", name="Rút quyết định").click()
    page.get_by_text("Đã rút quyết định chuyển giao").wait_for()
    assert "ghi nhầm số" in page.locator(".tray").inner_text()
    secretary.open("/ban-lam-viec/co-quan/moi/")
    look(secretary, "co-quan-moi")


VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENGLISH = ("chuong-trinh/", "chuong-trinh/gui/", "co-quan/moi/", "co-quan/?q=khong-co-gi")


@pytest.mark.slow
def test_the_office_of_programmes_speaks_english(enter, look):
    secretary = enter("thu-ky", language="en")
    for number, path in enumerate(ENGLISH):
        page = secretary.open(f"/ban-lam-viec/{path}")
        look(secretary, f"english-{number}")
        labels = page.locator("main :is(h1, label, legend, thead th, button, .button, .field__hint, .state)")
        assert [text for text in labels.all_inner_texts() if VIETNAMESE.search(text)] == [], path
