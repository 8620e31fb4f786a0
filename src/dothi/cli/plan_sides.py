"""Both sides of a comparison of plans, as a command names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd

from dothi.base.errors import DothiError
from dothi.cli.layers import ILLUSTRATIVE, LAKE, PLAN, polygon_layer, zones_layer
from dothi.land.conformity_sides import Given
from dothi.law import Law

_BOUNDARY = "RanhGioiQuyHoach_A"
_NOT_THERE = "intake.no-layer"


def given_side(
    workspace: Path, address: str, which: str, options: Mapping[str, Any], law: Law, *, day: date
) -> Given:
    """Read the ``lower`` or the ``upper`` side, whose options begin with that word."""
    name, column = options[f"{which}_layer"], options[f"{which}_code"]
    edge = options[f"{which}_boundary"]
    if address.startswith(PLAN):
        from dothi.cli.django import start_django

        start_django(workspace)
        from dothi.registry.land.comparing.plan_zones import zones_of

        given = zones_of(address.removeprefix(PLAN), day, options["known_on"]).given(column)
        return given if not edge else replace(given, boundary=polygon_layer(workspace, edge))
    zones = zones_layer(workspace, address, name=name, column=column, law=law, day=day)
    boundary = boundary_of(workspace, address, edge)
    frames = [zones[1], *([] if boundary is None else [boundary[1]])]
    return Given(zones, boundary, any(bool(frame.attrs.get(ILLUSTRATIVE)) for frame in frames))


def boundary_of(workspace: Path, address: str, given: str) -> tuple[str, gpd.GeoDataFrame] | None:
    """The boundary of a plan: the layer at ``given``, else that of the plan's file, if any.

    A file's own boundary is the layer that the circular calls ``RanhGioiQuyHoach_A``; one that is there but
    cannot be read is refused as reading refuses it.
    """
    if given:
        return polygon_layer(workspace, given)
    if address.startswith(LAKE):
        return None
    try:
        return polygon_layer(workspace, address, _BOUNDARY)
    except DothiError as error:
        if error.faults[0].code != _NOT_THERE:
            raise
        return None
