"""``dothi account``, as it is typed."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from dothi.base.time import Period
from dothi.cli.main import main, run
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.accounts.services import create_user
from dothi.registry.audit.models import AuditEntry
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "sông-Thu-Bồn-27"


@pytest.fixture
def workspace(monkeypatch) -> Path:
    """The workspace of this run, whose test database the commands are to use."""
    monkeypatch.setattr("dothi.cli.account.start_django", lambda _: None)
    folder: Path = settings.DOTHI.workspace
    return folder


@pytest.fixture
def dothi(monkeypatch, capsys, workspace):
    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dothi", "-w", str(workspace), "account", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return call


def test_an_account_is_made_with_a_password_asked_for(workspace) -> None:
    asked = CliRunner().invoke(
        main, ["-w", str(workspace), "account", "create", "binh"], input=f"{PASSWORD}\n{PASSWORD}\n"
    )
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    assert User.objects.get().check_password(PASSWORD)


def test_an_account_is_made_with_a_password_made_up(dothi) -> None:
    code, out, _ = dothi("create", "binh", "--name", "Trần Thị Bình", "--email", "b@example.vn", "--generate")
    assert code == 0
    password = out.strip().rsplit(" ", 1)[1]
    user = User.objects.get()
    assert user.check_password(password)
    assert (user.full_name, user.email) == ("Trần Thị Bình", "b@example.vn")
    assert password not in str(list(AuditEntry.objects.values()))


def test_a_password_is_never_an_argument(dothi) -> None:
    code, _, err = dothi("create", "binh", "--password", PASSWORD)
    assert code == 2
    assert "--password" in err
    assert not User.objects.exists()


def test_a_taken_name_is_one_sentence_and_exit_code_1(dothi) -> None:
    create_user("binh", PASSWORD)
    code, out, err = dothi("create", "Binh", "--generate")
    assert (code, out) == (1, "")
    assert err == "Lỗi: Tên đăng nhập «Binh» để trống hoặc đã có người dùng. Chọn tên khác.\n"


def test_a_password_is_set_anew(dothi) -> None:
    user = create_user("binh", PASSWORD)
    code, out, _ = dothi("password", "binh", "--generate")
    assert code == 0
    user.refresh_from_db()
    assert user.check_password(out.strip().rsplit(" ", 1)[1])
    assert dothi("password", "an", "--generate")[0] == 1


def test_roles_are_given_listed_and_withdrawn(dothi) -> None:
    create_user("binh", PASSWORD)
    assert dothi("grant", "binh", "planner", "--from", "2026-01-05", "--decision", "12/QĐ")[0] == 0
    given = RoleAssignment.objects.get()
    assert (given.starts_latest, given.decision) == (date(2026, 1, 5), "12/QĐ")
    [row] = json.loads(dothi("list", "--json")[1])
    assert (row["username"], row["active"]) == ("binh", True)
    assert row["roles"] == [{"role": "planner", "unit": "", "body": ""}]
    assert dothi("list")[1] == "binh: planner\n"
    assert dothi("withdraw", "binh", "planner")[0] == 0
    assert dothi("list")[1] == "binh: –\n"
    code, _, err = dothi("withdraw", "binh", "planner")
    assert code == 1
    assert "không giữ vai trò" in err


def test_an_officer_is_given_a_unit(dothi) -> None:
    create_user("binh", PASSWORD)
    source = Source.objects.create(key="x", title="x")
    unit = Unit(key="2c-1", name="x", folded="x", kind="ward", level=3, source=source)
    unit.period = Period.between(date(2025, 7, 1))
    unit.save()
    assert dothi("grant", "binh", "commune_officer")[0] == 1
    assert dothi("grant", "binh", "commune_officer", "--unit", "2c-9")[0] == 1
    assert dothi("grant", "binh", "commune_officer", "--unit", "2c-1")[0] == 0


@pytest.mark.parametrize(
    "words",
    [("--from", "5/1/2026"), ("--from", "2026-01-05", "--until", "2026-01-05")],
)
def test_a_period_that_cannot_be_is_refused(dothi, words) -> None:
    create_user("binh", PASSWORD)
    assert dothi("grant", "binh", "planner", *words)[0] == 2
    assert not RoleAssignment.objects.exists()


def test_a_folder_that_is_no_workspace_is_refused(monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(sys, "argv", ["dothi", "-w", str(tmp_path), "account", "list"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2
    assert "không phải là thư mục làm việc" in capsys.readouterr().err
