"""``dothi land conversion``: current use against a plan, by unit and year."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number, format_percent
from dothi.cli.layers import given_files
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, today

if TYPE_CHECKING:
    from dothi.land.conversion import Cell, Conversion, UnitMatrix
    from dothi.land.decisions import Turned
    from dothi.land.record import Words

_MOST = 40
_NEW = click.Path(path_type=Path, dir_okay=False)
_THERE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("conversion")
@click.option("--current", required=True, metavar="LỚP", help="Hiện trạng sử dụng đất. / Current land use.")
@click.option("--current-layer", default="", metavar="LỚP", help="Lớp trong tệp ấy. / Layer of that file.")
@click.option(
    "--current-code", default="", metavar="TRƯỜNG",
    help="Trường mã loại đất; mặc định tìm theo bảng mã. / Field of codes.",
)  # fmt: skip
@click.option("--plan", required=True, metavar="LỚP", help="Đồ án: tệp, lake:, plan:MÃ. / The plan.")
@click.option("--plan-layer", default="", metavar="LỚP", help="Lớp chức năng trong tệp. / Layer of zones.")
@click.option(
    "--plan-code", default="", metavar="TRƯỜNG",
    help="Trường mã chức năng; mặc định tìm theo bảng mã. / Field of codes.",
)  # fmt: skip
@click.option(
    "--unit", "units", multiple=True, metavar="MÃ",
    help="Xã trong gói của tỉnh, nêu nhiều lần được; tat-ca là mọi xã. / Communes of the pack.",
)  # fmt: skip
@click.option("--within", type=_THERE, metavar="TỆP", help="Ranh giới chính xác cần hỏi. / An exact outline.")
@click.option(
    "--within-name", default="", metavar="TRƯỜNG",
    help="Trường tên của các vùng trong tệp ấy. / Field of their names.",
)  # fmt: skip
@click.option(
    "--province", default="quang-nam", show_default=True, metavar="TÊN|THƯ_MỤC",
    help="Gói dữ liệu của tỉnh. / Province pack.",
)  # fmt: skip
@click.option(
    "--year", required=True, type=click.IntRange(1900, 9999), metavar="NĂM",
    help="Tính đến hết năm này, hoặc đến hôm nay nếu năm chưa hết. / By the end of this year, or today.",
)  # fmt: skip
@click.option(
    "--decisions", type=_THERE, metavar="TỆP",
    help="Nghị quyết và quyết định (.csv hoặc tệp bản đồ), xem docs/land.md. / Decisions on record.",
)  # fmt: skip
@click.option(
    "--uses", type=_THERE, metavar="CSV",
    help="Cách đọc mã của riêng mình: side, code, uses. / Your own reading of codes.",
)  # fmt: skip
@click.option("--author", default="", help="Người lập bảng ấy; bắt buộc với --uses. / Its author.")
@click.option("--crs", default="", metavar="MÃ", help="Hệ tọa độ mét để đo. / CRS in metres to measure in.")
@click.option(
    "--leave-out", is_flag=True,
    help="Bỏ ra và liệt kê hình không đo được. / Leave out, listed, what has no area.",
)  # fmt: skip
@click.option("--out", type=_NEW, metavar="XLSX", help="Bảng tính kết quả. / Workbook.")
@click.option(
    "--places",
    "places_to",
    type=_NEW,
    metavar="GPKG",
    help="Các chỗ phải chuyển mục đích. / Places on a map.",
)
@OVERWRITE
@AS_JSON
@click.pass_obj
def conversion_command(workspace: Path, **options: Any) -> None:
    """Hiện trạng sử dụng đất đối chiếu với quy hoạch: diện tích phải chuyển mục đích, theo điều nào.

    Current land use against a plan, by unit: which land would change its use, under which clause of the Land
    Law, and whether a resolution of the People's Council is on record. JSON: as_of, sources, illustrative,
    units, rural_to_urban, notes, left_out.
    """
    day = _day(options["year"])
    _check_use(options)
    outputs = (options["out"], options["places_to"])
    given = {name: value for name, value in options.items() if name not in {"out", "places_to"}}
    check_outputs(given_files(given), outputs, overwrite=options["overwrite"])
    from dothi.cli.conversion_layers import laid, with_uses
    from dothi.land.conversion import conversion, places
    from dothi.land.conversion_files import conversion_data, write_places, write_workbook
    from dothi.land.permission import rules_of
    from dothi.law import load_law, workspace_layers

    law = load_law(*workspace_layers(workspace))
    rules = with_uses(rules_of(law, day), options["uses"])
    given, crs = laid(workspace, options, law, rules)
    found = conversion(given.current, given.plan, given.units, rules, given.decisions)
    notes = given.notes
    if options["out"] is not None:
        write_workbook(found, notes, options["out"], illustrative=given.illustrative)
    if options["places_to"] is not None:
        found_places = places(given.current, given.plan, given.units, rules)
        write_places(found_places, given.current, crs, options["places_to"], illustrative=given.illustrative)
    if options["as_json"]:
        told = conversion_data(found, notes, illustrative=given.illustrative)
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(found, notes, illustrative=given.illustrative)


def _day(year: int) -> date:
    now = today()
    if year > now.year:
        raise click.UsageError(f"năm {year} chưa đến / the year {year} has not come yet")
    return min(date(year, 12, 31), now)


def _check_use(options: Mapping[str, Any]) -> None:
    if options["units"] and options["within"]:
        raise click.UsageError("nêu --unit hoặc --within, không cả hai / give --unit or --within, not both")
    if options["uses"] is not None and not options["author"]:
        raise click.UsageError("--uses cần --author / --uses needs --author")


def _print(found: Conversion, notes: Sequence[Words], *, illustrative: bool) -> None:
    click.echo(f"Tính đến ngày / as of {format_date(found.rules.day)}: {found.current} → {found.plan}")
    if illustrative:
        click.echo("Dữ liệu minh họa / illustrative data")
    for unit in found.units:
        _print_unit(unit)
    for one in found.turned or ():
        _print_turned(one)
    for note in notes:
        click.echo(f"Lưu ý: {note.vi}. / {note.en}.")
    for left in found.left_out:
        click.echo(f"Bỏ ra / left out: {left.layer}, đối tượng {left.feature} {left.reason_vi}", err=True)


def _print_unit(unit: UnitMatrix) -> None:
    click.echo(f"{unit.unit}: {_m2(unit.area_m2)}")
    for cell in unit.cells[:_MOST]:
        _print_cell(cell)
    if len(unit.cells) > _MOST:
        click.echo(f"  … và {len(unit.cells) - _MOST} cặp nữa / more pairs")
    for label, m2 in (
        ("Có hiện trạng, chưa có quy hoạch / no plan", sum(unit.unplanned.values())),
        ("Có quy hoạch, chưa có hiện trạng / no current use", sum(unit.unmapped.values())),
        ("Chưa có cả hai / neither", unit.neither_m2),
        ("Phủ chồng / doubly covered", unit.doubly_covered_m2),
    ):
        click.echo(f"  {label}: {_m2(m2)}")


def _print_cell(cell: Cell) -> None:
    from dothi.land.conversion_files import RECORDS, clauses, mark
    from dothi.land.permission import NEEDS

    change = cell.change
    stands_out = f"[{mark(change)}] " if change.guarded else ""
    share = format_percent(exact(cell.share * 100))
    basis = f" ({clauses(change)})" if change.clauses else ""
    click.echo(
        f"  {stands_out}{cell.code or '?'} → {cell.function or '?'}: {_m2(cell.m2)}, {share}, "
        f"{' / '.join(NEEDS[change.verdict])}{basis}"
    )
    if change.guarded and change.resolution.value != "no" and change.resolution_clause is not None:
        clause = change.resolution_clause
        click.echo(
            f"    {clause.basis}: {' / '.join(RECORDS[cell.recorded])}, {_m2(cell.resolved_m2)}; "
            f"{clause.condition_vi}"
        )
        if cell.named_by:
            click.echo(f"    Nêu mã, không nêu vị trí / named without a place: {', '.join(cell.named_by)}")


def _print_turned(one: Turned) -> None:
    from dothi.land.conversion_files import STEPS

    unknown = f", {one.without_area} quyết định không ghi diện tích" if one.without_area else ""
    click.echo(
        f"Đất nông thôn thành đất đô thị / rural to urban {one.year}, {' / '.join(STEPS[one.step])}: "
        f"{_m2(one.m2)} ({', '.join(one.numbers)}{unknown})"
    )


def _m2(area: float) -> str:
    return f"{format_number(exact(area), 1)} m²"
