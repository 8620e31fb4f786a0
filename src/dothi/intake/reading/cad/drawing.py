"""DXF drawings: one layer for each CAD layer, and one for the texts.

A feature is known by its handle (``1F3``; pieces of a block reference by ``1F3/2``), as AutoCAD shows it. A
hatch that repeats an outline of its own layer is left out and counted. What ezdxf cannot open, even mended,
is read the simpler way of GDAL.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dothi.base.errors import Fault, InputError
from dothi.intake.layers import DRAWING_TEXTS, Guess, Skipped
from dothi.intake.reading.cad.document import DRAWING_ERRORS, Opened, open_drawing
from dothi.intake.reading.cad.labels import Words, labels, words_of
from dothi.intake.reading.cad.shapes import HATCHES, TEXTS, Heights, shape_of
from dothi.intake.reading.cad.walk import Placed, Walk
from dothi.intake.reading.complete import ends_as_drawing
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import FEATURE, GEOMETRY, Part, RawLayer, Source, broken

_TITLE = ("DXF", "DXF")
_COLUMNS = ("layer", "entity", "label", "block", "color", "linetype", "state")
_TEXT_COLUMNS = ("layer", "text", "tag", "height", "rotation", "is_label", "block", "state")
_SAME_M = 0.001
_ON_PAPER = "PaperSpace"
"""Column in which GDAL marks entities of a sheet."""


@dataclass(slots=True)
class _Drawn:
    """Everything of a drawing, as it is read."""

    shapes: list[Any] = field(default_factory=list)
    places: list[Placed] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    word_places: list[Placed] = field(default_factory=list)


def read_drawing(source: Source) -> Iterator[Part]:
    """Read a DXF file; used for DWG too, once it is converted."""
    logging.getLogger("ezdxf").setLevel(logging.CRITICAL)
    if not ends_as_drawing(source.path):
        raise broken(source, *_TITLE, "EOF")
    opened = open_drawing(source)
    if opened is None:
        yield from _simple(source, "fragment")
        return
    walk = Walk(opened.drawing, source)
    heights = Heights()
    drawn = _gathered(walk, opened, heights)
    if not drawn.shapes and not drawn.words:
        yield from _simple(source, "plain")
        return
    repeated = _repeated_hatches(drawn, opened)
    yield from _told(source, opened, walk, heights, len(repeated))
    yield from _layers(source, opened, drawn, repeated)


def _gathered(walk: Walk, opened: Opened, heights: Heights) -> _Drawn:
    drawn = _Drawn()
    for placed in walk.entities():
        kind = placed.entity.dxftype()
        try:
            if kind in TEXTS:
                words = words_of(placed.entity)
                if words is not None:
                    drawn.words.append(words)
                    drawn.word_places.append(placed)
                continue
            shape = shape_of(placed.entity, opened, heights)
        except MemoryError:
            raise
        except (*DRAWING_ERRORS, shapely.errors.ShapelyError):
            shape = None
        if shape is None:
            walk.passed_over[kind] += 1
            continue
        drawn.shapes.append(shape)
        drawn.places.append(placed)
    return drawn


def _repeated_hatches(drawn: _Drawn, opened: Opened) -> set[int]:
    """Hatches that repeat outlines of the same layer to a millimetre, every part of them.

    One hatch may fill several outlines at once. A part with a hole is no outline's area and stays.
    """
    same = _SAME_M / opened.unit_metres
    outlines: dict[str, list[Any]] = {}
    for shape, placed in zip(drawn.shapes, drawn.places, strict=True):
        if placed.entity.dxftype() not in HATCHES and shape.geom_type == "Polygon":
            outlines.setdefault(placed.layer, []).append(shape)
    trees = {layer: shapely.STRtree(shapes) for layer, shapes in outlines.items()}

    def repeats(part: Any, layer: str) -> bool:
        tree = trees.get(layer)
        if tree is None or part.geom_type != "Polygon" or part.interiors:
            return False
        near = tree.geometries[tree.query(part)]
        return bool((shapely.hausdorff_distance(near, part) <= same).any())

    return {
        place
        for place, placed in enumerate(drawn.places)
        if placed.entity.dxftype() in HATCHES
        and not drawn.shapes[place].is_empty
        and all(repeats(part, placed.layer) for part in shapely.get_parts(drawn.shapes[place]))
    }


def _told(
    source: Source, opened: Opened, walk: Walk, heights: Heights, repeated: int
) -> Iterator[Skipped | Guess]:
    if opened.recovered:
        yield Skipped(source.name, _note(source, "recovered"))
    if heights.found:
        yield Skipped(source.name, _heights(source, heights.found))
    if repeated:
        yield Skipped(source.name, _twins(source, repeated))
    if walk.passed_over:
        yield Skipped(source.name, _passed_over(source, walk.passed_over))
    if opened.unit not in {"", "m"}:
        yield Guess(
            "unit",
            "",
            "",
            opened.unit,
            "",
            0.5,
            f"Bản vẽ ghi đơn vị {opened.unit}; tọa độ được giữ nguyên như trong tệp",
            f"The drawing states the unit {opened.unit}; coordinates are kept as they stand in the file",
        )


def _layers(source: Source, opened: Opened, drawn: _Drawn, repeated: set[int]) -> Iterator[RawLayer]:
    label, used = labels(drawn.shapes, drawn.words)
    by_layer: dict[str, list[int]] = {}
    for place, placed in enumerate(drawn.places):
        if place not in repeated:
            by_layer.setdefault(placed.layer, []).append(place)
    for name, members in by_layer.items():
        if source.wants(name):
            batch = _batch(drawn, members, label)
            yield RawLayer(name, "DXF", _COLUMNS, [batch], opened.crs, opened.encoding, total=len(members))
    if drawn.words and source.wants(DRAWING_TEXTS):
        batch = _text_batch(drawn, used)
        yield RawLayer(
            DRAWING_TEXTS, "DXF", _TEXT_COLUMNS, [batch], opened.crs, opened.encoding, total=len(used)
        )


def _batch(drawn: _Drawn, members: Sequence[int], label: Sequence[str]) -> pa.RecordBatch:
    places = [drawn.places[member] for member in members]
    columns = [
        pa.array([placed.key for placed in places], pa.string()),
        pa.array(shapely.to_wkb([drawn.shapes[member] for member in members]), pa.binary()),
        _strings(placed.layer for placed in places),
        _strings(placed.entity.dxftype() for placed in places),
        _strings(label[member] or None for member in members),
        _strings(placed.block or None for placed in places),
        _strings(_color(placed) for placed in places),
        _strings(str(placed.entity.dxf.get("linetype", "BYLAYER")) for placed in places),
        _strings(placed.state or None for placed in places),
    ]
    return _named(columns)


def _text_batch(drawn: _Drawn, used: Sequence[bool]) -> pa.RecordBatch:
    places, words = drawn.word_places, drawn.words
    columns = [
        pa.array([placed.key for placed in places], pa.string()),
        pa.array(shapely.to_wkb(shapely.points([word.place for word in words])), pa.binary()),
        _strings(placed.layer for placed in places),
        _strings(word.text for word in words),
        _strings(word.tag or None for word in words),
        pa.array([word.height for word in words], pa.float64()),
        pa.array([word.rotation for word in words], pa.float64()),
        pa.array(list(used), pa.bool_()),
        _strings(placed.block or None for placed in places),
        _strings(placed.state or None for placed in places),
    ]
    return _named(columns)


def _named(columns: Sequence[pa.Array]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(
        list(columns), names=[FEATURE, GEOMETRY, *(f"c{number}" for number in range(len(columns) - 2))]
    )


def _strings(values: Iterator[str | None]) -> pa.Array:
    return pa.array(
        [None if v is None else v.encode("utf-8", "replace").decode() for v in values], pa.string()
    )


def _color(placed: Placed) -> str:
    """An AutoCAD colour number (256: by layer, 0: by block), or ``#rrggbb``."""
    rgb = placed.entity.rgb
    return "#{:02x}{:02x}{:02x}".format(*rgb) if rgb is not None else str(placed.entity.dxf.get("color", 256))


