"""Rasters as ground: pixels where a hazard is, where it is not, and of which nothing is known.

A pixel counts by its area: the part of it that a feature covers is taken exactly. Pixels of one verdict are
joined into rectangles, which have a corner at every pixel's corner where they are carried to another map, so
neighbours still share every border there. No data, a masked pixel, a value that is not finite, and ground
outside the raster are not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from pyproj import CRS
from rasterio.windows import Window

from dothi.base.errors import Fault, UnusableError
from dothi.base.numbers import exact, format_number
from dothi.intake.checking.measuring import measuring_of
from dothi.intake.georeference.carry import carrier
from dothi.lake.rasters import ILLUSTRATIVE_TAG
from dothi.land.exposure import Hazard, Things
from dothi.land.exposure_layers import Map, map_for
from dothi.land.record import Words

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[Any]
TILE = 256
MOST_PIXELS = 200_000_000
MOST_CELLS = 4_000_000
_CLEAR, _THERE, _UNKNOWN = 0, 1, 2
HORN = Words(
    "độ dốc tính bằng độ từ độ cao (mét) của 3 × 3 ô, theo Horn (1981)",
    "slope in degrees from heights in metres of 3 × 3 pixels, after Horn (1981)",
)
BY_AREA = Words(
    "mỗi ô ảnh tính theo phần diện tích nằm trong đối tượng", "each pixel counts by the area inside a feature"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which values are hazard: at least a number, or one of some values; of slope where ``slope`` is set."""

    at_least: float | None = None
    values: frozenset[float] = frozenset()
    slope: bool = False

    def __post_init__(self) -> None:
        numbers = [*self.values] if self.at_least is None else [self.at_least]
        if (self.at_least is None) == (not self.values) or not np.isfinite(numbers).all():
            raise UnusableError(_NO_RULE)

    def holds(self, values: Floats) -> npt.NDArray[np.bool_]:
        """Where values are hazard; not-a-number is not."""
        if self.at_least is None:
            return np.isin(values, sorted(self.values))
        found: npt.NDArray[np.bool_] = values >= self.at_least
        return found

    @property
    def words(self) -> Words:
        """The rule as a sentence."""
        what, what_en = ("độ dốc", "slope") if self.slope else ("giá trị", "value")
        if self.at_least is None:
            named = ", ".join(f"{value:g}" for value in sorted(self.values))
            return Words(f"{what} là một trong: {named}", f"{what_en} is one of: {named}")
        unit = "°" if self.slope else ""
        whole = self.at_least == int(self.at_least)
        number = format_number(exact(self.at_least), 0 if whole else None)
        return Words(f"{what} ≥ {number}{unit}", f"{what_en} ≥ {self.at_least:g}{unit}")


def raster_hazard(
    raster: rasterio.DatasetReader, name: str, rule: Rule, things: Things, ground: Map, *, band: int = 1
) -> Hazard:
    """Pixels of a raster as a hazard; see :func:`ground_of`, whose errors it raises."""
    near = ground.boxes(things.shapes, CRS.from_wkt(raster.crs.to_wkt()))
    there, clear = ground_of(raster, rule, near, ground, band=band)
    method = Words(f"{HORN.vi}; {BY_AREA.vi}", f"{HORN.en}; {BY_AREA.en}") if rule.slope else BY_AREA
    invented = ILLUSTRATIVE_TAG in raster.tags()
    return Hazard(name, method, rule.words, there, clear, 0.0, invented, cells=True, notes=(_NO_DATA,))


def raster_things(
    raster: rasterio.DatasetReader, name: str, crs: CRS | None, *, band: int = 1
) -> tuple[Things, Map, tuple[Words, ...]]:
    """Pixels of a raster of people as things, each with how many live in it; see :func:`people_of`.

    Raises also what :func:`~dothi.land.exposure_layers.map_for` raises.
    """
    own = CRS.from_wkt(raster.crs.to_wkt())
    target = crs if crs is not None else own
    west, south, east, north = raster.bounds
    outline = shapely.segmentize(shapely.box(west, south, east, north), max(east - west, north - south) / 16)
    around = shapely.transform(outline, carrier(own, target))
    ground = map_for(name, target, np.array(around.bounds))
    shapes, people, silent = people_of(raster, ground, band=band)
    if not len(shapes):
        raise UnusableError(_NOBODY)
    blank = np.full(len(shapes), "", dtype=object)
    things = Things(
        name,
        shapes,
        np.arange(1, len(shapes) + 1),
        blank,
        blank,
        people,
        illustrative=ILLUSTRATIVE_TAG in raster.tags(),
        cells=True,
    )
    note = Words(
        f"{silent} ô ảnh dân số không có giá trị: số người ở đó chưa biết và không có trong các tổng",
        f"{silent} pixels of the raster of people hold no value: who lives there is not known, nor counted",
    )
    return things, ground, (note,) if silent else ()


