"""Files of consultations: in the workspace under the SHA-256 of their content, written before the row."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from dothi.registry.consultation.refusals import refusal


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file."""

    sha256: str
    size: int
    start: bytes


def keep(pieces: Iterable[bytes], most: int, where: str = "") -> Kept:
    """Write a file that comes in pieces; refuses an empty one and one of more than ``most`` bytes."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".part-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            kept = _written(stream, pieces, most, where)
            stream.flush()
            os.fsync(stream.fileno())
        target = path_of(kept.sha256)
        target.parent.mkdir(exist_ok=True)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)
    return kept


def path_of(sha256: str) -> Path:
    """Where the file of a digest lies."""
    return _folder() / sha256[:2] / sha256


def _folder() -> Path:
    path: Path = settings.DOTHI.workspace / "consultation"
    return path


def _written(stream: IO[bytes], pieces: Iterable[bytes], most: int, where: str) -> Kept:
    digest, size, start = hashlib.sha256(), 0, b""
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise _too_large(where, most)
        start = start or piece[:64]
        digest.update(piece)
        stream.write(piece)
    if not size:
        raise refusal("file-empty", where, "Tệp rỗng", "The file is empty")
    return Kept(digest.hexdigest(), size, start)


def _too_large(where: str, most: int) -> Exception:
    megabytes = most // 1024**2
    return refusal(
        "file-large",
        where,
        f"Tệp lớn hơn {megabytes} MB",
        f"The file is larger than {megabytes} MB",
        ("Nén hoặc chia nhỏ tệp rồi gửi lại", "Compress or split it and send it again"),
    )
