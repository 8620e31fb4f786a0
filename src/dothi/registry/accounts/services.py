"""Making accounts and giving roles: every change is written with the entry that tells of it.

Services check what they are given, not who asks: callers ask :func:`dothi.registry.accounts.access.require`
first. ``actor`` is ``None`` for a command run on the server itself.
"""

from __future__ import annotations

import secrets

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.base.time import Period
from dothi.registry.accounts.grants import PUBLIC, Scope, grants
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.accounts.roles import roles
from dothi.registry.audit import trail
from dothi.registry.places.models import Unit

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another when read aloud or copied by hand."""


def generated_password() -> str:
    """A password of 20 characters in four groups, about 99 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def find_user(name: str) -> User:
    """The account with this user name or e-mail address; raises :class:`InputError` when there is none."""
    user = User.objects.filter(username__iexact=name).first() or (
        User.objects.filter(email__iexact=name).first() if "@" in name else None
    )
    if user is None:
        raise _refusal(
            "accounts.unknown-user",
            f"Không có tài khoản «{name}»",
            f"There is no account “{name}”",
            "Xem danh sách bằng «dothi account list»",
            "See “dothi account list”",
        )
    return user


def create_user(
    username: str,
    password: str,
    *,
    full_name: str = "",
    email: str = "",
    illustrative: bool = False,
    actor: User | None = None,
) -> User:
    """Make an account that can sign in; raises :class:`InputError` for a taken name or a weak password."""
    user = User(
        username=username.strip(),
        full_name=clean(full_name),
        email=email.strip().lower(),
        illustrative=illustrative,
    )
    check_new_user(user)
    _check_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save()
        if user.email:
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        personal = {user.pk: {"username": user.username, "full_name": user.full_name, "email": user.email}}
        trail.record(actor, "accounts.create", user, {"illustrative": illustrative}, personal=personal)
    return user


def set_password(user: User, password: str, *, actor: User | None = None, checked: bool = False) -> None:
    """Set a password; every session of ``user`` but the current one ends with the old one.

    ``checked`` says that a form has already held it to the rules.
    """
    if not checked:
        _check_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        trail.record(actor, "account.password_set", user)


def change_profile(user: User, full_name: str, email: str, *, actor: User | None = None) -> None:
    """Correct a person's name or address; raises :class:`InputError` for an address that is no good."""
    name, address = clean(full_name), email.strip().lower()
    if address:
        check_email(address, of=user)
    with transaction.atomic():
        changed = [
            field
            for field, value in (("full_name", name), ("email", address))
            if getattr(user, field) != value
        ]
        user.full_name, user.email = name, address
        user.save(update_fields=["full_name", "email"])
        EmailAddress.objects.filter(user=user).exclude(email=address).delete()
        if address:
            EmailAddress.objects.update_or_create(
                user=user, email=address, defaults={"primary": True, "verified": True}
            )
        personal = {user.pk: {"full_name": name, "email": address}}
        trail.record(actor, "accounts.change", user, {"fields": changed}, personal=personal)


def set_active(user: User, active: bool, *, actor: User | None = None) -> None:
    """Open or close an account; a closed one signs in no more and its sessions stop counting at once."""
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        trail.record(actor, "accounts.open" if active else "accounts.close", user)


def grant_role(
    user: User,
    role: str,
    *,
    period: Period | None = None,
    unit_key: str = "",
    body_code: str = "",
    decision: str = "",
    actor: User | None = None,
) -> RoleAssignment:
    """Give ``user`` a role over a legal period (from today, without end, when none is given).

    Raises :class:`InputError` for a role the law room does not know, a unit nobody knows, a role that works
    on its own unit given without one, and for people who would give a role to themselves.
    """
    faults = role_faults(user, role, unit_key, actor)
    if faults:
        raise InputError(*faults)
    assignment = RoleAssignment(
        user=user, role=role, unit_key=unit_key, body_code=body_code, decision=clean(decision)
    )
    assignment.period = period or Period.between(timezone.localdate())
    with transaction.atomic():
        assignment.save()
        trail.record(actor, "accounts.grant", user, described(assignment))
    return assignment


def withdraw_role(assignment: RoleAssignment, *, actor: User | None = None) -> None:
    """Take a role back; it stays on record for the days it was held."""
    with transaction.atomic():
        assignment.withdraw()
        trail.record(actor, "accounts.withdraw", f"accounts.user:{assignment.user_id}", described(assignment))


