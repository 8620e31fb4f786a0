"""Folders and files of a dossier, each against its place in the layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dothi.base.text import fold
from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.telling import found, listed
from dothi.intake.dossier.tree import Entry, Tree
from dothi.intake.findings import Finding, Severity
from dothi.law.tables.dossier_folders import DossierFolder

GEOGRAPHIC = frozenset(
    {"shp", "geojson", "json", "fgb", "gml", "tab", "mif", "kml", "kmz", "parquet", "dxf", "dgn"}
)
"""Endings of other geographic formats, which the circular allows without naming them."""

SIDECARS = frozenset(
    {
        *("shx", "dbf", "prj", "cpg", "qpj", "sbn", "sbx", "qix"),
        *("dat", "map", "id", "ind", "mid", "gfs", "xsd", "xml", "gpkg-wal", "gpkg-shm"),
    }
)
"""Files that only come beside another one."""


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One line of the inventory.

    ``status``: ``listed``, ``unexpected``, or ``absent`` for a place left empty. ``place`` is the code of the
    place in ``dossier_folders``, empty for what has none.
    """

    path: str
    place: str
    status: str
    title_vi: str = ""
    title_en: str = ""
    size: int = 0

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        return {
            "path": self.path,
            "place": self.place or None,
            "status": self.status,
            "title_vi": self.title_vi or None,
            "title_en": self.title_en or None,
            "bytes": self.size,
        }


@dataclass(frozen=True, slots=True)
class Placed:
    """Which entries stand where: ``by_place`` maps a place's code to its files."""

    by_place: dict[str, tuple[Entry, ...]]
    files: tuple[FileSeen, ...]

    def at(self, code: str) -> tuple[Entry, ...]:
        """Files of one place."""
        return self.by_place.get(code, ())

    def filled(self, rows: tuple[DossierFolder, ...]) -> bool:
        """Whether any of the places holds a file."""
        return any(self.at(row.code) for row in rows)


def place_files(tree: Tree, layout: Layout) -> tuple[Placed, list[Finding]]:
    """Give every file its place; findings for what has none, is of another kind, or is spelt another way."""
    known = _Ways.of(layout)
    findings = [_unsafe(name) for name in tree.refused]
    findings += _root(tree, layout)
    by_place: dict[str, list[Entry]] = {}
    files: list[FileSeen] = []
    for entry in tree.entries:
        findings += _spelling(entry, known, layout)
        if entry.folder:
            if not known.leads_to(entry.path) and known.leads_to(entry.parent):
                findings.append(_unexpected(entry, layout))
            continue
        row = _place_of(entry, layout)
        if row is not None:
            by_place.setdefault(row.code, []).append(entry)
            files.append(FileSeen(entry.path, row.code, "listed", row.title_vi, row.title_en, entry.size))
            findings += _kind(entry, row, layout)
        elif not (_is_note(entry) or _has_owner(entry, tree)):
            files.append(FileSeen(entry.path, "", "unexpected", size=entry.size))
            if known.leads_to(entry.parent):
                findings.append(_unexpected(entry, layout))
    empty = (row for row in layout.folders if row.code not in by_place)
    files += [FileSeen(row.shown, row.code, "absent", row.title_vi, row.title_en) for row in empty]
    findings += _doubles(by_place, layout)
    return Placed({code: tuple(entries) for code, entries in by_place.items()}, tuple(files)), findings


@dataclass(frozen=True, slots=True)
class _Ways:
    """Every folder and file the layout names, by its path without case and accents.

    ``free`` are folders that take files at any depth, as originals and scans do.
    """

    right: dict[str, str]
    free: frozenset[str]

    @classmethod
    def of(cls, layout: Layout) -> _Ways:
        right = {}
        for row in layout.folders:
            parts = row.path.split("/")
            for count in range(1, len(parts) + 1):
                way = "/".join(parts[:count])
                if "{" not in way:
                    right[path_key(way)] = way
        free = (path_key(row.path) for row in layout.folders if row.kind in {"originals", "scans"})
        return cls(right, frozenset(free))

    def leads_to(self, folder: str) -> bool:
        """Whether a folder is the root, one of the layout's, or below one that takes any."""
        key = path_key(folder)
        return not key or key in self.right or any(key.startswith(f"{free}/") for free in self.free)


def path_key(path: str) -> str:
    """The form in which two spellings of a path are one: no case, accents or separators."""
    return "/".join(fold(part).replace(" ", "") for part in path.split("/"))


def _place_of(entry: Entry, layout: Layout) -> DossierFolder | None:
    parent, stem = path_key(entry.parent), path_key(entry.stem)
    for row in layout.folders:
        own = path_key(row.path)
        above, _, last = own.rpartition("/")
        if row.kind in {"originals", "scans"}:
            fits = f"{parent}/".startswith(f"{own}/")
        elif row.kind == "vector":
            fits = entry.ending not in SIDECARS and ((parent, stem) == (above, last) or parent == own)
        else:
            fits = parent == above and entry.ending in row.extensions
        if fits:
            return row
    return None


