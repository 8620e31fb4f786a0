"""Is that worker still alive? The operating system knows.

Each worker holds an exclusive lock on a file of its own in the workspace. The lock vanishes with the
process, also when it is killed outright or the machine loses power, so it never lies and no process number
can be mistaken.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dothi.base.time import Truth


@contextmanager
def presence(folder: Path) -> Iterator[str]:
    """Be a worker for the length of the block; yields its name, at most 64 characters."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"worker-{secrets.token_hex(8)}"
    path = folder / f"{name}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield name
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def alive(folder: Path, name: str) -> Truth:
    """Does the worker live? Not known when it left no file here: it may run on another machine."""
    path = folder / f"{name}.lock"
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return Truth.UNKNOWN
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return Truth.YES
    finally:
        os.close(handle)
    return Truth.NO


def forget_dead(folder: Path) -> None:
    """Remove the files that dead workers left; call only after their jobs were recovered."""
    for path in folder.glob("worker-*.lock"):
        if alive(folder, path.stem) is Truth.NO:
            path.unlink(missing_ok=True)
