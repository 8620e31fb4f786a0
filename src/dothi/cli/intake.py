"""``dothi intake``: from a planner's file to a checked layer."""

from __future__ import annotations

import click

from dothi.cli.intake_check import check, undo
from dothi.cli.intake_checked import check_table
from dothi.cli.intake_read import read_command, table


@click.group()
def intake() -> None:
    """Tệp của người lập quy hoạch: đọc, kiểm tra, sửa. / A planner's file: read, check, repair it."""


intake.add_command(read_command)
intake.add_command(table)
intake.add_command(check)
intake.add_command(check_table)
intake.add_command(undo)
