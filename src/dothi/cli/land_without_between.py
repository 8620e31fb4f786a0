"""``dothi land without --compare``: what came under plans and what lost them between two days."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number
from dothi.cli.land_without import hectares

if TYPE_CHECKING:
    from dothi.land.lacking_change import Change
    from dothi.registry.land.without import WithoutBetween


def show(found: WithoutBetween, out: Path | None, places: Path | None, *, as_json: bool) -> None:
    """Print the answer, and write its workbook and its map where they are asked for."""
    from dothi.land.lacking_change_files import write_change_places, write_change_workbook

    if out is not None:
        write_change_workbook(found.total, found.units, found.plans, _notes(found), out)
    if places is not None:
        write_change_places(found.units, found.crs, places, illustrative=found.illustrative)
    if as_json:
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=2))
    else:
        _print(found)


def _data(found: WithoutBetween) -> dict[str, Any]:
    """Everything but the shapes."""
    from dothi.land.lacking_change_files import change_data
    from dothi.land.lacking_files import plan_data

    return {
        "days": [day.isoformat() for day in found.days],
        "as_known_on": found.known_on and found.known_on.isoformat(),
        "level": found.level.code,
        "confirmed": found.level.confirmed,
        "illustrative": found.illustrative,
        "outline_metres": found.outline_metres,
        "units": [change_data(one) for one in found.units],
        "total": change_data(found.total),
        "plans": [[plan_data(plan) for plan in plans] for plans in found.plans],
        "unmeasured": list(found.unmeasured),
    }


def _notes(found: WithoutBetween) -> list[tuple[str, str]]:
    from dothi.registry.land.without_data import outlines_told

    earlier, later = map(format_date, found.days)
    notes = [
        ("Ngày trước", earlier),
        ("Ngày sau, và đơn vị của ngày này", later),
        ("Cấp quy hoạch", found.level.title.vi),
    ]
    if found.known_on is not None:
        notes.append(("Theo hiểu biết ngày", format_date(found.known_on)))
    notes.append(("Ranh giới", outlines_told(found)))
    if found.illustrative:
        notes.append(("Dữ liệu minh họa", "có đồ án minh họa trong số liệu này"))
    if found.unmeasured:
        notes.append(("Chưa đo được (không có ranh giới)", ", ".join(found.unmeasured)))
    return notes


def _print(found: WithoutBetween) -> None:
    earlier, later = map(format_date, found.days)
    mark = "" if found.level.confirmed else " [chưa xác nhận / unconfirmed]"
    click.echo(f"{found.level.title.vi} / {found.level.title.en}{mark}, {earlier} → {later}")
    click.echo(f"Theo đơn vị của ngày / by the units of {later}")
    for one in found.units:
        if one.gained_m2 or one.lost_m2 or one.unknown_m2:
            click.echo(f"{one.name} ({one.key}): {_line(one)}")
    same = sum(not (one.gained_m2 or one.lost_m2 or one.unknown_m2) for one in found.units)
    if same:
        click.echo(f"Đơn vị không thay đổi / units without a change: {format_number(same)}")
    click.echo(f"Cộng / total: {_line(found.total)}")
    metres = format_number(exact(found.outline_metres), 0)
    from dothi.registry.land.without_data import outlines_told

    told = outlines_told(found)
    click.echo(f"Lưu ý: {told} / outlines are generalised by about {metres} m, not legal borders")
    for day, plans in zip((earlier, later), found.plans, strict=True):
        for plan in plans:
            if plan.doubt:
                click.echo(f"{day}, {plan.facts.title}: {plan.doubt.vi} / {plan.doubt.en}")
    if found.unmeasured:
        click.echo(f"Chưa có ranh giới để đo / no outline: {', '.join(found.unmeasured)}")
    if found.illustrative:
        click.echo("Có đồ án minh họa / illustrative plans count here")


def _line(one: Change) -> str:
    parts = [
        hectares(one.area_m2),
        f"mới có đồ án / gained {hectares(one.gained_m2)}",
        f"không còn đồ án / lost {hectares(one.lost_m2)}",
        f"vẫn có / kept {hectares(one.kept_m2)}",
        f"vẫn chưa có đồ án được ghi nhận / still none on record {hectares(one.without_m2)}",
    ]
    if one.unknown_m2:
        parts.append(f"chưa biết / not known {hectares(one.unknown_m2)}")
    return "; ".join(parts)
