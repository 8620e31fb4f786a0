"""The office as its people use it, on the demonstration that ``dothi demo`` serves with its worker."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
GREEN = "Diện tích cây xanh bình quân trên mỗi người dân đô thị"
SOURCE = "Báo cáo cây xanh đô thị"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def demo(start_demo):
    """Address of the demonstration, and the password of its accounts."""
    with start_demo("office", 8400) as shown:
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
    """Come to the desk as one of the demonstration's people, signing in through the page the first time."""

    def as_(name, width=WIDE):
        visitor = visit(width, storage_state=kept.get(name))
        if name in kept:
            visitor.open("/ban-lam-viec/")
            return visitor
        visitor.open("/tai-khoan/dang-nhap/")
        say_who(visitor.page, name, demo[1])
        visitor.page.wait_for_url("**/ban-lam-viec/")
        kept[name] = {"cookies": visitor.context.cookies()}
        return visitor

    return as_


@pytest.fixture
def look(axe):
    """Leave a picture of the page, which must fit its window and be free of serious barriers."""

    def at(visitor, name):
        page = visitor.page
        assert page.locator("h1").count() == 1
        visitor.picture(f"ban-lam-viec-{name}", whole=True)
        assert visitor.width_needed() <= visitor.width, name
        grave = [
            f"{name}: {item['id']} ({item['impact']}): {item['nodes'][0]['html'][:160]}"
            for item in axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            if item["impact"] in {"serious", "critical"}
        ]
        assert not grave, "\n".join(grave)

    return at


def say_who(page, name, password):
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main").get_by_role("button", name=re.compile("Đăng nhập|Sign in")).click()


def choose_place(page, text, name):
    box = page.get_by_role("combobox", name="Địa điểm")
    box.press_sequentially(text)
    option = page.get_by_role("option", name=re.compile(f"^{name} *2c-"))
    option.first.wait_for()
    return option.first


def write_draft(officer, look, day, value):
    """Fill the form, with one mistake on the way; returns the key of the place."""
    page = officer.page
    page.get_by_label("Chỉ tiêu").select_option(label=f"{GREEN} (m²/người)")
    assert "Tối đa 1 chữ số thập phân" in page.locator("[data-indicator] .field__rule").inner_text()
    assert page.locator("[data-value] .with-unit").inner_text().strip() == "m²/người"
    option = choose_place(page, "tam ky", "Phường Tam Kỳ")
    look(officer, "bieu-mau-goi-y")
    option.click()
    place = page.get_by_role("combobox", name="Địa điểm").input_value()
    page.get_by_label("Giá trị").fill("7,55")
    page.get_by_label("Từ ngày").fill(day)
    page.get_by_text("thêm văn bản mới").click()
    page.get_by_label("Tên văn bản hoặc bảng số liệu").fill(f"{SOURCE} đến ngày {day}")
    page.get_by_role("button", name="Ghi bản nháp").click()
    page.locator(".field__error").first.wait_for()
    assert "chữ số thập phân" in page.locator("[data-value] .field__error").inner_text()
    look(officer, "bieu-mau-sai")
    page.get_by_label("Giá trị").fill(value)
    page.get_by_role("button", name="Ghi bản nháp").click()
    page.get_by_text("Đã ghi bản nháp").wait_for()
    return re.search(r"\((2c-\d+)\)", place).group(1)


@pytest.mark.parametrize(
    "case", [(WIDE, "30/6/2026", "7,5"), pytest.param((PHONE, "31/3/2026", "7,1"), marks=pytest.mark.slow)]
)
def test_a_value_goes_from_the_officer_to_the_public(visit, enter, demo, look, case):
    width, day, value = case
    officer = visit(width)
    page = officer.open("/tai-khoan/dang-nhap/")
    officer.picture("ban-lam-viec-dang-nhap", whole=True)
    say_who(page, "can-bo", "mật khẩu sai")
    page.get_by_role("alert").wait_for()
    assert "không đúng" in page.get_by_role("alert").inner_text()
    look(officer, "dang-nhap-sai")
    say_who(page, "can-bo", demo[1])
    page.wait_for_url("**/ban-lam-viec/")
    page.get_by_role("heading", name="Bản nháp của tôi").wait_for()
    look(officer, "ban")

    page.get_by_role("link", name="Nhập số liệu", exact=True).click()
    key = write_draft(officer, look, day, value)
    look(officer, "ban-nhap")
    page.get_by_role("link", name="Nộp để duyệt").click()
    officer.picture("ban-lam-viec-nop", whole=True)
    page.locator("main").get_by_role("button", name=re.compile("Nộp")).click()
    page.get_by_text("Đã nộp").first.wait_for()
    address = page.url.removeprefix(officer.site)

    secretary = enter("thu-ky", width)
    page = secretary.page
    page.get_by_role("heading", name="Chờ tôi duyệt").wait_for()
    page.locator(f".tray a[href='{address}']").click()
    page.get_by_role("link", name="Duyệt", exact=True).click()
    look(secretary, "duyet")
    page.locator("main").get_by_role("button", name="Duyệt").click()
    page.get_by_text("Đã duyệt. Số liệu được công bố kèm nguồn.").wait_for()
    look(secretary, "da-duyet")

    anyone = visit(width)
    turned = "-".join(f"{int(part):02}" for part in reversed(day.split("/")))
    page = anyone.open(f"/dia-danh/{key}/?ngay={turned}")
    card = page.locator(".figure", has_text=GREEN)
    assert f"{value} m²/người" in card.inner_text()
    anyone.picture("ban-lam-viec-cong-bo", whole=True)
    card.get_by_role("link", name=f"{SOURCE} đến ngày {day}").click()
    page.get_by_role("heading", level=1, name=f"{SOURCE} đến ngày {day}").wait_for()


