"""``dothi land ask``: what applies to one piece of land on a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number, format_percent
from dothi.cli.django import start_django
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON

if TYPE_CHECKING:
    from dothi.land.record import (
        Answer,
        LevelAnswer,
        PlanAnswer,
        Share,
        UseChange,
        UseChanges,
        ZoneAnswer,
    )
    from dothi.registry.land.asked import Asked

_VERDICTS = {
    "applies": "áp dụng / applies",
    "does-not-apply": "không áp dụng / does not apply",
    "not-known": "chưa biết / not known",
}
_RESOLUTIONS = {
    "yes": "cần nghị quyết của HĐND tỉnh / needs a resolution of the People's Council",
    "unknown": "nếu chuyển, cần nghị quyết của HĐND tỉnh / if it changes, needs a resolution",
}


_PLACE = (
    click.argument("point", metavar="[TỌA_ĐỘ]", default=""),
    click.option(
        "--corners", metavar="TỆP",
        type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
        help="Bảng tọa độ của giấy chứng nhận (tệp chữ, hoặc - để dán). / Corner table of a certificate.",
    ),
    click.option(
        "--area", type=click.Path(path_type=Path, exists=True), metavar="TỆP",
        help="Tệp bản đồ có vùng cần hỏi. / A map file that holds the area.",
    ),
    click.option(
        "--registered", type=float, metavar="M2",
        help="Diện tích trên giấy tờ, m². / Registered area, m².",
    ),
    click.option(
        "--crs", default="", metavar="MÃ",
        help="Hệ tọa độ của mét (mã EPSG) khi khác múi của tỉnh. / CRS of metres, if not the province's.",
    ),
)  # fmt: skip


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """The ways of naming a piece of land, alike for every command that asks about one."""
    for option in reversed(_PLACE):
        command = option(command)
    return command


@click.command("ask")
@place_options
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def ask_command(
    workspace: Path,
    point: str,
    *,
    corners: Path | None,
    area: Path | None,
    registered: float | None,
    crs: str,
    as_of: date,
    known_on: date | None,
    as_json: bool,
) -> None:
    """Quy hoạch nào áp dụng cho nơi này vào ngày đó: theo TỌA_ĐỘ, bảng góc ranh, hoặc vùng trong tệp.

    What applies to a place on a day: by a point in any usual way of writing, a corner table, or an area.
    JSON: as_of, as_known_on, geometry, measured_m2, registered_m2, illustrative, notes, levels, themes.
    """
    check_place(point, corners, area, registered)
    start_django(workspace)
    from dothi.land.answer_data import answer_data
    from dothi.registry.land.asking import ask

    asked = asked_place(point, corners, area, crs, registered)
    answer = ask(asked.piece, as_of, known_on, asked.notes)
    if as_json:
        click.echo(json.dumps(answer_data(answer), ensure_ascii=False, indent=2))
    else:
        _print(answer)


def check_place(point: str, corners: Path | None, area: Path | None, registered: float | None) -> None:
    """Refuse a command that names no place, or more than one, or gives a point an area."""
    if sum(bool(one) for one in (point, corners, area)) != 1:
        raise click.UsageError("nêu một trong: TỌA_ĐỘ, --corners, --area / give a point, --corners or --area")
    if point and registered is not None:
        raise click.UsageError(
            "một điểm không có diện tích: bỏ --registered / a point has no area: leave out --registered"
        )


def asked_place(
    point: str, corners: Path | None, area: Path | None, crs: str, registered: float | None
) -> Asked:
    """The land that the options name; Django must have been started."""
    from dothi.registry.land.asked import by_corners, by_file, by_point

    if corners is not None:
        with click.open_file(str(corners), encoding="utf-8-sig") as stream:
            return by_corners(stream.read(), crs, registered)
    if area is not None:
        return by_file(area, crs, registered)
    return by_point(point, crs)


def _print(answer: Answer) -> None:
    day = format_date(answer.as_of)
    known = (
        f", theo hiểu biết ngày / as known on {format_date(answer.as_known_on)}" if answer.as_known_on else ""
    )
    click.echo(f"Ngày / as of {day}{known}")
    if answer.measured_m2 is not None:
        click.echo(f"Diện tích đo / measured: {_m2(answer.measured_m2)}")
    for note in answer.notes:
        click.echo(f"Lưu ý: {note.vi} / {note.en}")
    if answer.illustrative:
        click.echo("Dữ liệu minh họa / illustrative data")
    for level in answer.levels:
        _print_level(level)
    for theme in answer.themes:
        click.echo(f"{theme.title.vi} / {theme.title.en}: {_VERDICTS[theme.verdict.value]}")


def _print_level(level: LevelAnswer) -> None:
    mark = "" if level.confirmed else " [chưa xác nhận / unconfirmed]"
    click.echo(f"{level.title.vi} / {level.title.en}{mark}: {_VERDICTS[level.verdict.value]}")
    if level.reason:
        click.echo(f"  {level.reason.vi} / {level.reason.en}")
    for plan in level.plans:
        _print_plan(plan)
    if level.uncovered is not None:
        click.echo(f"  Phần chưa có quy hoạch cấp này / uncovered: {_share(level.uncovered)}")


def _print_plan(plan: PlanAnswer) -> None:
    facts = plan.facts
    click.echo(f"  {facts.title}, phiên bản {facts.number}, {facts.decision_number} ({facts.digest[:12]})")
    if plan.reason:
        click.echo(f"    {_VERDICTS[plan.verdict.value]}: {plan.reason.vi} / {plan.reason.en}")
    for zone in plan.zones:
        click.echo(f"    {_zone(zone)}")
    if plan.unzoned is not None:
        click.echo(f"    Trong ranh giới nhưng không có vùng chức năng / no zone: {_share(plan.unzoned)}")
    if plan.uses is not None:
        _print_uses(plan.uses)


def _print_uses(uses: UseChanges) -> None:
    from dothi.land.permission import NEEDS

    mark = " [minh họa / illustrative]" if uses.illustrative else ""
    click.echo(f"    Chuyển mục đích / change of use{mark}: {' / '.join(NEEDS[uses.verdict])}")
    if uses.reason:
        click.echo(f"      {uses.reason.vi} / {uses.reason.en}")
    if uses.unknown is not None:
        click.echo(f"      Chưa biết hiện trạng / current use not known: {_share(uses.unknown)}")
    for line in uses.changes:
        click.echo(f"      {_use(line)}")
        change = line.change
        click.echo(f"        {' / '.join(NEEDS[change.verdict])}: {change.reason.vi} / {change.reason.en}")
        guard = change.resolution_clause
        if guard is not None and change.resolution.value != "no":
            click.echo(f"        {_RESOLUTIONS[change.resolution.value]} ({guard.basis})")


def _use(line: UseChange) -> str:
    named = f"{line.use.vi or '(?)'} {line.code} → {line.function or '(không có mã)'}"
    parts = [_share(line.share)] if line.share else []
    parts += [f"cách {format_number(exact(line.away_m), 1)} m"] if line.away_m else []
    parts += ["dải hẹp / sliver"] if line.sliver else []
    return "; ".join([named, *parts])


def _zone(zone: ZoneAnswer) -> str:
    limits = ", ".join(f"{limit.title()} {limit.text()}" for limit in zone.limits)
    parts = [zone.code or zone.function or "(không có mã)", zone.name]
    parts += [_share(zone.share)] if zone.share else []
    parts += [f"cách {format_number(exact(zone.away_m), 1)} m"] if zone.away_m else []
    parts += ["dải hẹp / sliver"] if zone.sliver else []
    return "; ".join(part for part in [*parts, limits] if part)


def _share(share: Share) -> str:
    text = _m2(share.m2)
    if share.of_measured is not None:
        text += f", {format_percent(exact(share.of_measured * 100))} diện tích đo"
    if share.of_registered is not None:
        text += f", {format_percent(exact(share.of_registered * 100))} diện tích trên giấy"
    return text


def _m2(area: float) -> str:
    return f"{format_number(exact(area), 1)} m²"
