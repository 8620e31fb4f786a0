"""Several sources tell the value of one standard: which counts, and where they disagree.

The latest day counts. Sources of that day that disagree are not weighed against each other: the value lies
anywhere from the lowest to the highest they tell, and all of them stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dothi.towns.values import UNKNOWN, Value


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is told of one standard: the value that counts, and everything told, latest first.

    ``differ`` says that sources of the latest day disagree.
    """

    used: Value
    told: tuple[Value, ...]
    differ: bool = False

    @property
    def others(self) -> tuple[Value, ...]:
        """What is told beside the value that counts."""
        return tuple(value for value in self.told if self.differ or value is not self.used)


def weigh(values: Iterable[Value]) -> Evidence:
    """Settle what counts; a value without a day counts as of the day asked about."""
    told = list(dict.fromkeys(value for value in values if not value.unknown))
    told.sort(key=lambda value: value.day or date.max, reverse=True)
    if not told:
        return Evidence(UNKNOWN, ())
    latest = [value for value in told if value.day == told[0].day]
    if len({value.span for value in latest}) == 1:
        return Evidence(latest[0], tuple(told))
    highs = [value.high for value in latest if value.high is not None]
    used = Value(
        min(value.low for value in latest),
        max(highs) if len(highs) == len(latest) else None,
        "; ".join(dict.fromkeys(value.source for value in latest if value.source)),
        latest[0].day,
        illustrative=any(value.illustrative for value in latest),
    )
    return Evidence(used, tuple(told), differ=True)
