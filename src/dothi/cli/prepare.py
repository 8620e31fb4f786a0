"""Bring a workspace up to date: tables, the province's units and figures, static files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.cli.django import pending_migrations, start_django
from dothi.registry.workspace import PACKAGE, Workspace, alone, mark_ready
from dothi.settings import Settings

Report = Callable[[int, int], None]
Bar = Callable[[str], Report]


def prepare(workspace: Workspace, *, load: bool) -> None:
    """Do every step, each of which may be repeated: what broke off is simply run again.

    ``load`` reads the province's data in; an upgrade leaves what is recorded as it is.
    """
    start_django(workspace.folder, ready=False)
    pending_migrations()
    with alone(workspace), _bars() as bar:
        _tables(bar("Bảng dữ liệu / Tables"))
        if load:
            _load_province(province_folder(workspace.province), bar("Đơn vị, dân số / Units, people"))
        _static_files(bar("Tệp tĩnh / Static files"))
        mark_ready(workspace, Settings.from_environment())


def province_folder(name: str) -> Path:
    """Folder of a province pack: one of those that come with dothi, or the path of another."""
    bundled = PACKAGE / "provinces"
    known = sorted(path.parent.name for path in bundled.glob("*/pack.toml"))
    if name in known:
        return bundled / name
    if (Path(name) / "pack.toml").is_file():
        return Path(name).resolve()
    raise UnusableError(
        Fault(
            "province.unknown",
            f"Không có gói dữ liệu tỉnh «{name}»",
            f"There is no province pack “{name}”",
            where="--province",
            remedy_vi=f"Chọn một trong: {', '.join(known)}; hoặc chỉ thư mục có pack.toml",
            remedy_en=f"Choose one of: {', '.join(known)}; or name a folder that holds pack.toml",
        )
    )


def _tables(report: Report) -> None:
    from django.core.management import call_command

    report(0, 2)
    call_command("migrate", interactive=False, verbosity=0)
    report(1, 2)
    call_command("createcachetable", verbosity=0)
    report(2, 2)


def _load_province(folder: Path, report: Report) -> None:
    from dothi.registry.loading import load_everything

    load_everything(folder, report)


def _static_files(report: Report) -> None:
    from django.core.management import call_command

    report(0, 1)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    report(1, 1)


@contextmanager
def _bars() -> Iterator[Bar]:
    """Progress bars on standard error, one a step; plain lines where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:

        def bar(title: str) -> Report:
            task = progress.add_task(title, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield bar
