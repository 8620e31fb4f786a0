"""What a reading process has started, and the memory and files it holds, as ``/proc`` tells.

Processes come and go while they are looked at: what is gone counts for nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_PROC = Path("/proc")
_ENDED = frozenset({"Z", "X"})


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        found.append(waiting.pop())
        for task in _inside(_PROC / str(found[-1]) / "task"):
            waiting += [int(child) for child in _text(task / "children").split()]
    return found


def group(leader: int) -> list[int]:
    """The living members of a process group."""
    found = []
    for process in _inside(_PROC):
        words = _text(process / "stat").rpartition(")")[2].split()
        if words and words[0] not in _ENDED and words[2] == str(leader):
            found.append(int(process.name))
    return found


def resident(pids: Iterable[int]) -> int:
    """Memory of processes in bytes, without mapped files."""
    return sum(
        int(line.split()[1]) * 1024
        for pid in pids
        for line in _text(_PROC / str(pid) / "status").splitlines()
        if line.startswith(("RssAnon:", "RssShmem:"))
    )


def open_files(pids: Iterable[int]) -> Iterator[os.stat_result]:
    """Every file that processes hold open, those without a name too."""
    for pid in pids:
        for descriptor in _inside(_PROC / str(pid) / "fd"):
            with contextlib.suppress(OSError):
                yield descriptor.stat()


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
