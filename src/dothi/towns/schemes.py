"""From the law's tables to the scheme of one class, as it applies to one town on one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from dothi.base.errors import Fault, InputError
from dothi.law import Law, LawRow, Table
from dothi.law.rows import Confidence
from dothi.law.tables.classification_groups import ClassificationGroup
from dothi.law.tables.classification_levels import ClassificationLevel, level_value
from dothi.law.tables.classification_passes import ClassificationPass
from dothi.law.tables.classification_relaxations import ClassificationRelaxation
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.law.tables.rule_sets import RuleSet
from dothi.towns.rules import ZERO, Group, Kind, Levels, Scheme, Standard
from dothi.towns.unit_schemes import unit_groups, unit_scheme

R = TypeVar("R", bound=LawRow)


REGIONS = frozenset({"red-river-southeast", "northern-mountains-highlands", "central-coast", "mekong-delta"})
"""Regions of the table of relaxations."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the rules ask of a town beside its values.

    ``region`` and ``characters`` are those of the table of relaxations; ``units`` is the number of units the
    town lies in, ``None`` where it is not told; ``kind`` is a kind of town of the rules before 2026.
    """

    region: str = ""
    characters: frozenset[str] = frozenset()
    units: int | None = None
    kind: str = ""


def rule_set_for(law: Law, day: date, named: str = "") -> RuleSet:
    """The rule set in force on ``day``, or the one ``named``.

    Raises :class:`InputError` (``town.no-rules``, ``town.unknown-rules``).
    """
    table = law.of(RuleSet)
    if named:
        if named in table:
            return table[named]
        listed = ", ".join(table)
        raise InputError(
            Fault(
                "town.unknown-rules",
                f"Không có bộ quy tắc «{named}»",
                f"There is no rule set “{named}”",
                remedy_vi=f"Chọn một trong: {listed}",
                remedy_en=f"Choose one of: {listed}",
            )
        )
    found = table.in_force(day)
    if len(found) == 1:
        return found[0]
    raise InputError(
        Fault(
            "town.no-rules",
            f"Chưa biết bộ quy tắc phân loại đô thị nào áp dụng ngày {day.isoformat()}",
            f"It is not known which rule set of classification holds on {day.isoformat()}",
            remedy_vi="Chọn ngày khác, hoặc nêu bộ quy tắc bằng --rules",
            remedy_en="Choose another day, or name the rule set with --rules",
        )
    )


def classes_of(law: Law, rule_set: str) -> tuple[str, ...]:
    """Class codes of a rule set that have levels in the tables, highest first."""
    known = {row.urban_class for row in law.of(ClassificationLevel).confirmed}
    rows = [row for row in law.urban_classes.confirmed if row.rule_set == rule_set and row.code in known]
    return tuple(row.class_code for row in sorted(rows, key=lambda row: row.rank))


def class_above(law: Law, rule_set: str, held: str) -> str:
    """The next higher class that has a table; the highest for the highest, the lowest for a town without."""
    codes = classes_of(law, rule_set)
    return codes[max(0, codes.index(held) - 1)] if held in codes else codes[-1]


def scheme(law: Law, rule_set: str, class_code: str, profile: Profile | None = None) -> Scheme:
    """The scheme of one class, with the relaxations of ``profile`` in its floors.

    Raises :class:`InputError` (``town.unknown-class``) where the tables hold no such class.
    """
    code, profile = f"{rule_set}.{class_code}", profile or Profile()
    passing = law.of(ClassificationPass).history(code)
    if not passing or class_code not in classes_of(law, rule_set):
        raise _unknown_class(law, rule_set, class_code)
    rule = passing[-1]
    relaxing = relaxations(law, code, profile)
    standards = tuple(_standards(law, code, profile, relaxing))
    apart = unit_groups(law)
    groups = tuple(
        _group(row, standards)
        for row in law.of(ClassificationGroup).confirmed
        if code in row.classes and row.code not in apart
    )
    required = next((row.required for row in relaxing if row.effect == "required"), None) or rule.required
    return Scheme(
        rule_set,
        class_code,
        groups,
        standards,
        Fraction(rule.total),
        Fraction(required),
        rule.unit,
        bool(rule.several_vi),
        tuple(row.code for row in relaxing if profile.region or row.applies not in REGIONS),
        {
            one.code: _doubting(one.code, profile, relaxing)
            for one in standards
            if one.doubtful_floor is not None
        },
        rule.basis,
        _least_sure([rule, *(row for row in relaxing if row.confidence.confirmed)]),
        unit_scheme(law, code, relaxing),
    )


def relaxations(law: Law, urban_class: str, profile: Profile) -> tuple[ClassificationRelaxation, ...]:
    """What the rules relax for such a town, in doubt or not; what another row excludes is left out.

    Of a town whose region is not told every region's row may apply.
    """
    has = {*((profile.region,) if profile.region else REGIONS), *profile.characters}
    rows = [
        row
        for row in law.of(ClassificationRelaxation).every_row
        if urban_class in row.classes and row.applies in has
    ]
    excluded = {name for row in rows if row.confidence.confirmed for name in row.excludes}
    return tuple(row for row in rows if row.applies not in excluded)


def _standards(
    law: Law, urban_class: str, profile: Profile, relaxing: Sequence[ClassificationRelaxation]
) -> Iterable[Standard]:
    table, levels = law.of(ClassificationStandard), law.of(ClassificationLevel)
    for code in levels:
        level = _latest(levels, code)
        if level.urban_class != urban_class or (level.town_kind and level.town_kind != _kind(profile)):
            continue
        row = _latest(table, level.standard)
        group = next(
            group.code
            for group in law.of(ClassificationGroup).confirmed
            if urban_class in group.classes and group.code in row.groups
        )
        yield _standard(row, level, group, [one for one in relaxing if row.code in one.standards], profile)


def _doubting(code: str, profile: Profile, relaxing: Sequence[ClassificationRelaxation]) -> tuple[str, ...]:
    rows = [row for row in relaxing if code in row.standards and row.effect == "minimum"]
    return tuple(row.code for row in rows if not _certain(row, profile))


def _certain(row: ClassificationRelaxation, profile: Profile) -> bool:
    """Whether a relaxation is known to apply, and by how much."""
    told = bool(profile.region) or row.applies not in REGIONS
    return told and row.percent is not None and row.confidence.confirmed


def _kind(profile: Profile) -> str:
    """The kind of town by which a row of several kinds is chosen; a town of the province unless told."""
    return profile.kind or "provincial-city"


def _standard(
    row: ClassificationStandard,
    level: ClassificationLevel,
    group: str,
    relaxing: Sequence[ClassificationRelaxation],
    profile: Profile,
) -> Standard:
    low, high = level_value(row, level.level_least), level_value(row, level.level_most)
    if low is None:
        raise ValueError(f"{level.where}: a level that the loader passed cannot be read")
    kind = Kind(row.kind)
    floor, doubtful = _floors(kind, Fraction(low), relaxing, profile)
    return Standard(
        row.code,
        group,
        row.title_vi,
        row.title_en,
        row.unit,
        kind,
        Levels(Fraction(low), _exact(high), _exact(level.points_least), _exact(level.points_most)),
        row.words,
        floor,
        doubtful,
        not any(one.effect == "aside" and one.confidence.confirmed for one in relaxing),
        _exact(row.least) or ZERO,
        _exact(row.most),
        row.subgroup,
        level.basis,
        _least_sure([row, level]),
    )


def _floors(
    kind: Kind, low: Fraction, relaxing: Sequence[ClassificationRelaxation], profile: Profile
) -> tuple[Fraction, Fraction | None]:
    """The floor that certainly applies, and a lower one in doubt; relaxations do not add up."""
    if kind in {Kind.WORDS, Kind.STEPS}:
        return low, None
    certain, doubtful = low, None
    for one in relaxing:
        if one.effect != "minimum":
            continue
        floor = relaxed(kind, low, Decimal(0) if one.percent is None else one.percent)
        if _certain(one, profile):
            certain = min(certain, floor)
        else:
            doubtful = floor if doubtful is None else min(doubtful, floor)
    return certain, doubtful if doubtful is not None and doubtful < certain else None


def relaxed(kind: Kind, low: Fraction, percent: Decimal) -> Fraction:
    """A minimum level reduced to ``percent``.

    A minimum of one work or less stays; of two and more it is reduced, rounded, and never below one
    (NQ 111/2025/UBTVQH15, article 9.4.b).
    """
    reduced = low * Fraction(percent) / 100
    if kind is not Kind.COUNT:
        return reduced
    if low <= 1:
        return low
    whole = (Decimal(reduced.numerator) / Decimal(reduced.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return max(Fraction(1), Fraction(whole))


def _group(row: ClassificationGroup, standards: Iterable[Standard]) -> Group:
    mine = sum(standard.group == row.code for standard in standards)
    return Group(
        row.code,
        row.title_vi,
        row.title_en,
        Fraction(row.most),
        _exact(row.required),
        mine > 0 and row.standards == mine,
        row.confidence,
    )


def _latest(table: Table[R], code: str) -> R:
    return table.history(code)[-1]


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _least_sure(rows: Iterable[LawRow]) -> Confidence:
    return max((row.confidence for row in rows), key=lambda item: item.rank)


def _unknown_class(law: Law, rule_set: str, class_code: str) -> InputError:
    listed = ", ".join(classes_of(law, rule_set))
    return InputError(
        Fault(
            "town.unknown-class",
            f"Bộ quy tắc {rule_set} không có bảng cho loại «{class_code}»",
            f"The rule set {rule_set} has no table for class “{class_code}”",
            remedy_vi=f"Chọn một trong: {listed}",
            remedy_en=f"Choose one of: {listed}",
        )
    )
