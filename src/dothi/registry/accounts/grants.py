"""Who may do what, as reviewed data: ``actions.csv``, ``grants.csv`` and ``third_party.csv`` next to this.

A row of ``grants.csv`` lets one role do one action to ``all`` things, to those of its ``own_unit``, to its
``own``, or to what is its ``own_duty`` at the time or was ``delegated`` to it. Two names are no roles but
states: ``public`` is everybody, ``signed_in`` everybody with an account. Nothing that is not written there is
allowed.
"""

from __future__ import annotations

import csv
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from dothi.base.errors import Fault, UnusableError, refuse_all
from dothi.registry.accounts.roles import roles

FOLDER = Path(__file__).resolve().parent
PUBLIC = "public"
SIGNED_IN = "signed_in"


class Scope(enum.StrEnum):
    """What a grant reaches."""

    ALL = "all"
    OWN_UNIT = "own_unit"
    OWN = "own"
    OWN_DUTY = "own_duty"
    """What is now the duty of the body that one serves, or of one that delegated it to that body."""
    DELEGATED = "delegated"
    """The same where the duty was delegated, and only then."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done, with its name on screen."""

    code: str
    title_vi: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Grants:
    """The whole table: ``scopes[role][action]``, and which action a route of a third party needs."""

    actions: Mapping[str, Action]
    scopes: Mapping[str, Mapping[str, frozenset[Scope]]]
    routes: Mapping[str, str]

    def of(self, role: str, action: str) -> frozenset[Scope]:
        """Scopes in which ``role`` may do ``action``; empty when it may not."""
        return self.scopes.get(role, {}).get(action, frozenset())

    def route_action(self, view_name: str) -> str | None:
        """Action of a route that is not ours, by its full name or by ``namespace:*``."""
        if view_name in self.routes:
            return self.routes[view_name]
        namespace, found, _ = view_name.rpartition(":")
        return self.routes.get(f"{namespace}:*") if found else None


@cache
def grants() -> Grants:
    """The table of this installation, read once; raises :class:`UnusableError` naming file and line."""
    return load_grants(FOLDER, known_roles=roles())


def load_grants(folder: Path, *, known_roles: Collection[str]) -> Grants:
    """Read and validate the three files of ``folder`` against each other and the roles of the law room."""
    faults: list[Fault] = []
    actions = {
        row["action"]: Action(row["action"], row["title_vi"], row["title_en"])
        for _, row in _rows(folder / "actions.csv", ("action", "title_vi", "title_en"), faults)
    }
    roles = {*known_roles, PUBLIC, SIGNED_IN}
    scopes: dict[str, dict[str, set[Scope]]] = {}
    seen: set[tuple[str, ...]] = set()
    for where, row in _rows(folder / "grants.csv", ("role", "action", "scope"), faults):
        wrong = _unknown(where, row, roles, actions)
        if (key := tuple(row.values())) in seen:
            wrong.append(_fault("grants.repeated", where, "Dòng lặp lại", "The row is repeated"))
        seen.add(key)
        faults.extend(wrong)
        if not wrong:
            scopes.setdefault(row["role"], {}).setdefault(row["action"], set()).add(Scope(row["scope"]))
    routes: dict[str, str] = {}
    for where, row in _rows(folder / "third_party.csv", ("route", "action"), faults):
        if row["action"] not in actions:
            faults.append(_unknown_action(where, row["action"]))
        routes[row["route"]] = row["action"]
    refuse_all(faults, UnusableError)
    frozen = {
        role: MappingProxyType({action: frozenset(reach) for action, reach in held.items()})
        for role, held in scopes.items()
    }
    return Grants(MappingProxyType(actions), MappingProxyType(frozen), MappingProxyType(routes))


def _unknown(
    where: str, row: Mapping[str, str], roles: Collection[str], actions: Collection[str]
) -> list[Fault]:
    wrong: list[Fault] = []
    if row["role"] not in roles:
        wrong.append(
            _fault(
                "grants.unknown-role",
                where,
                f"Không có vai trò «{row['role']}»",
                f"There is no role “{row['role']}”",
            )
        )
    if row["action"] not in actions:
        wrong.append(_unknown_action(where, row["action"]))
    if row["scope"] not in set(Scope):
        wrong.append(
            _fault(
                "grants.unknown-scope",
                where,
                f"Không có phạm vi «{row['scope']}» (chỉ có all, own_unit, own, own_duty, delegated)",
                f"There is no scope “{row['scope']}” (only all, own_unit, own, own_duty, delegated)",
            )
        )
    elif row["role"] == PUBLIC and row["scope"] != Scope.ALL:
        wrong.append(
            _fault(
                "grants.public-scope",
                where,
                "Người chưa đăng nhập không có gì là của riêng",
                "Who is not signed in owns nothing",
            )
        )
    return wrong


def _unknown_action(where: str, action: str) -> Fault:
    return _fault(
        "grants.unknown-action", where, f"Không có hành động «{action}»", f"There is no action “{action}”"
    )


def _fault(code: str, where: str, vi: str, en: str) -> Fault:
    return Fault(code, vi, en, where, "Sửa dòng này trong tệp", "Mend this line of the file")


def _rows(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> list[tuple[str, dict[str, str]]]:
    """Rows with the place each came from; a file without exactly ``columns`` or a short row is a fault."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = tuple(next(reader, ()))
            if header != columns:
                faults.append(
                    _fault(
                        "grants.columns",
                        f"{path.name}, dòng 1",
                        f"Các cột phải là {', '.join(columns)}",
                        f"The columns must be {', '.join(columns)}",
                    )
                )
                return []
            rows: list[tuple[str, dict[str, str]]] = []
            for cells in reader:
                where = f"{path.name}, dòng {reader.line_num}"
                values = [cell.strip() for cell in cells]
                if len(values) != len(columns) or not all(values):
                    faults.append(
                        _fault("grants.short-row", where, "Thiếu hoặc thừa ô", "Cells are missing or extra")
                    )
                    continue
                rows.append((where, dict(zip(columns, values, strict=True))))
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableError(
            _fault(
                "grants.unreadable", path.name, f"Không đọc được tệp ({error})", f"Cannot be read ({error})"
            )
        ) from error
