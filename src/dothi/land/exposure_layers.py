"""Layers as things that may be exposed, and the map in metres on which they are laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.numbers import parse_number
from dothi.intake.checking.fields import Quantity, meanings
from dothi.intake.checking.measuring import Measuring, measuring_of
from dothi.intake.georeference.carry import carried, carrier
from dothi.land.exposure import Things
from dothi.land.limits import missing
from dothi.land.polygons import SHOWN, LeftOut, Source, check_column, labels_of, no_crs

Shapes = npt.NDArray[Any]
_KNOWN = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The map on which things are measured: shapes carried to ``crs`` and laid out in metres."""

    crs: CRS
    measuring: Measuring

    def straight(self, crs: CRS) -> bool:
        """Whether straight lines of a CRS stay straight here."""
        return self.measuring.plane is None and crs.equals(self.crs, ignore_axis_order=True)

    def lay(self, shapes: Shapes, crs: CRS) -> Shapes:
        """Bring shapes of another CRS here; raises :class:`UnusableError` (``exposure.off-map``)."""
        laid = self.measuring.metres(shapely.transform(shapely.force_2d(shapes), carrier(crs, self.crs)))
        if not np.isfinite(shapely.get_coordinates(laid)).all():
            raise UnusableError(_off_map(self.crs))
        return laid

    def boxes(self, shapes: Shapes, crs: CRS) -> npt.NDArray[np.float64]:
        """Boxes in another CRS that hold shapes laid out here."""
        west, south, east, north = shapely.bounds(shapes).T
        more = np.maximum((east - west) + (north - south), 1.0) / 100
        rings = shapely.box(west - more, south - more, east + more, north + more)
        sides = np.maximum((east - west), (north - south)) / 8 + more
        brought = self.measuring.back(shapely.segmentize(rings, sides))
        found: npt.NDArray[np.float64] = shapely.bounds(shapely.transform(brought, carrier(self.crs, crs)))
        return found


def map_for(name: str, crs: CRS | None, bounds: npt.NDArray[np.float64]) -> Map:
    """The map of a CRS; raises :class:`UnusableError` (``land.no-crs``, ``exposure.degrees``)."""
    if crs is None:
        raise UnusableError(no_crs(name))
    measuring = None if crs.is_geographic else measuring_of(crs, bounds)
    if measuring is None:
        raise UnusableError(_degrees(name, crs))
    return Map(crs, measuring)


def things_of(
    name: str,
    frame: gpd.GeoDataFrame,
    *,
    label: str = "",
    group: str = "",
    people: str = "",
    crs: CRS | None = None,
    leave_out: bool = False,
) -> tuple[Things, Map]:
    """Features of any of the six plain kinds, laid out in metres.

    :param people: column of the number of people; by default the one column that is known to be that.
    :param leave_out: leave out what cannot be measured, named in ``left_out``.

    Raises :class:`UnusableError`: ``land.no-field``, ``land.no-crs``, ``exposure.degrees``,
    ``exposure.not-measured`` and ``exposure.people`` (features by name), ``exposure.nothing``.
    """
    for column in (label, group, people):
        if column:
            check_column(Source(name, frame, column))
    if frame.crs is None:
        raise UnusableError(no_crs(name))
    out = _unmeasured(name, frame)
    if out and not leave_out:
        raise UnusableError(_not_measured(name, out))
    gone = {one.feature for one in out}
    kept = frame[[str(feature) not in gone for feature in frame.index]]
    if not len(kept):
        raise UnusableError(_nothing(name))
    kept = carried(kept, crs) if crs is not None else kept
    ground = map_for(name, CRS.from_user_input(kept.crs), np.array(kept.total_bounds))
    column = people or _people_column(kept)
    things = Things(
        name,
        ground.measuring.metres(shapely.force_2d(kept.geometry.to_numpy())),
        kept.index.to_numpy(),
        labels_of(kept[label]) if label else np.full(len(kept), "", dtype=object),
        labels_of(kept[group]) if group else np.full(len(kept), "", dtype=object),
        _people(name, kept[column]) if column else None,
        tuple(out),
    )
    return things, ground


