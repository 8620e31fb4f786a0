"""Entry point of the ``dothi`` command.

Sub-commands are imported only when asked for, so ``dothi --help`` answers at once. Exit codes: 0 done, 1
checked and found wanting, 2 could not run.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from dothi import __version__
from dothi.base.errors import DothiError, Fault, InputError
from dothi.cli.unusable import unusable
from dothi.cli.usage import usage_fault

COMMANDS = {
    "init": "dothi.cli.init:init",
    "demo": "dothi.cli.demo:demo",
    "serve": "dothi.cli.serve:serve",
    "worker": "dothi.cli.serve:worker",
    "place": "dothi.cli.place:place",
    "programme": "dothi.cli.programme:programme",
    "dossier": "dothi.cli.dossier:dossier",
    "lake": "dothi.cli.lake:lake",
    "plan": "dothi.cli.plan:plan",
    "plans": "dothi.cli.plans:plans",
    "project": "dothi.cli.project:project",
    "law": "dothi.cli.law:law",
    "town": "dothi.cli.town_system:town",
    "intake": "dothi.cli.intake:intake",
    "land": "dothi.cli.land:land",
    "consultation": "dothi.cli.consultation:consultation",
    "account": "dothi.cli.account:account",
    "case": "dothi.cli.case:case",
    "audit": "dothi.cli.audit:audit",
    "backup": "dothi.cli.backup:backup",
    "restore": "dothi.cli.backup:restore",
    "upgrade": "dothi.cli.init:upgrade",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name every command, without importing any."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of the command asked for."""
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, name = target.split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="dothi")
@click.option(
    "--workspace",
    "-w",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="DOTHI_WORKSPACE",
    default=Path("workspace"),
    show_default=True,
    help="Thư mục làm việc. / Workspace folder.",
)
@click.pass_context
def main(ctx: click.Context, workspace: Path) -> None:
    """Hệ thống thông tin quy hoạch và phát triển đô thị.

    Urban planning and development information system for Vietnamese provinces.
    """
    ctx.obj = workspace


def run() -> None:
    """Run the command and turn every refusal into sentences and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    os.umask(os.umask(0) | 0o027)  # what a workspace holds is for its owner and group only
    try:
        code = main.main(standalone_mode=False)
    except (DothiError, click.ClickException, click.Abort, OSError) as error:
        sys.exit(_explain(error))
    except Exception as error:
        if not _is_database_error(error):
            raise
        _complain(f"Cơ sở dữ liệu không dùng được: {str(error).strip()}")
        _answer(error)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> int:
    """Say what went wrong; returns the exit code."""
    _answer(error)
    if isinstance(error, DothiError):
        for sentence in error.sentences():
            _complain(sentence)
        return 1 if isinstance(error, InputError) else 2
    if isinstance(error, click.ClickException):
        fault = usage_fault(error)
        _complain(fault.sentence())
        click.echo(fault.sentence("en"), err=True)
    elif isinstance(error, click.Abort):
        click.echo("Đã dừng. / Stopped.", err=True)
    elif isinstance(error, OSError):
        _complain(f"{error.filename or 'dothi'}: {error.strerror or error}.")
    return 2


def _answer(error: Exception) -> None:
    """Print the refusal as JSON where JSON was asked for: a program reads what it is given, on every exit."""
    if "--json" not in sys.argv[1:] or isinstance(error, BrokenPipeError):
        return
    if isinstance(error, DothiError):
        faults = error.faults
    elif isinstance(error, click.ClickException):
        faults = (usage_fault(error),)
    else:
        told = " ".join((str(error).strip() or type(error).__name__).split())
        faults = (Fault("command.failed", f"Không chạy được: {told}", f"It could not run: {told}"),)
    click.echo(unusable(faults))


def _complain(sentence: str) -> None:
    click.echo(f"Lỗi: {sentence}", err=True)


def _is_database_error(error: Exception) -> bool:
    module = sys.modules.get("django.db.utils")
    return module is not None and isinstance(error, module.OperationalError)
