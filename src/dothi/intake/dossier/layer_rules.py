"""The layers of a dossier: names, place, fields, kind of geometry and coordinate system.

Only part of the annex's list of layers is known. A layer beyond it is told as "not in the confirmed list",
which is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pyproj import CRS

from dothi.intake.dossier.crs import grid_of
from dothi.intake.dossier.layout import Layout, is_plain_name, same_name
from dothi.intake.dossier.telling import found, listed
from dothi.intake.findings import Finding, LayerSeen, Severity
from dothi.intake.layers import Layer
from dothi.law.tables.dossier_fields import DossierField
from dothi.law.tables.province_zones import ProvinceZone

KINDS = {
    "A": ("vùng", "areas", {"Polygon", "MultiPolygon"}),
    "P": ("điểm", "points", {"Point", "MultiPoint"}),
    "L": ("đường", "lines", {"LineString", "MultiLineString", "LinearRing"}),
}
_NAME = re.compile(r"(?P<base>.+)_(?P<kind>[APL])")
_CUT = 10


@dataclass(frozen=True, slots=True, eq=False)
class PlacedLayer:
    """A layer with the file it came from and that file's place in the layout."""

    layer: Layer
    path: str
    place: str

    @property
    def where(self) -> str:
        """The file and the layer, for messages."""
        return f"{self.path}, lớp {self.layer.name}"

    @property
    def frame(self) -> Any:
        """The features."""
        return self.layer.frame

    def column(self, row: DossierField) -> str:
        """The column that holds a field: spelt right, or but for case, or cut as a shapefile cuts it."""
        names = [str(name) for name in self.frame.columns if name != self.frame.geometry.name]
        if row.code in names:
            return row.code
        alike = [name for name in names if same_name(name, row.code)]
        cut = [name for name in names if name.lower() == row.code[:_CUT].lower()]
        return (alike or cut or [""])[0]

    def seen(self) -> LayerSeen:
        """What the answer tells of this layer."""
        return LayerSeen(self.layer.name, len(self.frame), crs_name(self.frame.crs), self.layer.encoding)

    def to_json(self) -> dict[str, Any]:
        """Write the line of the answer that tells of this layer, with its file."""
        return {**self.seen().to_json(), "file": self.path}


def crs_name(crs: Any) -> str:
    """Write a coordinate system as ``EPSG:5899``, else its name; empty where there is none."""
    if crs is None:
        return ""
    grid = grid_of(CRS(crs))
    code = CRS(crs).to_epsg(min_confidence=100) if grid.zone is None else grid.zone.epsg
    return f"EPSG:{code}" if code else grid.name


def check_layer(placed: PlacedLayer, zone: ProvinceZone | None, layout: Layout) -> Iterator[Finding]:
    """Yield everything wrong with one layer that needs no other layer to be seen.

    ``zone`` is the province's; ``None`` leaves the central meridian unchecked.
    """
    yield from _check_name(placed, layout)
    yield from _check_fields(placed, layout)
    yield from _check_crs(placed, zone, layout)
    if len(placed.frame):
        yield from _check_geometry(placed, layout)


def check_empty(layers: Sequence[PlacedLayer]) -> Iterator[Finding]:
    """Yield, once a file, the layers that have no features yet."""
    for path in dict.fromkeys(placed.path for placed in layers):
        names = [placed.layer.name for placed in layers if placed.path == path and not len(placed.frame)]
        if names:
            yield found(
                "layer-empty",
                Severity.INFO,
                (
                    f"{len(names)} lớp chưa có đối tượng nào: {listed(names, 20)}",
                    f"{len(names)} layers have no features yet: {listed(names, 20)}",
                ),
                layer=names[0] if len(names) == 1 else "",
                where=path,
                measure=float(len(names)),
                unit="lớp",
            )


def kind_by_name(name: str) -> str:
    """The kind of geometry that a layer's name promises: ``A``, ``P`` or ``L``; empty without a suffix."""
    match = _NAME.fullmatch(name)
    return match["kind"] if match else ""


