"""Layers written as the layout wants them: a GeoPackage, the minimum fields with their lengths, codes filled.

Written through Arrow, for that way alone carries a text field's length into the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely
from pyogrio.raw import write_arrow
from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.intake.dossier.codes import DOSSIER, INFORMATION, OBJECT
from dothi.intake.dossier.crs import grid_of
from dothi.intake.dossier.layer_rules import KINDS, kind_by_name
from dothi.intake.dossier.layout import Layout, is_plain_name
from dothi.intake.dossier.telling import listed
from dothi.law.tables.dossier_fields import DossierField
from dothi.law.tables.province_zones import ProvinceZone

_MULTI = {"A": "MultiPolygon", "L": "MultiLineString"}
_TAKEN = {"fid", "geom", "geometry"}
_GEOMETRY = "geom"


@dataclass(frozen=True, slots=True, eq=False)
class PlanLayer:
    """A layer to write: its name with suffix (``ChucNangSuDungDat_A``) and its features.

    Columns named like the layout's fields fill them; other columns are written beside. ``place`` is a code of
    ``dossier_folders`` (``gis-current``); empty takes where the layout has the layer, else the plan's file.
    """

    name: str
    frame: gpd.GeoDataFrame
    place: str = ""

    def place_in(self, layout: Layout) -> str:
        """Where it goes."""
        row = layout.layers.get(self.name)
        return self.place or (row.folder if row is not None and row.folder else "gis-planned")


def layer_faults(layer: PlanLayer, zone: ProvinceZone, layout: Layout) -> Iterator[Fault]:
    """Yield what keeps a layer from being written: its name, place, zone, geometry, or values too long."""
    kind = kind_by_name(layer.name)
    if not kind or not is_plain_name(layer.name):
        yield _fault(
            layer, "tên lớp không có dạng <TenLop>_A, _P hoặc _L", "its name is not <TenLop>_A, _P or _L"
        )
        return
    if layer.place_in(layout) not in {row.code for row in layout.of_kind("vector")}:
        yield _fault(
            layer, f"không có tệp «{layer.place}» trong bố cục", f"the layout has no file “{layer.place}”"
        )
    crs = layer.frame.crs
    grid = None if crs is None else grid_of(CRS(crs))
    if grid is None or grid.zone is None or grid.zone.epsg != zone.epsg:
        wanted = f"VN-2000, {zone.meridian} (EPSG:{zone.epsg})"
        yield _fault(layer, f"hệ tọa độ không phải {wanted}", f"its coordinate system is not {wanted}")
    geometry = layer.frame.geometry
    bad = geometry.isna() | geometry.is_empty | ~geometry.geom_type.isin(KINDS[kind][2])
    if bad.any():
        features = listed([str(item) for item in geometry.index[bad]])
        yield _fault(
            layer,
            f"đối tượng {features} trống hoặc không phải {KINDS[kind][0]}",
            f"features {features} are empty or not {KINDS[kind][1]}",
        )
    for row in layout.fields:
        if not row.holds and row.code in layer.frame.columns:
            long = [
                str(index)
                for index, value in layer.frame[row.code].items()
                if len(_text(value) or "") > row.length
            ]
            if long:
                yield _fault(
                    layer,
                    f"trường {row.code} dài hơn {row.length} ký tự ở đối tượng {listed(long)}",
                    f"the field {row.code} is longer than {row.length} characters in features {listed(long)}",
                )


def write_layer(
    path: Path, layer: PlanLayer, codes: dict[str, str], zone: ProvinceZone, layout: Layout
) -> None:
    """Add the layer to the GeoPackage at ``path``, which is made when it is not there.

    ``codes`` holds ``maHoSoQH`` and ``maThongTinQH``. Features are numbered from 1, which are also the
    numbers in their ``maDoiTuong``; codes that the features already carry are kept where they all fit.
    """
    frame = layer.frame
    geometry = _geometry(frame.geometry, kind_by_name(layer.name))
    columns: dict[str, Any] = {}
    fields: list[pa.Field] = []
    for row in layout.fields:
        columns[row.code] = pa.array(_values(layer, row, codes, layout), pa.string())
        fields.append(pa.field(row.code, pa.string(), metadata={b"GDAL:OGR:width": str(row.length).encode()}))
    for name, values in _extras(layer, layout):
        columns[name] = values
        fields.append(pa.field(name, values.type))
    columns[_GEOMETRY] = pa.array(shapely.to_wkb(geometry.to_numpy()), pa.binary())
    fields.append(pa.field(_GEOMETRY, pa.binary()))
    kinds = set(geometry.geom_type)
    write_arrow(
        pa.table(list(columns.values()), schema=pa.schema(fields)),
        path,
        layer=layer.name,
        driver="GPKG",
        geometry_name=_GEOMETRY,
        geometry_type=_MULTI.get(
            kind_by_name(layer.name), "MultiPoint" if "MultiPoint" in kinds else "Point"
        ),
        crs=f"EPSG:{zone.epsg}",
    )


def empty_layer(name: str, zone: ProvinceZone, place: str) -> PlanLayer:
    """Make a layer without features."""
    return PlanLayer(name, gpd.GeoDataFrame(geometry=[], crs=f"EPSG:{zone.epsg}"), place)


def _geometry(geometry: Any, kind: str) -> Any:
    """One type for the whole layer: lines and areas multi, points multi only where one of them is."""
    if kind == "P" and not (geometry.geom_type == "MultiPoint").any():
        return geometry
    makers = {"A": shapely.multipolygons, "L": shapely.multilinestrings, "P": shapely.multipoints}
    single = ~geometry.geom_type.str.startswith("Multi")
    multi = [makers[kind]([item]) if one else item for item, one in zip(geometry, single, strict=True)]
    return gpd.GeoSeries(multi, index=geometry.index, crs=geometry.crs)


def _values(layer: PlanLayer, row: DossierField, codes: dict[str, str], layout: Layout) -> list[str | None]:
    count = len(layer.frame)
    if row.holds == OBJECT:
        return _object_codes(layer, row, codes[DOSSIER], layout)
    if row.holds in {DOSSIER, INFORMATION}:
        return [codes.get(row.holds) or None] * count
    if row.code not in layer.frame.columns:
        return [None] * count
    return [_text(value) for value in layer.frame[row.code]]


def _object_codes(layer: PlanLayer, row: DossierField, dossier: str, layout: Layout) -> list[str | None]:
    if row.code in layer.frame.columns:
        own = [_text(value) or "" for value in layer.frame[row.code]]
        parts = [layout.codes[OBJECT].parts(value) for value in own]
        fits = all(p is not None and (p["dossier"], p["layer"]) == (dossier, layer.name) for p in parts)
        if fits and len(set(own)) == len(own):
            return list(own)
    return [f"{dossier}-{layer.name}-{number}" for number in range(1, len(layer.frame) + 1)]


def _extras(layer: PlanLayer, layout: Layout) -> Iterator[tuple[str, Any]]:
    """Yield the other columns; a name that a GeoPackage keeps for itself gets an underscore."""
    known = {row.code.lower() for row in layout.fields}
    for name in layer.frame.columns:
        if name == layer.frame.geometry.name or str(name).lower() in known:
            continue
        try:
            values = pa.array(layer.frame[name], from_pandas=True)
        except pa.ArrowException as error:
            raise InputError(
                _fault(layer, f"cột {name} lẫn nhiều kiểu giá trị", f"the column {name} mixes kinds")
            ) from error
        if pa.types.is_nested(values.type):
            raise InputError(_fault(layer, f"cột {name} chứa danh sách", f"the column {name} holds lists"))
        if pa.types.is_null(values.type):
            values = values.cast(pa.string())
        yield (f"{name}_" if str(name).lower() in _TAKEN else str(name)), values


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)


def _fault(layer: PlanLayer, vi: str, en: str) -> Fault:
    return Fault(
        "dossier.layer-unfit",
        f"Không ghi được lớp: {vi}",
        f"The layer cannot be written: {en}",
        layer.name,
        "Sửa lớp rồi xuất lại",
        "Mend the layer and export again",
    )
