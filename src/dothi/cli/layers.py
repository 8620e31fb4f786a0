"""Layers that a command works on: a file that intake reads, or ``lake:NAME`` of the workspace's lake."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from dothi.base.errors import Fault, UnusableError
from dothi.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

    from dothi.intake.layers import Layer

LAKE = "lake:"


def polygon_layer(workspace: Path, address: str, name: str = "") -> tuple[str, gpd.GeoDataFrame]:
    """The one layer with polygons at ``address``, or the one called ``name``; its name and its frame.

    Raises :class:`UnusableError` (``land.no-layer``, ``land.which-layer``) and whatever reading raises.
    """
    if address.startswith(LAKE):
        return _from_lake(workspace, address.removeprefix(LAKE))
    from dothi.intake.read import read

    reading = read(Path(address), layers=[name] if name else ())
    found = [layer for layer in reading.layers if name or _has_polygons(layer)]
    if len(found) == 1:
        return found[0].name, found[0].frame
    if found:
        raise UnusableError(_which(address, [layer.name for layer in found]))
    raise UnusableError(_none(address), *(skipped.reason for skipped in reading.skipped))


def _from_lake(workspace: Path, start: str) -> tuple[str, gpd.GeoDataFrame]:
    from dothi.lake import open_lake

    settings = dataclasses.replace(Settings.from_environment(), workspace=workspace)
    lake = open_lake(settings.lake_root, endpoint=settings.lake_endpoint)
    version = lake.open_version(lake.resolve(start))
    frame = version.frame()
    frame.index = range(1, len(frame) + 1)
    return version.manifest.title or version.name[:12], frame


def _has_polygons(layer: Layer) -> bool:
    return bool(layer.frame.geom_type.isin(["Polygon", "MultiPolygon"]).any())


def _which(address: str, names: list[str]) -> Fault:
    return Fault(
        "land.which-layer",
        f"Có {len(names)} lớp vùng: {', '.join(names)}",
        f"There are {len(names)} layers of polygons: {', '.join(names)}",
        where=address,
        remedy_vi="Chọn một lớp bằng --parcels-layer hoặc --zones-layer",
        remedy_en="Choose one with --parcels-layer or --zones-layer",
    )


def _none(address: str) -> Fault:
    return Fault(
        "land.no-layer",
        "Không có lớp vùng nào để đo diện tích",
        "There is no layer of polygons to measure",
        where=address,
        remedy_vi="Kiểm tra bằng «dothi intake read»: lớp phải gồm các vùng khép kín",
        remedy_en="Look at it with “dothi intake read”: the layer must hold closed polygons",
    )
