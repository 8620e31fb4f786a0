"""Where a lake's bytes lie: one small interface, here for a folder, in ``objects`` for any object store.

Keys are relative paths with ``/``. A key written whole appears whole or not at all. Only manifests are ever
replaced; data files get keys of their own and are written once.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

_UNFINISHED = ".writing-"
_TRIES = 100
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}


_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Key:
    """One stored object."""

    path: str
    size: int
    modified: datetime


class Store(Protocol):
    """What a lake needs from the place where it lies.

    A missing key raises ``FileNotFoundError``; a place that cannot be reached,
    :class:`~dothi.base.errors.UnusableError` (``lake.unreachable``) or ``OSError``.
    """

    url: str

    def listing(self, prefix: str = "") -> list[Key]:
        """List what lies below a prefix, unfinished writing included."""

    def read(self, path: str, start: int = 0, end: int | None = None) -> bytes:
        """Read the bytes from ``start`` up to, not including, ``end``."""

    def open(self, path: str) -> BinaryIO:
        """Open for reading; can seek."""

    def size(self, path: str) -> int:
        """Length in bytes."""

    def put_new(self, path: str, data: bytes) -> bool:
        """Write unless it exists; ``False`` when it did.

        Where the place knows no such condition, the later of two writers at the same moment wins.
        """

    def replace(self, path: str, data: bytes) -> None:
        """Write whole, over what may be there."""

    def take(self, file: Path, path: str) -> None:
        """Store a file that may be moved from where it lies."""

    def remove(self, path: str) -> None:
        """Remove; nothing happens where there is nothing."""

    def local_path(self, path: str) -> Path | None:
        """Path of the file for other programs, ``None`` where it is not one."""

    def workroom(self) -> AbstractContextManager[Path]:
        """Give an empty folder for files on the way to :meth:`take`; it is removed after use."""


class FolderStore:
    """A local folder. What is written reaches the disk before it gets its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.url = str(self.folder)

    def listing(self, prefix: str = "") -> list[Key]:
        """List files, sorted; what is taken away meanwhile is not listed."""
        found = []
        for folder, _, names in os.walk(self.folder / prefix, onerror=_unless_gone):
            for path in (Path(folder, name) for name in names):
                with contextlib.suppress(FileNotFoundError):
                    state = path.lstat()
                    modified = datetime.fromtimestamp(state.st_mtime, UTC)
                    found.append(Key(path.relative_to(self.folder).as_posix(), state.st_size, modified))
        return sorted(found, key=lambda key: key.path)

    def read(self, path: str, start: int = 0, end: int | None = None) -> bytes:
        """Read a part of a file."""
        with self.open(path) as stream:
            stream.seek(start)
            return stream.read(-1 if end is None else max(end - start, 0))

    def open(self, path: str) -> BinaryIO:
        """Open a file."""
        return (self.folder / path).open("rb")

    def size(self, path: str) -> int:
        """Length of a file."""
        return (self.folder / path).stat().st_size

    def put_new(self, path: str, data: bytes) -> bool:
        """Write beside, then link to the name: of two writers one wins, and both files are whole."""
        target = self.folder / path
        with self._written(target, data) as draft:
            try:
                os.link(draft, target)
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                if target.exists():
                    return False
                draft.replace(target)
        _sync_folder(target.parent)
        return True

    def replace(self, path: str, data: bytes) -> None:
        """Write beside, then rename over."""
        target = self.folder / path
        with self._written(target, data) as draft:
            draft.replace(target)
        _sync_folder(target.parent)

    def take(self, file: Path, path: str) -> None:
        """Move a file in; across file systems, copy it under another name first."""
        target = self.folder / path
        device = file.stat().st_dev

        def move() -> None:
            draft = file
            if device != target.parent.stat().st_dev:
                draft = target.with_name(_UNFINISHED + secrets.token_hex(8))
                shutil.copyfile(file, draft)
            with draft.open("rb") as stream:
                os.fsync(stream.fileno())
            draft.replace(target)

        _within(target.parent, move)
        _sync_folder(target.parent)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        target = self.folder / path
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if folder == self.folder:
                break
            try:
                folder.rmdir()
            except OSError:  # not empty, or gone already
                break

    def local_path(self, path: str) -> Path | None:
        """Path of the file."""
        return self.folder / path

    @contextlib.contextmanager
    def workroom(self) -> Iterator[Path]:
        """Make a folder on the same file system, so that taking from it is one rename."""
        staging = self.folder / "staging"
        made = _within(staging, lambda: tempfile.TemporaryDirectory(dir=staging, ignore_cleanup_errors=True))
        with made as room:
            yield Path(room)
        with contextlib.suppress(OSError):
            staging.rmdir()

    @contextlib.contextmanager
    def _written(self, target: Path, data: bytes) -> Iterator[Path]:
        """Write to a draft beside the target; the draft is gone afterwards, renamed or removed."""
        draft = target.with_name(_UNFINISHED + secrets.token_hex(8))
        try:
            with _within(target.parent, lambda: draft.open("xb")) as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            yield draft
        finally:
            draft.unlink(missing_ok=True)


def _within(folder: Path, act: Callable[[], _Done]) -> _Done:
    """Act in a folder, made again as often as a remover takes it away while it is empty."""
    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError, FileExistsError):
            folder.mkdir(parents=True, exist_ok=True)
            return act()
    folder.mkdir(parents=True, exist_ok=True)
    return act()


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise error


def _sync_folder(folder: Path) -> None:
    """Make a rename or link outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
