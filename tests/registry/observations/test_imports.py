"""From a workbook to drafts: nothing before confirmation, then all or nothing, and it can be undone."""

from __future__ import annotations

import hashlib
import uuid
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from openpyxl import load_workbook

from dothi.base.errors import InputError, UnusableError
from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.observations import imports, jobs, services
from dothi.registry.observations.catalogue import indicators
from dothi.registry.observations.headings import COLUMNS
from dothi.registry.observations.models import ImportBatch, ImportState, Observation, State
from dothi.registry.observations.template import FILLED, template
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.sources.models import Source


def two_rows(world: Any, w: Any) -> bytes:
    return w.workbook([world.row(), world.row(place_key=w.HUONG_TRA, place_name=None, value="8,5")])


def looked(world: Any, w: Any) -> ImportBatch:
    return imports.look(world.planner, "quý 2.xlsx", two_rows(world, w))[0]


def written(world: Any, w: Any) -> ImportBatch:
    batch = looked(world, w)
    assert perform(str(imports.confirm(world.planner, batch.pk).pk))
    return ImportBatch.objects.get(pk=batch.pk)


def code_of(error: Any) -> str:
    return error.value.faults[0].code


def test_looking_writes_no_value(world: Any, w: Any) -> None:
    content = two_rows(world, w)
    batch, report = imports.look(world.planner, r"C:\Số liệu\quý 2.xlsx", content)
    assert (batch.name, batch.rows, batch.faults, batch.state) == ("quý 2.xlsx", 2, 0, ImportState.CHECKED)
    assert batch.sha256 == hashlib.sha256(content).hexdigest()
    assert report.acceptable
    assert not Observation.objects.exists()


def test_the_kept_report_is_the_report(world: Any, w: Any) -> None:
    content = w.workbook(
        [world.row(), world.row(value="sai"), world.row(place_key=w.LOST, first_day="1/1/2022")]
    )
    batch, report = imports.look(world.planner, "a.xlsx", content)
    kept = imports.report_of(ImportBatch.objects.get(pk=batch.pk))
    for row in (*report.rows, *kept.rows):
        row.entry = None
    assert kept == report


