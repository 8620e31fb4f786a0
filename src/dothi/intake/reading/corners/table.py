"""A table as layers: corners as parcels, lines of points, WKT, or plain rows where it has no coordinates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import shapely

from dothi.base.errors import Fault
from dothi.intake.layers import Guess, Skipped
from dothi.intake.reading.corners.cells import Row, coordinate
from dothi.intake.reading.corners.headings import EASTINGS, NORTHINGS, Heading, heading_of
from dothi.intake.reading.corners.parcels import Gathered, columns_of, gather, is_heading
from dothi.intake.reading.reader import FEATURE, GEOMETRY, Part, RawLayer

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table to be made a layer: its name, where it stands, and how its text came."""

    name: str
    where: str
    driver: str
    encoding: str = "utf-8"
    byte_image: bool = False

    def layer(self, columns: Iterable[str], batch: pa.RecordBatch, *, spatial: bool = True) -> RawLayer:
        """Make a layer of one batch."""
        return RawLayer(
            self.name,
            self.driver,
            tuple(columns),
            [batch],
            "",
            self.encoding,
            self.byte_image,
            spatial=spatial,
            total=batch.num_rows,
        )


def parts_of(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Part]:
    """Give the layer or table that ``rows`` are, with what had to be guessed."""
    heading = heading_of(rows)
    if heading is None:
        yield _plain(sheet, rows)
        return
    if "wkt" in heading.roles:
        yield from _wkt(sheet, rows, heading)
        return
    if heading.guessed:
        yield _by_size(sheet.name)
    if _is_corners(heading):
        gathered = gather(rows, heading)
        yield from _told(sheet, gathered)
        yield _parcels(sheet, heading, gathered)
        points = [point for parcel in gathered.parcels for ring in parcel.rings for point in ring]
    else:
        layer, points, unreadable = _points(sheet, rows, heading)
        if unreadable:
            yield Skipped(sheet.name, _unreadable(sheet.where, unreadable))
        yield layer
    if "north" in heading.roles and _swapped(points):
        yield _axes(sheet.name)


def _is_corners(heading: Heading) -> bool:
    return bool({"point", "parcel"} & heading.roles.keys()) or not heading.others


def _parcels(sheet: Sheet, heading: Heading, gathered: Gathered) -> RawLayer:
    parcels = [(parcel, parcel.shape()) for parcel in gathered.parcels]
    kept = [(parcel, shape) for parcel, shape in parcels if shape is not None]
    columns: list[pa.Array] = [
        _text([parcel.name for parcel, _ in kept]),
        pa.array([parcel.corners for parcel, _ in kept], pa.int64()),
        pa.array([parcel.row for parcel, _ in kept], pa.int64()),
        _text([parcel.note for parcel, _ in kept]),
        *(_text([parcel.values.get(place, "") for parcel, _ in kept]) for place in heading.others),
    ]
    batch = _batch(range(1, len(kept) + 1), [shape for _, shape in kept], columns)
    return sheet.layer(columns_of(heading), batch)


def _points(
    sheet: Sheet, rows: Sequence[Row], heading: Heading
) -> tuple[RawLayer, list[tuple[float, float]], list[int]]:
    pair = heading.pair or (0, 0)
    kept: list[Row] = []
    points: list[tuple[float, float]] = []
    unreadable: list[int] = []
    for row in rows[heading.last + 1 :]:
        north, east = (coordinate(row, place) for place in pair)
        if north is not None and east is not None:
            kept.append(row)
            points.append((east, north))
        elif not row.empty and not is_heading(row, pair):
            unreadable.append(row.number)
    others = {place: title for place, title in heading.others.items() if place not in pair}
    columns = [_text([row.cell(place) for row in kept]) for place in others]
    batch = _batch([row.number for row in kept], list(shapely.points(points)) if points else [], columns)
    return sheet.layer(others.values(), batch), points, unreadable


def _wkt(sheet: Sheet, rows: Sequence[Row], heading: Heading) -> Iterator[Part]:
    place = heading.roles["wkt"]
    body = [row for row in rows[heading.last + 1 :] if not row.empty]
    shapes = list(shapely.from_wkt([row.cell(place) or None for row in body], on_invalid="ignore"))
    lost = [row.number for row, shape in zip(body, shapes, strict=True) if shape is None and row.cell(place)]
    if lost:
        yield Skipped(sheet.name, _unreadable(sheet.where, lost))
    titles = _titles(rows[heading.last], body, skip={place})
    columns = [_text([row.cell(column) for row in body]) for column in titles]
    batch = _batch([row.number for row in body], shapes, columns)
    yield sheet.layer(titles.values(), batch)