def test_what_was_being_written_outlives_the_session(enter, demo):
    planner = enter("quy-hoach")
    page = planner.open("/ban-lam-viec/so-lieu/moi/")
    page.get_by_label("Chỉ tiêu").select_option(label="Dân số (người)")
    choose_place(page, "hoi an dong", "Phường Hội An Đông").click()
    page.get_by_label("Giá trị").fill("45.678")
    page.get_by_label("Ghi chú").fill("Đếm lại ngày 1/7, chờ văn bản")
    planner.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Ghi bản nháp").click()
    page.wait_for_url("**/dang-nhap/?next=**")
    say_who(page, "quy-hoach", demo[1])
    page.wait_for_url("**/so-lieu/moi/")
    page.get_by_text("Đã khôi phục nội dung viết dở").wait_for()
    assert page.get_by_label("Ghi chú").input_value() == "Đếm lại ngày 1/7, chờ văn bản"
    assert page.get_by_label("Giá trị").input_value() == "45.678"
    assert "Hội An Đông" in page.get_by_role("combobox", name="Địa điểm").input_value()
    planner.picture("ban-lam-viec-khoi-phuc", whole=True)
    planner.open("/ban-lam-viec/")
    page.get_by_text("Có nội dung đang viết dở trên máy này").wait_for()
    planner.picture("ban-lam-viec-viet-do", whole=True)
    page.get_by_role("link", name=re.compile("Nhập số liệu: Phường Hội An Đông")).click()
    page.get_by_role("button", name="Bỏ nội dung đó").click()
    page.wait_for_function("!document.querySelector('textarea[name=note]').value")
    planner.open("/ban-lam-viec/")
    assert not page.get_by_text("Có nội dung đang viết dở").is_visible()


