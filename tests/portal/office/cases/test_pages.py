"""Cases as their people use the pages, with what goes wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from types import ModuleType
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dothi.base.dates import format_date
from dothi.registry.accounts.models import KeptForm
from dothi.registry.consultation.models import Consultation
from dothi.registry.plans.models import Plan
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.opinions import add_consultant, add_member

Enter = Callable[[Any], Client]
Says = Callable[[Any], str]
OPEN = {
    "kind": "plan", "title": "Quy hoạch chung Một", "opened_on": "2/3/2026", "variant": "new",
    "plan": "qhc-mot", "area": "town",
}  # fmt: skip


def at(name: str, *arguments: Any) -> str:
    return reverse(f"office:{name}", args=arguments)


def test_from_the_opening_to_the_first_step(world: Any, enter: Enter, says: Says) -> None:
    planner = enter(world.planner)
    refused = planner.post(at("case_new"), {**OPEN, "title": " ", "opened_on": "31/2/2026"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"title", "opened_on"}
    opened = planner.post(at("case_new"), OPEN)
    case = Case.objects.get()
    assert opened["Location"] == at("case", case.key)
    page = says(planner.get(at("case", case.key)))
    assert "UBND cấp tỉnh" not in page
    assert "Ủy ban nhân dân cấp tỉnh Luật 47/2024/QH15, Điều 41" in page
    assert "Luật để ngỏ: Bộ Xây dựng" in page
    duty = {"duty": "prepare", "holder": "planning-agency", "basis": "", "start": "2/3/2026"}
    assert set(planner.post(at("case_duty", case.key), duty).context["form"].errors) == {"basis"}
    never = {**duty, "basis": "QĐ 1/QĐ-UBND", "start": "31/12/9999"}
    assert set(planner.post(at("case_duty", case.key), never).context["form"].errors) == {"start"}
    assert planner.post(at("case_duty", case.key), {**duty, "basis": "QĐ 1/QĐ-UBND"}).status_code == 302
    wrong = {"item": "task-document", "file": SimpleUploadedFile("a.pdf", b"MZ")}
    assert "phải là: pdf" in planner.post(at("case_document_add", case.key), wrong).text
    sent = {"item": "task-document", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    assert planner.post(at("case_document_add", case.key), sent).status_code == 302
    document = case.documents.get()
    fetched = planner.get(at("case_document", case.key, document.pk))
    assert fetched.getvalue() == b"%PDF-1.7"
    assert fetched["Content-Disposition"].startswith("attachment")
    step = at("case_step", case.key, "prepare-task")
    assert "không sửa được" in says(planner.get(step))
    seen = Case.objects.get().version
    late = planner.post(step, {"on": "1/1/2099", "version": seen})
    assert "ở tương lai" in late.context["form"].errors["on"][0]
    assert planner.post(step, {"on": "1/4/2026", "version": seen}).status_code == 302
    assert Case.objects.get().stage == "task-prepared"
    again = planner.post(step, {"on": "1/4/2026", "version": seen}, follow=True)
    assert "không còn ở giai đoạn" in says(again)


def test_two_people_at_one_form(world: Any, w: ModuleType, enter: Enter, says: Says) -> None:
    case = w.opened(world)
    first, second = enter(world.planner), enter(world.other)
    form = first.get(at("case_facts", case.key))
    seen = re.search(r'name="version" value="(\d+)"', form.text)
    assert seen is not None
    assert first.post(at("case_facts", case.key), {"cost": "1.000", "version": seen[1]}).status_code == 302
    both = second.post(
        at("case_facts", case.key), {"cost": "2.000", "funding": "Ngân sách", "version": seen[1]}
    )
    assert both.status_code == 409
    assert 'value="2.000"' in both.text
    assert 'value="Ngân sách"' in both.text
    assert "trống 1.000 2.000" in says(both)
    assert Case.objects.get(pk=case.pk).facts == {"cost": 1000}
    current = re.search(r'name="version" value="(\d+)"', both.text)
    assert current is not None
    joined = {"cost": "3.000", "funding": "Ngân sách", "version": current[1]}
    assert second.post(at("case_facts", case.key), joined).status_code == 302
    assert Case.objects.get(pk=case.pk).facts == {"cost": 3000, "funding": "Ngân sách"}


def test_what_the_other_alone_wrote_is_not_written_over(world: Any, w: ModuleType, enter: Enter) -> None:
    case = w.opened(world)
    address, seen = at("case_facts", case.key), case.version
    first = {"cost": "1.000", "funding": "Ngân sách", "version": seen}
    assert enter(world.planner).post(address, first).status_code == 302
    # The second form was opened before: its funding is still empty, untouched.
    both = enter(world.other).post(address, {"cost": "2.000", "funding": "", "version": seen})
    assert both.status_code == 409
    assert 'value="Ngân sách"' in both.text
    assert 'value="2.000"' in both.text
    step = at("case_step", case.key, "prepare-task")
    w.put(world.planner, case, "task-document")
    stale = enter(world.planner).post(step, {"on": "1/4/2026", "version": seen})
    assert stale.status_code == 422
    again = {"on": "1/4/2026", "version": stale.context["form"]["version"].value()}
    assert enter(world.planner).post(step, again).status_code == 302


def test_a_form_sent_after_the_session_ended_is_kept_for_its_writer(
    world: Any, w: ModuleType, enter: Enter, says: Says
) -> None:
    case = w.opened(world)
    address = at("case_facts", case.key)
    planner = enter(world.planner)
    mark = re.search(r'name="kept_for" value="([^"]+)"', planner.get(address).text)
    assert mark is not None
    written = {"cost": "7.777", "funding": "Ngân sách tỉnh", "version": "1", "kept_for": mark[1]}
    gone = Client().post(address, written)
    assert gone["Location"] == f"/tai-khoan/dang-nhap/?next={address}"
    assert not Case.objects.get(pk=case.pk).facts
    # Offered to the writer, and to nobody else.
    assert "7.777" not in enter(world.other).get(address).text
    back = enter(world.planner).get(address)
    assert "viết dở đã được giữ lại" in says(back)
    assert 'value="7.777"' in back.text
    assert 'name="version" value="1"' in back.text
    assert planner.post(address, written).status_code == 302
    assert Case.objects.get(pk=case.pk).facts == {"cost": 7777, "funding": "Ngân sách tỉnh"}
    assert not KeptForm.objects.exists()
    # A mark that nobody signed keeps nothing.
    for forged in ("", mark[1][:-2] + "xx", "x"):
        Client().post(address, {**written, "kept_for": forged})
    assert not KeptForm.objects.exists()


def test_nobody_gets_further_by_guessing_or_by_sending_more(world: Any, w: ModuleType, enter: Enter) -> None:
    case = w.opened(world)
    for stranger in (world.foreign, world.rival):
        client = enter(stranger)
        for name in ("case", "case_facts", "case_publish", "case_document_add"):
            assert client.get(at(name, case.key)).status_code in {403, 404}, name
    assert enter(world.foreign).get(at("case", case.key)).status_code == 404
    assert enter(world.planner).get(at("case", "hs-000000000000")).status_code == 404
    reader = enter(world.supervisor)
    assert reader.get(at("case", case.key)).status_code == 200
    for name, more in (("case_step", ["prepare-task"]), ("case_facts", []), ("case_duty", [])):
        assert reader.post(at(name, case.key, *more), {"on": "1/4/2026", "version": 1}).status_code == 403, (
            name
        )
    # Fields beside those of the form are not looked at.
    planner = enter(world.planner)
    sent = {"cost": "5", "version": case.version, "stage": "approved", "decision-number": "1", "facts": "{}"}
    assert planner.post(at("case_facts", case.key), sent).status_code == 302
    row = Case.objects.get(pk=case.pk)
    assert (row.stage, row.facts) == ("opened", {"cost": 5})
    # The engine's own steps are no address of anybody's.
    assert planner.post(at("case_step", case.key, "supersede"), {"on": "1/4/2026"}).status_code == 302
    assert planner.get(at("case_step", case.key, "no-such")).status_code == 404
    assert Case.objects.get(pk=case.pk).stage == "opened"


def test_a_consultant_sees_the_own_case_only(world: Any, w: ModuleType, enter: Enter, says: Says) -> None:
    mine, other = w.opened(world), w.opened(world, title="Hồ sơ khác")
    add_consultant(world.planner, mine.key, "khanh")
    client = enter(world.consultant)
    listed = says(client.get(at("cases")))
    assert "Lập quy hoạch chung Một" in listed
    assert "Hồ sơ khác" not in listed
    assert client.get(at("case_document_add", mine.key)).status_code == 200
    assert client.get(at("case_facts", mine.key)).status_code == 403
    assert client.get(at("case", other.key)).status_code == 404


def test_lists_late_work_and_their_files(world: Any, w: ModuleType, enter: Enter, says: Says) -> None:
    case = w.opened(world, illustrative=True)
    w.put(world.planner, case, "task-document")
    w.step(world.planner, case, "prepare-task", date(2026, 4, 1))
    planner = enter(world.planner)
    assert "Thẩm định nhiệm vụ" in says(planner.get(at("cases"), {"ban": "toi"}))
    assert "Lập quy hoạch chung Một" in says(planner.get(at("cases"), {"q": "quy hoach chung mot"}))
    assert "Không có hồ sơ nào khớp" in says(planner.get(at("cases"), {"q": "khong co"}))
    assert "1 việc đang quá hạn, 0 việc xong muộn" in says(planner.get(at("cases_late")))
    assert "Hồ sơ trên bàn tôi" in says(planner.get(at("desk")))
    done = w.opened(world, title="Xong muộn", illustrative=True)
    w.put(world.planner, done, "task-document")
    w.step(world.planner, done, "prepare-task", date(2026, 4, 1))
    w.step(world.planner, done, "appraise-task", date(2026, 4, 20))
    assert "Xong muộn Dữ liệu minh họa Thẩm định nhiệm vụ · xong 20/4/2026, hạn là 16/4/2026" in says(
        planner.get(at("cases_late"))
    )
    for name in ("cases_export", "cases_late_export"):
        book = openpyxl.load_workbook(BytesIO(planner.get(at(name, "xlsx")).getvalue()))
        cells = [str(cell) for row in book.worksheets[0].values for cell in row if cell]
        assert "Dữ liệu minh họa" in cells
        assert "Lập quy hoạch chung Một" in cells
        assert planner.get(at(name, "docx")).content[:2] == b"PK"
        assert planner.get(at(name, "pdf")).status_code == 404


def test_the_calendar_answers_to_its_address_only(world: Any, w: ModuleType, enter: Enter) -> None:
    case = w.opened(world)
    w.put(world.planner, case, "task-document")
    w.step(world.planner, case, "prepare-task", date(2026, 4, 1))
    page = enter(world.planner).post(at("case_feed"))
    address = re.search(r"/lich-ho-so/[\w-]+\.ics", page.text)
    assert address is not None
    answer = Client().get(address[0])
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;VALUE=DATE:20260416" in answer.content
    assert Client().get("/lich-ho-so/khong-co.ics").status_code == 404
    enter(world.planner).post(at("case_feed"), {"end": "1"})
    assert Client().get(address[0]).status_code == 404


def test_two_people_at_one_opinion(
    world: Any, w: ModuleType, enter: Enter, says: Says, heard: Callable[[Any], None]
) -> None:
    case = w.opened(world)
    w.to_task_approved(world, case)
    w.to_consulted(world, case)
    member = add_member(world.planner, case.key, "Minh", "", "member", username="minh")
    address = at("case_opine", case.key, member.pk)
    mine = {"stance": "objects", "opinion": "Thiếu cây xanh", "opined_on": "1/7/2026", "version": 1}
    assert enter(world.colleague).get(address).status_code == 403
    assert enter(world.member).post(address, mine).status_code == 302
    paper = {"stance": "agrees", "opinion": "Theo văn bản giấy", "opined_on": "1/7/2026", "version": 1}
    both = enter(world.planner).post(address, paper)
    assert both.status_code == 422
    page = says(both)
    assert "Nội dung hiện tại Thiếu cây xanh" in page
    assert "Theo văn bản giấy" in page
    again = {**paper, "version": both.context["form"]["version"].value()}
    assert enter(world.planner).post(address, again).status_code == 302


def test_an_officer_opens_and_answers_in_the_own_ward(world: Any, enter: Enter, says: Says) -> None:
    officer = enter(world.officer)
    asked = {"kind": "information-request", "title": "Thửa 12", "opened_on": "2/3/2026", "variant": "new"}
    for place in ("", "Phường Hai"):
        refused = officer.post(at("case_new"), {**asked, "place": place})
        assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"place"}), place
    assert officer.post(at("case_new"), {**asked, "place": "Phường Một"}).status_code == 302
    case = Case.objects.get()
    assert case.place_key == "2c-1"
    assert "Luật không đặt số ngày" in says(officer.get(at("case", case.key)))
    duty = {"duty": "prepare", "unit": "2c-1", "basis": "Quy chế làm việc", "start": "2/3/2026"}
    assert enter(world.planner).post(at("case_duty", case.key), duty).status_code == 302
    sent = {"item": "answer", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    officer.post(at("case_document_add", case.key), sent)
    officer.post(at("case_facts", case.key), {"extract": "KHONG-CO", "version": case.version})
    page = says(officer.get(at("case_step", case.key, "answer")))
    assert "Không có tờ tra cứu mang mã «KHONG-CO»" in page


def test_delegations_are_recorded_and_taken_back(world: Any, enter: Enter, says: Says) -> None:
    client = enter(world.administrator)
    given = {
        "kind": "authorised", "duties": ["approve"], "from_body": "provincial-committee", "to_username": "an",
        "decision": "QĐ 9/QĐ-UBND", "start": "1/1/2026", "end": "31/12/2027",
    }  # fmt: skip
    assert client.post(at("delegation_new"), {**given, "end": "1/1/2020"}).status_code == 422
    assert client.post(at("delegation_new"), {**given, "end": "31/12/9999"}).status_code == 422
    assert client.post(at("delegation_new"), {**given, "duties": []}).status_code == 422
    assert client.post(at("delegation_new"), given).status_code == 302
    page = client.get(at("delegations"))
    assert "Từ 1/1/2026 đến hết 31/12/2027 Phê duyệt QĐ 9/QĐ-UBND" in says(page)
    pk = page.context["lines"][0]["row"].pk
    assert client.post(at("delegation_withdraw", pk), {"reason": ""}).status_code == 422
    assert client.post(at("delegation_withdraw", pk), {"reason": "Hết việc"}).status_code == 302
    assert enter(world.planner).get(at("delegations")).status_code == 403


def test_a_consultation_from_a_case_has_its_place_and_its_mark(
    world: Any, w: ModuleType, enter: Enter
) -> None:
    case = w.opened(world, illustrative=True, place_key="2c-1")
    assert Plan.objects.get(key="qhc-mot").illustrative
    planner, address = enter(world.planner), at("consultation_new")
    page = planner.get(address, {"loai": "case", "khoa": case.key}).text
    assert 'value="Phường Một (2c-1)"' in page
    assert "Rule(" not in page
    today = timezone.localdate()
    days = {"opens_on": 0, "closes_on": 20, "answer_by": 30}
    sent = {name: format_date(today + timedelta(days=count)) for name, count in days.items()}
    words = {
        "subject_kind": "case",
        "other": case.key,
        "title": "Lấy ý kiến",
        "about": "Đường nào?",
        "place": "",
    }
    assert planner.post(address, {**sent, **words}).status_code == 302
    row = Consultation.objects.get(subject_key=case.key)
    assert row.illustrative
    assert "Lập quy hoạch chung Một" in Client().get(f"/lay-y-kien/{row.key}/").text
