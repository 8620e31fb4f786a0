"""Bodies: period with its doubts, duties on any day, decisions that pass them on."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from dothi.base.time import Bound
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.bodies.services import BodyEntry, HandoverEntry, record_body, record_handover

pytestmark = pytest.mark.usefixtures("programme")
KEY = "quang-nam-ban-tuyen-giao"


def plain(text: str) -> str:
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    return re.sub(r" ([,:])", r"\1", words)


@pytest.fixture
def handed_over() -> str:
    """The board's duties passed on to a body of Đà Nẵng from 1 September 2025."""
    from dothi.base.time import Period

    user = User.objects.create_user(username="thu-ky", full_name="Thư Ký")
    role = RoleAssignment(user=user, role="secretariat")
    role.period = Period.between(date(2020, 1, 1))
    role.save()
    body = record_body(
        user, BodyEntry("Ban Tuyên giáo và Dân vận Thành ủy Đà Nẵng", "party", Bound.on(date(2025, 7, 1)))
    )
    record_handover(user, HandoverEntry(KEY, body.key, date(2025, 9, 1), "45-QĐ/TU"))
    return body.key


def test_list_by_kind_with_state_of_the_day(client):
    text = client.get("/co-quan/?ngay=2025-03-01").text
    assert "Cơ quan của Đảng" in text
    row = plain(next(row for row in text.split("<tr>") if f"/co-quan/{KEY}/" in row))
    assert "đến một ngày trong khoảng 31/12/2024–30/6/2025" in row
    assert "Chưa rõ còn hay đã kết thúc" in row
    assert "Không có vào ngày này" in plain(client.get("/co-quan/?ngay=2025-07-01").text)


def test_filter_without_marks(client):
    text = client.get("/co-quan/?loc=tuyen%20giao").text
    assert "Ban Tuyên giáo Tỉnh ủy Quảng Nam" in text
    assert "Mặt trận" not in text
    assert "Không có cơ quan nào khớp" in client.get("/co-quan/?loc=zzz").text


def test_page_says_period_names_and_duties(client):
    text = plain(client.get(f"/co-quan/{KEY}/?ngay=2024-12-31").text)
    assert "Đang hoạt động" in text
    assert "Tên khác Ban Tuyên giáo Tỉnh ủy" in text
    assert "hướng dẫn việc tuyên truyền, quán triệt thực hiện Nghị quyết số 06-NQ/TW" in text
    assert "Chưa ghi nhận quyết định chuyển giao nào" in text


def test_a_decision_passes_the_duty_on_from_its_day(client, handed_over):
    before = plain(client.get(f"/co-quan/{KEY}/?ngay=2025-08-31").text)
    assert "Chưa có cơ quan tiếp nhận" in before
    after = plain(client.get(f"/co-quan/{KEY}/?ngay=2025-09-01").text)
    assert "Có cơ quan thực hiện Ban Tuyên giáo và Dân vận Thành ủy Đà Nẵng theo 45-QĐ/TU" in after
    taken = plain(client.get(f"/co-quan/{handed_over}/?ngay=2025-09-01").text)
    assert "Trách nhiệm nhận từ cơ quan khác" in taken
    assert "Trách nhiệm nhận từ" not in plain(client.get(f"/co-quan/{handed_over}/?ngay=2025-08-31").text)
    assert "45-QĐ/TU · mọi trách nhiệm" in taken


def test_tasks_that_name_a_body(client):
    text = plain(client.get("/co-quan/quang-nam-ubnd/?ngay=2024-12-31").text)
    assert "Nhiệm vụ nêu tên cơ quan này" in text
    assert "thuộc thẩm quyền phê duyệt của UBND tỉnh" in text


def test_unknown_bodies_and_days_of_knowledge(client):
    assert client.get("/co-quan/khong-co/").status_code == 404
    assert client.get(f"/co-quan/{KEY}/?biet=2020-01-01").status_code == 404


def test_queries_are_few_and_do_not_grow_with_the_duties(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for key in (KEY, "quang-nam-ban-can-su-dang-doan"):
        client.get(f"/co-quan/{key}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/co-quan/{key}/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
