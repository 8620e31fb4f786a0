from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from dothi.base.errors import UnusableError
from dothi.registry import backup, dumps
from dothi.registry.archive import Writer, verify
from dothi.registry.backup import inspect, restore, write_backup
from dothi.registry.workspace import mark_workspace
from dothi.settings import Settings

TABLES = ("CREATE TABLE debit (n INTEGER)", "CREATE TABLE credit (n INTEGER)")


class Office:
    """A workspace with a database of its own, of the kind that this run tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = mark_workspace(folder, province="quang-nam", real_only=True, today=date(2026, 1, 2))
        for name, text in {"secret.key": "s" * 50, "uploads/a.pdf": "pdf", "overlay/law.csv": "x"}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        for name in ("static/app.js", "run/x.lock", "backups/old.tar.gz"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("left out")
        if not self.url:
            with closing(sqlite3.connect(folder / dumps.SQLITE)) as made:
                made.execute("PRAGMA journal_mode=WAL")
        with self.connect() as base:
            for sentence in TABLES:
                base.execute(sentence)
            base.execute("INSERT INTO debit VALUES (1)")
            base.execute("INSERT INTO credit VALUES (1)")

    @property
    def url(self) -> str:
        return os.environ.get("DOTHI_DATABASE_URL", "")

    def connect(self):
        return connect(self.folder)


def connect(folder: Path):
    url = os.environ.get("DOTHI_DATABASE_URL", "")
    if url:
        return psycopg.connect(url)
    return _Closing(folder / dumps.SQLITE)


class _Closing:
    """SQLite's connection as psycopg's: the block commits and closes."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path, timeout=30)

    def __enter__(self):
        return self.base

    def __exit__(self, kind, *_):
        if kind is None:
            self.base.commit()
        self.base.close()


def total(folder: Path, table: str) -> tuple[int, int]:
    with connect(folder) as base:
        return base.execute(f"SELECT count(*), coalesce(sum(n), 0) FROM {table}").fetchone()


@pytest.fixture
def fresh(monkeypatch, fresh_database):
    """Point the settings at a new database for an office, and at a second for its restoration."""
    monkeypatch.delenv("DOTHI_DATABASE_URL", raising=False)
    for name, value in fresh_database.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def office(tmp_path, fresh):
    return Office(tmp_path / "office")


