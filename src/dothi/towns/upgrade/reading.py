"""A workbook or a folder of tables becomes a problem; every fault names its cell.

Tables: values (as for ``dothi town score``), projects, effects, budgets and, where towns differ, goals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, InputError, UnusableError, refuse_all
from dothi.base.numbers import exact, parse_number, parse_range
from dothi.base.text import fold
from dothi.law import Law
from dothi.towns.cells import NOT_KNOWN
from dothi.towns.reading import read_towns
from dothi.towns.rules import Kind, Scheme, Standard, word_value
from dothi.towns.schemes import scheme
from dothi.towns.sheets import Line
from dothi.towns.upgrade.checking import check, fault
from dothi.towns.upgrade.model import SOURCE_TITLES, Budget, Goal, Move, Problem, Project, Source, Span
from dothi.towns.upgrade.sheets import BUDGETS, EFFECTS, GOALS, PROJECTS, VALUES, read_form
from dothi.towns.values import made_up

LONGEST = 15
"""Years that a project may take."""

_SHORT = {
    Source.PROVINCE: ("tinh", "nstinh", "ns tinh", "cap tinh"),
    Source.CENTRAL: ("trung uong", "nstw", "tw", "ns trung uong"),
    Source.TARGET: ("ctmtqg", "muc tieu quoc gia", "chuong trinh muc tieu"),
    Source.ODA: ("oda",),
    Source.LOCAL: ("dia phuong", "ns dia phuong", "xa", "nsdp"),
    Source.LAND: ("dat", "tien su dung dat", "land"),
    Source.PRIVATE: ("tu nhan", "doanh nghiep", "xa hoi hoa", "von doanh nghiep"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked beside the file: day and rule set; class and year for towns without their own."""

    day: date
    rule_set: str
    class_code: str = ""
    by: int | None = None


@dataclass
class _Faults:
    found: list[Fault] = field(default_factory=list)

    @contextmanager
    def at(self, line: Line, column: str) -> Iterator[None]:
        """Collect what is refused inside, with the cell."""
        try:
            yield
        except InputError as error:
            self.found += [replace(one, where=line.at(column)) for one in error.faults]


def read_problem(law: Law, path: Path, wanted: Wanted) -> Problem:
    """Read and check a problem. Raises :class:`UnusableError` carrying every fault with its cell."""
    if not path.exists():
        raise UnusableError(
            fault("no-file", str(path), "Không có tệp hay thư mục này", "There is no such file or folder")
        )
    faults = _Faults()
    budgets = [row for line in read_form(path, BUDGETS) for row in _budget(line, faults)]
    if not budgets:
        faults.found.append(
            fault(
                "no-budgets",
                path.name,
                "Không có bảng «Ngân sách» với các cột năm",
                "There is no table of budgets with columns of years",
                ("Thêm bảng; ô để trống là chưa biết", "Add it; an empty cell is not known"),
            )
        )
        refuse_all(faults.found, UnusableError)
    goals = list(_goals(law, path, wanted, max(row.year for row in budgets), faults))
    schemes = {goal.town.name: goal.scheme for goal in goals}
    projects = _projects(read_form(path, PROJECTS), read_form(path, EFFECTS), schemes, faults)
    refuse_all(faults.found, UnusableError)
    problem = Problem(min(row.year for row in budgets), tuple(goals), tuple(projects), tuple(budgets))
    try:
        check(problem)
    except InputError as error:
        raise UnusableError(*error.faults) from error
    return problem


def _goals(law: Law, path: Path, wanted: Wanted, last: int, faults: _Faults) -> Iterator[Goal]:
    """The towns of the table of goals, or every town where there is no such table."""
    towns = {
        town.name: town for town in read_towns(law, path / VALUES if path.is_dir() else path, wanted.day)
    }
    rows: list[tuple[str, Line | None]] = [(line.text("town"), line) for line in read_form(path, GOALS)]
    for name, line in rows or [(name, None) for name in towns]:
        code, by = wanted.class_code, wanted.by or last
        if line is not None:
            with faults.at(line, "by"):
                by = wanted.by or _whole(line.cells.get("by"), default=last)
            code = code or line.text("class")
        if name not in towns:
            where = line.at("town") if line else name
            faults.found.append(
                fault("unknown-town", where, f"Không có số liệu của «{name}»", f"No values of “{name}”")
            )
        elif not code:
            faults.found.append(
                fault(
                    "no-class",
                    name,
                    "Chưa nêu loại đô thị phải đạt",
                    "The class to be reached is not told",
                    ("Nêu bằng --class, hoặc trong bảng «Mục tiêu»", "Give --class, or a table of goals"),
                )
            )
        else:
            yield Goal(towns[name], scheme(law, wanted.rule_set, code, towns[name].profile), by)


def _budget(line: Line, faults: _Faults) -> Iterator[Budget]:
    source = None
    with faults.at(line, "source"):
        source = _source(line.text("source"))
    if source is None:
        return
    invented = made_up(line.text("document"))
    for column in line.places:
        if column.isdigit():
            with faults.at(line, column):
                amount = _span(line.cells.get(column))
                yield Budget(source, int(column), amount, line.text("town"), line.at(column), invented)


