"""What is asked: towns with their goals, projects that could be built, and the money there is.

Money is in one unit throughout (billion đồng in the files of an office); amounts are exact fractions. Values
of standards stay as they are today except for what projects move: no trend is assumed.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction

from dothi.towns.rules import ZERO, Scheme
from dothi.towns.values import Town


class Case(enum.Enum):
    """Which end of everything that is not known exactly is taken."""

    WORST = "worst"
    """Lowest values, effects and budgets, highest costs, no relaxation that is in doubt."""
    BEST = "best"


class Source(enum.Enum):
    """Who pays."""

    PROVINCE = "province"
    CENTRAL = "central"
    TARGET = "national-target"
    ODA = "oda"
    LOCAL = "local"
    LAND = "land-use"
    PRIVATE = "private"

    def title(self, language: str = "vi") -> str:
        """Write the source in one language."""
        return SOURCE_TITLES[self][1 if language == "en" else 0]


SOURCE_TITLES = {
    Source.PROVINCE: ("Ngân sách tỉnh", "Province"),
    Source.CENTRAL: ("Ngân sách trung ương", "Central budget"),
    Source.TARGET: ("Chương trình mục tiêu quốc gia", "National target programmes"),
    Source.ODA: ("Vốn ODA", "ODA"),
    Source.LOCAL: ("Ngân sách địa phương", "Local budget"),
    Source.LAND: ("Thu tiền sử dụng đất", "Land-use revenue"),
    Source.PRIVATE: ("Vốn doanh nghiệp, xã hội hóa", "Private capital"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """An amount between ``low`` and ``high``; ``high`` is ``None`` where it has no bound."""

    low: Fraction = ZERO
    high: Fraction | None = None

    @classmethod
    def exactly(cls, amount: Fraction | int) -> Span:
        """An amount known exactly."""
        return cls(Fraction(amount), Fraction(amount))


@dataclass(frozen=True, slots=True)
class Move:
    """What a finished project does to one standard: adds ``by``, or lifts it to at least ``to``."""

    town: str
    standard: str
    by: Span | None = None
    to: Fraction | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that could be built once, and without a break.

    ``costs`` holds one amount for each year of building, so its length is the duration. ``needs`` are codes
    of projects that must be finished in an earlier year than the one in which this starts; ``excludes`` are
    codes of projects that cannot be built beside it. ``where`` and
    ``needs_where`` are the cells of its code and of its needs.
    """

    code: str
    title: str
    town: str
    costs: tuple[Span, ...]
    sources: frozenset[Source]
    moves: tuple[Move, ...] = ()
    earliest: int | None = None
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    document: str = ""
    where: str = ""
    needs_where: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """Money of one source in one year, for every town or (``town``) for the projects of one alone."""

    source: Source
    year: int
    amount: Span
    town: str = ""
    where: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A town that is to reach a class by the end of a year."""

    town: Town
    scheme: Scheme
    by: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything asked. A source without a row for a year has an unknown budget in it: not nothing."""

    first_year: int
    goals: tuple[Goal, ...]
    projects: tuple[Project, ...]
    budgets: tuple[Budget, ...]

    @property
    def illustrative(self) -> bool:
        """Whether anything in it was invented for demonstration."""
        towns = any(goal.town.illustrative for goal in self.goals)
        projects = any(project.illustrative for project in self.projects)
        return towns or projects or any(budget.illustrative for budget in self.budgets)