def test_a_file_that_cannot_be_read_leaves_nothing(world: Any) -> None:
    with pytest.raises(UnusableError):
        imports.look(world.planner, "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    assert not ImportBatch.objects.exists()


def test_who_may_not_enter_cannot_look(world: Any, w: Any) -> None:
    with pytest.raises(PermissionDenied):
        imports.look(world.supervisor, "a.xlsx", two_rows(world, w))


def test_confirming_writes_all_rows_as_drafts_of_one_batch(world: Any, w: Any) -> None:
    batch = written(world, w)
    rows = Observation.objects.filter(batch=batch.pk).order_by("value")
    assert [(row.place_key, row.value, row.state, row.entered_by) for row in rows] == [
        (w.TAM_KY, Decimal("7.5"), State.DRAFT, world.planner),
        (w.HUONG_TRA, Decimal("8.5"), State.DRAFT, world.planner),
    ]
    assert (batch.state, batch.content) == (ImportState.WRITTEN, None)
    entry = AuditEntry.objects.get(action="observations.import")
    assert entry.subject == f"observations.importbatch:{batch.pk}"
    assert (entry.details["values"], entry.details["sha256"]) == (2, batch.sha256)
    assert Job.objects.get(pk=batch.job).result == {"batch": str(batch.pk), "values": 2}


def test_a_confirmed_import_is_written_once(world: Any, w: Any) -> None:
    batch = written(world, w)
    with pytest.raises(InputError) as error:
        imports.confirm(world.planner, batch.pk)
    assert code_of(error) == "import.nothing_kept"
    assert not perform(str(batch.job))
    assert Observation.objects.count() == 2


def test_confirming_twice_hands_in_one_job(world: Any, w: Any) -> None:
    batch = looked(world, w)
    imports.confirm(world.planner, batch.pk)
    with pytest.raises(InputError) as error:
        imports.confirm(world.planner, batch.pk)
    assert code_of(error) == "import.being_written"
    assert Job.objects.count() == 1


def test_only_the_sender_confirms(world: Any, w: Any) -> None:
    batch = looked(world, w)
    with pytest.raises(ImportBatch.DoesNotExist):
        imports.confirm(world.second_planner, batch.pk)


def test_one_faulty_row_keeps_every_row_out(world: Any, w: Any) -> None:
    content = w.workbook([world.row(), world.row(place_key=w.HUONG_TRA, place_name=None, value="sai")])
    batch, report = imports.look(world.planner, "a.xlsx", content)
    assert [row.number for row in report.refused] == [3]
    with pytest.raises(InputError) as error:
        imports.confirm(world.planner, batch.pk)
    assert code_of(error) == "import.not_acceptable"
    assert not Observation.objects.exists()


def test_a_sheet_of_nothing_is_not_confirmed(world: Any, w: Any) -> None:
    batch, _ = imports.look(world.planner, "a.xlsx", w.workbook([]))
    with pytest.raises(InputError) as error:
        imports.confirm(world.planner, batch.pk)
    assert code_of(error) == "import.not_acceptable"


def test_what_changed_between_report_and_writing_stops_all_of_it(world: Any, w: Any) -> None:
    batch = looked(world, w)
    job = imports.confirm(world.planner, batch.pk)
    Source.objects.filter(pk=world.source.pk).update(key="khac", number="", title="Khác")
    perform(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert [fault["code"] for fault in job.result["faults"]] == ["import.unknown_source"] * 2
    assert not Observation.objects.exists()
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.CONFIRMED


def test_after_a_failed_job_the_same_report_can_be_confirmed_again(world: Any, w: Any) -> None:
    batch = looked(world, w)
    job = imports.confirm(world.planner, batch.pk)
    Source.objects.filter(pk=world.source.pk).update(key="khac")
    perform(str(job.pk))
    Source.objects.filter(pk=world.source.pk).update(key="nien-giam-2025")
    again = imports.confirm(world.planner, batch.pk)
    assert perform(str(again.pk))
    assert Observation.objects.count() == 2


def test_a_failure_while_writing_leaves_nothing(world: Any, w: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = looked(world, w)
    job = imports.confirm(world.planner, batch.pk)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(services, "record", broken)
    perform(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not Observation.objects.exists()
    assert ImportBatch.objects.get(pk=batch.pk).content is not None


def test_rows_for_places_of_others_are_faults(world: Any, w: Any) -> None:
    _, report = imports.look(world.officer, "a.xlsx", two_rows(world, w))
    (row,) = report.refused
    (finding,) = row.findings
    assert (row.number, finding.fault.code) == (3, "import.foreign_place")
    assert finding.fault.where == "trang «Số liệu», dòng 3, cột B"


def test_a_figure_on_record_is_refused_and_a_draft_warns(world: Any, w: Any) -> None:
    row = services.enter(world.planner, world.entry())
    _, report = imports.look(world.planner, "a.xlsx", two_rows(world, w))
    assert [finding.fault.code for one in report.warned for finding in one.findings] == [
        "import.in_hand_already"
    ]
    row = services.submit(world.planner, row.pk, row.version)
    services.approve(world.authority, row.pk, row.version)
    _, report = imports.look(world.planner, "a.xlsx", two_rows(world, w))
    assert [finding.fault.code for one in report.refused for finding in one.findings] == [
        "import.approved_already"
    ]


def test_a_batch_of_drafts_is_undone_as_a_whole(world: Any, w: Any) -> None:
    batch = written(world, w)
    assert imports.undo(world.planner, batch.pk) == 2
    assert not Observation.objects.filter(withdrawn_at=None).exists()
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.UNDONE
    assert AuditEntry.objects.get(action="observations.undo_import").details == {"values": 2}
    with pytest.raises(InputError) as error:
        imports.undo(world.planner, batch.pk)
    assert code_of(error) == "import.not_undoable"


def test_a_batch_of_which_something_was_submitted_is_not_undone(world: Any, w: Any) -> None:
    batch = written(world, w)
    row = Observation.objects.filter(batch=batch.pk).first()
    services.submit(world.planner, row.pk, row.version)
    with pytest.raises(InputError) as error:
        imports.undo(world.planner, batch.pk)
    assert "1 số liệu đã được nộp" in str(error.value)
    assert Observation.objects.filter(withdrawn_at=None).count() == 2


def test_a_batch_is_submitted_and_approved_as_a_whole(world: Any, w: Any) -> None:
    batch = written(world, w)
    assert perform(str(jobs.hand_in(world.planner, jobs.SUBMIT_KIND, batch.pk).pk))
    assert set(Observation.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    own = jobs.hand_in(world.secretary, jobs.APPROVE_KIND, batch.pk)
    assert perform(str(own.pk))
    assert set(Observation.objects.values_list("state", "decided_by")) == {
        (State.APPROVED, world.secretary.pk)
    }


def test_the_sender_cannot_approve_the_own_batch(world: Any, w: Any) -> None:
    batch, _ = imports.look(world.secretary, "a.xlsx", two_rows(world, w))
    perform(str(imports.confirm(world.secretary, batch.pk).pk))
    perform(str(jobs.hand_in(world.secretary, jobs.SUBMIT_KIND, batch.pk).pk))
    job = jobs.hand_in(world.secretary, jobs.APPROVE_KIND, batch.pk)
    perform(str(job.pk))
    job.refresh_from_db()
    assert [fault["code"] for fault in job.result["faults"]] == ["observations.four_eyes"]
    assert set(Observation.objects.values_list("state", flat=True)) == {State.SUBMITTED}


def test_one_value_that_cannot_be_approved_keeps_the_batch_waiting(world: Any, w: Any) -> None:
    batch = written(world, w)
    perform(str(jobs.hand_in(world.planner, jobs.SUBMIT_KIND, batch.pk).pk))
    last = Observation.objects.filter(batch=batch.pk).order_by("-pk").first()
    Observation.objects.filter(pk=last.pk).update(illustrative=True)
    perform(str(jobs.hand_in(world.authority, jobs.APPROVE_KIND, batch.pk).pk))
    assert set(Observation.objects.values_list("state", flat=True)) == {State.SUBMITTED}


def test_who_may_not_approve_cannot_hand_in_approval(world: Any) -> None:
    with pytest.raises(PermissionDenied):
        jobs.hand_in(world.planner, jobs.APPROVE_KIND, uuid.uuid4())


def test_many_rows_need_the_right_to_every_place(world: Any, w: Any) -> None:
    batch = uuid.uuid4()
    rows = services.drafts_of(world.officer, [world.entry(), world.entry(place_key=w.HUONG_TRA)], batch)
    with pytest.raises(PermissionDenied), transaction.atomic():
        services.enter_many(world.officer, rows, batch, {})
    assert not Observation.objects.exists()


def test_the_template_can_be_opened_filled_and_read(world: Any, w: Any) -> None:
    content = template(indicators(), PlaceIndex.load(), world.entry().first_day)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Số liệu", "Hướng dẫn", "Danh mục"]
    sheet = book["Số liệu"]
    headings = [sheet.cell(1, column).value.rstrip(" *") for column in range(1, len(COLUMNS) + 1)]
    assert headings == list(COLUMNS.values())
    assert sheet.freeze_panes == "A2"
    ranges = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert ranges[f"A2:A{FILLED}"] == f"'Danh mục'!$A$2:$A${len(indicators()) + 1}"
    assert ranges[f"B2:B{FILLED}"] == "'Danh mục'!$E$2:$E$5"
    places = [book["Danh mục"].cell(row, 5).value for row in range(2, 6)]
    assert places == sorted([w.TAM_KY, w.HUONG_TRA, w.OLD_TAM_KY, w.LOST])
    for column, value in enumerate(world.row(), start=1):
        sheet.cell(4, column).value = value
    report = imports.read(world.planner, "a.xlsx", w.saved(book))
    assert (report.examples, [row.number for row in report.rows], report.acceptable) == (2, [4], True)


def test_a_name_that_looks_like_a_formula_stays_text_in_the_template(world: Any) -> None:
    Source.objects.create(key="cong-thuc", title="=cmd|'/c calc'!A1")
    book = load_workbook(BytesIO(template(indicators(), PlaceIndex.load(), world.entry().first_day)))
    cells = [cell for row in book["Danh mục"].iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)


@pytest.mark.slow
def test_twenty_thousand_rows_are_looked_at_and_written(world: Any, w: Any) -> None:
    days = [
        f"{day}/{month}/{year}"
        for year in range(1970, 2030)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    rows = [
        world.row(place_key=w.OLD_TAM_KY, place_name=None, first_day=day, value=index % 900 / 10)
        for index, day in enumerate(day for day in days if "/20" in day or "/19" in day)
    ][:20_000]
    rows = [row for row in rows if int(row[5][-4:]) < 2025]
    batch, report = imports.look(world.planner, "lớn.xlsx", w.workbook(rows))
    assert len(report.rows) == len(rows) > 18_000
    assert report.acceptable
    assert perform(str(imports.confirm(world.planner, batch.pk).pk))
    assert Observation.objects.filter(batch=batch.pk).count() == len(rows)
