"""Bodies: found by any name, their state on a day, periods half known, handovers by decision only."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dothi.base.time import NEVER, Bound
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.bodies.queries import Bodies
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening
from dothi.registry.programmes.adopting import Adoption, adopt

LIST, NEW = reverse("office:bodies"), reverse("office:body_new")
BODY = {"title": "Sở Tài chính", "kind": "province", "start": "1/3/2025", "ends": "con"}
DECISION = {"to_key": "so-xay-dung", "decision_number": "123/QĐ-UBND", "start": "1/7/2025"}


def page(key: str) -> str:
    return reverse("office:body", args=[key])


def rows(response: Any) -> list[str]:
    import re

    names = r'<th scope="row"><a href="/ban-lam-viec/co-quan/([\w-]+)/"'
    return re.findall(names, response.content.decode())


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["ban-can-su", "so-xay-dung"]),
        ("?q=so xay", ["so-xay-dung"]),
        ("?q=XÂY DỰNG", ["so-xay-dung"]),
        ("?loai=party", []),
        ("?q=khong-co", []),
    ],
)
def test_bodies_are_found_without_tone_marks(browser: Any, query: str, keys: list[str]) -> None:
    assert rows(browser("secretary").get(LIST + query)) == keys


@pytest.mark.parametrize(
    ("day", "said"),
    [("31/12/2024", "Đang hoạt động"), ("1/3/2025", "Chưa rõ"), ("1/7/2025", "Không hoạt động")],
)
def test_the_state_is_that_of_the_day_and_may_be_unknown(
    browser: Any, says: Any, day: str, said: str
) -> None:
    text = says(browser("planner").get(LIST + f"?q=ban can su&ngay={day}"))
    assert f"{said} –" in text


def test_a_day_that_is_none_is_told(browser: Any, says: Any) -> None:
    response = browser("planner").get(LIST + "?ngay=31/2/2025")
    assert response.status_code == 200
    assert "Không có ngày «31/2/2025» trong lịch" in says(response)


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({}, Bound.on(date(2025, 3, 1)), NEVER),
        ({"start": "", "start_last": "31/12/2024"}, Bound(None, date(2024, 12, 31)), NEVER),
        ({"start": ""}, Bound(), NEVER),
        ({"ends": "het", "end": "30/6/2026"}, Bound.on(date(2025, 3, 1)), Bound.on(date(2026, 7, 1))),
        (
            {"ends": "het", "end": "1/6/2026", "end_last": "30/6/2026"},
            Bound.on(date(2025, 3, 1)),
            Bound(date(2026, 6, 2), date(2026, 7, 1)),
        ),
        ({"ends": "chua-ro"}, Bound.on(date(2025, 3, 1)), Bound()),
        ({"ends": "chua-ro", "end": "30/6/2026"}, Bound.on(date(2025, 3, 1)), Bound(date(2026, 7, 1))),
    ],
)
def test_a_body_is_recorded_as_far_as_it_is_known(
    browser: Any, given: dict[str, str], start: Bound, end: Bound
) -> None:
    response = browser("secretary").post(NEW, BODY | given)
    assert response["Location"] == page("so-tai-chinh")
    period = Body.objects.get(key="so-tai-chinh").period
    assert (period.start, period.end) == (start, end)
    again = browser("secretary").get(reverse("office:body_edit", args=["so-tai-chinh"])).content.decode()
    sent = form_of(again)
    assert (
        browser("secretary").post(reverse("office:body_edit", args=["so-tai-chinh"]), sent).status_code == 302
    )
    kept = Body.objects.as_known_on().get(key="so-tai-chinh").period
    assert (kept.start, kept.end) == (start, end)


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the page's form as it stands."""
    import re
    from html import unescape

    form = re.search(r'<form class="form".*?</form>', html, re.DOTALL)
    assert form
    text = form.group()
    data = dict(re.findall(r'<input type="text" name="([^"]+)" value="([^"]*)"', text))
    data |= re.findall(r'<input type="hidden" name="(ban)" value="([^"]*)"', text)
    data |= re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL)
    data |= re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"[^>]*checked', text)
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        data[name] = (re.findall(r'value="([^"]*)" selected', options) or [""])[0]
    return {name: unescape(value) for name, value in data.items()}


def test_each_fault_stands_beside_its_field(browser: Any, says: Any) -> None:
    wrong = {"title": "Sở Xây dựng", "kind": "province", "start": "ngày mai", "ends": "het"}
    response = browser("secretary").post(NEW, wrong)
    assert response.status_code == 422
    said = says(response)
    assert "«ngày mai» không phải là ngày" in said
    assert "Ghi ngày cuối còn hoạt động" in said
    twice = browser("secretary").post(NEW, BODY | {"title": "sở xây dựng"})
    assert "Tên này đã là tên của «Sở Xây dựng»" in says(twice)
    backwards = browser("secretary").post(NEW, BODY | {"ends": "het", "end": "1/1/2025"})
    assert "Ngày kết thúc không sau ngày bắt đầu" in says(backwards)
    assert not Body.objects.filter(origin="office").exists()


