"""``dothi project``: a project against the areas, programmes and plans it must stand on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.csv_tables import table_rows
from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.numbers import exact, format_number, format_percent
from dothi.cli.layers import ILLUSTRATIVE, given_files, polygon_layer
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF

if TYPE_CHECKING:
    import geopandas as gpd

    from dothi.land.permission import Rules
    from dothi.land.polygons import Polygons, Source
    from dothi.land.project import Criterion, Judged, ProjectConformity
    from dothi.law import Law

_THERE = click.Path(path_type=Path, dir_okay=False, exists=True)
_FUNCTIONS = ("land_use_plan", "zoning", "detailed")
_AREAS = ("development_area", "programme", "housing_programme")


@click.group()
def project() -> None:
    """Dự án đối chiếu với khu vực, chương trình, quy hoạch. / Projects against areas, programmes, plans."""


@project.command()
@click.argument("area", metavar="VÙNG", type=click.Path(path_type=Path, exists=True))
@click.option("--name", required=True, metavar="TÊN", help="Tên dự án. / The project's name.")
@click.option(
    "--use", "uses", multiple=True, metavar="MỤC_ĐÍCH",
    help="Mục đích sử dụng đất, mã của bảng land_law_uses, nêu nhiều lần được. / The project's uses.",
)  # fmt: skip
@click.option("--development-area", metavar="LỚP", help="Khu vực phát triển đô thị. / Development areas.")
@click.option(
    "--programme", metavar="LỚP|CSV", help="Chương trình phát triển đô thị. / Development programme."
)
@click.option("--land-use-plan", metavar="LỚP", help="Kế hoạch, quy hoạch sử dụng đất. / Land-use plan.")
@click.option(
    "--housing-programme", metavar="LỚP|CSV", help="Chương trình phát triển nhà ở. / Housing programme."
)
@click.option("--zoning", metavar="LỚP", help="Quy hoạch phân khu: tệp, lake:, plan:MÃ. / Zoning plan.")
@click.option("--detailed", metavar="LỚP", help="Quy hoạch chi tiết: tệp, lake:, plan:MÃ. / Detailed plan.")
@click.option(
    "--land-use-code", default="", metavar="TRƯỜNG", help="Trường mã của lớp ấy. / Its field of codes."
)
@click.option(
    "--zoning-code", default="", metavar="TRƯỜNG", help="Trường mã của lớp ấy. / Its field of codes."
)
@click.option(
    "--detailed-code", default="", metavar="TRƯỜNG", help="Trường mã của lớp ấy. / Its field of codes."
)
@click.option(
    "--scale", type=int, default=10_000, show_default=True, metavar="N",
    help="Mẫu số tỷ lệ bản vẽ thô nhất. / Scale of the coarsest drawing.",
)  # fmt: skip
@click.option("--crs", default="", metavar="MÃ", help="Hệ tọa độ mét để đo. / CRS in metres to measure in.")
@click.option(
    "--leave-out", is_flag=True,
    help="Bỏ ra và liệt kê hình không đo được. / Leave out, listed, what has no area.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="XLSX", help="Bảng tính. / Workbook."
)
@click.option(
    "--places", type=click.Path(path_type=Path, dir_okay=False), metavar="GPKG",
    help="Phần nằm ngoài, không phù hợp, chưa biết trên bản đồ. / Places on a map.",
)  # fmt: skip
@OVERWRITE
@AS_OF
@AS_JSON
@click.pass_context
def conform(ctx: click.Context, area: Path, **options: Any) -> None:
    """Dự án có nằm trong khu vực, chương trình, quy hoạch vào một ngày không: đạt, không đạt, chưa biết.

    Whether a project stands on each criterion on a day: met, not met, not known (not given is not known).
    Layers are files, lake:NAME or plan:KEY; a programme may be a CSV list of names. Exit code 1 where one is
    not met. JSON: name, as_of, area_m2, law, illustrative, verdict, criteria, left_out.
    """
    outputs = (options["out"], options["places"])
    given = {name: value for name, value in options.items() if name not in {"out", "places"}}
    check_outputs([area, *given_files(given)], outputs, overwrite=options["overwrite"])
    found, ground, crs = _compared(ctx.obj, area, options)
    if options["places"] is not None:
        from dothi.land.project_files import write_places

        write_places(found, ground, crs, options["places"])
    if options["out"] is not None:
        from dothi.land.project_files import write_workbook

        write_workbook(found, options["out"])
    if options["as_json"]:
        from dothi.land.project_files import project_data

        click.echo(json.dumps(project_data(found), ensure_ascii=False, indent=2))
    else:
        print_project(found)
    ctx.exit(1 if found.standing.value == "not-met" else 0)


def _compared(
    workspace: Path, area: Path, options: Mapping[str, Any]
) -> tuple[ProjectConformity, Polygons, Any]:
    """Every criterion, the project as it was laid out, and the CRS in which it was."""
    import shapely

    from dothi.intake.checking.context import tolerances_for
    from dothi.intake.georeference.placement import placement
    from dothi.land.permission import rules_of
    from dothi.land.polygons import Source, laid_out
    from dothi.land.project import Criterion, ProjectConformity
    from dothi.law import load_law, workspace_layers

    law = load_law(*workspace_layers(workspace))
    rules = rules_of(law, options["as_of"])
    _check_uses(options["uses"], law)
    title, frame = polygon_layer(workspace, str(area))
    sources = _sources(workspace, options, law, rules)
    crs = placement(options["crs"]).crs if options["crs"] else frame.crs
    ground, *layers = laid_out(
        [Source(title, frame.assign(ten_du_an=options["name"]), "ten_du_an"), *sources.values()],
        crs=crs,
        leave_out=options["leave_out"],
    )
    if not len(ground):
        raise UnusableError(_no_ground(title))
    shape = shapely.union_all(ground.shapes)
    given = dict(zip(sources, layers, strict=True))
    tolerance_m = tolerances_for(law, options["scale"]).sliver
    measure = rules, tolerance_m
    found = ProjectConformity(
        options["name"],
        float(shape.area),
        options["as_of"],
        tuple(_judged(one, shape, given.get(_option(one)), options, measure) for one in Criterion),
        law.version,
        any(bool(one.attrs.get(ILLUSTRATIVE)) for one in (frame, *(s.frame for s in sources.values()))),
        tuple(one for layer in (ground, *layers) for one in layer.left_out),
    )
    return found, ground, crs


def _sources(workspace: Path, options: Mapping[str, Any], law: Law, rules: Rules) -> dict[str, Source]:
    """The layer of every criterion that has one, by option, without what is not in force on the day."""
    from dothi.cli.conversion_layers import code_column, keyed_zones, known_codes

    day = options["as_of"]
    found: dict[str, Source] = {}
    for option in ("development_area", "programme", "housing_programme"):
        if options[option] and not _is_list(options[option]):
            title, frame = polygon_layer(workspace, options[option])
            found[option] = _in_force(title, frame.assign(ten_lop=title), "ten_lop", day)
    if options["land_use_plan"]:
        title, frame = polygon_layer(workspace, options["land_use_plan"])
        column = options["land_use_code"] or code_column(
            title, frame, known_codes(law, rules), "--land-use-code"
        )
        found["land_use_plan"] = _in_force(title, frame, column, day)
    for option in ("zoning", "detailed"):
        if options[option]:
            zones = keyed_zones(
                workspace, options[option], name="", column=options[f"{option}_code"], law=law, day=day
            )
            found[option] = _in_force(*zones, day)
    return found


def _in_force(title: str, frame: gpd.GeoDataFrame, column: str, day: date) -> Source:
    import numpy as np

    from dothi.land.polygons import Source
    from dothi.land.project import held

    rows = frame.drop(columns=frame.geometry.name).to_dict("records")
    kept = np.array(held(rows, title, day), dtype=bool)
    gone = int(np.count_nonzero(~kept))
    note = f" ({gone} mục không có hiệu lực ngày {format_date(day)})" if gone else ""
    return Source(title + note, frame.loc[kept], column)


def _judged(
    criterion: Criterion,
    shape: Any,
    layer: Polygons | None,
    options: Mapping[str, Any],
    measure: tuple[Rules, float],
) -> Judged:
    from dothi.land.project import Criterion, by_functions, inside, not_given

    rules, tolerance_m = measure
    if layer is not None and criterion in {Criterion.LAND_USE, Criterion.ZONING, Criterion.DETAILED}:
        return by_functions(
            criterion, shape, layer, uses=options["uses"], rules=rules, tolerance_m=tolerance_m
        )
    if layer is not None:
        return inside(criterion, shape, layer, tolerance_m)
    address = options[_option(criterion)]
    return _in_list(criterion, Path(address), options) if address else not_given(criterion)


def _in_list(criterion: Criterion, path: Path, options: Mapping[str, Any]) -> Judged:
    from dothi.land.project import listed, names_in

    names = names_in(table_rows(path), path.name, options["as_of"])
    return listed(criterion, options["name"], names, path.name)


def _is_list(address: str) -> bool:
    return address.lower().endswith(".csv")


def _option(criterion: Criterion) -> str:
    return criterion.value.replace("-", "_")


def _check_uses(uses: Sequence[str], law: Law) -> None:
    from dothi.law.tables.land_law_uses import LandLawUse

    known = list(law.of(LandLawUse))
    unknown = [use for use in uses if use not in known]
    if unknown:
        raise InputError(
            Fault(
                "project.no-such-use",
                f"Không có mục đích sử dụng đất «{unknown[0][:40]}»",
                f"There is no use of land “{unknown[0][:40]}”",
                where="--use",
                remedy_vi=f"Chọn trong: {', '.join(known)}",
                remedy_en=f"Choose from: {', '.join(known)}",
            )
        )


def _no_ground(name: str) -> Fault:
    return Fault(
        "project.no-ground",
        f"Không hình nào của «{name}» đo được diện tích, nên không có đất của dự án",
        f"No shape of “{name}” has an area, so the project has no ground",
        remedy_vi="Sửa bằng «dothi intake check --repair»",
        remedy_en="Mend it with “dothi intake check --repair”",
    )


def print_project(found: ProjectConformity) -> None:
    """Criteria for people to read."""
    from dothi.land.project_files import CRITERIA, STANDINGS

    click.echo(f"{found.name}: {_m2(found.area_m2)}, ngày / as of {format_date(found.as_of)}")
    if found.illustrative:
        click.echo("Dữ liệu minh họa / illustrative data")
    for one in found.judged:
        title, standing = " / ".join(CRITERIA[one.criterion]), " / ".join(STANDINGS[one.standing])
        click.echo(f"{title}: {standing}. {one.reason.vi} / {one.reason.en}")
        if one.inside_share is not None and one.inside_m2 is not None and one.outside_m2 is not None:
            share = format_percent(exact(one.inside_share * 100))
            strips = f", dải hẹp / strips {_m2(one.strip_m2)}" if one.strip_m2 else ""
            outside = f"ngoài / outside {_m2(one.outside_m2)}"
            click.echo(f"  {one.source}: trong / inside {_m2(one.inside_m2)} ({share}), {outside}{strips}")
        for met in one.functions:
            share = format_percent(exact(met.share * 100))
            click.echo(f"  {met.function or '?'}: {_m2(met.m2)} ({share})")
    click.echo(f"Kết luận / verdict: {' / '.join(STANDINGS[found.standing])}")
    for left in found.left_out:
        click.echo(f"Bỏ ra / left out: {left.layer}, đối tượng {left.feature} {left.reason_vi}", err=True)


def _m2(area: float) -> str:
    return f"{format_number(exact(area), 1)} m²"