def filled(template, rows):
    """The downloaded template with rows under its examples, as a file to send."""
    book = load_workbook(BytesIO(template))
    for number, values in enumerate(rows, start=4):
        for position, value in enumerate(values, start=1):
            book["Số liệu"].cell(number, position, value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def row(key, value, unit="m²/người", first_day="2025"):
    return [
        "green-per-person",
        key,
        None,
        value,
        unit,
        first_day,
        None,
        "provincial-plan-2024",
        "tr. 8",
        None,
    ]


def send(page, name, content):
    page.get_by_label("Tệp .xlsx").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("heading", name="Báo cáo kiểm tra tệp").wait_for()


@pytest.mark.parametrize(
    ("width", "keys"),
    [(WIDE, ("2c-20335", "2c-20341")), pytest.param(PHONE, ("2c-20350", "2c-20356"), marks=pytest.mark.slow)],
)
def test_a_workbook_is_checked_corrected_written_and_undone(enter, look, width, keys):
    planner = enter("quy-hoach", width)
    page = planner.page
    page.get_by_role("link", name="Nhập từ Excel").click()
    look(planner, "gui-tep")
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name="Tải tệp Excel mẫu").click()
    assert download.value.suggested_filename == "mau-so-lieu.xlsx"
    template = Path(download.value.path()).read_bytes()
    first, second = keys
    faulty = [row(first, "sáu phẩy tám"), row(second, 7.4), row("2c-00000", 5.9, unit="ha")]
    send(page, "cây xanh 2025.xlsx", filled(template, faulty))
    page.get_by_text("2 trong 3 dòng cần sửa").wait_for()
    report = page.locator("table.report")
    assert "dòng 4, cột D «sáu phẩy tám»" in report.inner_text()
    assert "dòng 6, cột B «2c-00000»" in report.inner_text()
    assert "dòng 6, cột E «ha»" in report.inner_text()
    assert page.get_by_role("button", name=re.compile("^Ghi")).count() == 0
    look(planner, "bao-cao-loi")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải báo cáo Excel").click()
    told = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    said = {cells[0].value: cells[-1].value for cells in told.iter_rows(min_row=2)}
    assert "«sáu phẩy tám»" in said[4]
    assert said[5].startswith("Lưu ý: ")
    assert "«2c-00000»" in said[6]

    page.get_by_role("link", name="Gửi tệp khác").click()
    send(page, "cây xanh 2025 đã sửa.xlsx", filled(template, [row(first, 6.8), row(second, "7,4")]))
    page.get_by_text("Cả 2 dòng đều hợp lệ").wait_for()
    look(planner, "bao-cao-dung")
    page.get_by_role("button", name="Ghi 2 bản nháp").click()
    page.wait_for_url("**/cong-viec/**")
    planner.picture("ban-lam-viec-cong-viec-cho", whole=True)
    page.get_by_text("Đã xử lý 2 số liệu").wait_for(timeout=30_000)
    look(planner, "cong-viec-xong")
    page.get_by_role("link", name="Về trang lần nhập").click()
    assert page.get_by_role("button", name="Nộp cả 2 bản nháp").is_visible()
    look(planner, "lan-nhap")
    page.get_by_role("link", name="Xem các số liệu này").click()
    assert page.locator("tbody tr").count() == 2
    page.go_back()
    page.get_by_role("link", name="Hủy cả lần nhập").click()
    look(planner, "huy-lan-nhap")
    page.get_by_role("button", name="Hủy cả lần nhập").click()
    page.get_by_text("Đã hủy cả lần nhập.").wait_for()
    look(planner, "lan-nhap-da-huy")


@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_lists_are_narrowed_and_taken_away(enter, look, width):
    planner = enter("quy-hoach", width)
    page = planner.open("/ban-lam-viec/so-lieu/?chi-tieu=green-per-person&trang-thai=returned")
    assert "Trả lại" in page.locator("tbody tr").first.inner_text()
    assert page.locator("tbody").get_by_text("Dữ liệu minh họa").first.is_visible()
    look(planner, "danh-sach")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.locator("tbody a").first.click()
    page.get_by_text("Lý do trả lại").wait_for()
    look(planner, "tra-lai")
    planner.open("/ban-lam-viec/so-lieu/?q=khong-co-gi-nhu-vay")
    page.get_by_text("Không có số liệu nào khớp").wait_for()
    look(planner, "danh-sach-trong")


@pytest.mark.parametrize("width", [pytest.param(WIDE, marks=pytest.mark.slow), PHONE])
def test_a_person_without_office_tasks_is_told_so(enter, look, width):
    consultant = enter("tu-van", width)
    consultant.page.get_by_text("Chưa có việc nào chờ anh/chị").wait_for()
    look(consultant, "ban-trong")


VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
ENGLISH = {
    "ban": "/ban-lam-viec/",
    "bieu-mau": "/ban-lam-viec/so-lieu/moi/",
    "danh-sach": "/ban-lam-viec/so-lieu/?q=khong-co-gi-nhu-vay",
    "gui-tep": "/ban-lam-viec/nhap-so-lieu/",
}


def test_the_desk_speaks_english_after_the_switch(enter, look):
    planner = enter("quy-hoach")
    page = planner.page
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="My drafts").wait_for()
    for name, path in ENGLISH.items():
        planner.open(path)
        look(planner, f"{name}-english")
        labels = page.locator("main :is(h1, h2, label, legend, th, button, .button, summary, .field__hint)")
        said = [text for text in labels.all_inner_texts() if VIETNAMESE.search(text)]
        assert [text for text in said if "minh họa" not in text] == [], path
    page.get_by_role("button", name="Tiếng Việt").click()
    page.get_by_role("heading", name="Nhập số liệu từ Excel").wait_for()


