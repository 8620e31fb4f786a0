"""Many towns: solved apart under prices of money, held together by what they share.

Towns that no project binds together share only budgets. With a price on every limited amount each block of
towns is a small problem of its own, and its optimum is a cut that every solution of the whole keeps: *what
this block spends, at these prices, is at least that*. The cuts lift the bound of the linear relaxation to
that of the Dantzig-Wolfe decomposition (Kelley 1960; Dantzig and Wolfe 1960). The selections found on the
way are columns; one small model picks a column for each block and times the projects within the budgets.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from dothi.towns.rules import ZERO
from dothi.towns.upgrade.blocks import Block, Prices, blocks, solved_each
from dothi.towns.upgrade.digging import dig
from dothi.towns.upgrade.formulation import Model, Scope, build
from dothi.towns.upgrade.found import NOTHING, Found, Limits, better, cost_of, holds, proven
from dothi.towns.upgrade.rows import Answer, Rows
from dothi.towns.upgrade.settled import Settled

_SHORT_COSTS = (4.0, 16.0, 64.0, 1024.0, 16384.0)
"""What a unit of lacking money is taken to cost while selections are few; raised while money lacks."""

_NEAR = 1.004
"""How near to the bound the columns in balance must come before they are worth picking from."""

_PICKING, _DIGGING = 0.05, 0.8
"""Shares of the time left that may go into picking from the columns, and into finding more of them."""


@dataclass
class Market:
    """Prices of limited amounts, and what the columns in balance at them came to.

    ``dear`` is what a lacking unit is taken to cost, ``short`` how much was lacking; ``centre`` are
    the prices of the best bound, towards which the next are drawn so that they do not swing (Wentges 1997).
    """

    prices: Prices = field(default_factory=dict)
    dear: float = _SHORT_COSTS[0]
    short: float = 0.0
    value: float = 0.0
    centre: Prices = field(default_factory=dict)
    bound: float = 0.0
    smooth: bool = True


def apart(settled: Settled, limits: Limits) -> tuple[Found, Model]:
    """Bound and programme from the blocks; also the whole model with every cut, to go on from.

    A bound above the cost of every project together proves that no programme exists.
    """
    ends = None if limits.seconds is None else time.monotonic() + limits.seconds
    parts = blocks(settled, fitting=True)
    best, market = _priced(settled, parts, limits, ends)
    if parts and not (best.impossible or _enough(best, limits) or market.short):
        best = dig(parts, market.centre, best, limits, _share(ends, _DIGGING))
    return best, _with_cuts(settled, parts)


def _priced(settled: Settled, parts: list[Block], limits: Limits, ends: float | None) -> tuple[Found, Market]:
    """The bound at the best prices, and a programme where one comes by the way."""
    best, market, going = Found(None, ZERO, ZERO), Market(), True
    picked = False
    while going:
        grown = _round(settled, parts, market)
        bound = proven(settled, market.bound * _scale(settled))
        if grown is None or bound > sum((job.total for job in settled.jobs), ZERO):
            return NOTHING, market
        best = limits.told(better(best, Found(None, ZERO, bound)))
        if not market.prices or (_near(market) and not picked):
            best = better(best, _pick(settled, parts, best, limits, _share(ends, _PICKING)))
            picked = bool(market.prices)
        if _enough(best, limits) or (ends is not None and time.monotonic() > ends - 1):
            break
        dear = market.dear
        going = _balance(settled, parts, market, grown=grown)
        if market.dear > dear == _SHORT_COSTS[0] and _hopeless(settled, parts):
            return NOTHING, market
    return best, market


def _share(ends: float | None, share: float) -> float | None:
    """When a share of the time that is left will be over."""
    if ends is None:
        return None
    now = time.monotonic()
    return now + max(0.0, ends - now) * share


def _hopeless(settled: Settled, parts: list[Block]) -> bool:
    """Whether not even shares of projects could do: asked once money goes on lacking."""
    return _with_cuts(settled, parts).rows.relaxed().impossible


def _near(market: Market) -> bool:
    return bool(market.prices) and market.short == 0 and market.value <= market.bound * _NEAR


def _scale(settled: Settled) -> float:
    return build(settled, Scope((), (), money=False)).scale


def _with_cuts(settled: Settled, parts: list[Block]) -> Model:
    """The whole model with every cut found."""
    jobs = [job for part in parts for job in part.jobs]
    whole = build(settled, Scope(jobs, range(len(settled.aims)), fitting=True))
    for part in parts:
        for prices, least in part.cuts:
            whole.rows.row(
                ((whole.start[job][year], price) for (job, year), price in prices.items()), low=least - 1e-7
            )
    return whole


def _round(settled: Settled, parts: list[Block], market: Market) -> bool | None:
    """Solve every block at the prices; whether a selection is new, ``None`` where a block is impossible."""
    scale = _scale(settled)
    bound = -sum(
        price * float(settled.pots[pot].amounts[year] or ZERO) / scale
        for (pot, year), price in market.prices.items()
    )
    answers = solved_each(parts, market.prices)
    if any(answer.x is None for answer in answers):
        return None
    bound += sum(answer.bound for answer in answers)
    learnt = [_learnt(part, answer) for part, answer in zip(parts, answers, strict=True)]
    grown = any(learnt)
    if bound > market.bound:
        market.bound, market.centre = bound, market.prices
    return grown


def _learnt(part: Block, answer: Answer) -> bool:
    """Keep the cut of a solved block; whether its selection is new."""
    model = part.model
    prices = {
        (job, year): model.rows.costs[name] for job in part.jobs for year, name in model.start[job].items()
    }
    part.cuts.append((prices, answer.bound))
    chosen = frozenset(model.starts(answer.x)) if answer.x is not None else frozenset()
    if chosen in part.columns:
        return False
    part.columns.append(chosen)
    return True


def _balance(settled: Settled, parts: list[Block], market: Market, *, grown: bool) -> bool:
    """Set the prices at which the columns so far are in balance; false when nothing new can come of them."""
    if market.prices and not grown:
        later = [cost for cost in _SHORT_COSTS if cost > market.dear]
        if market.smooth:
            market.smooth = False
        elif market.short == 0 or not later:
            return False
        else:
            market.dear = later[0]
    else:
        market.smooth = True
    model = _columns(settled, parts, short=market.dear)
    found = model.rows.relaxed()
    if found.x is None or found.prices is None:
        return False
    short = sum(float(found.x[name]) for name in model.short.values())
    market.short, market.value = short if short > 1e-7 else 0.0, found.value
    fresh = {key: max(0.0, -float(found.prices[row])) for key, row in model.budget.items()}
    if market.smooth and market.centre:
        fresh = {key: (price + market.centre.get(key, 0.0)) / 2 for key, price in fresh.items()}
    market.prices = fresh
    return True


def _columns(settled: Settled, parts: list[Block], short: float | None = None) -> Model:
    """The model that picks one column for each block and times its jobs."""
    jobs = sorted({job for part in parts for column in part.columns for job in column})
    model = build(settled, Scope(jobs, (), points=False, elastic=short is not None, fitting=True))
    for name in model.short.values():
        model.rows.costs[name] = short or 0.0
    for part in parts:
        picks = [model.rows.variable(whole=True) for _ in part.columns]
        model.rows.row(((name, 1.0) for name in picks), low=1.0, high=1.0)
        latest = min(settled.aims[aim].by for aim in part.aims)
        for job in sorted({job for column in part.columns for job in column}):
            _tie(
                model, job, [name for name, column in zip(picks, part.columns, strict=True) if job in column]
            )
            for year, name in model.start[job].items():
                if settled.jobs[job].finish(year) > latest:
                    model.rows.upper[name] = 0.0
    return model


def _tie(model: Model, job: int, picks: list[int]) -> None:
    rows: Rows = model.rows
    terms = [*((name, 1.0) for name in model.start[job].values()), *((name, -1.0) for name in picks)]
    rows.row(terms, low=0.0, high=0.0)


def _pick(settled: Settled, parts: list[Block], best: Found, limits: Limits, ends: float | None) -> Found:
    """The cheapest programme made of the columns so far."""
    model = _columns(settled, parts)
    left = None if ends is None else max(0.5, ends - time.monotonic())
    answer = model.rows.solve(gap=limits.gap / 4, seconds=left)
    if answer.x is None:
        return best
    starts = model.starts(answer.x)
    if not holds(settled, starts):
        return best
    return Found(starts, cost_of(settled, starts), ZERO)


def _enough(found: Found, limits: Limits) -> bool:
    return found.gap is not None and found.gap <= limits.gap