def _plain(sheet: Sheet, rows: Sequence[Row]) -> RawLayer:
    filled = [row for row in rows if not row.empty]
    body = filled[1:]
    titles = _titles(filled[0], body) if filled else {}
    columns = [_text([row.cell(column) for row in body]) for column in titles]
    batch = _batch([row.number for row in body], None, columns)
    return sheet.layer(titles.values(), batch, spatial=False)


def _titles(heading: Row, body: Sequence[Row], skip: Collection[int] = ()) -> Mapping[int, str]:
    """Columns with a name or anything in them."""
    width = max([len(heading.cells), *(len(row.cells) for row in body)])
    return {place: heading.cell(place) for place in range(width) if place not in skip}


def _batch(
    features: Sequence[int], shapes: Sequence[Any] | None, columns: Sequence[pa.Array]
) -> pa.RecordBatch:
    heads = [FEATURE] if shapes is None else [FEATURE, GEOMETRY]
    arrays = [pa.array(list(features), pa.int64())]
    if shapes is not None:
        arrays.append(pa.array(shapely.to_wkb(shapes) if len(shapes) else [], pa.binary()))
    names = [*heads, *(f"c{number}" for number in range(len(columns)))]
    return pa.RecordBatch.from_arrays([*arrays, *columns], names=names)


def _text(values: Sequence[str]) -> pa.Array:
    return pa.array([value or None for value in values], pa.string())


def _swapped(points: Sequence[tuple[float, float]]) -> bool:
    """Whether the columns called X and Y hold each other's numbers."""
    east, north = ([point[axis] for point in points] for axis in (0, 1))
    return bool(points) and _within(east, NORTHINGS) and _within(north, EASTINGS)


def _within(values: Sequence[float], bounds: tuple[float, float]) -> bool:
    return all(bounds[0] <= value <= bounds[1] for value in values)


def _told(sheet: Sheet, gathered: Gathered) -> Iterator[Part]:
    if gathered.unreadable:
        yield Skipped(sheet.name, _unreadable(sheet.where, gathered.unreadable))
    short = sorted([parcel.row for parcel in gathered.parcels if parcel.short] + gathered.bare)
    if short:
        named = lines(short)
        yield Skipped(
            sheet.name,
            Fault(
                "intake.few-corners",
                f"Thửa bắt đầu ở dòng {named} có vòng ít hơn 3 đỉnh nên vòng đó không thành vùng",
                f"Parcels that begin on line {named} have a ring of fewer than 3 corners and no area in it",
                sheet.where,
                "Bổ sung đủ các đỉnh theo thứ tự đi vòng quanh thửa",
                "Add the missing corners, in order around the parcel",
            ),
        )


def _unreadable(where: str, rows: Sequence[int]) -> Fault:
    return Fault(
        "intake.coordinates",
        f"Không đọc được tọa độ ở dòng {lines(rows)}",
        f"Coordinates cannot be read on line {lines(rows)}",
        where,
        "Ghi tọa độ bằng số, ví dụ 1722531,703; bỏ chữ và công thức",
        "Write coordinates as numbers, as in 1722531.703; without words and formulas",
    )


def lines(rows: Sequence[int]) -> str:
    """Numbers of lines for a sentence: the first few, and how many more."""
    shown = ", ".join(map(str, rows[:_SHOWN]))
    return f"{shown} (+{len(rows) - _SHOWN})" if len(rows) > _SHOWN else shown


def _by_size(name: str) -> Guess:
    return Guess(
        "axis_order",
        name,
        "",
        "",
        "X = north, Y = east",
        0.9,
        "Bảng không có dòng tiêu đề; số lớn được hiểu là X (bắc), số nhỏ là Y (đông)",
        "The table has no heading; the large numbers were taken as X (north), the small ones as Y (east)",
    )


def _axes(name: str) -> Guess:
    return Guess(
        "axis_order",
        name,
        "",
        "X = north, Y = east",
        "X = east, Y = north",
        0.95,
        "Cột X chứa số đông và cột Y chứa số bắc, ngược với quy ước; tọa độ được giữ như tiêu đề",
        "Column X holds eastings and column Y northings, against the convention; kept as headed",
    )
