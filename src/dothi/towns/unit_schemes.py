"""Table 2B of one class from the law's tables: by what each commune of a town of several is judged.

The package ships the conditions (NQ 111/2025/UBTVQH15, article 9.3) and no levels; an office imports those.
Whether the relaxations of article 8 also lower the levels of Table 2B no source tells: a relaxation that the
town has leaves a value below the ordinary minimum in doubt, never failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dothi.law import Law
from dothi.law.rows import Confidence
from dothi.law.tables.classification_groups import ClassificationGroup
from dothi.law.tables.classification_levels import level_value
from dothi.law.tables.classification_relaxations import REGIONS, ClassificationRelaxation
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.law.tables.classification_unit_levels import ClassificationUnitLevel
from dothi.law.tables.classification_unit_passes import ClassificationUnitPass
from dothi.towns.rules import ZERO, Condition, Group, Kind, Levels, Standard, UnitScheme

PEOPLE = "người"
"""Regional relaxations are on population and density, whose units start with this word."""


def unit_scheme(
    law: Law, urban_class: str, relaxing: Sequence[ClassificationRelaxation]
) -> UnitScheme | None:
    """Table 2B of a class; ``None`` where no levels or no conditions are on record."""
    levels = [row for row in law.of(ClassificationUnitLevel).confirmed if row.urban_class == urban_class]
    passes = [row for row in law.of(ClassificationUnitPass).confirmed if row.urban_class == urban_class]
    if not levels or not passes:
        return None
    groups = [
        row
        for row in law.of(ClassificationGroup).confirmed
        if urban_class in row.classes and row.code in unit_groups(law)
    ]
    standards = tuple(_standard(law, level, relaxing, {row.code for row in groups}) for level in levels)
    sure = max((row.confidence for row in (*levels, *passes, *groups)), key=lambda item: item.rank)
    return UnitScheme(
        tuple(
            Group(row.code, row.title_vi, row.title_en, Fraction(row.most), None, confidence=row.confidence)
            for row in groups
        ),
        standards,
        tuple(
            Condition(
                row.measure, row.section, Fraction(row.required), row.units or 1, row.title_vi, row.title_en
            )
            for row in passes
        ),
        sure,
    )


def unit_groups(law: Law) -> frozenset[str]:
    """Groups whose standards judge communes: they are no groups of the town's own table."""
    standards = law.of(ClassificationStandard)
    judged = {row.standard for row in law.of(ClassificationUnitLevel).every_row}
    return frozenset(group for code in judged for group in standards.history(code)[-1].groups)


def unit_standards(law: Law) -> frozenset[str]:
    """Codes of standards that judge a commune, not the town."""
    return frozenset(row.standard for row in law.of(ClassificationUnitLevel).every_row)


def _standard(
    law: Law, level: ClassificationUnitLevel, relaxing: Sequence[ClassificationRelaxation], groups: set[str]
) -> Standard:
    row = law.of(ClassificationStandard).history(level.standard)[-1]
    low, high = level_value(row, level.level_least), level_value(row, level.level_most)
    if low is None or high is None:
        raise ValueError(f"{level.where}: a level that the loader passed cannot be read")
    kind = Kind(row.kind)
    return Standard(
        row.code,
        next(group for group in row.groups if group in groups),
        row.title_vi,
        row.title_en,
        row.unit,
        kind,
        Levels(Fraction(low), Fraction(high), Fraction(level.points_least), Fraction(level.points_most)),
        row.words,
        Fraction(low),
        ZERO if _in_doubt(row, kind, relaxing) and low > 0 else None,
        least=Fraction(row.least or 0),
        most=None if row.most is None else Fraction(row.most),
        subgroup=row.subgroup,
        basis=level.basis,
        confidence=max((row.confidence, level.confidence), key=_rank),
    )


def _in_doubt(row: ClassificationStandard, kind: Kind, relaxing: Sequence[ClassificationRelaxation]) -> bool:
    if not kind.linear:
        return False
    minima = [one for one in relaxing if one.effect in {"minimum", "aside"} and one.percent != 100]
    return any(one.applies not in REGIONS or row.unit.startswith(PEOPLE) for one in minima)


def _rank(confidence: Confidence) -> int:
    return confidence.rank
