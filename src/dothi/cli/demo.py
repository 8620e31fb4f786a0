"""``dothi demo``: a portal to look at, with an account of every role, in one command."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from dothi.base.errors import UnusableError

PORTS_TRIED = 50
PROVINCE = "quang-nam"


class Shown(NamedTuple):
    """One line of the table of accounts."""

    username: str
    password: str
    role: str


@click.command()
@click.argument(
    "folder", metavar="[THƯ_MỤC]", required=False, type=click.Path(path_type=Path, file_okay=False)
)
@click.option(
    "--real-only",
    is_flag=True,
    help="Bỏ mọi thứ minh họa, kể cả tài khoản mẫu. / Leave out everything illustrative, demo accounts too.",
)
@click.option(
    "--no-plans",
    is_flag=True,
    help="Không vẽ đồ án minh họa. / Draw no illustrative plans.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Cổng; bận thì lấy cổng trống kế tiếp. / Port; the next free one when it is taken.",
)
@click.pass_obj
def demo(default: Path, folder: Path | None, *, real_only: bool, no_plans: bool, port: int) -> None:
    """Dựng thư mục làm việc của Quảng Nam (nếu chưa có) rồi mở cổng thông tin trên máy này.

    Make the Quảng Nam workspace, unless it is there, and serve the portal on this machine only.
    """
    from dothi.cli.serve import address_of, run_portal

    folder = (folder or default).absolute()
    _make_or_check(folder, real_only=real_only)
    listener = _next_free(port)
    accounts = [] if real_only else _illustrate(folder, plans=not no_plans)
    address = address_of(listener)
    run_portal(folder, listener, lambda: _announce(address, accounts), workers=1, job_workers=2)


def _make_or_check(folder: Path, *, real_only: bool) -> None:
    """Leave a workspace that is ready alone: that is what makes a second start quick."""
    from dothi.cli.init import make_workspace
    from dothi.registry.workspace import is_ready, is_workspace, read_workspace
    from dothi.settings import Settings

    os.environ["DOTHI_WORKSPACE"] = str(folder)
    if not is_workspace(folder):
        make_workspace(folder, province=PROVINCE, real_only=real_only)
        return
    found = read_workspace(folder)
    if found.real_only != real_only or not is_ready(found, Settings.from_environment()):
        make_workspace(folder, province=found.province, real_only=real_only)


def _next_free(port: int) -> socket.socket:
    """Listen on ``port`` or, while others use it, on the next one."""
    from dothi.cli.serve import listen

    last = min(port + PORTS_TRIED, 65535)
    for candidate in range(port, last):
        try:
            return listen("127.0.0.1", candidate)
        except UnusableError as error:
            if error.code != "serve.port-taken":
                raise
    return listen("127.0.0.1", last)


def _illustrate(folder: Path, *, plans: bool) -> list[Shown]:
    """Make accounts and a few invented drafts once; what is shown is kept for a quick second start.

    Plans are drawn in the background, so that the portal is there at once.
    """
    kept = folder / "run" / "demo.json"
    if kept.is_file():
        return [Shown(*words) for words in json.loads(kept.read_text(encoding="utf-8"))]
    from dothi.cli.django import start_django
    from dothi.registry.workspace import write_whole

    start_django(folder)
    from dothi.registry.accounts.demo import USERNAMES, create_demo_accounts
    from dothi.registry.accounts.models import RoleAssignment, User
    from dothi.registry.consultation.illustrating import create_illustrative as create_consultation
    from dothi.registry.jobs.work import enqueue
    from dothi.registry.land.illustrating import PRESENT_KIND
    from dothi.registry.observations.demo import create_illustrative
    from dothi.registry.plans.illustrating import ILLUSTRATE_KIND
    from dothi.registry.procedures.illustrating import create_illustrative as create_cases

    made_accounts = create_demo_accounts()
    people = User.objects.in_bulk(USERNAMES.values(), field_name="username")
    create_illustrative(
        planner=people[USERNAMES["planner"]],
        approver=people[USERNAMES["approving_authority"]],
        officer=people[USERNAMES["commune_officer"]],
    )
    served = RoleAssignment.objects.filter(user=people[USERNAMES["commune_officer"]]).first()
    create_consultation(
        people[USERNAMES["planner"]], served.unit_key if served is not None else "", with_plan=plans
    )
    create_cases(
        people[USERNAMES["planner"]],
        people[USERNAMES["approving_authority"]],
        USERNAMES["consultant"],
        served.unit_key if served is not None else "",
    )
    if plans:
        enqueue(ILLUSTRATE_KIND, {}, people[USERNAMES["planner"]])
        enqueue(PRESENT_KIND, {}, people[USERNAMES["planner"]])
    accounts = [
        Shown(made.username, made.password, f"{made.title_vi} / {made.title_en}") for made in made_accounts
    ]
    write_whole(kept, json.dumps(accounts, ensure_ascii=False))
    return accounts


def _announce(address: str, accounts: Sequence[Shown]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"\nCổng thông tin / Portal: [bold]{address}[/bold]", highlight=False)
    if accounts:
        table = Table(title="Tài khoản minh họa / Demonstration accounts", title_justify="left", box=SIMPLE)
        table.add_column("Tên đăng nhập", no_wrap=True)
        table.add_column("Mật khẩu", no_wrap=True)
        table.add_column("Vai trò / Role", overflow="fold")
        for account in accounts:
            table.add_row(*account)
        console.print(table)
        console.print(
            "Các đồ án minh họa hiện dần trong vài phút đầu. / "
            "Illustrative plans appear one by one in the first minutes."
        )
    else:
        console.print("Chỉ dữ liệu thật, không có tài khoản mẫu / Real data only, no demonstration accounts.")
    console.print("Dừng bằng Ctrl-C / Ctrl-C stops it.")
