"""A lake in an object store: anything fsspec reaches, with care for S3-compatible servers.

Credentials come from where the store's own tools look for them (for S3 the AWS environment variables); a
lake's address never holds them. Listings are not cached: another process may have published a moment ago.
"""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import fsspec
from botocore.exceptions import BotoCoreError  # type: ignore[import-untyped]

from dothi.base.errors import Fault, UnusableError
from dothi.lake.store import Key

_DATES = ("LastModified", "last_modified", "updated", "mtime", "created")
_UNCONDITIONAL = {errno.ENOSYS, errno.ENOTSUP, errno.EINVAL}
_BLOCK = 1 << 17


class ObjectStore:
    """An address such as ``s3://bucket/folder``.

    :param endpoint: address of an S3-compatible server that is not Amazon's, empty otherwise.
    """

    def __init__(self, url: str, endpoint: str = "") -> None:
        self.url = url.rstrip("/")
        options = _s3_options(endpoint) if url.startswith(("s3://", "s3a://")) else {}
        with self._reaching():
            self._files, root = fsspec.core.url_to_fs(self.url, use_listings_cache=False, **options)
        self._root = str(root).rstrip("/")
        self._conditional = True

    def listing(self, prefix: str = "") -> list[Key]:
        """List objects, sorted."""
        with self._reaching():
            try:
                found = self._files.find(self._at(prefix), detail=True, refresh=True)
            except FileNotFoundError:
                return []
        start = len(self._root) + 1
        return [
            Key(path[start:], int(info["size"]), _modified(info))
            for path, info in sorted(found.items())
            if path[start:]
        ]

    def read(self, path: str, start: int = 0, end: int | None = None) -> bytes:
        """Read a part of an object in one request."""
        if end is not None and end <= start:
            return b""
        with self._reaching():
            read: bytes = self._files.cat_file(self._at(path), start=start or None, end=end)
        return read

    def open(self, path: str) -> BinaryIO:
        """Open an object; each read asks for what it needs and a little more."""
        with self._reaching():
            stream: BinaryIO = self._files.open(
                self._at(path), "rb", block_size=_BLOCK, cache_type="readahead"
            )
        return stream

    def size(self, path: str) -> int:
        """Length of an object."""
        with self._reaching():
            return int(self._files.info(self._at(path), refresh=True)["size"])

    def put_new(self, path: str, data: bytes) -> bool:
        """Write on the condition that nothing is there, where the server knows conditions."""
        with self._reaching():
            if self._conditional:
                try:
                    self._files.pipe_file(self._at(path), data, mode="create")
                except FileExistsError:
                    return False
                except OSError as error:
                    if error.errno not in _UNCONDITIONAL:
                        raise
                    self._conditional = False
                else:
                    return True
            if self._files.exists(self._at(path)):
                return False
            self._files.pipe_file(self._at(path), data)
        return True

    def replace(self, path: str, data: bytes) -> None:
        """Write an object; stores show the old one or the new."""
        with self._reaching():
            self._files.pipe_file(self._at(path), data)

    def take(self, file: Path, path: str) -> None:
        """Upload a file; it appears when the upload is complete."""
        with self._reaching():
            self._files.put_file(str(file), self._at(path))

    def remove(self, path: str) -> None:
        """Remove an object."""
        with self._reaching(), contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._at(path))

    def local_path(self, path: str) -> Path | None:
        """No object is a file."""
        del path
        return None

    @contextlib.contextmanager
    def workroom(self) -> Iterator[Path]:
        """Make a folder among the machine's temporary files."""
        with tempfile.TemporaryDirectory(prefix="dothi-lake-", ignore_cleanup_errors=True) as room:
            yield Path(room)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turn what the network says into a sentence; a missing object stays a ``FileNotFoundError``."""
        try:
            yield
        except (FileNotFoundError, FileExistsError):
            raise
        except (OSError, BotoCoreError, ValueError, ImportError) as error:
            raise UnusableError(
                Fault(
                    "lake.unreachable",
                    f"Không dùng được kho đối tượng: {error}",
                    f"The object store cannot be used: {error}",
                    where=self.url,
                    remedy_vi="Kiểm tra DOTHI_LAKE_URL, DOTHI_LAKE_ENDPOINT và các biến AWS_…",
                    remedy_en="Check DOTHI_LAKE_URL, DOTHI_LAKE_ENDPOINT and the AWS_… variables",
                )
            ) from error


def _s3_options(endpoint: str) -> dict[str, Any]:
    """Options that servers other than Amazon's need too: plain paths, no checksums in trailers.

    Digests in the manifest protect the bytes, so nothing is lost by leaving the trailers out.
    """
    plain: dict[str, Any] = {
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    if endpoint:
        plain["s3"] = {"addressing_style": "path"}
        return {"endpoint_url": endpoint, "config_kwargs": plain}
    return {"config_kwargs": plain}


def _modified(info: dict[str, Any]) -> datetime:
    """When an object was last written; one whose store does not say counts as written in the far future.

    So what has no date is never taken for old.
    """
    for name in _DATES:
        value = info.get(name)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, (int, float)):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, str):
            return datetime.fromisoformat(value)
    return datetime.max.replace(tzinfo=UTC)
