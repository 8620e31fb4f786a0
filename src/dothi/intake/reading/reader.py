"""What a reader is: how it knows its files, and the plain parts it gives.

Readers run inside the sandbox and hand over Arrow record batches, so that a million features travel through
a file and never as Python objects. Attributes travel by position (``c0``, ``c1`` …) with their names beside,
for a file may name two columns alike or call one ``geometry``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Guess, Skipped
from dothi.intake.reading.archive import Allowance
from dothi.intake.sandbox.limits import Limits

FEATURE = "feature"
GEOMETRY = "geometry"
HEAD = 4096
"""Bytes from the start of a file that a reader sees to know it by."""

Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file or folder to read.

    ``where`` is the name the planner knows it by, through archives too (``hoso.zip/lop/dat.shp``);
    ``scratch`` is an empty folder of its own for what must be written on the way. ``layers`` are the names
    asked for, empty for all. ``progress`` takes a message, what is done and the whole (0: not known).
    ``converter`` is a program that turns DWG into DXF, empty where there is none. ``allowance`` is what may
    still be unpacked in this reading; ``offered`` gathers the names of all layers that were seen.
    """

    path: Path
    where: str
    scratch: Path
    limits: Limits
    layers: tuple[str, ...] = ()
    progress: Progress = lambda _message, _done, _total: None
    converter: str = ""
    allowance: Allowance | None = None
    offered: dict[str, None] = field(default_factory=dict)

    def staged(self, *endings: str) -> Source:
        """The same file through a link in the scratch folder, with siblings of these endings.

        For drivers that write beside what they open.
        """
        for path in (self.path, *(self.path.with_suffix(ending) for ending in endings)):
            if path.is_file():
                (self.scratch / path.name).symlink_to(path.absolute())
        return replace(self, path=self.scratch / self.path.name)

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    def wants(self, layer: str) -> bool:
        """Whether the layer was asked for; remembers that there is one."""
        self.offered[layer] = None
        return not self.layers or layer in self.layers


@dataclass(frozen=True, slots=True)
class RawLayer:
    """One layer as it streams out of a file.

    Every batch has ``feature`` (whole numbers or text), ``geometry`` (WKB; left out for a table), then one
    column for each of ``columns``, in order. ``crs`` is an authority code or WKT, empty where the file does
    not say. ``encoding`` is the one the file declares. With ``byte_image`` every character of its text
    stands for one byte (latin-1), still to be decoded; with ``raw_text`` as well, it calls itself text and is
    bytes as they stand in the file.
    """

    name: str
    driver: str
    columns: tuple[str, ...]
    batches: Iterable[pa.RecordBatch]
    crs: str = ""
    encoding: str = "utf-8"
    byte_image: bool = False
    raw_text: bool = False
    spatial: bool = True
    total: int = 0


@dataclass(frozen=True, slots=True)
class RawRaster:
    """One raster as it describes itself; it is not read."""

    name: str
    driver: str
    path: Path
    width: int
    height: int
    bands: int
    crs: str = ""


Part: TypeAlias = RawLayer | RawRaster | Skipped | Guess


@dataclass(frozen=True, slots=True)
class Reader:
    """A family of formats.

    ``recognises`` looks at a path and the first bytes of the file (empty for a folder) and must be cheap;
    the ending alone is never believed. ``sidecars`` are endings of files that belong to a file of the same
    stem (``.dbf`` to ``a.shp`` means ``a.dbf`` and ``a.shp.dbf``), ``companions`` endings of files that
    belong to any such file in their folder. Readers are asked in the order of ``rank``.
    """

    key: str
    title_vi: str
    title_en: str
    endings: tuple[str, ...]
    recognises: Callable[[Path, bytes], bool]
    read: Callable[[Source], Iterator[Part]]
    sidecars: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    rank: int = 50


def siblings(path: Path) -> Iterator[Path]:
    """Files beside ``path`` that share its stem in any letter case, itself among them."""
    stem = path.stem.lower()
    return (other for other in path.parent.iterdir() if other.stem.lower() == stem and other.is_file())


def broken(source: Source, title_vi: str, title_en: str, detail: str = "") -> UnusableError:
    """Make the refusal of a file of the right kind that cannot be read."""
    told = " ".join(detail.split())[:300]
    return UnusableError(
        Fault(
            "intake.broken",
            f"Tệp {title_vi} bị hỏng hoặc không đầy đủ" + (f" ({told})" if told else ""),
            f"The {title_en} file is broken or not complete" + (f" ({told})" if told else ""),
            source.where,
            "Mở tệp bằng chương trình đã tạo ra nó, lưu lại rồi gửi lại; nếu tệp gồm nhiều phần thì gửi đủ",
            "Open it in the program that made it, save it again and resend; send every part it consists of",
        )
    )
