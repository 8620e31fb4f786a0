"""``dothi land exposure``: what lies in flood, landslide and steep ground."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number
from dothi.cli.concluded import print_beside
from dothi.cli.layers import given_files
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON

if TYPE_CHECKING:
    from dothi.land.exposure import Exposure, Found, Parts, Totals
    from dothi.land.exposure_files import Basis

_MOST = 20
_NEW = click.Path(path_type=Path, dir_okay=False)


@click.command("exposure")
@click.argument("what", metavar="ĐỐI_TƯỢNG")
@click.option(
    "--hazard", required=True, metavar="LỚP|theme:MÃ|ẢNH",
    help="Nguy cơ: tệp vùng, lake:, plan:MÃ, theme:MÃ, hoặc ảnh GeoTIFF. / The hazard.",
)  # fmt: skip
@click.option("--layer", default="", metavar="LỚP", help="Lớp trong tệp đối tượng. / Layer of things.")
@click.option(
    "--name", default="", metavar="TRƯỜNG", help="Trường tên của đối tượng. / Field of their names."
)
@click.option("--by", default="", metavar="TRƯỜNG", help="Cộng theo trường này. / Totals by this field.")
@click.option(
    "--people", default="", metavar="TRƯỜNG",
    help="Trường số người; mặc định tìm theo tên trường dân số. / Field of people.",
)  # fmt: skip
@click.option(
    "--people-band", default=1, show_default=True, metavar="SỐ",
    help="Kênh của ảnh dân số, khi đối tượng là ảnh. / Band of a raster of people.",
)  # fmt: skip
@click.option(
    "--hazard-layer", default="", metavar="LỚP", help="Lớp trong tệp nguy cơ. / Layer of the hazard."
)
@click.option(
    "--field", default="", metavar="TRƯỜNG",
    help="Trường phân cấp của lớp nguy cơ, dùng với --value. / Field of classes.",
)  # fmt: skip
@click.option(
    "--value", "values", multiple=True, metavar="GIÁ_TRỊ",
    help="Giá trị coi là nguy cơ, nêu nhiều lần được. / Values that are hazard.",
)  # fmt: skip
@click.option(
    "--at-least", type=float, metavar="SỐ",
    help="Ảnh: từ giá trị này trở lên là nguy cơ (độ sâu, độ dốc). / Hazard from this value up.",
)  # fmt: skip
@click.option(
    "--elevation", is_flag=True,
    help="Ảnh là độ cao (mét): tính độ dốc bằng độ, Horn 1981. / The raster holds heights.",
)  # fmt: skip
@click.option("--band", default=1, show_default=True, metavar="SỐ", help="Kênh của ảnh nguy cơ. / Its band.")
@click.option(
    "--covers", default="", metavar="TỆP|extent",
    help="Nơi lớp nguy cơ trả lời được cả khi không có gì. / Ground the layer answers for.",
)  # fmt: skip
@click.option(
    "--scale", type=click.IntRange(min=1), metavar="N",
    help="Mẫu số tỷ lệ lớp nguy cơ, để nhận ra dải hẹp. / Scale of the hazard's drawing.",
)  # fmt: skip
@click.option("--crs", default="", metavar="MÃ", help="Hệ tọa độ mét để đo. / CRS in metres to measure in.")
@click.option(
    "--leave-out", is_flag=True,
    help="Bỏ ra và liệt kê hình không đo được. / Leave out, listed, what cannot be measured.",
)  # fmt: skip
@click.option("--out", type=_NEW, metavar="XLSX", help="Bảng tính kết quả. / Workbook.")
@click.option("--places", "places_to", type=_NEW, metavar="GPKG", help="Phần có nguy cơ, chưa biết. / Map.")
@OVERWRITE
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def exposure_command(workspace: Path, what: str, **options: Any) -> None:
    """Vùng, tuyến, công trình, người dân nào nằm trong vùng ngập, sạt lở, đất dốc: có, không, chưa biết.

    Which areas, lines, points and people lie in a hazard: exposed, not exposed, not known. What no data cover
    is not known. JSON: as_of, as_known_on, illustrative, things, hazard, total, groups, features, notes,
    conclusions, left_out.
    """
    outputs = (options["out"], options["places_to"])
    given = {name: value for name, value in options.items() if name not in {"out", "places_to"}}
    check_outputs(given_files({"what": what, **given}), outputs, overwrite=options["overwrite"])
    from dothi.cli.exposure_layers import check_use, read_all
    from dothi.land.exposure import exposure
    from dothi.land.exposure_files import exposure_data, write_places, write_workbook

    check_use(options)
    things, hazard, ground, basis = read_all(workspace, what, options)
    found = exposure(things, hazard)
    if options["out"] is not None:
        write_workbook(found, basis, options["out"])
    if options["places_to"] is not None:
        write_places(found, ground, basis, options["places_to"])
    if options["as_json"]:
        click.echo(json.dumps(exposure_data(found, basis), ensure_ascii=False, indent=2))
    else:
        _print(found, basis)


def _print(found: Exposure, basis: Basis) -> None:
    from dothi.land.exposure_files import notes_of

    hazard = found.hazard
    click.echo(f"{found.things.name} trong / in {hazard.name}, {_day(basis.as_of)}{_known(basis.known_on)}")
    if basis.illustrative:
        click.echo("Dữ liệu minh họa / illustrative data")
    if hazard.criterion:
        click.echo(f"Coi là nguy cơ / hazard: {hazard.criterion.vi} / {hazard.criterion.en}")
    click.echo(f"Cách tính / method: {hazard.method.vi} / {hazard.method.en}")
    _print_totals("", found.total, found)
    for group in found.groups[:_MOST]:
        _print_totals(f"[{group.group or '?'}] ", group, found)
    exposed = [one for one in found.found if one.verdict.value == "exposed"]
    if not found.things.cells:
        for one in sorted(exposed, key=lambda one: -one.parts.exposed)[:_MOST]:
            click.echo(f"  {_line(one)}")
        if len(exposed) > _MOST:
            click.echo(f"  … và {len(exposed) - _MOST} đối tượng nữa / more")
    for note in notes_of(found, basis):
        click.echo(f"Lưu ý: {note.vi}. / {note.en}.")
    print_beside(basis.said)
    for left in (*found.things.left_out, *hazard.left_out):
        click.echo(f"Bỏ ra / left out: {left.layer}, đối tượng {left.feature} {left.reason_vi}", err=True)


def _print_totals(mark: str, totals: Totals, found: Exposure) -> None:
    from dothi.land.exposure import Exposed, Kind
    from dothi.land.exposure_files import kind_words

    for kind in Kind:
        counts = totals.counts[kind]
        if not any(counts.values()):
            continue
        title = " / ".join(kind_words(found, kind))
        numbers = [format_number(counts[one]) for one in (Exposed.YES, Exposed.NOT, Exposed.UNKNOWN)]
        measured = "" if kind is Kind.POINT else f"; {_parts(totals.parts[kind], _UNITS[kind.value])}"
        click.echo(f"{mark}Số {title}: {_three(*numbers)}{measured}")
    if totals.people is not None:
        click.echo(f"{mark}Người (ước tính) / people (estimated): {_parts(totals.people, '')}")
        if totals.uncounted:
            number = format_number(totals.uncounted)
            click.echo(f"{mark}Đối tượng không ghi số người / features without a number: {number}")


_UNITS = {"area": " m²", "line": " m", "point": ""}


def _parts(parts: Parts, unit: str) -> str:
    numbers = [
        f"{format_number(exact(value), 1)}{unit}" for value in (parts.exposed, parts.clear, parts.unknown)
    ]
    return _three(*numbers)


def _three(exposed: str, clear: str, unknown: str) -> str:
    return f"có nguy cơ / exposed {exposed}, không / not exposed {clear}, chưa biết / not known {unknown}"


def _line(one: Found) -> str:
    named = f" {one.label}" if one.label else ""
    measured = "" if one.kind.value == "point" else f": {_parts(one.parts, _UNITS[one.kind.value])}"
    return f"{one.feature}{named}{measured}"


def _day(day: date) -> str:
    return f"ngày / as of {format_date(day)}"


def _known(day: date | None) -> str:
    return f", theo hiểu biết ngày / as known on {format_date(day)}" if day is not None else ""
