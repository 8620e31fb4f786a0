"""What the law calls things, in the reader's language: classes, rule sets, kinds, indicators, measures.

The law of this workspace (the package's, its province's, its own overlay) is read once per process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dothi.base.time import Period, Truth
from dothi.places.towns import ClassAnswer, ClassRecord
from dothi.portal.formats import show_day
from dothi.portal.words import word
from dothi.registry.lawbook import current_law as law
from dothi.registry.sources.refs import SourceRef

if TYPE_CHECKING:
    from datetime import date

    from dothi.law import LawRow

LAST = 99
"""Rank of a class the law table does not know."""


@dataclass(frozen=True, slots=True)
class ClassWords:
    """A class in words, never without its rule set. ``certain`` is false where records leave it open."""

    title: str
    rule_set: str
    rule_set_title: str
    rule_set_short: str
    confidence: str
    confidence_short: str
    basis: str
    certain: bool
    rank: int

    @property
    def derived(self) -> bool:
        """Whether a transition rule gave it."""
        return bool(self.basis)

    @property
    def order(self) -> tuple[int, str]:
        """For sorting a list: certain first, higher class first, rule sets apart."""
        return (self.rank if self.certain else self.rank + LAST, self.rule_set)


@dataclass(frozen=True, slots=True)
class RecordWords:
    """A recorded class in words, with the decision and the source that tell of it."""

    title: str
    rule_set_title: str
    period: Period
    decision: str
    confidence: str
    source_key: str
    source_title: str

    @property
    def unsure(self) -> bool:
        """Whether the day it began is known only in part."""
        return self.period.start.exact is None


def class_words(answer: ClassAnswer, language: str) -> ClassWords:
    """The words of a class that a town has, or may have, on a day."""
    return ClassWords(
        class_title(answer.rule_set, answer.class_code, language),
        answer.rule_set,
        rule_set_title(answer.rule_set, language),
        rule_set_short(answer.rule_set, language),
        word("confidence", answer.confidence, language),
        word("confidence_short", answer.confidence, language),
        answer.basis,
        answer.holds is Truth.YES,
        _rank(answer.rule_set, answer.class_code),
    )


def recorded_class(record: ClassRecord, source: SourceRef, language: str) -> RecordWords:
    """The words of a class as it was recorded."""
    decision = record.decision_number
    if decision and record.decision_date:
        decision = f"{decision}, {show_day(record.decision_date, language)}"
    return RecordWords(
        class_title(record.rule_set, record.class_code, language),
        rule_set_title(record.rule_set, language),
        record.period,
        decision,
        word("confidence", record.confidence, language),
        source.key,
        (source.title_en or source.title) if language == "en" else source.title,
    )


def class_title(rule_set: str, class_code: str, language: str) -> str:
    """The class as the rule set names it."""
    return _title("urban_classes", f"{rule_set}.{class_code}", class_code, language)


def rule_set_title(rule_set: str, language: str) -> str:
    """The rule set's full name."""
    return _title("rule_sets", rule_set, rule_set, language)


def rule_set_short(rule_set: str, language: str) -> str:
    """The rule set's short name, for tables and legends."""
    row = _row("rule_sets", rule_set)
    if row is None:
        return rule_set
    return str(row.short_en if language == "en" else row.short_vi)


def kind_title(kind: str, level: int, language: str) -> str:
    """A kind of unit for readers of English; the word itself where the law has none or several for it."""
    if language != "en":
        return kind
    rows = {
        row.code: row
        for row in law().tables["unit_kinds"].every_row
        if (row.word, row.level) == (kind, level)
    }
    return str(next(iter(rows.values())).title_en) if len(rows) == 1 else kind


def kind_table(language: str) -> dict[str, str]:
    """Every kind of unit by ``level|word``, for the map's script."""
    rows = law().tables["unit_kinds"].every_row
    return {f"{row.level}|{row.word}": kind_title(row.word, row.level, language) for row in rows}


def rule_set_days(language: str) -> dict[date, str]:
    """The day on which each rule set of urban classification took effect, where known, with its name."""
    rows = ((row.period.start.exact, row.title(language)) for row in law().tables["rule_sets"].confirmed)
    return {day: title for day, title in rows if day is not None}


def indicator_title(code: str, language: str) -> str:
    """The indicator's name."""
    return _title("indicators", code, code, language)


def indicator_decimals(code: str) -> int | None:
    """Decimals an indicator is shown with; ``None`` (all there are) for one the law does not list."""
    row = _row("indicators", code)
    return None if row is None else int(row.decimals)


def unit_symbol(code: str, language: str) -> str:
    """The symbol of a unit of measure; one that is not listed is shown as it was recorded."""
    row = _row("units_of_measure", code)
    if row is None or language != "en":
        return code
    return str(row.symbol_en)


def class_table(language: str) -> dict[str, dict[str, Any]]:
    """Every class by ``rule set/class`` for the map's legend: title, short name of the rule set, rank."""
    found = {}
    for row in law().tables["urban_classes"].every_row:
        found[f"{row.rule_set}/{row.class_code}"] = {
            "title": row.title(language),
            "rule_set": rule_set_short(row.rule_set, language),
            "rank": row.rank,
        }
    return found


def _rank(rule_set: str, class_code: str) -> int:
    row = _row("urban_classes", f"{rule_set}.{class_code}")
    return LAST if row is None else int(row.rank)


def _title(table: str, code: str, fallback: str, language: str) -> str:
    row = _row(table, code)
    return fallback if row is None else row.title(language)


def _row(table: str, code: str) -> LawRow | Any | None:
    """The latest row of a code, unconfirmed ones too: these are names, and a name misleads nobody."""
    rows = [row for row in law().tables[table].every_row if row.code == code]
    return rows[-1] if rows else None
