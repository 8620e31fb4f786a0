"""Vector layers and themes on record as ground of a hazard: where it is, and where it is known not to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from dothi.base.errors import DothiError, Fault, UnusableError
from dothi.intake.georeference.carry import WGS84
from dothi.land.exposure import Hazard, Things
from dothi.land.exposure_layers import Map
from dothi.land.piece import piece
from dothi.land.plans import check_valid
from dothi.land.polygons import LeftOut, Source, labels_of, laid_out
from dothi.land.record import NONE, Words
from dothi.land.themes import ThemeSource

Shapes = npt.NDArray[Any]
_EVERYWHERE = 1e8
_CORNERS, _HALVINGS = 200, 24


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
    return Hazard(
        name,
        _VECTOR,
        _chosen(field, values) if field else _EVERY,
        there,
        clear,
        tolerance_m,
        illustrative,
        notes=() if covers is not None else (_ONLY_WHERE,),
        left_out=laid.left_out,
    )


def _chosen(field: str, values: Sequence[str]) -> Words:
    named = ", ".join(values)
    return Words(f"{field} là một trong: {named}", f"{field} is one of: {named}")


def theme_hazard(name: Words, sources: Sequence[ThemeSource], things: Things, ground: Map) -> Hazard:
    """Every source of a theme as one hazard.

    As in a look-up, lines and points count within the tolerance of their drawing, and facilities keep land
    away by their distances: land that only the greatest of them reaches is not known. Where a source cannot
    be read nothing is certain but what the others show.
    """
    there: list[Any] = []
    perhaps: list[Any] = []
    covered: list[Any] = []
    notes: list[Words] = [] if sources else [_NO_SOURCE]
    unread = False
    box = shapely.box(*shapely.total_bounds(ground.measuring.back(things.shapes)))
    for source in sources:
        try:
            sure, maybe = _source_shapes(source, piece(box.buffer(source.furthest + 1), ground.crs), ground)
        except DothiError as error:
            unread = True
            notes.append(_unread(source, error))
            continue
        there += sure
        perhaps += maybe
        if source.covers is not None:
            shape = ground.lay(np.array([source.covers], dtype=object), WGS84)[0]
            covered.append(shapely.buffer(shape, -source.distances.furthest) if source.distances else shape)
    exposed, clear = _divided(there, () if unread else covered, shapely.union_all(perhaps))
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


def _unread(source: ThemeSource, error: DothiError) -> Words:
    fault = error.faults[0]
    return Words(
        f"Không đọc được «{source.title.vi}»: {fault.sentence()}; mọi nơi các lớp khác không chỉ ra là "
        "chưa biết",
        f"“{source.title.en or source.title.vi}” could not be read: {fault.sentence('en')}; all that the "
        "others do not show is not known",
    )


def _source_shapes(source: ThemeSource, land: Any, ground: Map) -> tuple[list[Any], list[Any]]:
    """Ground that is hazard for certain, and ground that perhaps is."""
    crs = source.crs()
    frame = source.read(land.box_in(crs, source.furthest))
    shapes = frame.geometry.to_numpy()
    kept = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    laid = ground.lay(shapes[kept], crs)
    check_valid(frame.index[kept], laid)
    if source.distances is not None:
        source.distances.check()
        rows = frame[kept].drop(columns=frame.geometry.name).to_dict("records")
        reach = [source.distances.of(row) for row in rows]
        near = [_around(shape, one.least) for shape, one in zip(laid, reach, strict=True) if one.least]
        return near, [_around(shape, one.most) for shape, one in zip(laid, reach, strict=True)]
    return [
        shape if shapely.get_dimensions(shape) == 2 else shapely.buffer(shape, source.tolerance_m)
        for shape in laid
    ], []


def _around(shape: Any, metres: float) -> Any:
    return shapely.buffer(shape, metres, quad_segs=64)


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
