"""What a rule declares, and how the rules are found.

A rule is one module of :mod:`dothi.intake.rules` with one object ``RULE``. Titles, basis, tolerance and
exemptions are data that the report prints; ``run`` is the rule itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dothi.base.numbers import format_number
from dothi.intake.findings import Severity, SkippedCheck

if TYPE_CHECKING:
    from dothi.intake.checking.batch import Batch
    from dothi.intake.checking.context import Context
    from dothi.intake.checking.subject import Subject
    from dothi.intake.checking.zones import ZoneSet

EXACT = "exact"
"""Tolerance of a rule that measures nothing."""


class Need(StrEnum):
    """What a rule cannot do without."""

    METRES = "metres"
    AREAS = "areas"
    BOUNDARY = "boundary"


class Exempt(StrEnum):
    """What a rule leaves alone."""

    PARTIAL_PLAN = "partial-plan"
    COMPENSATION = "compensation"
    NOT_TOGETHER = "not-together"
    COPIES = "copies"
    INVALID = "invalid"
    NOT_TILING = "not-tiling"
    BOUNDARY_LAYER = "boundary-layer"

    def title(self, language: str = "vi") -> str:
        """Write what is left alone."""
        words = {
            Exempt.PARTIAL_PLAN: ("đồ án điều chỉnh cục bộ", "plans that amend a part of another"),
            Exempt.COMPENSATION: ("khu vực bù", "compensation areas"),
            Exempt.NOT_TOGETHER: ("các ô không cùng hiệu lực", "zones not in force together"),
            Exempt.COPIES: ("bản lặp đã báo ở geometry.duplicate", "copies told by geometry.duplicate"),
            Exempt.INVALID: ("hình đã báo ở geometry.invalid", "shapes told by geometry.invalid"),
            Exempt.NOT_TILING: ("lớp không phải lớp phủ kín", "layers that are no tiling"),
            Exempt.BOUNDARY_LAYER: ("lớp ranh giới quy hoạch", "the layer of the plan's boundary"),
        }[self]
        return words[1] if language == "en" else words[0]


Outcome = Iterable["Batch | SkippedCheck"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rule:
    """A rule of checking. ``code`` is that of its findings; ``tolerance`` a column of ``check_tolerances``.

    ``on_layer`` looks at one layer, ``on_zones`` at the zones of a plan together; one of them is given. What
    a rule could not look at it yields as :class:`SkippedCheck`.
    """

    code: str
    severity: Severity
    title_vi: str
    title_en: str
    basis: str
    basis_en: str
    tolerance: str
    exempt: tuple[Exempt, ...] = ()
    needs: tuple[Need, ...] = ()
    on_layer: Callable[[Subject], Outcome] | None = None
    on_zones: Callable[[ZoneSet], Outcome] | None = None

    def title(self, language: str = "vi") -> str:
        """Write the title in one language."""
        return self.title_en if language == "en" else self.title_vi

    def tolerance_words(self, context: Context) -> str:
        """Write the tolerance as it applies to this plan, empty for a rule that measures nothing."""
        row = context.tolerances.row
        if self.tolerance == EXACT:
            return ""
        value: int = getattr(row, self.tolerance)
        if self.tolerance == "area_permille":
            return f"{format_number(value)} ‰"
        return f"{format_number(value)} mm"

    def named(self, context: Context, language: str = "vi") -> str:
        """Name rule, basis and tolerance in one line, as every finding carries it."""
        told = self.tolerance_words(context)
        if language == "en":
            tolerance = f"; tolerance {told}" if told else ""
            return f"{self.code}, {self.title_en.lower()} ({self.basis_en}{tolerance})"
        tolerance = f"; dung sai {told}" if told else ""
        return f"{self.code}, {self.title_vi.lower()} ({self.basis}{tolerance})"


def rules() -> tuple[Rule, ...]:
    """Find every rule, in the order of the groups and of their names.

    Raises ``ImportError`` for a module of the folder without a rule, and for two rules of one code.
    """
    package = importlib.import_module("dothi.intake.rules")
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("_"):
            continue
        rule = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "RULE", None)
        if not isinstance(rule, Rule) or rule.code in found:
            raise ImportError(f"{package.__name__}.{module.name} must define one RULE of its own")
        found[rule.code] = rule
    return tuple(sorted(found.values(), key=lambda rule: (_GROUPS.index(rule.code.split(".")[0]), rule.code)))


_GROUPS = ("geometry", "tiling", "containment", "meaning")
