"""``dothi land overlay``: parcels on zones, with areas by code."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.numbers import exact, format_number
from dothi.cli.layers import polygon_layer
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON

if TYPE_CHECKING:
    from dothi.land.overlay import Overlay

_MOST_CODES = 20
_NO_CODE = "(không có mã)"


@click.command("overlay")
@click.argument("parcels", metavar="THỬA")
@click.argument("zones", metavar="VÙNG")
@click.option(
    "--id",
    "id_field",
    required=True,
    metavar="TRƯỜNG",
    help="Trường số hiệu thửa. / Field of the parcel's number.",
)
@click.option(
    "--code",
    "code_field",
    required=True,
    metavar="TRƯỜNG",
    help="Trường mã chức năng của vùng. / Field of the zone's code.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
    help="Ghi mỗi thửa một dòng ra .parquet, .csv hoặc .xlsx. / A row for each parcel.",
)  # fmt: skip
@click.option(
    "--crs", default="", metavar="MÃ",
    help="Hệ tọa độ mét để đo (mã EPSG); bắt buộc khi lớp tính bằng độ. / CRS in metres to measure in.",
)  # fmt: skip
@click.option(
    "--parcels-layer", default="", metavar="LỚP", help="Lớp thửa trong tệp. / Layer of the parcels."
)
@click.option("--zones-layer", default="", metavar="LỚP", help="Lớp vùng trong tệp. / Layer of the zones.")
@click.option(
    "--leave-out", is_flag=True,
    help="Bỏ ra và liệt kê những hình không đo được, thay vì từ chối. / Leave out, listed, what has no area.",
)  # fmt: skip
@OVERWRITE
@AS_JSON
@click.pass_obj
def overlay_command(workspace: Path, parcels: str, zones: str, **options: Any) -> None:
    """Chồng thửa đất lên vùng quy hoạch: diện tích theo mã, phần chưa có quy hoạch, phần bị phủ chồng.

    Lay zones over parcels. THỬA and VÙNG are files that "dothi intake read" reads, or lake:NAME. JSON:
    area_by_code {code: m²}, parcels, zones, pairs, uncovered_m2, doubly_covered_m2, left_out, seconds.
    """
    began = time.perf_counter()
    out: Path | None = options["out"]
    check_outputs([Path(parcels), Path(zones)], (out,), overwrite=options["overwrite"])
    if out is not None:
        from dothi.land.overlay_table import check_ending

        check_ending(out)
    found = _overlaid(workspace, parcels, zones, options)
    if out is not None:
        from dothi.land.overlay_table import write_overlay

        write_overlay(found, out)
    seconds = time.perf_counter() - began
    if options["as_json"]:
        click.echo(json.dumps(overlay_data(found, seconds), ensure_ascii=False, indent=2))
    else:
        _print(found, seconds, out)


def overlay_data(found: Overlay, seconds: float) -> dict[str, Any]:
    """Totals of an overlay for programs; areas in m², unrounded."""
    return {
        "area_by_code": found.code_totals,
        "parcels": len(found.parcels),
        "zones": found.zones,
        "pairs": found.pairs,
        "uncovered_m2": found.uncovered_m2,
        "doubly_covered_m2": found.doubly_covered_m2,
        "left_out": [
            {"layer": one.layer, "feature": one.feature, "reason": one.reason_vi, "reason_en": one.reason_en}
            for one in found.left_out
        ],
        "seconds": round(seconds, 3),
    }


def _overlaid(workspace: Path, parcels: str, zones: str, options: dict[str, Any]) -> Overlay:
    from dothi.intake.georeference.placement import placement

    crs = placement(options["crs"]).crs if options["crs"] else None
    with ThreadPoolExecutor(1) as waiting:  # two processes read at once
        coming = waiting.submit(polygon_layer, workspace, zones, options["zones_layer"])
        parcels_name, parcels_frame = polygon_layer(workspace, parcels, options["parcels_layer"])
        zones_name, zones_frame = coming.result()
    from dothi.land.overlay import overlay
    from dothi.land.polygons import Source, laid_out

    sources = (
        Source(parcels_name, parcels_frame, options["id_field"]),
        Source(zones_name, zones_frame, options["code_field"]),
    )
    first, second = laid_out(sources, crs=crs, leave_out=options["leave_out"])
    return overlay(first, second)


def _print(found: Overlay, seconds: float, out: Path | None) -> None:
    totals = sorted(found.code_totals.items(), key=lambda item: -item[1])
    for code, area in totals[:_MOST_CODES]:
        click.echo(f"{code or _NO_CODE}: {_m2(area)}")
    if len(totals) > _MOST_CODES:
        click.echo(f"… và {len(totals) - _MOST_CODES} mã nữa / more codes")
    click.echo(f"Chưa có quy hoạch phủ / uncovered: {_m2(found.uncovered_m2)}")
    click.echo(f"Phủ chồng / doubly covered: {_m2(found.doubly_covered_m2)}")
    counts = [format_number(number) for number in (len(found.parcels), found.zones, found.pairs)]
    took = format_number(exact(seconds), 1)
    click.echo(f"{counts[0]} thửa / parcels, {counts[1]} vùng / zones, {counts[2]} cặp / pairs; {took} s")
    for one in found.left_out:
        click.echo(f"Bỏ ra / left out: {one.layer}, đối tượng {one.feature} {one.reason_vi}", err=True)
    if out is not None:
        click.echo(f"Đã ghi / written: {out}")


def _m2(area: float) -> str:
    return f"{format_number(exact(area), 1)} m²"