def _unmeasured(name: str, frame: gpd.GeoDataFrame) -> list[LeftOut]:
    """Features that cannot be measured, each with why."""
    found = []
    for feature, shape in zip(frame.index, frame.geometry, strict=True):
        if shape is None or shape.is_empty:
            why = ("không có hình", "has no geometry")
        elif shape.geom_type not in _KNOWN:
            why = (f"là {shape.geom_type}", f"is a {shape.geom_type}")
        elif not np.isfinite(shapely.get_coordinates(shape)).all():
            why = ("có tọa độ không hữu hạn", "has coordinates that are not finite")
        elif not shape.is_valid:
            reason = str(shapely.is_valid_reason(shape))
            why = (f"hình không hợp lệ ({reason})", f"is invalid ({reason})")
        else:
            continue
        found.append(LeftOut(name, str(feature), *why))
    return found


def _people_column(frame: gpd.GeoDataFrame) -> str:
    """The one column that the table of fields knows as people; none where there are several or none."""
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    found = [one.column for one in meanings(names) if one.quantity is Quantity.POPULATION]
    return found[0] if len(found) == 1 else ""


def _people(name: str, values: pd.Series) -> npt.NDArray[np.float64]:
    """Numbers of a column, NaN where it is empty; refuse what is no number of people."""
    found = np.full(len(values), np.nan)
    wrong = []
    for row, (feature, value) in enumerate(values.items()):
        if missing(value):
            continue
        try:
            number = float(parse_number(value)) if isinstance(value, str) else float(value)
        except (InputError, TypeError, ValueError):
            number = -1.0
        if not 0 <= number < float("inf"):
            wrong.append(f"{feature} («{str(value)[:20]}»)")
        found[row] = number
    if wrong:
        raise UnusableError(_not_people(name, str(values.name), wrong))
    return found


def _off_map(crs: CRS) -> Fault:
    return Fault(
        "exposure.off-map",
        f"Có tọa độ không đưa về {crs.name} được",
        f"Coordinates cannot be carried to {crs.name}",
        remedy_vi="Cắt lớp hoặc ảnh còn phần nằm trong tỉnh",
        remedy_en="Cut the layer or raster down to the province",
    )


def _degrees(name: str, crs: CRS) -> Fault:
    return Fault(
        "exposure.degrees",
        f"Lớp «{name}» ở hệ tọa độ {crs.name}, không đo được bằng mét",
        f"The layer “{name}” is in {crs.name}, which does not measure in metres",
        remedy_vi="Thêm --crs với một hệ tính bằng mét, ví dụ --crs 5899 cho Quảng Nam",
        remedy_en="Add --crs with a CRS in metres, as in --crs 5899 for Quảng Nam",
    )


def _nothing(name: str) -> Fault:
    return Fault(
        "exposure.nothing",
        f"Lớp «{name}» không có đối tượng nào để xét",
        f"The layer “{name}” has no feature to look at",
        remedy_vi="Chọn lớp khác bằng --layer",
        remedy_en="Choose another layer with --layer",
    )


def _not_measured(name: str, out: Sequence[LeftOut]) -> Fault:
    more = len(out) - SHOWN
    vi = "; ".join(f"đối tượng {one.feature} {one.reason_vi}" for one in out[:SHOWN])
    en = "; ".join(f"feature {one.feature} {one.reason_en}" for one in out[:SHOWN])
    return Fault(
        "exposure.not-measured",
        f"{len(out)} đối tượng không đo được: {vi}" + (f"; và {more} nữa" if more > 0 else ""),
        f"{len(out)} features cannot be measured: {en}" + (f"; and {more} more" if more > 0 else ""),
        where=name,
        remedy_vi="Sửa bằng «dothi intake check --repair», hoặc thêm --leave-out để bỏ chúng ra và liệt kê",
        remedy_en="Mend them with “dothi intake check --repair”, or leave them out, listed, by --leave-out",
    )


def _not_people(name: str, column: str, wrong: Sequence[str]) -> Fault:
    named = ", ".join(wrong[:SHOWN])
    return Fault(
        "exposure.people",
        f"Cột «{column}» có {len(wrong)} ô không phải là số người: đối tượng {named}",
        f"The column “{column}” has {len(wrong)} cells that are no number of people: features {named}",
        where=name,
        remedy_vi="Sửa các ô ấy, hoặc chọn cột khác bằng --people",
        remedy_en="Mend those cells, or choose another column with --people",
    )
