"""How much of the disk a reading takes: all files of its job, and those it holds open without a name."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from dothi.intake.sandbox import processes

_BLOCK = 512
_LEAST = 4096
_SHARE = 20
"""Looking may take one part in so many of the time."""
_ENDLESS = 1 << 62


class Disk:
    """Watches the folder of one job."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._device = folder.stat().st_dev
        self._next = 0.0
        self._used = 0

    def used(self, pids: Iterable[int]) -> int:
        """Bytes taken when it was last looked; a large folder is looked at less often.

        A folder that cannot be looked into, for its rights or its depth, counts as without end: no reader
        makes one.
        """
        now = time.monotonic()
        if now >= self._next:
            self._used = occupied(self._folder) + _unnamed(pids, self._device)
            after = time.monotonic()
            self._next = after + _SHARE * (after - now)
        return self._used


def occupied(folder: Path) -> int:
    """Bytes on disk of everything in a folder; the smallest file takes a block."""
    total, waiting = 0, [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    total += _size(entry.stat(follow_symlinks=False))
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except (FileNotFoundError, NotADirectoryError):  # removed while we looked
            continue
        except OSError:
            return _ENDLESS
    return total


def _unnamed(pids: Iterable[int], device: int) -> int:
    """Bytes of files that were removed and are still open."""
    found = {
        state.st_ino: _size(state)
        for state in processes.open_files(pids)
        if state.st_nlink == 0 and state.st_dev == device and stat.S_ISREG(state.st_mode)
    }
    return sum(found.values())


def _size(state: os.stat_result) -> int:
    return max(state.st_blocks * _BLOCK, _LEAST)
