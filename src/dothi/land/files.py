"""Layers of files that somebody names or sends, as the rest of this room takes them: a name and a frame."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from dothi.base.errors import Fault, UnusableError
from dothi.base.text import fold
from dothi.intake.layers import Layer
from dothi.intake.read import read

ILLUSTRATIVE = "illustrative"
"""Key of a frame's ``attrs``: whether the layer is invented."""
_NOTES, _INVENTED = "ghichu", "du lieu minh hoa"
"""The column of notes of a dossier, and what invented features say there; both without accents."""


def polygon_file(path: Path, name: str = "") -> tuple[str, gpd.GeoDataFrame]:
    """The one layer with polygons of a file, or the one called ``name``; its name and its frame.

    Raises :class:`UnusableError` (``land.no-layer``, ``land.which-layer``) and whatever reading raises.
    """
    reading = read(path, layers=[name] if name else ())
    found = [layer for layer in reading.layers if name or _has_polygons(layer)]
    if len(found) == 1:
        return found[0].name, _marked(found[0].frame)
    if found:
        raise UnusableError(_which(str(path), [layer.name for layer in found]))
    raise UnusableError(_none(str(path)), *(skipped.reason for skipped in reading.skipped))


def any_file(path: Path, name: str = "") -> tuple[str, gpd.GeoDataFrame]:
    """The one layer of a file, of whatever geometry, or the one called ``name``.

    Raises :class:`UnusableError` (``land.which-layer``) and whatever reading raises.
    """
    found = read(path, layers=[name] if name else ()).layers
    if len(found) != 1:
        raise UnusableError(_which(str(path), [layer.name for layer in found]))
    return found[0].name, _marked(found[0].frame)


def _marked(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Note in ``attrs`` whether a feature of a file says in its notes that it is invented."""
    for column in frame.columns:
        if fold(str(column)).replace(" ", "") == _NOTES:
            told = (fold(str(value)) for value in frame[column].dropna().unique())
            frame.attrs[ILLUSTRATIVE] = any(_INVENTED in text for text in told)
    return frame


def _has_polygons(layer: Layer) -> bool:
    return bool(layer.frame.geom_type.isin(["Polygon", "MultiPolygon"]).any())


def _which(address: str, names: list[str]) -> Fault:
    return Fault(
        "land.which-layer",
        f"Có {len(names)} lớp: {', '.join(names)}",
        f"There are {len(names)} layers: {', '.join(names)}",
        where=address,
        remedy_vi="Chọn một lớp bằng --layer, --parcels-layer hoặc --zones-layer",
        remedy_en="Choose one with --layer, --parcels-layer or --zones-layer",
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
