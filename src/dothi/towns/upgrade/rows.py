"""A linear model with yes-or-no variables, written row by row and solved by HiGHS through scipy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import csr_matrix, vstack

INFINITE = float("inf")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver found: ``x`` is ``None`` where it found nothing; ``bound`` holds for every solution."""

    x: Floats | None
    value: float
    bound: float
    impossible: bool
    prices: Floats | None = None


@dataclass
class Rows:
    """Variables with bounds and costs, and rows ``low <= sum <= high``."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)

    def variable(self, cost: float = 0.0, *, high: float = 1.0, low: float = 0.0, whole: bool = False) -> int:
        """Add a variable; returns its number."""
        self.costs.append(cost)
        self.lower.append(low)
        self.upper.append(high)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def row(
        self,
        terms: Mapping[int, float] | Iterable[tuple[int, float]],
        low: float = -INFINITE,
        high: float = INFINITE,
    ) -> int:
        """Add a row; returns its number. A variable may be named once only."""
        for column, weight in terms.items() if isinstance(terms, Mapping) else terms:
            self.columns.append(column)
            self.weights.append(weight)
        self.starts.append(len(self.columns))
        self.row_low.append(low)
        self.row_high.append(high)
        return len(self.row_low) - 1

    def matrix(self) -> csr_matrix:
        """The rows as a sparse matrix."""
        shape = (len(self.row_low), len(self.costs))
        return csr_matrix((self.weights, self.columns, self.starts), shape=shape)

    def solve(self, *, gap: float = 0.0, seconds: float | None = None) -> Answer:
        """Find the cheapest whole solution, to a proven relative gap or until the time is over."""
        if not self.costs:
            return self._empty()
        options: dict[str, float] = {"mip_rel_gap": gap}
        if seconds is not None:
            options["time_limit"] = max(seconds, 0.01)
        constraints = [LinearConstraint(self.matrix(), self.row_low, self.row_high)] if self.row_low else []
        found = milp(
            np.array(self.costs),
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.lower), np.array(self.upper)),
            constraints=constraints,
            options=options,
        )
        return _answer(found)

    def _empty(self) -> Answer:
        """Without variables every sum is 0."""
        if all(low <= 0 <= high for low, high in zip(self.row_low, self.row_high, strict=True)):
            nothing = np.zeros(0)
            return Answer(nothing, 0.0, 0.0, impossible=False, prices=np.zeros(len(self.row_low)))
        return Answer(None, INFINITE, INFINITE, impossible=True)

    def relaxed(self) -> Answer:
        """Find the cheapest solution when no variable needs to be whole, with the price of every row."""
        if not self.costs:
            return self._empty()
        matrix = self.matrix()
        low, high = np.array(self.row_low), np.array(self.row_high)
        equal = low == high
        up, down = (high < INFINITE) & ~equal, (low > -INFINITE) & ~equal
        found = linprog(
            self.costs,
            A_ub=_stacked(matrix[up], -matrix[down]),
            b_ub=np.concatenate([high[up], -low[down]]),
            A_eq=matrix[equal],
            b_eq=high[equal],
            bounds=np.column_stack([self.lower, self.upper]),
            method="highs",
        )
        if found.x is None:
            return Answer(None, INFINITE, INFINITE, impossible=found.status == 2)
        prices = np.zeros(len(low))
        marginals = found.ineqlin.marginals
        prices[up] += marginals[: up.sum()]
        prices[down] -= marginals[up.sum() :]
        prices[equal] = found.eqlin.marginals
        return Answer(found.x, float(found.fun), float(found.fun), impossible=False, prices=prices)


def _stacked(one: csr_matrix, other: csr_matrix) -> csr_matrix:
    return csr_matrix(vstack([one, other]))


def _answer(found: OptimizeResult) -> Answer:
    impossible = found.status == 2
    bound = getattr(found, "mip_dual_bound", None)
    if bound is None or not np.isfinite(bound):
        bound = float(found.fun) if found.status == 0 else (INFINITE if impossible else -INFINITE)
    value = INFINITE if found.x is None else float(found.fun)
    return Answer(found.x, value, float(bound), impossible)
