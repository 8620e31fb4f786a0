"""``dothi intake check`` and ``undo``: check a planner's file, repair it, take a repair back."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF

if TYPE_CHECKING:
    from dothi.intake.checking.context import Options
    from dothi.intake.checking.engine import Result
    from dothi.intake.georeference.placement import Placement
    from dothi.intake.layers import Reading
    from dothi.intake.repair.propose import Repair
    from dothi.law import Law

_PRINTED = 5
_STAGES = ("draft", "consultation", "appraisal", "approved", "published")
_HINTS = {"boundary": " [--boundary LỚP]", "zones": " [--zones LỚP]", "crs": " [--crs MÃ]"}
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("check")
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path))
@AS_JSON
@click.option("--report", type=_FILE, metavar="TỆP", help="Báo cáo .html hoặc .pdf. / Report, .html or .pdf.")
@click.option(
    "--findings", type=_FILE, metavar="GPKG",
    help="Mọi phát hiện cùng hình vào GeoPackage. / Every finding with its geometry as a GeoPackage.",
)  # fmt: skip
@click.option(
    "--repair", "mend", is_flag=True,
    help="Sửa những gì sửa được và hoàn tác được, ghi vào --out. / Repair what can be undone, into --out.",
)  # fmt: skip
@click.option("--out", type=_FILE, metavar="GPKG", help="Tệp đã sửa. / The mended file.")
@click.option(
    "--scale", type=int, metavar="N", help="Mẫu số tỷ lệ bản vẽ, ví dụ 2000. / Denominator of the scale."
)
@click.option(
    "--boundary", default="", metavar="LỚP", help="Lớp ranh giới quy hoạch. / Layer of the boundary."
)
@click.option(
    "--stage", type=click.Choice(_STAGES), help="Giai đoạn đồ án đã đến. / The stage the plan has reached."
)
@click.option(
    "--crs", default="", metavar="MÃ",
    help="Hệ tọa độ thật của tệp, thay cho điều tệp ghi: 5899, 5899/yx (X và Y đổi chỗ), 5899/mm…"
    " / The CRS the file is really in, whatever it states.",
)  # fmt: skip
@click.option("--partial", is_flag=True, help="Đồ án điều chỉnh cục bộ. / The plan amends a part of another.")
@click.option(
    "--zones",
    multiple=True,
    metavar="LỚP",
    help="Lớp phải phủ kín đồ án. / A layer that must cover the plan.",
)
@OVERWRITE
@AS_OF
@click.pass_obj
def check(
    workspace: Path,
    path: Path,
    *,
    as_json: bool,
    report: Path | None,
    findings: Path | None,
    mend: bool,
    out: Path | None,
    scale: int | None,
    boundary: str,
    stage: str | None,
    crs: str,
    partial: bool,
    zones: tuple[str, ...],
    overwrite: bool,
    as_of: date,
) -> None:
    """Kiểm tra một tệp quy hoạch theo mọi quy tắc. Thoát 0: không lỗi, 1: có lỗi, 2: không kiểm tra được.

    Check a planner's file by every rule (docs/intake-checks.md). Exit 0: no error, 1: errors, or a file that
    could not be read beside others, 2: could not be checked.
    """
    from dothi.intake.checking.context import Options
    from dothi.intake.georeference.placement import placement
    from dothi.intake.report.write import report_kind

    options = Options(
        day=as_of, scale=scale, boundary=boundary, stage=stage or "", partial=partial, zones=zones
    )
    if mend != (out is not None):
        raise click.UsageError("--repair và --out đi cùng nhau. / --repair and --out go together.")
    if report is not None:
        report_kind(report)
    undo_file = None if out is None else _undo_file(out)
    check_outputs([path], [report, findings, out, undo_file], overwrite=overwrite)
    try:
        way = placement(crs) if crs else None
        result, mended = _checked(path, workspace, options, way, mend=mend)
    except InputError as error:  # an option that does not fit the file: nothing was checked
        raise UnusableError(*error.faults) from error
    undo = _write(path, result, mended, as_of, report=report, findings=findings, out=out)
    if as_json:
        _print_json(result, mended, undo)
    else:
        _print(result, mended, [str(p) for p in (report, findings, out) if p is not None], undo)
    click.get_current_context().exit(result.verdict.exit_code)


@click.command("undo")
@click.argument("undo_file", metavar="TỆP_UNDO", type=_FILE)
@click.argument("path", metavar="TỆP_ĐÃ_SỬA", type=_FILE)
@click.option("--out", type=_FILE, metavar="GPKG", required=True, help="Tệp khôi phục. / The restored file.")
@OVERWRITE
def undo(undo_file: Path, path: Path, out: Path, *, overwrite: bool) -> None:
    """Trả mọi hình về như trước khi --repair sửa. / Put every geometry back as it was before --repair."""
    from dothi.intake.geopackage import write_layers
    from dothi.intake.read import read
    from dothi.intake.repair.undo import undone

    check_outputs([undo_file, path], [out], overwrite=overwrite)
    restored = undone(read(path), undo_file)
    write_layers(restored.layers, out)
    click.echo(f"Đã khôi phục / restored: {out}")


def _checked(
    path: Path, workspace: Path, options: Options, way: Placement | None, *, mend: bool
) -> tuple[Result, Repair | None]:
    """Read, take coordinates by ``way``, check; with ``mend`` the mended plan is what is checked."""
    from dothi.intake.read import read

    with ThreadPoolExecutor(1) as waiting:  # another process reads; what checks is loaded meanwhile
        coming = waiting.submit(read, path)
        from dothi.intake.checking.engine import check as check_reading
        from dothi.intake.checking.rule import rules
        from dothi.intake.repair.propose import repair

        law = _law(workspace)
        rules()
        reading: Reading = coming.result()
    if way is not None:
        from dothi.intake.converting import placed

        reading = replace(reading, layers=tuple(placed(layer, way) for layer in reading.layers))
    if not reading.layers:
        raise UnusableError(_nothing(path), *(skipped.reason for skipped in reading.skipped[:_PRINTED]))
    if not mend:
        return check_reading(reading, law, options), None
    mended = repair(reading, law, options)
    return check_reading(mended.reading, law, options), mended


def _write(
    path: Path,
    result: Result,
    mended: Repair | None,
    made: date,
    *,
    report: Path | None,
    findings: Path | None,
    out: Path | None,
) -> str | None:
    """Write what was asked for; gives the name of the undo file."""
    from dothi import __version__
    from dothi.intake.geopackage import write_layers
    from dothi.intake.repair.undo import write_undo
    from dothi.intake.report.content import Cover, content_of
    from dothi.intake.report.geopackage import write_findings
    from dothi.intake.report.write import write_report

    undo: Path | None = None
    digest = _digest(path) if report is not None or mended is not None else ""
    if mended is not None and out is not None:
        columns = write_layers(mended.reading.layers, out)
        undo = _undo_file(out)
        write_undo(mended.changes, undo, made=made, source=path.name, source_hash=digest, columns=columns)
    if findings is not None:
        write_findings(result, findings)
    if report is not None:
        cover = Cover(
            file=path.name,
            sha256=digest,
            made=made,
            program=f"dothi {__version__}",
            findings_file=findings.name if findings is not None else "",
        )
        write_report(content_of(result, cover, mended.changes if mended is not None else ()), report)
    return None if undo is None else str(undo)


def _undo_file(out: Path) -> Path:
    return out.with_suffix(".undo.json")


def _digest(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder in the order of their names."""
    digest = hashlib.sha256()
    for part in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if part.is_file():
            if path.is_dir():
                digest.update(part.relative_to(path).as_posix().encode())
            with part.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()


