"""Backup and restore as an administrator runs them."""

from __future__ import annotations

import re

import pytest


@pytest.fixture(scope="module")
def archive(made_program, tmp_path_factory):
    target = tmp_path_factory.mktemp("kept") / "b.tar.gz"
    done = made_program.run("backup", str(target))
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(rf"{target}: \d+ tệp / files, \d+ B, .*, dothi \S+\n", done.stdout)
    return target


def test_a_restored_workspace_is_ready_to_serve(made_program, archive, program):
    done = program.run("restore", str(archive), str(program.workspace))
    assert done.returncode == 0, done.stderr
    assert (program.workspace / "run" / "ready").is_file()
    assert (program.workspace / "static").is_dir()
    for name in ("secret.key", "dothi.toml"):
        assert (program.workspace / name).read_bytes() == (made_program.workspace / name).read_bytes()
    arguments = ("place", "urbanisation", "--as-of", "2019-04-01", "--json")
    there = made_program.run(*arguments)
    here = program.run(*arguments)
    assert here.returncode == there.returncode == 0, here.stderr
    assert here.stdout == there.stdout
    assert "1495812" in here.stdout


def test_a_backup_can_be_checked_alone(archive, program):
    assert program.run("backup", "--check", str(archive)).returncode == 0
    cut = archive.with_name("cut.tar.gz")
    cut.write_bytes(archive.read_bytes()[:-100])
    done = program.run("backup", "--check", str(cut))
    assert done.returncode == 2
    assert "nguyên vẹn" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_existing_archive_is_not_overwritten(archive, made_program):
    done = made_program.run("backup", str(archive))
    assert done.returncode == 2
    assert "đã có tệp này" in done.stderr


def test_in_a_folder_names_follow_the_time_and_only_the_latest_stay(made_program, tmp_path):
    for name in ("dothi-20200101T000000Z.tar.gz", "dothi-20210101T000000Z.tar.gz", "other.tar.gz"):
        (tmp_path / name).write_text("old")
    done = made_program.run("backup", str(tmp_path), "--keep", "2")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 3
    assert names[0] == "dothi-20210101T000000Z.tar.gz"
    assert re.fullmatch(r"dothi-20\d{6}T\d{6}Z\.tar\.gz", names[1])
    assert names[2] == "other.tar.gz"


def test_a_folder_in_use_is_not_restored_over(archive, made_program):
    done = made_program.run("restore", str(archive), str(made_program.workspace))
    assert done.returncode == 2
    assert "không ghi đè" in done.stderr
