"""The document names every action, every kind of entry and every command: an unnamed one fails the build."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from dothi.cli.account import account
from dothi.cli.audit import audit
from dothi.registry.accounts.grants import PUBLIC, SIGNED_IN, Scope, grants


@pytest.fixture(scope="module")
def document(root: Path) -> str:
    return (root / "docs" / "people-and-audit.md").read_text(encoding="utf-8")


def test_every_action_is_named_in_the_table_of_grants(document) -> None:
    table = document.split("## Signing in")[0]
    assert {code for code in grants().actions if f"`{code}`" not in table} == set()


def test_the_table_tells_of_every_action_that_is_held_by_unit_only(document) -> None:
    by_unit = {
        action
        for held in grants().scopes.values()
        for action, scopes in held.items()
        if scopes == {Scope.OWN_UNIT}
    }
    lines = [line for line in document.splitlines() if "for their unit" in line]
    assert by_unit == {code for line in lines for code in re.findall(r"`([\w.]+)`", line)}


def test_the_two_names_that_are_no_roles_are_explained(document) -> None:
    assert f"`{PUBLIC}`" in document
    assert f"`{SIGNED_IN}`" in document


@pytest.mark.parametrize("group", [account, audit], ids=lambda group: group.name)
def test_every_command_and_option_is_named(group: click.Group, document) -> None:
    for name, command in group.commands.items():
        [line] = [line for line in document.splitlines() if f"`dothi {group.name} {name} " in line]
        options = {flag for option in command.params for flag in option.opts if flag.startswith("--")}
        assert {flag for flag in options if flag not in line} == set()


def test_every_entry_these_rooms_write_is_named(document, root) -> None:
    rooms = [root / "src/dothi/registry" / room for room in ("accounts", "audit")]
    rooms.append(root / "src/dothi/portal/account")
    source = "\n".join(path.read_text(encoding="utf-8") for room in rooms for path in room.glob("*.py"))
    calls = re.findall(r'(?:record\(\s*[\w.]+,\s*|_changed\()"([\w.]+)"(?: if \w+ else "([\w.]+)")?', source)
    written = {action for call in calls for action in call if action}
    assert len(written) == 19
    assert {action for action in written if f"`{action}`" not in document} == set()
