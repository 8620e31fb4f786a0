"""Supervision: who writes, who responds, what is refused, and what is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dothi.base.errors import InputError
from dothi.base.time import Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.plans.models import Plan
from dothi.registry.supervision import services as s
from dothi.registry.supervision.models import Recommendation, Supervision
from dothi.registry.supervision.queries import findings_about, supervisions

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ENTRY = s.SupervisionEntry("front", "Mặt trận phường Một", "Giám sát quy hoạch", "Việc công khai", DAY, DAY)
ROOT = "/ban-lam-viec/giam-sat/"


@pytest.fixture
def people() -> dict[str, User]:
    made = {}
    for role in ("supervisor", "planner", "resident"):
        user = made[role] = User.objects.create_user(username=role)
        row = RoleAssignment(user=user, role=role)
        row.period = Period.between(date(2020, 1, 1))
        row.save()
    return made


@pytest.fixture
def asked(people: dict[str, User]) -> Recommendation:
    Plan.objects.create(key="tam-ky", title="Quy hoạch Tam Kỳ", folded="quy hoach tam ky", level="general")
    row = s.open_supervision(people["supervisor"], ENTRY)
    finding = s.add_finding(
        people["supervisor"],
        row,
        subject_kind="plan",
        subject_key="tam-ky",
        text="Chưa treo bản vẽ",
        found_on=DAY,
    )
    return s.recommend(people["supervisor"], finding, "Treo bản vẽ", "UBND phường", DAY)


def test_the_supervisor_writes_and_the_office_responds(
    people: dict[str, User], asked: Recommendation
) -> None:
    for write in (
        lambda: s.open_supervision(people["planner"], ENTRY),
        lambda: s.show_supervision(people["planner"], asked.finding.supervision_id, public=True),
        lambda: s.recommend(people["planner"], asked.finding, "Khác", "Ai", None),
        lambda: s.respond(people["supervisor"], asked.pk, "done", "Đã treo", DAY),
        lambda: s.respond(people["resident"], asked.pk, "done", "Đã treo", DAY),
    ):
        with pytest.raises(PermissionDenied):
            write()
    s.respond(people["planner"], asked.pk, "taken", "Đang in", DAY)
    s.respond(people["planner"], asked.pk, "done", "Đã treo", DAY)
    asked.refresh_from_db()
    assert (asked.standing, asked.responses.count()) == ("done", 2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"supervisor": "ai"}, "missing"),
        ({"title": " "}, "missing"),
        ({"ends_on": DAY - timedelta(days=1)}, "backwards"),
    ],
)
def test_refused(changes: dict[str, Any], code: str) -> None:
    given = {name: getattr(ENTRY, name) for name in ENTRY.__slots__}
    with pytest.raises(InputError) as refused:
        s.open_supervision(None, s.SupervisionEntry(**{**given, **changes}))
    assert refused.value.code == f"supervision.{code}"


def test_overdue_to_a_day_and_public_only_where_marked(
    people: dict[str, User], asked: Recommendation
) -> None:
    (line,) = supervisions(DAY, public=False)
    assert (line.findings, line.recommendations, line.open, line.late) == (1, 1, 1, 0)
    assert supervisions(DAY + timedelta(days=1), public=False)[0].late == 1
    assert supervisions(DAY, public=True) == []
    assert list(findings_about("plan", "tam-ky")) == []
    s.show_supervision(people["supervisor"], asked.finding.supervision_id, public=True)
    assert [one.text for one in findings_about("plan", "tam-ky")] == ["Chưa treo bản vẽ"]
    s.respond(people["planner"], asked.pk, "declined", "Không đủ tiền", DAY)
    assert supervisions(DAY + timedelta(days=1), public=False)[0].late == 0


def test_pages(people: dict[str, User], asked: Recommendation, client: Client) -> None:
    page = f"/giam-sat/{asked.finding.supervision_id}/"
    assert client.get(page).status_code == 404
    supervisor, planner = Client(), Client()
    for who, name in ((supervisor, "supervisor"), (planner, "planner")):
        who.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
    day = {"found_on": "2/3/2026", "text": "Phát hiện hai"}
    refused = supervisor.post(f"{ROOT}1/phat-hien/".replace("1", str(asked.finding.supervision_id)), day)
    assert refused.status_code == 422
    unknown = {**day, "subject_kind": "plan", "subject_key": "khong-co"}
    address = f"{ROOT}{asked.finding.supervision_id}/phat-hien/"
    assert "Không có «khong-co»" in supervisor.post(address, unknown).content.decode()
    assert supervisor.post(address, {**unknown, "subject_key": "tam-ky"}).status_code == 302
    supervisor.post(f"{ROOT}{asked.finding.supervision_id}/cong-khai/", {"public": "1"})
    given = {"standing": "done", "text": "Đã treo bản vẽ", "responded_on": "3/3/2026"}
    planner.post(f"{ROOT}kien-nghi/{asked.pk}/tra-loi/", given)
    shown = client.get(page).content.decode()
    assert all(word in shown for word in ("Phát hiện hai", "Đã treo bản vẽ", "Quy hoạch Tam Kỳ"))
    new = {"supervisor": "council", "body": "HĐND", "title": "Kỳ hai", "scope": "x", "starts_on": "1/4/2026"}
    assert supervisor.post(f"{ROOT}moi/", {**new, "ends_on": "31/3/2026"}).status_code == 422
    supervisor.post(f"{ROOT}moi/", {**new, "ends_on": "30/4/2026"})
    assert Supervision.objects.get(title="Kỳ hai").public is False
