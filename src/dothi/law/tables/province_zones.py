"""The VN-2000 zone in which a province keeps its plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from dothi.base.crs import zone
from dothi.base.errors import Fault, InputError
from dothi.law.columns import text, whole
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceZone(LawRow):
    """A province, by its two-digit code, with its central meridian and the EPSG code of that zone."""

    table: ClassVar[TableInfo] = TableInfo(
        "province_zones", "Múi chiếu VN-2000 của tỉnh", "VN-2000 zones of provinces"
    )

    epsg: int = whole(1024, 32767)
    meridian: str = text()

    def examine(self, law: Law) -> Iterator[Fault]:
        """The EPSG code is a zone of VN-2000 on that meridian."""
        del law
        try:
            found = zone(self.epsg).title.split(",")[0]
        except InputError:
            found = ""
        if found != self.meridian:
            yield Fault(
                "law.bad-zone",
                f"EPSG:{self.epsg} không phải là múi VN-2000 có kinh tuyến trục {self.meridian}",
                f"EPSG:{self.epsg} is not the VN-2000 zone of central meridian {self.meridian}",
                where=self.where,
                remedy_vi="Sửa epsg hoặc meridian",
                remedy_en="Mend epsg or meridian",
            )
