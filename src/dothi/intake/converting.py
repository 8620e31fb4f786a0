"""The planner's everyday converter: what was read, placed where a person says it lies, and written anew.

Nothing is placed by itself. A layer keeps the CRS its file states; a person may name another for it
(``from_crs``), and the CRS of the result (``crs``), which layers without any are then taken to be in, and
are told to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pyproj import CRS

from dothi.base.errors import Fault
from dothi.intake.georeference.carry import WGS84, carried
from dothi.intake.georeference.evidence import Expected
from dothi.intake.georeference.placement import Placement, placement
from dothi.intake.georeference.readings import CrsReading, readings, to_ask
from dothi.intake.layers import Guess, Layer, Reading
from dothi.intake.normalise import Normalised, normalised


@dataclass(frozen=True, slots=True)
class Question:
    """Layers whose place a person should look at: they state no CRS, or lie elsewhere than expected.

    ``found`` is ranked; empty where the coordinates are of no system known here.
    """

    layers: tuple[str, ...]
    stated: str
    found: tuple[CrsReading, ...]


def questions(reading: Reading, where: Expected, home: int | None = None) -> tuple[Question, ...]:
    """Ask for each group of layers that state the same CRS; nothing where what they state holds."""
    groups: dict[str, list[Layer]] = {}
    for layer in reading.layers:
        told = layer.frame.crs
        groups.setdefault(told.to_wkt() if told is not None else "", []).append(layer)
    asked = []
    for layers in groups.values():
        crs: CRS | None = layers[0].frame.crs
        shapes = np.concatenate([layer.frame.geometry.to_numpy() for layer in layers])
        found = readings(shapes, where, stated=crs, home=home)
        if to_ask(found):
            names = tuple(layer.name for layer in layers)
            asked.append(Question(names, "" if crs is None else str(crs.name), found))
    return tuple(asked)


def known_outlines(reading: Reading) -> tuple[Any, ...]:
    """Outlines of a file that states its CRS, in WGS 84, to compare others with."""
    return tuple(
        shape
        for layer in reading.layers
        if layer.frame.crs is not None
        for shape in carried(layer.frame, WGS84).geometry
        if shape is not None and not shape.is_empty
    )


def converted(
    reading: Reading, *, crs: str = "", from_crs: str = "", short_names: bool = False, geojson: bool = False
) -> tuple[Normalised, tuple[Guess, ...]]:
    """Place and normalise every layer; gives the layers to write and what was taken for granted.

    :param crs: EPSG code of the result, empty to keep the file's own.
    :param from_crs: key of the way the file's coordinates are to be taken, whatever it states.
    :param geojson: the result is GeoJSON, in WGS 84 whatever ``crs`` says.

    Raises :class:`InputError` for unknown codes and where layers cannot be brought together.
    """
    told: list[Guess] = []
    layers: Sequence[Layer] = reading.layers
    if from_crs:
        way = placement(from_crs)
        layers = [_placed(layer, way) for layer in layers]
        told += [_taken(layer, way) for layer in reading.layers]
    target = placement(crs) if crs else None
    if target is not None:
        told += [_taken(layer, target) for layer in layers if layer.frame.crs is None]
        layers = [layer if layer.frame.crs is not None else _placed(layer, target) for layer in layers]
    result = WGS84 if geojson and all(layer.frame.crs is not None for layer in layers) else None
    if target is not None and not geojson:
        result = target.crs
    return normalised(layers, result, short_names=short_names), tuple(told)


def left_out(reading: Reading) -> tuple[Fault, ...]:
    """Say which parts of a reading a file of layers does not hold: tables without geometry, and rasters."""
    names = [
        ("Bảng không có hình", "A table without geometry", table.name, table.where)
        for table in reading.tables
    ] + [("Ảnh", "A raster", raster.name, raster.where) for raster in reading.rasters]
    return tuple(
        Fault(
            "intake.left-out",
            f"{vi} «{name}» không được ghi vào tệp kết quả",
            f"{en}, “{name}”, is not written to the result",
            where,
            "Giữ tệp gốc cho phần này",
            "Keep the original for this part",
        )
        for vi, en, name, where in names
    )


def _placed(layer: Layer, way: Placement) -> Layer:
    return replace(layer, frame=way.frame(layer.frame))


def _taken(layer: Layer, way: Placement) -> Guess:
    crs = layer.frame.crs
    return Guess(
        "crs",
        layer.name,
        "",
        "" if crs is None else str(crs.name),
        way.key,
        1.0,
        f"Hiểu là {way.title()} theo lựa chọn của người dùng",
        f"Taken as {way.title('en')}, as chosen",
    )
