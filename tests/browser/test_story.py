"""The life of one detailed plan, told in a browser: from the consultant's dossier to what the look-up says.

People come as the demonstration has them. The community is heard for 20 days; the test does not wait but
moves the days of that one consultation back in the demonstration's database (``MOVE_BACK``).
"""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import pytest
import shapely

from dothi.programme.docx import read_docx

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE, PHONE = 1440, 390
CASES = "/ban-lam-viec/ho-so-thu-tuc/"
TITLE = "Quy hoạch chi tiết khu chức năng Bàn Thạch (minh họa)"
HEARING = "Lấy ý kiến về quy hoạch chi tiết khu chức năng Bàn Thạch"
WARD = "Phường Tam Kỳ"
POINT = "1720850, 577950"
PDF = {"name": "tai-lieu.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
STANCES = {"agrees": "Đồng ý", "partly": "Đồng ý, cần chỉnh sửa"}
DRAWN = "Đường vào khu hẹp, xin mở rộng. Gọi tôi 0905 123 456"
TYPED = "Xin giữ lại hàng cây cũ ở bờ sông"
ON_PAPER = "Không đồng ý nhà cao tầng sát khu dân cư hiện hữu"

MOVE_BACK = """
import sys, django
django.setup()
from datetime import timedelta
from django.db.models import F
from dothi.registry.consultation.models import Consultation, Statement
key, back = sys.argv[1], timedelta(days=int(sys.argv[2]))
names = ("opens_on", "closes_on", "answer_by")
print(Consultation.objects.filter(key=key).update(**{name: F(name) - back for name in names}))
print(Statement.objects.filter(consultation__key=key).update(received_on=F("received_on") - back))
"""
"""The consultation is moved whole, with what was said: its length stays what the law was asked about."""

PEOPLE = """
import sys, django
django.setup()
from dothi.registry.accounts.models import User
from dothi.registry.accounts.services import create_user, grant_role
from dothi.registry.places.models import Unit
password, away = sys.argv[1], sys.argv[2]
second = create_user("quy-hoach-hai", password, full_name="Cán bộ hai (minh họa)", illustrative=True)
grant_role(second, "planner", unit_key="", decision="Minh họa")
ward = Unit.objects.as_known_on().filter(name=away, level=3, key__startswith="2c-").first()
officer = create_user("can-bo-khac", password, full_name="Cán bộ phường khác (minh họa)", illustrative=True)
grant_role(officer, "commune_officer", unit_key=ward.key, decision="Minh họa")
"""

ANOTHER = """
import sys, django
django.setup()
from django.utils import timezone
from dothi.registry.accounts.models import User
from dothi.registry.places.models import Unit
from dothi.registry.procedures.services import CaseEntry, DutyEntry, name_duty, open_case
ward = Unit.objects.as_known_on().filter(name="Phường Tam Kỳ", level=3, key__startswith="2c-").first()
planner, day = User.objects.get(username="quy-hoach"), timezone.localdate()
entry = CaseEntry(
    "plan", sys.argv[1], day, level="zoning", area="high-class-town", place_key=ward.key, illustrative=True
)
case = open_case(planner, entry)
name_duty(planner, case.key, DutyEntry("prepare", "Minh họa", day, holder="planning-agency"))
print(case.key)
"""
"""A case on the planners' desk, for what goes wrong."""


@pytest.fixture(scope="module")
def demo(start_demo):
    """The demonstration, with a second planner and an officer of another ward beside its people."""
    with start_demo("story", 8520) as shown:
        inside(shown, PEOPLE, shown.password, "Phường Hội An Đông")
        yield shown


@pytest.fixture(scope="module")
def site(demo):
    """Address of the portal that visitors of this module see."""
    return demo.address


@pytest.fixture(scope="module")
def kept():
    """Cookies of the people who have signed in."""
    return {}


@pytest.fixture
def enter(visit, demo, kept):
    """Come as one of the demonstration's people, signing in through the page the first time."""

    def as_(name, width=WIDE):
        visitor = visit(width, storage_state=kept.get(name))
        if name not in kept:
            visitor.open("/tai-khoan/dang-nhap/")
            say_who(visitor.page, name, demo.password)
            visitor.page.wait_for_url("**/ban-lam-viec/")
            kept[name] = {"cookies": visitor.context.cookies()}
        return visitor

    return as_


@pytest.fixture
def look(axe):
    """Leave a picture of the page, which must fit its window and be free of serious barriers."""

    def at(visitor, name):
        visitor.picture(f"cau-chuyen-{name}", whole=True)
        assert visitor.width_needed() <= visitor.width, name
        grave = [
            f"{name}: {item['id']} ({item['impact']}): {item['nodes'][0]['html'][:160]}"
            for item in axe.run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
            if item["impact"] in {"serious", "critical"}
        ]
        assert not grave, "\n".join(grave)

    return at


def inside(demo, code, *arguments):
    """Run ``code`` in a process of its own in the demonstration's workspace."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=demo.environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def today():
    """The office's day."""
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def ago(days):
    """A day as people write it."""
    day = today() - timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def say_who(page, name, password):
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main").get_by_role("button", name="Đăng nhập").click()


def press(page, name):
    """Press the form's own button and wait for the page that comes."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def main(page):
    return page.locator("main").inner_text()


def dossier(path):
    """Two zones and the boundary of an invented detailed plan, 200 m by 100 m in the ward of Tam Kỳ."""
    left, right = shapely.box(577900, 1720800, 578000, 1720900), shapely.box(578000, 1720800, 578100, 1720900)
    said = {"phanLoai": "x", "ghiChu": "Dữ liệu minh họa"}
    rows = [
        {"maDoiTuong": "48QCT0010001-X-1", "tenDoiTuong": "Ô 1", "maChucNang": "DAT_O_Nhomnhao", **said},
        {"maDoiTuong": "48QCT0010001-X-2", "tenDoiTuong": "Ô 2", "maChucNang": "DAT_O_Nhomnhao", **said},
    ]
    edge = [{"maDoiTuong": "48QCT0010001-X-3", "tenDoiTuong": "Ranh giới", **said}]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        zones = gpd.GeoDataFrame(rows, geometry=[left, right], crs=5899)
        zones.to_file(path, layer="ChucNangSuDungDat_A", driver="GPKG")
        whole = gpd.GeoDataFrame(edge, geometry=[shapely.union(left, right)], crs=5899)
        whole.to_file(path, layer="RanhGioiQuyHoach_A", driver="GPKG")
    return path


class Desk:
    """Somebody of the office at the pages of one case."""

    def __init__(self, visitor, key):
        self.visitor, self.page, self.key = visitor, visitor.page, key
        self.at = f"{CASES}{key}/"

    def open(self, where=""):
        return self.visitor.open(self.at + where)

    def put(self, item):
        """Put in a document."""
        page = self.open(f"tai-lieu/?muc={item}")
        page.get_by_label("Tệp", exact=True).set_input_files(PDF)
        press(page, "Nộp")
        assert "Đã nộp tài liệu" in main(page)

    def write(self, **facts):
        """Write fields of the case."""
        page = self.open("noi-dung/")
        for name, value in facts.items():
            page.locator(f"[name={name.replace('_', '-')}]").fill(value)
        press(page, "Ghi nội dung")
        assert "Đã ghi nội dung hồ sơ" in main(page)

    def step(self, code, name, days_ago):
        """Take a step; what stands against it, where it is refused."""
        page = self.open(f"buoc/{code}/")
        page.get_by_label("Ngày làm bước này").fill(ago(days_ago))
        press(page, name)
        return page

    def took(self, code, name, days_ago):
        """Take a step that nothing stands against."""
        page = self.step(code, name, days_ago)
        assert f"Đã ghi: {name}" in main(page)
        return page

    def forgive(self, status):
        """The browser's own note that a page came with this status, as it should."""
        note = f"the server responded with a status of {status}"
        self.visitor.faults[:] = [fault for fault in self.visitor.faults if note not in fault]

    def refused(self, code, name, days_ago):
        """What stands against a step."""
        page = self.step(code, name, days_ago)
        page.get_by_role("alert").first.wait_for()
        self.forgive(422)
        return main(page)

    def names(self, duty, field, value):
        """Say which body has a duty."""
        page = self.open(f"co-quan/?viec={duty}")
        where = page.locator(f"[name={field}]")
        if field == "unit":
            where.fill(value)
        else:
            where.select_option(value)
        page.get_by_label("Căn cứ").fill("Giấy giao việc số 1 (minh họa)")
        press(page, "Ghi")

    def hears(self, item, body, stance):
        """Record what a body wrote."""
        page = self.open("y-kien/")
        page.get_by_label("Loại ý kiến").select_option(item)
        page.get_by_label("Cơ quan cho ý kiến").fill(body)
        page.get_by_label("Ngày hỏi").fill(ago(10))
        page.get_by_label("Ngày nhận trả lời").fill(ago(1))
        page.locator("[name=stance]").select_option(stance)
        press(page, "Ghi ý kiến")


def the_consultant_sends(enter, look, path):
    """The dossier is read and checked."""
    visitor = enter("tu-van")
    page = visitor.open("/ban-lam-viec/ho-so/gui/")
    page.get_by_label("Tên đồ án mới").fill(TITLE)
    page.get_by_label("Cấp quy hoạch").select_option("detailed")
    page.get_by_label("Tỷ lệ 1/").fill("500")
    page.get_by_label("Đơn vị tư vấn").fill("Viện Quy hoạch (minh họa)")
    page.get_by_label("Tệp hồ sơ").set_input_files(path)
    page.get_by_role("button", name="Gửi hồ sơ").click()
    page.get_by_role("heading", name="Phát hiện").wait_for(timeout=120_000)
    assert "Không phát hiện lỗi" in main(page)
    look(visitor, "01-ho-so-da-kiem-tra")


def the_planner_opens(enter, look):
    """The case, its bodies and its consultant; the key of the case."""
    visitor = enter("quy-hoach")
    page = visitor.open(f"{CASES}mo/")
    page.get_by_label("Thủ tục").select_option("plan")
    page.get_by_label("Tên hồ sơ").fill(TITLE)
    page.get_by_label("Ngày mở").fill(ago(60))
    page.locator("[name=plan]").select_option(label=TITLE)
    page.get_by_label("Phạm vi").select_option("functional-area")
    place = page.get_by_role("combobox", name="Địa bàn")
    place.press_sequentially("tam ky")
    page.get_by_role("option", name=re.compile(f"^{WARD} *2c-")).first.click()
    ward = re.search(r"\((2c-\d+)\)", place.input_value())[1]
    page.get_by_label("Dữ liệu minh họa").check()
    look(visitor, "02-mo-ho-so")
    press(page, "Mở hồ sơ")
    key = page.url.rstrip("/").rsplit("/", 1)[-1]
    planner = Desk(visitor, key)
    planner.names("prepare", "unit", ward)
    for duty in ("appraise", "publish"):
        planner.names(duty, "holder", "planning-agency")
    planner.names("approve", "holder", "provincial-committee")
    page = planner.open("tu-van/")
    page.get_by_label("Tên đăng nhập").fill("tu-van")
    press(page, "Thêm")
    look(visitor, "03-ho-so-moi-mo")
    return key


def the_task(officer, planner, approver, look):
    """The ward's officer submits the task, the department appraises it, the province approves it."""
    officer.put("task-document")
    officer.took("prepare-task", "Trình nhiệm vụ", 50)
    planner.took("appraise-task", "Thẩm định nhiệm vụ", 45)
    approver.write(task_decision_number="3/QĐ-UBND", task_decision_date=ago(40))
    assert "Quyết định phê duyệt nhiệm vụ" in approver.refused("approve-task", "Phê duyệt nhiệm vụ", 40)
    officer.put("task-decision")
    approver.took("approve-task", "Phê duyệt nhiệm vụ", 40)
    look(approver.visitor, "04-nhiem-vu-da-duyet")


def the_plan(officer, consultant, look):
    """The consultant puts in what it drew; the ward submits the plan."""
    for item in ("drawings", "explanation", "regulation"):
        consultant.put(item)
    look(consultant.visitor, "05-tu-van-nop-tai-lieu")
    officer.write(consultant="Viện Quy hoạch (minh họa)", consultant_selected=ago(38), cost="1.250.000.000")
    officer.took("prepare-plan", "Lập xong đồ án", 30)
    look(officer.visitor, "06-da-lap-do-an")


def the_planner_asks_the_community(planner, look):
    """Ten days are refused with the article; twenty are not. The key of the consultation."""
    page = planner.open()
    page.get_by_role("link", name="Mở đợt lấy ý kiến").click()
    assert page.get_by_role("combobox", name="Đơn vị phụ trách").input_value().startswith(WARD)
    page.locator("[name=drawing]").select_option(index=1)
    page.get_by_label("Tên đợt lấy ý kiến").fill(HEARING)
    page.get_by_label("Nội dung lấy ý kiến").fill("Mở đường, cây xanh và tầng cao: điều gì cần sửa?")
    page.get_by_label("Hết ngày").fill(ago(-10))
    page.get_by_label("Hạn trả lời").fill(ago(-35))
    press(page, "Mở đợt lấy ý kiến")
    planner.forgive(422)
    assert "Luật 47/2024/QH15, Điều 37" in page.locator(".field__error").first.inner_text()
    look(planner.visitor, "07-lay-y-kien-qua-ngan")
    page.get_by_label("Hết ngày").fill(ago(-20))
    page.locator("#documents").set_input_files(PDF)
    press(page, "Mở đợt lấy ý kiến")
    assert "Đã mở đợt lấy ý kiến" in main(page)
    look(planner.visitor, "08-dot-lay-y-kien")
    return re.search(r"/dot/([\w-]+)/", page.url)[1]


def a_phone_draws(visit, look, key):
    """An area drawn on the map of a phone, with a receipt."""
    visitor = visit(PHONE)
    page = visitor.open(f"/lay-y-kien/{key}/")
    look(visitor, "09-trang-lay-y-kien")
    assert "Dữ liệu minh họa" in main(page)
    page = visitor.open(f"/lay-y-kien/{key}/gui/")
    page.wait_for_timeout(4100)  # a form that is sent at once is marked as sent by a program
    page.fill("[name=text]", DRAWN)
    page.fill("[name=name]", "Trần Thị Bình")
    page.click("[data-sketch=area]")
    canvas = page.locator(".consult-canvas")
    box = canvas.bounding_box()
    for x, y in ((-30, -30), (30, -30), (0, 40)):
        canvas.click(position={"x": box["width"] / 2 + x, "y": box["height"] / 2 + y})
        page.wait_for_timeout(350)
    page.click("[data-sketch-done]")
    look(visitor, "10-y-kien-ve-tren-dien-thoai")
    page.locator("main").get_by_role("button", name="Gửi ý kiến").click()
    page.wait_for_url(re.compile(r"/y-kien/"))
    assert WARD in main(page)
    look(visitor, "11-bien-nhan")


def somebody_writes(visit, key):
    """A statement from a browser that runs no scripts."""
    visitor = visit(WIDE, scripts=False)
    page = visitor.open(f"/lay-y-kien/{key}/gui/")
    page.fill("[name=text]", TYPED)
    page.fill("[name=place]", "bờ sông Bàn Thạch, phường Tam Kỳ")
    press(page, "Gửi ý kiến")
    assert "/y-kien/" in page.url


def the_officer_answers(officer, key, look):
    """One on paper is entered; all are accepted and answered."""
    at = f"/ban-lam-viec/lay-y-kien/dot/{key}/"
    page = officer.visitor.open(f"{at}nhap/")
    page.locator("[name=channel]").first.check()
    page.get_by_label("Ngày nhận").fill(ago(0))
    page.get_by_label("Nội dung ý kiến").fill(ON_PAPER)
    page.get_by_label("Người hoặc tổ chức gửi").fill("Ông Lê Văn Cường")
    with page.expect_navigation():
        page.locator("main button[type=submit]:not([name=tiep])").first.click()
    assert "Đã nhập ý kiến số 3" in main(page)
    look(officer.visitor, "12-hang-cho-duyet")
    for box in page.locator("input[name=so]").all():
        box.check()
    page.get_by_role("button", name=re.compile("^Duyệt")).first.click()
    page.get_by_text("Đã duyệt 3 ý kiến").wait_for()
    answers = {
        "accepted": "Sẽ mở rộng đường",
        "part": "Giữ phần cây còn tốt",
        "not": "Tầng cao đúng quy chuẩn",
    }
    for number, (outcome, text) in enumerate(answers.items(), 1):
        page = officer.visitor.open(f"{at}?o=accepted")
        page.get_by_role("link", name=f"Số {number}", exact=True).click()
        page.wait_for_url("**/lay-y-kien/y-kien/**")
        page.locator(f"[name=outcome][value={outcome}]").check()
        page.get_by_label("Trả lời và lý do").fill(text)
        if number == 1:
            look(officer.visitor, "13-tra-loi")
        press(page, "Ghi trả lời")
    page = officer.visitor.open(f"{at}?o=answered")
    look(officer.visitor, "14-da-tra-loi-het")


def heard(officer, planner, key, look, demo):
    """While people may still speak the case does not go on; with the answered table in hand it does."""
    told = officer.refused("close-consultation", "Kết thúc lấy ý kiến, trình thẩm định", 0)
    assert "chưa kết thúc vào ngày này" in told
    assert "Bảng tổng hợp, giải trình ý kiến" in told
    look(officer.visitor, "15-chua-het-thoi-gian")
    assert inside(demo, MOVE_BACK, key, "21").split() == ["1", "3"]
    officer.visitor.open(f"/lay-y-kien/{key}/")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Bảng tổng hợp (docx)").click()
    table = Path(download.value.path()).read_bytes()
    the_table_says(table)
    page = officer.open("tai-lieu/?muc=opinions-table")
    file = {"name": "bang-tong-hop.docx", "mimeType": "application/octet-stream", "buffer": table}
    page.get_by_label("Tệp", exact=True).set_input_files(file)
    press(page, "Nộp")
    officer.hears("agency-opinions", "Sở Tài chính (minh họa)", "agrees")
    officer.took("close-consultation", "Kết thúc lấy ý kiến, trình thẩm định", 0)
    planner.open()
    look(planner.visitor, "16-trinh-tham-dinh")


def the_table_says(table):
    """The official table: every statement with its answer, nobody's name and no telephone number."""
    words = read_docx(table).text
    assert "BẢNG TỔNG HỢP Ý KIẾN" in words
    assert "Dữ liệu minh họa" in words
    assert "Tổng số ý kiến: 3; đã trả lời 3" in words
    assert "Nhận ngoài thời hạn" not in words
    assert "phường Tam Kỳ, Phường Tam Kỳ" not in words
    for said in ("xin mở rộng", TYPED, ON_PAPER, "Sẽ mở rộng đường", "Tầng cao đúng quy chuẩn"):
        assert said in words, said
    for secret in ("0905", "Bình", "Cường"):
        assert secret not in words, secret


def the_council_speaks(enter, planner, officer, look):
    """Without the opinion of each member the appraisal is refused; the chair writes at his own desk."""
    for name, office, account in (
        ("Bà Chủ tịch hội đồng (minh họa)", "chair", "tham-dinh"),
        ("Ông Thư ký (minh họa)", "secretary", ""),
    ):
        page = planner.open("hoi-dong/")
        page.get_by_label("Họ và tên").fill(name)
        page.get_by_label("Trong hội đồng").select_option(office)
        page.get_by_label("Tên đăng nhập").fill(account)
        press(page, "Thêm")
    planner.write(meeting_date=ago(0), conclusion="Đủ điều kiện trình phê duyệt (minh họa)")
    told = planner.refused("appraise", "Thẩm định đồ án", 0)
    assert "Chưa có ý kiến bằng văn bản của: Bà Chủ tịch hội đồng (minh họa), Ông Thư ký (minh họa)" in told
    look(planner.visitor, "17-thieu-y-kien-hoi-dong")
    chair = Desk(enter("tham-dinh"), planner.key)
    opine(chair, "Bà Chủ tịch hội đồng", "partly", "Đồng ý, giữ hàng cây bờ sông")
    look(chair.visitor, "18-y-kien-chu-tich")
    opine(planner, "Ông Thư ký", "agrees", "Chép từ phiếu: đồng ý")
    officer.put("minutes")
    planner.took("appraise", "Thẩm định đồ án", 0)
    look(planner.visitor, "19-da-tham-dinh")


def opine(desk, member, stance, text):
    """Write the opinion of a member of the council."""
    page = desk.open()
    page.locator("#council + ul li, section li", has_text=member).get_by_role(
        "link", name="Ghi ý kiến"
    ).click()
    page.locator(f"[name=stance][value={stance}]").check()
    page.get_by_label("Nội dung").fill(text)
    press(page, "Ghi ý kiến")


def the_province_approves(approver, officer, look):
    """Without the written agreement that the law asks for the approval is refused."""
    approver.write(decision_number="12/QĐ-UBND", decision_date=ago(0), decision_issuer="UBND tỉnh (minh họa)")
    officer.put("decision")
    told = approver.refused("approve", "Phê duyệt đồ án", 0)
    assert "Văn bản thống nhất của cơ quan quản lý quy hoạch cấp tỉnh" in told
    look(approver.visitor, "20-thieu-van-ban-thong-nhat")
    approver.hears("agency-agreement", "Sở Xây dựng (minh họa)", "agrees")
    approver.took("approve", "Phê duyệt đồ án", 0)
    look(approver.visitor, "21-da-phe-duyet")


def the_planner_publishes(planner, look):
    """The checked dossier becomes the plan."""
    planner.write(published_on=ago(0), published_where="Cổng thông tin (minh họa)")
    page = planner.open("cong-bo/")
    page.get_by_label("Có hiệu lực từ ngày").fill(ago(0))
    look(planner.visitor, "22-cong-bo")
    press(page, "Công bố")
    page.wait_for_url("**/cong-viec/**")
    page.get_by_text("Đã xong").first.wait_for(timeout=120_000)
    planner.open()
    look(planner.visitor, "23-da-cong-bo")
    assert "Phiên bản 1" in main(planner.page)


def asked(visit, look, name, width=WIDE):
    """What the public look-up says of the land."""
    visitor = visit(width)
    page = visitor.open("/tra-cuu/")
    page.goto(f"{visitor.site}/tra-cuu/?diem={POINT.replace(' ', '+')}")
    look(visitor, name)
    return main(page)


def test_a_plan_from_the_dossier_to_the_land(enter, visit, look, demo, tmp_path):
    assert TITLE not in asked(visit, look, "00-tra-cuu-truoc")
    the_consultant_sends(enter, look, dossier(tmp_path / "ho-so.gpkg"))
    key = the_planner_opens(enter, look)
    consultant, officer = Desk(enter("tu-van"), key), Desk(enter("can-bo"), key)
    planner, approver = Desk(enter("quy-hoach"), key), Desk(enter("phe-duyet"), key)
    the_task(officer, planner, approver, look)
    the_plan(officer, consultant, look)
    hearing = the_planner_asks_the_community(planner, look)
    a_phone_draws(visit, look, hearing)
    somebody_writes(visit, hearing)
    the_officer_answers(officer, hearing, look)
    heard(officer, planner, hearing, look, demo)
    the_council_speaks(enter, planner, officer, look)
    the_province_approves(approver, officer, look)
    the_planner_publishes(planner, look)
    for width in (WIDE, PHONE):
        told = asked(visit, look, "24-tra-cuu-sau", width)
        assert TITLE in told
        assert "12/QĐ-UBND" in told
        assert "Dữ liệu minh họa" in told
    command = [sys.executable, "-P", "-m", "dothi", "audit", "verify"]
    subprocess.run(command, env=demo.environment, check=True, capture_output=True)


def test_another_wards_officer_reaches_nothing(enter, demo, look):
    key = inside(demo, ANOTHER, "Hồ sơ của phường Tam Kỳ (minh họa)")
    officer = Desk(enter("can-bo-khac"), key)
    page = officer.visitor.open(CASES)
    assert "Hồ sơ của phường Tam Kỳ" not in main(page)
    for where in ("", "noi-dung/", "tai-lieu/", "buoc/prepare-task/", "co-quan/"):
        answer = page.goto(officer.visitor.site + officer.at + where)
        assert answer.status in {403, 404}, where
        assert "Hồ sơ của phường Tam Kỳ" not in page.content()
    officer.forgive(403)
    officer.forgive(404)
    look(officer.visitor, "30-phuong-khac")


def test_two_people_at_one_case_lose_nothing(enter, demo, look):
    key = inside(demo, ANOTHER, "Hồ sơ hai người cùng sửa (minh họa)")
    first, second = Desk(enter("quy-hoach"), key), Desk(enter("quy-hoach-hai"), key)
    page = second.open("noi-dung/")
    first.write(cost="1.000.000", funding="Ngân sách tỉnh")
    page.locator("[name=cost]").fill("2.000.000")
    press(page, "Ghi nội dung")
    second.forgive(409)
    assert page.locator("[name=cost]").input_value() == "2.000.000"
    told = page.locator("main table").inner_text()
    assert "1.000.000" in told
    assert "2.000.000" in told
    look(second.visitor, "31-hai-nguoi-cung-sua")
    page.locator("[name=cost]").fill("3.000.000")
    press(page, "Ghi nội dung đã ghép")
    told = main(second.open())
    assert "3.000.000 đồng" in told
    assert "Ngân sách tỉnh" in told


def test_a_form_half_written_outlives_the_session(visit, demo, look):
    key = inside(demo, ANOTHER, "Hồ sơ viết dở (minh họa)")
    planner = Desk(visit(PHONE), key)
    page = planner.visitor.open("/tai-khoan/dang-nhap/")
    say_who(page, "quy-hoach", demo.password)
    page.wait_for_url("**/ban-lam-viec/")
    planner.open("noi-dung/")
    page.locator("[name=funding]").fill("Ngân sách tỉnh, chờ văn bản")
    planner.visitor.context.clear_cookies(name="sessionid")
    page.locator("main").get_by_role("button", name="Ghi nội dung").click()
    page.wait_for_url("**/dang-nhap/?next=**")
    say_who(page, "quy-hoach", demo.password)
    page.wait_for_url("**/noi-dung/")
    assert "viết dở đã được giữ lại" in main(page)
    assert page.locator("[name=funding]").input_value() == "Ngân sách tỉnh, chờ văn bản"
    look(planner.visitor, "32-viet-do-duoc-giu")
    press(page, "Ghi nội dung")
    assert "Ngân sách tỉnh, chờ văn bản" in main(page)
