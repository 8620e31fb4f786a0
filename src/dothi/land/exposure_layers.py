"""Vector layers as things that may be exposed, and as ground of a hazard, on one map in metres."""

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

from dothi.base.errors import DothiError, Fault, InputError, UnusableError
from dothi.base.numbers import parse_number
from dothi.intake.checking.fields import Quantity, meanings
from dothi.intake.checking.measuring import Measuring, measuring_of
from dothi.intake.georeference.carry import WGS84, carried, carrier
from dothi.land.exposure import Hazard, Things
from dothi.land.limits import missing
from dothi.land.piece import piece
from dothi.land.plans import check_valid
from dothi.land.polygons import SHOWN, LeftOut, Source, check_column, labels_of, laid_out, no_crs
from dothi.land.record import NONE, Words
from dothi.land.themes import ThemeSource

Shapes = npt.NDArray[Any]
_EVERYWHERE = 1e8
_CORNERS, _HALVINGS = 200, 24
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


def vector_hazard(
    name: str,
    frame: gpd.GeoDataFrame,
    ground: Map,
    *,
    field: str = "",
    values: Sequence[str] = (),
    covers: gpd.GeoDataFrame | None = None,
    tolerance_m: float = 0.0,
    illustrative: bool = False,
    leave_out: bool = False,
) -> Hazard:
    """Polygons of a layer as a hazard.

    :param field: with ``values``, only features that bear one of them are hazard; the others are not, and
        those whose field is empty are not known.
    :param covers: areas for which the layer answers: there, no feature means no hazard. Without it land
        outside the features is not known.
    :param leave_out: leave out what is no valid polygon; the ground it may lie on is not known then.

    Raises what :func:`~dothi.land.polygons.laid_out` raises, and :class:`UnusableError`
    (``exposure.no-such-value``).
    """
    marks = frame.assign(dothi_=labels_of(frame[field]) if field else "x")
    (laid,) = laid_out([Source(name, marks, "dothi_")], crs=ground.crs, leave_out=leave_out)
    shapes = ground.measuring.metres(laid.drawn(list(laid.shapes)))
    wanted = np.isin(laid.labels, list(values)) if field else np.ones(len(laid), dtype=bool)
    if field and not wanted.any():
        raise UnusableError(_no_such_value(name, field, values, sorted(set(laid.labels.tolist()))))
    blank = shapely.union_all(shapes[~wanted & (laid.labels == "")])
    doubtful = shapely.union(blank, _reach(frame, laid.left_out, ground))
    stated = shapes[~wanted & (laid.labels != "")]
    if covers is not None:
        (answered,) = laid_out([Source(name, covers.assign(dothi_="x"), "dothi_")], crs=ground.crs)
        stated = np.concatenate([stated, ground.measuring.metres(answered.drawn(list(answered.shapes)))])
    there, clear = _divided(shapes[wanted], stated, doubtful)
    chosen = f"{field} là một trong: {', '.join(values)}"
    chosen_en = f"{field} is one of: {', '.join(values)}"
    return Hazard(
        name,
        _VECTOR,
        Words(chosen, chosen_en) if field else _EVERY,
        there,
        clear,
        tolerance_m,
        illustrative,
        notes=() if covers is not None else (_ONLY_WHERE,),
        left_out=laid.left_out,
    )


def theme_hazard(name: Words, sources: Sequence[ThemeSource], things: Things, ground: Map) -> Hazard:
    """Every source of a theme as one hazard.

    As in a look-up, lines and points count within the tolerance of their drawing. Where a source cannot be
    read nothing is certain but what the others show.
    """
    there: list[Any] = []
    covered: list[Any] = []
    notes: list[Words] = [] if sources else [_NO_SOURCE]
    unread = False
    box = shapely.box(*shapely.total_bounds(ground.measuring.back(things.shapes)))
    for source in sources:
        try:
            there += _source_shapes(source, piece(box.buffer(source.tolerance_m + 1), ground.crs), ground)
        except DothiError as error:
            unread = True
            fault = error.faults[0]
            notes.append(
                Words(
                    f"Không đọc được «{source.title.vi}»: {fault.sentence()}; mọi nơi các lớp khác "
                    "không chỉ ra là chưa biết",
                    f"“{source.title.en or source.title.vi}” could not be read: {fault.sentence('en')}; all "
                    "that the others do not show is not known",
                )
            )
            continue
        if source.covers is not None:
            covered.append(ground.lay(np.array([source.covers], dtype=object), WGS84)[0])
    exposed, clear = _divided(there, () if unread else covered, shapely.Polygon())
    if sources and not covered:
        notes.append(_ONLY_WHERE)
    named = "; ".join(f"{one.title.vi} ({one.document})" for one in sources)
    return Hazard(
        name.vi,
        _VECTOR,
        Words(named, named) if named else NONE,
        exposed,
        clear,
        max((one.tolerance_m for one in sources), default=0.0),
        any(one.illustrative for one in sources),
        notes=tuple(notes),
    )


