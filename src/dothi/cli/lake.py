"""``dothi lake``: list and show the versions of layers, verify them, remove what nothing refers to."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.errors import Fault, InputError
from dothi.settings import Settings

if TYPE_CHECKING:
    from dothi.lake import Collected, Lake, Manifest, Verified

AS_JSON = click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình. / Print JSON.")
_SHORT = 12


@click.group()
def lake() -> None:
    """Kho lớp bản đồ: các phiên bản không đổi, đặt tên theo nội dung. / Immutable versions of layers."""


@lake.command("list")
@AS_JSON
@click.pass_obj
def list_versions(workspace: Path, as_json: bool) -> None:
    """Liệt kê các phiên bản trong kho.

    List the versions. JSON: lake, versions [the manifest of each].
    """
    opened = _open(workspace)
    found = [opened.manifest(name) for name in opened.names()]
    if as_json:
        _print_json({"lake": opened.store.url, "versions": [manifest.as_data() for manifest in found]})
        return
    for manifest in found:
        click.echo(_line(manifest))
    if not found:
        click.echo("Kho chưa có phiên bản nào. / The lake holds no version.")


@lake.command()
@click.argument("name", metavar="TÊN")
@AS_JSON
@click.pass_obj
def show(workspace: Path, name: str, as_json: bool) -> None:
    """In bản kê của một phiên bản; TÊN có thể chỉ là những chữ số đầu.

    Print the manifest of a version; the first digits of its name will do.
    """
    opened = _open(workspace)
    manifest = opened.manifest(opened.resolve(name))
    if as_json:
        _print_json(manifest.as_data())
        return
    for line in _described(manifest):
        click.echo(line)


@lake.command()
@click.argument("names", metavar="[TÊN]...", nargs=-1)
@AS_JSON
@click.pass_context
def verify(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Đọc lại mọi tệp, băm lại nội dung về đúng tên của nó.

    Read everything again and hash it back to its name; all versions, or those named. JSON: lake, versions,
    faults [code, where, vi, en], leftover_files, leftover_bytes. Exit code 1 when something is not as it was
    published. Leftovers of an interrupted publishing are no fault; "dothi lake gc" removes them.
    """
    from dothi.lake import verify as verify_lake

    opened = _open(ctx.obj)
    chosen = [opened.resolve(name) for name in names] or None
    found = verify_lake(opened, chosen, report=lambda name: click.echo(f"… {name[:_SHORT]}", err=True))
    if as_json:
        _print_json(_verified_data(opened, found))
    else:
        _print_verified(found)
    ctx.exit(1 if found.faults else 0)


@lake.command()
@click.option(
    "--keep", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="TỆP",
    help="Tên các phiên bản phải giữ, mỗi dòng một tên; mặc định những gì quy hoạch đã công bố nhắc đến."
    " / Names of the versions to keep, one a line; by default what published plans refer to.",
)  # fmt: skip
@click.option(
    "--min-age", type=click.FloatRange(min=0), default=24, show_default=True, metavar="GIỜ",
    help="Không đụng đến những gì mới hơn. / Leave alone what is younger, in hours.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Chỉ nói sẽ xóa gì. / Only say what would be removed.")
@AS_JSON
@click.pass_context
def gc(ctx: click.Context, keep: Path | None, min_age: float, dry_run: bool, as_json: bool) -> None:
    """Xóa phiên bản không còn ai nhắc đến, và tệp dở dang của lần công bố bị ngắt.

    Remove versions that nothing refers to, and files of interrupted publishings. A list without a
    single name is refused. JSON: lake, dry_run, removed, young, missing, files, bytes. Exit code 1 when the
    list names a version that the lake does not hold.
    """
    from dothi.lake import collect

    opened = _open(ctx.obj)
    found = collect(
        opened,
        _referenced(ctx.obj) if keep is None else _read_names(keep),
        now=datetime.now(UTC),
        min_age=timedelta(hours=min_age),
        dry_run=dry_run,
    )
    if as_json:
        _print_json(_collected_data(opened, found, dry_run=dry_run))
    else:
        _print_collected(found, dry_run=dry_run)
    ctx.exit(1 if found.missing else 0)


def _open(workspace: Path) -> Lake:
    from dothi.lake import open_lake

    settings = dataclasses.replace(Settings.from_environment(), workspace=workspace)
    return open_lake(settings.lake_root, endpoint=settings.lake_endpoint)