def test_signing_in_by_keyboard_alone(visit, demo):
    visitor = visit(WIDE)
    page = visitor.open("/tai-khoan/dang-nhap/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the navigation
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "login"
    page.keyboard.type("can-bo")
    page.keyboard.press("Tab")
    page.keyboard.type(demo[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/ban-lam-viec/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Nhập số liệu":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Nhập số liệu").wait_for()
    page.get_by_role("combobox", name="Địa điểm").press_sequentially("tam ky")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert re.search(r"\(\dc-\d+\)$", page.get_by_role("combobox", name="Địa điểm").input_value())


def test_a_value_prints_on_paper(enter):
    planner = enter("quy-hoach")
    page = planner.open("/ban-lam-viec/so-lieu/?chi-tieu=green-per-person")
    page.locator("tbody a").first.click()
    page.get_by_role("heading", name="Lịch sử").wait_for()
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator("main .form-actions").is_visible()
    planner.picture("ban-lam-viec-in", whole=True)
    assert page.pdf(format="A4").startswith(b"%PDF-")


@pytest.mark.slow
def test_a_town_finds_its_way_up(enter, look, tmp_path):
    """The template of a town comes back filled in, and its programme as page and Word draft."""
    secretary = enter("thu-ky", PHONE)
    page = secretary.open("/ban-lam-viec/nang-loai/")
    look(secretary, "nang-loai")
    page.locator("select[name=towns]").select_option("nui-thanh")
    page.get_by_label("Năm đầu").fill("2027")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải tệp mẫu").click()
    path = tmp_path / "nui-thanh.xlsx"
    taken.value.save_as(path)
    fill_in(path)
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="Lập chương trình").click()
    page.get_by_role("link", name="Tải dự thảo Word").wait_for(timeout=60_000)
    assert "Đường trục chính" in page.locator(".plan-projects").inner_text()
    look(secretary, "nang-loai-ket-qua")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải dự thảo Word").click()
    assert taken.value.suggested_filename.endswith(".docx")


def fill_in(path):
    """Every standard at its least but roads, which one project lifts."""
    book = load_workbook(path)
    for row in book["Số liệu"].iter_rows(min_row=2):
        if row[1].value == "units":
            row[2].value = 1
        elif row[1].value[:2] == "2A":
            row[2].value, row[4].value = row[7].value, "Số liệu minh họa"
        if row[1].value == "2A.III.07":
            row[2].value = 3
    book["Dự án"].append(["D1", "Đường trục chính", "Núi Thành", 2, None, "tỉnh, ODA", None, None, 20, 30])
    book["Tác động"].append(["D1", "2A.III.07", 1])
    for row in book["Ngân sách"].iter_rows(min_row=2, min_col=3, max_col=7):
        for cell in row:
            cell.value = 25
    book.save(path)


@pytest.mark.slow
def test_a_project_is_drawn_on_the_map_of_its_page(enter, look):
    """Four corners in place of the land that a look-up had handed over."""
    planner = enter("quy-hoach")
    ring = "[[108.486,15.544],[108.488,15.544],[108.488,15.546],[108.486,15.546],[108.486,15.544]]"
    page = planner.open(f'/ban-lam-viec/du-an/?hinh={{"type":"Polygon","coordinates":[{ring}]}}')
    page.locator("#draw-map[data-ready='1']").wait_for()
    look(planner, "du-an")
    given = page.locator("[data-draw-shape]")
    before = given.input_value()
    page.get_by_role("button", name="Xóa hình").click()
    assert given.input_value() == ""
    page.get_by_role("button", name="Vẽ").click()
    box = page.locator("#draw-map").bounding_box()
    for across, down in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6)):
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    page.get_by_role("button", name="Xong").click()
    assert given.input_value().count("[108.") == 5
    assert given.input_value() != before
    page.get_by_label("Tên dự án").fill("Khu A")
    page.get_by_role("button", name="Đối chiếu", exact=True).click()
    page.get_by_role("heading", level=1, name="Khu A").wait_for()


@pytest.mark.slow
def test_a_case_on_its_way_at_both_widths(enter, look):
    planner = enter("quy-hoach")
    page = planner.page
    page.get_by_role("link", name="Quy hoạch chung đô thị Duy Nghĩa – Duy Hải (minh họa)").click()
    page.get_by_role("heading", name="Việc tiếp theo").wait_for()
    assert "quá" in page.locator("main").inner_text()
    look(planner, "ho-so")
    page.get_by_role("link", name="Thẩm định nhiệm vụ").click()
    page.get_by_label("Ngày làm bước này").fill("31/2/2026")
    page.get_by_role("button", name="Thẩm định nhiệm vụ").click()
    page.locator(".field__error").first.wait_for()
    look(planner, "ho-so-buoc-sai")
    assert all("422" in fault for fault in planner.faults)
    planner.faults.clear()
    officer = enter("can-bo", PHONE)
    officer.open("/ban-lam-viec/ho-so-thu-tuc/")
    look(officer, "ho-so-danh-sach-dien-thoai")
    page = officer.page
    page.get_by_role("link", name="Quy hoạch chi tiết khu dân cư trung tâm phường (minh họa)").click()
    page.get_by_text("Theo luật là").first.wait_for()
    look(officer, "ho-so-dien-thoai")
