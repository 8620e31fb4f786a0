"""Whether land would change its use under a plan, and what the Land Law asks for then.

The clauses are rows of law (:mod:`dothi.law.tables.conversion_permissions`, articles 121 and 122 of the Land
Law of 2024); which use a code of current land use or a planned function stands for is the project's own
reading, in tables of its own. A code or a function that nobody read, a day whose law is not in the tables,
and a clause that hangs on what codes do not tell (free allocation, size) are "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError
from dothi.base.time import Truth
from dothi.land.record import NONE, Words
from dothi.law import Law
from dothi.law.tables.conversion_permissions import ConversionPermission
from dothi.law.tables.function_uses import FunctionUse
from dothi.law.tables.land_law_uses import GUARDED, LandLawUse


class Need(StrEnum):
    """What the law asks for; the gravest first in reports."""

    PERMISSION = "permission"
    UNKNOWN = "not-known"
    NO_PERMISSION = "no-permission"
    NO_CHANGE = "no-change"


NEEDS: Mapping[Need, tuple[str, str]] = MappingProxyType(
    {
        Need.PERMISSION: ("phải được phép chuyển mục đích", "needs permission"),
        Need.UNKNOWN: ("chưa biết", "not known"),
        Need.NO_PERMISSION: ("không phải xin phép", "no permission needed"),
        Need.NO_CHANGE: ("giữ nguyên mục đích", "no change"),
    }
)
"""The words for each, Vietnamese and English."""


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of land of one use under one planned function.

    ``clauses`` are those that the verdict rests on; where it is not known, those that may apply.
    ``resolution`` says whether article 122.1 asks for a resolution of the provincial People's Council, with
    its exemption in ``resolution_clause``. ``kind`` is that of the current use, ``""`` where nobody read it.
    """

    verdict: Need
    changes: Truth
    clauses: tuple[ConversionPermission, ...]
    resolution: Truth
    resolution_clause: ConversionPermission | None
    kind: str
    reason: Words

    @property
    def guarded(self) -> bool:
        """Whether the land is rice land or one of the three forests."""
        return self.kind in GUARDED


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The clauses and readings of one day, of one ``version`` of the law; make them with :func:`rules_of`.

    ``current`` gives the use of a code of current land use, ``planned`` every use a function may mean; a plan
    of land use writes codes of land use, which ``planned`` holds too.
    """

    day: date
    version: str
    clauses: tuple[ConversionPermission, ...]
    uses: Mapping[str, LandLawUse]
    current: Mapping[str, str]
    planned: Mapping[str, tuple[str, ...]]

    def with_readings(self, current: Mapping[str, str], planned: Mapping[str, Sequence[str]]) -> Rules:
        """Add somebody's reading of codes of their own; it wins over the tables."""
        return Rules(
            self.day,
            self.version,
            self.clauses,
            self.uses,
            {**self.current, **current},
            {**self.planned, **{code: tuple(uses) for code, uses in planned.items()}},
        )

    def kind(self, code: str) -> str:
        """Kind of a code of current use, ``""`` where nobody read it."""
        use = self.current.get(code, "")
        return self.uses[use].kind if use else ""

    def title(self, code: str) -> Words:
        """What a code of current use is called; empty where nobody read it."""
        use = self.uses.get(self.current.get(code, ""))
        return NONE if use is None else Words(use.title_vi, use.title_en)

    def change(self, code: str, function: str) -> Change:
        """Judge one pair: a code of current land use and a planned function."""
        before, kind = self.current.get(code, ""), self.kind(code)
        after = self.planned.get(function, ())
        if not self.clauses or not before or not after:
            reason = self._unread(code, function)
            resolution = Truth.NO if kind and kind not in GUARDED else Truth.UNKNOWN
            return Change(Need.UNKNOWN, Truth.UNKNOWN, (), resolution, self._guard(kind), kind, reason)
        pairs = [self._pair(before, use) for use in after]
        changes = Truth.of(None if before in after and len(after) > 1 else before not in after)
        guard = self._guard(kind)
        verdict, clauses = _together(pairs)
        return Change(
            verdict,
            changes,
            clauses,
            changes if guard else Truth.NO,
            guard,
            kind,
            _reason(verdict, clauses, changes),
        )

    def _pair(self, before: str, after: str) -> tuple[Need, tuple[ConversionPermission, ...]]:
        if before == after:
            return Need.NO_CHANGE, ()
        kinds = self.uses[before].kind, self.uses[after].kind
        speaking = [clause for clause in self.clauses if clause.speaks_of(*kinds)]
        asking = [clause for clause in speaking if clause.effect == "permission"]
        certain = tuple(clause for clause in asking if not clause.condition_vi)
        if certain:
            return Need.PERMISSION, certain
        if asking:
            return Need.UNKNOWN, tuple(asking)
        free = tuple(clause for clause in speaking if clause.effect == "no-permission")
        return (Need.NO_PERMISSION, free) if free else (Need.UNKNOWN, ())

    def _guard(self, kind: str) -> ConversionPermission | None:
        guards = (one for one in self.clauses if one.effect == "resolution" and kind in one.from_kinds)
        return next(guards, None)

    def _unread(self, code: str, function: str) -> Words:
        if not self.clauses:
            day = format_date(self.day)
            return Words(
                f"Luật đất đai áp dụng ngày {day} chưa có trong hệ thống",
                f"The land law of {day} is not in the system",
            )
        if code not in self.current:
            return Words(
                f"Chưa ai xác định mã hiện trạng «{code}» là mục đích sử dụng đất nào"
                if code
                else "Đất hiện trạng không có mã",
                f"Nobody has said which use the current code “{code}” is"
                if code
                else "The current land has no code",
            )
        return Words(
            f"Chưa ai xác định chức năng «{function}» là mục đích sử dụng đất nào"
            if function
            else "Vùng quy hoạch không có chức năng",
            f"Nobody has said which use the function “{function}” is"
            if function
            else "The planned zone has no function",
        )