def _read_names(path: Path) -> list[str]:
    """Read one name a line; what follows ``#`` is a remark."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return _some([name for line in lines if (name := line.partition("#")[0].strip())], str(path))


def _referenced(workspace: Path) -> list[str]:
    """What published plans of the workspace refer to."""
    from dothi.cli.django import start_django

    start_django(workspace)
    from dothi.registry.land.sources import referenced_themes
    from dothi.registry.plans.queries import referenced_layers

    return _some(sorted(referenced_layers() | referenced_themes()), str(workspace))


def _some(names: list[str], where: str) -> list[str]:
    """Refuse to keep nothing: that is how a whole lake is lost."""
    if not names:
        raise InputError(
            Fault(
                "lake.no-references",
                "Danh sách phải giữ không nêu phiên bản nào; xóa theo nó là xóa cả kho",
                "The list of what to keep names no version; following it would remove the whole lake",
                where=where,
                remedy_vi="Kiểm tra danh sách, hoặc các quy hoạch đã công bố; chưa có gì bị xóa",
                remedy_en="Check the list, or the published plans; nothing was removed",
            )
        )
    return names


def _line(manifest: Manifest) -> str:
    mark = "  [minh họa / illustrative]" if manifest.illustrative else ""
    return f"{manifest.name[:_SHORT]}  {manifest.created:<10}  {_amount(manifest)}  {manifest.title}{mark}"


def _amount(manifest: Manifest) -> str:
    if manifest.layer is not None:
        return f"{_number(manifest.layer.features)} đối tượng / features"
    if manifest.raster is not None:
        return f"{manifest.raster.width} × {manifest.raster.height} điểm ảnh / pixels"
    return ""


def _described(manifest: Manifest) -> list[str]:
    lines = [
        f"{manifest.name}",
        _line(manifest)[_SHORT:].strip(),
        f"Hệ tọa độ / CRS: {manifest.crs.name} ({_first_line(manifest.crs.canonical)})",
        f"Sang WGS 84 / to WGS 84: {manifest.crs.operation} {manifest.crs.operation_name}".strip(),
    ]
    if manifest.layer is not None:
        area = manifest.layer.area_m2
        shown = "không xác định / not defined" if area is None else f"{_number(area / 10_000, 2)} ha"
        lines.append(f"Diện tích / area: {shown}")
        lines += [f"  {column.name}: {column.type}" for column in manifest.layer.columns]
    if manifest.tiles is not None:
        lines.append(
            f"Ô bản đồ / tiles: {manifest.tiles.kind} {manifest.tiles.min_zoom}-{manifest.tiles.max_zoom}"
        )
    lines += [f"Nguồn / source: {item.name} ({item.sha256[:_SHORT]})" for item in manifest.sources]
    lines += [f"{part}: {file.path} ({_number(file.size)} B)" for part, file in manifest.files.items()]
    return lines


def _first_line(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _verified_data(opened: Lake, found: Verified) -> dict[str, Any]:
    return {
        "lake": opened.store.url,
        "versions": list(found.versions),
        "faults": [
            {"code": fault.code, "where": fault.where, "vi": fault.vi, "en": fault.en}
            for fault in found.faults
        ],
        "leftover_files": found.leftover_files,
        "leftover_bytes": found.leftover_size,
    }


def _print_verified(found: Verified) -> None:
    for fault in found.faults:
        click.echo(f"{fault.sentence()} / {fault.en}")
    whole = "nguyên vẹn / whole" if not found.faults else f"{len(found.faults)} lỗi / faults"
    click.echo(f"{len(found.versions)} phiên bản / versions: {whole}.")
    if found.leftover_files:
        click.echo(
            f"{found.leftover_files} tệp dở dang / leftover files ({_number(found.leftover_size)} B); "
            "«dothi lake gc» dọn được / removes them."
        )


def _collected_data(opened: Lake, found: Collected, *, dry_run: bool) -> dict[str, Any]:
    return {
        "lake": opened.store.url,
        "dry_run": dry_run,
        "removed": list(found.versions),
        "young": list(found.young),
        "missing": list(found.missing),
        "files": found.files,
        "bytes": found.size,
    }


def _print_collected(found: Collected, *, dry_run: bool) -> None:
    done = "Sẽ xóa / would remove" if dry_run else "Đã xóa / removed"
    for name in found.versions:
        click.echo(f"{done}: {name}")
    for name in found.young:
        click.echo(f"Chưa có ai nhắc đến nhưng còn mới / not referred to, but young: {name}")
    for name in found.missing:
        click.echo(f"Được nhắc đến mà kho không có / referred to, but not in the lake: {name}")
    click.echo(f"{done}: {found.files} tệp / files, {_number(found.size)} B.")


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
