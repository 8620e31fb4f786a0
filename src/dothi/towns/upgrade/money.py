"""Who pays what: the exact sharing of each year's costs among the pots that may pay them.

A year's costs are grouped by the set of pots that may pay them; whether the pots are enough is a maximum
flow, found here in exact fractions, so no programme passes because of rounding.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.settled import Settled

Pots = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """What one pot pays for one job in one year."""

    job: int
    pot: int
    year: int
    amount: Fraction


def payments(settled: Settled, starts: Mapping[int, int]) -> tuple[Payment, ...] | None:
    """Who pays for the jobs that start in ``starts`` (job, year); ``None`` where the money is not enough."""
    found: list[Payment] = []
    for year in range(len(settled.years)):
        paid = _year(settled, _due(settled, starts, year), year)
        if paid is None:
            return None
        found += paid
    return tuple(found)


def lacking(settled: Settled, starts: Mapping[int, int]) -> list[tuple[int, frozenset[int]]]:
    """For each year without enough money, pots that together hold less than what only they may pay."""
    found = []
    for year in range(len(settled.years)):
        due = _due(settled, starts, year)
        asked, have = _asked(settled, due), _have(settled, due, year)
        flows, broken = _shared(asked, have)
        if flows is None:
            found.append((year, broken))
    return found


def _due(settled: Settled, starts: Mapping[int, int], year: int) -> dict[int, Fraction]:
    return {
        job: cost
        for job, start in starts.items()
        if 0 <= year - start < settled.jobs[job].years and (cost := settled.jobs[job].costs[year - start])
    }


def _asked(settled: Settled, due: Mapping[int, Fraction]) -> dict[Pots, Fraction]:
    asked: dict[Pots, Fraction] = defaultdict(Fraction)
    for job, cost in due.items():
        asked[settled.jobs[job].pots] += cost
    return asked


def _have(settled: Settled, due: Mapping[int, Fraction], year: int) -> list[Fraction]:
    """Money by pot; one without a limit has enough for everything."""
    whole = sum(due.values(), ZERO)
    return [whole if (amount := pot.amounts[year]) is None else amount for pot in settled.pots]


def _year(settled: Settled, due: Mapping[int, Fraction], year: int) -> list[Payment] | None:
    flows = share(_asked(settled, due), _have(settled, due, year))
    if flows is None:
        return None
    out = []
    for job, cost in due.items():
        left = cost
        for pot in settled.jobs[job].pots:
            part = min(left, flows[settled.jobs[job].pots, pot])
            if part:
                flows[settled.jobs[job].pots, pot] -= part
                left -= part
                out.append(Payment(job, pot, year, part))
    return out


def share(asked: Mapping[Pots, Fraction], have: list[Fraction]) -> dict[tuple[Pots, int], Fraction] | None:
    """Share the costs ``asked`` for each set of pots among what the pots ``have``; ``None`` if they lack.

    Augmenting paths of fewest steps (Edmonds and Karp 1972), in exact numbers.
    """
    return _shared(asked, have)[0]


def _shared(
    asked: Mapping[Pots, Fraction], have: list[Fraction]
) -> tuple[dict[tuple[Pots, int], Fraction] | None, frozenset[int]]:
    """The shares, or pots that lack money for what only they may pay."""
    flows: dict[tuple[Pots, int], Fraction] = defaultdict(Fraction)
    left = list(have)
    for pots, cost in asked.items():
        open_cost = cost
        while open_cost:
            path, seen = _path(pots, asked, flows, left)
            if path is None:
                return None, frozenset(seen)
            moved = min(
                [open_cost, left[path[-1][1]], *(flows[group, old] for group, old in _given_up(path))]
            )
            for group, pot in path:
                flows[group, pot] += moved
            for group, old in _given_up(path):
                flows[group, old] -= moved
            left[path[-1][1]] -= moved
            open_cost -= moved
    return flows, frozenset()


def _given_up(path: list[tuple[Pots, int]]) -> list[tuple[Pots, int]]:
    """What the later groups of a path no longer take from the pots of the earlier ones."""
    return [(group, path[place][1]) for place, (group, _) in enumerate(path[1:])]


def _path(
    start: Pots,
    asked: Mapping[Pots, Fraction],
    flows: Mapping[tuple[Pots, int], Fraction],
    left: list[Fraction],
) -> tuple[list[tuple[Pots, int]] | None, set[int]]:
    """The shortest chain of groups and pots from ``start`` to a pot that has money left, and pots seen."""
    queue: deque[list[tuple[Pots, int]]] = deque([(start, pot)] for pot in start)
    seen = set(start)
    while queue:
        path = queue.popleft()
        pot = path[-1][1]
        if left[pot]:
            return path, seen
        for group in asked:
            if flows[group, pot]:
                fresh = [other for other in group if other not in seen]
                seen.update(fresh)
                queue.extend([*path, (group, other)] for other in fresh)
    return None, seen
