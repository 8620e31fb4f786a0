"""Checking a census table: each line belongs to one unit, numbers are people, sums agree at every level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dothi.base.errors import Fault, refuse_all
from dothi.base.text import fold, name_key
from dothi.places.census_table import RawLine, open_table, whole_number
from dothi.places.search import within
from dothi.places.units import COMMUNE, DISTRICT, PROVINCE, Gazetteer, bare_name
from dothi.places.urbanisation import NOBODY, People


@dataclass(frozen=True, slots=True)
class CensusRow:
    """People of one unit, with the names and the line they were read from."""

    where: str
    unit_key: str
    level: int
    province: str
    district: str
    commune: str
    people: People

    @property
    def name(self) -> str:
        """The unit's name as the table writes it."""
        return self.commune or self.district or self.province


def read_census_file(
    path: Path, gazetteer: Gazetteer, day: date, aliases: Mapping[str, Sequence[str]]
) -> tuple[CensusRow, ...]:
    """Read and check a census table against the units of ``day``.

    :param aliases: reviewed other names by unit key.

    Raises :class:`InputError` with every fault, :class:`UnusableError` for a file of another kind.
    """
    rows, faults = match(open_table(path), gazetteer, day, aliases)
    faults += check_sums(rows)
    refuse_all(faults)
    return rows


def match(
    lines: Iterable[RawLine], gazetteer: Gazetteer, day: date, aliases: Mapping[str, Sequence[str]]
) -> tuple[tuple[CensusRow, ...], list[Fault]]:
    """Match each line with the one unit it names; give the rows and what is wrong with the others."""
    names = _Names(gazetteer, day, aliases)
    rows: list[CensusRow] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for line in lines:
        people, wrong = _people(line)
        key, unmatched = names.key_of(line)
        faults += [fault for fault in (wrong, unmatched) if fault is not None]
        if wrong is not None or unmatched is not None:
            continue
        if key in seen:
            faults.append(_twice(line, seen[key]))
            continue
        seen[key] = line.where
        rows.append(_row(line, key, people))
    return tuple(rows), faults


def _row(line: RawLine, key: str, people: People) -> CensusRow:
    cells = line.cells
    level = COMMUNE if cells["commune"] else DISTRICT if cells["district"] else PROVINCE
    return CensusRow(line.where, key, level, cells["province"], cells["district"], cells["commune"], people)


def _twice(line: RawLine, earlier: str) -> Fault:
    return Fault(
        "census.twice",
        f"Đơn vị này đã có ở {earlier}",
        f"The unit already stands at {earlier}",
        line.where,
        "Bỏ một trong hai dòng",
        "Drop one of the two lines",
    )


def _people(line: RawLine) -> tuple[People, Fault | None]:
    """Read the three numbers.

    The census leaves urban or rural blank where nobody of the unit is counted there, so one blank beside a
    total that equals the other means 0; any other blank is a fault.
    """
    numbers: dict[str, int | None] = {}
    for column in ("total", "urban", "rural"):
        text = line.cells[column]
        number = whole_number(text) if text else None
        if text and number is None:
            return NOBODY, _bad_number(line, column, text)
        if number is not None and number < 0:
            return NOBODY, Fault(
                "census.negative",
                f"Cột {column}: số dân âm ({text})",
                f"Column {column}: a negative number of people ({text})",
                line.where,
                "Sửa thành số người từ 0 trở lên",
                "Give a number of people from 0 up",
            )
        numbers[column] = number
    total, urban, rural = numbers["total"], numbers["urban"], numbers["rural"]
    if total is None or (urban is None and rural is None and total > 0):
        return NOBODY, _bad_number(line, "total" if total is None else "urban", "")
    people = People(
        urban if urban is not None else total - (rural or 0),
        rural if rural is not None else total - (urban or 0),
    )
    blank_hides = (urban is None and people.urban) or (rural is None and people.rural)
    if people.total != total or blank_hides:
        return NOBODY, Fault(
            "census.total",
            f"Tổng số {total} khác thành thị {urban or 0} cộng nông thôn {rural or 0}",
            f"The total {total} is not urban {urban or 0} plus rural {rural or 0}",
            line.where,
            "Sửa một trong ba số cho khớp",
            "Mend one of the three numbers",
        )
    return people, None


