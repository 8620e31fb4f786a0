"""Load the law once: the package's tables, then each overlay, checked together.

Every fault of every file is reported in one error. An overlay may add rows and new periods; to take the
place of a lower row it must name that row's version in ``replaces``, so nothing is replaced unseen.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dothi.base.errors import Fault, refuse_all
from dothi.base.time import Truth
from dothi.law import tables as tables_package
from dothi.law.law import Law
from dothi.law.layers import MANIFEST, overlay_layer, package_layer
from dothi.law.reading import own_columns, read_table
from dothi.law.rows import LawRow, Layer, place
from dothi.law.table import Table

NAMED = 8
"""Tables that a refusal names: the nearest to what was written."""


def row_kinds() -> dict[str, type[LawRow]]:
    """Discover the tables: each module of ``dothi.law.tables`` defines one row class."""
    found: dict[str, type[LawRow]] = {}
    for module in pkgutil.iter_modules(tables_package.__path__):
        members = vars(importlib.import_module(f"{tables_package.__name__}.{module.name}")).values()
        kinds = [m for m in members if isinstance(m, type) and issubclass(m, LawRow) and m is not LawRow]
        if len(kinds) != 1 or kinds[0].table.name != module.name:
            raise ImportError(f"dothi.law.tables.{module.name} must define one row class of that name")
        found[module.name] = kinds[0]
    return found


def load_law(*overlays: Path) -> Law:
    """Read the package's law and every overlay folder, in order.

    Raises :class:`InputError` carrying every fault found, each naming file, line and remedy, and
    :class:`UnusableError` for an overlay folder that does not exist. Nothing is cached: the caller keeps
    the result.
    """
    kinds = row_kinds()
    layers = (package_layer(), *(overlay_layer(folder) for folder in overlays))
    read: dict[str, list[LawRow]] = {name: [] for name in kinds}
    faults: list[Fault] = []
    for layer in layers:
        for path in _files(layer, kinds, faults):
            result = read_table(path, kinds[path.stem], layer)
            read[path.stem] += result.rows
            faults += result.faults
    refuse_all(faults)
    built = {name: _table(kind, read[name], faults) for name, kind in kinds.items()}
    law = Law(layers, MappingProxyType(built))
    for table in built.values():
        faults += _cross_faults(law, table)
    refuse_all(faults)
    return law


def _files(layer: Layer, kinds: dict[str, type[LawRow]], faults: list[Fault]) -> list[Path]:
    """List the tables of a layer; a file that is no table is a fault, for it would be ignored in silence."""
    found = []
    for path in sorted(layer.folder.iterdir()):
        if path.name.startswith((".", "~")) or path.name == MANIFEST or path.stem.upper() == "README":
            continue
        if path.is_file() and path.suffix == ".csv" and path.stem in kinds:
            found.append(path)
            continue
        listed = ", ".join(get_close_matches(path.stem, kinds, NAMED, 0))
        faults.append(
            Fault(
                "law.unknown-table",
                "Không phải là một bảng pháp lý",
                "This is no table of law",
                where=place(path),
                remedy_vi=f"Đặt tên tệp .csv theo một bảng mà «dothi law list» liệt kê, ví dụ: {listed}",
                remedy_en=f"Name the .csv file after a table that “dothi law list” names, such as {listed}",
            )
        )
    return found


def _table(kind: type[LawRow], rows: Sequence[LawRow], faults: list[Fault]) -> Table[Any]:
    standing: list[LawRow] = []
    replaced: list[LawRow] = []
    by_layer: dict[str, list[LawRow]] = defaultdict(list)
    for row in rows:
        by_layer[str(row.layer.folder)].append(row)
    for layer_rows in by_layer.values():
        for row in layer_rows:
            if row.replaces:
                target = next((r for r in standing if r.code == row.code and r.version == row.replaces), None)
                if target is None:
                    faults.append(_replaces_nothing(row, standing))
                else:
                    standing.remove(target)
                    replaced.append(target)
        standing += layer_rows
    faults += _doubles(standing)
    return Table(kind.table, tuple(standing), tuple(replaced))


def _doubles(rows: Sequence[LawRow]) -> Iterator[Fault]:
    """Yield a fault for every row that speaks of a day of which an earlier row of its code speaks."""
    by_code: dict[str, list[LawRow]] = defaultdict(list)
    for row in rows:
        for other in by_code[row.code]:
            if row.period == other.period or row.period.overlaps(other.period) is Truth.YES:
                yield _double(row, other)
                break
        by_code[row.code].append(row)


def _double(row: LawRow, other: LawRow) -> Fault:
    if row.layer is not other.layer:
        return Fault(
            "law.silent-replacement",
            f"Mã «{row.code}» trùng thời hạn với một dòng của lớp dưới ({other.where})",
            f"The code “{row.code}” overlaps a row of a lower layer ({other.where})",
            where=row.where,
            remedy_vi=f"Muốn thay dòng ấy thì ghi {other.version} vào cột replaces; không thì sửa thời hạn",
            remedy_en=f"To replace it write {other.version} into the column replaces; else mend the period",
        )
    same = row.period == other.period
    return Fault(
        "law.duplicate" if same else "law.overlap",
        f"Mã «{row.code}» " + ("lặp lại" if same else "có thời hạn chồng lên") + f" dòng {other.line}",
        f"The code “{row.code}” " + ("repeats" if same else "overlaps the period of") + f" line {other.line}",
        where=row.where,
        remedy_vi="Bỏ một dòng, hoặc cho hai dòng hai thời hạn nối nhau",
        remedy_en="Drop one row, or give the rows periods that follow one another",
    )


def _replaces_nothing(row: LawRow, standing: Sequence[LawRow]) -> Fault:
    known = ", ".join(f"{r.version} ({r.where})" for r in standing if r.code == row.code)
    return Fault(
        "law.replaces-nothing",
        f"Không có dòng «{row.code}» phiên bản {row.replaces} để thay",
        f"There is no row “{row.code}” of version {row.replaces} to replace",
        where=row.where,
        remedy_vi=f"Xem lại dòng hiện hành: {known}" if known else "Bỏ trống cột replaces: mã này là mã mới",
        remedy_en=f"Review the present row: {known}" if known else "Leave replaces empty: this code is new",
    )


def _cross_faults(law: Law, table: Table[Any]) -> Iterator[Fault]:
    """Yield dangling references, sources less sure than their row, and what the row itself finds."""
    sources = {row.code: row for row in law.tables["sources"].every_row}
    for row in table.every_row:
        source = sources.get(row.source)
        if source is None:
            yield _unknown(row, "source", row.source, "sources")
        elif row.confidence.rank < source.confidence.rank:
            yield _surer_than_source(row, source)
        yield from _dangling(law, row)
        yield from row.examine(law)


def _dangling(law: Law, row: LawRow) -> Iterator[Fault]:
    """Yield references that lead nowhere; a row shown as law must not lean on an unconfirmed one."""
    for name, column in own_columns(type(row)).items():
        if not column.refers_to:
            continue
        target = law.tables[column.refers_to]
        known = set(target) if row.confidence.confirmed else {other.code for other in target.every_row}
        value = getattr(row, name)
        for code in (value,) if isinstance(value, str) else value:
            if code and code not in known:
                yield _unknown(row, name, code, column.refers_to)


def _unknown(row: LawRow, column: str, code: str, table: str) -> Fault:
    return Fault(
        "law.unknown-code",
        f"«{column}» dẫn đến mã «{code}» không có trong bảng {table}, hoặc chưa được xác nhận",
        f"“{column}” refers to the code “{code}”, which the table {table} lacks or holds unconfirmed",
        where=row.where,
        remedy_vi=f"Sửa mã, hoặc thêm dòng ấy vào {table}.csv",
        remedy_en=f"Mend the code, or add that row to {table}.csv",
    )


def _surer_than_source(row: LawRow, source: LawRow) -> Fault:
    mine, theirs = row.confidence.value, source.confidence.value
    return Fault(
        "law.surer-than-source",
        f"Dòng ghi «{mine}» nhưng nguồn «{source.code}» chỉ là «{theirs}»",
        f"The row says “{mine}” but its source “{source.code}” is “{theirs}”",
        where=row.where,
        remedy_vi="Hạ độ tin cậy của dòng, hoặc dẫn nguồn chắc hơn",
        remedy_en="Lower the confidence of the row, or cite a surer source",
    )
