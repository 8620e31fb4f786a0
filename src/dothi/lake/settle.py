"""The last steps of every publishing: files first, each under a key of its own, then the manifest.

Files of an unfinished publishing are named by no manifest and so count for nothing; :mod:`dothi.lake.collect`
removes them. Two publishers never write to the same key, except the manifest itself, which either may win:
whichever does, it names files that its own publisher wrote and checked.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from dothi.base.errors import Fault, UnusableError
from dothi.lake.lake import VERSIONS, Lake, manifest_path, renewed_path
from dothi.lake.manifest import TILES, Manifest, StoredFile

_BLOCK = 1 << 20


class Step(StrEnum):
    """What publishing is doing, told before it does it."""

    SURVEY = "survey"
    WRITE = "write"
    TILES = "tiles"
    STORE = "store"
    CHECK = "check"
    COMMIT = "commit"
    DONE = "done"

    def title(self, language: str = "vi") -> str:
        """Say it to a person."""
        vi, en = _TITLES[self]
        return en if language == "en" else vi


_TITLES = {
    Step.SURVEY: ("Đọc và đặt tên nội dung", "Reading and naming the content"),
    Step.WRITE: ("Ghi dữ liệu", "Writing the data"),
    Step.TILES: ("Dựng ô bản đồ", "Building the tiles"),
    Step.STORE: ("Đưa tệp vào kho", "Storing the files"),
    Step.CHECK: ("Đọc lại để kiểm tra", "Reading back to check"),
    Step.COMMIT: ("Ghi nhận phiên bản", "Making the version count"),
    Step.DONE: ("Đã công bố", "Published"),
}

Report = Callable[[Step], None]


def silent(step: Step) -> None:
    """Report nothing."""
    del step


def standing(lake: Lake, name: str, *, with_tiles: bool) -> Manifest | None:
    """Find a version that already holds this content, whole, and with tiles where they are wanted.

    A mark beside it is renewed before it is looked at, so that collecting sees it as young and leaves it
    alone until the caller has referred to it. The manifest itself is not touched: another publisher may be
    replacing it by one with tiles.
    """
    if lake.find(name) is None:
        return None
    lake.store.replace(renewed_path(name), b"")
    found = lake.find(name)
    if found is None or (with_tiles and TILES not in found.files):
        return None
    try:
        sizes = [lake.store.size(file.path) for file in found.files.values()]
    except FileNotFoundError:
        return None
    return found if sizes == [file.size for file in found.files.values()] else None


def settle(lake: Lake, draft: Manifest, made: Mapping[str, Path], report: Report) -> Manifest:
    """Store files, read them back, and write the manifest that makes the version exist.

    :param draft: the manifest, yet without files.
    :param made: part (``data``, ``tiles``) and the finished file on this machine, which is taken.
    :returns: the manifest that counts: this one, or that of whoever published the same content first.
    """
    folder = f"{VERSIONS}{draft.name}/{secrets.token_hex(8)}"
    with contextlib.ExitStack() as undo:
        files = {}
        for part, file in made.items():
            report(Step.STORE)
            with file.open("rb") as stream:
                stored = StoredFile(f"{folder}/{file.name}", digest_of(stream), file.stat().st_size)
            undo.callback(lake.store.remove, stored.path)
            lake.store.take(file, stored.path)
            files[part] = stored
        report(Step.CHECK)
        for stored in files.values():
            _check(lake, stored)
        undo.pop_all()
    report(Step.COMMIT)
    counted = _commit(lake, dataclasses.replace(draft, files=files))
    report(Step.DONE)
    return counted


def _commit(lake: Lake, manifest: Manifest) -> Manifest:
    path = manifest_path(manifest.name)
    if lake.store.put_new(path, manifest.encoded()):
        return manifest
    other = standing(lake, manifest.name, with_tiles=TILES in manifest.files)
    if other is None:
        lake.store.replace(path, manifest.encoded())
        return manifest
    for stored in manifest.files.values():
        lake.store.remove(stored.path)
    return other


def digest_of(stream: BinaryIO) -> str:
    """SHA-256 of a stream from where it stands."""
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _check(lake: Lake, stored: StoredFile) -> None:
    with lake.store.open(stored.path) as stream:
        if digest_of(stream) == stored.sha256:
            return
    raise UnusableError(
        Fault(
            "lake.not-stored",
            "Tệp vừa ghi vào kho đọc lại không đúng như đã ghi",
            "The file just stored does not read back as it was written",
            where=f"{lake.store.url}/{stored.path}",
            remedy_vi="Kiểm tra đĩa hoặc máy chủ lưu trữ rồi công bố lại; chưa có gì được công bố",
            remedy_en="Check the disk or the storage server, then publish again; nothing was published",
        )
    )
