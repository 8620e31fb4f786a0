"""The table of grants is refused by file and line when it says what cannot be."""

from __future__ import annotations

import shutil

import pytest

from dothi.base.errors import UnusableError
from dothi.registry.accounts.grants import FOLDER, Scope, grants, load_grants

ROLES = {"planner", "administrator"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "actions.csv").write_text("action,title_vi,title_en\na.view,Xem,See\na.edit,Sửa,Edit\n")
    (tmp_path / "grants.csv").write_text("role,action,scope\npublic,a.view,all\nplanner,a.edit,own_unit\n")
    (tmp_path / "third_party.csv").write_text("route,action\nlogin,a.view\nadmin:*,a.edit\n")
    return tmp_path


def add(path, line: str) -> None:
    path.write_text(path.read_text() + line + "\n")


def test_a_good_table_is_read(folder) -> None:
    table = load_grants(folder, known_roles=ROLES)
    assert table.of("planner", "a.edit") == {Scope.OWN_UNIT}
    assert table.of("planner", "a.view") == frozenset()
    assert table.of("nobody", "a.edit") == frozenset()
    assert table.route_action("login") == "a.view"
    assert table.route_action("admin:index") == "a.edit"
    assert table.route_action("logout") is None
    assert table.route_action("office:index") is None


@pytest.mark.parametrize(
    ("file", "line", "code"),
    [
        ("grants.csv", "emperor,a.view,all", "grants.unknown-role"),
        ("grants.csv", "planner,a.delete,all", "grants.unknown-action"),
        ("grants.csv", "planner,a.view,everything", "grants.unknown-scope"),
        ("grants.csv", "planner,a.edit,own_unit", "grants.repeated"),
        ("grants.csv", "public,a.edit,own", "grants.public-scope"),
        ("grants.csv", "planner,a.view", "grants.short-row"),
        ("grants.csv", "planner,,all", "grants.short-row"),
        ("third_party.csv", "logout,a.delete", "grants.unknown-action"),
    ],
)
def test_a_bad_row_is_refused_by_file_and_line(folder, file, line, code) -> None:
    add(folder / file, line)
    with pytest.raises(UnusableError) as caught:
        load_grants(folder, known_roles=ROLES)
    fault = caught.value.faults[0]
    assert (fault.code, fault.where) == (code, f"{file}, dòng 4")


def test_every_bad_row_is_told_at_once(folder) -> None:
    add(folder / "grants.csv", "emperor,a.delete,everything")
    with pytest.raises(UnusableError) as caught:
        load_grants(folder, known_roles=ROLES)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("file", ["actions.csv", "grants.csv", "third_party.csv"])
def test_another_kind_of_file_is_refused(folder, file) -> None:
    (folder / file).write_text("x;y\n1;2\n")
    with pytest.raises(UnusableError) as caught:
        load_grants(folder, known_roles=ROLES)
    assert caught.value.faults[0].code == "grants.columns"
    (folder / file).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableError) as caught:
        load_grants(folder, known_roles=ROLES)
    assert caught.value.code == "grants.unreadable"
    (folder / file).unlink()
    with pytest.raises(UnusableError):
        load_grants(folder, known_roles=ROLES)


def test_the_shipped_table_reads_and_cannot_be_changed() -> None:
    table = grants()
    with pytest.raises(TypeError):
        table.scopes["public"] = {}


@pytest.mark.parametrize("line", range(2, 40))
def test_no_row_of_the_shipped_table_may_name_an_unknown_role(tmp_path, line) -> None:
    """Each row in turn, spoilt: the loader must name exactly that line."""
    for file in ("actions.csv", "grants.csv", "third_party.csv"):
        shutil.copy(FOLDER / file, tmp_path / file)
    path = tmp_path / "grants.csv"
    lines = path.read_text().splitlines()
    line = min(line, len(lines))
    lines[line - 1] = "x" + lines[line - 1]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(UnusableError) as caught:
        load_grants(tmp_path, known_roles=grants().scopes)
    assert f"grants.csv, dòng {line}" in [fault.where for fault in caught.value.faults]


def test_sensitive_grants_stay_with_whom_they_were_reviewed_for() -> None:
    """Written out by hand: a change of these rows must be meant."""
    table = grants()

    def holders(action: str) -> set[str]:
        return {role for role in table.scopes if table.of(role, action)}

    assert holders("observations.approve") == {"approving_authority", "secretariat"}
    assert holders("admin.use") == {"administrator"}
    assert holders("accounts.manage") == {"administrator"}
    assert holders("audit.view") == {"administrator", "supervisor"}
    assert {a for a in table.actions if table.of("public", a)} == {
        "places.view",
        "search.use",
        "about.view",
        "account.sign_in",
        "programmes.view",
        "plans.view",
        "land.request",
        "calendar.read",
        "consultation.view",
        "consultation.speak",
        "supervision.view",
    }
    assert holders("consultation.people") == {"commune_officer", "planner", "approving_authority"}
    assert holders("cases.steer") == {"planner"}
    assert holders("cases.approve") == {"commune_officer", "planner", "approving_authority"}
    assert {
        scope for role in ("commune_officer", "planner") for scope in table.of(role, "cases.approve")
    } == {Scope.DELEGATED}
    assert holders("delegations.manage") == {"administrator"}
    assert holders("programmes.review") == {"planner", "secretariat"}
    assert holders("programmes.adopt") == {"approving_authority", "secretariat"}
    assert holders("plans.publish") == {"planner", "approving_authority"}
    assert holders("bodies.manage") == {"secretariat", "administrator"}
