"""A layer as it may be written anywhere: text in NFC, one CRS, valid names, values of plain kinds.

What stands in the data stays: nothing is rounded, dropped or translated. Every name that changes is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.intake.field_names import layer_name, valid
from dothi.intake.georeference.carry import carried
from dothi.intake.layers import Guess, Layer
from dothi.intake.text.columns import distinct, replaced, text_columns

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """Layers ready to be written, and the names that were changed."""

    layers: tuple[Layer, ...]
    renamed: tuple[Guess, ...]


def normalised(layers: Iterable[Layer], crs: CRS | None = None, *, short_names: bool = False) -> Normalised:
    """Normalise layers that are to be written together.

    :param crs: the CRS to carry them to; without it they must be of one CRS already.
    :param short_names: names of fields that a shapefile can hold.

    Raises :class:`InputError`: ``intake.several-crs`` for layers of different CRSs and none named,
    ``intake.crs-unknown`` for a layer without CRS when one is named.
    """
    given = list(layers)
    if crs is None:
        crs = _common(given)
    used: set[str] = set()
    out: list[Layer] = []
    renamed: list[Guess] = []
    for layer in given:
        one, told = _one(layer, crs, used, short_names=short_names)
        out.append(one)
        renamed += told
    return Normalised(tuple(out), tuple(renamed))


def plain_text(text: str) -> str:
    r"""Text in NFC without control characters; line breaks and tabs stay.

    >>> plain_text("Ho\u0300a\x07")
    'Hòa'
    """
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def _one(layer: Layer, crs: CRS | None, used: set[str], *, short_names: bool) -> tuple[Layer, list[Guess]]:
    frame = layer.frame if crs is None else _in(layer, crs)
    columns = [str(name) for name in frame.columns if name != frame.geometry.name]
    names = dict(zip(columns, valid(columns, shapefile=short_names), strict=True))
    parts = {names[column]: _plain(frame[column]) for column in columns}
    made = gpd.GeoDataFrame(
        pd.DataFrame(parts, index=frame.index), geometry=frame.geometry.to_numpy(), crs=frame.crs
    )
    name = layer_name(layer.name, used)
    told = [Guess("field_name", name, new, old, new, 1.0) for old, new in names.items() if new != old]
    if name != layer.name:
        told.append(Guess("layer_name", name, "", layer.name, name, 1.0))
    return replace(layer, name=name, frame=made, encoding="utf-8"), told


def _plain(series: pd.Series[Any]) -> pd.Series[Any]:
    """Text cleaned; other kinds as they are."""
    named = pd.DataFrame({"text": series})
    if not text_columns(named):
        return series
    changed = {value: plain_text(value) for value in distinct(series)}
    return replaced(series, {old: new for old, new in changed.items() if old != new})


def _in(layer: Layer, crs: CRS) -> gpd.GeoDataFrame:
    if layer.frame.crs is None:
        raise InputError(
            Fault(
                "intake.crs-unknown",
                f"Lớp «{layer.name}» không ghi hệ tọa độ nên không chuyển được",
                f"The layer “{layer.name}” states no CRS, so it cannot be carried to another",
                layer.where,
                "Nêu hệ tọa độ thật của tệp",
                "Name the CRS the file is really in",
            )
        )
    return carried(layer.frame, crs)


def _common(layers: list[Layer]) -> CRS | None:
    """The one CRS of the layers, ``None`` where none states any."""
    first = layers[0].frame.crs if layers else None
    for layer in layers[1:]:
        other = layer.frame.crs
        same = (
            other is None
            if first is None
            else other is not None and first.equals(other, ignore_axis_order=True)
        )
        if not same:
            raise InputError(
                Fault(
                    "intake.several-crs",
                    f"Các lớp ở hệ tọa độ khác nhau («{layers[0].name}» và «{layer.name}»)",
                    f"The layers are of different CRSs (“{layers[0].name}” and “{layer.name}”)",
                    layer.where,
                    "Nêu hệ tọa độ của kết quả, hoặc chọn một lớp",
                    "Name the CRS of the result, or choose one layer",
                )
            )
    return first
