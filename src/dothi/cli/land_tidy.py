"""``dothi land tidy``: files of long work that are no longer wanted."""

from __future__ import annotations

from pathlib import Path

import click

from dothi.cli.django import start_django


@click.command("tidy")
@click.pass_obj
def tidy(workspace: Path) -> None:
    """Xóa tệp tra cứu hàng loạt, đối chiếu, lớp đã gửi, chương trình nâng loại quá hạn (DOTHI_BATCH_DAYS).

    Remove the files of look-ups of many parcels, comparisons, layers sent and plans of towns that were kept
    long enough; for a daily cron line.
    """
    start_django(workspace)
    from django.utils import timezone

    from dothi.registry.land.retention import discard_old
    from dothi.registry.upgrades import retention as plans

    now = timezone.now()
    click.echo(f"Đã xóa tệp của {discard_old(now)} lần / jobs tidied away")
    click.echo(f"Đã xóa tệp của {plans.discard_old(now)} chương trình nâng loại / plans of towns tidied away")
