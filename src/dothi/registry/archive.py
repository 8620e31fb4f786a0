"""One file that holds a folder's files with the hash of each, and proves whole before anything is taken out.

A gzipped tar whose last member, ``manifest.json``, lists every other member with size and SHA-256. A cut or
changed archive, one of another kind, and one with members that would land outside the target are refused
with one sentence.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from dothi.base.errors import Fault, UnusableError

FORMAT = 1
MANIFEST = "manifest.json"
_KIND = "dothi-backup"
_BLOCK = 1024 * 1024
_LONGEST_MANIFEST = 256 * 1024 * 1024
_UNREADABLE = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError)


class Writer:
    """Adds files to an archive and remembers their hashes."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, path: Path, name: str) -> None:
        """Add the file as it is now; one that grows meanwhile is taken at the length it had."""
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = status.st_size, 0o600, int(status.st_mtime)
            reader = _Hashing(stream)
            self._tar.addfile(member, reader)
        self._members[name] = {"size": member.size, "sha256": reader.digest.hexdigest()}

    def close(self, facts: dict[str, Any]) -> None:
        """Write the manifest."""
        content = {"kind": _KIND, "format": FORMAT, **facts, "members": self._members}
        data = json.dumps(content, ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode, member.mtime = len(data), 0o600, int(time.time())
        self._tar.addfile(member, io.BytesIO(data))


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Write an archive that appears under its name only when it is whole and has been read back."""
    if target.exists():
        raise UnusableError(_fault("exists", target, "đã có tệp này", "this file exists already"))
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3, format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            stream.flush()
            os.fsync(stream.fileno())
        verify(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def verify(archive: Path) -> dict[str, Any]:
    """Read the whole archive against its manifest and return the manifest; nothing is written."""
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    for name, size, stream in _members(archive):
        if manifest is not None:
            raise UnusableError(_broken(archive))
        if name == MANIFEST:
            manifest = _manifest(archive, stream.read(min(size, _LONGEST_MANIFEST)))
            continue
        found[name] = {"size": size, "sha256": _digest_of(stream)}
    if manifest is None or manifest["members"] != found:
        raise UnusableError(_broken(archive))
    return manifest


def extract(archive: Path, folder: Path, manifest: dict[str, Any]) -> None:
    """Write the members of a verified archive into ``folder``, checking each hash once more on the way."""
    for name, _, stream in _members(archive):
        if name == MANIFEST:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            digest = _digest_of(stream, target)
        if digest != manifest["members"].get(name, {}).get("sha256"):
            raise UnusableError(_broken(archive))


def _members(archive: Path) -> Iterator[tuple[str, int, _Checked]]:
    """Every member in order; refuses names and kinds of members that no backup holds.

    The tar is read to the last byte of the gzip stream, so that its checksum is compared too.
    """
    seen: set[str] = set()
    with _open(archive) as raw, gzip.GzipFile(fileobj=raw) as plain:
        tar = _Checked(archive, plain).tar()
        while (member := _next(archive, tar)) is not None:
            plainly = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
            stream = tar.extractfile(member) if plainly else None
            if stream is None or member.name in seen or not _is_inside(member.name):
                raise UnusableError(_foreign_member(archive, member.name))
            seen.add(member.name)
            yield member.name, member.size, _Checked(archive, stream)
        rest = _Checked(archive, plain)
        while padding := rest.read(_BLOCK):
            if padding.strip(b"\0"):
                raise UnusableError(_broken(archive))


def _open(archive: Path) -> IO[bytes]:
    try:
        return archive.open("rb")
    except FileNotFoundError:
        raise UnusableError(_fault("missing", archive, "không có tệp này", "no such file")) from None


def _next(archive: Path, tar: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return tar.next()
    except _UNREADABLE:
        raise UnusableError(_broken(archive)) from None


class _Checked:
    """A stream of the archive, whose damage is told as one sentence."""

    def __init__(self, archive: Path, stream: IO[bytes]) -> None:
        self._archive = archive
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except _UNREADABLE:
            raise UnusableError(_broken(self._archive)) from None

    def tar(self) -> tarfile.TarFile:
        try:
            return tarfile.open(fileobj=self._stream, mode="r|")
        except _UNREADABLE:
            raise UnusableError(_broken(self._archive)) from None


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        str(path) == name
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
        and "\0" not in name
        and path.parts != ()
    )


def _manifest(archive: Path, data: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(data)
    except ValueError:
        raise UnusableError(_broken(archive)) from None
    if not isinstance(manifest, dict) or manifest.get("kind") != _KIND:
        raise UnusableError(_broken(archive))
    told = all(isinstance(manifest.get(name), str) for name in ("version", "created", "database"))
    if (
        not told
        or not isinstance(manifest.get("members"), dict)
        or not isinstance(manifest.get("format"), int)
    ):
        raise UnusableError(_broken(archive))
    if manifest["format"] > FORMAT:
        raise UnusableError(
            _fault("newer", archive, "bản sao lưu của phiên bản mới hơn", "backup of a later version")
        )
    return manifest


class _Hashing(io.RawIOBase):
    """A stream that is hashed as it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self.digest.update(block)
        return block


def _digest_of(stream: _Checked, copy: IO[bytes] | None = None) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
        if copy is not None:
            copy.write(block)
    return digest.hexdigest()


def _fault(code: str, archive: Path, vi: str, en: str) -> Fault:
    return Fault(f"backup.{code}", vi, en, str(archive), "Chỉ tới một tệp khác", "Name another file")


def _broken(archive: Path) -> Fault:
    return _fault(
        "broken",
        archive,
        "không phải bản sao lưu nguyên vẹn của dothi (bị cắt, bị sửa hoặc là tệp loại khác)",
        "not a whole dothi backup (cut, changed, or a file of another kind)",
    )


def _foreign_member(archive: Path, name: str) -> Fault:
    shown = name.encode("unicode_escape").decode("ascii")[:80]
    return _fault(
        "foreign-member",
        archive,
        f"chứa mục «{shown}» mà bản sao lưu không thể có, nên bị từ chối toàn bộ",
        f"holds a member “{shown}” that no backup holds, so all of it is refused",
    )
