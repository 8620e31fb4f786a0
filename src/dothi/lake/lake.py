"""A lake: one root, the versions in it, and reading what they hold.

``versions/<name>/manifest.json`` makes a version exist; its files lie beside in a folder of the publishing
that wrote them, and the age of ``renewed`` tells when the content was last published again. ``lake.json``
marks the root, so that a mistyped address is never taken for an empty lake.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.lake import geoparquet
from dothi.lake.manifest import DATA, FORMAT, TILES, LayerFacts, Manifest, StoredFile, read_manifest
from dothi.lake.reference import Box
from dothi.lake.store import FolderStore, Store

MARK = "lake.json"
VERSIONS, STAGING = "versions/", "staging/"
MANIFEST, RENEWED = "manifest.json", "renewed"
NAME_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Version:
    """What layers and rasters have in common."""

    lake: Lake
    manifest: Manifest

    @property
    def name(self) -> str:
        """SHA-256 of the content."""
        return self.manifest.name

    def open_data(self) -> BinaryIO:
        """Open the data file, for downloads and for other readers; can seek."""
        return self.lake.store.open(self._file(DATA).path)

    @property
    def data_path(self) -> Path | None:
        """Path of the data file where the lake is a folder."""
        return self.lake.store.local_path(self._file(DATA).path)

    @property
    def data_size(self) -> int:
        """Bytes of the data file."""
        return self._file(DATA).size

    def read_data_range(self, start: int, end: int) -> bytes:
        """Bytes of the data file from ``start`` up to, not including, ``end``."""
        return self.lake.store.read(self._file(DATA).path, start, end)

    def _file(self, part: str) -> StoredFile:
        return self.manifest.files[part]


@dataclass(frozen=True, slots=True)
class RasterVersion(Version):
    """A raster, stored as a cloud-optimised GeoTIFF that a map reads by byte ranges."""


@dataclass(frozen=True, slots=True)
class LayerVersion(Version):
    """A vector layer."""

    @property
    def facts(self) -> LayerFacts:
        """Figures of the layer."""
        return cast("LayerFacts", self.manifest.layer)

    def frame(self, bbox: Box | None = None, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Read features with their attributes, in stored order.

        :param bbox: only features whose bounding boxes meet this one, in the CRS of the layer; row groups
            that lie elsewhere are not read.
        :param columns: only these attributes; all by default. Raises :class:`InputError`
            (``lake.no-column``) for one that the layer lacks.
        """
        with self.open_data() as stream:
            stored = geoparquet.GeoParquet.open(stream)
            return self._as_frame(stored, stored.table(bbox, self._columns(columns)))

    def features_in(self, bbox: Box) -> gpd.GeoDataFrame:
        """Read the features whose bounding boxes meet a box in the CRS of the layer.

        The index, named ``feature``, holds their ids in the tiles; all else is as in :meth:`frame`.
        """
        with self.open_data() as stream:
            stored = geoparquet.GeoParquet.open(stream)
            frame = self._as_frame(stored, stored.table(bbox, self._columns(None)))
            frame.index = pd.Index([number + 1 for number in stored.numbers_at(bbox)], name="feature")
        return frame

    def features(self, ids: Sequence[int], columns: Sequence[str] | None = None) -> gpd.GeoDataFrame:
        """Read the features that carry these ids in the tiles, in the order asked for.

        Raises :class:`InputError` (``lake.no-feature``) where there is no such id.
        """
        for number in ids:
            if not 1 <= number <= self.facts.features:
                raise InputError(_no_feature(number, self.facts.features))
        with self.open_data() as stream:
            stored = geoparquet.GeoParquet.open(stream)
            numbers = [number - 1 for number in ids]
            return self._as_frame(stored, stored.rows(numbers, self._columns(columns)))

    def open_tiles(self) -> BinaryIO:
        """Open the PMTiles archive; raises :class:`InputError` (``lake.no-tiles``) where none was built."""
        return self.lake.store.open(self._tiles().path)

    @property
    def tiles_path(self) -> Path | None:
        """Path of the PMTiles archive where the lake is a folder and tiles were built."""
        return self.lake.store.local_path(self._tiles().path) if TILES in self.manifest.files else None

    @property
    def tiles_size(self) -> int:
        """Bytes of the PMTiles archive."""
        return self._tiles().size

    def read_range(self, start: int, end: int) -> bytes:
        """Bytes of the PMTiles archive from ``start`` up to, not including, ``end``; one request."""
        return self.lake.store.read(self._tiles().path, start, end)

    def _tiles(self) -> StoredFile:
        if TILES not in self.manifest.files:
            raise InputError(_no_tiles(self.name))
        return self._file(TILES)

    def _columns(self, wanted: Sequence[str] | None) -> list[str]:
        known = [column.name for column in self.facts.columns]
        check_columns(wanted or (), known)
        return known if wanted is None else list(wanted)

    def _as_frame(self, stored: geoparquet.GeoParquet, table: pa.Table) -> gpd.GeoDataFrame:
        nullable = {column.name: column.type for column in self.facts.columns if column.nulls}
        return geoparquet.as_frame(table, stored.crs, nullable)


