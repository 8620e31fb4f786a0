"""The workspace folder: what marks it, and whether this version of dothi has made it ready.

``dothi.toml`` says that a folder is a workspace and of which province. ``run/ready`` holds the fingerprint
of the version that last brought tables and static files up to date: as long as it matches there is nothing
to do, and a second start need not even look. Reading either needs no Django.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dothi
from dothi.base.errors import Fault, UnusableError
from dothi.settings import Settings

FORMAT = 1
MARK = "dothi.toml"
PACKAGE = Path(dothi.__file__).resolve().parent
_LIBRARIES = ("django", "django-allauth", "django-tasks-db")


@dataclass(frozen=True, slots=True)
class Workspace:
    """What ``dothi.toml`` says."""

    folder: Path
    province: str
    real_only: bool
    created: date
    format: int = FORMAT

    @property
    def run_folder(self) -> Path:
        """Locks and marks of running processes; of no value once they end, and in no backup."""
        return self.folder / "run"


def is_workspace(folder: Path) -> bool:
    """Whether the folder carries the mark."""
    return (folder / MARK).is_file()


def read_workspace(folder: Path) -> Workspace:
    """Read the mark; refuses a folder without one, a damaged one, and one of a later format."""
    path = folder / MARK
    if not path.is_file():
        raise UnusableError(
            Fault(
                "workspace.missing",
                f"«{folder}» không phải là thư mục làm việc của dothi",
                f"“{folder}” is not a dothi workspace",
                remedy_vi="Chạy «dothi init THƯ_MỤC» để tạo, hoặc chỉ đúng thư mục bằng --workspace",
                remedy_en="Run “dothi init DIR” to make one, or name the right folder with --workspace",
            )
        )
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        found = Workspace(
            folder, values["province"], values["real_only"], values["created"], format=values["format"]
        )
        sound = (
            isinstance(found.province, str)
            and isinstance(found.real_only, bool)
            and isinstance(found.created, date)
            and isinstance(found.format, int)
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
        sound = False
    if not sound:
        raise UnusableError(_damaged(path))
    if found.format > FORMAT:
        raise UnusableError(_newer(path, found.format))
    return found


def mark_workspace(folder: Path, *, province: str, real_only: bool, today: date) -> Workspace:
    """Make the folder a workspace. A folder that holds anything else is refused and left as it is."""
    if is_workspace(folder):
        return read_workspace(folder)
    if folder.exists() and (not folder.is_dir() or _holds_anything(folder)):
        raise UnusableError(
            Fault(
                "workspace.foreign",
                f"«{folder}» đã có thứ khác và không phải thư mục làm việc của dothi",
                f"“{folder}” holds other things and is not a dothi workspace",
                remedy_vi="Chọn một thư mục mới hoặc rỗng",
                remedy_en="Choose a new or an empty folder",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    flag = "true" if real_only else "false"
    write_whole(
        folder / MARK,
        "# Thư mục làm việc của dothi / A dothi workspace\n"
        f"format = {FORMAT}\ncreated = {today.isoformat()}\n"
        f'province = "{_quoted(province)}"\nreal_only = {flag}\n',
    )
    return read_workspace(folder)


def fingerprint(settings: Settings) -> str:
    """Changes with anything that would change tables or static files."""
    digest = hashlib.sha256(f"{dothi.__version__}\n{settings.database_url}\n".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    files = [*PACKAGE.glob("registry/*/migrations/*.py"), *(PACKAGE / "portal" / "static").rglob("*")]
    for path in sorted(files):
        if path.is_file():
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_ready(workspace: Workspace, settings: Settings) -> bool:
    """Whether this version made the workspace ready and nothing it made is gone."""
    mark = workspace.run_folder / "ready"
    if not mark.is_file() or mark.read_text(encoding="ascii", errors="replace") != fingerprint(settings):
        return False
    registry = workspace.folder / "registry.sqlite3"
    return (workspace.folder / "static").is_dir() and (bool(settings.database_url) or registry.is_file())


def mark_ready(workspace: Workspace, settings: Settings) -> None:
    """Remember that this version made the workspace ready."""
    write_whole(workspace.run_folder / "ready", fingerprint(settings))


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Hold off a second process that would change the whole workspace (init, upgrade)."""
    workspace.run_folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(workspace.run_folder / "changing.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnusableError(_busy(workspace.folder)) from None
        yield
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is either the old one or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _holds_anything(folder: Path) -> bool:
    """Whether it holds more than the draft of a mark that was broken off."""
    return any(not path.name.startswith(f".{MARK}-") for path in folder.iterdir())


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _damaged(path: Path) -> Fault:
    return Fault(
        "workspace.damaged",
        "Tệp đánh dấu thư mục làm việc không đọc được",
        "The workspace's mark cannot be read",
        where=str(path),
        remedy_vi="Khôi phục tệp này từ bản sao lưu",
        remedy_en="Restore this file from a backup",
    )


def _busy(folder: Path) -> Fault:
    return Fault(
        "workspace.busy",
        f"Một lệnh khác đang chuẩn bị thư mục làm việc «{folder}»",
        f"Another command is preparing the workspace “{folder}”",
        remedy_vi="Chờ lệnh đó xong rồi chạy lại",
        remedy_en="Wait until it ends and run again",
    )


def _newer(path: Path, found: int) -> Fault:
    return Fault(
        "workspace.newer",
        f"Thư mục làm việc có định dạng {found}, mới hơn phiên bản này ({FORMAT})",
        f"The workspace has format {found}, later than this version knows ({FORMAT})",
        where=str(path),
        remedy_vi="Dùng phiên bản dothi đã tạo ra nó, hoặc mới hơn",
        remedy_en="Use the version of dothi that made it, or a later one",
    )
