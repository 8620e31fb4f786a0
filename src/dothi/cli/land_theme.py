"""``dothi land theme``: layers that speak of a theme, such as flooding or the present use of land."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date
from dothi.cli.django import start_django
from dothi.cli.layers import any_layer, polygon_layer
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON, Day

if TYPE_CHECKING:
    from dothi.registry.land.models import ThemeLayer

EXTENT = "extent"
_FILE = click.Path(path_type=Path, exists=True)


@click.group()
def theme() -> None:
    """Lớp chủ đề: hạn chế, hiện trạng sử dụng đất. / Layers of themes: restrictions, present use."""


@theme.command("add")
@click.argument("path", metavar="TỆP", type=_FILE)
@click.option("--theme", "code", required=True, metavar="MÃ", help="Chủ đề, ví dụ flood. / Theme.")
@click.option("--title", required=True, help="Tên lớp. / Title.")
@click.option("--title-en", default="", help="Tên tiếng Anh. / English title.")
@click.option("--document", required=True, help="Văn bản hoặc nguồn. / Document or source.")
@click.option("--issuer", default="", help="Cơ quan ban hành. / Who issued it.")
@click.option("--from", "start", required=True, type=Day(), metavar="NGÀY", help="Có hiệu lực từ. / Since.")
@click.option("--to", "end", type=Day(), metavar="NGÀY", help="Hết hiệu lực từ. / No longer from.")
@click.option("--scale", required=True, type=int, metavar="N", help="Mẫu số tỷ lệ bản vẽ. / Scale 1:N.")
@click.option(
    "--covers", default="", metavar="TỆP|extent",
    help="Nơi lớp này trả lời được cả khi không có gì: tệp vùng, hoặc extent. / Ground it answers for.",
)  # fmt: skip
@click.option("--layer", default="", metavar="LỚP", help="Lớp trong tệp. / Layer of the file.")
@click.option(
    "--facility",
    default="",
    metavar="LOẠI",
    help="Công trình phải giữ khoảng cách, ví dụ cemetery; each: theo từng đối tượng. / Keeps land away.",
)
@click.option("--illustrative", is_flag=True, help="Dữ liệu minh họa. / Invented data.")
@click.pass_obj
def add(workspace: Path, path: Path, *, code: str, covers: str, layer: str, **stated: Any) -> None:
    """Ghi nhận một lớp của chủ đề; từ đó tra cứu đất có hỏi đến lớp này.

    Record a layer of a theme: look-ups ask it from then on.
    """
    start_django(workspace)
    import shapely
    from django.utils import timezone

    from dothi.lake import Source
    from dothi.registry.land.recording import ThemeEntry, ground_of, record_theme, store_theme
    from dothi.registry.plans.lake import current_lake
    from dothi.registry.plans.receiving import digest_of

    entry = ThemeEntry(theme=code, **stated)
    ground = ground_of(*polygon_layer(workspace, covers)) if covers and covers != EXTENT else None
    _, frame = any_layer(path, layer)
    size = path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*"))
    source = Source(path.name, digest_of(path), size)
    version = store_theme(current_lake(), frame, entry, source, timezone.now())
    if covers == EXTENT and version.manifest.extent_wgs84 is not None:
        ground = shapely.box(*version.manifest.extent_wgs84)
    row = record_theme(None, entry, version, ground)
    click.echo(
        f"Đã ghi nhận lớp số {row.pk} / recorded as number {row.pk}: {row.title} ({version.name[:12]})"
    )


@theme.command("list")
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def list_themes(workspace: Path, as_of: date, known_on: date | None, as_json: bool) -> None:
    """Các lớp chủ đề có, hoặc có thể có hiệu lực vào ngày đó.

    Layers of themes that are, or may be, in force on the day. JSON: number, theme, title, layer, document,
    issuer, scale, from, to, covers, facility, illustrative.
    """
    start_django(workspace)
    from dothi.registry.land.models import ThemeLayer

    rows = list(ThemeLayer.objects.as_known_on(known_on).possibly_on(as_of))
    if as_json:
        click.echo(json.dumps([theme_data(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        ground = "có phạm vi / answers for ground" if row.covers else "không nêu phạm vi / no ground stated"
        mark = ", minh họa / illustrative" if row.illustrative else ""
        click.echo(f"{row.pk}. {row.theme}: {row.title}, {row.document}, 1/{row.scale}, {ground}{mark}")
    if not rows:
        click.echo(f"Không có lớp chủ đề nào ngày {format_date(as_of)} / no layers of themes")


@theme.command("withdraw")
@click.argument("number", metavar="SỐ", type=int)
@click.option("--reason", required=True, help="Lý do. / Why.")
@click.pass_obj
def withdraw(workspace: Path, number: int, reason: str) -> None:
    """Rút một lớp chủ đề; những gì đã biết trước đó vẫn tra lại được.

    Take a layer of a theme off the record; what was known before can still be asked.
    """
    start_django(workspace)
    from dothi.registry.land.recording import withdraw_theme

    row = withdraw_theme(None, number, reason)
    click.echo(f"Đã rút lớp số {number} / withdrawn: {row.title}")


def theme_data(row: ThemeLayer) -> dict[str, Any]:
    """One layer for programs."""
    start, end = row.period.start.exact, row.period.end.exact
    return {
        "number": row.pk,
        "theme": row.theme,
        "title": row.title,
        "layer": row.layer,
        "document": row.document,
        "issuer": row.issuer,
        "scale": row.scale,
        "from": start and start.isoformat(),
        "to": None if end in {None, date.max} else end.isoformat(),
        "covers": row.covers,
        "facility": row.facility,
        "illustrative": row.illustrative,
    }
