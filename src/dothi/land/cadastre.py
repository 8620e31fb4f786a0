"""A snapshot of the cadastre: which parcels a layer holds, and finding one of them by its number.

Only sheet, parcel, registered area, commune and outline are taken; everything else a cadastral file may hold,
above all the names of owners, is left behind before anything is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dothi.base.errors import Fault, InputError
from dothi.base.numbers import parse_number
from dothi.base.text import clean, fold
from dothi.land.parcel_number import number_key

UNIT, SHEET, PARCEL, AREA = "don_vi", "to", "thua", "dien_tich"
COLUMNS = (UNIT, SHEET, PARCEL, AREA)
"""Attributes of a stored snapshot; there are no others."""
_USUAL: Mapping[str, tuple[str, ...]] = {
    "sheet": ("to", "so to", "to ban do", "so hieu to ban do", "sohieutobando", "soto", "sheet"),
    "parcel": ("thua", "so thua", "so thu tu thua", "sothututhua", "sothua", "parcel"),
    "area": ("dien tich", "dien tich phap ly", "dientichphaply", "dientich", "registered"),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the columns of a cadastral file; an empty ``area`` means that none is told."""

    sheet: str
    parcel: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A feature that is no parcel to be found: its number in the file, and why."""

    feature: Any
    vi: str
    en: str


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Parcels ready to be stored; ``repeated`` counts numbers that stand for more than one outline."""

    frame: gpd.GeoDataFrame
    dropped: tuple[Dropped, ...]
    repeated: int

    @property
    def units(self) -> list[str]:
        """Keys of the communes in which parcels are counted."""
        return sorted(set(self.frame[UNIT]))


def fields_of(columns: Sequence[str], *, sheet: str = "", parcel: str = "", area: str = "") -> Fields:
    """Which columns hold what: those named, else those called as usual.

    Raises :class:`InputError` (``cadastre.field``) for a name that is not there, or where none can be told.
    """
    known = {fold(str(name).replace("_", " ")): str(name) for name in reversed(list(columns))}
    found = {}
    for role, named in (("sheet", sheet), ("parcel", parcel), ("area", area)):
        if named and named not in columns:
            raise InputError(_no_field(role, columns, named))
        found[role] = named or next((known[one] for one in _USUAL[role] if one in known), "")
        if not found[role] and role != "area":
            raise InputError(_no_field(role, columns))
    return Fields(**found)


def snapshot_of(frame: gpd.GeoDataFrame, fields: Fields, units: Sequence[str]) -> Snapshot:
    """Take what is a parcel: a number and a valid area.

    :param units: key of the commune of each feature, empty where it is not told.

    Raises :class:`InputError` (``cadastre.nothing``) where nothing is left.
    """
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    table = pd.DataFrame(
        {
            UNIT: list(units),
            SHEET: [_text(value) for value in frame[fields.sheet]],
            PARCEL: [_text(value) for value in frame[fields.parcel]],
            AREA: [_area(value) for value in frame[fields.area]] if fields.area else np.nan,
        }
    )
    reasons = [_wrong(row, shape) for row, shape in zip(table.itertuples(index=False), shapes, strict=True)]
    kept = np.array([reason is None for reason in reasons], dtype=bool)
    dropped = [
        Dropped(at, *reason) for at, reason in zip(frame.index, reasons, strict=True) if reason is not None
    ]
    if not kept.any():
        raise InputError(_nothing(dropped))
    parcels = gpd.GeoDataFrame(table[kept].astype({AREA: float}), geometry=shapes[kept], crs=frame.crs)
    keys = keys_of(parcels[UNIT], parcels[SHEET], parcels[PARCEL])
    return Snapshot(
        parcels.reset_index(drop=True),
        tuple(dropped),
        int(np.sum(np.unique(keys, return_counts=True)[1] > 1)),
    )


class ParcelIndex:
    """Numbers of one snapshot, sorted by a hash: 16 bytes for each parcel, found in a few steps."""

    def __init__(self, units: Sequence[str], sheets: Sequence[str], parcels: Sequence[str]) -> None:
        keys = keys_of(units, sheets, parcels)
        order = np.argsort(keys, kind="stable")
        self._keys, self._features = keys[order], order.astype(np.int64) + 1
        self.units = frozenset(units)

    def features(self, unit: str, sheet: str, parcel: str) -> list[int]:
        """Features (from 1, in stored order) that may bear this number; the reader compares the number."""
        key = keys_of([unit], [sheet], [parcel])[0]
        start, end = np.searchsorted(self._keys, key, "left"), np.searchsorted(self._keys, key, "right")
        return sorted(self._features[start:end].tolist())


def keys_of(units: Sequence[str], sheets: Sequence[str], parcels: Sequence[str]) -> NDArray[np.uint64]:
    """A hash of each number, alike for every way of writing it."""
    texts = [
        f"{unit}|{number_key(sheet)}|{number_key(parcel)}"
        for unit, sheet, parcel in zip(units, sheets, parcels, strict=True)
    ]
    return np.asarray(pd.util.hash_array(np.array(texts, dtype=object), categorize=False), dtype=np.uint64)


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def _area(value: Any) -> float:
    """m² as registered; not a number where none is told, or none above zero."""
    try:
        area = float(value if isinstance(value, int | float) else parse_number(_text(value)))
    except InputError:
        area = float("nan")
    return area if 0 < area < float("inf") else float("nan")


def _wrong(row: Any, shape: Any) -> tuple[str, str] | None:
    if not getattr(row, SHEET) or not getattr(row, PARCEL):
        return "thiếu số tờ hoặc số thửa", "has no sheet or no parcel number"
    if not getattr(row, UNIT):
        return "không rõ thuộc xã nào", "tells no commune"
    if shape is None or shape.is_empty or shapely.get_dimensions(shape) != 2:
        return "không phải vùng", "is no area"
    if not np.isfinite(shapely.get_coordinates(shape)).all() or not shape.is_valid:
        return "đường biên không hợp lệ", "has an invalid outline"
    return None


def _no_field(role: str, columns: Sequence[str], named: str = "") -> Fault:
    vi = {"sheet": "số tờ bản đồ", "parcel": "số thửa", "area": "diện tích"}[role]
    listed = ", ".join(str(name) for name in columns)
    return Fault(
        "cadastre.field",
        f"Không có trường «{named}» cho {vi}" if named else f"Không nhận ra trường nào là {vi}",
        f"There is no field “{named}” for the {role}" if named else f"No field is recognised as the {role}",
        remedy_vi=f"Nêu tên trường bằng --{role}-field; các trường: {listed}",
        remedy_en=f"Name the field with --{role}-field; the fields: {listed}",
    )


def _nothing(dropped: Sequence[Dropped]) -> Fault:
    why_vi = dropped[0].vi if dropped else "lớp trống"
    why_en = dropped[0].en if dropped else "the layer is empty"
    return Fault(
        "cadastre.nothing",
        f"Lớp không có thửa đất nào ghi nhận được (đối tượng đầu tiên: {why_vi})",
        f"The layer has no parcel that can be recorded (the first feature: {why_en})",
        remedy_vi="Kiểm tra trường số tờ, số thửa và hình bằng «dothi intake check»",
        remedy_en="Check the fields and the shapes with “dothi intake check”",
    )
