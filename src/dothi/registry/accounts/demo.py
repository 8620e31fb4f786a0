"""Demonstration accounts: one for each role, marked illustrative."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from dothi.base.errors import Fault, InputError
from dothi.base.text import fold
from dothi.registry.accounts.grants import PUBLIC
from dothi.registry.accounts.models import User
from dothi.registry.accounts.roles import roles
from dothi.registry.accounts.services import create_user, generated_password, grant_role, needs_unit
from dothi.registry.places.models import Unit

USERNAMES = {
    "resident": "nguoi-dan",
    "commune_officer": "can-bo",
    "planner": "quy-hoach",
    "consultant": "tu-van",
    "appraisal_council": "tham-dinh",
    "approving_authority": "phe-duyet",
    "secretariat": "thu-ky",
    "implementing_body": "thuc-hien",
    "supervisor": "giam-sat",
    "administrator": "quan-tri",
}
TOWN = "Tam Kỳ"
PASSWORD_FILE = "demo.password"  # noqa: S105 - the name of a file


class DemoAccount(NamedTuple):
    """What the demonstration prints."""

    username: str
    password: str
    title_vi: str
    title_en: str


def create_demo_accounts(unit_key: str = "", password: str = "") -> list[DemoAccount]:
    """One account for each role, made once; those that exist stay as they are.

    Officers serve ``unit_key`` (a ward of Tam Kỳ when none is given). All share ``password``, by default one
    made at random and kept in the workspace, so that no installation has a password that another knows.
    """
    shared = password or kept_password(settings.DOTHI.workspace)
    made: list[DemoAccount] = []
    with transaction.atomic():
        for code, role in roles().items():
            if code == PUBLIC:
                continue
            username = USERNAMES.get(code, code.replace("_", "-"))
            made.append(DemoAccount(username, shared, role.title_vi, role.title_en))
            if User.objects.filter(username=username).exists():
                continue
            user = create_user(username, shared, full_name=f"{role.title_vi} (minh họa)", illustrative=True)
            served = (unit_key or _ward()) if needs_unit(code) else ""
            grant_role(user, code, unit_key=served, decision="Minh họa")
    return made


def kept_password(workspace: Path) -> str:
    """The demonstration's password: made once, kept in the workspace with owner-only rights."""
    path = workspace / PASSWORD_FILE
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(generated_password())
    return path.read_text(encoding="ascii").strip()


def _ward() -> str:
    """Key of a ward of Tam Kỳ in the list of two levels, or of any commune where there is none."""
    communes = Unit.objects.as_known_on().filter(key__startswith="2c-", level=3).order_by("folded", "key")
    found = communes.filter(folded__contains=fold(TOWN)).first() or communes.first()
    if found is None:
        raise InputError(
            Fault(
                "accounts.no-unit",
                "Chưa có đơn vị hành chính nào để giao cho cán bộ minh họa",
                "There is no unit yet for the demonstration officer to serve",
                remedy_vi="Nạp danh mục đơn vị trước khi tạo tài khoản minh họa",
                remedy_en="Load the units before making demonstration accounts",
            )
        )
    return str(found.key)
