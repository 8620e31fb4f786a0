"""The problem in one case, with every amount exact and every name an index: what the solver is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from dothi.towns.rules import ZERO, Curve, Group, Scheme, Standard
from dothi.towns.upgrade.model import Case, Goal, Problem, Project, Source, Span


@dataclass(frozen=True)
class Job:
    """A project. ``first`` and ``last`` are the years (counted from 0) in which it may start."""

    code: str
    costs: tuple[Fraction, ...]
    pots: tuple[int, ...]
    first: int
    last: int
    needs: tuple[int, ...]
    excludes: tuple[int, ...]

    @property
    def total(self) -> Fraction:
        """Its whole cost."""
        return sum(self.costs, ZERO)

    @property
    def years(self) -> int:
        """Its duration."""
        return len(self.costs)

    def finish(self, start: int) -> int:
        """The year in which it is finished when it starts in ``start``."""
        return start + len(self.costs) - 1


@dataclass(frozen=True)
class Measure:
    """One standard of one town: its value today, its points, and the jobs that move it.

    ``most`` is the greatest value it can have, ``None`` without a bound; points never depend on it.
    """

    code: str
    group: str
    base: Fraction
    curve: Curve
    adds: Mapping[int, Fraction]
    raises: Mapping[int, Fraction]
    most: Fraction | None = None

    def value(self, done: frozenset[int]) -> Fraction:
        """Its value once the jobs ``done`` are finished."""
        value = self.base + sum((by for job, by in self.adds.items() if job in done), ZERO)
        value = max([value, *(to for job, to in self.raises.items() if job in done)])
        return value if self.most is None else min(value, self.most)

    def points(self, done: frozenset[int]) -> Fraction:
        """Its points once the jobs ``done`` are finished."""
        return self.curve.at(self.value(done))


@dataclass(frozen=True)
class Aim:
    """A town's goal: points that each group and all together must reach by the end of year ``by``."""

    town: str
    by: int
    required: Fraction
    groups: Mapping[str, Fraction]
    measures: tuple[Measure, ...]

    def points(self, done: frozenset[int]) -> dict[str, Fraction]:
        """Points by group."""
        found = dict.fromkeys(self.groups, ZERO)
        for measure in self.measures:
            found[measure.group] += measure.points(done)
        return found

    def reached(self, done: frozenset[int]) -> bool:
        """Whether the jobs ``done`` are enough."""
        found = self.points(done)
        enough = all(found[group] >= required for group, required in self.groups.items())
        return enough and sum(found.values(), ZERO) >= self.required


@dataclass(frozen=True)
class Pot:
    """Money of one source, of every town or of one; ``amounts`` by year, ``None`` where there is no limit."""

    source: Source
    town: str
    amounts: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class Settled:
    """Everything the solver needs. ``years`` are the calendar years behind the indices."""

    years: tuple[int, ...]
    jobs: tuple[Job, ...]
    aims: tuple[Aim, ...]
    pots: tuple[Pot, ...]
    index: Mapping[str, int] = field(default_factory=dict)

    def fits(self, job: int, start: int) -> bool:
        """Whether the money would do if the job, started in a year, were the only one."""
        spec = self.jobs[job]
        for year, cost in enumerate(spec.costs, start):
            held = [self.pots[pot].amounts[year] for pot in spec.pots]
            if cost > sum((cost if amount is None else amount for amount in held), ZERO):
                return False
        return True


def settle(problem: Problem, case: Case) -> Settled:
    """Take one end of everything that is not known exactly; the problem has been checked."""
    last = max(goal.by for goal in problem.goals)
    years = tuple(range(problem.first_year, last + 1))
    index = {project.code: number for number, project in enumerate(problem.projects)}
    pots = _pots(problem, case, years)
    shared = frozenset(row.source for row in problem.budgets if not row.town)
    jobs = tuple(
        _job(project, case, index, _paying(project, pots, shared), years) for project in problem.projects
    )
    aims = tuple(_aim(goal, problem, case, index) for goal in problem.goals)
    return Settled(years, jobs, aims, pots, index)


def picked(span: Span, case: Case, *, more_is_better: bool) -> Fraction | None:
    """The end of ``span`` that ``case`` takes; ``None`` is no bound."""
    low = (case is Case.WORST) is more_is_better
    return span.low if low else span.high


