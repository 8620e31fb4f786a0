"""``dothi land``: what applies to land, for one parcel or for a million."""

from __future__ import annotations

import click

from dothi.cli.land_ask import ask_command
from dothi.cli.land_complete import complete
from dothi.cli.land_conversion import conversion_command
from dothi.cli.land_exposure import exposure_command
from dothi.cli.land_extract import extract_command
from dothi.cli.land_overlay import overlay_command
from dothi.cli.land_override import override
from dothi.cli.land_parcels import parcels
from dothi.cli.land_theme import theme
from dothi.cli.land_tidy import tidy
from dothi.cli.land_without import without_command


@click.group()
def land() -> None:
    """Đất đai đối chiếu với quy hoạch. / Land against plans."""


land.add_command(ask_command)
land.add_command(extract_command)
land.add_command(overlay_command)
land.add_command(conversion_command)
land.add_command(exposure_command)
land.add_command(without_command)
land.add_command(theme)
land.add_command(complete)
land.add_command(override)
land.add_command(parcels)
land.add_command(tidy)
