"""Values of towns at the desk: from a form or a workbook to a score on the public page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dothi.base.text import fold
from dothi.base.time import Period
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.observations.models import State
from dothi.registry.places.models import Town
from dothi.registry.sources.models import Source
from dothi.registry.towns.models import TownValue
from dothi.registry.worksheets.models import SentWorkbook


@pytest.fixture
def town(world: Any) -> Town:
    from datetime import date

    made = Town(key="tam-ky", name="Tam Kỳ", folded=fold("Tam Kỳ"), source=world.source)
    made.period = Period.between(date(2025, 7, 1))
    made.save()
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


FORM = {"town": "tam-ky", "standard": "2A.II.05", "text": "62,5", "day": "2025", "commune": ""}


def step(client: Client, row: TownValue, deed: str, **more: str) -> Any:
    chosen = {"viec": deed, "chon": f"{row.pk}:{row.version}", **more}
    return client.post(reverse("office:town_values_step"), chosen, follow=True)


def test_a_value_goes_from_the_form_to_the_score(world: Any, town: Town) -> None:
    planner, authority = client_of(world.planner), client_of(world.authority)
    new = reverse("office:town_value_new")
    refused = planner.post(new, {**FORM, "text": "162,5"}).content.decode()
    assert "«162,5» vượt quá 100 %" in refused
    about = {"new_title": "Báo cáo lao động", "new_number": "12/BC-KT"}
    saved = planner.post(new, {**FORM, **about})
    row = TownValue.objects.get()
    assert saved["Location"] == reverse("office:town_value", args=[row.pk])
    assert row.source == Source.objects.get(number="12/BC-KT")
    assert "62,5" in planner.get(reverse("office:town_values")).content.decode()
    step(planner, row, "nop")
    row.refresh_from_db()
    assert "1 chờ duyệt" in authority.get(reverse("office:desk")).content.decode()
    assert "1 chờ duyệt" not in planner.get(reverse("office:desk")).content.decode()
    assert "không có quyền" in step(planner, row, "duyet").content.decode()
    assert "chưa ghi lý do" in step(authority, row, "tra-lai").content.decode()
    assert "Đã xong 1 số liệu" in step(authority, row, "duyet").content.decode()
    page = "/do-thi/tam-ky/phan-loai/?ngay=2026-06-01&loai=III"
    public = Client().get(page).content.decode()
    assert "62,5" in public
    source = reverse("public:source", args=[row.source.key])
    assert f'<a href="{source}">Báo cáo lao động</a>' in public
    assert "duyệt ngày" in public
    assert new not in public
    assert f"{new}?do-thi=tam-ky&amp;tieu-chuan=2A.II.05" in planner.get(page).content.decode()


def test_a_stale_edit_shows_what_stands(world: Any, town: Town) -> None:
    client = client_of(world.planner)
    client.post(reverse("office:town_value_new"), FORM)
    row = TownValue.objects.get()
    address = reverse("office:town_value_edit", args=[row.pk])
    assert client.post(address, {**FORM, "text": "63", "version": "1"}).status_code == 302
    late = client.post(address, {**FORM, "text": "64", "version": "1"})
    assert late.status_code == 409
    assert "<strong>63</strong>" in late.content.decode()
    assert client.post(reverse("office:town_values_step"), {"viec": "gi-do"}).status_code == 404


def test_a_workbook_is_reported_on_and_written_as_drafts(world: Any, town: Town) -> None:
    client = client_of(world.planner)
    exported = client.get(reverse("office:town_values_sheet_export") + "?do-thi=tam-ky")
    book = load_workbook(BytesIO(exported.content))
    rows = {cells[1].value: cells for cells in book["Số liệu"].iter_rows(min_row=2)}
    assert "2A.II.05" in rows
    for column, value in ((2, 62.5), (4, "nien-giam-2025"), (5, 2025)):
        rows["2A.II.05"][column].value = value
    file = BytesIO()
    book.save(file)
    file.name = "so-lieu.xlsx"
    file.seek(0)
    answer = client.post(reverse("office:town_values_sheet_import"), {"file": file})
    sent = SentWorkbook.objects.get()
    assert answer["Location"] == reverse("office:sheet_report", args=[sent.pk])
    assert "thêm 1 dòng" in client.get(answer["Location"]).content.decode()
    assert not TownValue.objects.exists()
    client.post(reverse("office:sheet_confirm", args=[sent.pk]))
    assert perform(str(Job.objects.get().pk))
    row = TownValue.objects.get()
    assert (row.text, row.state, row.entered_by) == ("62,5", State.DRAFT, world.planner)
