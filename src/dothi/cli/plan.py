"""``dothi plan``: one plan against the plan above it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.csv_tables import table_rows
from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number, format_percent
from dothi.cli.concluded import conclusions_for, print_beside
from dothi.cli.layers import given_files
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON, Day

if TYPE_CHECKING:
    from dothi.land.conformity import Compatibility, Conformity, Waiver
    from dothi.land.conformity_more import Further
    from dothi.land.conformity_sides import Basis, Compared
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
    "--lower-boundary", default="", metavar="TỆP",
    help="Ranh giới của cấp dưới, nếu tệp không có lớp RanhGioiQuyHoach_A. / Its boundary.",
)  # fmt: skip
@click.option(
    "--upper-boundary", default="", metavar="TỆP",
    help="Ranh giới của cấp trên, nếu tệp không có lớp RanhGioiQuyHoach_A. / Its boundary.",
)  # fmt: skip
@click.option(
    "--upper-as-of", type=Day(), metavar="NGÀY",
    help="Ngày của cấp trên khi là plan:MÃ; mặc định như --as-of. / Day of the upper plan.",
)  # fmt: skip
@click.option(
    "--table", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="CSV",
    help="Bảng đối chiếu riêng: upper, lower, verdict. / A table of your own.",
)  # fmt: skip
@click.option(
    "--table-as-of", type=Day(), metavar="NGÀY",
    help="Dùng bảng đối chiếu của ngày này; mặc định như --as-of. / Day of the table of functions.",
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
@KNOWN_ON
@AS_JSON
@click.pass_context
def conform(ctx: click.Context, lower: str, upper: str, **options: Any) -> None:
    """Đối chiếu đồ án cấp dưới với cấp trên: chức năng, chỉ tiêu, ranh giới, dân số, giai đoạn.

    Compare a lower plan with the plan above it, each a file, lake:NAME or plan:KEY: functions conform, are to
    explain, conflict; limits, boundary, people and phases are within or exceed; or it is not known. Exit code
    1 where something conflicts or exceeds. JSON: illustrative, sources, as_of, upper_as_of, as_known_on,
    verdict, lower_m2, m2, outside_m2, strip_m2, tolerance_m, table, pairs, waivers, places, limits, phase,
    boundary, population, conclusions, left_out.
    """
    if options["table"] is not None and not options["author"]:
        raise click.UsageError("--table cần --author / --table needs --author")
    outputs = (options["out"], options["places"])
    given = {name: value for name, value in options.items() if name not in {"out", "places"}}
    inputs = given_files({"lower": lower, "upper": upper, **given})
    check_outputs(inputs, outputs, overwrite=options["overwrite"])
    from dothi.land.conformity_files import conformity_data, write_places, write_workbook

    compared = _compared(ctx.obj, lower, upper, options)
    if options["out"] is not None:
        write_workbook(compared, options["out"])
    if options["places"] is not None:
        write_places(compared, options["places"])
    if options["as_json"]:
        click.echo(json.dumps(conformity_data(compared), ensure_ascii=False, indent=2))
    else:
        _print(compared.found, compared.basis)
        _print_further(compared.further)
        print_beside(compared.said)
    ctx.exit(1 if compared.conflicts else 0)


def _compared(workspace: Path, lower: str, upper: str, options: Mapping[str, Any]) -> Compared:
    from dothi.cli.plan_sides import given_side
    from dothi.intake.checking.context import tolerances_for
    from dothi.intake.georeference.placement import placement
    from dothi.land.conformity_sides import compare
    from dothi.law import load_law, workspace_layers

    law, day = load_law(*workspace_layers(workspace)), options["as_of"]
    upper_day = options["upper_as_of"] or day
    return compare(
        given_side(workspace, lower, "lower", options, law, day=day),
        given_side(workspace, upper, "upper", options, law, day=upper_day),
        law,
        _table(options["table"], options["author"], law, options["table_as_of"] or day),
        days=(day, upper_day),
        tolerance_m=tolerances_for(law, options["scale"]).sliver,
        waivers=_waivers(options["waivers"]),
        conclusions=conclusions_for((lower, upper), day, options["known_on"]),
        known_on=options["known_on"],
        crs=placement(options["crs"]).crs if options["crs"] else None,
        leave_out=options["leave_out"],
    )


def _table(path: Path | None, author: str, law: Law, day: date) -> Compatibility:
    from dothi.land.conformity import compatibility_from, compatibility_of

    if path is None:
        return compatibility_of(law, day)
    return compatibility_from(table_rows(path), author, path.name)


def _waivers(path: Path | None) -> list[Waiver]:
    from dothi.land.conformity_sides import waivers_from

    return [] if path is None else waivers_from(table_rows(path), path.name)


def _print(found: Conformity, basis: Basis) -> None:
    from dothi.land.conformity_files import FITS

    days = format_date(basis.as_of), format_date(basis.upper_as_of)
    click.echo(f"Cấp dưới / lower: {basis.lower}, {days[0]}. Cấp trên / upper: {basis.upper}, {days[1]}")
    if basis.illustrative:
        click.echo("Dữ liệu minh họa / illustrative data")
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


def _print_further(found: Further) -> None:
    from dothi.land.conformity_more import WITHIN, population_text, subject, verdict_words

    for name, title, checked in (
        ("", "Chỉ tiêu / limits", found.limits),
        ("phase", "Giai đoạn / phase", found.phase),
    ):
        verdict = checked.verdict
        click.echo(f"{title}: {' / '.join(verdict_words(name, verdict))}")
        for one in checked.sums:
            words = " / ".join(verdict_words(one.subject, one.verdict))
            named = f"{subject(one.subject)} / {subject(one.subject, 'en')}"
            click.echo(f"  {named}: {words}: {_m2(one.m2)}, {one.places} chỗ")
        for part in checked.parts[:_MOST]:
            judged = part.judged
            click.echo(
                f"    ô {part.lower_feature} / {part.upper_feature}: {subject(judged.subject)} "
                f"{judged.lower or '–'} / {judged.upper or '–'}: {judged.reason.vi} / {judged.reason.en}"
            )
        if len(checked.parts) > _MOST:
            click.echo(f"    … và {len(checked.parts) - _MOST} chỗ nữa / more")
    edge, people = found.boundary, found.population
    outside = f", ngoài / outside {_m2(edge.outside_m2)}" if edge.outside else ""
    words = " / ".join(WITHIN[edge.verdict])
    click.echo(f"Ranh giới / boundary: {words}. {edge.reason.vi} / {edge.reason.en}{outside}")
    told = f"{population_text(people)} / {population_text(people, 'en')}"
    click.echo(f"Dân số / population: {' / '.join(WITHIN[people.verdict])}. {told}")


def _m2(area: float) -> str:
    return f"{format_number(exact(area), 1)} m²"
