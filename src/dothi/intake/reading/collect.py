"""Walking through a file, folder or archive: who reads what, what belongs together, what is passed over.

Runs inside the sandbox. One broken file among many is told and the others are read; where it is the only
one, it is the refusal of the whole.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dothi.base.errors import DothiError, Fault, UnusableError
from dothi.intake.layers import Skipped
from dothi.intake.reading.archive import BOUNDS, TAR, Allowance, is_tar, unpack
from dothi.intake.reading.reader import HEAD, RawLayer, Reader, Source, broken
from dothi.intake.reading.readers import readers
from dothi.intake.reading.refused import refusal
from dothi.intake.sandbox.handover import Handover
from dothi.intake.sandbox.limits import MIB, Limits
from dothi.intake.sandbox.request import Request

_DEEPEST = 20
_LISTED = 30
_NOT_OURS = frozenset({"__macosx", "thumbs.db", "desktop.ini", ".ds_store"})
_LOOSE_SIDECARS = (".lck", ".lock", ".bak", ".tmp", ".shp.xml", ".aux.xml", ".ovr", ".sbn", ".sbx")
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What libraries raise on broken files beyond what a reader foresees: that file is refused, others read."""
Tell = Callable[[str, int, int, str], None]


@dataclass(slots=True)
class _Walk:
    """What one reading carries along."""

    request: Request
    handover: Handover
    scratch: Path
    tell: Tell
    allowance: Allowance
    number: int = 0
    offered: dict[str, None] = field(default_factory=dict)
    failures: list[Fault] = field(default_factory=list)

    @property
    def limits(self) -> Limits:
        return self.request.limits

    def folder(self) -> Path:
        """Make a new empty folder to write in."""
        self.number += 1
        made = self.scratch / f"{self.number:05d}"
        made.mkdir()
        return made


def collect(request: Request, handover: Handover, scratch: Path, tell: Tell) -> None:
    """Read everything under the request's path into ``handover``.

    Raises :class:`DothiError` when nothing can be read at all.
    """
    walk = _Walk(request, handover, scratch, tell, Allowance(request.limits))
    path = Path(request.path)
    if not path.exists():
        raise UnusableError(_missing(request.name))
    _visit(walk, path, request.name, 0)
    missing = [name for name in request.layers if name not in walk.offered]
    if missing and walk.offered:
        raise UnusableError(_no_such_layer(request.name, missing, list(walk.offered)))
    if handover.layers or handover.rasters:
        for fault in walk.failures:
            handover.skipped.append(Skipped(fault.where, fault))
        return
    told = walk.failures or [item.reason for item in handover.skipped]
    raise UnusableError(*(told[:20] or [_nothing(request.name)]))


def _visit(walk: _Walk, path: Path, where: str, depth: int) -> None:
    """Read a file, or what a folder or archive holds."""
    if path.is_dir():
        reader = _reader_of(path, b"")
        if reader is None:
            _visit_folder(walk, path, where, depth)
        else:
            _read(walk, reader, path, where)
        return
    fault = _unfit(walk, path, where)
    if fault is not None:
        walk.failures.append(fault)
        return
    head = _head(path)
    reader = _reader_of(path, head)
    if reader is not None:
        _read(walk, reader, path, where)
    elif _is_archive(path, head):
        _visit_archive(walk, path, where, depth)
    else:
        walk.handover.skipped.append(Skipped(where, refusal(path, head, where)))


def _visit_folder(walk: _Walk, folder: Path, where: str, depth: int) -> None:
    entries = sorted(entry for entry in folder.iterdir() if not _ignored(entry))
    owned = _sidecars(entries)
    if len(Path(where).parts) > _DEEPEST:
        walk.failures.append(_too_deep(where))
        return
    for entry in entries:
        inner = f"{where}/{entry.name}"
        if entry.is_symlink():
            walk.handover.skipped.append(Skipped(inner, _link(inner)))
        elif entry not in owned:
            _visit(walk, entry, inner, depth)


def _visit_archive(walk: _Walk, path: Path, where: str, depth: int) -> None:
    if depth >= walk.limits.depth:
        walk.failures.append(_nested(where, walk.limits.depth))
        return
    walk.tell("Giải nén / Unpacking", 0, 0, where)
    folder = walk.folder()
    try:
        left_out = unpack(path, where, folder, walk.allowance)
    except UnusableError as error:
        if error.code in BOUNDS:
            raise
        walk.failures += error.faults
        return
    walk.handover.skipped += [Skipped(where, fault) for fault in left_out]
    _visit_folder(walk, folder, where, depth + 1)


def _read(walk: _Walk, reader: Reader, path: Path, where: str) -> None:
    walk.tell(f"Đọc {where} / Reading", 0, 0, where)
    source = Source(
        path,
        where,
        walk.folder(),
        walk.limits,
        walk.request.layers,
        partial(_told, walk.tell, where),
        walk.request.converter,
        walk.allowance,
        walk.offered,
    )
    before = len(walk.handover.layers)
    try:
        for part in reader.read(source):
            if not isinstance(part, RawLayer) or source.wants(part.name):
                walk.handover.add(part, source)
    except DothiError as error:
        if error.code in BOUNDS:
            raise
        del walk.handover.layers[before:]
        walk.failures += error.faults
    except MemoryError:
        raise
    except _BROKEN as error:
        del walk.handover.layers[before:]
        detail = f"{type(error).__name__}: {error}"
        walk.failures += broken(source, reader.title_vi, reader.title_en, detail).faults


