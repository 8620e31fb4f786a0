"""A version as a workbook, edited and sent back: every change told first, written and undone as one step."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import dothi
from dothi.base.errors import InputError, UnusableError
from dothi.base.time import Bound
from dothi.base.workbooks import Book
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import open_for_review
from dothi.registry.programmes.jobs import SHEET_KIND
from dothi.registry.programmes.models import Edition, Item, ItemState, ReviewStep
from dothi.registry.programmes.review import Seen
from dothi.registry.programmes.sheet_reading import read_sheets
from dothi.registry.programmes.sheets import workbook_of
from dothi.registry.worksheets.models import SentState, SentWorkbook
from dothi.registry.worksheets.rows import packed, unpacked
from dothi.registry.worksheets.sending import confirm, look


@pytest.fixture
def edition(world: Any) -> Edition:
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình thử")
    assert perform(str(made.job))
    return Edition.objects.get(pk=made.pk)


def edited(edition: Edition, change: Callable[[Any], None]) -> bytes:
    """The exported workbook after somebody worked on it."""
    book = load_workbook(BytesIO(workbook_of(edition)))
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def column(sheet: Any, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def put(sheet: Any, row: int, title: str, value: Any) -> None:
    sheet.cell(row, column(sheet, title)).value = value


def read(edition: Edition, content: bytes) -> Any:
    with Book("ct.xlsx", content) as book:
        return read_sheets(book, edition)


def test_the_workbook_says_what_the_version_says(edition: Edition) -> None:
    book = load_workbook(BytesIO(workbook_of(edition)))
    assert book.sheetnames == ["Chỉ tiêu", "Đô thị", "Nhiệm vụ", "Cơ quan", "Hướng dẫn", "Danh mục"]
    targets = book["Chỉ tiêu"]
    head = [cell.value for cell in targets[1]]
    first = dict(zip(head, [cell.value for cell in targets[2]], strict=True))
    assert first["Nội dung chỉ tiêu"] == "Tỷ lệ đô thị hóa"
    assert (first["Đo bằng"], first["So sánh"], first["Giá trị (từ)"], first["Đến năm"]) == (
        "urbanisation-rate",
        "bằng",
        37,
        2025,
    )
    assert (first["Trạng thái"], first["Bản"]) == ("chưa xem", 1)
    assert first["Trích nguyên văn"] == "Tỷ lệ đô thị hóa đến năm 2025 đạt 37%"
    assert targets.max_row == 4
    assert book["Đô thị"].cell(2, column(book["Đô thị"], "Hướng đến")).value == "đạt"


def test_sent_back_untouched_nothing_changes(edition: Edition) -> None:
    report = read(edition, workbook_of(edition))
    assert {row.outcome for row in report.rows} == {"same"}
    assert len(report.rows) == 7
    assert not report.acceptable


def test_edits_additions_and_states_are_told_and_written_as_one_step(world: Any, edition: Edition) -> None:
    def change(book: Any) -> None:
        put(book["Chỉ tiêu"], 2, "Giá trị (từ)", "38")
        put(book["Chỉ tiêu"], 2, "Giá trị (đến)", 38)
        put(book["Chỉ tiêu"], 3, "Trạng thái", "Chấp nhận")
        put(book["Đô thị"], 2, "Đô thị trong danh mục", "Hội An")
        put(book["Cơ quan"], 2, "Trạng thái", "loại bỏ")
        tasks = book["Nhiệm vụ"]
        put(tasks, 4, "Trích nguyên văn", "hệ thống cơ sở  dữ liệu về quy hoạch")
        put(tasks, 4, "Cơ quan", "Sở Xây dựng; Sở Tài chính")
        put(tasks, 4, "Hạn", "31/12/2026")

    content = edited(edition, change)
    report = read(edition, content)
    told = {
        (row.sheet, row.number): (row.outcome, [(c.title, c.before, c.after) for c in row.changes])
        for row in report.rows
        if row.changes
    }
    assert told == {
        ("Chỉ tiêu", 2): ("changed", [("Giá trị (từ)", "37.0", "38.0"), ("Giá trị (đến)", "37.0", "38.0")]),
        ("Chỉ tiêu", 3): ("changed", [("Trạng thái", "chưa xem", "chấp nhận")]),
        ("Đô thị", 2): ("changed", [("Đô thị trong danh mục", "tam-ky", "hoi-an")]),
        ("Cơ quan", 2): ("changed", [("Trạng thái", "chưa xem", "loại bỏ")]),
        ("Nhiệm vụ", 4): ("added", [("Cơ quan", "", "Sở Xây dựng; Sở Tài chính"), ("Hạn", "", "2026-12-31")]),
    }
    before = list(Item.objects.filter(edition=edition, gone=False).values_list("pk", "fields", "state"))
    sent = look(
        world.planner,
        "ct.xlsx",
        content,
        lambda book: read_sheets(book, edition),
        purpose="programmes",
        subject=str(edition.pk),
    )
    job = confirm(world.planner, sent.pk, SHEET_KIND)
    assert perform(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    added = Item.objects.get(edition=edition, origin="added")
    assert world.text[added.start : added.end] == "hệ thống cơ sở dữ liệu về quy hoạch"
    assert [(tie.kind, tie.key) for tie in added.links.all()] == [("body", "so-xay-dung")]
    assert Item.objects.get(edition=edition, kind="duty").state == ItemState.REJECTED
    step = ReviewStep.objects.get(edition=edition)
    assert (step.deed, SentWorkbook.objects.get().state) == ("sheet", SentState.WRITTEN)
    review.undo(world.planner, edition.pk, step.number)
    assert (
        list(Item.objects.filter(edition=edition, gone=False).values_list("pk", "fields", "state")) == before
    )


@pytest.mark.parametrize(
    ("sheet", "title", "value", "said"),
    [
        ("Chỉ tiêu", "Giá trị (từ)", "nhiều", "dòng 2, cột L «nhiều»"),
        ("Chỉ tiêu", "Đo bằng", "Độ che phủ rừng", "không có trong danh mục"),
        ("Chỉ tiêu", "So sánh", "hơn", "không thuộc danh sách"),
        ("Chỉ tiêu", "Trạng thái", "được", "không phải là trạng thái"),
        ("Chỉ tiêu", "Nội dung chỉ tiêu", None, "chưa ghi «Nội dung chỉ tiêu»"),
        ("Chỉ tiêu", "Mã mục", "x", "không có mục này"),
        ("Chỉ tiêu", "Mã mục", None, "không tìm thấy trích đoạn"),
        ("Đô thị", "Loại", "VI", "không thuộc danh sách"),
        ("Nhiệm vụ", "Hạn", "31/2/2026", "Không có ngày"),
    ],
)
def test_every_wrong_cell_is_named_and_nothing_is_written(
    edition: Edition, sheet: str, title: str, value: Any, said: str
) -> None:
    def change(book: Any) -> None:
        put(book[sheet], 2, title, value)
        if title == "Mã mục" and value is None:
            put(book[sheet], 2, "Trích nguyên văn", "câu này không có trong văn bản")

    report = read(edition, edited(edition, change))
    refused = [row for row in report.rows if row.outcome == "refused"]
    assert [(row.sheet, row.number) for row in refused] == [(sheet, 2)]
    assert said in " ".join(fault.sentence() for fault in refused[0].faults)
    assert refused[0].effect is None
    assert not report.acceptable


def test_a_key_no_longer_on_record_keeps_nobody_from_editing_other_rows(edition: Edition) -> None:
    town = edition.items.get(kind="town")
    town.fields |= {"town_key": "do-thi-cu"}
    town.save()
    report = read(edition, edited(edition, lambda book: put(book["Nhiệm vụ"], 2, "Hạn", "31/12/2026")))
    assert {row.sheet: row.outcome for row in report.rows if row.sheet in {"Đô thị", "Cơ quan"}} == {
        "Đô thị": "same",
        "Cơ quan": "same",
    }
    assert report.acceptable


def test_an_item_changed_since_the_export_is_told_and_not_overwritten(world: Any, edition: Edition) -> None:
    content = edited(edition, lambda book: put(book["Nhiệm vụ"], 2, "Hạn", "31/12/2026"))
    task = Item.objects.filter(edition=edition, kind="task").order_by("start").first()
    assert task is not None
    review.accept(world.other, edition.pk, [Seen(task.pk, task.version)])
    report = read(edition, content)
    row = next(row for row in report.rows if row.outcome == "refused")
    assert "đã được Binh sửa" in row.faults[0].vi


def test_a_row_that_no_longer_holds_when_written_writes_nothing(world: Any, edition: Edition) -> None:
    content = edited(edition, lambda book: put(book["Nhiệm vụ"], 2, "Hạn", "31/12/2026"))
    sent = look(
        world.planner,
        "ct.xlsx",
        content,
        lambda book: read_sheets(book, edition),
        purpose="programmes",
        subject=str(edition.pk),
    )
    job = confirm(world.planner, sent.pk, SHEET_KIND)
    task = Item.objects.filter(edition=edition, kind="task").order_by("start").first()
    assert task is not None
    review.accept(world.other, edition.pk, [Seen(task.pk, task.version)])
    assert perform(str(job.pk))
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    assert ReviewStep.objects.filter(edition=edition).count() == 1
    with pytest.raises(InputError):
        confirm(
            world.planner,
            SentWorkbook.objects.create(owner=world.planner, name="x", purpose="programmes").pk,
            SHEET_KIND,
        )


def test_repeated_lines_and_missing_sheets_are_refused(edition: Edition) -> None:
    def twice(book: Any) -> None:
        sheet = book["Chỉ tiêu"]
        put(sheet, 3, "Mã mục", sheet.cell(2, column(sheet, "Mã mục")).value)

    report = read(edition, edited(edition, twice))
    assert [row.number for row in report.rows if row.outcome == "refused"] == [3]
    with pytest.raises(UnusableError, match="không có trang «Nhiệm vụ»"):
        read(edition, edited(edition, lambda book: book.remove(book["Nhiệm vụ"])))


def test_a_deleted_column_is_named_and_empties_nothing(edition: Edition) -> None:
    def drop(book: Any) -> None:
        sheet = book["Chỉ tiêu"]
        sheet.delete_cols(column(sheet, "Đơn vị"))

    with pytest.raises(UnusableError, match="thiếu cột: Đơn vị"):
        read(edition, edited(edition, drop))


def test_edited_words_of_the_text_are_refused_and_white_space_is_none(edition: Edition) -> None:
    def change(book: Any) -> None:
        put(book["Chỉ tiêu"], 2, "Trích nguyên văn", "Tỷ lệ đô thị hóa đến năm 2025 đạt 38%")
        put(book["Chỉ tiêu"], 3, "Trích nguyên văn", "đến năm 2030  đạt\n40%")
        put(book["Chỉ tiêu"], 4, "Trích nguyên văn", None)

    report = read(edition, edited(edition, change))
    refused = [row for row in report.rows if row.outcome == "refused"]
    assert [(row.number, row.faults[0].code) for row in refused] == [
        (2, "programmes.sheet_words"),
        (4, "programmes.sheet_words"),
    ]
    assert "dòng 2, cột E «Tỷ lệ đô thị hóa đến năm 2025 đạt 38%»: trích đoạn khác" in str(
        refused[0].faults[0]
    )


@pytest.mark.parametrize(
    ("stored", "sign", "written", "told"),
    [(None, ">=", 0, ("", "0.0")), (0.0, None, None, ("0.0", ""))],
)
def test_zero_is_a_value(
    edition: Edition, stored: float | None, sign: str | None, written: int | None, told: tuple[str, str]
) -> None:
    target = edition.items.filter(kind="target").order_by("start").first()
    assert target is not None
    target.fields |= {"comparison": ">=", "min": stored, "max": None}
    target.save()

    def change(book: Any) -> None:
        put(book["Chỉ tiêu"], 2, "Giá trị (từ)", written)
        put(book["Chỉ tiêu"], 2, "So sánh", sign)

    changes = {
        one.title: (one.before, one.after) for one in read(edition, edited(edition, change)).rows[0].changes
    }
    assert changes["Giá trị (từ)"] == told


@pytest.mark.parametrize(
    ("value", "said"),
    [("=B2+1", "công thức «=B2+1» không có kết quả"), ("#REF!", "ô báo lỗi #REF!")],
)
def test_a_formula_without_a_result_and_an_error_are_refused_by_cell(
    edition: Edition, value: str, said: str
) -> None:
    content = edited(edition, lambda book: put(book["Chỉ tiêu"], 2, "Địa bàn", value))
    row = read(edition, content).rows[0]
    assert row.outcome == "refused"
    assert said in str(row.faults[0])
    assert "trang «Chỉ tiêu», dòng 2, cột H" in str(row.faults[0])


def test_a_kept_report_reads_as_it_was(edition: Edition) -> None:
    report = read(edition, edited(edition, lambda book: put(book["Chỉ tiêu"], 2, "Trạng thái", "loại bỏ")))
    kept = unpacked(packed(report))
    assert [(r.sheet, r.number, r.outcome, r.changes, r.faults) for r in kept.rows] == [
        (r.sheet, r.number, r.outcome, r.changes, r.faults) for r in report.rows
    ]


def test_the_province_s_own_programme_comes_back_as_it_went_out(
    world: Any, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    text = (Path(dothi.__file__).parent / "provinces" / "quang-nam" / "programme-06.txt").read_bytes()
    made = open_for_review("qn", "programme-06.txt", text, Adoption(Bound(), "Chương trình 06"))
    assert made is not None
    content = workbook_of(made)
    with django_assert_max_num_queries(5):
        report = read(made, content)
    assert len(report.rows) == made.items.filter(kind__in=["target", "town", "task", "duty"]).count()
    assert {row.outcome for row in report.rows} == {"same"}
