"""``dothi case remind``: mails about what is due, for a line of cron."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from dothi.cli.place import AS_JSON, AS_OF


@click.group()
def case() -> None:
    """Hồ sơ thủ tục. / Cases."""


@case.command()
@AS_OF
@AS_JSON
@click.pass_obj
def remind(workspace: Path, *, as_of: date, as_json: bool) -> None:
    """Gửi thư nhắc hạn: trước một tuần, trước một ngày, ngày hết hạn, và một lần khi đã quá hạn.

    Mail each person what is due on their desk: a week before, a day before, on the day, and once when late.
    Nothing is told twice, so a line of cron may run it every morning.
    """
    from dothi.cli.django import start_django

    start_django(workspace)
    from django.conf import settings

    from dothi.registry.procedures.reminding import remind as send

    done = send(as_of, settings.DOTHI.public_url.rstrip("/"))
    if as_json:
        click.echo(json.dumps({"mails": done.mails, "lines": done.lines}))
        return
    click.echo(f"Đã gửi {done.mails} thư, {done.lines} việc. / {done.mails} mails sent, {done.lines} things.")