def rules_of(law: Law, day: date) -> Rules:
    """Gather what holds on a day beyond doubt; an office's overlay counts for what it replaces."""
    uses = law.of(LandLawUse).in_force(day)
    codes = {code: use.code for use in uses for code in use.codes}
    functions = {row.code: row.uses for row in law.of(FunctionUse).in_force(day)}
    return Rules(
        day,
        law.version,
        law.of(ConversionPermission).in_force(day),
        {use.code: use for use in uses},
        codes,
        {**{code: (use,) for code, use in codes.items()}, **functions},
    )


def readings_from(rules: Rules, rows: Iterable[Mapping[str, str]]) -> Rules:
    """Add readings of the asker's own: rows with ``side`` (current, planned), ``code``, ``uses``.

    ``uses`` are keys of the table ``land_law_uses``, one for a code of current use, several where a function
    may mean several. Raises :class:`InputError` by row: ``conversion.uses-column``, ``conversion.uses-row``.
    """
    current: dict[str, str] = {}
    planned: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(rows, start=2):
        if not {"side", "code", "uses"} <= set(row):
            raise InputError(_uses_columns())
        side, uses = row["side"].strip(), tuple(row["uses"].split())
        known = bool(uses) and set(uses) <= set(rules.uses)
        if not known or side not in {"current", "planned"} or (side == "current" and len(uses) > 1):
            raise InputError(_uses_row(number, side, row["uses"], rules))
        if side == "current":
            current[row["code"].strip()] = uses[0]
        else:
            planned[row["code"].strip()] = uses
    return rules.with_readings(current, planned)


def would_change(law: Law, current_code: str, function: str, day: date) -> Change:
    """Judge one pair on a day; for many pairs make :func:`rules_of` once."""
    return rules_of(law, day).change(current_code, function)


def _together(
    pairs: Sequence[tuple[Need, tuple[ConversionPermission, ...]]],
) -> tuple[Need, tuple[ConversionPermission, ...]]:
    """What holds whichever of its uses the land comes to."""
    needs = {need for need, _ in pairs}
    if needs == {Need.NO_CHANGE, Need.NO_PERMISSION}:
        needs = {Need.NO_PERMISSION}
    if len(needs) == 1:
        return needs.pop(), _distinct(clause for _, found in pairs for clause in found)
    asking = (clause for _, found in pairs for clause in found if clause.effect == "permission")
    return Need.UNKNOWN, _distinct(asking)


def _distinct(clauses: Iterable[ConversionPermission]) -> tuple[ConversionPermission, ...]:
    return tuple({clause.code: clause for clause in clauses}.values())


def _reason(verdict: Need, clauses: Sequence[ConversionPermission], changes: Truth) -> Words:
    if verdict is Need.NO_CHANGE:
        return Words("Giữ nguyên mục đích sử dụng đất", "The use stays as it is")
    named_vi = "; ".join(f"{one.title_vi} ({one.basis})" for one in clauses)
    named_en = "; ".join(f"{one.title_en} ({one.basis})" for one in clauses)
    if verdict is not Need.UNKNOWN:
        return Words(named_vi, named_en)
    if changes is Truth.UNKNOWN:
        asked = Words(f"; nếu chuyển, có thể áp dụng: {named_vi}", f"; if it changes: {named_en}")
        return Words(
            "Chức năng này gồm cả mục đích hiện nay, nên chưa biết có chuyển hay không"
            + (asked.vi if clauses else ""),
            "The function includes the present use, so whether it changes is not known"
            + (asked.en if clauses else ""),
        )
    if not clauses:
        return Words(
            "Văn bản đã đọc không nói đến việc chuyển loại đất này",
            "The text that was read does not speak of such a conversion",
        )
    conditions_vi = "; ".join(f"{one.basis}: {one.condition_vi or one.title_vi}" for one in clauses)
    conditions_en = "; ".join(f"{one.basis}: {one.condition_en or one.title_en}" for one in clauses)
    return Words(conditions_vi, conditions_en)


def _uses_columns() -> Fault:
    return Fault(
        "conversion.uses-column",
        "Bảng cách đọc mã phải có các cột side, code, uses",
        "The table of readings must have the columns side, code, uses",
        remedy_vi="side là current hoặc planned; uses là mã của bảng land_law_uses",
        remedy_en="side is current or planned; uses are codes of the table land_law_uses",
    )


def _uses_row(row: int, side: str, given: str, rules: Rules) -> Fault:
    listed = ", ".join(rules.uses) or "—"
    return Fault(
        "conversion.uses-row",
        f"Không dùng được «{side[:20]}», «{given[:40]}»",
        f"“{side[:20]}”, “{given[:40]}” cannot be used",
        where=f"dòng {row}",
        remedy_vi=f"side là current (một mục đích) hoặc planned; mục đích thuộc: {listed}",
        remedy_en=f"side is current (one use) or planned; uses are of: {listed}",
    )