def described(assignment: RoleAssignment) -> dict[str, object]:
    """An assignment as the record keeps it."""
    return {
        "assignment": assignment.pk,
        "role": assignment.role,
        "unit": assignment.unit_key,
        "body": assignment.body_code,
        "from": assignment.starts_latest,
        "until": assignment.ends_earliest,
        "decision": assignment.decision,
    }


def role_faults(user: User, role: str, unit_key: str, actor: User | None) -> list[Fault]:
    """What stands against giving ``role`` to ``user``; empty when nothing does."""
    faults: list[Fault] = []
    if actor is not None and actor.pk == user.pk:
        faults.append(
            Fault(
                "accounts.self-grant",
                "Không ai tự giao vai trò cho mình",
                "Nobody gives a role to themselves",
                remedy_vi="Nhờ một quản trị viên khác",
                remedy_en="Ask another administrator",
            )
        )
    if role not in roles() or role == PUBLIC:
        faults.append(
            Fault(
                "accounts.unknown-role",
                f"Không có vai trò «{role}»",
                f"There is no role “{role}”",
                remedy_vi="Chọn một trong: " + ", ".join(given_roles()),
                remedy_en="Choose one of: " + ", ".join(given_roles()),
            )
        )
    if unit_key and not Unit.objects.as_known_on().filter(key=unit_key).exists():
        faults.append(
            Fault(
                "accounts.unknown-unit",
                f"Không có đơn vị «{unit_key}»",
                f"There is no unit “{unit_key}”",
                remedy_vi="Tìm mã bằng «dothi place find»",
                remedy_en="Find the key with “dothi place find”",
            )
        )
    if not unit_key and needs_unit(role):
        faults.append(
            Fault(
                "accounts.unit-needed",
                "Vai trò này làm việc trong một đơn vị, nên phải nêu đơn vị",
                "This role works for one unit, which must be named",
                remedy_vi="Thêm mã đơn vị",
                remedy_en="Add the key of the unit",
            )
        )
    return faults


def given_roles() -> list[str]:
    """Roles that can be given: all but the public's, which everybody has."""
    return [code for code in roles() if code != PUBLIC]


def needs_unit(role: str) -> bool:
    """Whether some grant of ``role`` reaches its own unit only."""
    return any(Scope.OWN_UNIT in scopes for scopes in grants().scopes.get(role, {}).values())


def check_new_user(user: User) -> None:
    """Raise :class:`InputError` for a user name that is malformed or taken, or an address likewise."""
    try:
        user.clean_fields(exclude={field.name for field in user._meta.fields} - {"username"})  # noqa: SLF001
    except ValidationError as error:
        raise _refusal(
            "accounts.username",
            f"Tên đăng nhập «{user.username}» không hợp lệ",
            f"The user name “{user.username}” is not valid",
            " ".join(error.messages),
            "Use letters, digits and @ . + - _ only, 150 at most",
        ) from error
    if not user.username or User.objects.filter(username__iexact=user.username).exists():
        raise _refusal(
            "accounts.username-taken",
            f"Tên đăng nhập «{user.username}» để trống hoặc đã có người dùng",
            f"The user name “{user.username}” is empty or taken",
            "Chọn tên khác",
            "Choose another",
        )
    if user.email:
        check_email(user.email)


def check_email(email: str, *, of: User | None = None) -> None:
    """Raise :class:`InputError` for what is no address, or one that somebody else than ``of`` uses."""
    person = None if of is None else of.pk
    try:
        validate_email(email)
    except ValidationError as error:
        raise _refusal(
            "accounts.email",
            f"«{email}» không phải là địa chỉ thư điện tử",
            f"“{email}” is no e-mail address",
            "Sửa địa chỉ hoặc để trống",
            "Mend the address or leave it empty",
        ) from error
    if (
        User.objects.filter(email__iexact=email).exclude(pk=person).exists()
        or EmailAddress.objects.filter(email__iexact=email).exclude(user_id=person).exists()
    ):
        raise _refusal(
            "accounts.email-taken",
            "Địa chỉ thư này đã thuộc một tài khoản khác",
            "This address belongs to another account",
            "Dùng địa chỉ khác",
            "Use another address",
        )


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise _refusal(
            "accounts.weak-password",
            "Mật khẩu chưa đủ mạnh",
            "The password is too weak",
            " ".join(error.messages),
            "Use at least 10 characters that are no common word and no name of yours",
        ) from error


def _refusal(code: str, vi: str, en: str, remedy_vi: str, remedy_en: str) -> InputError:
    return InputError(Fault(code, vi, en, remedy_vi=remedy_vi, remedy_en=remedy_en))
