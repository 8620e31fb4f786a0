"""One's own account and the administration pages, as people use them on the served demonstration."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
STEP_SECONDS = 30


@pytest.fixture(scope="module")
def demo(start_demo):
    """Address of the demonstration, and the password of its accounts."""
    with start_demo("account", 8450) as shown:
        yield shown


@pytest.fixture(scope="module")
def site(demo):
    """Address of the portal that visitors of this module see."""
    return demo[0]


@pytest.fixture
def enter(visit, demo):
    """Sign in through the page as one of the demonstration's people."""

    def as_(name, width=WIDE):
        visitor = visit(width)
        page = visitor.open("/tai-khoan/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu").fill(demo[1])
        page.locator("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda address: "/dang-nhap/" not in address)
        return visitor

    return as_


@pytest.fixture
def look(axe):
    """Leave a picture of the page, which must fit its window and be free of serious barriers."""

    def at(visitor, name):
        visitor.picture(f"tai-khoan-{name}", whole=True)
        assert visitor.page.locator("h1").count() == 1
        assert visitor.width_needed() <= visitor.width, name
        found = axe.run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
        grave = [
            f"{name}: {item['id']} ({item['impact']}): {item['nodes'][0]['html'][:160]}"
            for item in found
            if item["impact"] in {"serious", "critical"}
        ]
        assert not grave, "\n".join(grave)

    return at


def code_of(secret, ahead=0):
    """The six digits an app shows (RFC 6238), now or some steps of thirty seconds ahead."""
    moment = struct.pack(">Q", int(time.time()) // STEP_SECONDS + ahead)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_the_six_digits_are_those_of_the_standard(monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 1111111109.0)
    assert code_of(base64.b32encode(b"12345678901234567890").decode()) == "081804"  # RFC 6238, appendix B


@pytest.mark.slow
@pytest.mark.parametrize(("width", "name"), [(WIDE, "giam-sat"), (PHONE, "thuc-hien")])
def test_a_session_left_open_elsewhere_is_ended(enter, look, width, name):
    elsewhere = enter(name, PHONE)
    here = enter(name, width)
    page = here.open("/tai-khoan/")
    rows = page.get_by_role("region", name="Phiên đăng nhập").locator("tbody tr")
    assert rows.count() == 2
    look(here, "cua-toi")
    rows.filter(has_not_text="phiên này").get_by_role("button", name="Kết thúc").click()
    page.get_by_text("Đã kết thúc phiên đăng nhập.").wait_for()
    assert rows.count() == 1
    elsewhere.open("/tai-khoan/")
    assert "/dang-nhap/?next=/tai-khoan/" in elsewhere.page.url
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(f"{here.site}/")
    here.open("/tai-khoan/")
    assert "/dang-nhap/?next=/tai-khoan/" in page.url


@pytest.mark.parametrize(
    ("width", "name"), [(WIDE, "quy-hoach"), pytest.param(PHONE, "phe-duyet", marks=pytest.mark.slow)]
)
def test_the_second_factor_is_put_on_and_asked_for(enter, demo, look, width, name):
    person = enter(name, width)
    page = person.open("/tai-khoan/")
    page.get_by_role("link", name="Bật đăng nhập hai lớp").click()
    look(person, "hai-lop")
    page.get_by_role("link", name="Bật đăng nhập hai lớp").click()
    page.get_by_role("heading", name="Xác nhận danh tính").wait_for()
    person.picture("tai-khoan-xac-nhan", whole=True)
    page.get_by_label("Mật khẩu").fill(demo[1])
    page.get_by_role("button", name="Xác nhận").click()
    secret = page.locator("code").inner_text()
    assert page.get_by_role("img", name="Mã QR").bounding_box()["width"] == 220
    look(person, "bat-hai-lop")
    page.locator("input[name=code]").fill("000000" if code_of(secret) != "000000" else "111111")
    page.get_by_role("button", name="Bật", exact=True).click()
    page.locator(".field__error").wait_for()
    person.picture("tai-khoan-ma-sai", whole=True)
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Bật", exact=True).click()
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    spare = page.locator("main li code").all_inner_texts()
    assert len(set(spare)) == 10
    look(person, "ma-du-phong")

    for code in (code_of(secret, ahead=1), spare[0]):
        again = enter(name, width)
        page = again.page
        page.get_by_role("heading", name="Nhập mã đăng nhập").wait_for()
        again.picture("tai-khoan-nhap-ma", whole=True)
        page.locator("input[name=code]").fill(code)
        page.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_url("**/ban-lam-viec/")
    again.open("/tai-khoan/hai-lop/")
    page.get_by_text("Đang bật.").wait_for()
    look(again, "hai-lop-bat")


@pytest.mark.parametrize(
    ("width", "role"), [(WIDE, "supervisor"), pytest.param(PHONE, "secretariat", marks=pytest.mark.slow)]
)
def test_an_administrator_gives_a_role(enter, width, role):
    person = enter("quan-tri", width)
    page = person.page
    page.get_by_role("link", name="Trang quản trị").click()
    page.wait_for_url("**/quan-tri/")
    person.picture("quan-tri", whole=True)
    assert person.width_needed() <= width
    person.open("/quan-tri/accounts/roleassignment/add/")
    page.locator(".field-user .select2-selection").click()
    page.locator(".select2-search__field").press_sequentially("tu-van")
    page.locator(".select2-results__option", has_text=re.compile("tư vấn|tu-van", re.IGNORECASE)).click()
    page.get_by_label("Vai trò:", exact=True).select_option(role)
    page.get_by_label("Từ ngày:", exact=True).fill("2026-01-01")
    person.picture("quan-tri-giao-vai-tro", whole=True)
    page.locator("input[name=_save]").click()
    page.locator(".messagelist .success").wait_for()
    person.picture("quan-tri-vai-tro", whole=True)

    consultant = enter("tu-van", width)
    page = consultant.open("/tai-khoan/")
    held = page.get_by_role("region", name="Vai trò").locator("tbody tr").filter(has_text="1/1/2026")
    assert "đang giữ" in held.first.inner_text()


@pytest.mark.parametrize("width", [WIDE, pytest.param(PHONE, marks=pytest.mark.slow)])
def test_the_account_speaks_english_after_the_switch(enter, look, width):
    person = enter("tham-dinh", width)
    page = person.open("/tai-khoan/")
    page.locator("main").get_by_role("button", name="English").click()
    page.get_by_role("heading", level=1, name="My account").wait_for()
    look(person, "english")
    for path in ("/tai-khoan/mat-khau/doi/", "/tai-khoan/phien/", "/tai-khoan/hai-lop/"):
        person.open(path)
        look(person, f"{path.strip('/').replace('/', '-')}-english")
    page.context.clear_cookies(name="sessionid")
    person.open("/tai-khoan/dang-nhap/")
    look(person, "dang-nhap-english")
    person.open("/tai-khoan/mat-khau/quen/")
    look(person, "quen-mat-khau-english")