def _simple(source: Source, why: str) -> Iterator[Part]:
    """Read what ezdxf could not by GDAL; refuse what GDAL finds nothing in either."""
    found = False
    for part in read_layers(source, Opening(_TITLE, "DXF")):
        if isinstance(part, RawLayer):
            batches = [batch for batch in _of_the_model(part) if batch.num_rows]
            if not batches:
                continue
            found = True
            yield Skipped(source.name, _note(source, why))
            yield RawLayer(part.name, "DXF", part.columns, batches, part.crs, part.encoding)
        else:
            yield part
    if not found:
        raise InputError(
            Fault(
                "intake.dxf-empty",
                "Bản vẽ không có đối tượng nào đọc được trong không gian mô hình",
                "The drawing has nothing in its model space that could be read",
                source.where,
                "Mở bản vẽ, kiểm tra các đối tượng nằm ở Model, rồi lưu lại dưới dạng DXF 2013 trở lên",
                "Open the drawing, see that its entities lie in Model, and save it as DXF 2013 or later",
            )
        )


def _of_the_model(layer: RawLayer) -> Iterator[pa.RecordBatch]:
    """Batches without what stands on a sheet (paper space): frames, title blocks, north arrows."""
    if _ON_PAPER not in layer.columns:
        yield from layer.batches
        return
    column = f"c{layer.columns.index(_ON_PAPER)}"
    for batch in layer.batches:
        yield batch.filter(pc.invert(pc.fill_null(batch.column(column).cast(pa.bool_()), False)))


