"""``dothi land parcels``: snapshots of the cadastre in which parcels are found by their numbers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date
from dothi.cli.django import start_django
from dothi.cli.layers import any_layer
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON, Day

if TYPE_CHECKING:
    from dothi.registry.land.models import ParcelLayer

_SHOWN = 5


@click.group()
def parcels() -> None:
    """Bản đồ địa chính: tra cứu theo số tờ, số thửa. / The cadastre: look-up by sheet and parcel."""


@parcels.command("add")
@click.argument("path", metavar="TỆP", type=click.Path(path_type=Path, exists=True))
@click.option("--title", required=True, help="Tên bản đồ. / Title.")
@click.option("--document", required=True, help="Văn bản hoặc nguồn. / Document or source.")
@click.option("--issuer", default="", help="Cơ quan lập. / Who issued it.")
@click.option(
    "--from", "start", required=True, type=Day(), metavar="NGÀY", help="Đúng từ ngày. / True since."
)
@click.option("--to", "end", type=Day(), metavar="NGÀY", help="Không còn đúng từ ngày. / No longer from.")
@click.option("--unit", default="", metavar="XÃ", help="Một xã cho cả tệp: khóa, mã hoặc tên. / One commune.")
@click.option("--unit-field", default="", metavar="TRƯỜNG", help="Trường xã. / Field of communes.")
@click.option("--sheet-field", default="", metavar="TRƯỜNG", help="Trường số tờ. / Field of sheets.")
@click.option("--parcel-field", default="", metavar="TRƯỜNG", help="Trường số thửa. / Field of parcels.")
@click.option("--area-field", default="", metavar="TRƯỜNG", help="Trường diện tích. / Registered area.")
@click.option("--layer", default="", metavar="LỚP", help="Lớp trong tệp. / Layer of the file.")
@click.option("--illustrative", is_flag=True, help="Dữ liệu minh họa. / Invented data.")
@click.pass_obj
def add(
    workspace: Path,
    path: Path,
    *,
    unit: str,
    unit_field: str,
    sheet_field: str,
    parcel_field: str,
    area_field: str,
    layer: str,
    **stated: Any,
) -> None:
    """Ghi nhận một bản đồ địa chính: chỉ lấy xã, số tờ, số thửa, diện tích và ranh; không lấy tên chủ.

    Record a snapshot of the cadastre. Only commune, sheet, parcel, registered area and outline are kept:
    never an owner's name.
    """
    if bool(unit) == bool(unit_field):
        raise click.UsageError("nêu --unit hoặc --unit-field / give --unit or --unit-field")
    start_django(workspace)
    from django.utils import timezone

    from dothi.lake import Source
    from dothi.land.cadastre import fields_of
    from dothi.registry.land.cadastre import CadastreEntry, record_cadastre, store_cadastre, units_of
    from dothi.registry.land.communes import Communes
    from dothi.registry.plans.lake import current_lake
    from dothi.registry.plans.receiving import digest_of

    entry = CadastreEntry(**stated)
    _, frame = any_layer(path, layer)
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    fields = fields_of(columns, sheet=sheet_field, parcel=parcel_field, area=area_field)
    units = units_of(frame, Communes.load(), unit=unit, field=unit_field)
    size = path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*"))
    source = Source(path.name, digest_of(path), size)
    version, found = store_cadastre(
        current_lake(), frame, fields, units, entry=entry, source=source, now=timezone.now()
    )
    row = record_cadastre(None, entry, version, found)
    click.echo(
        f"Đã ghi nhận bản đồ số {row.pk} / recorded as number {row.pk}: {row.title}, "
        f"{row.parcels} thửa / parcels, {len(row.units)} xã / communes ({version.name[:12]})"
    )
    if found.repeated:
        click.echo(f"{found.repeated} số có nhiều hơn một thửa / numbers with more than one parcel", err=True)
    for one in found.dropped[:_SHOWN]:
        click.echo(f"Bỏ ra / left out: đối tượng / feature {one.feature} {one.vi} / {one.en}", err=True)
    if len(found.dropped) > _SHOWN:
        click.echo(f"… {len(found.dropped)} đối tượng bỏ ra / features left out", err=True)


@parcels.command("list")
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def list_parcels(workspace: Path, as_of: date, known_on: date | None, as_json: bool) -> None:
    """Các bản đồ địa chính dùng được cho ngày đó.

    Snapshots of the cadastre that hold on the day. JSON: number, title, layer, parcels, units, document,
    issuer, from, to, illustrative.
    """
    start_django(workspace)
    from dothi.registry.land.models import ParcelLayer

    rows = list(ParcelLayer.objects.as_known_on(known_on).possibly_on(as_of))
    if as_json:
        click.echo(json.dumps([_data(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        mark = ", minh họa / illustrative" if row.illustrative else ""
        since = format_date(row.starts_latest)
        click.echo(
            f"{row.pk}. {row.title}, {row.document}, từ / since {since}, "
            f"{row.parcels} thửa / parcels, {', '.join(row.units)}{mark}"
        )
    if not rows:
        click.echo(f"Không có bản đồ địa chính nào ngày {format_date(as_of)} / no snapshots of the cadastre")


@parcels.command("withdraw")
@click.argument("number", metavar="SỐ", type=int)
@click.option("--reason", required=True, help="Lý do. / Why.")
@click.pass_obj
def withdraw(workspace: Path, number: int, reason: str) -> None:
    """Rút một bản đồ địa chính; tờ tra cứu đã lập vẫn giữ ranh thửa của nó.

    Take a snapshot off the record; extracts that were made keep the outline of their parcel.
    """
    start_django(workspace)
    from dothi.registry.land.cadastre import withdraw_cadastre

    row = withdraw_cadastre(None, number, reason)
    click.echo(f"Đã rút bản đồ số {number} / withdrawn: {row.title}")


def _data(row: ParcelLayer) -> dict[str, Any]:
    start, end = row.period.start.exact, row.period.end.exact
    return {
        "number": row.pk,
        "title": row.title,
        "layer": row.layer,
        "parcels": row.parcels,
        "units": row.units,
        "document": row.document,
        "issuer": row.issuer,
        "from": start and start.isoformat(),
        "to": None if end in {None, date.max} else end.isoformat(),
        "illustrative": row.illustrative,
    }