def _projects(
    lines: list[Line], effects: list[Line], schemes: Mapping[str, Scheme], faults: _Faults
) -> list[Project]:
    found = [_project(line, faults) for line in lines if line.text("project")]
    towns = {project.code: project.town for project in found}
    moves: dict[str, list[Move]] = {project.code: [] for project in found}
    for line in effects:
        code = line.text("project")
        if code not in moves:
            faults.found.append(
                fault(
                    "unknown-project", line.at("project"),
                    f"Bảng dự án không có «{code}»", f"The table of projects has no “{code}”",
                )
            )  # fmt: skip
            continue
        with faults.at(line, "standard" if "standard" in line.places else "change"):
            moves[code].append(_move(line, towns[code], schemes, faults))
    return [replace(project, moves=tuple(moves[project.code])) for project in found]


def _project(line: Line, faults: _Faults) -> Project:
    duration, earliest, sources = 0, None, frozenset[Source]()
    with faults.at(line, "duration"):
        duration = _whole(line.cells.get("duration"))
        if not 1 <= duration <= LONGEST:
            raise InputError(
                fault(
                    "duration", "",
                    f"Thời gian thực hiện {duration} năm, phải từ 1 đến {LONGEST}",
                    f"A duration of {duration} years; it must be 1 to {LONGEST}",
                )
            )  # fmt: skip
    with faults.at(line, "earliest"):
        earliest = _whole(line.cells.get("earliest"), default=0) or None
    with faults.at(line, "sources"):
        sources = frozenset(_source(name) for name in _names(line.text("sources")))
    costs = tuple(_costs(line, duration, faults))
    document = line.text("document")
    return Project(
        line.text("project"),
        line.text("title") or line.text("project"),
        line.text("town"),
        costs,
        sources,
        (),
        earliest,
        tuple(_names(line.text("needs"))),
        tuple(_names(line.text("excludes"))),
        document,
        line.at("project"),
        line.at("needs"),
        made_up(document),
    )


def _costs(line: Line, duration: int, faults: _Faults) -> Iterator[Span]:
    for year in range(1, duration + 1):
        cost = Span()
        with faults.at(line, str(year)):
            cost = _span(line.cells.get(str(year)))
            if cost.low < 0:
                raise InputError(fault("negative-cost", "", "Chi phí âm", "The cost is negative"))
        yield cost
    for column, value in line.cells.items():
        if column.isdigit() and int(column) > duration > 0 and value not in {None, ""}:
            faults.found.append(
                fault(
                    "cost-after-end", line.at(column),
                    f"Chi phí năm {column} của dự án chỉ làm {duration} năm",
                    f"A cost in year {column} of a project of {duration} years",
                )
            )  # fmt: skip


def _move(line: Line, town: str, schemes: Mapping[str, Scheme], faults: _Faults) -> Move:
    name, code = line.text("town") or town, line.text("standard")
    rules = schemes.get(name)
    standard = rules.by_code.get(code) if rules else None
    move = Move(name, code, where=line.at("standard"))
    if standard is None:
        return replace(move, by=Span())
    with faults.at(line, "change"):
        return _change(move, standard, line.cells.get("change"))
    return replace(move, by=Span())


def _change(move: Move, standard: Standard, cell: Any) -> Move:
    if standard.kind is not Kind.WORDS:
        return replace(move, by=_span(cell, signed=True))
    wanted = fold(str(cell or "")).removeprefix("cap ")
    for place, word in enumerate(standard.words):
        if fold(word) == wanted:
            return replace(move, to=word_value(place, standard.kind))
    listed = ", ".join(standard.words)
    raise InputError(
        fault(
            "word", "",
            f"«{cell}» không phải là một mức của {standard.code}", f"“{cell}” is no level of {standard.code}",
            (f"Chọn một trong: {listed}", f"Choose one of: {listed}"),
        )
    )  # fmt: skip


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace(";", ",").split(",") if name.strip()]


def _source(text: str) -> Source:
    wanted = fold(text)
    for source, titles in SOURCE_TITLES.items():
        if wanted in {fold(source.value), *(fold(title) for title in titles), *_SHORT[source]}:
            return source
    listed = ", ".join(titles[0] for titles in SOURCE_TITLES.values())
    raise InputError(
        fault(
            "unknown-source", "",
            f"Không có nguồn vốn «{text[:40]}»", f"There is no source “{text[:40]}”",
            (f"Chọn trong: {listed}", "Choose among: " + ", ".join(source.value for source in Source)),
        )
    )  # fmt: skip


def _span(cell: Any, *, signed: bool = False) -> Span:
    """An amount, a range, or nothing known."""
    text = "" if cell is None else str(cell).strip()
    if text == "?" or fold(text) in NOT_KNOWN:
        return Span()
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return Span(Fraction(exact(cell)), Fraction(exact(cell)))
    if signed and text[:1] in "+-−":
        amount = Fraction(parse_number(text.removeprefix("+")))
        return Span(amount, amount)
    low, high = parse_range(text)
    return Span(Fraction(low), Fraction(high))


def _whole(cell: Any, default: int | None = None) -> int:
    text = "" if cell is None else str(cell).strip()
    if not text and default is not None:
        return default
    number = exact(cell) if isinstance(cell, int | float) else parse_number(text)
    if number != number.to_integral_value():
        raise InputError(fault("not-whole", "", f"«{text}» không phải số nguyên", f"“{text}” is not whole"))
    return int(number)
