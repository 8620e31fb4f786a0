"""``dothi law``: list the tables of law, show one as of a day, check the tables of an overlay."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_period, parse_date
from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.time import Truth

if TYPE_CHECKING:
    from dothi.law import Law, LawRow, Table

JSON = click.option("--json", "as_json", is_flag=True, help="In ra JSON. / Print JSON.")
_TAIL = ("code", "title_vi", "title_en", "basis", "source", "confidence", "period", "note", "replaces")
_NOT_OWN = {*_TAIL, "version", "layer", "line"}


@click.group()
def law() -> None:
    """Các bảng pháp lý có căn cứ, thời hạn và độ tin cậy. / Tables of law with basis, period, confidence."""


@law.command("list")
@JSON
@click.pass_obj
def list_tables(workspace: Path, as_json: bool) -> None:
    """Liệt kê các bảng. / List the tables."""
    loaded = _load(workspace)
    tables = [
        {
            "table": name,
            "title_vi": table.info.title_vi,
            "title_en": table.info.title_en,
            "rows": len(table.every_row),
            "unconfirmed": len(table.every_row) - len(table.confirmed),
        }
        for name, table in loaded.tables.items()
    ]
    if as_json:
        _print_json({"law_version": loaded.version, "tables": tables})
        return
    for item in tables:
        doubt = f", {item['unconfirmed']} chưa xác nhận" if item["unconfirmed"] else ""
        click.echo(
            f"{item['table']:<18} {item['title_vi']} / {item['title_en']} ({item['rows']} dòng{doubt})"
        )


@law.command("show")
@click.argument("table")
@click.option(
    "--as-of", "as_of", help="Chỉ các dòng của ngày này. / Only the rows of this day.", metavar="NGÀY"
)
@click.option(
    "--unconfirmed", is_flag=True, help="Kèm các dòng chưa xác nhận. / Unconfirmed rows too, marked as such."
)
@JSON
@click.pass_obj
def show(workspace: Path, table: str, as_of: str | None, unconfirmed: bool, as_json: bool) -> None:
    """In các dòng của một bảng. / Print the rows of a table."""
    loaded = _load(workspace)
    chosen = _table(loaded, table)
    day = None if as_of is None else parse_date(as_of)
    rows = _rows(chosen, day, unconfirmed=unconfirmed)
    if as_json:
        _print_json(
            {
                "table": table,
                "title_vi": chosen.info.title_vi,
                "title_en": chosen.info.title_en,
                "as_of": day,
                "law_version": loaded.version,
                "rows": [_as_data(row, answer) for row, answer in rows],
            }
        )
        return
    click.echo(f"{chosen.info.title_vi} / {chosen.info.title_en}")
    for row, answer in rows:
        click.echo(_as_text(row, answer))
    if not rows:
        click.echo("Không có dòng nào đã xác nhận. / No confirmed row.")


@law.command("check")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.pass_obj
def check(workspace: Path, folder: Path | None) -> None:
    """Kiểm tra các bảng, kể cả lớp ở THƯ MỤC nếu có. / Check the tables, and those of FOLDER if given."""
    loaded = _load(workspace, folder)
    for layer in loaded.layers:
        rows = [row for table in loaded.tables.values() for row in table.every_row if row.layer is layer]
        replaced = sum(bool(row.replaces) for row in rows)
        extra = f", thay {replaced} dòng / replacing {replaced}" if replaced else ""
        click.echo(f"{layer.name}: {len(rows)} dòng hợp lệ / valid rows{extra} ({layer.folder})")


@law.command("annex-template")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--rules", metavar="MÃ", required=True, help="Bộ quy tắc, như nq1210-2016. / Rule set.")
@click.pass_obj
def annex_template(workspace: Path, file: Path, rules: str) -> None:
    """Ghi tệp mẫu để chép một phụ lục phân loại đô thị. / Write the workbook to copy an annex into."""
    from dothi.towns.annex_overlay import write_annex_template
    from dothi.towns.schemes import rule_set_for

    if file.exists():
        raise UnusableError(
            Fault(
                "law.out-exists", "Đã có tệp này", "The file is there already", str(file),
                "Chọn tên khác", "Choose another name",
            )
        )  # fmt: skip
    loaded = _load(workspace)
    write_annex_template(loaded, rule_set_for(loaded, date.min, rules).code, file)
    click.echo(f"Đã ghi / Written: {file}")


@law.command("import-annex")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--check", "only_check", is_flag=True, help="Chỉ kiểm tra, không ghi. / Check, write nothing.")
@click.pass_obj
def import_annex(workspace: Path, file: Path, only_check: bool) -> None:
    """Nhập một phụ lục phân loại đô thị vào lớp bổ sung của thư mục làm việc.

    Take an annex of classification into the overlay of the workspace: levels in order, points that add up, no
    gap between classes, or it is refused with the cell.
    """
    from dothi.law import workspace_layers
    from dothi.towns.annex import read_annex
    from dothi.towns.annex_overlay import import_annex as take_in

    if not workspace.is_dir():
        raise UnusableError(
            Fault(
                "law.no-workspace", "Không có thư mục làm việc này", "There is no such workspace",
                str(workspace),
                "Tạo bằng dothi init, hoặc chỉ bằng -w", "Make it with dothi init, or name it with -w",
            )
        )  # fmt: skip
    loaded = _load(workspace)
    annex = read_annex(loaded, file)
    if only_check:
        click.echo("Phụ lục hợp lệ. / The annex is sound.")
        return
    own = (workspace / "law").resolve()
    lower = [folder for folder in workspace_layers(workspace) if folder.resolve() != own]
    for table, count in take_in(loaded, annex, workspace, lower).items():
        click.echo(f"{table}: {count} dòng / rows")


def _load(workspace: Path, folder: Path | None = None) -> Law:
    from dothi.law import load_law, workspace_layers

    folders = list(workspace_layers(workspace))
    if folder is not None and folder.resolve() not in {known.resolve() for known in folders}:
        folders.append(folder)
    return load_law(*folders)


def _table(loaded: Law, name: str) -> Table[Any]:
    if name in loaded.tables:
        return loaded.tables[name]
    listed = ", ".join(loaded.tables)
    raise InputError(
        Fault(
            "law.no-table",
            f"Không có bảng «{name}»",
            f"There is no table “{name}”",
            remedy_vi=f"Chọn một trong: {listed}",
            remedy_en=f"Choose one of: {listed}",
        )
    )


def _rows(table: Table[Any], day: date | None, *, unconfirmed: bool) -> list[tuple[LawRow, Truth | None]]:
    if day is None:
        return [(row, None) for row in (table.every_row if unconfirmed else table.confirmed)]
    found = table.including_unconfirmed(day)
    return [(row, answer) for row, answer in found if unconfirmed or row.confidence.confirmed]


def _as_text(row: LawRow, answer: Truth | None) -> str:
    doubt = "  [chưa rõ có hiệu lực / not known to hold]" if answer is Truth.UNKNOWN else ""
    own = "; ".join(
        f"{name}: {_shown(value)}" for name, value in _own(row).items() if value not in ("", (), None)
    )
    lines = [
        f"\n{row.code}  {row.title_vi} / {row.title_en}{doubt}",
        f"    {own}" if own else "",
        f"    {format_period(row.period)}",
        f"    {row.basis} · {row.source} · {row.confidence.title()} ({row.confidence.value})",
        f"    {row.note}" if row.note else "",
        f"    lớp {row.layer.name}, {row.layer.decision}" if row.layer.decision else "",
    ]
    return "\n".join(line for line in lines if line)


def _own(row: LawRow) -> dict[str, Any]:
    return {f.name: getattr(row, f.name) for f in dataclasses.fields(row) if f.name not in _NOT_OWN}


def _shown(value: Any) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _as_data(row: LawRow, answer: Truth | None) -> dict[str, Any]:
    start, end = row.period.start, row.period.end
    return {
        "code": row.code,
        "title_vi": row.title_vi,
        "title_en": row.title_en,
        **_own(row),
        "basis": row.basis,
        "source": row.source,
        "confidence": row.confidence.value,
        "starts_earliest": start.earliest,
        "starts_latest": start.latest,
        "ends_earliest": end.earliest,
        "ends_latest": end.latest,
        "holds": None if answer is None else answer.value,
        "note": row.note,
        "layer": row.layer.name,
        "decision": row.layer.decision,
        "version": row.version,
    }


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> str | None:
    if isinstance(value, date):
        return "never" if value == date.max else value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")