def _is_note(entry: Entry) -> bool:
    return not entry.parent and entry.stem.upper() == "README"


def _has_owner(entry: Entry, tree: Tree) -> bool:
    """Whether a sidecar stands beside the file it belongs to."""
    if entry.ending not in SIDECARS:
        return False
    beside = (other for other in tree.entries if other.parent == entry.parent and not other.folder)
    return any(other.ending not in SIDECARS and entry.name.startswith(f"{other.stem}.") for other in beside)


def _kind(entry: Entry, row: DossierFolder, layout: Layout) -> Iterator[Finding]:
    if entry.ending in row.extensions:
        return
    named = ", ".join(f".{ending}" for ending in row.extensions)
    if row.kind == "vector" and entry.ending in GEOGRAPHIC:
        yield found(
            "format-other",
            Severity.INFO,
            (
                f"Định dạng .{entry.ending} được phép nhưng quy định nêu {named}",
                f"The format .{entry.ending} is allowed, though the rule names {named}",
            ),
            ("Nên lưu thành .gpkg", "Better save it as .gpkg"),
            row=row,
            where=entry.path,
        )
        return
    yield found(
        "file-kind",
        Severity.WARNING if row.kind == "originals" else layout.weight(row),
        (
            f"Tệp .{entry.ending} không thuộc loại tệp của «{row.title_vi}»",
            f"A .{entry.ending} file is none of the kinds of “{row.title_en}”",
        ),
        (f"Nộp tệp {named}", f"Give it as {named}"),
        row=row,
        where=entry.path,
    )


def _spelling(entry: Entry, known: _Ways, layout: Layout) -> Iterator[Finding]:
    """Yield a folder or file whose name is the layout's but for case, accents or separators.

    Only the last part is looked at: a folder spelt wrong is told once, not again for all it holds.
    """
    way = entry.path if entry.folder else f"{entry.parent}/{entry.stem}".lstrip("/")
    right = known.right.get(path_key(way), "")
    own, wanted = way.rpartition("/")[2], right.rpartition("/")[2]
    if right and own != wanted:
        yield found(
            "name-spelling",
            Severity.WARNING,
            (f"«{own}» phải viết đúng là «{wanted}»", f"“{own}” is to be spelt “{wanted}”"),
            ("Đổi tên", "Rename it"),
            row=layout.row,
            where=entry.path,
        )


def _doubles(by_place: dict[str, list[Entry]], layout: Layout) -> Iterator[Finding]:
    for row in layout.folders:
        above = path_key(row.path.rpartition("/")[0])
        entries = [entry for entry in by_place.get(row.code, ()) if path_key(entry.parent) == above]
        if row.kind in {"metadata", "vector"} and len(entries) > 1:
            names = listed([entry.name for entry in entries])
            yield found(
                "file-twice",
                layout.weight(row),
                (
                    f"Có {len(entries)} tệp cho «{row.title_vi}»: {names}",
                    f"“{row.title_en}” has {len(entries)} files: {names}",
                ),
                ("Giữ một tệp", "Keep one"),
                row=row,
                where=row.path.rpartition("/")[0],
                measure=float(len(entries)),
                unit="tệp",
            )


def _root(tree: Tree, layout: Layout) -> Iterator[Finding]:
    if tree.name.startswith(layout.root_prefix) and len(tree.name) > len(layout.root_prefix):
        return
    yield found(
        "root-name",
        layout.weight(),
        (
            f"Thư mục gốc «{tree.name}» không có tên dạng {layout.root_prefix}<tên đồ án>",
            f"The root folder “{tree.name}” is not named {layout.root_prefix}<plan's name>",
        ),
        (f"Đổi tên thành {layout.root_prefix}<TenDoAn>", f"Rename it {layout.root_prefix}<TenDoAn>"),
        row=layout.row,
        where=tree.name,
    )


def _unsafe(name: str) -> Finding:
    return found(
        "unsafe-name",
        Severity.ERROR,
        (
            "Liên kết, đường dẫn ra ngoài hoặc ký tự điều khiển trong tên: không đọc",
            "A link, a path that leads outside, or control characters in a name: not read",
        ),
        ("Bỏ mục này khỏi hồ sơ", "Take it out of the dossier"),
        where=name,
    )


def _unexpected(entry: Entry, layout: Layout) -> Finding:
    word = "Thư mục" if entry.folder else "Tệp"
    return found(
        "unexpected-folder" if entry.folder else "unexpected-file",
        Severity.WARNING,
        (f"{word} «{entry.path}» không có chỗ trong bố cục", f"The layout has no place for “{entry.path}”"),
        ("Chuyển vào thư mục theo bố cục, hoặc bỏ", "Move it to where the layout has it, or take it out"),
        row=layout.row,
        where=entry.path,
    )
