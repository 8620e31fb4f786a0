"""Programmes near the bound: more selections of the blocks where money lacks, laid out again and again.

The cheapest selections of the blocks together rarely fit the money year by year, but others that cost hardly
more do. Each round asks some blocks for their next cheapest selection, at the prices of the bound and dearer
where money lacked, and anneals over all selections found.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.annealing import Heat, Trial, anneal, restart, trial
from dothi.towns.upgrade.blocks import Block, Prices, solved_each
from dothi.towns.upgrade.formulation import Scope, build
from dothi.towns.upgrade.found import Found, Limits, better, cost_of, holds
from dothi.towns.upgrade.settled import Settled

_ASKED = 14
"""Blocks asked for one more selection in each round."""
_FIRST = 3
"""Selections beside the known ones asked of every block before the first round."""
_ROUNDS = 6
"""Rounds without a cheaper programme after which it is given up when no time was set."""
_TRIES = 600
"""Tries of a round for each job laid out."""
_HEATS = ((0.4, 0.02, 5.0), (0.75, 0.0125, 8.0), (0.12, 0.006, 8.0))
"""Hot and cold, as shares of what a job costs on average, and what lacking costs; taken in turn.

The last begins at the best programme.
"""
_DEARER = 0.3


def dig(parts: list[Block], prices: Prices, best: Found, limits: Limits, ends: float | None) -> Found:
    """The best programme met until it is good enough, or the time is over."""
    settled = parts[0].model.settled
    fresh = [_apart(settled, part) for part in parts]
    latest = {job: min(settled.aims[aim].by for aim in part.aims) for part in parts for job in part.jobs}
    columns = [part.columns for part in parts]
    on, lacked = trial(settled, columns, latest), dict[tuple[int, int], float]()
    mean = float(sum(job.total for job in settled.jobs)) / max(1, len(settled.jobs))
    for _ in range(_FIRST):
        _keep(_next(fresh, prices))
    idle = number = 0
    with ThreadPoolExecutor(1) as hand:
        while idle < _ROUNDS or ends is not None:
            asked = _asked(on, fresh, lacked)
            coming = hand.submit(_next, asked, {**prices, **_dearer(prices, lacked)})
            known, heat = on.best_cost, _heat(number, mean)
            anneal(on, columns, heat, _TRIES * max(1, len(on.yard.starts)), ends)
            best = limits.told(better(best, _checked(settled, on)))
            idle, number = (0 if on.best_cost < known else idle + 1), number + 1
            grown = _keep(coming.result())
            over = ends is not None and time.monotonic() > ends
            enough = best.gap is not None and best.gap <= limits.gap
            if over or enough or (idle >= len(_HEATS) and not grown):
                break
            restart(on, from_best=number % len(_HEATS) == len(_HEATS) - 1)
            lacked = _lacked(on, lacked)
    return best


def _heat(number: int, mean: float) -> Heat:
    hot, cold, dear = _HEATS[number % len(_HEATS)]
    return Heat(hot * mean, cold * mean, dear)


def _apart(settled: Settled, part: Block) -> Block:
    """The same block with a model that forbids the selections known, and so finds the next."""
    model = build(settled, Scope(part.jobs, part.aims, money=False, fitting=True))
    for chosen in part.columns:
        model.forbid(chosen)
    return replace(part, model=model, columns=part.columns)


def _checked(settled: Settled, on: Trial) -> Found:
    if on.best is None or not holds(settled, on.best):
        return Found(None, ZERO, ZERO)
    return Found(on.best, cost_of(settled, on.best), ZERO)


def _lacked(on: Trial, before: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """How much dearer each amount should be: what lacked lately counts most."""
    found = {key: amount * 0.8 for key, amount in before.items()}
    for year, short in enumerate(on.yard.short.tolist()):
        if short > 1e-6:
            for pot in on.yard.sets[int(on.yard.excess[year].argmax())]:
                found[pot, year] = found.get((pot, year), 0.0) + _DEARER
    return found


def _dearer(prices: Prices, lacked: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    return {key: prices.get(key, 0.0) + more for key, more in lacked.items()}


def _asked(on: Trial, parts: list[Block], lacked: dict[tuple[int, int], float]) -> list[Block]:
    """Some blocks, rather those whose jobs need what lacked."""
    pots = {pot for pot, _year in lacked}
    weights = [1 + sum(bool(pots & set(on.settled.jobs[job].pots)) for job in chosen) for chosen in on.picks]
    asked: set[int] = set()
    while len(asked) < min(_ASKED, len(parts)):
        asked.add(on.dice.choices(range(len(parts)), weights)[0])
    return [parts[number] for number in sorted(asked)]


def _next(parts: list[Block], prices: Prices) -> list[tuple[Block, frozenset[int]]]:
    """The next selection of each block that has one."""
    found = []
    for part, answer in zip(parts, solved_each(parts, prices), strict=True):
        if answer.x is not None:
            chosen = frozenset(part.model.starts(answer.x))
            part.model.forbid(chosen)
            found.append((part, chosen))
    return found


def _keep(found: list[tuple[Block, frozenset[int]]]) -> bool:
    """Let selections count; whether there were any."""
    for part, chosen in found:
        part.columns.append(chosen)
    return bool(found)