def ground_of(
    raster: rasterio.DatasetReader, rule: Rule, near: Floats, ground: Map, *, band: int = 1
) -> tuple[Shapes, Shapes]:
    """Rectangles of pixels where the hazard is, and where it is not, laid out on a map.

    :param near: boxes (west, south, east, north) in the CRS of the raster; only tiles that meet one are read.

    Raises :class:`UnusableError`: ``exposure.no-band``, ``exposure.slope-map`` (slope on a map that is not in
    metres, is stretched or turned), ``exposure.too-fine`` (more pixels than can be laid out at once).
    """
    _check_band(raster, band)
    crs = CRS.from_wkt(raster.crs.to_wkt())
    if rule.slope:
        _check_slope_map(raster, crs)
    there: list[npt.NDArray[np.int64]] = []
    clear: list[npt.NDArray[np.int64]] = []
    count = 0
    for window in _tiles(raster, near):
        verdicts = _verdicts(raster, band, window, rule)
        for verdict, found in ((_THERE, there), (_CLEAR, clear)):
            boxes = rectangles(verdicts == verdict)
            found.append(boxes + _at(window))
            count += len(boxes)
        if count > MOST_CELLS:
            raise UnusableError(_TOO_FINE)
    return _laid(raster, crs, there, ground), _laid(raster, crs, clear, ground)


def people_of(raster: rasterio.DatasetReader, ground: Map, *, band: int = 1) -> tuple[Shapes, Floats, int]:
    """Pixels in which people live, how many live in each, and how many pixels say nothing.

    Raises :class:`UnusableError`: ``exposure.no-band``, ``exposure.too-fine``, ``exposure.negative-people``.
    """
    _check_band(raster, band)
    boxes: list[npt.NDArray[np.int64]] = []
    people: list[Floats] = []
    silent = 0
    for window in _tiles(raster, None):
        values = _values(raster, band, window)
        silent += int(np.count_nonzero(np.isnan(values)))
        if (values < 0).any():
            raise UnusableError(_NEGATIVE)
        rows, columns = np.nonzero(values > 0)
        corners = np.stack([columns, rows, columns + 1, rows + 1], axis=1)
        boxes.append(corners + _at(window))
        people.append(values[rows, columns])
        if sum(map(len, people)) > MOST_CELLS:
            raise UnusableError(_TOO_FINE)
    crs = CRS.from_wkt(raster.crs.to_wkt())
    return _laid(raster, crs, boxes, ground), np.concatenate([np.empty(0), *people]), silent


def slope(heights: Floats, width_m: float, height_m: float) -> Floats:
    """Slope in degrees of the inner pixels of a grid, after Horn (1981), Proc. IEEE 69(1), 14-47.

    The result is two rows and columns smaller; it is not-a-number where any of the nine heights is.

    >>> slope(np.array([[0.0, 10, 20]] * 3), 10.0, 10.0).round(6).tolist()
    [[45.0]]
    """
    a, b, c = heights[:-2, :-2], heights[:-2, 1:-1], heights[:-2, 2:]
    d, e, f = heights[1:-1, :-2], heights[1:-1, 1:-1], heights[1:-1, 2:]
    g, h, i = heights[2:, :-2], heights[2:, 1:-1], heights[2:, 2:]
    east = ((c + 2 * f + i) - (a + 2 * d + g)) / (8 * width_m)
    south = ((g + 2 * h + i) - (a + 2 * b + c)) / (8 * height_m)
    found: Floats = np.degrees(np.arctan(np.hypot(east, south)))
    found[np.isnan(e)] = np.nan
    return found