def _law(workspace: Path) -> Law:
    from dothi.law import load_law, workspace_layers

    return load_law(*workspace_layers(workspace))


def _print(result: Result, mended: Repair | None, files: Sequence[str], undo: str | None) -> None:
    from dothi.base.numbers import format_number
    from dothi.intake.report.content import plan_kind

    click.echo(f"{result.verdict.title()} / {result.verdict.title('en')}")
    scale = result.context.options.scale
    click.echo(f"Tỷ lệ: {f'1/{format_number(scale)}' if scale else '–'} ({result.context.scale_from[0]})")
    click.echo(f"Dung sai: {result.context.tolerances.row.title_vi}")
    hint = "" if result.context.partial else " [--partial]"
    click.echo(f"Loại hồ sơ: {plan_kind(result.context)}{hint}")
    for layer in result.layers:
        told = f"{format_number(layer.features)} đối tượng, {layer.crs or 'không ghi hệ tọa độ'}"
        click.echo(f"  lớp {layer.name}: {told}")
    seen: dict[str, int] = {}
    for batch in result.findings.batches:
        if batch.code not in seen:
            counts = ", ".join(
                f"{format_number(n)} {s.title().lower()}" for s, n in result.counts()[batch.code].items()
            )
            click.echo(f"\n{batch.code}: {counts}")
        for row in range(min(len(batch), _PRINTED - seen.get(batch.code, 0))):
            finding = batch.finding(row)
            feature = "" if finding.feature is None else f" {finding.feature}"
            click.echo(f"  [{finding.layer}{feature}] {finding.sentence()}")
            seen[batch.code] = seen.get(batch.code, 0) + 1
    _print_rest(result, mended, files, undo)


def _print_json(result: Result, mended: Repair | None, undo: str | None) -> None:
    """Print the answer as one JSON object, findings one by one: there may be a million."""
    told = result.frame_to_json()
    del told["findings"]
    if mended is not None:
        told["repairs"] = [change.to_json() for change in mended.changes]
        told["undo"] = undo
    stream = sys.stdout
    stream.write(json.dumps(told, ensure_ascii=False)[:-1] + ', "findings": [')
    for place, finding in enumerate(result.findings):
        stream.write(("," if place else "") + "\n" + finding.to_text())
    stream.write("\n]}\n")
    stream.flush()


def _print_rest(result: Result, mended: Repair | None, files: Sequence[str], undo: str | None) -> None:
    for unknown, title in ((True, "Chưa xét được / not checked"), (False, "Không áp dụng / does not apply")):
        grouped: dict[str, dict[str, None]] = {}
        for item in result.skipped:
            if item.unknown is unknown:
                told = item.reason + (f" ({item.layer})" if item.layer else "") + _HINTS.get(item.option, "")
                grouped.setdefault(told, {})[item.rule] = None
        if grouped:
            click.echo(f"\n{title}:")
        for reason, rules in grouped.items():
            click.echo(f"  {', '.join(rules)}: {reason}")
    for vi, _ in result.notes:
        click.echo(f"\nGhi chú: {vi}.")
    if mended is not None:
        from dothi.intake.checking.saying import change

        click.echo(f"\nĐã sửa {len(mended.changes)} chỗ / repaired:")
        for item in mended.changes[: 4 * _PRINTED]:
            click.echo(f"  [{item.layer} {item.feature}] {item.rule}: {change(item.difference, 'm²')}")
    told = [*files, *([undo] if undo else [])]
    if told:
        click.echo(f"\nĐã ghi / written: {', '.join(told)}")


def _nothing(path: Path) -> Fault:
    return Fault(
        "check.nothing",
        "Tệp không có lớp dữ liệu nào để kiểm tra",
        "The file has no layer to check",
        path.name,
        "Kiểm tra tệp đã xuất đủ các lớp",
        "Check that the file was exported with its layers",
    )
