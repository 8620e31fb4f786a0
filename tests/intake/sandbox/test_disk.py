from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dothi.intake.sandbox.disk import Disk, occupied


def du(folder: Path) -> int:
    """What coreutils count below a folder, without the folder itself."""
    done = subprocess.run(
        ["/usr/bin/du", "--block-size=1", "--summarize", str(folder)], capture_output=True, check=True
    )
    return int(done.stdout.split()[0]) - folder.stat().st_blocks * 512


def test_it_counts_as_du_does(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for place, size in (("x", 4_096), ("a/y", 100_000), ("a/b/z", 3_000_001)):
        (tmp_path / place).write_bytes(os.urandom(size))
    with (tmp_path / "holes").open("wb") as out:
        out.truncate(1 << 30)
        out.write(os.urandom(8_192))
    (tmp_path / "link").symlink_to("/usr")
    empty = [path for path in tmp_path.rglob("*") if path.lstat().st_blocks == 0]
    assert occupied(tmp_path) == du(tmp_path) + 4_096 * len(empty)


def test_a_folder_that_is_gone_takes_nothing(tmp_path: Path) -> None:
    assert occupied(tmp_path / "none") == 0


def test_a_folder_that_cannot_be_looked_into_is_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def closed(folder: str) -> object:
        if folder.endswith("closed"):
            raise PermissionError
        return scan(folder)

    monkeypatch.setattr(os, "scandir", closed)
    assert occupied(tmp_path) > 1 << 60


def test_removed_files_count_while_they_are_open(tmp_path: Path) -> None:
    watched = tmp_path / "job"
    watched.mkdir()
    with (watched / "x").open("wb") as first, (watched / "x").open("ab"):
        first.write(os.urandom(1 << 20))
        first.flush()
        (watched / "x").unlink()
        assert Disk(watched).used([os.getpid()]) >= 1 << 20
        assert Disk(watched).used([os.getpid()]) < 2 << 20
    assert Disk(watched).used([os.getpid()]) < 1 << 20
