"""Watching land: kept from an answer, told by mail when a version changes it, listed and forgotten.

The plan is one of squares of a hectare from X 1.722.500, Y 577.400 on. Its second version keeps the housing
of the first square, and makes services of the tourism in the second one.
"""

from __future__ import annotations

import html
import re
from datetime import date
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from dothi.base.time import Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.land.models import Watch
from dothi.registry.land.watches import MOST
from dothi.registry.plans.models import PlanPeriod
from dothi.registry.plans.publishing import Publication
from dothi.registry.plans.withdrawing import withdraw_version

pytestmark = pytest.mark.django_db
LIST, PAGE = "/tra-cuu/theo-doi/", "/tra-cuu/"
HOUSING_POINT, TOURISM_POINT = "1722550 577450", "1722550 577550"
TOURISM_CORNERS = "\n".join(
    f"{at} {north} {east}"
    for at, (north, east) in enumerate(
        [(1722510, 577510), (1722510, 577530), (1722540, 577530), (1722540, 577510)], start=1
    )
)


@pytest.fixture
def plan(province: None, w: ModuleType, lake: Any, ground: SimpleNamespace) -> Any:
    """The plan in its first version only."""
    made = w.new_plan("Quy hoạch phân khu Một", key="do-an")
    w.publish(made, w.FIRST, [ground.edge, ground.zones[0]])
    return made


@pytest.fixture
def binh() -> User:
    return User.objects.create_user("binh", "binh@example.vn", full_name="Bình")


@pytest.fixture
def signed_in(client: Client, binh: User) -> Client:
    client.force_login(binh)
    return client


def watch(client: Client, **values: str) -> Any:
    return client.post(LIST, values)


def work_off() -> list[Job]:
    """Do what is queued until nothing is; every job must have been done."""
    while job := Job.objects.filter(state="queued").first():
        assert perform(str(job.pk))
    jobs = list(Job.objects.order_by("created_at"))
    assert all(job.state == "done" for job in jobs), [job.message for job in jobs]
    return jobs


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\u00a0", " ")


def test_of_two_watches_the_one_that_changed_is_told(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=HOUSING_POINT, ten="Nhà ở")
    watch(signed_in, goc=TOURISM_CORNERS, ten="Khu nghỉ")
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    work_off()
    (sent,) = mail.outbox
    assert sent.subject == "Quy hoạch thay đổi: Khu nghỉ"
    assert sent.to == ["binh@example.vn"]
    text = plain(sent.body)
    before, after = text.split("Trước:", 1)[1].split("Nay:", 1)
    # 20 m by 30 m wholly inside the square.
    assert "O-2; 600,0 m²; mật độ xây dựng 30 %" in before
    assert "Du lịch; O-2" in before
    assert "ịch vụ" in after.split("Xem toàn bộ", 1)[0]
    assert "Quy hoạch phân khu Một [dữ liệu minh họa] phiên bản 2" in text
    assert "không phải văn bản cung cấp thông tin quy hoạch" in text
    address = re.search(r"https?://[^/]+(/tra-cuu/\?hinh=\S+)", sent.body)
    assert address is not None
    page = plain(signed_in.get(address.group(1)).text)
    assert "600,0 m²" in page
    assert "phiên bản 2" in page


def test_a_version_that_is_withdrawn_is_told_too(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    version = w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    watch(signed_in, diem=TOURISM_POINT)
    authority = User.objects.create_superuser("chi", "chi@example.vn")
    role = RoleAssignment(user=authority, role="approving_authority")
    role.period = Period.between(date(2020, 1, 1))
    role.save()
    standing = PlanPeriod.objects.as_known_on().get(version=version)
    withdraw_version(authority, plan.key, 2, standing.pk, "công bố nhầm")
    work_off()
    (sent,) = mail.outbox
    before, after = plain(sent.body).split("Trước:", 1)[1].split("Nay:", 1)
    assert "ịch vụ" in before
    assert "Du lịch; O-2" in after


def test_nothing_is_sent_when_nothing_changed(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=TOURISM_POINT)
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[0]])
    assert [job.kind for job in work_off()] == ["land.watches", "land.watch"]
    assert mail.outbox == []


def test_a_version_of_a_day_to_come_is_told_with_that_day(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=TOURISM_POINT)
    w.publish(plan, Publication(date(2099, 3, 2)), [ground.edge, ground.zones[1]])
    work_off()
    (sent,) = mail.outbox
    assert "Trả lời cho ngày 2/3/2099" in sent.body
    assert "ngay=2099-03-02" in sent.body


def test_each_of_two_versions_is_told_once_though_work_waits(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=TOURISM_POINT)
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    w.publish(plan, Publication(date(2026, 1, 1)), [ground.edge, ground.zones[1]])
    work_off()
    assert ["phiên bản 2" in sent.body for sent in mail.outbox] == [True]


