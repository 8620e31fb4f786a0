"""``dothi land tidy``: files of look-ups that are no longer wanted."""

from __future__ import annotations

from pathlib import Path

import click

from dothi.cli.django import start_django


@click.command("tidy")
@click.pass_obj
def tidy(workspace: Path) -> None:
    """Xóa tệp tra cứu hàng loạt, chương trình nâng loại quá thời hạn giữ (DOTHI_BATCH_DAYS); chạy hằng ngày.

    Remove files of look-ups of many parcels and of plans of towns kept long enough; for a daily cron line.
    """
    start_django(workspace)
    from django.utils import timezone

    from dothi.registry.land import retention as look_ups
    from dothi.registry.upgrades import retention as plans

    now = timezone.now()
    click.echo(f"Đã xóa tệp của {look_ups.discard_old(now)} lần tra cứu / look-ups tidied away")
    click.echo(f"Đã xóa tệp của {plans.discard_old(now)} chương trình nâng loại / plans of towns tidied away")
