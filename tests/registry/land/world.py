"""Communes of before and after 1/7/2025, and snapshots of their cadastre, as tests put them on record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import geopandas as gpd
import shapely

from dothi.base.text import fold
from dothi.base.time import Period
from dothi.lake import Source as LakeSource
from dothi.land.cadastre import fields_of
from dothi.registry.land.cadastre import CadastreEntry, record_cadastre, store_cadastre, units_of
from dothi.registry.land.communes import Communes
from dothi.registry.land.models import ParcelLayer
from dothi.registry.places.models import Unit, UnitLink
from dothi.registry.sources.models import Source

OLD, SECOND, NEW = "3c-20968", "3c-20971", "2c-20971"
"""Xã Tam Xuân I and II of Núi Thành, which went into Xã Tam Xuân."""
WEST = shapely.box(577410, 1722510, 577430, 1722540)
EAST = shapely.box(577510, 1722510, 577530, 1722540)
_CHANGE = date(2025, 7, 1)
_UNITS = (
    ("3c-517", "517", "Huyện Núi Thành", 2, "", None, _CHANGE),
    ("3c-507", "507", "Huyện Duy Xuyên", 2, "", None, _CHANGE),
    (OLD, "20968", "Xã Tam Xuân I", 3, "3c-517", None, _CHANGE),
    (SECOND, "20971", "Xã Tam Xuân II", 3, "3c-517", None, _CHANGE),
    (NEW, "20971", "Xã Tam Xuân", 3, "", _CHANGE, None),
    ("2c-20413", "20413", "Phường Hội An Đông", 3, "", _CHANGE, None),
)


def build_units() -> None:
    """The communes, with their districts and links."""
    source = Source.objects.create(key="units", title="Danh mục đơn vị")
    for key, code, name, level, parent, start, end in _UNITS:
        row = Unit(
            key=key, code=code, name=name, kind=name.split()[0], level=level, parent_key=parent, source=source
        )
        row.folded = fold(name)
        row.period = Period.between(start or date(2019, 4, 1), end)
        row.save()
    for old in (OLD, SECOND):
        link = UnitLink(predecessor_key=old, successor_key=NEW, whole=True, source=source)
        link.period = Period.between(_CHANGE)
        link.save()


def cadastre(
    lake: Any, *parcels: tuple[str, str, Any], unit: str = OLD, since: date = date(2024, 1, 1), **stated: Any
) -> ParcelLayer:
    """A snapshot of parcels (sheet, parcel, outline) of one commune, of 610 m² each as registered."""
    frame = gpd.GeoDataFrame(
        {
            "to": [one[0] for one in parcels],
            "thua": [one[1] for one in parcels],
            "dien_tich": [610.0] * len(parcels),
            "chu": ["Trần Thị B"] * len(parcels),
        },
        geometry=[one[2] for one in parcels],
        crs=5899,
    )
    entry = CadastreEntry(f"Địa chính {unit}", "QĐ 5/QĐ-UBND", since, **stated)
    fields = fields_of(["to", "thua", "dien_tich", "chu"])
    units = units_of(frame, Communes.load(), unit=unit)
    source = LakeSource("a.gpkg", "0" * 64, 1)
    version, found = store_cadastre(
        lake, frame, fields, units, entry=entry, source=source, now=datetime.now(UTC)
    )
    return record_cadastre(None, entry, version, found)
