"""How far a planning code keeps cemeteries, waste works and water works from what lies around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from dothi.base.errors import Fault
from dothi.law.columns import choice, decimal
from dothi.law.rows import LawRow, TableInfo

if TYPE_CHECKING:
    from dothi.law.law import Law

FACILITIES = (
    *("cemetery", "landfill", "waste-treatment", "waste-transfer", "wastewater", "sewage-pump"),
    *("well", "surface-intake", "water-plant", "water-main"),
)
TECHNOLOGIES = (
    *("first-burial", "single-burial", "bone-burial", "crematorium"),
    *("organic", "inorganic", "biological", "incineration"),
    *("sludge-bed", "sludge-mechanical", "treatment", "treatment-closed", "filtration-field"),
    *("irrigation-field", "biological-pond", "oxidation-ditch"),
)
AROUND = ("housing", "surroundings")
"""What of ``protects`` bears on land in general; the others speak of one kind of work only."""
PROTECTS = (*AROUND, "water-intake", "transport", "water-body")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionDistance(LawRow):
    """The least distance in metres of one ``facility``, of a technology and a range of capacity.

    ``technology`` is empty where the code tells none apart. The four columns of capacity bound its range:
    from (included), above, up to (included), below; in m³/day, of a main in mm. ``windward`` multiplies the
    distance where the facility lies upwind or upstream, which nothing here knows. With ``measure`` ``along``
    the distance runs along a river and is no circle.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "protection_distances", "Khoảng cách an toàn, bảo vệ công trình", "Protection distances of works"
    )

    facility: str = choice(*FACILITIES)
    technology: str = choice(*TECHNOLOGIES, required=False)
    protects: str = choice(*PROTECTS)
    measure: str = choice("around", "along")
    from_capacity: Decimal | None = decimal(required=False)  # noqa: RUF009
    above_capacity: Decimal | None = decimal(required=False)  # noqa: RUF009
    up_to_capacity: Decimal | None = decimal(required=False)  # noqa: RUF009
    below_capacity: Decimal | None = decimal(required=False)  # noqa: RUF009
    distance: Decimal = decimal()  # noqa: RUF009
    windward: Decimal | None = decimal(required=False)  # noqa: RUF009

    @property
    def most(self) -> float:
        """The distance where the facility lies upwind or upstream."""
        return float(self.distance * (self.windward or 1))

    def takes(self, capacity: float) -> bool:
        """Whether a capacity lies in the range of the row."""
        return (
            (self.from_capacity is None or capacity >= self.from_capacity)
            and (self.above_capacity is None or capacity > self.above_capacity)
            and (self.up_to_capacity is None or capacity <= self.up_to_capacity)
            and (self.below_capacity is None or capacity < self.below_capacity)
        )

    def examine(self, law: Law) -> Iterator[Fault]:
        """Distances are positive, and a factor makes them longer."""
        del law
        if self.distance <= 0 or (self.windward is not None and self.windward < 1):
            yield Fault(
                "law.bad-distance",
                "Khoảng cách phải lớn hơn 0, hệ số đầu gió không nhỏ hơn 1",
                "A distance is above 0, and its windward factor not below 1",
                where=self.where,
                remedy_vi="Sửa distance hoặc windward",
                remedy_en="Mend distance or windward",
            )