def _check_name(placed: PlacedLayer, layout: Layout) -> Iterator[Finding]:
    name = placed.layer.name
    if not kind_by_name(name) or not is_plain_name(name):
        yield found(
            "layer-name",
            layout.weight(),
            (
                f"Tên lớp «{name}» không có dạng <TenLop>_A, _P hoặc _L viết liền không dấu",
                f"The layer's name “{name}” is not <TenLop>_A, _P or _L, unaccented and without spaces",
            ),
            ("Đổi tên, thêm _A cho vùng, _P cho điểm, _L cho đường", "Rename it with _A for areas, _P, _L"),
            row=layout.row,
            layer=name,
            where=placed.path,
        )
        return
    row = layout.layers.get(name)
    if row is None:
        spelt = next((known for known in layout.layers if same_name(known, name)), "")
        yield _spelling(placed, spelt, layout) if spelt else _unlisted(placed, layout)
    elif row.folder and row.folder != placed.place:
        there = layout.folder(row.folder)
        yield found(
            "layer-place",
            Severity.WARNING,
            (f"Lớp này thuộc tệp «{there.title_vi}» ({there.path})", f"This layer belongs to {there.path}"),
            ("Chuyển lớp sang tệp ấy", "Move it to that file"),
            row=row,
            layer=name,
            where=placed.where,
        )


def _spelling(placed: PlacedLayer, right: str, layout: Layout) -> Finding:
    return found(
        "layer-spelling",
        Severity.WARNING,
        (f"Tên lớp phải viết đúng là «{right}»", f"The layer's name is to be spelt “{right}”"),
        ("Đổi tên lớp", "Rename the layer"),
        row=layout.layers[right],
        layer=placed.layer.name,
        where=placed.where,
    )


def _unlisted(placed: PlacedLayer, layout: Layout) -> Finding:
    return found(
        "layer-unlisted",
        Severity.INFO,
        (
            "Lớp không có trong danh sách đã xác nhận; phụ lục có thể có lớp này",
            "The layer is not in the confirmed list; the annex may well have it",
        ),
        ("Đối chiếu tên với phụ lục", "Compare the name with the annex"),
        row=layout.row,
        layer=placed.layer.name,
        where=placed.where,
    )


def _check_fields(placed: PlacedLayer, layout: Layout) -> Iterator[Finding]:
    for row in layout.fields:
        column = placed.column(row)
        told: dict[str, Any] = {
            "row": row,
            "layer": placed.layer.name,
            "where": f"{placed.where}, trường {column or row.code}",
        }
        if not column:
            yield found(
                "field-missing",
                layout.weight(row),
                (f"Thiếu trường {row.code} ({row.title_vi})", f"The field {row.code} is missing"),
                (
                    f"Thêm trường {row.code}, kiểu văn bản {row.length} ký tự",
                    f"Add the text field {row.code} of {row.length} characters",
                ),
                **told,
            )
            continue
        if column != row.code:
            yield _misspelt(column, row, told)
        values = placed.frame[column]
        if not _is_text(values):
            yield found(
                "field-type",
                layout.weight(row),
                (f"Trường {column} không phải kiểu văn bản", f"The field {column} is not text"),
                ("Đổi kiểu trường thành văn bản", "Make the field text"),
                **told,
            )
        else:
            yield from _check_length(values, row, told, layout)


def _misspelt(column: str, row: DossierField, told: dict[str, Any]) -> Finding:
    if len(column) == _CUT and same_name(column, row.code[:_CUT]):
        return found(
            "field-cut",
            Severity.WARNING,
            (
                f"Tên trường {row.code} bị cắt còn «{column}»",
                f"The field's name {row.code} is cut to “{column}”",
            ),
            ("Lưu thành .gpkg hoặc .gdb: shapefile cắt tên trường", "Save it as .gpkg or .gdb"),
            **told,
        )
    return found(
        "field-spelling",
        Severity.WARNING,
        (f"Tên trường «{column}» phải viết đúng là {row.code}", f"“{column}” is to be spelt {row.code}"),
        ("Đổi tên trường", "Rename the field"),
        **told,
    )


def _is_text(values: Any) -> bool:
    if pd.api.types.is_string_dtype(values.dtype):
        return True
    return bool(values.dtype == object and values.dropna().map(lambda value: isinstance(value, str)).all())


