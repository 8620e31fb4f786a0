"""An answer about land as text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dothi.base.dates import format_date
from dothi.base.numbers import exact, format_number, format_percent

if TYPE_CHECKING:
    from dothi.land.record import (
        Answer,
        LevelAnswer,
        PlanAnswer,
        Share,
        ThemeAnswer,
        UseChange,
        UseChanges,
        ZoneAnswer,
    )

_VERDICTS = {
    "applies": "áp dụng / applies",
    "does-not-apply": "không áp dụng / does not apply",
    "not-known": "chưa biết / not known",
}
_RESOLUTIONS = {
    "yes": "cần nghị quyết của HĐND tỉnh / needs a resolution of the People's Council",
    "unknown": "nếu chuyển, cần nghị quyết của HĐND tỉnh / if it changes, needs a resolution",
}


def print_answer(answer: Answer) -> None:
    """Say everything an answer says, Vietnamese and English on each line."""
    day = format_date(answer.as_of)
    known = (
        f", theo hiểu biết ngày / as known on {format_date(answer.as_known_on)}" if answer.as_known_on else ""
    )
    click.echo(f"Ngày / as of {day}{known}")
    if answer.measured_m2 is not None:
        click.echo(f"Diện tích đo / measured: {_m2(answer.measured_m2)}")
    if answer.registered_m2 is not None:
        click.echo(f"Diện tích trên giấy tờ / registered: {_m2(answer.registered_m2)}")
    for note in answer.notes:
        click.echo(f"Lưu ý: {note.vi} / {note.en}")
    if answer.illustrative:
        click.echo("Dữ liệu minh họa / illustrative data")
    for level in answer.levels:
        _print_level(level)
    for theme in answer.themes:
        click.echo(f"{theme.title.vi} / {theme.title.en}: {_VERDICTS[theme.verdict.value]}")
        _print_concluded(theme, "  ")
        for zone in theme.zones:
            if zone.note:
                mark = "" if zone.certain else "chưa biết / not known: "
                click.echo(f"  {_zone(zone)}; {mark}{zone.note.vi} / {zone.note.en}")


def _print_level(level: LevelAnswer) -> None:
    mark = "" if level.confirmed else " [chưa xác nhận / unconfirmed]"
    click.echo(f"{level.title.vi} / {level.title.en}{mark}: {_VERDICTS[level.verdict.value]}")
    if level.reason:
        click.echo(f"  {level.reason.vi} / {level.reason.en}")
    _print_concluded(level, "  ")
    for plan in level.plans:
        _print_plan(plan)
    if level.uncovered is not None:
        click.echo(f"  Phần chưa có quy hoạch cấp này / uncovered: {_share(level.uncovered)}")


def _print_plan(plan: PlanAnswer) -> None:
    facts = plan.facts
    click.echo(f"  {facts.title}, phiên bản {facts.number}, {facts.decision_number} ({facts.digest[:12]})")
    if plan.reason:
        click.echo(f"    {_VERDICTS[plan.verdict.value]}: {plan.reason.vi} / {plan.reason.en}")
    _print_concluded(plan, "    ")
    for zone in plan.zones:
        click.echo(f"    {_zone(zone)}")
    if plan.unzoned is not None:
        click.echo(f"    Trong ranh giới nhưng không có vùng chức năng / no zone: {_share(plan.unzoned)}")
    if plan.uses is not None:
        _print_uses(plan.uses)


def _print_concluded(answer: LevelAnswer | PlanAnswer | ThemeAnswer, indent: str) -> None:
    for one in answer.overrides:
        standing = (
            "kết luận / concluded"
            if one.counts
            else f"đã rút / withdrawn {format_date(one.withdrawn_on)} ({one.withdrawal})"
            if one.withdrawn_on
            else "cho một phần / of a part"
            if not one.whole
            else "trước / earlier"
        )
        part = f", {_share(one.share)}" if one.share and not one.whole else ""
        click.echo(
            f"{indent}[{one.number}] {standing}{part}: {_VERDICTS[one.verdict.value]}; {one.reason}; "
            f"{one.author}, {one.document}, {format_date(one.decided_on)}"
        )
    if answer.computed is not None:
        own = answer.computed
        reason = f" ({own.reason.vi} / {own.reason.en})" if own.reason else ""
        click.echo(f"{indent}Hệ thống tự tính / computed: {_VERDICTS[own.verdict.value]}{reason}")


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
