"""``dothi land complete``: who answers for every plan of a level being on record somewhere."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from dothi.base.dates import format_date
from dothi.cli.django import start_django
from dothi.cli.layers import polygon_layer
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON, Day


@click.group()
def complete() -> None:
    """Xác nhận đã ghi nhận đủ đồ án của một cấp ở một nơi. / Plans of a level being complete somewhere."""


@complete.command("add")
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path, exists=True))
@click.option("--level", required=True, metavar="CẤP", help="Cấp quy hoạch, ví dụ general. / Level of plan.")
@click.option("--place", required=True, help="Tên nơi được xác nhận. / Name of the place.")
@click.option("--authority", required=True, help="Cơ quan xác nhận. / Who answers for it.")
@click.option("--document", required=True, help="Văn bản. / Document.")
@click.option("--from", "since", required=True, type=Day(), metavar="NGÀY", help="Từ ngày. / Since.")
@click.option("--layer", default="", metavar="LỚP", help="Lớp trong tệp. / Layer of the file.")
@click.pass_obj
def add(workspace: Path, path: Path, *, layer: str, **stated: str | date) -> None:
    """Ghi nhận rằng mọi đồ án của cấp này trong vùng của TỆP đã có trong hệ thống.

    Record that every plan of the level within the areas of TỆP is in the system.
    """
    start_django(workspace)
    from dothi.registry.land.recording import ground_of, state_complete

    name, frame = polygon_layer(workspace, str(path), layer)
    row = state_complete(None, covers=ground_of(name, frame), **stated)
    click.echo(f"Đã ghi nhận số {row.pk} / recorded as number {row.pk}: {row.place}")


@complete.command("list")
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def list_statements(workspace: Path, as_of: date, known_on: date | None, as_json: bool) -> None:
    """Các xác nhận có, hoặc có thể có hiệu lực vào ngày đó.

    Statements that hold, or may hold, on the day. JSON: number, level, place, authority, document, from,
    covers.
    """
    start_django(workspace)
    from dothi.registry.land.models import CompletenessStatement

    rows = list(CompletenessStatement.objects.as_known_on(known_on).possibly_on(as_of))
    if as_json:
        data = [
            {
                "number": row.pk,
                "level": row.level,
                "place": row.place,
                "authority": row.authority,
                "document": row.document,
                "from": row.period.start.exact and row.period.start.exact.isoformat(),
                "covers": row.covers,
            }
            for row in rows
        ]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row.pk}. {row.level}: {row.place}; {row.authority}, {row.document}")
    if not rows:
        click.echo(f"Không có xác nhận nào ngày {format_date(as_of)} / no statements")
