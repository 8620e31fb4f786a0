"""Looking up many parcels in the office: sending, the page of the result, files, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.land.batch import FILES, KIND, folder_of

RESULT = {
    "parcels": 1200,
    "refused": 1,
    "first_refused": [{"feature": "8", "label": "T8", "vi": "Đường biên tự cắt.", "en": "It crosses."}],
    "levels": [
        {"level": "general", "vi": "Quy hoạch chung", "en": "General plan",
         "applies": 1000, "does-not-apply": 0, "not-known": 200},
    ],
    "notes": [],
    "illustrative": True,
}  # fmt: skip


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture
def people(db: None, w: ModuleType) -> dict[str, Any]:
    roles = {"planner": "planner", "other": "planner", "consultant": "consultant"}
    return {name: w.person(name, role) for name, role in roles.items()}


@pytest.fixture
def as_(people: dict[str, Any]) -> Callable[[str], Client]:
    def browser(who: str) -> Client:
        client = Client()
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


def sent(client: Client, **change: Any) -> Any:
    given = {"day": "1/7/2026", "file": SimpleUploadedFile("thua.gpkg", b"x"), **change}
    return client.post(reverse("office:parcels"), given)


def finished(job: Job, state: JobState, result: dict[str, Any]) -> Job:
    Job.objects.filter(pk=job.pk).update(state=state, result=result)
    for name in FILES.values():
        (folder_of(job) / name).write_bytes(b"content")
    return job


def test_a_file_is_queued_and_its_page_waits(as_: Any, says: Any) -> None:
    answer = sent(as_("planner"), id_field=" so_thua ", crs="5899")
    job = Job.objects.get(kind=KIND)
    assert (answer.status_code, answer.url) == (302, reverse("office:parcels_result", args=[job.pk]))
    assert job.payload == {"name": "thua.gpkg", "day": "2026-07-01", "id_field": "so_thua", "crs": "5899"}
    text = says(as_("planner").get(answer.url))
    assert "Đang chờ đến lượt" in text
    assert "tại ngày 1/7/2026" in text
    assert as_("planner").get(reverse("office:parcels_file", args=[job.pk, "xlsx"])).status_code == 404
    assert "thua.gpkg" in says(as_("planner").get(reverse("office:parcels")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "30/2/2026"}, "30/2/2026"),
        ({"file": ""}, "Chưa chọn tệp"),
        ({"file": SimpleUploadedFile("a.gpkg", b"")}, "rỗng"),
        ({"crs": "chín"}, "chín"),
    ],
)
def test_what_is_missing_is_said_and_nothing_queued(
    as_: Any, says: Any, change: dict[str, Any], said: str
) -> None:
    answer = sent(as_("planner"), **change)
    assert answer.status_code == 422
    assert said in says(answer)
    assert not Job.objects.filter(kind=KIND).exists()


def test_the_result_counts_names_what_failed_and_gives_files(as_: Any, says: Any) -> None:
    client = as_("planner")
    page = sent(client).url
    job = finished(Job.objects.get(kind=KIND), JobState.DONE, RESULT)
    text = says(client.get(page))
    assert "Đã tra cứu 1.200 thửa" in text
    assert "Quy hoạch chung 1.000 0 200" in text
    assert "Đối tượng số 8 (T8): Đường biên tự cắt." in text
    assert "minh họa" in text
    for kind in FILES:
        file = client.get(reverse("office:parcels_file", args=[job.pk, kind]))
        assert b"".join(file.streaming_content) == b"content"
        assert f"thua-tra-cuu.{kind}" in file["Content-Disposition"]
    assert client.get(reverse("office:parcels_file", args=[job.pk, "sent"])).status_code == 404
    assert "Xem kết quả tra cứu" in says(client.get(reverse("office:job", args=[job.pk])))


def test_what_failed_says_why(as_: Any, says: Any) -> None:
    client = as_("planner")
    page = sent(client).url
    fault = {"code": "x", "vi": "Tệp có 2 lớp vùng.", "en": "Two layers."}
    finished(Job.objects.get(kind=KIND), JobState.FAILED, {"faults": [fault]})
    assert "Tệp có 2 lớp vùng." in says(client.get(page))


def test_nobody_sees_anothers_and_a_consultant_asks_nothing(as_: Any) -> None:
    page = sent(as_("planner")).url
    assert as_("other").get(page).status_code == 404
    assert as_("consultant").get(reverse("office:parcels")).status_code == 403
    assert sent(as_("consultant")).status_code == 403