@dataclass(frozen=True, slots=True)
class Lake:
    """A lake that exists. Get one with :func:`open_lake`."""

    store: Store

    def names(self) -> list[str]:
        """Names of every version, sorted."""
        ends = f"/{MANIFEST}"
        found = [key.path for key in self.store.listing(VERSIONS) if key.path.endswith(ends)]
        return sorted(path.removeprefix(VERSIONS).removesuffix(ends) for path in found)

    def manifest(self, name: str) -> Manifest:
        """Read a manifest; raise :class:`InputError` (``lake.no-version``) where there is no such version."""
        found = self.find(name)
        if found is None:
            raise InputError(_no_version(name))
        return found

    def find(self, name: str) -> Manifest | None:
        """Read a manifest, ``None`` where there is no such version."""
        if not is_name(name):
            return None
        path = manifest_path(name)
        try:
            return read_manifest(self.store.read(path), f"{self.store.url}/{path}")
        except FileNotFoundError:
            return None

    def open_version(self, name: str) -> LayerVersion:
        """Open a layer by its whole name; raise :class:`InputError` where there is no such layer."""
        manifest = self.manifest(name)
        if manifest.layer is None:
            raise InputError(_no_version(name))
        return LayerVersion(self, manifest)

    def open_raster(self, name: str) -> RasterVersion:
        """Open a raster by its whole name; raise :class:`InputError` where there is no such raster."""
        manifest = self.manifest(name)
        if manifest.raster is None:
            raise InputError(_no_version(name))
        return RasterVersion(self, manifest)

    def resolve(self, start: str) -> str:
        """Find the one version whose name starts so; raise :class:`InputError` where none or several do."""
        found = [name for name in self.names() if name.startswith(start.lower())]
        if len(found) != 1:
            raise InputError(_no_version(start, len(found)))
        return found[0]


def open_lake(root: str | Path, *, endpoint: str = "", create: bool = False) -> Lake:
    """Open the lake at a folder or at any address that fsspec reads, as ``s3://bucket/folder``.

    :param endpoint: address of an S3-compatible server that is not Amazon's.
    :param create: make one where there is none; without it that is :class:`UnusableError`
        (``lake.none``), and so is a root that some other format marks (``lake.format``).
    """
    store = _store(str(root), endpoint)
    try:
        mark = store.read(MARK)
    except FileNotFoundError:
        if not create:
            raise UnusableError(_no_lake(store.url)) from None
        mark = json.dumps({"format": FORMAT}).encode() + b"\n"
        store.put_new(MARK, mark)
    try:
        known = json.loads(mark)["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise UnusableError(_other_format(store.url))
    return Lake(store)


def manifest_path(name: str) -> str:
    """Key of the manifest of a version."""
    return f"{VERSIONS}{name}/{MANIFEST}"


def renewed_path(name: str) -> str:
    """Key of the mark that tells when a version was last published again."""
    return f"{VERSIONS}{name}/{RENEWED}"


def is_name(text: str) -> bool:
    """Whether a text can be the name of a version; nothing else ever becomes part of a key."""
    return len(text) == NAME_LENGTH and all(letter in "0123456789abcdef" for letter in text)


def check_columns(wanted: Sequence[str], known: Sequence[str]) -> None:
    """Raise :class:`InputError` (``lake.no-column``) for a column that is not there."""
    for name in wanted:
        if name not in known:
            raise InputError(
                Fault(
                    "lake.no-column",
                    f"Lớp không có trường «{name}»",
                    f"The layer has no column “{name}”",
                    remedy_vi=f"Chọn trong: {', '.join(known)}",
                    remedy_en=f"Choose among: {', '.join(known)}",
                )
            )


def _store(root: str, endpoint: str) -> Store:
    if "://" not in root:
        return FolderStore(Path(root))
    if root.startswith("file://"):
        return FolderStore(Path(root.removeprefix("file://")))
    from dothi.lake.objects import ObjectStore  # noqa: PLC0415 - the cloud's libraries are dear to load

    return ObjectStore(root, endpoint)


def _no_lake(where: str) -> Fault:
    return Fault(
        "lake.none",
        "Ở đây chưa có kho lớp bản đồ (thiếu lake.json)",
        "There is no lake here (no lake.json)",
        where=where,
        remedy_vi="Kiểm tra DOTHI_LAKE_URL và thư mục làm việc; kho được tạo khi công bố lớp đầu tiên",
        remedy_en="Check DOTHI_LAKE_URL and the workspace; a lake is made when the first layer is published",
    )


def _other_format(where: str) -> Fault:
    return Fault(
        "lake.format",
        f"Kho này không theo định dạng {FORMAT} mà chương trình đọc được",
        f"This lake is not of the format {FORMAT} that this program reads",
        where=where,
        remedy_vi="Dùng phiên bản dothi đã tạo kho này",
        remedy_en="Use the version of dothi that made it",
    )


def _no_version(name: str, found: int = 0) -> Fault:
    several = f" ({found} phiên bản / versions)" if found else ""
    return Fault(
        "lake.no-version",
        f"Kho không có đúng một phiên bản như vậy tên «{name[:NAME_LENGTH]}»{several}",
        f"The lake does not hold exactly one such version named “{name[:NAME_LENGTH]}”{several}",
        remedy_vi="Xem tên bằng «dothi lake list»",
        remedy_en="See the names with “dothi lake list”",
    )


def _no_feature(number: int, count: int) -> Fault:
    return Fault(
        "lake.no-feature",
        f"Lớp không có đối tượng số {number}",
        f"The layer has no feature {number}",
        remedy_vi=f"Số đối tượng đi từ 1 đến {count}",
        remedy_en=f"Features are numbered from 1 to {count}",
    )


def _no_tiles(name: str) -> Fault:
    return Fault(
        "lake.no-tiles",
        "Phiên bản này được công bố không kèm ô bản đồ",
        "This version was published without tiles",
        where=name,
        remedy_vi="Công bố lại cùng nội dung với loại ô bản đồ cần dùng",
        remedy_en="Publish the same content again with the kind of tiles needed",
    )
