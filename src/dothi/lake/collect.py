"""Removing what nothing refers to: whole versions, and files that an unfinished publishing left.

What is referred to is said by the caller; the lake cannot know. Whatever was written or published again
within ``min_age`` stays, for its reference may be about to be recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dothi.base.errors import DothiError, Fault, InputError
from dothi.lake.lake import STAGING, VERSIONS, Lake, is_name, manifest_path, renewed_path
from dothi.lake.store import Key

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Collected:
    """What was removed, or would be. ``missing`` are names referred to that the lake does not hold.

    ``files`` and ``size`` count every file removed, those of ``versions`` included; ``young`` are versions
    without a reference that are left for their age.
    """

    versions: tuple[str, ...]
    young: tuple[str, ...]
    missing: tuple[str, ...]
    files: int
    size: int


def collect(
    lake: Lake,
    referenced: Iterable[str],
    *,
    now: datetime,
    min_age: timedelta = DAY,
    dry_run: bool = False,
) -> Collected:
    """Remove versions that no name in ``referenced`` stands for, and leftovers, if older than ``min_age``.

    A manifest goes before its files, so a version is whole until it is gone. Whoever publishes the content
    again renews its mark before looking for the manifest; here the mark is looked at once more after the
    manifest went, which is put back then. So of the two at least one sees the other. Raises
    :class:`InputError` (``lake.reference``) where a reference is no name, before anything is removed.

    :param now: moment to measure age from, with its time zone.
    """
    kept = _checked(referenced)
    limit = now - min_age
    by_version, staged = _sorted_keys(lake)
    gone: list[str] = []
    young: list[str] = []
    manifests: list[Key] = []
    doomed = [key for key in staged if key.modified < limit]
    for name, keys in by_version.items():
        manifest = next((key for key in keys if key.path == manifest_path(name)), None)
        if manifest is None and _is_young(keys, name, limit):
            continue  # published again this moment: another collector may be putting the manifest back
        if manifest is None or name in kept:
            doomed += [key for key in _unnamed(lake, name, keys) if key.modified < limit]
        elif _is_young(keys, name, limit) or not (dry_run or _remove_manifest(lake, name, limit)):
            young.append(name)
        else:
            gone.append(name)
            manifests.append(manifest)
            doomed += [key for key in keys if key is not manifest]
    if not dry_run:
        for key in doomed:
            lake.store.remove(key.path)
    present = {name for name, keys in by_version.items() if any(k.path == manifest_path(name) for k in keys)}
    return Collected(
        versions=tuple(gone),
        young=tuple(young),
        missing=tuple(sorted(kept - present)),
        files=len(manifests) + len(doomed),
        size=sum(key.size for key in [*manifests, *doomed]),
    )


def leftovers(lake: Lake) -> list[Key]:
    """List the files that belong to no version."""
    by_version, staged = _sorted_keys(lake)
    return [*staged, *(key for name, keys in by_version.items() for key in _unnamed(lake, name, keys))]


def _sorted_keys(lake: Lake) -> tuple[dict[str, list[Key]], list[Key]]:
    """Keys of each version, and those of staging. What lies elsewhere is not the lake's and stays."""
    by_version: defaultdict[str, list[Key]] = defaultdict(list)
    for key in lake.store.listing(VERSIONS):
        name = key.path.removeprefix(VERSIONS).split("/")[0]
        if is_name(name):
            by_version[name].append(key)
    return by_version, lake.store.listing(STAGING)


def _unnamed(lake: Lake, name: str, keys: list[Key]) -> list[Key]:
    """Find the files that the manifest, read now, does not name; none where it cannot be read."""
    try:
        manifest = lake.find(name)
    except DothiError:
        return []
    if manifest is None:
        return keys
    named = {manifest_path(name), renewed_path(name)} | {file.path for file in manifest.files.values()}
    return [key for key in keys if key.path not in named]


def _is_young(keys: Iterable[Key], name: str, limit: datetime) -> bool:
    """Whether a version was published, or published again, since ``limit``."""
    return any(key.modified >= limit for key in keys if key.path in {manifest_path(name), renewed_path(name)})


def _remove_manifest(lake: Lake, name: str, limit: datetime) -> bool:
    """Remove a manifest unless someone publishes the content again meanwhile."""
    path = manifest_path(name)
    try:
        held = lake.store.read(path)
    except FileNotFoundError:  # another collector was faster
        return not _is_young(lake.store.listing(f"{VERSIONS}{name}"), name, limit)
    if _is_young(lake.store.listing(f"{VERSIONS}{name}"), name, limit):
        return False
    lake.store.remove(path)
    if _is_young(lake.store.listing(f"{VERSIONS}{name}"), name, limit):
        lake.store.put_new(path, held)
        return False
    return True


def _checked(referenced: Iterable[str]) -> set[str]:
    names = set(referenced)
    for name in sorted(names):
        if not is_name(name):
            raise InputError(
                Fault(
                    "lake.reference",
                    f"«{name[:80]}» không phải là tên phiên bản (64 chữ số thập lục phân)",
                    f"“{name[:80]}” is not the name of a version (64 hexadecimal digits)",
                    remedy_vi="Sửa danh sách; chưa có gì bị xóa",
                    remedy_en="Mend the list; nothing was removed",
                )
            )
    return names
