"""The one function that says what a person may do: :func:`can`, deny by default.

Pages, API items and files alike ask here; no view holds permission code of its own. A view declares with
:func:`action` what it needs, the middleware asks before the view runs, and services ask again about the very
object.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils import timezone

from dothi.registry.accounts.duties import OnDesks, any_delegation, delegated, serves
from dothi.registry.accounts.grants import PUBLIC, SIGNED_IN, Grants, Scope, grants
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.accounts.territory import lies_within

View = TypeVar("View", bound=Callable[..., Any])
OWNERS = ("owner_id", "entered_by_id", "user_id")
PLACES = ("place_key", "unit_key", "key")


class UndeclaredActionError(LookupError):
    """A view names an action that ``actions.csv`` does not know."""


def can(user: Any, action: str, obj: object | None = None) -> bool:
    """May ``user`` do ``action`` to ``obj``? Deny by default; ``None`` or a signed-out visitor is the public.

    Without ``obj`` the answer is whether they may do it to anything at all: enough to open a page, never
    enough to change a record. An assigned role counts on the days it certainly holds and until it is
    withdrawn. Django's own superuser and staff marks give nothing here.
    """
    table = grants()
    if action not in table.actions:
        return False
    if Scope.ALL in table.of(PUBLIC, action):
        return True
    person = _active(user)
    if person is None:
        return False
    open_to_all = table.of(SIGNED_IN, action)
    if Scope.ALL in open_to_all or (Scope.OWN in open_to_all and _own(person, action, obj)):
        return True
    return _by_role(table, person, action, obj, timezone.localdate())


def require(user: Any, action: str, obj: object | None = None) -> None:
    """Raise :class:`django.core.exceptions.PermissionDenied` unless ``user`` can."""
    if not can(user, action, obj):
        raise PermissionDenied(action)


def action(code: str) -> Callable[[View], View]:
    """Declare on a view (function or class) what it needs; a code that no table knows fails at import."""
    if code not in grants().actions:
        raise UndeclaredActionError(f"{code} is not in actions.csv")

    def declare(view: View) -> View:
        view.required_action = code  # type: ignore[attr-defined]
        return view

    return declare


def required_action(view: Callable[..., Any], view_name: str) -> str | None:
    """What a route needs: declared by its view, or listed for a third party's; ``None`` is refused."""
    holders = (view, getattr(view, "view_class", None))
    declared = next((code for holder in holders if (code := getattr(holder, "required_action", None))), None)
    return declared or grants().route_action(view_name)


def held_roles(user: User, day: date | None = None) -> list[RoleAssignment]:
    """Role assignments of ``user`` that certainly hold on ``day`` (today) and are not withdrawn."""
    held = RoleAssignment.objects.as_known_on().certainly_on(day or timezone.localdate())
    return list(held.filter(user=user).order_by("role", "unit_key", "pk"))


def _active(user: Any) -> User | None:
    if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    person: User = user
    return person


def _by_role(table: Grants, person: User, action: str, obj: object | None, day: date) -> bool:
    return any(
        _reaches(scope, person, action, obj, (assignment, day))
        for assignment in held_roles(person, day)
        for scope in table.of(assignment.role, action)
    )


def _reaches(
    scope: Scope, person: User, action: str, obj: object | None, held: tuple[RoleAssignment, date]
) -> bool:
    assignment, day = held
    match scope:
        case Scope.ALL:
            return True
        case Scope.OWN:
            return _own(person, action, obj)
        case Scope.OWN_UNIT:
            if not assignment.unit_key:
                return False
            return obj is None or lies_within(_place(obj), {assignment.unit_key}, day)
        case Scope.OWN_DUTY | Scope.DELEGATED:
            return _on_own_desk(scope, person, action, obj, held)


def _on_own_desk(
    scope: Scope, person: User, action: str, obj: object | None, held: tuple[RoleAssignment, date]
) -> bool:
    assignment, day = held
    if obj is None:
        return scope is Scope.OWN_DUTY or any_delegation(person, assignment, day)
    if not isinstance(obj, OnDesks):
        return False
    return any(
        (scope is Scope.OWN_DUTY and serves(assignment, duty, day))
        or delegated(person, assignment, duty, day)
        for duty in obj.duties_of(action)
    )


def _own(person: User, action: str, obj: object | None) -> bool:
    """Whether a record belongs to the person; several may own one, each for some actions."""
    if obj is None:
        return True
    several = getattr(obj, "owner_ids", None)
    return person.pk in several(action) if several is not None else _owner(obj) == person.pk


def _owner(obj: object) -> int | None:
    """Number of the person a record belongs to; a person belongs to themselves."""
    if isinstance(obj, User):
        return obj.pk
    return next(
        (getattr(obj, name) for name in OWNERS if isinstance(obj, Model) and hasattr(obj, name)), None
    )


def _place(obj: object) -> str:
    """Key of the place a record speaks of; a text is taken to be that key."""
    if isinstance(obj, str):
        return obj
    return next((str(getattr(obj, name)) for name in PLACES if hasattr(obj, name)), "")
