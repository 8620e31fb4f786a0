"""Start Django for a command, against one workspace."""

from __future__ import annotations

import os
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.registry.workspace import is_ready, read_workspace
from dothi.settings import Settings


def start_django(workspace: Path, *, must_exist: bool = True, ready: bool = True) -> None:
    """Point the settings at ``workspace`` and set Django up.

    Refuses a folder that is no workspace and, unless ``ready`` is false, one whose tables this version has
    yet to bring up to date: better one sentence now than a missing column later.
    """
    folder = workspace.absolute()
    found = read_workspace(folder) if must_exist else None
    os.environ["DOTHI_WORKSPACE"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.portal.django_settings")
    import django

    django.setup()
    if found is not None and ready and not is_ready(found, Settings.from_environment()):
        refuse_unprepared(folder)


def pending_migrations() -> tuple[list[str], bool]:
    """Names of the migrations still to run, and whether the registry is new (none has run yet).

    A registry that a later version has changed is refused: running it back is what backups are for.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    applied = set(loader.applied_migrations)
    later = sorted(f"{app}.{name}" for app, name in applied - set(loader.disk_migrations))
    if any(app in loader.migrated_apps for app, _ in applied - set(loader.disk_migrations)):
        raise UnusableError(
            Fault(
                "registry.newer",
                f"Cơ sở dữ liệu đã được phiên bản mới hơn thay đổi ({later[0]})",
                f"A later version has changed the registry ({later[0]})",
                remedy_vi="Dùng phiên bản đó, hoặc khôi phục bản sao lưu lập trước khi nâng cấp",
                remedy_en="Use that version, or restore the backup made before the upgrade",
            )
        )
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan], not applied


def refuse_unprepared(workspace: Path) -> None:
    """Raise the sentence that fits: never made ready, or made ready by an earlier version."""
    pending, new = pending_migrations()
    if new:
        raise UnusableError(
            Fault(
                "workspace.unfinished",
                f"Thư mục làm việc «{workspace}» chưa chuẩn bị xong",
                f"The workspace “{workspace}” was not made ready",
                remedy_vi=f"Chạy «dothi init {workspace}» một lần nữa",
                remedy_en=f"Run “dothi init {workspace}” again",
            )
        )
    if pending:
        raise UnusableError(out_of_date(workspace, len(pending)))


def out_of_date(workspace: Path, pending: int = 0) -> Fault:
    """The workspace was made ready by another version of dothi."""
    count_vi = f" (còn {pending} bước chuyển đổi dữ liệu)" if pending else ""
    count_en = f" ({pending} migrations to run)" if pending else ""
    return Fault(
        "workspace.out-of-date",
        f"Thư mục làm việc «{workspace}» thuộc một phiên bản khác của dothi{count_vi}",
        f"The workspace “{workspace}” belongs to another version of dothi{count_en}",
        remedy_vi="Chạy «dothi upgrade»; lệnh này lập bản sao lưu trước",
        remedy_en="Run “dothi upgrade”, which makes a backup first",
    )
