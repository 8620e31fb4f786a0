"""``dothi account``: making accounts, giving roles, setting passwords."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.cli.django import start_django

if TYPE_CHECKING:
    from dothi.registry.accounts.models import User

DAY = click.DateTime(["%Y-%m-%d"])
GENERATE = click.option(
    "--generate",
    is_flag=True,
    help="Tạo mật khẩu ngẫu nhiên và in ra. / Make a random password and print it.",
)


@click.group()
def account() -> None:
    """Tài khoản và vai trò. / Accounts and roles."""


@account.command()
@click.argument("username")
@click.option("--name", default="", help="Họ và tên. / Full name.")
@click.option("--email", default="", help="Địa chỉ thư điện tử. / E-mail address.")
@GENERATE
@click.pass_obj
def create(workspace: Path, username: str, name: str, email: str, generate: bool) -> None:
    """Tạo tài khoản. / Make an account.

    Mật khẩu được hỏi trên màn hình, hoặc tạo ngẫu nhiên với --generate; không bao giờ là tham số. / The
    password is asked for, or made at random with --generate; it is never an argument.
    """
    start_django(workspace)
    from dothi.registry.accounts.services import create_user

    password = _password(generate)
    user = create_user(username, password, full_name=name, email=email)
    click.echo(f"Đã tạo tài khoản {user.username}. / Account made.")
    _show(password, generate)


@account.command()
@click.argument("user")
@GENERATE
@click.pass_obj
def password(workspace: Path, user: str, generate: bool) -> None:
    """Đặt lại mật khẩu. / Set a new password.

    USER là tên đăng nhập hoặc địa chỉ thư. / USER is a user name or an e-mail address.
    """
    start_django(workspace)
    from dothi.registry.accounts.services import find_user, set_password

    found = find_user(user)
    new = _password(generate)
    set_password(found, new)
    click.echo(f"Đã đặt mật khẩu cho {found.username}. / Password set.")
    _show(new, generate)


@account.command("list")
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON. / Result as JSON.")
@click.pass_obj
def list_(workspace: Path, as_json: bool) -> None:
    """Danh sách tài khoản và vai trò đang giữ. / Accounts and the roles they hold today."""
    start_django(workspace)
    from dothi.registry.accounts.models import User

    rows = [_row(user) for user in User.objects.order_by("username")]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        marks = [] if row["active"] else ["đã khóa / closed"]
        marks += ["minh họa / illustrative"] if row["illustrative"] else []
        held = ", ".join(f"{role['role']} {role['unit']}".strip() for role in row["roles"]) or "–"
        suffix = f" ({', '.join(marks)})" if marks else ""
        click.echo(f"{row['username']}{suffix}: {held}")


@account.command()
@click.argument("user")
@click.argument("role")
@click.option("--unit", default="", help="Mã đơn vị, ví dụ 2c-20551. / Key of the unit.")
@click.option("--body", default="", help="Mã cơ quan. / Code of the body.")
@click.option("--decision", default="", help="Quyết định giao vai trò. / The decision that gives it.")
@click.option("--from", "start", type=DAY, help="Từ ngày (mặc định: hôm nay). / First day (today).")
@click.option("--until", "end", type=DAY, help="Ngày đầu tiên hết vai trò. / First day it no longer holds.")
@click.pass_obj
def grant(  # noqa: PLR0917 - one for each option
    workspace: Path,
    user: str,
    role: str,
    unit: str,
    body: str,
    decision: str,
    start: datetime | None,
    end: datetime | None,
) -> None:
    """Giao vai trò cho một tài khoản. / Give a role to an account."""
    start_django(workspace)
    from dothi.registry.accounts.services import find_user, grant_role

    given = grant_role(
        find_user(user),
        role,
        period=_period(start, end),
        unit_key=unit,
        body_code=body,
        decision=decision,
    )
    click.echo(f"Đã giao vai trò {given.role} (số {given.pk}). / Role given.")


@account.command()
@click.argument("user")
@click.argument("role")
@click.option("--unit", default="", help="Chỉ thu hồi ở đơn vị này. / Only for this unit.")
@click.pass_obj
def withdraw(workspace: Path, user: str, role: str, unit: str) -> None:
    """Thu hồi vai trò của một tài khoản. / Take a role back."""
    start_django(workspace)
    from dothi.base.errors import Fault, InputError
    from dothi.registry.accounts.models import RoleAssignment
    from dothi.registry.accounts.services import find_user, withdraw_role

    held = RoleAssignment.objects.as_known_on().filter(user=find_user(user), role=role)
    held = held.filter(unit_key=unit) if unit else held
    if not held:
        raise InputError(
            Fault(
                "accounts.not-held",
                f"Tài khoản «{user}» không giữ vai trò «{role}»",
                f"The account “{user}” does not hold the role “{role}”",
                remedy_vi="Xem các vai trò bằng «dothi account list»",
                remedy_en="See the roles with “dothi account list”",
            )
        )
    for assignment in held:
        withdraw_role(assignment)
    click.echo("Đã thu hồi. / Withdrawn.")


def _period(start: datetime | None, end: datetime | None) -> Any:
    from django.utils import timezone

    from dothi.base.time import Period

    first: date = start.date() if start else timezone.localdate()
    last = end.date() if end else None
    if last is not None and last <= first:
        raise click.BadParameter("phải sau --from / must be after --from", param_hint="--until")
    return Period.between(first, last)


def _row(user: User) -> dict[str, Any]:
    from dothi.registry.accounts.access import held_roles

    return {
        "username": user.username,
        "name": user.full_name,
        "email": user.email,
        "active": user.is_active,
        "illustrative": user.illustrative,
        "roles": [
            {"role": one.role, "unit": one.unit_key, "body": one.body_code} for one in held_roles(user)
        ],
    }


def _password(generate: bool) -> str:
    if generate:
        from dothi.registry.accounts.services import generated_password

        return generated_password()
    text: str = click.prompt("Mật khẩu / Password", hide_input=True, confirmation_prompt=True)
    return text


def _show(password: str, generated: bool) -> None:
    if generated:
        click.echo(f"Mật khẩu, chỉ hiện một lần / Password, shown once: {password}")