def test_a_correction_keeps_the_earlier_row_in_the_history(browser: Any, says: Any) -> None:
    secretary = browser("secretary")
    secretary.post(NEW, BODY)
    address = reverse("office:body_edit", args=["so-tai-chinh"])
    seen = form_of(secretary.get(address).content.decode())["ban"]
    secretary.post(address, BODY | {"title": "Sở Tài chính và Kế hoạch", "ban": seen})
    response = secretary.get(page("so-tai-chinh"))
    assert response.content.decode().count("timeline__what") == 2
    assert "Chi ·" not in says(response)
    assert "Sở Tài chính và Kế hoạch" in says(response)


def test_two_officers_at_one_body_lose_nothing(browser: Any, world: Any, says: Any) -> None:
    secretary, address = browser("secretary"), reverse("office:body_edit", args=["so-xay-dung"])
    mine = form_of(secretary.get(address).content.decode()) | {"note": "của tôi"}
    assert secretary.post(address, mine | {"note": "của người kia", "kind": "party"}).status_code == 302
    wrong = secretary.post(address, mine | {"title": ""})
    assert (wrong.status_code, form_of(wrong.content.decode())["ban"]) == (422, mine["ban"])
    for sent in (mine, mine | {"ban": ""}):
        late = secretary.post(address, sent)
        assert late.status_code == 409
        said = says(late)
        assert "Có hai bản khác nhau" in said
        assert "được ghi lại (Chi, " in said
        assert "Ghi chú của người kia của tôi" in said
        assert "Thuộc khối Cơ quan của Đảng Chính quyền tỉnh" in said
        assert Body.objects.as_known_on().get(key="so-xay-dung", origin="office").note == "của người kia"
    again = form_of(late.content.decode())
    assert again["note"] == "của tôi"
    assert secretary.post(address, again).status_code == 302
    assert Body.objects.as_known_on().get(key="so-xay-dung", origin="office").note == "của tôi"


def test_an_ended_body_has_no_successor_until_a_decision_names_one(
    browser: Any, world: Any, says: Any
) -> None:
    secretary = browser("secretary")
    assert "Chưa có cơ quan tiếp nhận" in says(secretary.get(page("ban-can-su")))
    address = reverse("office:handover_new", args=["ban-can-su"])
    missing = secretary.post(address, DECISION | {"decision_number": "", "to_key": ""})
    assert missing.status_code == 422
    assert "chỉ một quyết định mới chuyển được trách nhiệm" in says(missing)
    assert "Chọn cơ quan tiếp nhận" in says(missing)
    assert secretary.post(address, DECISION)["Location"] == page("ban-can-su")
    said = says(secretary.get(page("ban-can-su")))
    assert "Chuyển cho Sở Xây dựng : mọi trách nhiệm" in said
    assert "Quyết định 123/QĐ-UBND" in said
    assert "Nhận từ Ban cán sự đảng" in says(secretary.get(page("so-xay-dung")))
    assert Bodies.load().holder("ban-can-su", "", date(2025, 7, 1)).body_key == "so-xay-dung"
    assert "Sở Xây dựng" in says(secretary.get(LIST + "?q=ban can su"))
    again = secretary.post(address, DECISION)
    assert "đã được ghi" in says(again)


def test_one_duty_is_handed_over_alone(browser: Any, world: Any, says: Any) -> None:
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình")
    assert perform(str(made.job))
    adopt(world.secretary, made.pk, Adoption(start=Bound.on(date(2022, 6, 1)), as_unreviewed=True))
    line = str(made.items.get(kind="duty").line)
    secretary = browser("secretary")
    address = reverse("office:handover_new", args=["so-xay-dung"])
    assert f'value="{line}">Sở Xây dựng:' in secretary.get(address).content.decode()
    secretary.post(address, DECISION | {"to_key": "ban-can-su", "line": line})
    assert Handover.objects.get().line == line
    assert "Chuyển cho Ban cán sự đảng : Sở Xây dựng: chủ trì" in says(secretary.get(page("so-xay-dung")))
    assert secretary.post(address, DECISION | {"to_key": "ban-can-su", "line": "khác"}).status_code == 422


def test_a_withdrawn_handover_keeps_its_reason(browser: Any, says: Any) -> None:
    secretary = browser("secretary")
    secretary.post(reverse("office:handover_new", args=["ban-can-su"]), DECISION)
    address = reverse("office:handover_withdraw", args=[Handover.objects.get().pk])
    assert "123/QĐ-UBND" in says(secretary.get(address))
    refused = secretary.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "chưa ghi lý do" in says(refused)
    assert secretary.post(address, {"reason": "quyết định bị hủy"})["Location"] == page("ban-can-su")
    said = says(secretary.get(page("ban-can-su")))
    assert "đã rút lúc" in said
    assert "Chi: quyết định bị hủy" in said
    assert "không còn" in says(secretary.post(address, {"reason": "lần nữa"}))


@pytest.mark.parametrize("who", ["planner", "other"])
def test_others_read_and_change_nothing(browser: Any, who: str) -> None:
    client = browser(who)
    shown = client.get(page("ban-can-su"))
    assert shown.status_code == 200
    assert reverse("office:handover_new", args=["ban-can-su"]) not in shown.content.decode()
    for address in (
        NEW,
        reverse("office:body_edit", args=["ban-can-su"]),
        reverse("office:handover_new", args=["ban-can-su"]),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, BODY).status_code == 403


def test_a_resident_has_no_such_pages(browser: Any) -> None:
    assert browser("stranger").get(LIST).status_code == 403


def test_no_body_no_page(browser: Any) -> None:
    assert browser("secretary").get(page("khong-co")).status_code == 404
