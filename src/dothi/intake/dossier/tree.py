"""What lies in a dossier: a folder or a zip, listed without unpacking and without following links.

Names are the only thing taken from a zip's directory here; a member is read by name, up to a limit, and
nothing is ever written where the archive says.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dothi.base.errors import Fault, UnusableError
from dothi.intake.dossier.layout import Layout, same_name
from dothi.intake.reading.archive import ARCHIVE_ERRORS, locked

MOST_ENTRIES = 100_000
_JUNK = {"thumbs.db", "desktop.ini", ".ds_store"}
_JUNK_FOLDERS = {"__macosx", ".git", ".svn"}
_DATASET = ".gdb"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file or folder; ``path`` runs from the root of the dossier with ``/``. A ``.gdb`` is one entry."""

    path: str
    size: int = 0
    folder: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def ending(self) -> str:
        """What follows the last dot, in lower case."""
        return PurePosixPath(self.path).suffix.lower().removeprefix(".")

    @property
    def parent(self) -> str:
        """The folder it lies in; empty for the root."""
        parent = str(PurePosixPath(self.path).parent)
        return "" if parent == "." else parent


@dataclass(frozen=True, slots=True)
class Tree:
    """A dossier's entries below its root folder ``name``.

    ``source`` is the folder or zip on disk and ``inside`` the root's place in it. ``refused`` are names that
    no dossier may hold: links, ways out of the folder, control characters.
    """

    name: str
    source: Path
    inside: str
    zipped: bool
    entries: tuple[Entry, ...]
    refused: tuple[str, ...] = field(default=())

    def read(self, path: str, limit: int) -> bytes:
        """Read one file, no more than ``limit`` bytes and one: whoever opens it sees that it is too large."""
        if self.zipped:
            with opened(self.source) as archive, archive.open(self._member(archive, path)) as stream:
                return stream.read(limit + 1)
        try:
            with (self.source / self.inside / path).open("rb") as stream:
                return stream.read(limit + 1)
        except OSError as error:
            raise UnusableError(_unreadable(f"{self.name}/{path}")) from error

    def _member(self, archive: zipfile.ZipFile, path: str) -> zipfile.ZipInfo:
        wanted = f"{self.inside}/{path}" if self.inside else path
        for member in archive.infolist():
            if str(PurePosixPath(member.filename.replace("\\", "/"))) == wanted:
                return member
        raise KeyError(path)


