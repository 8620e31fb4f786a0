"""Whose duty a thing is, as the law says on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.tables.procedure_duties import ProcedureDuty
from dothi.law.tables.procedure_holders import ProcedureHolder
from dothi.procedures.subject import Subject, speaks_of


@dataclass(frozen=True, slots=True)
class Power:
    """Who may have a duty. YES with one of ``holders``; UNKNOWN where no confirmed text says whose it is.

    ``rows`` are the rows it was read in; ``ended`` are kinds of bodies that had it and exist no more.
    """

    truth: Truth
    holders: tuple[ProcedureHolder, ...] = ()
    rows: tuple[ProcedureDuty, ...] = ()
    ended: tuple[ProcedureHolder, ...] = ()

    @property
    def only(self) -> ProcedureHolder | None:
        """The holder, where the law leaves no choice."""
        return self.holders[0] if self.truth is Truth.YES and len(self.holders) == 1 else None


def power(law: Law, subject: Subject, duty: str, day: date) -> Power:
    """Find who has ``duty`` for ``subject`` under the law of ``day``."""
    certain: list[ProcedureDuty] = []
    doubtful: list[ProcedureDuty] = []
    for row, holds in law.of(ProcedureDuty).including_unconfirmed(day):
        if (row.procedure, row.duty) != (subject.procedure, duty):
            continue
        meant = speaks_of(row, subject)
        if meant is not Truth.NO:
            (certain if (holds & meant) is Truth.YES else doubtful).append(row)
    named = tuple(dict.fromkeys(code for row in certain for code in row.holders))
    found = [(code, law.of(ProcedureHolder).at(code, day)) for code in named]
    standing = tuple(told.row for _, told in found if told.row is not None)
    gone = tuple(
        row for code, told in found if told.row is None for row in law.of(ProcedureHolder).history(code)[-1:]
    )
    rows = tuple(certain or doubtful)
    return Power(Truth.of(True if standing else None), standing, rows, gone)
