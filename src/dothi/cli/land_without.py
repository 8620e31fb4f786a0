"""``dothi land without``: land of districts or communes without a plan of a level on record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number, format_percent
from dothi.cli.concluded import print_beside
from dothi.cli.django import start_django
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON, Day

if TYPE_CHECKING:
    from dothi.land.lacking import Lack
    from dothi.registry.land.without import Without

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("without")
@click.option("--level", required=True, metavar="CẤP", help="Cấp quy hoạch, ví dụ general. / Level of plan.")
@click.option(
    "--unit", default="", metavar="KHÓA",
    help="Tỉnh, huyện hoặc xã; mặc định cả tỉnh. / Unit; the whole province by default.",
)  # fmt: skip
@click.option(
    "--within", type=click.Path(path_type=Path, exists=True), metavar="TỆP",
    help="Chỉ tính phần đất trong vùng của tệp này. / Only land within the areas of this file.",
)  # fmt: skip
@click.option(
    "--compare", type=Day(), metavar="NGÀY",
    help="So với ngày này, theo đơn vị của ngày sau. / Compare with this day, by units of the later one.",
)  # fmt: skip
@click.option("--out", type=_FILE, metavar="XLSX", help="Bảng theo đơn vị. / A row for each unit.")
@click.option(
    "--places", type=_FILE, metavar="GPKG", help="Phần đất chưa có đồ án trên bản đồ. / Its land on a map."
)
@OVERWRITE
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def without_command(
    workspace: Path,
    *,
    level: str,
    unit: str,
    within: Path | None,
    compare: date | None,
    out: Path | None,
    places: Path | None,
    overwrite: bool,
    as_of: date,
    known_on: date | None,
    as_json: bool,
) -> None:
    """Đất của từng huyện, xã có, chưa có đồ án của một cấp được ghi nhận, hoặc chưa biết.

    Land of each unit with and without a plan of a level on record, or not known. Outlines are generalised
    for screens. JSON: as_of, as_known_on, level, illustrative, outline_metres, units and total [key, name,
    area_m2, with_m2, share, unknown_m2, unrecorded_m2, none_m2], plans, unmeasured, conclusions. With
    --compare: days, and for each unit gained_m2, lost_m2, kept_m2, without_m2, unknown_m2.
    """
    check_outputs([within] if within else [], [out, places], overwrite=overwrite)
    start_django(workspace)
    from dothi.land.lacking_files import write_lack_places, write_lack_workbook
    from dothi.registry.land.asked import by_file
    from dothi.registry.land.without import without, without_between
    from dothi.registry.land.without_data import notes_of, without_data

    ground = by_file(within).piece if within else None
    if compare is not None:
        from dothi.cli.land_without_between import show

        between = without_between(level, (compare, as_of), known_on, unit=unit, within=ground)
        show(between, out, places, as_json=as_json)
        return
    found = without(level, as_of, known_on, unit=unit, within=ground)
    if out is not None:
        write_lack_workbook(found.total, found.units, found.plans, notes_of(found), out, said=found.said)
    if places is not None:
        write_lack_places(found.units, found.crs, places, illustrative=found.illustrative, said=found.said)
    if as_json:
        click.echo(json.dumps(without_data(found), ensure_ascii=False, indent=2))
    else:
        _print(found)


def _print(found: Without) -> None:
    from dothi.registry.land.without_data import outlines_told

    mark = "" if found.level.confirmed else " [chưa xác nhận / unconfirmed]"
    click.echo(f"{found.level.title.vi} / {found.level.title.en}{mark}, {format_date(found.day)}")
    for one in found.units:
        click.echo(f"{one.name} ({one.key}): {_line(one)}")
    click.echo(f"Cộng / total: {_line(found.total)}")
    metres = format_number(exact(found.outline_metres), 0)
    click.echo(
        f"Lưu ý: {outlines_told(found)} / outlines are generalised by about {metres} m, not legal borders"
    )
    for plan in found.plans:
        if plan.doubt:
            click.echo(f"{plan.facts.title}: {plan.doubt.vi} / {plan.doubt.en}")
    if found.unmeasured:
        click.echo(f"Chưa có ranh giới để đo / no outline: {', '.join(found.unmeasured)}")
    print_beside(found.said)
    if found.illustrative:
        click.echo("Có đồ án minh họa / illustrative plans count here")


def _line(one: Lack) -> str:
    parts = [f"{hectares(one.area_m2)}", f"có đồ án / with {hectares(one.with_m2)}"]
    if one.share is not None:
        parts[-1] += f" ({format_percent(exact(one.share * 100))})"
    if one.unknown_m2:
        parts.append(f"chưa biết / not known {hectares(one.unknown_m2)}")
    parts.append(f"chưa có đồ án được ghi nhận / none on record {hectares(one.unrecorded_m2)}")
    if one.none_m2:
        parts.append(f"xác nhận không có / certainly none {hectares(one.none_m2)}")
    return "; ".join(parts)


def hectares(m2: float) -> str:
    """An area as people read it."""
    return f"{format_number(exact(m2 / 10_000), 1)} ha"
