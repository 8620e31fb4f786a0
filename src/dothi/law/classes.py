"""Urban classes: always the pair of rule set and class, and what the pair becomes when the rules change.

Labels of different rule sets are never compared: "class III" of 2016 and "class III" of 2025 are different
things. What :func:`transition` says is a reading of the transition rule (NQ 111/2025/UBTVQH15, article 15);
the class a town *has* is written by a recorded decision alone.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law.law import Law
from dothi.law.table import Finding
from dothi.law.tables.class_transitions import ClassTransition
from dothi.law.tables.rule_sets import RuleSet
from dothi.law.tables.urban_classes import UrbanClass

_CITY_WORDS = ("thanh pho", "tp", "thi xa", "thi tran", "tx", "tt")
UNCLASSIFIED = "none"


class Order(enum.Enum):
    """How one class stands to another."""

    HIGHER = "higher"
    EQUAL = "equal"
    LOWER = "lower"
    NOT_COMPARABLE = "not-comparable"
    """Of different rule sets, or of a class the law does not know."""


@dataclass(frozen=True, slots=True)
class ClassOf:
    """A class under its rule set, ``ClassOf("nq1210-2016", "II")``."""

    rule_set: str
    class_code: str

    @property
    def code(self) -> str:
        """The code of its row in ``urban_classes``."""
        return f"{self.rule_set}.{self.class_code}"

    def __lt__(self, other: object) -> bool:
        """Refuse: an order of bare labels would compare across rule sets; see :func:`compare`."""
        raise TypeError("classes have no order of their own: use compare(law, one, other)")

    __le__ = __gt__ = __ge__ = __lt__

    def label(self, law: Law, language: str = "vi") -> str:
        """Write the class with its rule set: ``Loại II (NQ 1210/2016)``."""
        rules = law.of(RuleSet)[self.rule_set]
        if language == "en":
            word = "Special class" if self.class_code == "special" else f"Class {self.class_code}"
            return f"{word} ({rules.short_en})"
        word = "Loại đặc biệt" if self.class_code == "special" else f"Loại {self.class_code}"
        return f"{word} ({rules.short_vi})"


@dataclass(frozen=True, slots=True)
class Transition:
    """What a class becomes. YES with ``to`` and the ``row`` that says so; NO where no transition is due.

    UNKNOWN, with the reason in both languages, where the rule is silent or what it asks for was not given.
    """

    truth: Truth
    to: ClassOf | None = None
    row: ClassTransition | None = None
    reason_vi: str = ""
    reason_en: str = ""


def rule_set_on(law: Law, day: date) -> Finding[RuleSet]:
    """Find the rule set by which a town is classified on ``day``."""
    table = law.of(RuleSet)
    certain, perhaps = table.in_force(day), table.possibly_in_force(day)
    if len(certain) == 1 and not perhaps:
        return Finding(Truth.YES, certain[0])
    starts = [row.period.start.earliest for row in table.every_row]
    before = all(start is not None and day < start for start in starts)
    return Finding(
        Truth.UNKNOWN if certain or perhaps or before or not starts else Truth.NO, None, (*certain, *perhaps)
    )


def compare(law: Law, one: ClassOf, other: ClassOf) -> Order:
    """Say how ``one`` stands to ``other``; NOT_COMPARABLE across rule sets."""
    table = law.of(UrbanClass)
    first, second = table.get(one.code), table.get(other.code)
    if one.rule_set != other.rule_set or first is None or second is None:
        return Order.NOT_COMPARABLE
    if first.rank == second.rank:
        return Order.EQUAL
    return Order.HIGHER if first.rank < second.rank else Order.LOWER


def transition(law: Law, old: ClassOf | None, *, town: str = "", kind: str = "") -> Transition:
    """Read what ``old`` becomes under the rule set that follows; ``None`` is a town without a class.

    ``town`` is its name, needed for special and class I towns, of which the rule names exceptions. ``kind``
    is needed for a town without a class: ``town-district``, ``township`` or ``ward-of-former-urban-
    district``.
    """
    if old is not None and law.of(UrbanClass).get(old.code) is None:
        return _unknown(f"Không có loại {old.code} trong bảng", f"The tables hold no class {old.code}")
    cases = law.of(ClassTransition).confirmed
    if old is not None:
        cases = tuple(case for case in cases if old.rule_set in case.from_rule_sets)
        if not cases:
            text = (
                f"Bộ quy tắc {old.rule_set} không có chuyển tiếp",
                f"No transition leads from {old.rule_set}",
            )
            return Transition(Truth.NO, reason_vi=text[0], reason_en=text[1])
    class_code = UNCLASSIFIED if old is None else old.class_code
    named = [case for case in cases if case.town_names]
    for case in named:
        if _name(town) in map(_name, case.town_names) and (
            not case.from_classes or class_code in case.from_classes
        ):
            return _found(law, case)
    if not town and any(class_code in case.from_classes for case in named):
        return _unknown(
            "Cần tên đô thị: quy định nêu ngoại lệ theo tên",
            "The town's name is needed: the rule names exceptions",
        )
    for case in cases:
        fits = class_code in case.from_classes if case.from_classes else bool(case.kind)
        if not case.town_names and fits and case.kind in {"", kind}:
            return _found(law, case)
    return _unknown(
        "Quy định chuyển tiếp không nói đến trường hợp này", "The transition rule is silent on this case"
    )


def _found(law: Law, case: ClassTransition) -> Transition:
    row = law.of(UrbanClass)[case.to_class]
    return Transition(Truth.YES, ClassOf(row.rule_set, row.class_code), case)


def _unknown(vi: str, en: str) -> Transition:
    return Transition(Truth.UNKNOWN, reason_vi=vi, reason_en=en)


def _name(town: str) -> str:
    """Fold a town's name without its kind word, so that ``TP. Đà Nẵng`` and ``Da Nang`` are one."""
    words = fold(town)
    for kind in _CITY_WORDS:
        if words.startswith(kind + " "):
            return words.removeprefix(kind + " ")
    return words