def _pots(problem: Problem, case: Case, years: tuple[int, ...]) -> tuple[Pot, ...]:
    rows = {(row.source, row.town, row.year): row.amount for row in problem.budgets}
    told = {(row.source, row.year) for row in problem.budgets if not row.town}
    names = dict.fromkeys((source, "") for project in problem.projects for source in sorted_sources(project))
    names |= dict.fromkeys((row.source, row.town) for row in problem.budgets)

    def amount(source: Source, town: str, year: int) -> Fraction | None:
        nothing = Span.exactly(0) if town or (source, year) in told else Span()
        return picked(rows.get((source, town, year), nothing), case, more_is_better=True)

    return tuple(
        Pot(source, town, tuple(amount(source, town, year) for year in years)) for source, town in names
    )


def sorted_sources(project: Project) -> list[Source]:
    """Sources of a project in the order of the list."""
    return [source for source in Source if source in project.sources]


def _paying(project: Project, pots: tuple[Pot, ...], shared: frozenset[Source]) -> dict[int, Pot]:
    """Pots that may pay for a project, by their numbers.

    Money of a source that is told for this town alone is all that the town has of it; a pot of every town
    that no row tells is unknown, and pays for the towns of which nothing is told.
    """
    own = {pot.source for pot in pots if pot.town == project.town}
    return {
        number: pot
        for number, pot in enumerate(pots)
        if pot.source in project.sources
        and (pot.town == project.town or (not pot.town and (pot.source in shared or pot.source not in own)))
    }


def _job(
    project: Project,
    case: Case,
    index: Mapping[str, int],
    pots: Mapping[int, Pot],
    years: tuple[int, ...],
) -> Job:
    costs = tuple(picked(cost, case, more_is_better=False) for cost in project.costs)
    first = max(0, (project.earliest or years[0]) - years[0])
    # A cost without a bound can never be paid, whatever the budgets.
    last = -1 if None in costs else len(years) - len(costs)
    return Job(
        project.code,
        tuple(cost or ZERO for cost in costs),
        tuple(pots),
        first,
        last,
        tuple(index[code] for code in project.needs),
        tuple(index[code] for code in project.excludes),
    )


def _aim(goal: Goal, problem: Problem, case: Case, index: Mapping[str, int]) -> Aim:
    scheme = goal.scheme
    measures = tuple(_measure(goal, standard, problem, case, index) for standard in scheme.standards)
    groups = {group.code: _required(group, case) for group in scheme.groups}
    return Aim(goal.town.name, goal.by - problem.first_year, scheme.required, groups, measures)


def _required(group: Group, case: Case) -> Fraction:
    if group.required is not None:
        return group.required
    return group.most if case is Case.WORST else ZERO


def _measure(
    goal: Goal, standard: Standard, problem: Problem, case: Case, index: Mapping[str, int]
) -> Measure:
    curve = points_curve(goal.scheme, standard, case)
    value = goal.town.value(standard.code)
    base = value.low if case is Case.WORST else value.high
    adds: dict[int, Fraction] = {}
    raises: dict[int, Fraction] = {}
    for project in problem.projects:
        for move in project.moves:
            if (move.town, move.standard) != (goal.town.name, standard.code):
                continue
            if move.to is not None:
                raises[index[project.code]] = move.to
            elif move.by is not None:
                by = picked(move.by, case, more_is_better=True)
                adds[index[project.code]] = curve.breakpoints[-1][0] if by is None else by
    if base is None:
        base, adds = curve.breakpoints[-1][0], {job: by for job, by in adds.items() if by > 0}
    most = Fraction(100) if standard.unit == "%" else None
    return Measure(standard.code, standard.group, base, curve, adds, raises, most)


def points_curve(scheme: Scheme, standard: Standard, case: Case) -> Curve:
    """Points of a standard in ``case``; of a standard that is only passed or failed, 1 from the floor on."""
    curve = standard.curve if case is Case.WORST else standard.best_curve
    if curve is not None:
        return curve
    if scheme.unit == "points":
        raise ValueError(f"{standard.code}: its points are not known")
    floor = standard.floor
    if case is Case.BEST and standard.doubtful_floor is not None:
        floor = standard.doubtful_floor
    one = Fraction(1)
    return Curve(((ZERO, ZERO), (floor, ZERO), (floor, one)) if floor > 0 else ((ZERO, one),))