def _check_length(values: Any, row: DossierField, told: dict[str, Any], layout: Layout) -> Iterator[Finding]:
    long = values.index[values.str.len().gt(row.length).fillna(value=False)]
    if len(long):
        features = features_of(long)
        longest = int(values.str.len().max())
        yield found(
            "field-length",
            layout.weight(row),
            (
                f"{len(long)} đối tượng có {row.code} dài hơn {row.length} ký tự (dài nhất {longest})",
                f"{len(long)} features hold more than {row.length} characters (longest {longest})",
            ),
            (f"Rút gọn còn {row.length} ký tự", f"Shorten to {row.length} characters"),
            feature=features[0],
            others=features[1:],
            measure=float(longest),
            unit="ký tự",
            **told,
        )


def features_of(index: Any) -> tuple[Any, ...]:
    """Feature numbers as plain Python values."""
    return tuple(item.item() if hasattr(item, "item") else item for item in index)


def _check_geometry(placed: PlacedLayer, layout: Layout) -> Iterator[Finding]:
    geometry = placed.frame.geometry
    blank = geometry.isna() | geometry.is_empty
    if blank.any():
        features = features_of(geometry.index[blank])
        yield found(
            "geometry-missing",
            layout.weight(),
            (f"{len(features)} đối tượng không có hình học", f"{len(features)} features have no geometry"),
            ("Vẽ lại hoặc bỏ các đối tượng này", "Draw them again or take them out"),
            layer=placed.layer.name,
            feature=features[0],
            others=features[1:],
            measure=float(len(features)),
            unit="đối tượng",
            where=placed.where,
        )
    kind = kind_by_name(placed.layer.name)
    if not kind:
        return
    vi, en, types = KINDS[kind]
    wrong = ~blank & ~geometry.geom_type.isin(types)
    if wrong.any():
        features = features_of(geometry.index[wrong])
        kinds = ", ".join(sorted(set(geometry.geom_type[wrong])))
        yield found(
            "geometry-kind",
            layout.weight(),
            (
                f"Lớp có hậu tố _{kind} ({vi}) nhưng {len(features)} đối tượng là {kinds}",
                f"The suffix _{kind} promises {en}, but {len(features)} features are {kinds}",
            ),
            ("Tách sang lớp có hậu tố đúng", "Move them to a layer of the right suffix"),
            row=layout.layers.get(placed.layer.name, layout.row),
            layer=placed.layer.name,
            feature=features[0],
            others=features[1:],
            measure=float(len(features)),
            unit="đối tượng",
            geometry=geometry[wrong].iloc[0],
            where=placed.where,
        )


def _check_crs(placed: PlacedLayer, zone: ProvinceZone | None, layout: Layout) -> Iterator[Finding]:
    told: dict[str, Any] = {"layer": placed.layer.name, "where": placed.where, "row": zone or layout.row}
    wanted = "VN-2000" if zone is None else f"VN-2000, kinh tuyến trục {zone.meridian} (EPSG:{zone.epsg})"
    remedy = (f"Khai báo hoặc chuyển sang {wanted}", f"Declare or transform to {wanted}")
    if placed.frame.crs is None:
        yield found(
            "crs-missing",
            layout.weight(),
            ("Lớp không khai báo hệ tọa độ", "The layer declares no coordinate system"),
            remedy,
            **told,
        )
        return
    grid = grid_of(CRS(placed.frame.crs))
    if not grid.datum:
        message = (
            f"Hệ tọa độ «{grid.name}» không phải, hoặc không ghi là VN-2000",
            f"“{grid.name}” is not VN-2000, or does not say so",
        )
        yield found("crs-datum", layout.weight(), message, remedy, **told)
    elif zone is not None and (grid.zone is None or grid.zone.epsg != zone.epsg):
        shown = grid.name if grid.zone is None else grid.zone.title
        message = (
            f"Lớp dùng «{shown}»; tỉnh {zone.code} dùng kinh tuyến trục {zone.meridian}, múi 3°",
            f"The layer uses “{shown}”; province {zone.code} uses the central meridian {zone.meridian}",
        )
        yield found("crs-zone", layout.weight(zone), message, remedy, **told)
