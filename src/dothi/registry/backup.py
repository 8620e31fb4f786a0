"""Back up a whole workspace while it is in use, and put it back into a new folder.

The database is copied first, at one moment; the files after. Files are written before the row that speaks
of them is committed and are not changed afterwards, so every file that the copied database knows is in the
archive.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import dothi
from dothi.base.errors import Fault, UnusableError
from dothi.registry import dumps
from dothi.registry.archive import extract, verify, writing
from dothi.registry.workspace import Workspace, read_workspace
from dothi.settings import Settings

LEFT_OUT = frozenset({"static", "run", "backups", dumps.SQLITE, f"{dumps.SQLITE}-wal", f"{dumps.SQLITE}-shm"})
"""What is made anew (static files), has no value later (locks), or is there as a dump (the database)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive holds."""

    path: Path
    files: int
    size: int
    created: datetime
    version: str


def write_backup(workspace: Workspace, target: Path) -> Kept:
    """Write the archive and read it back against its hashes before it gets its name."""
    settings = replace(Settings.from_environment(), workspace=workspace.folder)
    workspace.run_folder.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="backup-", dir=workspace.run_folder) as room,
        writing(target.absolute()) as archive,
    ):
        member = dumps.member_of(settings)
        copy = Path(room) / member
        dumps.dump(settings, copy)
        archive.add(copy, member)
        for path, name in _files(workspace.folder, besides=target.absolute()):
            archive.add(path, name)
        archive.close(
            {
                "version": dothi.__version__,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "database": member,
                "province": workspace.province,
            }
        )
    return inspect(target)


def inspect(archive: Path) -> Kept:
    """Prove the archive whole and say what it holds."""
    manifest = verify(archive)
    members = manifest["members"]
    return Kept(
        archive,
        len(members),
        sum(member["size"] for member in members.values()),
        datetime.fromisoformat(manifest["created"]),
        manifest["version"],
    )


def restore(archive: Path, folder: Path) -> Workspace:
    """Put a backup back into a folder that is new or empty: whole, or not at all."""
    folder = folder.absolute()
    settings = replace(Settings.from_environment(), workspace=folder)
    _refuse_occupied(folder)
    manifest = verify(archive)
    _refuse_other_database(archive, manifest["database"], settings)
    dumps.refuse_used(settings)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _refuse_full_disk(folder.parent, sum(member["size"] for member in manifest["members"].values()))
    staging = folder.with_name(f".{folder.name}.restoring-{secrets.token_hex(4)}")
    staging.mkdir(mode=0o750)
    try:
        extract(archive, staging, manifest)
        read_workspace(staging)
        dumps.load(replace(settings, workspace=staging), staging / manifest["database"])
        (staging / dumps.POSTGRESQL).unlink(missing_ok=True)
        staging.rename(folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return read_workspace(folder)


def _files(folder: Path, besides: Path) -> Iterator[tuple[Path, str]]:
    """Regular files of the workspace in a fixed order; linked folders (a second disk) are followed once."""
    visited: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        left_out = LEFT_OUT if here == str(folder) else frozenset()
        folders[:] = sorted(set(folders) - left_out)
        real = os.path.realpath(here)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        for name in sorted(set(names) - left_out):
            path = Path(here) / name
            if path.is_file() and path not in (besides, besides.with_name(f".{besides.name}.part")):
                yield path, path.relative_to(folder).as_posix()


def _refuse_occupied(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UnusableError(
            Fault(
                "backup.occupied",
                f"«{folder}» không rỗng; khôi phục không ghi đè lên gì cả",
                f"“{folder}” is not empty; a restore overwrites nothing",
                remedy_vi="Chọn một thư mục mới",
                remedy_en="Choose a new folder",
            )
        )


def _refuse_other_database(archive: Path, found: object, settings: Settings) -> None:
    if found == dumps.member_of(settings):
        return
    if found == dumps.POSTGRESQL:
        vi, en = "bản sao lưu này của PostgreSQL", "this backup is of PostgreSQL"
        remedy_vi = "Đặt DOTHI_DATABASE_URL tới một cơ sở dữ liệu PostgreSQL rỗng"
        remedy_en = "Set DOTHI_DATABASE_URL to an empty PostgreSQL database"
    else:
        vi, en = "bản sao lưu này của SQLite", "this backup is of SQLite"
        remedy_vi, remedy_en = "Bỏ DOTHI_DATABASE_URL rồi chạy lại", "Unset DOTHI_DATABASE_URL and run again"
    raise UnusableError(Fault("backup.other-database", vi, en, str(archive), remedy_vi, remedy_en))


def _refuse_full_disk(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise UnusableError(
            Fault(
                "backup.disk-full",
                f"Cần {needed // 2**20 + 1} MB, chỉ còn {free // 2**20} MB",
                f"{needed // 2**20 + 1} MB are needed, {free // 2**20} MB are free",
                where=str(folder),
                remedy_vi="Giải phóng đĩa hoặc khôi phục vào đĩa khác",
                remedy_en="Free some space or restore to another disk",
            )
        )