class BrokenZipError(UnusableError):
    """The zip itself cannot be read, so nothing can be said of the dossier in it."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip; whatever is wrong with it while it is read becomes :class:`BrokenZipError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except UnusableError:
        raise
    except ARCHIVE_ERRORS as error:
        raise BrokenZipError(_broken(path)) from error


def open_tree(path: Path, layout: Layout) -> Tree:
    """List the dossier at ``path``, a folder or a zip.

    The root is ``path`` itself when it holds one of the layout's folders, or the one folder in it whose name
    starts as a root's does. Raises :class:`UnusableError` where there is none, or more than one, and
    :class:`BrokenZipError` for a zip that is damaged or has a password.
    """
    if path.is_dir():
        entries, refused = _folder_entries(path)
        zipped = False
    elif path.is_file() and _is_zip(path):
        entries, refused = _zip_entries(path)
        zipped = True
    else:
        raise UnusableError(_no_dossier(path, layout))
    inside = _root(path, entries, layout)
    below = [_below(entry, inside) for entry in entries]
    kept = tuple(entry for entry in below if entry is not None)
    plain = path.resolve().stem if zipped else path.resolve().name
    return Tree(inside.split("/")[-1] if inside else plain, path, inside, zipped, kept, tuple(refused))


def _root(path: Path, entries: list[Entry], layout: Layout) -> str:
    tops = {entry.path for entry in entries if "/" not in entry.path}
    if any(same_name(name, top) for name in tops for top in layout.tops):
        return ""
    candidates = sorted(name for name in tops if name.lower().startswith(layout.root_prefix.lower()))
    if not candidates and len(tops) == 1:
        only = next(iter(tops))
        inner = {entry.path.split("/")[1] for entry in entries if entry.path.count("/") >= 1}
        candidates = [only] if any(same_name(name, top) for name in inner for top in layout.tops) else []
    if len(candidates) == 1:
        return candidates[0]
    raise UnusableError(_several(path, candidates) if candidates else _no_dossier(path, layout))


def _below(entry: Entry, inside: str) -> Entry | None:
    if not inside:
        return entry
    prefix = f"{inside}/"
    if not entry.path.startswith(prefix):
        return None
    return Entry(entry.path.removeprefix(prefix), entry.size, entry.folder)


def _folder_entries(root: Path) -> tuple[list[Entry], list[str]]:
    entries: list[Entry] = []
    refused: list[str] = []
    for folder, names, files in os.walk(root, followlinks=False):
        here = Path(folder)
        for name in sorted(names):
            below = here / name
            where = below.relative_to(root).as_posix()
            if below.is_symlink() or not _printable(name):
                refused.append(where)
            elif name.lower().endswith(_DATASET):
                size = sum(item.stat().st_size for item in below.rglob("*") if item.is_file())
                entries.append(Entry(where, size, folder=False))
            elif name.lower() not in _JUNK_FOLDERS:
                entries.append(Entry(where, folder=True))
        names[:] = [name for name in names if _enters(here / name)]
        for name in sorted(files):
            below = here / name
            where = below.relative_to(root).as_posix()
            status = below.lstat()
            if not stat.S_ISREG(status.st_mode) or not _printable(name):
                refused.append(where)
            elif name.lower() not in _JUNK:
                entries.append(Entry(where, status.st_size))
        if len(entries) > MOST_ENTRIES:
            raise UnusableError(_too_many(root))
    return sorted(entries, key=lambda entry: entry.path), refused


def _enters(folder: Path) -> bool:
    name = folder.name.lower()
    return not (folder.is_symlink() or name.endswith(_DATASET) or name in _JUNK_FOLDERS)


def _zip_entries(path: Path) -> tuple[list[Entry], list[str]]:
    found: dict[str, Entry] = {}
    refused: list[str] = []
    with opened(path) as archive:
        members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise BrokenZipError(locked(path.name))
    if len(members) > MOST_ENTRIES:
        raise UnusableError(_too_many(path))
    for member in members:
        name = member.filename.replace("\\", "/")
        parts = PurePosixPath(name).parts
        link = stat.S_ISLNK(member.external_attr >> 16)
        if link or name.startswith("/") or ".." in parts or ":" in name or not _printable(name):
            refused.append("".join(c if c.isprintable() else "?" for c in name[:200]))
            continue
        if not parts or parts[0].lower() in _JUNK_FOLDERS or parts[-1].lower() in _JUNK:
            continue
        for entry in _with_folders(parts, member):
            known = found.get(entry.path)
            size = entry.size + (known.size if known is not None and entry.name.endswith(_DATASET) else 0)
            found[entry.path] = Entry(entry.path, size, entry.folder)
    return sorted(found.values(), key=lambda entry: entry.path), refused


def _is_zip(path: Path) -> bool:
    """Whether the file is a zip, or what is left of one."""
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04" or zipfile.is_zipfile(path)


def _with_folders(parts: tuple[str, ...], member: zipfile.ZipInfo) -> Iterator[Entry]:
    """Yield the member and the folders above it, which a zip need not list; a ``.gdb`` swallows its parts."""
    for count in range(1, len(parts) + 1):
        path = "/".join(parts[:count])
        if parts[count - 1].lower().endswith(_DATASET):
            yield Entry(path, member.file_size)
            return
        last = count == len(parts)
        folder = not last or member.is_dir()
        yield Entry(path, 0 if folder else member.file_size, folder)


def _printable(name: str) -> bool:
    return name.isprintable()


def _no_dossier(path: Path, layout: Layout) -> Fault:
    tops = ", ".join(layout.tops)
    return Fault(
        "dossier.none",
        "Không thấy hồ sơ quy hoạch số ở đây",
        "No digital dossier is here",
        where=str(path),
        remedy_vi=f"Chỉ thư mục {layout.root_prefix}… hoặc tệp .zip của nó, bên trong có {tops}",
        remedy_en=f"Name the folder {layout.root_prefix}…, or its zip, that holds {tops}",
    )


def _several(path: Path, names: list[str]) -> Fault:
    return Fault(
        "dossier.several",
        f"Có {len(names)} hồ sơ ở đây: {', '.join(names[:5])}",
        f"There are {len(names)} dossiers here: {', '.join(names[:5])}",
        where=str(path),
        remedy_vi="Kiểm tra từng thư mục một",
        remedy_en="Check one folder at a time",
    )


def _too_many(path: Path) -> Fault:
    return Fault(
        "dossier.too-many-files",
        f"Quá {MOST_ENTRIES} tệp và thư mục",
        f"More than {MOST_ENTRIES} files and folders",
        where=str(path),
        remedy_vi="Bỏ những gì không thuộc hồ sơ",
        remedy_en="Take out what does not belong to the dossier",
    )


def _broken(path: Path) -> Fault:
    return Fault(
        "dossier.zip-broken",
        "Tệp .zip bị hỏng, không đầy đủ hoặc nén theo cách không đọc được",
        "The zip is damaged, not complete, or packed in a way that is not read",
        where=path.name,
        remedy_vi="Nén lại hồ sơ thành .zip thông thường rồi kiểm tra lại",
        remedy_en="Zip the dossier again as an ordinary .zip and check again",
    )


def _unreadable(where: str) -> Fault:
    return Fault(
        "dossier.unreadable",
        "Không đọc được tệp này",
        "This file cannot be read",
        where=where,
        remedy_vi="Nén hoặc chép lại hồ sơ rồi kiểm tra lại",
        remedy_en="Zip or copy the dossier again and check again",
    )