def _note(source: Source, kind: str) -> Fault:
    vi, en = {
        "recovered": (
            "Bản vẽ bị lỗi cấu trúc; đã đọc phần khôi phục được",
            "The drawing is damaged; what could be recovered was read",
        ),
        "fragment": (
            "Bản vẽ chỉ là một đoạn DXF; đọc không tách khối và không gắn nhãn",
            "The drawing is a fragment of DXF; read without taking blocks apart and without labels",
        ),
        "plain": (
            "Bản vẽ chỉ có kích thước, ghi chú hoặc bảng; đọc không gắn nhãn",
            "The drawing holds dimensions, notes or tables only; read without labels",
        ),
    }[kind]
    return Fault(
        f"intake.dxf-{kind}",
        vi,
        en,
        source.where,
        "Trong AutoCAD chạy AUDIT rồi lưu lại dưới dạng DXF 2013 trở lên",
        "Run AUDIT in AutoCAD and save it as DXF 2013 or later",
    )


def _heights(source: Source, count: int) -> Fault:
    return Fault(
        "intake.heights",
        f"Bỏ độ cao (Z) của {count} đối tượng; quy hoạch chỉ dùng tọa độ phẳng",
        f"The heights (Z) of {count} features were dropped; plans are flat",
        source.where,
    )


def _twins(source: Source, count: int) -> Fault:
    return Fault(
        "intake.hatch-twin",
        f"{count} mảng tô (hatch) trùng với đường bao cùng lớp; chỉ giữ đường bao",
        f"{count} hatches repeat an outline of their layer; only the outline is kept",
        source.where,
    )


def _passed_over(source: Source, counted: Counter[str]) -> Fault:
    shown = ", ".join(f"{kind} × {count}" for kind, count in sorted(counted.items()))
    return Fault(
        "intake.entities-skipped",
        f"Không đọc các đối tượng không phải hình phẳng hoặc chữ: {shown}",
        f"Entities that are neither flat shapes nor text were not read: {shown}",
        source.where,
        "Nếu ranh giới nằm trong số này (REGION, 3DSOLID, XREF) thì chuyển thành polyline khép kín",
        "If a boundary is among these (REGION, 3DSOLID, XREF), turn it into a closed polyline",
    )
