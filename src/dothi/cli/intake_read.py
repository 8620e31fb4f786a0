"""``dothi intake read`` and ``table``: read a planner's file and write it anew; many files in one table.

Reading needs no workspace and changes nothing; the file is read in a process of its own with bounds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON

if TYPE_CHECKING:
    from dothi.intake.converting import Question
    from dothi.intake.layers import Guess, Reading

_PACK = Path(__file__).resolve().parent.parent / "provinces" / "quang-nam"
_MOST_LINES = 12
_KINDS = {
    "encoding": "bảng mã",
    "crs": "hệ tọa độ",
    "axis_order": "thứ tự X, Y",
    "unit": "đơn vị",
    "field_name": "tên trường",
    "layer_name": "tên lớp",
}


@click.command("read")
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path))
@click.option(
    "--layer", "layers", multiple=True, metavar="TÊN",
    help="Chỉ lớp này; lặp lại được. / This layer only; may be repeated.",
)  # fmt: skip
@click.option(
    "--crs", default="", metavar="MÃ",
    help="Hệ tọa độ của kết quả (mã EPSG); tệp không ghi hệ tọa độ được hiểu là ở hệ này."
    " / CRS of the result; a file that states none is taken to be in it.",
)  # fmt: skip
@click.option(
    "--from-crs", "from_crs", default="", metavar="MÃ",
    help="Hệ tọa độ thật của tệp, thay cho điều tệp ghi: 5899, 5899/yx (X và Y đổi chỗ), 5899/mm…"
    " / The CRS the file is really in, whatever it states.",
)  # fmt: skip
@click.option(
    "--encoding", default="auto", show_default=True,
    type=click.Choice(["auto", "show", "tcvn3", "vni", "viqr", "cp1258", "utf-8"]),
    help="Bảng mã của chữ; show chỉ cho biết, không đổi. / Encoding of the text; show changes nothing.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
    help="Ghi ra .gpkg, .parquet, .geojson hoặc .csv; không có thì chỉ liệt kê."
    " / Write to a file, by its ending; without it, list only.",
)  # fmt: skip
@OVERWRITE
@click.option(
    "--short-names", is_flag=True,
    help="Tên trường dùng được cho shapefile. / Names of fields fit for a shapefile.",
)  # fmt: skip
@click.option(
    "--corners", is_flag=True, help="CSV: mỗi đỉnh một dòng thay cho WKT. / CSV: one corner to a line."
)
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), metavar="SVG",
    help="Vẽ các cách hiểu tọa độ khi còn nghi ngờ. / Draw the readings of coordinates in doubt.",
)  # fmt: skip
@click.option(
    "--neighbour", type=click.Path(path_type=Path), metavar="TỆP",
    help="Ranh giới chính xác đã biết, để nhận ra lệch hệ quy chiếu."
    " / Exact outlines known nearby, by which a forgotten datum shift shows.",
)  # fmt: skip
@click.option(
    "--province", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC", default=_PACK,
    help="Bộ dữ liệu tỉnh cho phạm vi dự kiến. / Province pack that tells where plans lie.",
)  # fmt: skip
@click.pass_obj
def read_command(workspace: Path, path: Path, **options: Any) -> None:
    """Đọc một tệp, thư mục hoặc tệp nén; ghi lại ở dạng chuẩn: chữ Unicode, một hệ tọa độ, tên trường đúng.

    Read a file, folder or archive and write it in plain form. What had to be guessed is told and, for
    coordinates, never applied by itself. Formats and keys stand in docs/intake-reading.md.
    """
    from dothi.intake.converting import converted, known_outlines, left_out
    from dothi.intake.georeference.placement import placement
    from dothi.intake.read import read
    from dothi.intake.writing import CORNERS, WKT, check_target, write

    out: Path | None = options["out"]
    if out is not None:
        check_target(out, overwrite=options["overwrite"])
    inputs = [path, *([options["neighbour"]] if options["neighbour"] else [])]
    check_outputs(inputs, [out, options["picture"]], overwrite=options["overwrite"])
    for code in filter(None, (options["crs"], options["from_crs"])):
        placement(code)
    reading = read(path, layers=options["layers"], encoding=options["encoding"])
    _list(reading)
    if options["from_crs"]:
        _no_picture(options, "hệ tọa độ đã được nêu bằng --from-crs")
    else:
        known = known_outlines(read(options["neighbour"])) if options["neighbour"] else ()
        _ask(reading, workspace, known, options)
    if out is None:
        return
    made, taken = converted(
        reading,
        crs=options["crs"],
        from_crs=options["from_crs"],
        short_names=options["short_names"],
        geojson=out.suffix.lower() in {".geojson", ".json"},
    )
    _tell([*taken, *made.renamed])
    geometry = CORNERS if options["corners"] else WKT
    write(made.layers, out, overwrite=options["overwrite"], geometry=geometry)
    for fault in left_out(reading):
        click.echo(f"Không ghi: {fault.sentence()}", err=True)
    click.echo(f"Đã ghi / written: {out}")


@click.command("table")
@click.argument("paths", metavar="TỆP…", type=click.Path(path_type=Path), nargs=-1, required=True)
@AS_JSON
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
    help="Ghi bảng Markdown ra tệp. / Write the table to a file, as Markdown.",
)  # fmt: skip
@OVERWRITE
def table(paths: tuple[Path, ...], *, as_json: bool, out: Path | None, overwrite: bool) -> None:
    """Bảng các tệp và kết quả đọc, mỗi tệp một dòng. / A table of files and what reading them gave."""
    from dothi.intake.survey import markdown, survey

    check_outputs(paths, [out], overwrite=overwrite)
    rows = survey(paths)
    if as_json:
        text = json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=2) + "\n"
    else:
        text = markdown(rows)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"Đã ghi / written: {out}")


def _list(reading: Reading) -> None:
    """Layers to standard output; what was passed over or guessed to standard error."""
    for layer in reading.layers:
        place = layer.frame.crs.name if layer.frame.crs is not None else "không ghi hệ tọa độ"
        told = f"{len(layer.frame)} đối tượng, {place}, {layer.encoding} ({layer.driver})"
        click.echo(f"{layer.name}: {told}")
    for rows in reading.tables:
        click.echo(f"{rows.name}: bảng {len(rows.frame)} dòng, {rows.encoding} ({rows.driver})")
    for raster in reading.rasters:
        size = f"{raster.width} × {raster.height}, {raster.bands} kênh"
        click.echo(f"{raster.name}: ảnh {size} ({raster.driver})")
    for skipped in reading.skipped:
        click.echo(f"Bỏ qua: {skipped.reason.sentence()}", err=True)
    _tell(reading.guesses)


def _tell(guesses: Sequence[Guess]) -> None:
    for guess in guesses[:_MOST_LINES]:
        told = guess.note_vi or f"«{guess.found}» → «{guess.taken_as}»"
        where = ", ".join(part for part in (guess.layer, guess.column) if part)
        kind = _KINDS.get(guess.kind, guess.kind)
        click.echo(f"Đoán {kind} [{where}]: {told} ({guess.score:.2f})", err=True)
    if len(guesses) > _MOST_LINES:
        click.echo(f"… và {len(guesses) - _MOST_LINES} điều khác", err=True)


def _ask(reading: Reading, workspace: Path, known: Sequence[Any], options: dict[str, Any]) -> None:
    """Show the readings of coordinates that are in doubt; nothing is chosen here."""
    from dothi.intake.converting import questions
    from dothi.intake.georeference.province import expected_in, zone_at_home
    from dothi.law import load_law, workspace_layers
    from dothi.places.pack import read_pack

    pack = read_pack(options["province"])
    where = expected_in(pack, known)
    if where is None or not reading.layers:
        _no_picture(options, "không có lớp nào, hoặc bộ dữ liệu tỉnh không cho biết phạm vi dự kiến")
        return
    asked = questions(reading, where, zone_at_home(pack, load_law(*workspace_layers(workspace))))
    for question in asked:
        _print_question(question, pack.title_vi, named=bool(options["crs"]))
    drawable = next((question for question in asked if question.found), None)
    if drawable is None:
        _no_picture(options, "không có cách hiểu tọa độ nào còn phải chọn")
    elif options["picture"] is not None:
        from dothi.intake.geopackage import whole_file
        from dothi.intake.georeference.picture import picture

        shapes = [
            s for layer in reading.layers if layer.name in drawable.layers for s in layer.frame.geometry
        ]
        with whole_file(options["picture"]) as waiting:
            waiting.write_text(picture(shapes, drawable.found, where), encoding="utf-8")
        click.echo(f"Đã vẽ / drawn: {options['picture']}", err=True)


def _no_picture(options: dict[str, Any], why: str) -> None:
    """Say why a picture that was asked for is not drawn."""
    if options["picture"] is not None:
        click.echo(f"Không vẽ {options['picture'].name}: {why}.", err=True)


def _print_question(question: Question, province: str, *, named: bool) -> None:
    names = ", ".join(question.layers[:4]) + (" …" if len(question.layers) > 4 else "")
    stated = f"ghi {question.stated}" if question.stated else "không ghi hệ tọa độ"
    if not question.found:
        click.echo(
            f"Tọa độ [{names}]: tệp {stated}; không cách hiểu nào nằm trong phạm vi {province}.", err=True
        )
        return
    click.echo(f"Tọa độ [{names}]: tệp {stated}; các cách hiểu trong phạm vi {province}:", err=True)
    for one in question.found:
        told = f"{one.placement.title()}: {one.reason_vi}"
        click.echo(f"  {one.placement.key:<14} {one.score:.2f}  {told}", err=True)
    if not named:
        click.echo("  Chọn bằng --from-crs; chưa có cách nào được áp dụng.", err=True)