def _told(tell: Tell, where: str, message: str, done: int, total: int) -> None:
    tell(message, done, total, where)


def _reader_of(path: Path, head: bytes) -> Reader | None:
    for reader in readers():
        if reader.recognises(path, head):
            return reader
    return None


def _is_archive(path: Path, head: bytes) -> bool:
    name = path.name.lower()
    return (name.endswith(".zip") and head.startswith(b"PK\x03\x04")) or (name.endswith(TAR) and is_tar(path))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError:
        return b""


def _sidecars(entries: list[Path]) -> set[Path]:
    """Files that belong to another one of the same stem, in any letter case."""
    heads = {entry: _head(entry) for entry in entries if entry.is_file() and not entry.is_symlink()}
    owned: set[Path] = set()
    for main, head in heads.items():
        reader = _reader_of(main, head)
        if reader is not None and (reader.sidecars or reader.companions):
            owned.update(_belonging(main, entries, reader))
    return {entry for entry in owned if entry.suffix.lower() != ".xml" or not _is_data(entry, heads)}


def _is_data(entry: Path, heads: dict[Path, bytes]) -> bool:
    """Whether a reader takes a file for its own: metadata beside a shapefile is none, GML of that name is."""
    return _reader_of(entry, heads.get(entry, b"")) is not None


def _belonging(main: Path, entries: list[Path], reader: Reader) -> Iterator[Path]:
    stem, whole = main.stem.lower(), main.name.lower()
    for entry in entries:
        name = entry.name.lower()
        if entry == main:
            continue
        if name.endswith(reader.companions) or name in {
            head + ending for head in (stem, whole) for ending in reader.sidecars
        }:
            yield entry


def _ignored(entry: Path) -> bool:
    name = entry.name.lower()
    return name in _NOT_OURS or name.startswith(("._", "~$", ".")) or name.endswith(_LOOSE_SIDECARS)


def _unfit(walk: _Walk, path: Path, where: str) -> Fault | None:
    try:
        info = path.stat()
    except OSError:
        return _missing(where)
    if not stat.S_ISREG(info.st_mode):
        return Fault(
            "intake.not-a-file",
            "Không phải là tệp thường",
            "This is no ordinary file",
            where,
            "Gửi tệp dữ liệu",
            "Send a file of data",
        )
    if info.st_size > walk.limits.file_bytes:
        return Fault(
            "intake.too-big",
            f"Tệp nặng {info.st_size // MIB} MB, quá giới hạn {walk.limits.file_bytes // MIB} MB",
            f"The file has {info.st_size // MIB} MB, over the bound of {walk.limits.file_bytes // MIB} MB",
            where,
            "Chia tệp thành nhiều phần",
            "Split the file",
        )
    if info.st_size == 0:
        return Fault("intake.empty", "Tệp rỗng", "The file is empty", where, "Gửi lại tệp", "Resend the file")
    return None


def _missing(where: str) -> Fault:
    return Fault(
        "intake.none",
        "Không có tệp này hoặc không được phép đọc",
        "There is no such file, or it may not be read",
        where,
        "Kiểm tra tên tệp và quyền đọc",
        "Check the name and the right to read it",
    )


def _link(where: str) -> Fault:
    return Fault(
        "intake.link",
        "Đây là liên kết tới nơi khác nên không đọc",
        "This is a link to another place and is not read",
        where,
        "Gửi chính tệp mà liên kết trỏ tới",
        "Send the file the link points to",
    )


def _nested(where: str, depth: int) -> Fault:
    return Fault(
        "intake.nested",
        f"Tệp nén lồng nhau quá {depth} lớp",
        f"Archives lie inside one another more than {depth} deep",
        where,
        "Giải nén rồi nén lại một lớp",
        "Unpack it and pack it once",
    )


def _too_deep(where: str) -> Fault:
    return Fault(
        "intake.deep",
        "Thư mục lồng nhau quá sâu",
        "Folders lie too deep inside one another",
        where,
        "Đưa tệp lên thư mục cao hơn",
        "Move the files further up",
    )


def _no_such_layer(where: str, missing: list[str], offered: list[str]) -> Fault:
    wanted = ", ".join(missing)
    more = f" … (+{len(offered) - _LISTED})" if len(offered) > _LISTED else ""
    there = ", ".join(offered[:_LISTED]) + more
    return Fault(
        "intake.no-layer",
        f"Không có lớp {wanted}; các lớp có trong tệp: {there}",
        f"There is no layer {wanted}; the layers in the file are: {there}",
        where,
        "Ghi đúng tên lớp, phân biệt chữ hoa và chữ thường",
        "Write the name as it stands there, capital letters included",
    )


def _nothing(where: str) -> Fault:
    return Fault(
        "intake.nothing",
        "Không có dữ liệu nào đọc được",
        "There is nothing that could be read",
        where,
        "Gửi tệp dữ liệu bản đồ: GeoPackage, shapefile, DXF, MapInfo…",
        "Send map data: GeoPackage, shapefile, DXF, MapInfo…",
    )
