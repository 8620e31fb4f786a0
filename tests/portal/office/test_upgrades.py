"""The way up in the office: asking, waiting, stopping, the result that colleagues open, files."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dothi.registry.jobs.models import Job, JobState
from dothi.registry.upgrades.handing import FILES, KIND, folder_of

GOAL = {"town": "Núi Thành", "rules": "nq111-2025", "class": "III", "by": 2028}


def reached(year: int, roads: float, total: float) -> dict[str, Any]:
    return {
        "town": "Núi Thành", "year": year, "total": total,
        "groups": {"2A.I": 11.5, "2A.II": 15.5, "2A.III": total - 27},
        "values": {"2A.III.07": roads, "2A.III.08": 85}, "points": {"2A.III.07": 4, "2A.III.08": 2},
    }  # fmt: skip


PROGRAMME = {
    "cost": 12.5,
    "projects": [
        {"project": "D1", "title": "Đường ven biển", "town": "Núi Thành", "start": 2027, "finish": 2028,
         "cost": 12.5, "standards": ["2A.III.07"], "document": None,
         "payments": [
             {"source": "province", "budget_of": None, "year": 2027, "amount": 2.5},
             {"source": "oda", "budget_of": "Núi Thành", "year": 2028, "amount": 10},
         ]},
    ],
    "towns": [reached(2026, 3, 70.998), reached(2027, 3, 70.998), reached(2028, 4, 75)],
}  # fmt: skip
POSSIBLE = {
    "case": "best", "verdict": "undecided", "undecided_by": ["2B"], "by": 2028, "bound": 12, "gap": 0.04,
    "programme": PROGRAMME, "reasons": [], "irreducible": None, "short": None, "shortages": [],
    "alternatives": [{**PROGRAMME, "cost": 15, "projects": [{**PROGRAMME["projects"][0], "project": "D2"}]}],
}  # fmt: skip
REASON = {"message": "Ngân sách tỉnh năm 2027 chỉ có 8 tỷ đồng", "message_en": "Province of 2027 is only 8"}
IMPOSSIBLE = {
    **POSSIBLE, "case": "worst", "verdict": "impossible", "undecided_by": [], "gap": None, "programme": None,
    "alternatives": [], "reasons": [REASON], "irreducible": True, "short": 4.5,
    "shortages": [{"message": "Vốn ODA năm 2028: thiếu 4,5 tỷ đồng", "message_en": "ODA of 2028: 4.5 short"}],
}  # fmt: skip
TOLD = {
    "first_year": 2027, "illustrative": True, "unit": "billion VND",
    "goals": [{**GOAL, "not_known_exactly": ["2A.III.08"], "confidence": "secondary"}],
    "notes": [{"vi": "Giá trị giữ như hiện nay", "en": "Values stay"}],
    "worst": IMPOSSIBLE, "best": POSSIBLE,
    "basis": {"file": "hai.xlsx", "sha256": "ab" * 32, "law": "l1", "software": "0.1", "day": "2026-07-01"},
}  # fmt: skip


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture
def people(db: None, w: ModuleType) -> dict[str, Any]:
    roles = {"planner": "planner", "officer": "commune_officer", "consultant": "consultant"}
    return {name: w.person(name, role) for name, role in roles.items()}


@pytest.fixture
def as_(people: dict[str, Any]) -> Callable[[str], Client]:
    def browser(who: str) -> Client:
        client = Client()
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def made(people: dict[str, Any]) -> Callable[..., Job]:
    def job(state: JobState = JobState.DONE, **result: Any) -> Job:
        payload = {"name": "hai.xlsx", "day": "2026-07-01", "goals": [GOAL], "illustrative": True}
        row = Job.objects.create(
            kind=KIND, owner=people["planner"], state=state, payload=payload, result=result
        )
        (folder_of(row) / "sent").mkdir(parents=True)
        for name in ("sent/hai.xlsx", *FILES.values()):
            (folder_of(row) / name).write_text(json.dumps(TOLD), encoding="utf-8")
        return row

    return job


def page_of(job: Job) -> str:
    return reverse("office:upgrade", args=[job.pk])


def test_a_colleague_reads_both_cases_and_takes_the_files(as_: Any, made: Any, says: Any) -> None:
    """Nothing is possible at worst; at best a road in two years, 70.99 points (never rounded up) to 75."""
    job = made()
    answer = as_("officer").get(page_of(job))
    text, markup = says(answer), answer.content.decode()
    assert "Núi Thành lên loại III đến hết 2028" in text
    assert "Trường hợp xấu nhất Không thể – 2028 – –" in text
    assert "Trường hợp tốt nhất Đủ điểm Bảng 2A, còn chờ Bảng 2B 12,5 2028 1 4,00 %" in text
    assert "Ngân sách tỉnh năm 2027 chỉ có 8 tỷ đồng" in text
    assert "Cần thêm ít nhất 4,5 tỷ đồng" in text
    assert "Vốn ODA (Núi Thành) – 10 10 Cộng 2,5 10 12,5" in text
    assert "Tổng điểm 75,00 70,99 70,99 75,00" in text
    assert "Mật độ đường giao thông đô thị 2A.III.07 km/km² 3 3 4" in text
    assert "2A.III.08" not in text
    assert "1 15 2,5 D2 D1" in text
    assert "Dữ liệu minh họa" in text
    assert "abababababababab" in text
    assert markup.count('class="money money--oda" x="114" y="0" width="72" height="180"') == 1
    for ending, name in (("docx", "chuong-trinh-2026-07-01.docx"), ("sent", "hai.xlsx")):
        file = as_("officer").get(reverse("office:upgrade_file", args=[job.pk, ending]))
        assert name in file["Content-Disposition"]
        assert json.loads(b"".join(file.streaming_content)) == TOLD
    assert as_("officer").get(reverse("office:upgrade_file", args=[job.pk, "pdf"])).status_code == 404
    assert as_("consultant").get(page_of(job)).status_code == 403
    assert "Núi Thành lên loại III" in says(as_("officer").get(reverse("office:upgrades")))
    assert "Xem chương trình nâng loại" in says(as_("planner").get(reverse("office:job", args=[job.pk])))


def test_what_is_gone_failed_or_waiting_says_so(as_: Any, made: Any, says: Any) -> None:
    gone = made(worst={"cost": None}, best={"cost": 12.5})
    (folder_of(gone) / FILES["json"]).unlink()
    assert "đã được xóa sau thời hạn giữ" in says(as_("planner").get(page_of(gone)))
    failed = made(JobState.FAILED, faults=[{"code": "x", "vi": "Hết bộ nhớ.", "en": "No memory."}])
    assert "Hết bộ nhớ." in says(as_("planner").get(page_of(failed)))
    waiting, stopping = made(JobState.QUEUED), "Dừng tính toán"
    assert stopping in says(as_("planner").get(page_of(waiting)))
    assert stopping not in says(as_("officer").get(page_of(waiting)))
    halt = reverse("office:upgrade_stop", args=[waiting.pk])
    assert as_("officer").post(halt).status_code == 404
    assert as_("planner").post(halt).url == page_of(waiting)
    assert "Đã dừng theo yêu cầu" in says(as_("planner").get(page_of(waiting)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Chưa chọn tệp"),
        ({"day": "30/2/2026"}, "30/2/2026"),
        ({"minutes": "61"}, "60"),
        ({"gap": "-1"}, "0"),
        ({"file": SimpleUploadedFile("a.txt", b"x")}, "không phải là bảng tính Excel"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_queued(as_: Any, says: Any, change: Any, said: str) -> None:
    given = {"day": "1/7/2026", "alternatives": "2", "gap": "0,5", "minutes": "5", **change}
    answer = as_("planner").post(reverse("office:upgrades"), given)
    assert answer.status_code == 422
    assert said in says(answer)
    assert not Job.objects.exists()


def test_a_template_without_a_town_is_asked_again(as_: Any, says: Any) -> None:
    answer = as_("planner").get(reverse("office:upgrade_template"), {"class_code": "III", "first": "năm"})
    assert answer.status_code == 422
    assert "Tải tệp mẫu" in says(answer)
