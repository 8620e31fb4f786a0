"""``dothi backup`` and ``dothi restore``."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import click

NAME = re.compile(r"dothi-\d{8}T\d{6}Z\.tar\.gz")


@click.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="Khi TỆP là thư mục: chỉ giữ chừng này bản mới nhất. / In a folder: keep only that many.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Không sao lưu, chỉ kiểm tra bản sao lưu TỆP. / Make none; check the backup TỆP instead.",
)
@click.pass_obj
def backup(folder: Path, file: Path, *, keep: int | None, check: bool) -> None:
    """Sao lưu cơ sở dữ liệu, tệp và khóa thành một TỆP, trong khi hệ thống đang chạy.

    Nếu TỆP là một thư mục có sẵn thì tên đặt theo giờ. Bản sao lưu chứa khóa: cất như cất khóa.

    Back up database, files and keys into one file while the system runs. An existing folder gets a file
    named by the time. A backup holds the keys: keep it like a key.
    """
    from dothi.registry.backup import inspect, write_backup
    from dothi.registry.workspace import read_workspace

    if check:
        kept = inspect(file)
    else:
        workspace = read_workspace(folder.absolute())
        target = file / f"dothi-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar.gz" if file.is_dir() else file
        kept = write_backup(workspace, target)
        if keep is not None and file.is_dir():
            _forget_old(file, keep)
    size = f"{kept.files} tệp / files, {kept.size} B"
    click.echo(f"{kept.path}: {size}, {kept.created.isoformat()}, dothi {kept.version}")


@click.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("target", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
def restore(file: Path, target: Path) -> None:
    """Khôi phục bản sao lưu TỆP vào một THƯ_MỤC mới; kiểm tra toàn bộ trước khi ghi.

    Với PostgreSQL, đặt DOTHI_DATABASE_URL tới một cơ sở dữ liệu rỗng trước.

    Restore a backup into a new folder, checked whole before anything is written. For PostgreSQL, point
    DOTHI_DATABASE_URL to an empty database first.
    """
    from dothi.cli.init import bring_up_to_date
    from dothi.registry.backup import restore as put_back

    workspace = put_back(file, target)
    bring_up_to_date(workspace, load=False)
    click.echo(f"Xong: {workspace.folder}. Chạy / Run: dothi --workspace {workspace.folder} serve")


def _forget_old(folder: Path, keep: int) -> None:
    """Delete the oldest of the backups that this command named; touch nothing else."""
    made = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    for path in made[:-keep]:
        path.unlink()
