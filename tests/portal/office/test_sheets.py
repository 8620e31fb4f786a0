"""Workbooks of programmes and bodies on the office's pages."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from dothi.base.time import Bound, Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.bodies.models import Body
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import open_for_review
from dothi.registry.programmes.models import Edition, Item
from dothi.registry.worksheets.models import SentWorkbook

pytestmark = pytest.mark.django_db
TEXT = "II. CHỈ TIÊU\n\n- Tỷ lệ đô thị hóa đến năm 2030 đạt 40%.\n"


def signed_in(role: str) -> Client:
    user = User.objects.create_user(username=role, full_name=role)
    row = RoleAssignment(user=user, role=role)
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def edition() -> Edition:
    made = open_for_review("ct", "ct.txt", TEXT.encode(), Adoption(Bound(), "Chương trình thử"))
    assert made is not None
    return made


def changed(content: bytes, sheet: str, column: str, value: Any) -> BytesIO:
    book = load_workbook(BytesIO(content))
    at = next(cell.column for cell in book[sheet][1] if cell.value == column)
    book[sheet].cell(2, at).value = value
    file = BytesIO()
    book.save(file)
    file.name = "sua.xlsx"
    file.seek(0)
    return file


def test_a_workbook_is_downloaded_edited_reported_on_and_written(edition: Edition) -> None:
    client = signed_in("planner")
    upload = reverse("office:programme_sheet_import", args=[edition.pk])
    assert "Chương trình thử" in client.get(upload).content.decode()
    exported = client.get(reverse("office:programme_sheet_export", args=[edition.pk]))
    assert exported["Content-Disposition"] == 'attachment; filename="ct-dang-ra-soat.xlsx"'
    answer = client.post(upload, {"file": changed(exported.content, "Chỉ tiêu", "Đến năm", 2035)})
    sent = SentWorkbook.objects.get()
    address = reverse("office:sheet_report", args=[sent.pk])
    assert answer["Location"] == address
    page = client.get(address).content.decode()
    assert "Sẽ đổi 1 dòng, thêm 0 dòng" in page
    assert "<del>2030</del> → <ins>2035</ins>" in page
    report = load_workbook(
        BytesIO(client.get(reverse("office:sheet_report_file", args=[sent.pk])).getvalue())
    )
    assert report.worksheets[0].cell(2, 5).value == "Đến năm: 2030 → 2035"
    confirmed = client.post(reverse("office:sheet_confirm", args=[sent.pk]))
    job = Job.objects.get()
    assert confirmed["Location"] == reverse("office:job", args=[job.pk])
    assert perform(str(job.pk))
    assert Item.objects.get(kind="target").fields["year_to"] == 2035
    assert "Về trang báo cáo" in client.get(confirmed["Location"]).content.decode()
    assert "1 mục, thành bước 1" in client.get(address).content.decode()
    again = client.post(reverse("office:sheet_confirm", args=[sent.pk]), follow=True)
    assert "tệp này đã được ghi" in again.content.decode()


def test_what_is_wrong_is_said_and_cannot_be_confirmed(edition: Edition) -> None:
    client = signed_in("planner")
    upload = reverse("office:programme_sheet_import", args=[edition.pk])
    assert client.post(upload).status_code == 422
    broken = BytesIO(b"not a workbook")
    broken.name = "a.xlsx"
    assert "không phải là tệp Excel" in client.post(upload, {"file": broken}).content.decode()
    exported = client.get(reverse("office:programme_sheet_export", args=[edition.pk])).content
    client.post(upload, {"file": changed(exported, "Chỉ tiêu", "Đến năm", "sau này")})
    sent = SentWorkbook.objects.get()
    page = client.get(reverse("office:sheet_report", args=[sent.pk])).content.decode()
    assert "1 trong 1 dòng cần sửa" in page
    assert "cột J «sau này»" in page
    client.post(reverse("office:sheet_confirm", args=[sent.pk]))
    assert Job.objects.count() == 0


def weighing(megabytes: int) -> BytesIO:
    """A workbook that weighs this much, for its picture."""
    file = BytesIO()
    Workbook().save(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/image1.png", bytes(megabytes << 20))
    file.name = "nang.xlsx"
    file.seek(0)
    return file


def with_macros(content: bytes) -> BytesIO:
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    file.name = "macro.xlsx"
    file.seek(0)
    return file


@pytest.mark.parametrize("route", ["programme_sheet_import", "bodies_sheet_import"])
def test_a_file_too_large_or_with_macros_is_refused_with_a_sentence(edition: Edition, route: str) -> None:
    client = signed_in("planner" if route == "programme_sheet_import" else "secretariat")
    args = [edition.pk] if route == "programme_sheet_import" else []
    upload = reverse(f"office:{route}", args=args)
    heavy = client.post(upload, {"file": weighing(50)})
    assert heavy.status_code == 422
    assert "tệp nặng 50,1 MB, quá giới hạn 20 MB" in heavy.content.decode()
    assert "Chia số liệu thành nhiều tệp nhỏ hơn" in heavy.content.decode()
    download = reverse(f"office:{route.replace('import', 'export')}", args=args)
    macros = client.post(upload, {"file": with_macros(client.get(download).content)})
    assert macros.status_code == 422
    assert "tệp có chứa macro nên không được nhận" in macros.content.decode()
    assert not SentWorkbook.objects.exists()


def test_a_file_that_changes_nothing_says_so(edition: Edition) -> None:
    client = signed_in("planner")
    exported = client.get(reverse("office:programme_sheet_export", args=[edition.pk])).content
    same = changed(exported, "Chỉ tiêu", "Trạng thái", "chưa xem")
    client.post(reverse("office:programme_sheet_import", args=[edition.pk]), {"file": same})
    page = client.get(reverse("office:sheet_report", args=[SentWorkbook.objects.get().pk])).content.decode()
    assert "Tệp không thay đổi gì" in page


def test_bodies_go_out_and_come_in() -> None:
    body = Body(key="so-xay-dung", title="Sở Xây dựng", folded="so xay dung", kind="province", origin="law")
    body.period = Period(Bound(None, date(2022, 12, 31)))
    body.save()
    client = signed_in("secretariat")
    exported = client.get(reverse("office:bodies_sheet_export")).content
    file = changed(exported, "Cơ quan", "Tên cơ quan", "Sở Quy hoạch và Xây dựng")
    answer = client.post(reverse("office:bodies_sheet_import"), {"file": file})
    page = client.get(answer["Location"]).content.decode()
    assert "<del>Sở Xây dựng</del> → <ins>Sở Quy hoạch và Xây dựng</ins>" in page
    client.post(reverse("office:sheet_confirm", args=[SentWorkbook.objects.get().pk]))
    assert perform(str(Job.objects.get().pk))
    assert Body.objects.as_known_on().filter(origin="office").get().title == "Sở Quy hoạch và Xây dựng"


def test_a_workbook_is_its_sender_s_alone(edition: Edition) -> None:
    client = signed_in("planner")
    exported = client.get(reverse("office:programme_sheet_export", args=[edition.pk])).content
    file = changed(exported, "Chỉ tiêu", "Đến năm", 2031)
    client.post(reverse("office:programme_sheet_import", args=[edition.pk]), {"file": file})
    other = signed_in("secretariat")
    sent = SentWorkbook.objects.get()
    assert other.get(reverse("office:sheet_report", args=[sent.pk])).status_code == 404
    assert other.post(reverse("office:sheet_confirm", args=[sent.pk])).status_code == 404
