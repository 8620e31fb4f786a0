"""Duties of bodies: who acts for the body on whose desk a thing lies, directly or because it delegated.

A thing that lies on desks says whose duty an action is (``duties_of``); a role assignment reaches it where it
serves that body. A delegation (phân cấp, ủy quyền) lets those who serve another body, or one person, act for
it, from the day it starts to the day it ends, for the duties and levels that its decision names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from dothi.registry.accounts.territory import is_unit

if TYPE_CHECKING:
    from dothi.registry.accounts.models import Delegation, RoleAssignment, User


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """A duty and the body that has it. ``unit_key`` instead of ``body`` for the committee of a unit.

    Whoever holds one of ``roles`` without a unit or body works for this body.
    """

    duty: str
    body: str = ""
    unit_key: str = ""
    roles: tuple[str, ...] = ()
    level: str = ""


@runtime_checkable
class OnDesks(Protocol):
    """A thing that is some body's duty at a time."""

    def duties_of(self, action: str) -> list[DutyHeld]: ...


def serves(assignment: RoleAssignment, held: DutyHeld, day: date) -> bool:
    """Whether the assignment is one of the body itself."""
    if held.unit_key:
        return bool(assignment.unit_key) and is_unit(held.unit_key, assignment.unit_key, day)
    if assignment.body_code:
        return assignment.body_code == held.body
    return not assignment.unit_key and assignment.role in held.roles


def delegated(person: User, assignment: RoleAssignment, held: DutyHeld, day: date) -> bool:
    """Whether the body that has the duty delegated it, on ``day``, to whom the assignment serves."""
    return any(_covers(row, held, day) and _reaches(row, person, assignment, day) for row in _standing(day))


def any_delegation(person: User, assignment: RoleAssignment, day: date) -> bool:
    """Whether anything at all is delegated to whom the assignment serves."""
    return any(_reaches(row, person, assignment, day) for row in _standing(day))


def _standing(day: date) -> Any:
    from dothi.registry.accounts.models import Delegation  # noqa: PLC0415 - models name this module's types

    return Delegation.objects.as_known_on().certainly_on(day)


def _covers(row: Delegation, held: DutyHeld, day: date) -> bool:
    if held.duty not in row.duties or (row.levels and held.level not in row.levels):
        return False
    if held.unit_key:
        return bool(row.from_unit) and is_unit(held.unit_key, row.from_unit, day)
    return bool(held.body) and row.from_body == held.body


def _reaches(row: Delegation, person: User, assignment: RoleAssignment, day: date) -> bool:
    if row.to_user_id is not None:
        return row.to_user_id == person.pk
    if row.to_unit:
        return bool(assignment.unit_key) and is_unit(row.to_unit, assignment.unit_key, day)
    return bool(row.to_body) and assignment.body_code == row.to_body
