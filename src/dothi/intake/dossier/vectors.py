"""The geographic files of a dossier, read through the readers of the intake room.

Out of a zip, they are first unpacked into a folder of our own, at the places the listing gave them; what
swells beyond the limit is refused.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dothi.base.errors import DothiError, Fault, UnusableError
from dothi.intake.dossier.tree import BrokenZipError, Entry, Tree, opened
from dothi.intake.layers import Layer, Reading, Table

MOST_UNPACKED = 4 * 1024**3
"""Bytes that the geographic files of a dossier may have once unpacked."""

Reader = Callable[[Path], Reading]
"""Reads everything in a folder; ``where`` of what it gives starts with the folder's own name."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """What the geographic files hold, each with the entry it came from, and what could not be read."""

    layers: tuple[tuple[Entry, Layer], ...] = ()
    tables: tuple[tuple[Entry, Table], ...] = ()
    faults: tuple[Fault, ...] = ()


def read_vectors(tree: Tree, entries: Sequence[Entry], reader: Reader) -> Vectors:
    """Read ``entries``, which are datasets of the dossier, folder by folder.

    Files that lie beside them and have no place in the layout may be read on the way; they are left out.
    """
    if not entries:
        return Vectors()
    layers: list[tuple[Entry, Layer]] = []
    tables: list[tuple[Entry, Table]] = []
    faults: list[Fault] = []
    try:
        with _on_disk(tree, entries) as folder:
            for top in dict.fromkeys(entry.path.split("/")[0] for entry in entries):
                reading = _read(folder / top, entries, reader, faults)
                own = {guess.layer: guess.found for guess in reading.guesses if guess.kind == "layer_name"}
                for layer in reading.layers:
                    named = replace(layer, name=own.get(layer.name, layer.name))
                    layers += [(entry, named) for entry in _owner(layer.where, entries)]
                for table in reading.tables:
                    tables += [(entry, table) for entry in _owner(table.where, entries)]
                faults += [item.reason for item in reading.skipped if _owner(item.name, entries)]
    except BrokenZipError:
        raise
    except UnusableError as error:
        faults += error.faults
    return Vectors(tuple(layers), tuple(tables), tuple(faults))


def _read(folder: Path, entries: Sequence[Entry], reader: Reader, faults: list[Fault]) -> Reading:
    """Read one folder; where nothing in it can be read, the faults of files without a place are left out."""
    try:
        return reader(folder)
    except DothiError as error:
        beside = f"{folder.name}/"
        faults += [f for f in error.faults if not f.where.startswith(beside) or _owner(f.where, entries)]
        return Reading(folder.name)


def _owner(where: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entry a place in the reading belongs to; a list of one, or of none."""
    return [entry for entry in entries if where == entry.path or where.startswith(f"{entry.path}/")][:1]


@contextmanager
def _on_disk(tree: Tree, entries: Sequence[Entry]) -> Iterator[Path]:
    if not tree.zipped:
        yield tree.source / tree.inside
        return
    with tempfile.TemporaryDirectory(prefix="dothi-dossier-") as folder:
        _unpack(tree, entries, Path(folder))
        yield Path(folder)


def _unpack(tree: Tree, entries: Sequence[Entry], folder: Path) -> None:
    """Copy out what belongs to the entries: what lies in a ``.gdb``, and files that share a stem."""
    prefix = f"{tree.inside}/" if tree.inside else ""
    wanted = {entry.path for entry in entries}
    left = MOST_UNPACKED
    with opened(tree.source) as archive:
        for member in archive.infolist():
            name = str(PurePosixPath(member.filename.replace("\\", "/")))
            path = PurePosixPath(name.removeprefix(prefix))
            parent = "" if str(path.parent) == "." else str(path.parent)
            beside = any(e.parent == parent and path.name.startswith(f"{e.stem}.") for e in entries)
            belongs = parent in wanted or beside
            if member.is_dir() or not name.startswith(prefix) or ".." in path.parts or not belongs:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, target.open("wb") as copy:
                while piece := source.read(_CHUNK):
                    left -= len(piece)
                    if left < 0:
                        raise UnusableError(_too_large(tree.source.name))
                    copy.write(piece)


def _too_large(where: str) -> Fault:
    return Fault(
        "dossier.too-large",
        f"Dữ liệu GIS giải nén lớn hơn {MOST_UNPACKED // 1024**3} GB",
        f"The geographic data unpack to more than {MOST_UNPACKED // 1024**3} GB",
        where=where,
        remedy_vi="Giải nén hồ sơ rồi kiểm tra thư mục",
        remedy_en="Unpack the dossier and check the folder",
    )
