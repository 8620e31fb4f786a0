"""``dothi land tidy``: files of look-ups that are no longer wanted."""

from __future__ import annotations

from pathlib import Path

import click

from dothi.cli.django import start_django


@click.command("tidy")
@click.pass_obj
def tidy(workspace: Path) -> None:
    """Xóa tệp của các lần tra cứu hàng loạt quá thời hạn giữ (DOTHI_BATCH_DAYS); đặt chạy hằng ngày.

    Remove the files of look-ups of many parcels that were kept long enough; for a daily cron line.
    """
    start_django(workspace)
    from django.utils import timezone

    from dothi.registry.land.retention import discard_old

    click.echo(f"Đã xóa tệp của {discard_old(timezone.now())} lần tra cứu / look-ups tidied away")
