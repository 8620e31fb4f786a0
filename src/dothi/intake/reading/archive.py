"""Unpacking archives: nothing outside the folder, no links, no more than the limits allow.

Every byte is counted as it is written; the sizes an archive claims are not believed. Names are taken apart
and put together again, so ``../`` and absolute names lead nowhere.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dothi.base.errors import Fault, UnusableError
from dothi.intake.sandbox.limits import MIB, Limits

ZIP = (".zip", ".kmz")
TAR = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tar.xz")
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
"""What a broken archive raises; a password is a RuntimeError, a method not known NotImplementedError."""
_BLOCK = 1 << 20
_LONGEST_NAME = 200
_DEEPEST = 20
_OPENERS: Mapping[bytes, Callable[[Path], Any]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
    b"\xfd7z": lzma.LZMAFile,
}


BOUNDS = frozenset({"intake.archive-files", "intake.archive-size"})
"""Codes of refusals that end the whole reading, for what was unpacked before counts towards them too."""


@dataclass(slots=True)
class Allowance:
    """What may still be unpacked in this reading."""

    limits: Limits
    bytes: int = 0
    files: int = 0

    def take_file(self, where: str) -> None:
        """Count one file; refused beyond the limit."""
        self.files += 1
        if self.files > self.limits.unpacked_files:
            raise UnusableError(
                Fault(
                    "intake.archive-files",
                    f"Tệp nén chứa nhiều hơn {self.limits.unpacked_files} tệp",
                    f"The archive holds more than {self.limits.unpacked_files} files",
                    where,
                    "Chỉ nén các tệp của hồ sơ",
                    "Pack the files of the dossier only",
                )
            )

    def take_bytes(self, count: int, where: str) -> None:
        """Count bytes; refused beyond the limit."""
        self.bytes += count
        if self.bytes > self.limits.unpacked_bytes:
            raise UnusableError(
                Fault(
                    "intake.archive-size",
                    f"Giải nén ra nhiều hơn {self.limits.unpacked_bytes // MIB} MB nên đã dừng",
                    f"It unpacks to more than {self.limits.unpacked_bytes // MIB} MB, so it was stopped",
                    where,
                    "Gửi riêng từng phần, hoặc kiểm tra lại nguồn của tệp nén này",
                    "Send it in parts, or ask where this archive comes from",
                )
            )


def unpack(path: Path, where: str, folder: Path, allowance: Allowance) -> list[Fault]:
    """Unpack a zip or tar into ``folder``; gives what was left out and why.

    Raises :class:`UnusableError` beyond the limits, for a broken archive, and for one with a password.
    """
    try:
        if zipfile.is_zipfile(path):
            return list(_unpack_zip(path, where, folder, allowance))
        return list(_unpack_tar(path, where, folder, allowance))
    except UnusableError:
        raise
    except ARCHIVE_ERRORS as error:
        raise UnusableError(
            Fault(
                "intake.archive",
                "Tệp nén bị hỏng hoặc không đầy đủ",
                "The archive is broken or not complete",
                where,
                "Nén lại dưới dạng .zip thông thường rồi gửi lại",
                "Pack it again as an ordinary .zip and resend",
            )
        ) from error


def is_tar(path: Path) -> bool:
    """Whether the file is a tar, compressed or not, by its first bytes."""
    try:
        with path.open("rb") as stream:
            start = stream.read(3)
        for magic, opener in _OPENERS.items():
            if start.startswith(magic):
                with opener(path) as inner:
                    return bool(inner.read(512)[257:262] == b"ustar")
        with path.open("rb") as plain:
            return plain.read(512)[257:262] == b"ustar"
    except ARCHIVE_ERRORS:
        return False


def _unpack_zip(path: Path, where: str, folder: Path, allowance: Allowance) -> Iterator[Fault]:
    with zipfile.ZipFile(path) as archive:
        taken: set[str] = set()
        for item in archive.infolist():
            allowance.take_file(where)
            name = _zip_name(item)
            if item.is_dir():
                continue
            if item.flag_bits & 0x1:
                raise UnusableError(locked(where))
            if stat.S_ISLNK(item.external_attr >> 16):
                yield _left_out(where, name, "liên kết", "a link")
                continue
            target = _target(folder, name, taken)
            if target is None:
                yield _left_out(
                    where, name, "tên dẫn ra ngoài thư mục", "a name that leads out of the folder"
                )
                continue
            with archive.open(item) as stream:
                _copy(stream, target, where, allowance)


def _unpack_tar(path: Path, where: str, folder: Path, allowance: Allowance) -> Iterator[Fault]:
    with tarfile.open(path, "r|*") as archive:
        taken: set[str] = set()
        for item in archive:
            allowance.take_file(where)
            if item.isdir():
                continue
            if not item.isreg():
                yield _left_out(where, item.name, "liên kết hoặc thiết bị", "a link or a device")
                continue
            target = _target(folder, item.name, taken)
            if target is None:
                yield _left_out(
                    where, item.name, "tên dẫn ra ngoài thư mục", "a name that leads out of the folder"
                )
                continue
            stream = archive.extractfile(item)
            if stream is not None:
                with stream:
                    _copy(stream, target, where, allowance)


def _copy(stream: IO[bytes], target: Path, where: str, allowance: Allowance) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        while block := stream.read(_BLOCK):
            allowance.take_bytes(len(block), where)
            out.write(block)


def _target(folder: Path, name: str, taken: set[str]) -> Path | None:
    """Where a member goes; ``None`` for names that lead elsewhere, are too long, or come a second time."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", "."}]
    odd = name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")
    if odd or not parts or ".." in parts or len(parts) > _DEEPEST:
        return None
    clean = ["".join(c for c in part if unicodedata.category(c)[0] != "C").strip() for part in parts]
    if any(not part or len(part.encode()) > _LONGEST_NAME for part in clean):
        return None
    key = "/".join(clean).casefold()
    if key in taken:
        return None
    taken.add(key)
    return folder.joinpath(*clean)


def _zip_name(item: zipfile.ZipInfo) -> str:
    """Read a name again whose bytes were taken for code page 437, as old programs and Windows write them."""
    if item.flag_bits & 0x800:
        return item.filename
    raw = item.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return item.filename


def _left_out(where: str, name: str, vi: str, en: str) -> Fault:
    shown = "".join(c if c.isprintable() else "?" for c in name)[:120]
    return Fault(
        "intake.archive-member",
        f"Không giải nén «{shown}»: {vi}",
        f"“{shown}” was not unpacked: {en}",
        where,
        "Nén lại chỉ với các tệp thật của hồ sơ",
        "Pack it again with the real files of the dossier only",
    )


def locked(where: str) -> Fault:
    """Say that an archive has a password."""
    return Fault(
        "intake.password",
        "Tệp nén có mật khẩu",
        "The archive has a password",
        where,
        "Nén lại không đặt mật khẩu",
        "Pack it again without a password",
    )
