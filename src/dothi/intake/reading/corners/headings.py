"""Which column is which: heading words in Vietnamese and English, in any encoding, over one or two lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dothi.base.legacy_text import from_tcvn3, from_vni
from dothi.base.text import fold
from dothi.intake.reading.corners.cells import Row, coordinate

_UNIT = r"(?: (?:m|met|vn ?2000|vn 2000))*"
_ROLES: Mapping[str, re.Pattern[str]] = {
    "north": re.compile(
        r"(?:toa do )?"
        rf"(?:x(?: (?:bac|north(?:ing)?))?|(?:phia |huong )?bac(?: x)?|n(?:orth(?:ing)?)?(?: x)?){_UNIT}"
    ),
    "east": re.compile(
        r"(?:toa do )?"
        rf"(?:y(?: (?:dong|east(?:ing)?))?|(?:phia |huong )?dong(?: y)?|e(?:ast(?:ing)?)?(?: y)?){_UNIT}"
    ),
    "longitude": re.compile(r"(?:toa do )?(?:kinh do|long?(?:itude)?|lng)(?: (?:do|deg|l|wgs ?84))*"),
    "latitude": re.compile(r"(?:toa do )?(?:vi do|lat(?:itude)?)(?: (?:do|deg|b|wgs ?84))*"),
    "point": re.compile(
        r"(?:so hieu |ten |ky hieu |ma |stt |so )?"
        r"(?:diem|dinh|moc|goc|goc thua|diem goc|diem goc ranh)(?: so)?"
        r"|so hieu|point(?: (?:id|no|name))?|vertex|corner"
    ),
    "parcel": re.compile(
        r"(?:so hieu |ten |ky hieu |ma |stt |so )?"
        r"(?:thua|thua dat|lo|lo dat|o|o dat|khu|khu dat|khu vuc|vung|khoanh|khoanh dat|hang muc)(?: so)?"
        r"|parcel(?: (?:id|no))?|plot|zone|polygon(?: id)?"
    ),
    "part": re.compile(r"(?:so )?phan|part"),
    "ring": re.compile(r"(?:so )?vong|ring"),
    "sheet": re.compile(r"(?:so |so hieu )?to(?: ban do)?(?: so)?|map sheet"),
    "order": re.compile(r"stt|tt|so tt|thu tu|no|order|#"),
    "edge": re.compile(
        r"(?:chieu dai |do dai )?canh(?: m)?|khoang cach(?: m)?|s m|chieu dai(?: m)?|length(?: m)?"
    ),
    "wkt": re.compile(r"wkt|geometry|geom|the geom|hinh hoc"),
}
_WITHIN = 30
_ABOVE = 2
NORTHINGS = (880_000.0, 2_700_000.0)
"""X of VN-2000 in metres from the southernmost to the northernmost point of the country, with room."""
EASTINGS = (50_000.0, 880_000.0)
"""Y of VN-2000 in metres in the zones that can be meant."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns of a table by role, and the names of the others; ``last`` is the last line of the heading.

    ``guessed`` tells that no words named the coordinates and their size did.
    """

    last: int
    roles: Mapping[str, int]
    others: Mapping[int, str] = field(default_factory=dict)
    guessed: bool = False

    @property
    def pair(self) -> tuple[int, int] | None:
        """Columns of the northing (or latitude) and the easting (or longitude)."""
        for first, second in (("north", "east"), ("latitude", "longitude")):
            if first in self.roles and second in self.roles:
                return self.roles[first], self.roles[second]
        return None


def heading_of(rows: Sequence[Row]) -> Heading | None:
    """Find the heading: a line that names both coordinates, or columns whose numbers can be nothing else.

    ``None`` where the table has no coordinates.
    """
    for place, row in enumerate(rows[:_WITHIN]):
        roles = _roles(row)
        named = {"north", "east"} <= roles.keys() or {"latitude", "longitude"} <= roles.keys()
        if named or "wkt" in roles:
            return _with_above(rows, place, roles)
    return _by_size(rows)


def role_of(text: str) -> str:
    """Role of a heading word, empty for none.

    >>> role_of("Tọa độ X (m)"), role_of("Đông"), role_of("Số hiệu điểm"), role_of("Ghi chú")
    ('north', 'east', 'point', '')
    """
    if len(text) > 80:
        return ""
    for shown in dict.fromkeys((text, from_tcvn3(text), from_vni(text))):
        folded = fold(shown)
        for role, pattern in _ROLES.items():
            if pattern.fullmatch(folded):
                return role
    return ""


def _roles(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        role = role_of(cell)
        if role and role not in found:
            found[role] = place
    return found


def _with_above(rows: Sequence[Row], place: int, roles: dict[str, int]) -> Heading:
    """Add what the lines above say of columns that this one leaves open, as merged cells do."""
    names = {column: cell for column, cell in enumerate(rows[place].cells) if cell}
    for row in rows[max(0, place - _ABOVE) : place]:
        for column, cell in enumerate(row.cells):
            role = role_of(cell)
            if cell and column not in names and role:
                names[column] = cell
                roles.setdefault(role, column)
    used = set(roles.values())
    others = {column: name for column, name in sorted(names.items()) if column not in used}
    return Heading(place, roles, others)


def _by_size(rows: Sequence[Row]) -> Heading | None:
    """Tell two columns of numbers apart as northing and easting where no word does."""
    sample = [row for row in rows[:200] if not row.empty]
    if not sample:
        return None
    width = max(len(row.cells) for row in sample)
    north = _column_within(sample, width, NORTHINGS)
    east = _column_within(sample, width, EASTINGS)
    if north is None or east is None or north == east:
        return None
    roles = {"north": north, "east": east}
    first = min(north, east)
    if first > 0:
        roles["point"] = first - 1
    return Heading(-1, roles, {}, guessed=True)


def _column_within(rows: Sequence[Row], width: int, bounds: tuple[float, float]) -> int | None:
    low, high = bounds
    for column in range(width):
        found = [coordinate(row, column) for row in rows]
        inside = sum(1 for value in found if value is not None and low <= value <= high)
        if inside >= 3 and inside >= 0.8 * len(rows):
            return column
    return None
