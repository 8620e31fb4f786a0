"""``dothi plan``: one plan against the plan above it."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.base.numbers import exact, format_number, format_percent
from dothi.cli.layers import zones_layer
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF

if TYPE_CHECKING:
    from dothi.land.conformity import Compatibility, Conformity, Waiver
    from dothi.law import Law

_MOST = 20
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def plan() -> None:
    """Đồ án đối chiếu với đồ án cấp trên. / A plan against the plan above it."""


@plan.command()
@click.argument("lower", metavar="CẤP_DƯỚI")
@click.argument("upper", metavar="CẤP_TRÊN")
@click.option(
    "--lower-layer", default="", metavar="LỚP", help="Lớp chức năng của cấp dưới. / Layer of zones."
)
@click.option(
    "--upper-layer", default="", metavar="LỚP", help="Lớp chức năng của cấp trên. / Layer of zones."
)
@click.option(
    "--lower-code",
    default="",
    metavar="TRƯỜNG",
    help="Trường mã của cấp dưới; mặc định tìm theo bảng mã. / Field of codes.",
)
@click.option(
    "--upper-code",
    default="",
    metavar="TRƯỜNG",
    help="Trường mã của cấp trên; mặc định tìm theo bảng mã. / Field of codes.",
)
@click.option(
    "--table", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="CSV",
    help="Bảng đối chiếu riêng: upper, lower, verdict. / A table of your own.",
)  # fmt: skip
@click.option(
    "--author", default="", help="Người lập bảng riêng; bắt buộc với --table. / Author of that table."
)
@click.option(
    "--waivers", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="CSV",
    help="Chấp thuận sai khác: feature, authority, document, reason, day. / Waivers.",
)  # fmt: skip
@click.option(
    "--scale",
    type=int,
    default=10_000,
    show_default=True,
    metavar="N",
    help="Mẫu số tỷ lệ bản vẽ thô hơn. / Scale of the coarser drawing.",
)
@click.option("--crs", default="", metavar="MÃ", help="Hệ tọa độ mét để đo. / CRS in metres to measure in.")
@click.option(
    "--leave-out",
    is_flag=True,
    help="Bỏ ra và liệt kê hình không đo được. / Leave out, listed, what has no area.",
)
@click.option("--out", type=_FILE, metavar="XLSX", help="Bảng tính kết quả. / Workbook.")
@click.option(
    "--places", type=_FILE, metavar="GPKG", help="Các chỗ không phù hợp trên bản đồ. / Places on a map."
)
@OVERWRITE
@AS_OF
@AS_JSON
@click.pass_context
def conform(
    ctx: click.Context,
    lower: str,
    upper: str,
    *,
    lower_layer: str,
    upper_layer: str,
    lower_code: str,
    upper_code: str,
    table: Path | None,
    author: str,
    waivers: Path | None,
    scale: int,
    crs: str,
    leave_out: bool,
    out: Path | None,
    places: Path | None,
    overwrite: bool,
    as_of: date,
    as_json: bool,
) -> None:
    """Đối chiếu chức năng của đồ án cấp dưới với cấp trên: phù hợp, cần giải trình, trái, chưa biết.

    Compare a lower plan with the plan above it, each a file, lake:NAME or plan:KEY. Exit code 1 where
    something conflicts. JSON: verdict, lower_m2, m2, outside_m2, strip_m2, tolerance_m, table, pairs, places.
    """
    if table is not None and not author:
        raise click.UsageError("--table cần --author / --table needs --author")
    inputs = [Path(one) for one in (lower, upper)] + [one for one in (table, waivers) if one is not None]
    check_outputs(inputs, (out, places), overwrite=overwrite)
    from dothi.intake.checking.context import tolerances_for
    from dothi.intake.georeference.placement import placement
    from dothi.land.conformity import conformity
    from dothi.land.polygons import Source, laid_out
    from dothi.law import load_law, workspace_layers

    law = load_law(*workspace_layers(ctx.obj))
    below = zones_layer(ctx.obj, lower, name=lower_layer, column=lower_code, law=law, day=as_of)
    above = zones_layer(ctx.obj, upper, name=upper_layer, column=upper_code, law=law, day=as_of)
    first, second = laid_out(
        [Source(*below), Source(*above)], crs=placement(crs).crs if crs else None, leave_out=leave_out
    )
    found = conformity(
        first,
        second,
        _table(table, author, law, as_of),
        tolerance_m=tolerances_for(law, scale).sliver,
        waivers=_waivers(waivers),
    )
    _write(found, placement(crs).crs if crs else below[1].crs, out, places)
    if as_json:
        from dothi.land.conformity_files import conformity_data

        click.echo(json.dumps(conformity_data(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    ctx.exit(1 if found.verdict.value == "conflict" else 0)


def _table(path: Path | None, author: str, law: Law, day: date) -> Compatibility:
    from dothi.land.conformity import compatibility_from, compatibility_of

    if path is None:
        return compatibility_of(law, day)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return compatibility_from(csv.DictReader(stream), author, path.name)


def _waivers(path: Path | None) -> list[Waiver]:
    from dothi.land.conformity import Waiver

    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wanted = ("feature", "authority", "document", "reason", "day")
    if rows and not set(wanted) <= set(rows[0]):
        raise InputError(
            Fault(
                "conform.waiver-column",
                f"Tệp chấp thuận phải có các cột {', '.join(wanted)}",
                f"The file of waivers must have the columns {', '.join(wanted)}",
                path.name,
                "Sửa dòng tên cột",
                "Mend the heading",
            )
        )
    return [Waiver(*(row[name] for name in wanted[:4]), parse_date(row["day"])) for row in rows]


def _write(found: Conformity, crs: object, out: Path | None, places: Path | None) -> None:
    from dothi.land.conformity_files import write_places, write_workbook

    if out is not None:
        write_workbook(found, out)
    if places is not None:
        write_places(found, crs, places)


def _print(found: Conformity) -> None:
    from dothi.land.conformity_files import FITS

    click.echo(f"Kết luận / verdict: {' / '.join(FITS[found.verdict])}")
    for pair in found.pairs[:_MOST]:
        words = " / ".join(FITS[pair.fit])
        share = format_percent(exact(pair.share * 100))
        click.echo(
            f"{words}: {pair.lower or '?'} / {pair.upper or '?'}: {_m2(pair.m2)}, {share}, {pair.places} chỗ"
        )
    if len(found.pairs) > _MOST:
        click.echo(f"… và {len(found.pairs) - _MOST} cặp nữa / more pairs")
    click.echo(f"Ngoài phạm vi cấp trên / outside the upper plan: {_m2(found.outside_m2)}")
    width = format_number(exact(found.tolerance_m), 1)
    click.echo(f"Dải hẹp đến {width} m, không tính / strips: {_m2(found.strip_m2)}")
    click.echo(f"Bảng đối chiếu / table: {found.author}. {found.basis}")
    for one in found.left_out:
        click.echo(f"Bỏ ra / left out: {one.layer}, đối tượng {one.feature} {one.reason_vi}", err=True)


def _m2(area: float) -> str:
    return f"{format_number(exact(area), 1)} m²"
