"""``dothi land override``: what people conclude of land against a look-up."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date
from dothi.cli.django import start_django
from dothi.cli.land_ask import asked_place, check_place, place_options
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON, Day

if TYPE_CHECKING:
    from dothi.land.overrides import Conclusion

_VERDICTS = ("applies", "does-not-apply", "not-known")


@click.group()
def override() -> None:
    """Kết luận của người có thẩm quyền khác kết quả tra cứu. / Conclusions against a look-up."""


@override.command("add")
@place_options
@click.option(
    "--radius", type=float, metavar="M", help="Bán kính quanh một điểm, m. / Radius around a point."
)
@click.option("--plan", metavar="KHÓA[:PHIÊN_BẢN]", help="Về một đồ án. / About a plan.")
@click.option("--level", metavar="CẤP", help="Về một cấp quy hoạch. / About a level.")
@click.option("--theme", metavar="CHỦ_ĐỀ", help="Về một chủ đề. / About a theme.")
@click.option("--verdict", required=True, type=click.Choice(_VERDICTS), help="Kết luận. / What is concluded.")
@click.option("--place", required=True, help="Tên nơi này. / Name of the place.")
@click.option("--reason", required=True, help="Lý do. / Why.")
@click.option("--document", required=True, help="Văn bản. / Document.")
@click.option("--author", required=True, help="Người, cơ quan kết luận. / Who concludes.")
@click.option(
    "--decided", "decided_on", required=True, type=Day(), metavar="NGÀY", help="Ngày kết luận. / Its day."
)
@click.option("--from", "start", required=True, type=Day(), metavar="NGÀY", help="Từ ngày. / Since.")
@click.option("--to", "end", type=Day(), metavar="NGÀY", help="Đến trước ngày. / Until before.")
@click.pass_obj
def add(
    workspace: Path,
    point: str,
    *,
    parcel: str,
    corners: Path | None,
    area: Path | None,
    registered: float | None,
    crs: str,
    radius: float | None,
    plan: str | None,
    level: str | None,
    theme: str | None,
    **stated: Any,
) -> None:
    """Ghi một kết luận cho một vùng đất; kết quả tự tính vẫn hiện bên cạnh.

    Record a conclusion on some ground; what was computed stays beside it.
    """
    place = check_place(point, parcel=parcel, corners=corners, area=area, registered=registered, crs=crs)
    kind, key, version = _about(plan, level, theme)
    start_django(workspace)
    from dothi.registry.land.overriding import OverrideEntry, ground_around, record_override

    land = asked_place(place, stated["start"], None).piece
    entry = OverrideEntry(kind=kind, key=key, version=version, covers=ground_around(land, radius), **stated)
    row = record_override(None, entry)
    click.echo(f"Đã ghi kết luận số {row.pk} / recorded as number {row.pk}: {row.key}, {row.place}")


def _about(plan: str | None, level: str | None, theme: str | None) -> tuple[str, str, int | None]:
    given = [(kind, key) for kind, key in (("plan", plan), ("level", level), ("theme", theme)) if key]
    if len(given) != 1:
        raise click.UsageError(
            "nêu một trong: --plan, --level, --theme / give one of --plan, --level, --theme"
        )
    kind, key = given[0]
    bare, _, number = key.partition(":")
    if number and (kind != "plan" or not number.isdecimal()):
        raise click.UsageError(f"không hiểu «{key}» / cannot read “{key}”")
    return kind, bare, int(number) if number else None


@override.command("list")
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def list_overrides(workspace: Path, as_of: date, known_on: date | None, as_json: bool) -> None:
    """Các kết luận cho ngày đó, kể cả kết luận đã rút.

    Conclusions for the day, withdrawn ones too. JSON: number, about, key, version, verdict, reason, document,
    author, decided_on, recorded_on, withdrawn_on, withdrawal, covers.
    """
    start_django(workspace)
    from dothi.registry.land.overriding import conclusions_on

    rows = conclusions_on(as_of, known_on)
    if as_json:
        click.echo(json.dumps([_data(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        said = row.said
        version = "" if row.version is None else f":{row.version}"
        gone = f" [đã rút / withdrawn {format_date(said.withdrawn_on)}]" if said.withdrawn_on else ""
        click.echo(
            f"{said.number}. {row.kind} {row.key}{version}: {said.verdict.value}{gone}; {said.reason}; "
            f"{said.author}, {said.document}, {format_date(said.decided_on)}"
        )
    if not rows:
        click.echo(f"Không có kết luận nào ngày {format_date(as_of)} / no conclusions")


@override.command("withdraw")
@click.argument("number", metavar="SỐ", type=int)
@click.option("--reason", required=True, help="Lý do. / Why.")
@click.pass_obj
def withdraw(workspace: Path, number: int, reason: str) -> None:
    """Rút một kết luận; nó vẫn hiện trong lịch sử của nơi đó.

    Take a conclusion back; it is still said as history.
    """
    start_django(workspace)
    from dothi.registry.land.overriding import withdraw_override

    row = withdraw_override(None, number, reason)
    click.echo(f"Đã rút kết luận số {number} / withdrawn: {row.key}, {row.place}")


def _data(row: Conclusion) -> dict[str, Any]:
    import shapely

    said = row.said
    return {
        "number": said.number,
        "about": row.kind,
        "key": row.key,
        "version": row.version,
        "verdict": said.verdict.value,
        "reason": said.reason,
        "document": said.document,
        "author": said.author,
        "decided_on": said.decided_on.isoformat(),
        "recorded_on": said.recorded_on.isoformat(),
        "withdrawn_on": said.withdrawn_on and said.withdrawn_on.isoformat(),
        "withdrawal": said.withdrawal,
        "covers": shapely.geometry.mapping(row.covers),
    }
