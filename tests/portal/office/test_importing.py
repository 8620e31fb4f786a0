"""Importing through the pages: report first, confirmation, job page, undoing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dothi.base.workbooks import MAX_BYTES
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.observations.models import ImportBatch, Observation, State


@pytest.fixture
def browser(world: Any) -> Any:
    """A browser in which the person of this role is signed in."""

    def of(role: str) -> Client:
        client = Client()
        client.force_login(getattr(world, role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


def send(client: Client, content: bytes, name: str = "quý 2.xlsx") -> Any:
    return client.post(
        reverse("office:observations_import"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def text(response: Any) -> str:
    return response.content.decode()


def test_a_good_file_is_reported_confirmed_written_and_undone(browser: Any, world: Any, w: Any) -> None:
    client = browser("planner")
    page = send(client, w.workbook([world.row(), world.row(place_key=w.HUONG_TRA, place_name=None)]))
    batch = ImportBatch.objects.get()
    assert "Cả 2 dòng đều hợp lệ" in text(page)
    assert not Observation.objects.exists()
    confirmed = client.post(reverse("office:import_confirm", args=[batch.pk]))
    job = Job.objects.get()
    assert confirmed["Location"] == reverse("office:job", args=[job.pk])
    waiting = text(client.get(confirmed["Location"]))
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert f'data-job="{reverse("office:job_state", args=[job.pk])}"' in waiting
    assert client.get(reverse("office:job_state", args=[job.pk])).json()["state"] == "queued"
    perform(str(job.pk))
    assert client.get(reverse("office:job_state", args=[job.pk])).json()["finished"] is True
    assert "Đã xử lý 2 số liệu" in text(client.get(confirmed["Location"]))
    assert "Nộp cả 2 bản nháp" in text(client.get(reverse("office:import", args=[batch.pk])))
    undo = reverse("office:import_undo", args=[batch.pk])
    assert client.get(undo).status_code == 200
    assert Observation.objects.filter(withdrawn_at=None).count() == 2
    assert "Đã hủy cả lần nhập" in text(client.post(undo, follow=True))
    assert not Observation.objects.filter(withdrawn_at=None).exists()


def test_a_batch_is_submitted_and_approved_from_its_page(browser: Any, world: Any, w: Any) -> None:
    client = browser("planner")
    send(client, w.workbook([world.row()]))
    batch = ImportBatch.objects.get()
    client.post(reverse("office:import_confirm", args=[batch.pk]))
    perform(str(Job.objects.get().pk))
    for who, name in (("planner", "import_submit"), ("authority", "import_approve")):
        response = browser(who).post(reverse(f"office:{name}", args=[batch.pk]))
        perform(response["Location"].rstrip("/").rsplit("/", 1)[-1])
    assert Observation.objects.get().state == State.APPROVED


def test_a_faulty_file_shows_each_fault_and_offers_no_confirmation(browser: Any, world: Any, w: Any) -> None:
    client = browser("planner")
    page = text(send(client, w.workbook([world.row(), world.row(value="<b>sai</b>"), world.row(unit="ha")])))
    batch = ImportBatch.objects.get()
    assert "2 trong 3 dòng cần sửa" in page
    assert "trang «Số liệu», dòng 3, cột D «&lt;b&gt;sai&lt;/b&gt;»" in page
    assert "trang «Số liệu», dòng 4, cột E «ha»" in page
    assert reverse("office:import_confirm", args=[batch.pk]) not in page
    response = client.post(reverse("office:import_confirm", args=[batch.pk]), follow=True)
    assert "còn 2 dòng có lỗi" in text(response)
    assert not Job.objects.exists()
    assert not Observation.objects.exists()


def test_the_report_is_a_workbook_with_a_column_of_faults(browser: Any, world: Any, w: Any) -> None:
    client = browser("planner")
    send(client, w.workbook([world.row(), world.row(value="=cmd", unit="ha")]))
    response = client.get(reverse("office:import_report", args=[ImportBatch.objects.get().pk]))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))["Số liệu"]
    assert [cell.value for cell in sheet[1]][-1] == "Lỗi"
    assert (sheet["A2"].value, sheet["L2"].value) == (2, None)
    assert "cột E «ha»" in sheet["L3"].value
    assert sheet["E3"].data_type == "s"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cũ.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "kiểu cũ (.xls)"),
        ("a.csv", b"a,b\n1,2", "không phải là tệp Excel"),
        ("to.xlsx", b"PK" + b"0" * (MAX_BYTES + 10), "tệp nặng 20,1 MB, quá giới hạn 20 MB"),
    ],
)
def test_another_file_is_refused_in_one_sentence(
    browser: Any, world: Any, name: str, content: bytes, words: str
) -> None:
    response = send(browser("planner"), content, name)
    assert response.status_code == 422
    assert words in text(response)
    assert name in text(response)
    assert not ImportBatch.objects.exists()


def test_no_file_at_all(browser: Any, world: Any) -> None:
    response = browser("planner").post(reverse("office:observations_import"), {})
    assert response.status_code == 422
    assert "Chưa chọn tệp" in text(response)


def test_the_template_is_a_download(browser: Any, world: Any) -> None:
    response = browser("officer").get(reverse("office:observations_template"))
    assert load_workbook(BytesIO(response.content)).sheetnames == ["Số liệu", "Hướng dẫn", "Danh mục"]


def test_imports_and_jobs_of_others_are_closed(browser: Any, world: Any, w: Any) -> None:
    client = browser("planner")
    send(client, w.workbook([world.row()]))
    batch = ImportBatch.objects.get()
    client.post(reverse("office:import_confirm", args=[batch.pk]))
    job = Job.objects.get()
    other = browser("secretary")
    for name in ("import_confirm", "import_undo", "import_submit"):
        assert other.post(reverse(f"office:{name}", args=[batch.pk])).status_code == 404
    for name in ("import_report", "import"):
        assert other.get(reverse(f"office:{name}", args=[batch.pk])).status_code == 404
    for name in ("job", "job_state"):
        assert other.get(reverse(f"office:{name}", args=[job.pk])).status_code == 403


def test_a_failed_job_says_what_to_do(browser: Any, world: Any, w: Any) -> None:
    client = browser("planner")
    send(client, w.workbook([world.row()]))
    batch = ImportBatch.objects.get()
    client.post(reverse("office:import_confirm", args=[batch.pk]))
    type(world.source).objects.filter(pk=world.source.pk).update(key="khac")
    job = Job.objects.get()
    perform(str(job.pk))
    page = text(client.get(reverse("office:job", args=[job.pk])))
    assert "Không xong; chưa có gì thay đổi" in page
    assert "không có nguồn «nien-giam-2025»" in page
    assert "Lần ghi trước không xong" in text(client.get(reverse("office:import", args=[batch.pk])))