def _bad_number(line: RawLine, column: str, text: str) -> Fault:
    return Fault(
        "census.number",
        f"Cột {column}: «{text[:40]}» không phải là số người",
        f"Column {column}: “{text[:40]}” is not a number of people",
        line.where,
        "Ghi số nguyên, không kèm chữ",
        "Write a whole number without words",
    )


class _Names:
    """Units of a day by parent and by every name they go by, marks kept."""

    def __init__(self, gazetteer: Gazetteer, day: date, aliases: Mapping[str, Sequence[str]]) -> None:
        self.known: defaultdict[tuple[int, str, str], dict[str, str]] = defaultdict(dict)
        self.members: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for standing in gazetteer.on(day):
            for state in (standing.state, *standing.others):
                above = state.parent_key
                self.members[state.level, above].append(state.name)
                for name in (state.name, *aliases.get(state.key, ())):
                    self.known[state.level, above, name_key(name)][state.key] = state.name
                    self.known[state.level, "", name_key(name)][state.key] = state.name

    def key_of(self, line: RawLine) -> tuple[str, Fault | None]:
        """Find the unit a line names, from the province down."""
        key = ""
        for level, column in ((PROVINCE, "province"), (DISTRICT, "district"), (COMMUNE, "commune")):
            name = line.cells[column]
            if not name:
                continue
            found = self.known.get((level, key, name_key(name)), {})
            if len(found) != 1:
                return "", self._fault(line, level, key, name, found)
            key = next(iter(found))
        return key, None

    def _fault(self, line: RawLine, level: int, above: str, name: str, found: Mapping[str, str]) -> Fault:
        if found:
            listed = ", ".join(sorted(found))
            return Fault(
                "census.two-matches",
                f"«{name}» khớp với {len(found)} đơn vị ({listed})",
                f"“{name}” matches {len(found)} units ({listed})",
                line.where,
                "Ghi rõ huyện và tỉnh của dòng này",
                "Name the district and the province of the line",
            )
        members = dict.fromkeys(self.members.get((level, above), ()))
        near = [other for slips in (1, 2) for other in members if _alike(name, other, slips)]
        near = list(dict.fromkeys(near))
        hint_vi = f"; gần giống: {', '.join(near[:3])}" if near else ""
        hint_en = f"; close to it: {', '.join(near[:3])}" if near else ""
        return Fault(
            "census.no-match",
            f"«{name}» không khớp đơn vị hành chính nào vào ngày điều tra{hint_vi}",
            f"“{name}” matches no administrative unit on the day of the census{hint_en}",
            line.where,
            "Sửa tên theo danh mục, hoặc thêm tên này vào bảng tên khác (aliases.csv) kèm lý do",
            "Write the name as the list does, or add it to aliases.csv with the reason",
        )


def _alike(one: str, other: str, slips: int) -> bool:
    left, right = (fold(bare_name(name)).replace(" ", "") for name in (one, other))
    return within(left, right, min(slips, 1 if len(left) < 6 else 2))


def check_sums(rows: Iterable[CensusRow]) -> list[Fault]:
    """Compare each district with its communes and each province with its districts, where both are given."""
    own: dict[tuple[str, str], CensusRow] = {}
    sums: defaultdict[tuple[str, str], People] = defaultdict(lambda: NOBODY)
    for row in rows:
        province, district = name_key(row.province), name_key(row.district)
        if row.level == COMMUNE:
            sums[province, district] += row.people
            continue
        own[province, district] = row
        if row.level == DISTRICT:
            sums[province, ""] += row.people
    return [
        _sum_fault(own[group], total)
        for group, total in sums.items()
        if group in own and own[group].people != total
    ]


def _sum_fault(row: CensusRow, total: People) -> Fault:
    stated = row.people
    return Fault(
        "census.sum",
        f"{row.name}: ghi {stated.total} người (thành thị {stated.urban}), cộng các đơn vị bên dưới được "
        f"{total.total} (thành thị {total.urban})",
        f"{row.name}: stated {stated.total} people (urban {stated.urban}), the units below make "
        f"{total.total} (urban {total.urban})",
        row.where,
        "Kiểm tra dòng thiếu, dòng thừa hoặc số ghi sai",
        "Look for a missing line, a line too many or a wrong number",
    )
