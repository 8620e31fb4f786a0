"""Conclusions in the office: from an answer to the record, wrong entries by field, and withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dothi.registry.land.models import VerdictOverride

POINT = "1722550 577450"
STATED = {
    "about": "level:general:",
    "verdict": "does-not-apply",
    "radius": "25,5 m",
    "place": "Thửa 7, tờ 12",
    "reason": "Bản vẽ in nhầm ranh",
    "document": "12/KL-SXD ngày 2/3/2026",
    "author": "Giám đốc Sở Xây dựng",
    "decided_on": "2/3/2026",
    "start": "1/1/2026",
}


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture
def ground(on_quang_nam: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    with on_quang_nam():
        yield


@pytest.fixture
def authority(db: None, w: ModuleType, ground: None) -> Client:
    client = Client()
    client.force_login(
        w.person("chi", "approving_authority"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def form(point: str = POINT) -> str:
    return f"{reverse('office:conclusion_new')}?diem={point.replace(' ', '+')}"


def test_from_an_answer_to_the_record_and_back(authority: Client, says: Callable[[Any], str]) -> None:
    answer = authority.get(reverse("public:land"), {"diem": POINT})
    assert "/ban-lam-viec/ket-luan-dat/moi/?diem=1722550+577450" in answer.text
    assert "Quy hoạch chung: chưa biết" in says(authority.get(form()))
    sent = authority.post(form(), STATED)
    assert sent.status_code == 302
    row = VerdictOverride.objects.get()
    assert (row.kind, row.key, row.version, row.recorded_by.username) == ("level", "general", None, "chi")
    assert "Bản vẽ in nhầm ranh" in says(authority.get(sent["Location"]))
    told = says(Client().get(reverse("public:land"), {"diem": POINT, "ngay": "2026-04-01"}))
    assert "Kết luận của người có thẩm quyền: Không áp dụng Bản vẽ in nhầm ranh" in told
    assert "Hệ thống tự tính: Chưa có dữ liệu Chưa có đồ án nào của cấp này" in told
    assert "Ghi kết luận khác" not in told
    # 25.5 m around the point: 30 m north of it nothing was concluded
    beside = says(Client().get(reverse("public:land"), {"diem": "1722580 577450", "ngay": "2026-04-01"}))
    assert "Kết luận" not in beside


def test_wrong_entries_are_named_by_their_field(authority: Client, says: Callable[[Any], str]) -> None:
    page = authority.post(form(), {**STATED, "radius": "5000", "reason": " ", "decided_on": "31/2/2026"})
    assert page.status_code == 422
    assert not VerdictOverride.objects.exists()
    assert set(page.context["form"].errors) == {"reason", "decided_on"}
    page = authority.post(form(), {**STATED, "radius": "5000"})
    assert set(page.context["form"].errors) == {"radius"}
    page = authority.post(form(), {**STATED, "decided_on": "1/1/2099"})
    assert "ở tương lai" in page.context["form"].errors["decided_on"][0]


def test_land_that_cannot_be_read_and_no_land(authority: Client, says: Callable[[Any], str]) -> None:
    assert "Chưa nêu đất nào" in says(authority.get(reverse("office:conclusion_new")))
    refused = authority.get(form("17,9667;102,6"))
    assert refused.status_code == 400
    assert "nằm ngoài phạm vi" in says(refused)


def test_withdrawal_asks_why_and_leaves_history(authority: Client, says: Callable[[Any], str]) -> None:
    authority.post(form(), STATED)
    row = VerdictOverride.objects.get()
    address = reverse("office:conclusion_withdraw", args=[row.pk])
    assert authority.post(address, {"reason": " "}).status_code == 422
    assert authority.post(address, {"reason": "Nhầm thửa"}).status_code == 302
    told = says(Client().get(reverse("public:land"), {"diem": POINT, "ngay": "2026-04-01"}))
    assert "Kết luận đã rút: Không áp dụng" in told
    assert "Nhầm thửa" in told
    assert "Hệ thống tự tính" not in told
    assert "Rút kết luận này" not in says(authority.get(reverse("office:conclusions")))
