"""Bodies and handovers as a workbook: told row by row, written in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from dothi.base.errors import UnusableError
from dothi.base.time import NEVER, Bound, Period
from dothi.base.workbooks import Book
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.bodies.checking import BodyEntry, HandoverEntry
from dothi.registry.bodies.jobs import SHEET_KIND
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.bodies.services import correct_body, record_handover
from dothi.registry.bodies.sheets import read_bodies, workbook_of_bodies
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.worksheets.sending import confirm, look

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bodies() -> None:
    for key, title, end in (
        ("tinh-uy", "Tỉnh ủy", Bound(date(2025, 1, 1), date(2025, 7, 1))),
        ("so-xay-dung", "Sở Xây dựng", NEVER),
    ):
        row = Body(
            key=key, title=title, folded=key, kind="party", origin="law", also="Sở XD" if "so" in key else ""
        )
        row.period = Period(Bound(None, date(2022, 12, 31)), end)
        row.save()


def edited(change: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(workbook_of_bodies()))
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def put(sheet: Any, row: int, title: str, value: Any) -> None:
    at = next(cell.column for cell in sheet[1] if cell.value == title)
    sheet.cell(row, at).value = value


def read(content: bytes) -> Any:
    with Book("co-quan.xlsx", content) as book:
        return read_bodies(book)


def add(book: Any) -> None:
    sheet = book["Cơ quan"]
    put(sheet, 4, "Tên cơ quan", "Thành ủy Đà Nẵng")
    put(sheet, 4, "Loại", "Đảng")
    put(sheet, 4, "Bắt đầu sớm nhất", date(2025, 7, 1))
    put(sheet, 4, "Bắt đầu muộn nhất", "1/7/2025")
    handovers = book["Chuyển giao"]
    put(handovers, 2, "Cơ quan chuyển", "Tỉnh ủy")
    put(handovers, 2, "Cơ quan nhận", "so-xay-dung")
    put(handovers, 2, "Từ ngày", "1/8/2025")
    put(handovers, 2, "Số quyết định", "QĐ 12")


def test_sent_back_untouched_nothing_changes() -> None:
    report = read(workbook_of_bodies())
    assert [(row.about, row.outcome) for row in report.rows] == [("Sở Xây dựng", "same"), ("Tỉnh ủy", "same")]


@pytest.mark.parametrize(("sheet", "title"), [("Cơ quan", "Căn cứ"), ("Chuyển giao", "Ghi chú")])
def test_a_deleted_column_is_named_and_empties_nothing(sheet: str, title: str) -> None:
    def drop(book: Any) -> None:
        at = next(cell.column for cell in book[sheet][1] if cell.value == title)
        book[sheet].delete_cols(at)

    with pytest.raises(UnusableError, match=f"thiếu cột: {title}"):
        read(edited(drop))


def test_corrections_and_additions_are_written_together() -> None:
    user = secretary()

    def change(book: Any) -> None:
        add(book)
        put(book["Cơ quan"], 3, "Kết thúc sớm nhất", date(2025, 7, 1))

    content = edited(change)
    report = read(content)
    assert [(row.outcome, [c.title for c in row.changes]) for row in report.rows if row.changes] == [
        ("changed", ["Kết thúc sớm nhất"]),
        ("added", ["Tên cơ quan", "Loại", "Bắt đầu sớm nhất", "Bắt đầu muộn nhất"]),
        ("added", ["Cơ quan chuyển", "Cơ quan nhận", "Từ ngày", "Số quyết định"]),
    ]
    assert write(user, content) == JobState.DONE
    assert [(row.key, row.origin) for row in rows_on_record()] == [
        ("so-xay-dung", "law"),
        ("thanh-uy-da-nang", "office"),
        ("tinh-uy", "office"),
    ]
    assert Handover.objects.get().from_key == "tinh-uy"
    assert read(workbook_of_bodies()).acceptable is False


def secretary() -> User:
    user = User.objects.create_user(username="chi", full_name="Chi")
    role = RoleAssignment(user=user, role="secretariat")
    role.period = Period.between(date(2020, 1, 1))
    role.save()
    return user


def write(user: User, content: bytes) -> JobState:
    sent = look(user, "co-quan.xlsx", content, read_bodies, purpose="bodies")
    job = confirm(user, sent.pk, SHEET_KIND)
    assert perform(str(job.pk))
    return JobState(Job.objects.get(pk=job.pk).state)


DECISION = HandoverEntry("tinh-uy", "so-xay-dung", date(2025, 8, 1), "QĐ 12", note="cũ")


def test_a_body_recorded_since_the_download_is_not_overwritten() -> None:
    user = secretary()

    def note(text: str) -> bytes:
        return edited(lambda book: put(book["Cơ quan"], 3, "Ghi chú", text))

    mine, theirs = note("của tôi"), note("của Chi")
    assert write(user, theirs) == JobState.DONE
    row = next(one for one in read(mine).rows if one.outcome == "refused")
    assert (row.number, row.effect) == (3, None)
    assert "đã được ghi lại (Chi, " in row.faults[0].vi
    assert row.faults[0].where.startswith("trang «Cơ quan», dòng 3, cột B")
    assert [(one.title, one.before, one.after) for one in row.changes] == [("Ghi chú", "của Chi", "của tôi")]
    assert [one.note for one in rows_on_record() if one.key == "tinh-uy"] == ["của Chi"]


def test_what_no_longer_holds_when_it_is_written_writes_nothing() -> None:
    user = secretary()
    content = edited(lambda book: put(book["Cơ quan"], 3, "Ghi chú", "của tôi"))
    sent = look(user, "co-quan.xlsx", content, read_bodies, purpose="bodies")
    job = confirm(user, sent.pk, SHEET_KIND)
    entry = BodyEntry("Tỉnh ủy", "party", Bound(None, date(2022, 12, 31)), note="của Chi")
    correct_body(user, "tinh-uy", Body.objects.get(key="tinh-uy").pk, entry)
    assert perform(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    assert [one.note for one in rows_on_record() if one.key == "tinh-uy"] == ["của Chi"]


def test_an_edited_handover_is_corrected_and_not_added_beside() -> None:
    user = secretary()
    record_handover(user, DECISION)

    def change(book: Any) -> None:
        put(book["Chuyển giao"], 2, "Từ ngày", "1/9/2025")
        put(book["Chuyển giao"], 2, "Ghi chú", None)

    content = edited(change)
    row = next(one for one in read(content).rows if one.sheet == "Chuyển giao")
    assert row.outcome == "changed"
    assert [(one.title, one.before, one.after) for one in row.changes] == [
        ("Từ ngày", "1/8/2025", "1/9/2025"),
        ("Ghi chú", "cũ", ""),
    ]
    assert write(user, content) == JobState.DONE
    kept = Handover.objects.as_known_on().get()
    assert (kept.starts_latest, kept.note, kept.decision_number) == (date(2025, 9, 1), "", "QĐ 12")
    late = next(one for one in read(content).rows if one.sheet == "Chuyển giao")
    assert "đã được rút hoặc đính chính lúc" in late.faults[0].vi


def test_a_handover_in_a_file_twice_or_on_record_already_is_told() -> None:
    user = secretary()
    record_handover(user, DECISION)

    def change(book: Any) -> None:
        for row, number in ((3, "QĐ 12"), (4, "QĐ 99"), (5, "QĐ 13"), (6, "QĐ 14")):
            put(book["Chuyển giao"], row, "Cơ quan chuyển", "tinh-uy")
            put(book["Chuyển giao"], row, "Cơ quan nhận", "so-xay-dung")
            put(book["Chuyển giao"], row, "Từ ngày", date(2025, 8, 1) if row < 5 else date(2026, 1, 1))
            put(book["Chuyển giao"], row, "Số quyết định", number)
            put(book["Chuyển giao"], row, "Ghi chú", "cũ")

    rows = [row for row in read(edited(change)).rows if row.sheet == "Chuyển giao"]
    assert [(row.number, row.outcome) for row in rows] == [
        (2, "same"),
        (3, "same"),
        (4, "refused"),
        (5, "added"),
        (6, "refused"),
    ]
    assert "quyết định chuyển giao này đã được ghi" in rows[2].faults[0].vi
    assert "quyết định này đã có ở dòng 5" in rows[4].faults[0].vi


def test_reading_takes_as_many_queries_for_many_rows_as_for_few(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    for number in range(30):
        row = Body(key=f"ban-{number}", title=f"Ban {number}", folded=f"ban {number}", kind="party")
        row.period = Period(Bound(None, date(2022, 12, 31)))
        row.save()
        handover = Handover(from_key="tinh-uy", to_key=f"ban-{number}", decision_number="QĐ 1")
        handover.period = Period(Bound.on(date(2025, 8, 1)))
        handover.save()

    def change(book: Any) -> None:
        for row in range(2, 34):
            put(book["Cơ quan"], row, "Ghi chú", "mới")
        for row in range(2, 32):
            put(book["Chuyển giao"], row, "Ghi chú", "mới")

    content = edited(change)
    with django_assert_num_queries(3):
        report = read(content)
    assert report.count("changed") == 62


@pytest.mark.parametrize(
    ("sheet", "row", "title", "value", "said"),
    [
        ("Cơ quan", 2, "Mã cơ quan", "khong-co", "không có cơ quan «khong-co»"),
        ("Cơ quan", 2, "Loại", "Câu lạc bộ", "chưa chọn loại cơ quan"),
        ("Cơ quan", 2, "Kết thúc sớm nhất", "31/2/2025", "Không có ngày"),
        ("Cơ quan", 2, "Bắt đầu sớm nhất", date(2024, 1, 1), "ngày sớm nhất sau ngày muộn nhất"),
        ("Cơ quan", 4, "Tên cơ quan", "sở xd", "đã là tên của «Sở Xây dựng»"),
        ("Cơ quan", 2, "Ghi chú", "=A1&B1", "công thức «=A1&B1» không có kết quả lưu trong tệp"),
        ("Chuyển giao", 2, "Ghi chú", "#N/A", "ô báo lỗi #N/A"),
        ("Chuyển giao", 2, "Cơ quan nhận", "Bộ nào đó", "không có cơ quan"),
        ("Chuyển giao", 2, "Từ ngày", None, "chưa ghi ngày có hiệu lực"),
        ("Chuyển giao", 2, "Số quyết định", None, "chưa ghi số quyết định"),
        ("Chuyển giao", 2, "Mã mục trách nhiệm", "chủ trì", "không có trách nhiệm nào mang mã «chủ trì»"),
        ("Chuyển giao", 2, "Bản", 12345, "không có quyết định chuyển giao này"),
    ],
)
def test_every_wrong_cell_is_named(sheet: str, row: int, title: str, value: Any, said: str) -> None:
    def change(book: Any) -> None:
        add(book)
        put(book[sheet], row, title, value)

    refused = [one for one in read(edited(change)).rows if one.outcome == "refused"]
    assert [(one.sheet, one.number) for one in refused] == [(sheet, row)]
    assert said in " ".join(fault.sentence() for fault in refused[0].faults)
