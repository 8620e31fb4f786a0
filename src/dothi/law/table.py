"""One table of law, asked for a day.

The ordinary ways of asking (`table[code]`, iteration, :meth:`Table.in_force`, :meth:`Table.at`) give
confirmed rows only; unconfirmed rows appear where a caller asks for them by name, together with their
confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from dothi.base.time import Truth
from dothi.law.rows import LawRow, TableInfo

R = TypeVar("R", bound=LawRow)


@dataclass(frozen=True, slots=True)
class Finding(Generic[R]):
    """A three-valued answer to "what does the law say of this code on this day".

    YES with ``row``; NO when every row of the code is confirmed not to hold; UNKNOWN otherwise, with the rows
    that perhaps hold in ``possible`` (their confidence says whether they could ever be law).
    """

    truth: Truth
    row: R | None = None
    possible: tuple[R, ...] = ()


class SeveralPeriodsError(LookupError):
    """A code was asked for without a day although it has rows of several periods."""


@dataclass(frozen=True, slots=True, eq=False)
class Table(Mapping[str, R], Generic[R]):
    """Rows of one table, in file order, lower layers first.

    ``replaced`` keeps the rows that overlays took the place of.
    """

    info: TableInfo
    every_row: tuple[R, ...]
    replaced: tuple[R, ...] = ()

    @property
    def confirmed(self) -> tuple[R, ...]:
        """Rows that may be shown as law, of every period."""
        return tuple(row for row in self.every_row if row.confidence.confirmed)

    def __getitem__(self, code: str) -> R:
        """Give the one confirmed row of ``code``.

        ``KeyError`` where there is none; :class:`SeveralPeriodsError` where the answer hangs on a day.
        """
        rows = self.history(code)
        if not rows:
            raise KeyError(code)
        if len(rows) > 1:
            raise SeveralPeriodsError(f"{self.info.name}: {code} has {len(rows)} periods, ask at(code, day)")
        return rows[0]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(row.code for row in self.confirmed))

    def __len__(self) -> int:
        return len(dict.fromkeys(row.code for row in self.confirmed))

    def history(self, code: str) -> tuple[R, ...]:
        """Confirmed rows of ``code``, earliest first."""
        rows = (row for row in self.confirmed if row.code == code)
        return tuple(sorted(rows, key=lambda row: row.period.start.latest or date.max))

    def in_force(self, day: date) -> tuple[R, ...]:
        """Confirmed rows that hold on ``day`` beyond doubt."""
        return tuple(row for row in self.confirmed if row.period.holds(day) is Truth.YES)

    def possibly_in_force(self, day: date) -> tuple[R, ...]:
        """Confirmed rows of which it is not known whether they hold on ``day``."""
        return tuple(row for row in self.confirmed if row.period.holds(day) is Truth.UNKNOWN)

    def including_unconfirmed(self, day: date) -> tuple[tuple[R, Truth], ...]:
        """Every row that holds or may hold on ``day``, unconfirmed ones too, each with its answer.

        Whoever shows these shows ``row.confidence`` beside them. An unconfirmed row is never better than
        UNKNOWN.
        """
        found = []
        for row in self.every_row:
            answer = row.period.holds(day)
            if answer is not Truth.NO:
                found.append((row, answer if row.confidence.confirmed else Truth.UNKNOWN))
        return tuple(found)

    def at(self, code: str, day: date) -> Finding[R]:
        """Find what holds for ``code`` on ``day``; a code no row speaks of is UNKNOWN, not NO."""
        rows = [(row, answer) for row, answer in self.including_unconfirmed(day) if row.code == code]
        certain = [row for row, answer in rows if answer is Truth.YES]
        if len(certain) == 1:
            return Finding(Truth.YES, certain[0])
        if rows or not self.history(code):
            return Finding(Truth.UNKNOWN, None, tuple(row for row, _ in rows))
        return Finding(Truth.NO)
