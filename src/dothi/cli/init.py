"""``dothi init`` and ``dothi upgrade``: make a workspace, and carry it to this version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dothi.registry.workspace import Workspace

VIETNAM = timezone(timedelta(hours=7))


@click.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--province",
    metavar="TÊN|THƯ_MỤC",
    default="quang-nam",
    show_default=True,
    help="Gói dữ liệu của tỉnh: tên gói có sẵn hoặc thư mục. / Province pack: a bundled name or a folder.",
)
@click.option(
    "--real-only",
    is_flag=True,
    help="Không bao giờ nhận dữ liệu minh họa. / Never take illustrative data.",
)
def init(folder: Path, province: str, real_only: bool) -> None:
    """Tạo thư mục làm việc: bảng dữ liệu, đơn vị hành chính và dân số của tỉnh, khóa, tệp tĩnh.

    Làm lại được: lần chạy bị ngắt thì chạy lại cùng lệnh.

    Make a workspace: tables, the province's units and people, keys, static files. May be repeated: run the
    same command again when it broke off.
    """
    workspace = make_workspace(folder, province=province, real_only=real_only)
    click.echo(f"Xong: {workspace}. Chạy / Run: dothi --workspace {workspace} serve")


@click.command()
@click.pass_obj
def upgrade(folder: Path) -> None:
    """Đưa thư mục làm việc lên phiên bản này; lập bản sao lưu trước khi đổi bảng dữ liệu.

    Dừng dothi trước khi chạy. Đường lui: khôi phục bản sao lưu bằng phiên bản cũ (docs/deployment.md).

    Carry the workspace to this version, with a backup before any table changes. Stop dothi first. The way
    back: restore that backup with the former version.
    """
    from dothi.registry.workspace import read_workspace

    steps = bring_up_to_date(read_workspace(folder.absolute()), load=False)
    click.echo(f"Xong / Done: {steps} bước chuyển đổi dữ liệu / migrations.")


def bring_up_to_date(workspace: Workspace, *, load: bool) -> int:
    """Prepare the workspace, with a backup first when tables of a finished one will change.

    Returns how many migrations ran. A workspace that was never finished has nothing to keep.
    """
    from dothi.cli.django import pending_migrations, start_django
    from dothi.cli.prepare import prepare
    from dothi.registry.backup import write_backup

    start_django(workspace.folder, ready=False)
    pending, _ = pending_migrations()
    if pending and (workspace.run_folder / "ready").is_file():
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        target = workspace.folder / "backups" / f"before-upgrade-{moment}.tar.gz"
        write_backup(workspace, target)
        click.echo(f"Bản sao lưu / Backup: {target}", err=True)
    prepare(workspace, load=load)
    return len(pending)


def make_workspace(folder: Path, *, province: str, real_only: bool) -> Path:
    """Make the workspace, or finish one that broke off; returns its folder."""
    from dothi.base.errors import Fault, UnusableError
    from dothi.cli.prepare import province_folder
    from dothi.registry.workspace import mark_workspace

    pack = province_folder(province)
    named = province if pack.name == province else str(pack)
    today = datetime.now(VIETNAM).date()
    workspace = mark_workspace(folder.absolute(), province=named, real_only=real_only, today=today)
    if (workspace.province, workspace.real_only) != (named, real_only):
        raise UnusableError(
            Fault(
                "workspace.other",
                f"«{folder}» đã được tạo cho «{workspace.province}»"
                f"{', chỉ dữ liệu thật' if workspace.real_only else ', có dữ liệu minh họa'}",
                f"“{folder}” was made for “{workspace.province}”"
                f"{', real data only' if workspace.real_only else ', with illustrative data'}",
                remedy_vi="Chạy lại với đúng lựa chọn đó, hoặc chọn thư mục khác",
                remedy_en="Run again with the same options, or choose another folder",
            )
        )
    bring_up_to_date(workspace, load=True)
    return workspace.folder