def _source_shapes(source: ThemeSource, land: Any, ground: Map) -> list[Any]:
    crs = source.crs()
    frame = source.read(land.box_in(crs, source.tolerance_m))
    shapes = frame.geometry.to_numpy()
    kept = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    laid = ground.lay(shapes[kept], crs)
    check_valid(frame.index[kept], laid)
    return [
        shape if shapely.get_dimensions(shape) == 2 else shapely.buffer(shape, source.tolerance_m)
        for shape in laid
    ]


def _divided(there: Any, stated: Any, doubtful: Any) -> tuple[Shapes, Shapes]:
    """Polygons of the hazard, and of stated ground without it."""
    hazard = shapely.union_all(list(there))
    clear = shapely.difference(shapely.union_all(list(stated)), shapely.union(hazard, doubtful))
    return subdivided(_polygons(hazard)), subdivided(_polygons(clear))


def subdivided(shapes: Shapes) -> Shapes:
    """Halve polygons of many corners until none has more than a few: what each feature meets stays small.

    The pieces share no land and make the polygons they came from.
    """
    done: list[Any] = []
    rest = shapes
    for _ in range(_HALVINGS):
        many = shapely.get_num_coordinates(rest) > _CORNERS
        done += list(rest[~many])
        rest = rest[many]
        if not len(rest):
            break
        west, south, east, north = shapely.bounds(rest).T
        middle = np.where(east - west > north - south, (west + east) / 2, (south + north) / 2)
        wide = east - west > north - south
        first = shapely.box(west, south, np.where(wide, middle, east), np.where(wide, north, middle))
        second = shapely.box(np.where(wide, middle, west), np.where(wide, south, middle), east, north)
        halves = [*shapely.intersection(rest, first), *shapely.intersection(rest, second)]
        rest = _polygons(np.array(halves, dtype=object))
    return np.array([*done, *rest], dtype=object)


def _reach(frame: gpd.GeoDataFrame, left_out: Sequence[LeftOut], ground: Map) -> Any:
    """Ground on which features without an area may lie: their boxes; all where one is not finite."""
    names = {one.feature for one in left_out}
    shapes = frame.geometry.to_numpy()[[str(feature) in names for feature in frame.index]]
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(shapes):
        return shapely.Polygon()
    boxes = shapely.bounds(shapes)
    if not np.isfinite(boxes).all():
        return shapely.box(-_EVERYWHERE, -_EVERYWHERE, _EVERYWHERE, _EVERYWHERE)
    laid = ground.lay(shapely.box(*boxes.T), CRS.from_user_input(frame.crs))
    return shapely.union_all(shapely.buffer(laid, 1.0))


def _polygons(shape: Any) -> Shapes:
    parts = shapely.get_parts(shapely.get_parts(shape))
    found: Shapes = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]
    return found


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


_VECTOR = Words("phần chung của hai lớp vùng, đo chính xác", "what both layers share, measured exactly")
_EVERY = Words("mọi vùng của lớp", "every area of the layer")
_ONLY_WHERE = Words(
    "Lớp nguy cơ chỉ cho biết nơi có nguy cơ; ngoài các vùng ấy là chưa biết, không phải là không có "
    "(--covers)",
    "The layer only says where the hazard is; outside its areas it is not known, not absent (--covers)",
)
_NO_SOURCE = Words(
    "Chưa có lớp nào của chủ đề này được ghi nhận có hiệu lực vào ngày đó",
    "No layer of this theme is on record as in force on the day",
)


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


def _no_such_value(name: str, field: str, values: Sequence[str], known: Sequence[str]) -> Fault:
    listed = ", ".join(known[:20])
    return Fault(
        "exposure.no-such-value",
        f"Không đối tượng nào có «{field}» là: {', '.join(values)}",
        f"No feature has “{field}” as: {', '.join(values)}",
        where=name,
        remedy_vi=f"Chọn trong các giá trị: {listed}",
        remedy_en=f"Choose among: {listed}",
    )
