"""The administration pages: one door, no permissions of their own, everything on record."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from dothi.registry.accounts.access import can
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.accounts.services import create_user, grant_role
from dothi.registry.audit import chain, trail
from dothi.registry.audit.models import AuditEntry
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

HOME = "/quan-tri/"
USERS, ROLES = HOME + "accounts/user/", HOME + "accounts/roleassignment/"
PASSWORD = "sông-Thu-Bồn-27"


@pytest.fixture
def inside(admin, sign_in) -> Client:
    return sign_in("quan-tri")


def test_who_is_not_signed_in_goes_through_the_portals_door(client, db) -> None:
    for path in (HOME, HOME + "login/", USERS):
        assert client.get(path)["Location"] == f"/tai-khoan/dang-nhap/?next={path}"


@pytest.mark.parametrize("role", ["", "planner", "secretariat", "supervisor"])
def test_only_administrators_enter(binh, sign_in, role) -> None:
    User.objects.update(is_staff=True, is_superuser=True)
    if role:
        grant_role(binh, role)
    client = sign_in("binh")
    for path in (HOME, USERS, HOME + "audit/auditentry/", HOME + "khong-co/"):
        assert client.get(path).status_code == 403


def test_an_administrator_sees_every_table(inside) -> None:
    page = inside.get(HOME).content.decode()
    tables = set(re.findall(r'href="/quan-tri/(\w+/\w+)/"', page))
    assert tables == {
        "accounts/user",
        "accounts/roleassignment",
        "audit/auditentry",
        "jobs/job",
        "places/town",
        "places/unit",
        "sources/source",
    }
    for table in tables:
        assert inside.get(f"{HOME}{table}/").status_code == 200


def test_a_new_account_gets_a_temporary_password_shown_once(inside, admin, sign_in) -> None:
    asked = {"username": "an", "full_name": "Lê An", "email": "An@Example.vn"}
    page = inside.post(USERS + "add/", asked, follow=True).content.decode()
    password = re.search(r"chỉ hiện một lần: ([\w-]{23})", page)[1]
    assert password not in inside.get(USERS).content.decode()
    assert sign_in("an@example.vn", password).get("/tai-khoan/").status_code == 200
    entry = AuditEntry.objects.get(action="accounts.create", actor_id=admin.pk)
    assert trail.personal_of(entry)[User.objects.get(username="an").pk]["full_name"] == "Lê An"
    assert password not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "quan-tri"), ("username", "QUAN-TRI"), ("username", "a b"), ("email", "binh@example.vn")],
)
def test_a_taken_or_malformed_name_is_refused_on_the_form(inside, binh, field, value) -> None:
    asked = {"username": "an", "full_name": "", "email": "", field: value}
    assert inside.post(USERS + "add/", asked).status_code == 200
    assert User.objects.count() == 2


def test_a_profile_is_corrected_and_an_account_closed(inside, admin, binh) -> None:
    path = f"{USERS}{binh.pk}/change/"
    assert inside.get(path).status_code == 200
    inside.post(path, {"full_name": "Trần Bình", "email": "moi@example.vn"})
    binh.refresh_from_db()
    assert (binh.full_name, binh.email, binh.is_active) == ("Trần Bình", "moi@example.vn", False)
    assert binh.username == "binh"
    told = AuditEntry.objects.filter(subject=f"accounts.user:{binh.pk}", actor_id=admin.pk)
    assert [one.action for one in told] == ["accounts.change", "accounts.close"]


def test_a_role_is_given_and_withdrawn_never_edited(inside, admin, binh) -> None:
    asked = {
        "user": binh.pk,
        "role": "planner",
        "start": "2026-01-05",
        "end": "2099-01-01",
        "decision": "12/QĐ",
    }
    response = inside.post(ROLES + "add/", asked)
    assert response.status_code == 302
    given = RoleAssignment.objects.get(user=binh)
    assert (given.starts_latest, given.ends_earliest) == (date(2026, 1, 5), date(2099, 1, 1))
    assert can(binh, "observations.enter")
    inside.post(f"{ROLES}{given.pk}/change/", {**asked, "role": "administrator"})
    given.refresh_from_db()
    assert given.role == "planner"
    assert inside.get(f"{ROLES}{given.pk}/change/").status_code == 200
    inside.post(ROLES, {"action": "withdraw", "_selected_action": [given.pk]})
    assert not can(binh, "observations.enter")
    told = AuditEntry.objects.filter(subject=f"accounts.user:{binh.pk}", actor_id=admin.pk)
    assert [one.action for one in told] == ["accounts.grant", "accounts.withdraw"]
    assert told[0].details["decision"] == "12/QĐ"


def test_an_administrator_cannot_give_a_role_to_themselves(inside, admin) -> None:
    asked = {"user": admin.pk, "role": "secretariat", "start": "2026-01-05"}
    page = inside.post(ROLES + "add/", asked)
    assert page.status_code == 200
    assert "Không ai tự giao vai trò cho mình" in page.content.decode()
    assert not can(admin, "observations.approve")


@pytest.mark.parametrize(
    "change",
    [{"role": "commune_officer"}, {"unit_key": "2c-khong-co"}, {"end": "2026-01-05"}, {"role": "emperor"}],
)
def test_a_role_that_makes_no_sense_is_refused_on_the_form(inside, binh, change) -> None:
    asked = {"user": binh.pk, "role": "planner", "start": "2026-01-05", **change}
    assert inside.post(ROLES + "add/", asked).status_code == 200
    assert not RoleAssignment.objects.filter(user=binh).exists()


def test_a_temporary_password_is_set(inside, binh, sign_in) -> None:
    asked = {"action": "give_temporary_password", "_selected_action": [binh.pk]}
    page = inside.post(USERS, asked, follow=True).content.decode()
    password = re.search(r"Mật khẩu tạm của binh: ([\w-]{23})", page)[1]
    assert sign_in("binh", password).get("/tai-khoan/").status_code == 200
    assert sign_in("binh").get("/tai-khoan/").status_code == 302


def test_the_record_is_read_and_nothing_else(inside, binh) -> None:
    entry = AuditEntry.objects.order_by("sequence").first()
    table = HOME + "audit/auditentry/"
    assert inside.get(f"{table}{entry.pk}/change/").status_code == 200
    assert inside.get(table + "add/").status_code == 403
    assert inside.post(f"{table}{entry.pk}/change/", {"action": "x"}).status_code == 403
    assert inside.post(f"{table}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert chain.verify().whole


def test_a_rows_history_is_its_part_of_the_record(inside, binh) -> None:
    response = inside.get(f"{USERS}{binh.pk}/history/", follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    rows = re.findall(r'field-action">([\w.]+)<', page)
    assert rows == ["accounts.create"]  # and not the administrator's own sign-in


def test_nothing_is_deleted_from_these_pages(inside, binh) -> None:
    assert inside.post(f"{USERS}{binh.pk}/delete/", {"post": "yes"}).status_code == 403
    page = inside.get(USERS).content.decode()
    assert "delete_selected" not in page
    assert User.objects.filter(pk=binh.pk).exists()


def test_a_source_is_corrected_on_record(inside, admin) -> None:
    source = Source.objects.create(key="nghi-quyet", title="Nghị quyết")
    path = f"{HOME}sources/source/{source.pk}/change/"
    asked = {"title": "Nghị quyết 06", "title_en": "", "confidence": "official", "key": "khac"}
    assert inside.post(path, asked).status_code == 302
    source.refresh_from_db()
    assert (source.key, source.title) == ("nghi-quyet", "Nghị quyết 06")
    entry = AuditEntry.objects.get(action="admin.change")
    assert (entry.actor_id, entry.subject) == (admin.pk, f"sources.source:{source.pk}")
    assert len(entry.details["fields"]) == 2
    assert not LogEntry.objects.exists()


def test_units_are_looked_at_only(inside) -> None:
    source = Source.objects.create(key="x", title="x")
    unit = Unit.objects.create(key="2c-1", name="Tam Kỳ", folded="tam ky", kind="x", level=3, source=source)
    path = f"{HOME}places/unit/{unit.pk}/change/"
    assert inside.get(path).status_code == 200
    assert inside.post(path, {"name": "khác"}).status_code == 403


def test_leaving_and_changing_the_password_happen_at_the_portals_door(inside) -> None:
    assert inside.get(HOME + "password_change/")["Location"] == "/tai-khoan/mat-khau/doi/"
    assert inside.post(HOME + "logout/")["Location"] == "/"
    assert inside.get(HOME).status_code == 302


def test_a_role_that_ends_shuts_the_door(inside, admin) -> None:
    assert inside.get(HOME).status_code == 200
    RoleAssignment.objects.get(user=admin).withdraw()
    assert inside.get(HOME).status_code == 403


def test_another_administrators_work_cannot_be_posted_from_another_site(admin, binh) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert client.post(ROLES + "add/", {"user": binh.pk, "role": "planner"}).status_code == 403


def test_two_administrators_can_give_each_other_roles(inside, admin) -> None:
    other = create_user("hai", PASSWORD)
    asked = {"user": other.pk, "role": "administrator", "start": "2026-01-05"}
    assert inside.post(ROLES + "add/", asked).status_code == 302
    assert can(other, "admin.use")
