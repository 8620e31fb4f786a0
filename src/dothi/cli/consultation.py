"""``dothi consultation``: where consultations stand, and forgetting who spoke after long enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.cli.django import start_django

if TYPE_CHECKING:
    from dothi.registry.consultation.counting import Line


@click.group()
def consultation() -> None:
    """Lấy ý kiến: các đợt, và xóa tên người góp ý khi hết thời hạn giữ.

    Consultations: where they stand, and forgetting who spoke.
    """


@consultation.command("list")
@click.option("--json", "as_json", is_flag=True, help="Ghi JSON. / Write JSON.")
@click.pass_obj
def listed(workspace: Path, *, as_json: bool) -> None:
    """Các đợt lấy ý kiến với số ý kiến, số đã trả lời, số quá hạn trả lời hôm nay.

    Consultations with counts of statements, answered, overdue and unmoderated ones today. JSON: key, title,
    subject, opens_on, closes_on, answer_by, phase, received, unseen, answered, overdue, illustrative.
    """
    start_django(workspace)
    from django.utils import timezone

    from dothi.registry.consultation.counting import lines

    found = [_values(line) for line in lines(timezone.localdate())]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo("Chưa có đợt lấy ý kiến nào / no consultation on record")
    for one in found:
        mark = " (minh họa / illustrative)" if one["illustrative"] else ""
        click.echo(f"{one['key']}: {one['title']}{mark}")
        click.echo(
            f"  {one['opens_on']} – {one['closes_on']}, {one['phase']}; "
            f"{one['received']} ý kiến / statements, {one['unseen']} chờ duyệt / to look at, "
            f"{one['answered']} đã trả lời / answered, "
            f"{one['overdue']} quá hạn / overdue"
        )


@consultation.command("tidy")
@click.pass_obj
def tidy(workspace: Path) -> None:
    """Xóa tên, cách liên hệ của người góp ý quá thời hạn giữ (DOTHI_SPEAKER_DAYS); đặt chạy hằng ngày.

    Forget who made statements once that was kept long enough; for a daily cron line.
    """
    start_django(workspace)
    from django.utils import timezone

    from dothi.registry.consultation.people import forget_old

    click.echo(f"Đã xóa tên của {forget_old(timezone.now())} ý kiến / names forgotten")


def _values(line: Line) -> dict[str, Any]:
    row = line.row
    return {
        "key": row.key,
        "title": row.title,
        "subject": f"{row.subject_kind}:{row.subject_key}",
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "answer_by": row.answer_by.isoformat(),
        "phase": line.phase,
        "received": line.received,
        "unseen": line.unseen,
        "answered": line.answered,
        "overdue": line.overdue,
        "illustrative": row.illustrative,
    }