@pytest.fixture
def elsewhere(monkeypatch, fresh):
    """Empty the database that a restoration goes to: on PostgreSQL a new one is needed."""
    made: list[str] = []
    url = os.environ.get("DOTHI_DATABASE_URL", "")

    def switch() -> None:
        if not os.environ.get("DOTHI_DATABASE_URL"):
            return
        name = f"dothi_elsewhere_{os.getpid()}_{len(made)}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        made.append(name)
        monkeypatch.setenv("DOTHI_DATABASE_URL", urlunsplit(urlsplit(url)._replace(path=f"/{name}")))

    yield switch
    for name in made:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_everything_that_cannot_be_made_anew_comes_back(office, tmp_path, elsewhere):
    kept = write_backup(office.workspace, tmp_path / "b.tar.gz")
    assert kept.files == 5  # database, mark, key, upload, overlay
    elsewhere()

    restored = restore(tmp_path / "b.tar.gz", tmp_path / "new")

    assert restored.province == "quang-nam"
    files = {path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*.*")}
    files -= {dumps.SQLITE, f"{dumps.SQLITE}-wal", f"{dumps.SQLITE}-shm"}
    assert files == {"dothi.toml", "secret.key", "uploads/a.pdf", "overlay/law.csv"}
    assert (tmp_path / "new" / "secret.key").read_text() == "s" * 50
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert total(tmp_path / "new", "debit") == (1, 1)
    assert inspect(tmp_path / "b.tar.gz") == kept


def test_backups_taken_while_writes_go_on_are_each_one_moment(office, tmp_path, elsewhere):
    """Every transaction writes the same number to two tables: a copy that is no one moment would differ."""
    stop = threading.Event()
    written = []

    def write() -> None:
        number = 1
        while not stop.is_set():
            number += 1
            with office.connect() as base:
                base.execute(f"INSERT INTO debit VALUES ({number})")
                base.execute(f"INSERT INTO credit VALUES ({number})")
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(4):
            seen = len(written)
            while len(written) < seen + 20:
                assert writer.is_alive()
            write_backup(office.workspace, tmp_path / f"{turn}.tar.gz")
    finally:
        stop.set()
        writer.join()

    counts = []
    for turn in range(4):
        elsewhere()
        restore(tmp_path / f"{turn}.tar.gz", tmp_path / f"new-{turn}")
        assert total(tmp_path / f"new-{turn}", "debit") == total(tmp_path / f"new-{turn}", "credit")
        counts.append(total(tmp_path / f"new-{turn}", "debit")[0])
    assert counts == sorted(counts)
    assert counts[0] >= 20
    assert counts[0] < counts[-1]


def test_linked_folders_are_followed_once(office, tmp_path, elsewhere):
    disk = tmp_path / "second-disk"
    disk.mkdir()
    (disk / "layer.parquet").write_text("bytes")
    (office.folder / "lake").symlink_to(disk)
    (disk / "loop").symlink_to(disk)
    write_backup(office.workspace, tmp_path / "b.tar.gz")
    elsewhere()
    restore(tmp_path / "b.tar.gz", tmp_path / "new")
    assert (tmp_path / "new" / "lake" / "layer.parquet").read_text() == "bytes"
    assert not (tmp_path / "new" / "lake").is_symlink()


def test_a_backup_inside_the_workspace_does_not_hold_itself(office):
    target = office.folder / "mine.tar.gz"
    write_backup(office.workspace, target)
    assert "mine.tar.gz" not in verify(target)["members"]


def test_what_breaks_off_leaves_no_archive(office, tmp_path, monkeypatch):
    def full(self: Writer, path: Path, name: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writer, "add", full)
    with pytest.raises(OSError, match="No space"):
        write_backup(office.workspace, tmp_path / "b" / "b.tar.gz")
    assert list((tmp_path / "b").iterdir()) == []
    assert not list((office.folder / "run").glob("backup-*"))


class TestRefusals:
    @pytest.fixture
    def archive(self, office, tmp_path):
        write_backup(office.workspace, tmp_path / "b.tar.gz")
        return tmp_path / "b.tar.gz"

    def refused(self, archive: Path, folder: Path) -> str:
        before = sorted(folder.parent.rglob("*"))
        with pytest.raises(UnusableError) as refusal:
            restore(archive, folder)
        assert sorted(folder.parent.rglob("*")) == before
        assert len(refusal.value.faults) == 1
        return refusal.value.code

    def test_a_folder_that_holds_something(self, archive, office):
        assert self.refused(archive, office.folder) == "backup.occupied"

    def test_an_empty_folder_is_as_good_as_none(self, archive, tmp_path, elsewhere):
        (tmp_path / "empty").mkdir()
        elsewhere()
        assert restore(archive, tmp_path / "empty").folder == tmp_path / "empty"

    def test_a_cut_archive(self, archive, tmp_path):
        archive.write_bytes(archive.read_bytes()[:-40])
        assert self.refused(archive, tmp_path / "new") == "backup.broken"

    def test_the_other_kind_of_database(self, archive, tmp_path, monkeypatch):
        if os.environ.get("DOTHI_DATABASE_URL"):
            monkeypatch.delenv("DOTHI_DATABASE_URL")
        else:
            monkeypatch.setenv("DOTHI_DATABASE_URL", "postgresql:///none?host=/nowhere")
        assert self.refused(archive, tmp_path / "new") == "backup.other-database"

    def test_a_disk_that_is_too_small(self, archive, tmp_path, monkeypatch, elsewhere):
        elsewhere()
        usage = backup.shutil.disk_usage(tmp_path)._replace(free=10)
        monkeypatch.setattr(backup.shutil, "disk_usage", lambda _: usage)
        assert self.refused(archive, tmp_path / "new") == "backup.disk-full"

    def test_a_restoration_that_breaks_off_leaves_nothing(self, archive, tmp_path, monkeypatch, elsewhere):
        elsewhere()
        monkeypatch.setattr(dumps, "load", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            restore(archive, tmp_path / "new")
        assert not [path for path in tmp_path.iterdir() if "new" in path.name]


class TestSqlite:
    def test_a_damaged_copy_is_never_called_a_backup(self, tmp_path, monkeypatch):
        monkeypatch.delenv("DOTHI_DATABASE_URL", raising=False)
        (tmp_path / dumps.SQLITE).write_bytes(b"SQLite format 3\0" + b"x" * 4096)
        with pytest.raises((UnusableError, sqlite3.DatabaseError)):
            dumps.dump(Settings(workspace=tmp_path), tmp_path / "copy")

    def test_a_damaged_database_is_refused_when_put_back(self, tmp_path):
        (tmp_path / "copy").write_bytes(b"SQLite format 3\0" + b"x" * 4096)
        with pytest.raises(UnusableError) as refusal:
            dumps.load(Settings(workspace=tmp_path), tmp_path / "copy")
        assert refusal.value.code == "backup.database-damaged"

    def test_a_workspace_without_a_database(self, tmp_path):
        with pytest.raises(UnusableError) as refusal:
            dumps.dump(Settings(workspace=tmp_path), tmp_path / "copy")
        assert refusal.value.code == "backup.no-database"


class TestPostgresql:
    SETTINGS = Settings(database_url="postgresql://who:secret@127.0.0.1:1/none")

    def test_without_its_programs_the_sentence_names_the_package(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(UnusableError) as refusal:
            dumps.dump(self.SETTINGS, tmp_path / "copy")
        assert refusal.value.code == "backup.program-missing"
        assert "postgresql-client" in refusal.value.faults[0].remedy_vi

    def test_what_its_program_says_is_passed_on_and_the_password_is_not_seen(self, tmp_path, monkeypatch):
        seen = tmp_path / "seen"
        program = tmp_path / "pg_dump"
        program.write_text(f'#!/bin/sh\necho "$@" > {seen}\necho "one\nno such server" >&2\nexit 3\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        with pytest.raises(UnusableError) as refusal:
            dumps.dump(self.SETTINGS, tmp_path / "copy")
        assert refusal.value.code == "backup.program-failed"
        assert "no such server" in refusal.value.faults[0].vi
        assert "secret" not in seen.read_text()
        assert "host=127.0.0.1" in seen.read_text()
