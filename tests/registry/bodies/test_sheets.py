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
from dothi.registry.bodies.jobs import SHEET_KIND
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.bodies.queries import rows_on_record
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
    user = User.objects.create_user(username="chi", full_name="Chi")
    role = RoleAssignment(user=user, role="secretariat")
    role.period = Period.between(date(2020, 1, 1))
    role.save()

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
    sent = look(user, "co-quan.xlsx", content, read_bodies, purpose="bodies")
    job = confirm(user, sent.pk, SHEET_KIND)
    assert perform(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert [(row.key, row.origin) for row in rows_on_record()] == [
        ("so-xay-dung", "law"),
        ("thanh-uy-da-nang", "office"),
        ("tinh-uy", "office"),
    ]
    assert Handover.objects.get().from_key == "tinh-uy"
    assert read(workbook_of_bodies()).acceptable is False


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
    ],
)
def test_every_wrong_cell_is_named(sheet: str, row: int, title: str, value: Any, said: str) -> None:
    def change(book: Any) -> None:
        add(book)
        put(book[sheet], row, title, value)

    refused = [one for one in read(edited(change)).rows if one.outcome == "refused"]
    assert [(one.sheet, one.number) for one in refused] == [(sheet, row)]
    assert said in " ".join(fault.sentence() for fault in refused[0].faults)
