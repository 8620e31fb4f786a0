"""Office pages as each role sees and uses them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dothi.registry.observations import services
from dothi.registry.observations.models import Observation, State
from dothi.registry.sources.models import Source

ROLES = ("officer", "planner", "secretary", "authority", "supervisor", "administrator", "consultant")
ENTERING = {"officer", "planner", "secretary"}


@pytest.fixture
def browser(world: Any) -> Any:
    """A browser in which the person of this role is signed in."""

    def of(role: str) -> Client:
        client = Client()
        client.force_login(getattr(world, role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


def filled(**changes: str) -> dict[str, str]:
    whole = {
        "indicator": "green-per-person",
        "place": "Phường Tam Kỳ (2c-20335)",
        "value": "7,5",
        "first_day": "30/6/2026",
        "last_day": "",
        "source": "",
        "source_place": "bảng 12",
        "note": "",
    }
    return {**whole, **changes}


def text(response: Any) -> str:
    return response.content.decode()


def submitted(world: Any, **changes: Any) -> Observation:
    row = services.enter(world.planner, world.entry(**changes))
    return services.submit(world.planner, row.pk, row.version)


@pytest.mark.parametrize(
    "name", ["desk", "observations", "observation_new", "observations_import", "observations_export"]
)
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(world: Any, name: str) -> None:
    address = reverse(f"office:{name}")
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].endswith(f"next={address}")


@pytest.mark.parametrize("role", ROLES)
def test_every_office_role_has_a_desk(browser: Any, role: str) -> None:
    response = browser(role).get(reverse("office:desk"))
    assert response.status_code == 200
    assert ("Nhập từ Excel" in text(response)) is (role in ENTERING)


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_enter_see_the_forms(browser: Any, role: str) -> None:
    for name in ("observation_new", "observations_import", "observations_template"):
        expected = 200 if role in ENTERING else 403
        assert browser(role).get(reverse(f"office:{name}")).status_code == expected


def test_a_consultant_sees_no_values(browser: Any, world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    for address in (reverse("office:observations"), reverse("office:observation", args=[row.pk])):
        assert browser("consultant").get(address).status_code == 403


def test_an_officer_sees_values_of_the_own_unit_only(browser: Any, world: Any, w: Any) -> None:
    own = services.enter(world.planner, world.entry())
    other = services.enter(world.planner, world.entry(place_key=w.HUONG_TRA))
    page = text(browser("officer").get(reverse("office:observations")))
    assert reverse("office:observation", args=[own.pk]) in page
    assert reverse("office:observation", args=[other.pk]) not in page
    assert browser("officer").get(reverse("office:observation", args=[other.pk])).status_code == 403
    assert browser("officer").get(reverse("office:observation_edit", args=[other.pk])).status_code == 403


def test_the_desk_shows_what_waits_for_each(browser: Any, world: Any, w: Any) -> None:
    waiting = submitted(world)
    returned = submitted(world, place_key=w.HUONG_TRA)
    services.send_back(world.authority, returned.pk, returned.version, "Thiếu bảng 12")
    authority, planner = (
        text(browser(role).get(reverse("office:desk"))) for role in ("authority", "planner")
    )
    assert reverse("office:observation", args=[waiting.pk]) in authority
    assert reverse("office:observation", args=[returned.pk]) not in authority
    assert "Thiếu bảng 12" in planner
    assert reverse("office:observation", args=[waiting.pk]) not in planner


def test_own_values_do_not_wait_for_the_own_decision(browser: Any, world: Any) -> None:
    row = services.enter(world.secretary, world.entry())
    services.submit(world.secretary, row.pk, row.version)
    assert reverse("office:observation", args=[row.pk]) not in text(
        browser("secretary").get(reverse("office:desk"))
    )


def test_a_draft_is_entered_with_a_vietnamese_number(browser: Any, world: Any) -> None:
    response = browser("officer").post(reverse("office:observation_new"), filled(source=str(world.source.pk)))
    row = Observation.objects.get()
    assert response["Location"] == f"/ban-lam-viec/so-lieu/{row.pk}/?da-ghi=/ban-lam-viec/so-lieu/moi/"
    assert (row.value, row.unit, row.state, row.entered_by) == (
        Decimal("7.5"),
        "m²/người",
        State.DRAFT,
        world.officer,
    )


@pytest.mark.parametrize("place", ["Phường Tam Kỳ", "phường  tam kỳ", "2c-20335", "bất kỳ (2c-20335)"])
def test_a_place_goes_by_name_or_key_without_scripts(browser: Any, world: Any, place: str) -> None:
    browser("planner").post(reverse("office:observation_new"), filled(place=place))
    assert Observation.objects.get().place_key == "2c-20335"


def test_an_unclear_place_is_offered_to_choose_from(browser: Any, world: Any) -> None:
    client = browser("planner")
    page = text(client.post(reverse("office:observation_new"), filled(place="tam ky")))
    assert 'type="radio" name="place_choice" value="2c-20335"' in page
    assert not Observation.objects.exists()
    client.post(reverse("office:observation_new"), filled(place="tam ky", place_choice="2c-20335"))
    assert Observation.objects.get().place_key == "2c-20335"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "7.5"}, "Dấu chấm trong «7.5» không phân nhóm hàng nghìn được"),
        ({"value": "1000,5"}, "vượt mức lớn nhất"),
        ({"value": "7,55"}, "chỉ ghi đến 1 chữ số thập phân"),
        ({"first_day": "6/30/2026"}, "ghi tháng trước ngày"),
        ({"last_day": "1/1/2026"}, "đứng trước ngày đầu"),
        ({"place": "Thành phố Tam Kỳ (3c-502)"}, "không tồn tại vào ngày 30/6/2026"),
        ({"place": "Nơi không có"}, "Không có địa điểm"),
        ({"new_number": "5/QĐ"}, "Ghi tên của văn bản mới"),
        ({"indicator": "khong-co"}, "khong-co"),
        ({"value": ""}, "bắt buộc"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_written(
    browser: Any, world: Any, changes: dict[str, str], words: str
) -> None:
    response = browser("planner").post(
        reverse("office:observation_new"), filled(note="Chữ của tôi", **changes)
    )
    assert response.status_code == 200
    assert words in text(response)
    assert "Chữ của tôi" in text(response)
    assert not Observation.objects.exists()


def test_a_new_document_is_added_with_the_value_or_not_at_all(browser: Any, world: Any) -> None:
    document = {"new_title": "Báo cáo cây xanh 2026", "new_number": "15/BC", "new_day": "1/7/2026"}
    browser("planner").post(reverse("office:observation_new"), filled(value="7,55", **document))
    assert not Source.objects.filter(title="Báo cáo cây xanh 2026").exists()
    browser("planner").post(reverse("office:observation_new"), filled(**document))
    source = Observation.objects.get().source
    assert (source.title, source.number, str(source.issued_on)) == (
        "Báo cáo cây xanh 2026",
        "15/BC",
        "2026-07-01",
    )
    assert source.confidence == "unconfirmed"


def test_the_second_of_two_editors_sees_both_texts_and_can_save(browser: Any, world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    services.edit(world.second_planner, row.pk, row.version, world.entry(value=Decimal("8.1")))
    address = reverse("office:observation_edit", args=[row.pk])
    mine = filled(value="9,2", source=str(world.source.pk))
    response = browser("planner").post(address, {**mine, "version": "1"})
    page = text(response)
    assert response.status_code == 409
    assert "Lê Thị Cúc vừa thay đổi" in page
    assert "<td>8,1</td><td>9,2</td>" in page
    assert 'name="version" value="2"' in page
    browser("planner").post(address, {**mine, "version": "2"})
    assert Observation.objects.get(pk=row.pk).value == Decimal("9.2")


def test_an_approved_value_has_no_edit_page(browser: Any, world: Any) -> None:
    row = submitted(world)
    services.approve(world.authority, row.pk, row.version)
    response = browser("planner").get(reverse("office:observation_edit", args=[row.pk]))
    assert response["Location"] == reverse("office:observation", args=[row.pk])


def test_a_value_walks_through_its_pages(browser: Any, world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    planner, authority = browser("planner"), browser("authority")
    address = reverse("office:observation_submit", args=[row.pk])
    assert planner.get(address).status_code == 200
    assert Observation.objects.get(pk=row.pk).state == State.DRAFT
    planner.post(address, {"version": "1"})
    assert Observation.objects.get(pk=row.pk).state == State.SUBMITTED
    refused = authority.post(
        reverse("office:observation_return", args=[row.pk]), {"version": "2", "reason": " "}
    )
    assert refused.status_code == 409
    assert "chưa ghi lý do trả lại" in text(refused)
    authority.post(
        reverse("office:observation_return", args=[row.pk]), {"version": "2", "reason": "Sai bảng"}
    )
    assert "Sai bảng" in text(planner.get(reverse("office:observation", args=[row.pk])))
    planner.post(address, {"version": "3"})
    authority.post(reverse("office:observation_approve", args=[row.pk]), {"version": "4"})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == (State.APPROVED, world.authority)
    page = text(planner.get(reverse("office:observation", args=[row.pk])))
    assert page.index("Duyệt") < page.index("Trả lại") < page.rindex("Nhập bản nháp")
    assert "Hoàng Thị Én" in page
    correction = planner.post(
        reverse("office:observation_correct", args=[row.pk]), filled(value="7,9", source=str(world.source.pk))
    )
    assert correction.status_code == 302
    assert Observation.objects.get(corrects=row).value == Decimal("7.9")


@pytest.mark.parametrize(
    ("step", "role"),
    [
        ("submit", "authority"),
        ("approve", "planner"),
        ("return", "planner"),
        ("discard", "supervisor"),
        ("approve", "officer"),
    ],
)
def test_steps_are_closed_to_who_may_not_take_them(browser: Any, world: Any, step: str, role: str) -> None:
    row = submitted(world) if step in {"approve", "return"} else services.enter(world.planner, world.entry())
    address = reverse(f"office:observation_{step}", args=[row.pk])
    assert browser(role).get(address).status_code == 403
    assert browser(role).post(address, {"version": str(row.version), "reason": "x"}).status_code == 403
    assert Observation.objects.get(pk=row.pk).version == row.version


def test_the_page_of_the_own_value_offers_no_approval(browser: Any, world: Any) -> None:
    row = services.enter(world.secretary, world.entry())
    row = services.submit(world.secretary, row.pk, row.version)
    page = text(browser("secretary").get(reverse("office:observation", args=[row.pk])))
    assert reverse("office:observation_approve", args=[row.pk]) not in page
    assert "một người khác phải duyệt" in page
    response = browser("secretary").post(
        reverse("office:observation_approve", args=[row.pk]), {"version": "2"}
    )
    assert response.status_code == 409
    assert "không được tự duyệt" in text(response)


def test_steps_need_the_token_against_forged_requests(world: Any) -> None:
    row = services.enter(world.planner, world.entry())
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.planner, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        client.post(reverse("office:observation_submit", args=[row.pk]), {"version": "1"}).status_code == 403
    )
    assert Observation.objects.get(pk=row.pk).state == State.DRAFT


def test_illustrative_values_are_marked_everywhere(browser: Any, world: Any) -> None:
    row = services.enter(world.planner, world.entry(illustrative=True))
    client = browser("planner")
    for address in (
        reverse("office:desk"),
        reverse("office:observations"),
        reverse("office:observation", args=[row.pk]),
        reverse("office:observation_submit", args=[row.pk]),
    ):
        assert "Dữ liệu minh họa" in text(client.get(address)), address


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"a", "b", "c"}),
        ("q=tam+ky", {"a", "c"}),
        ("q=huong", {"b"}),
        ("q=nien+giam", {"a", "c"}),
        ("q=ghi+nho", set()),
        ("dia-diem=2c-20335", {"a"}),
        ("chi-tieu=population", {"c"}),
        ("trang-thai=submitted", {"b"}),
        ("trang-thai=gone", set()),
        ("nam=2024", {"c"}),
        ("nam=2026&trang-thai=draft", {"a"}),
        ("nam=xyz&sap-xep=lung-tung&trang=99&lan-nhap=abc'", set()),
    ],
)
def test_the_list_is_filtered_and_searched_without_marks(
    browser: Any, world: Any, w: Any, query: str, found: set[str]
) -> None:
    rows = {
        "a": services.enter(world.planner, world.entry()),
        "b": submitted(world, place_key=w.HUONG_TRA, source_id=world.drawn.pk),
        "c": services.enter(
            world.planner,
            world.entry(
                indicator="population",
                value=Decimal(120000),
                unit="người",
                place_key=w.OLD_TAM_KY,
                first_day=world.entry().first_day.replace(2024, 1, 1),
                last_day=world.entry().first_day.replace(2024, 12, 31),
            ),
        ),
    }
    page = text(browser("planner").get(f"{reverse('office:observations')}?{query}"))
    shown = {name for name, row in rows.items() if reverse("office:observation", args=[row.pk]) in page}
    assert shown == found


def test_the_list_is_sorted_by_value(browser: Any, world: Any, w: Any) -> None:
    low = services.enter(world.planner, world.entry(value=Decimal("1.5")))
    high = services.enter(world.planner, world.entry(value=Decimal("9.5"), place_key=w.HUONG_TRA))
    for query, first, second in (("sap-xep=gia-tri", low, high), ("sap-xep=gia-tri&giam=1", high, low)):
        page = text(browser("planner").get(f"{reverse('office:observations')}?{query}"))
        addresses = [reverse("office:observation", args=[row.pk]) for row in (first, second)]
        assert page.index(addresses[0]) < page.index(addresses[1])
    assert 'aria-sort="descending"' in page


def test_the_list_exports_what_it_shows(browser: Any, world: Any, w: Any) -> None:
    services.enter(world.planner, world.entry(note="=1+1"))
    services.enter(world.planner, world.entry(place_key=w.HUONG_TRA))
    response = browser("planner").get(f"{reverse('office:observations_export')}?q=tam+ky")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)))["Số liệu"]
    assert sheet.max_row == 2
    assert [sheet.cell(2, column).value for column in (1, 3, 4, 5, 6, 9, 12)] == [
        "green-per-person",
        "2c-20335",
        "Phường Tam Kỳ",
        7.5,
        "m²/người",
        "Bản nháp",
        "=1+1",
    ]
    assert sheet.cell(2, 12).data_type == "s"


def test_suggestions_of_places_follow_the_day(browser: Any, world: Any) -> None:
    client, address = browser("planner"), reverse("office:place_options")
    new = client.get(address, {"q": "tam ky", "ngay": "30/6/2026"}).json()["places"]
    old = client.get(address, {"q": "tam ky", "ngay": "1/1/2024"}).json()["places"]
    assert [place["key"] for place in new] == ["2c-20335"]
    assert [place["key"] for place in old] == ["3c-502"]
    assert client.get(address, {"q": "", "ngay": "x"}).json() == {"places": []}


def test_pages_are_in_english_for_who_asks(browser: Any, world: Any) -> None:
    client = browser("planner")
    client.cookies["django_language"] = "en"
    response = client.post(reverse("office:observation_new"), filled(value="7.5"))
    assert "cannot group thousands" in text(response)


def test_what_was_being_written_can_be_found_again(browser: Any, world: Any) -> None:
    """The pages carry what the draft keeper needs: who, where, and what has been saved."""
    client = browser("planner")
    form = text(client.get(reverse("office:observation_new")))
    assert f'data-draft="/ban-lam-viec/so-lieu/moi/" data-draft-user="{world.planner.pk}"' in form
    saved = client.post(reverse("office:observation_new"), filled(), follow=True)
    assert f'data-draft-saved="/ban-lam-viec/so-lieu/moi/" data-draft-user="{world.planner.pk}"' in text(
        saved
    )
    assert f'data-unsaved="{world.planner.pk}"' in text(client.get(reverse("office:desk")))