def test_a_first_plan_where_there_was_none(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=HOUSING_POINT)
    other = w.new_plan("Quy hoạch chi tiết Hai", "detailed", "hai", 500)
    w.publish(other, w.SECOND, [ground.edge, ground.zones[1]])
    work_off()
    (sent,) = mail.outbox
    text = plain(sent.body)
    assert "Quy hoạch chi tiết Hai" in text
    assert "Quy hoạch phân khu Một" not in text
    assert "Trước: - chưa có trong hệ thống ở nơi này Nay:" in text


def test_the_mail_speaks_the_language_of_the_watch(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=TOURISM_POINT, ten="Resort")
    Watch.objects.update(language="en")
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    work_off()
    (sent,) = mail.outbox
    assert "building density 30%" in sent.body


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_a_closed_account_and_one_without_address_hear_nothing(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace, change: dict[str, Any]
) -> None:
    watch(signed_in, diem=TOURISM_POINT)
    User.objects.filter(username="binh").update(**change)
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    work_off()
    assert mail.outbox == []


def test_a_watch_that_is_gone_meanwhile_is_no_failure(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem=TOURISM_POINT)
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    perform(str(Job.objects.get(kind="land.watches").pk))
    Watch.objects.all().delete()
    assert work_off()[-1].result == {"told": False}


def test_no_watch_no_work(plan: Any, w: ModuleType, ground: SimpleNamespace) -> None:
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    assert not Job.objects.exists()


def test_land_away_from_the_plan_is_not_compared(
    signed_in: Client, plan: Any, w: ModuleType, ground: SimpleNamespace
) -> None:
    watch(signed_in, diem="1722550 578450")
    w.publish(plan, w.SECOND, [ground.edge, ground.zones[1]])
    assert [job.result for job in work_off()] == [{"watches": 0}]


def test_the_list_leads_to_the_answer_and_forgets(signed_in: Client, plan: Any) -> None:
    answer = watch(signed_in, diem=HOUSING_POINT)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    page = signed_in.get(LIST).text
    address = re.search(r'href="(/tra-cuu/\?diem=[^"]+)"', page)
    assert address is not None
    assert "O-1" in plain(signed_in.get(html.unescape(address.group(1))).text)
    assert "1 trên 20 nơi" in plain(page)
    signed_in.post(f"{LIST}{Watch.objects.get().pk}/bo/")
    assert not Watch.objects.exists()
    assert "Chưa theo dõi nơi nào" in signed_in.get(LIST).text


def test_the_answer_offers_to_watch(client: Client, plan: Any, binh: User) -> None:
    asked = {"diem": HOUSING_POINT}
    text = client.get(PAGE, asked).text
    assert "/tai-khoan/dang-nhap/?next=/tra-cuu/" in text
    assert "Theo dõi nơi này" not in text
    client.force_login(binh)
    form = client.get(PAGE, asked).text.split(f'action="{LIST}"')[1].split("</form>")[0]
    assert '<input type="hidden" name="diem" value="1722550 577450">' in form
    assert "Theo dõi nơi này" in form
    assert "#theo-doi" in client.get("/tra-cuu/the/", asked).text


def test_it_is_ones_own(signed_in: Client, plan: Any) -> None:
    watch(signed_in, diem=HOUSING_POINT, ten="Của Bình")
    number = Watch.objects.get().pk
    other = Client()
    assert other.get(LIST).status_code == 302
    assert other.post(f"{LIST}{number}/bo/").status_code == 302
    other.force_login(User.objects.create_user("an", "an@example.vn"))
    assert "Của Bình" not in other.get(LIST).text
    assert other.post(f"{LIST}{number}/bo/").status_code == 404
    assert Watch.objects.count() == 1


def test_twenty_are_the_most(signed_in: Client, plan: Any) -> None:
    for _ in range(MOST):
        assert watch(signed_in, diem=HOUSING_POINT).status_code == 302
    answer = watch(signed_in, diem=HOUSING_POINT)
    assert answer.status_code == 400
    assert "Mỗi người theo dõi nhiều nhất 20 nơi" in answer.text
    assert Watch.objects.count() == 20


def test_an_account_without_address_is_told_so(signed_in: Client, plan: Any, binh: User) -> None:
    User.objects.filter(pk=binh.pk).update(email="")
    answer = watch(signed_in, diem=HOUSING_POINT)
    assert answer.status_code == 400
    assert "chưa có địa chỉ thư điện tử" in answer.text


@pytest.mark.parametrize("values", [{}, {"diem": "abc"}, {"diem": "16.5, 112"}, {"hinh": "{}"}])
def test_what_names_no_land_is_refused(signed_in: Client, plan: Any, values: dict[str, str]) -> None:
    answer = watch(signed_in, **values)
    assert answer.status_code == 400
    assert "notice--error" in answer.text
    assert not Watch.objects.exists()
