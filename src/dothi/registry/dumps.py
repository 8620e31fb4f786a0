"""One consistent copy of the registry's database, taken while it is in use, and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from dothi.base.errors import Fault, UnusableError
from dothi.settings import Settings

SQLITE = "registry.sqlite3"
POSTGRESQL = "registry.pgdump"


def member_of(settings: Settings) -> str:
    """Name under which an archive holds this kind of database."""
    return POSTGRESQL if settings.database_url else SQLITE


def dump(settings: Settings, target: Path) -> None:
    """Copy the database as it stands at one moment; writers go on."""
    if settings.database_url:
        _run("pg_dump", settings, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    source = settings.workspace / SQLITE
    if not source.is_file():
        raise UnusableError(_missing(source))
    with (
        closing(sqlite3.connect(f"file:{source}?mode=rw", uri=True, timeout=60)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    _check_sqlite(target)


def refuse_used(settings: Settings) -> None:
    """Refuse to restore over a PostgreSQL database that holds tables already."""
    if not settings.database_url:
        return
    with psycopg.connect(**_connection(settings)) as server:
        row = server.execute(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
        ).fetchone()
    if row is None or row[0]:
        raise UnusableError(
            Fault(
                "backup.database-used",
                "Cơ sở dữ liệu đích không rỗng",
                "The target database is not empty",
                where="DOTHI_DATABASE_URL",
                remedy_vi="Tạo một cơ sở dữ liệu mới và chỉ tới nó",
                remedy_en="Create a new database and point to it",
            )
        )


def load(settings: Settings, source: Path) -> None:
    """Put a dump back, all of it or nothing. An SQLite file stands in place and has to prove sound."""
    if settings.database_url:
        options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        _run("pg_restore", settings, *options, str(source))
    else:
        _check_sqlite(source)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise UnusableError(
            Fault(
                "backup.database-damaged",
                "Cơ sở dữ liệu bị hỏng",
                "The database is damaged",
                where=str(path),
                remedy_vi="Dùng một bản sao lưu khác",
                remedy_en="Use another backup",
            )
        )


def _connection(settings: Settings) -> dict[str, Any]:
    database = settings.database()
    named = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
        **database["OPTIONS"],
    }
    return {name: value for name, value in named.items() if value}


def _run(program: str, settings: Settings, *options: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by environment, where no one else sees it."""
    if shutil.which(program) is None:
        raise UnusableError(
            Fault(
                "backup.program-missing",
                f"Không có chương trình {program} của PostgreSQL",
                f"PostgreSQL's program {program} is missing",
                remedy_vi="Cài gói postgresql-client, cùng phiên bản với máy chủ hoặc mới hơn",
                remedy_en="Install the package postgresql-client, of the server's version or later",
            )
        )
    connection = _connection(settings)
    environment = {**os.environ, "PGPASSWORD": connection.pop("password", "")}
    command = [program, "--no-password", f"--dbname={make_conninfo(**connection)}", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise UnusableError(
            Fault(
                "backup.program-failed",
                f"{program} không làm được: {said}",
                f"{program} failed: {said}",
                where="DOTHI_DATABASE_URL",
                remedy_vi="Kiểm tra máy chủ PostgreSQL và quyền của tài khoản",
                remedy_en="Check the PostgreSQL server and the account's rights",
            )
        )


def _missing(path: Path) -> Fault:
    return Fault(
        "backup.no-database",
        "Không có cơ sở dữ liệu",
        "There is no database",
        where=str(path),
        remedy_vi="Chạy «dothi init» trước, hoặc đặt DOTHI_DATABASE_URL",
        remedy_en="Run “dothi init” first, or set DOTHI_DATABASE_URL",
    )