def rectangles(wanted: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Cover the true pixels of a grid by rectangles: rows of first and last-plus-one column and row.

    Runs of a row are joined with equal runs of the rows below.

    >>> rectangles(np.array([[1, 1, 0], [1, 1, 0], [0, 1, 1]], dtype=bool)).tolist()
    [[0, 0, 2, 2], [1, 2, 3, 3]]
    """
    padded = np.zeros((wanted.shape[0], wanted.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = wanted
    steps = np.diff(padded, axis=1)
    rows, first = np.nonzero(steps == 1)
    _, last = np.nonzero(steps == -1)
    order = np.lexsort((rows, last, first))
    rows, first, last = rows[order], first[order], last[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1]) | (rows[1:] != rows[:-1] + 1)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(rows)) - 1 if len(starts) else starts
    return np.stack([first[starts], rows[starts], last[starts], rows[ends] + 1], axis=1).astype(np.int64)


def _tiles(raster: rasterio.DatasetReader, near: Floats | None) -> Iterator[Window]:
    """Tiles of the raster that meet a box."""
    rows, columns = -(-raster.height // TILE), -(-raster.width // TILE)
    wanted = np.full((rows, columns), near is None)
    for west, south, east, north in _in_pixels(raster, near) if near is not None else ():
        if east >= 0 and north >= 0 and west <= raster.width and south <= raster.height:
            across = slice(max(int(west // TILE), 0), int(east // TILE) + 1)
            wanted[max(int(south // TILE), 0) : int(north // TILE) + 1, across] = True
    if np.count_nonzero(wanted) * TILE * TILE > MOST_PIXELS:
        raise UnusableError(_TOO_FINE)
    for row, column in zip(*np.nonzero(wanted), strict=True):
        top, left = int(row) * TILE, int(column) * TILE
        yield Window(left, top, min(TILE, raster.width - left), min(TILE, raster.height - top))


def _in_pixels(raster: rasterio.DatasetReader, boxes: Floats) -> list[tuple[float, float, float, float]]:
    back = ~raster.transform
    x = np.stack([boxes[:, 0], boxes[:, 0], boxes[:, 2], boxes[:, 2]])
    y = np.stack([boxes[:, 1], boxes[:, 3], boxes[:, 1], boxes[:, 3]])
    column, row = back.a * x + back.b * y + back.c, back.d * x + back.e * y + back.f
    found = np.stack([column.min(0), row.min(0), column.max(0), row.max(0)], axis=1)
    return [tuple(one) for one in found[np.isfinite(found).all(axis=1)].tolist()]


def _verdicts(raster: rasterio.DatasetReader, band: int, window: Window, rule: Rule) -> npt.NDArray[np.int8]:
    values = _values(raster, band, window) if not rule.slope else _slopes(raster, band, window)
    found = np.where(rule.holds(values), _THERE, _CLEAR).astype(np.int8)
    found[np.isnan(values)] = _UNKNOWN
    return found


def _values(raster: rasterio.DatasetReader, band: int, window: Window) -> Floats:
    """Values with scale and offset, not-a-number where nothing is known."""
    values: Floats = raster.read(band, window=window).astype(np.float64)
    values[raster.read_masks(band, window=window) == 0] = np.nan
    values = values * raster.scales[band - 1] + raster.offsets[band - 1]
    values[~np.isfinite(values)] = np.nan
    return values


def _slopes(raster: rasterio.DatasetReader, band: int, window: Window) -> Floats:
    """Slope of a window; its pixels at the edge of the raster lack a neighbour and are not known."""
    left, top = max(window.col_off - 1, 0), max(window.row_off - 1, 0)
    right = min(window.col_off + window.width + 1, raster.width)
    bottom = min(window.row_off + window.height + 1, raster.height)
    known = _values(raster, band, Window(left, top, right - left, bottom - top))
    heights = np.full((window.height + 2, window.width + 2), np.nan)
    at_row, at_column = top - window.row_off + 1, left - window.col_off + 1
    heights[at_row : at_row + known.shape[0], at_column : at_column + known.shape[1]] = known
    return slope(heights, abs(raster.transform.a), abs(raster.transform.e))


def _at(window: Window) -> npt.NDArray[np.int64]:
    return np.array([window.col_off, window.row_off, window.col_off, window.row_off])


def _laid(
    raster: rasterio.DatasetReader, crs: CRS, boxes: list[npt.NDArray[np.int64]], ground: Map
) -> Shapes:
    """Rectangles of pixels as polygons on the map of the things."""
    corners = np.concatenate([np.empty((0, 4), dtype=np.int64), *boxes]).astype(np.float64)
    shapes: Shapes = shapely.box(*corners.T)
    if not ground.straight(crs):
        shapes = shapely.segmentize(shapes, 1.0)
    to = raster.transform

    def placed(points: Floats) -> Floats:
        column, row = points.T
        return np.stack([to.a * column + to.b * row + to.c, to.d * column + to.e * row + to.f], axis=1)

    return ground.lay(shapely.transform(shapes, placed), crs)


def _check_band(raster: rasterio.DatasetReader, band: int) -> None:
    if band in raster.indexes:
        return
    raise UnusableError(
        Fault(
            "exposure.no-band",
            f"Ảnh không có kênh {band}",
            f"The raster has no band {band}",
            where=str(raster.name),
            remedy_vi=f"Chọn kênh từ 1 đến {raster.count} bằng --band",
            remedy_en=f"Choose a band from 1 to {raster.count} with --band",
        )
    )


def _check_slope_map(raster: rasterio.DatasetReader, crs: CRS) -> None:
    box = np.array(raster.bounds)
    measuring = measuring_of(crs, np.array([box[0], min(box[1], box[3]), box[2], max(box[1], box[3])]))
    turned = raster.transform.b != 0 or raster.transform.d != 0
    if crs.is_projected and measuring is not None and measuring.as_is and not turned:
        return
    raise UnusableError(
        Fault(
            "exposure.slope-map",
            f"Không tính độ dốc được trên {crs.name}: ảnh độ cao phải ở hệ tọa độ tính bằng mét, không bị "
            "kéo giãn, hướng bắc lên trên",
            f"Slope cannot be taken on {crs.name}: heights must be on a map in metres that does not "
            "stretch, north up",
            where=str(raster.name),
            remedy_vi="Nắn ảnh về VN-2000 (gdalwarp -t_srs EPSG:5899 -r bilinear) rồi làm lại",
            remedy_en="Warp the raster to VN-2000 (gdalwarp -t_srs EPSG:5899 -r bilinear) and try again",
        )
    )


_NO_RULE = Fault(
    "exposure.no-rule",
    "Chưa nêu, hoặc nêu hai cách, giá trị nào của ảnh là nguy cơ",
    "Which values of the raster are a hazard is not said, or said in two ways",
    remedy_vi="Thêm --at-least SỐ, hoặc --value SỐ (nêu nhiều lần được)",
    remedy_en="Add --at-least NUMBER, or --value NUMBER (several times if need be)",
)
_TOO_FINE = Fault(
    "exposure.too-fine",
    "Ảnh có quá nhiều ô ở nơi cần xem",
    "The raster has too many pixels where they are asked for",
    remedy_vi="Cắt ảnh hoặc lớp thành từng vùng, hoặc gộp ô ảnh cho thô hơn",
    remedy_en="Cut the raster or the layer into parts, or make the pixels coarser",
)
_NEGATIVE = Fault(
    "exposure.negative-people",
    "Ảnh dân số có ô nhỏ hơn 0",
    "The raster of people has pixels below 0",
    remedy_vi="Khai giá trị đó là giá trị trống (nodata), hoặc sửa ảnh",
    remedy_en="Declare that value as no-data, or mend the raster",
)
_NOBODY = Fault(
    "exposure.nobody",
    "Ảnh dân số không có ô nào lớn hơn 0",
    "The raster of people has no pixel above 0",
    remedy_vi="Chọn đúng ảnh, hoặc kênh khác bằng --people-band",
    remedy_en="Choose the right raster, or another band with --people-band",
)
_NO_DATA = Words(
    "Ô ảnh không có giá trị và đất ngoài ảnh là chưa biết, không phải là không có nguy cơ",
    "Pixels without a value and land outside the raster are not known, not free of the hazard",
)
