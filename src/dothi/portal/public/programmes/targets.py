"""Targets by year, each with the value wanted and what can honestly be said of it on the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.portal.lawbook import indicator_decimals, indicator_title, unit_symbol
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.entries import Entry, Teller
from dothi.portal.words import word
from dothi.programme.wording import value_text, when_text
from dothi.registry.programmes.queries import ItemRow
from dothi.registry.programmes.standing import Reading, Standing, Verdict, standings, units_agree


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target. ``wanted`` is empty where the text gives no number; ``gap`` says why nothing is known."""

    entry: Entry
    indicator: str
    place: str
    wanted: str
    period: str
    verdict: str
    verdict_text: str
    reading: Reading | None
    decimals: int | None
    gap: str
    measured: bool

    @property
    def method(self) -> str:
        """How the figure came about."""
        if self.reading is None:
            return ""
        return self.reading.method_en if language() == "en" else self.reading.method_vi

    @property
    def source_title(self) -> str:
        """Title of the figure's source."""
        found = self.reading
        if found is None:
            return ""
        return (found.source_title_en or found.source_title) if language() == "en" else found.source_title

    @property
    def source_address(self) -> str:
        """Page of the figure's source."""
        return reverse("public:source", args=[self.reading.source_key]) if self.reading else ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Everything for one year; ``year`` is ``None`` for targets that name none.

    ``aims`` are what the programme wants of towns by that year, filled where it has no target for it.
    """

    year: int | None
    lines: tuple[TargetLine, ...]
    aims: tuple[Entry, ...] = ()

    @property
    def title(self) -> str:
        """The year as a heading."""
        return _("Đến năm %(year)s") % {"year": self.year} if self.year else _("Không ghi năm")

    @property
    def measured(self) -> tuple[TargetLine, ...]:
        """Targets with a number that an indicator measures."""
        return tuple(line for line in self.lines if line.measured and line.wanted)


def milestones(
    teller: Teller, items: Iterable[ItemRow], found: Mapping[int, Standing] | None = None
) -> list[Milestone]:
    """Targets by year, the earliest first, those without a year last.

    ``found`` are the standings of the targets where they are known already. A year for which the programme
    gives towns an aim and no target stands there too, so that what it says of that year is read and nothing
    is made up.
    """
    rows = list(items)
    targets = [item for item in rows if item.kind == "target"]
    towns = [item for item in rows if item.kind == "town"]
    asking = teller.asking
    known = standings(targets, asking.as_of, asking.as_known_on) if found is None else found
    lines = [target_line(teller, item, known[item.pk]) for item in targets]
    years = {item.fields["year_to"] for item in targets if item.fields.get("year_to")}
    later = {item.fields["period_to"] for item in towns if item.fields.get("period_to")} - years
    marks = [_of_year(year, lines) for year in years]
    marks += [_aims_of_year(year, teller.entries(towns)) for year in later]
    marks.sort(key=lambda mark: mark.year or 0)
    timeless = tuple(line for line in lines if not line.entry.fields.get("year_to"))
    return [*marks, *([Milestone(None, timeless)] if timeless else [])]


def chief_milestones(marks: Sequence[Milestone], most: int = 3) -> list[Milestone]:
    """The years that say most: the last one, and those with the most targets that can be measured."""
    dated = [mark for mark in marks if mark.year]
    if len(dated) <= most:
        return dated
    weight = Counter({mark.year: len(mark.measured) for mark in dated[:-1]})
    kept = {year for year, _count in weight.most_common(most - 1)} | {dated[-1].year}
    return [mark for mark in dated if mark.year in kept]


def target_line(teller: Teller, item: ItemRow, standing: Standing) -> TargetLine:
    """One target in words."""
    fields = item.fields
    unit = unit_symbol(fields.get("unit") or "", language())
    wanted = _spaced(value_text({**fields, "unit": unit}, language()))
    measure = fields.get("measure")
    named = indicator_title(measure, language()) if measure else str(fields["indicator"])
    first = fields.get("year_from")
    return TargetLine(
        entry=teller.entry(item),
        indicator=f"{named[:1].upper()}{named[1:]}",
        place=fields.get("place") or "",
        wanted=wanted,
        period=when_text(first, fields.get("year_to"), language()) if first else "",
        verdict=standing.verdict.value,
        verdict_text=_verdict_text(standing.verdict, fields.get("year_to")),
        reading=standing.reading,
        decimals=indicator_decimals(measure) if measure else None,
        gap=_gap(standing, wanted, fields),
        measured=standing.measured,
    )


def _verdict_text(verdict: Verdict, year: int | None) -> str:
    if verdict is Verdict.OPEN and year is None:
        return _("Chưa đạt; không ghi hạn")
    return word("target_verdict", verdict.value, language())


def _spaced(value: str) -> str:
    """A percentage as the portal's other figures write it: 25,4 % in Vietnamese, 25.4% in English."""
    return value if language() == "en" else value.replace("%", "\u00a0%")


def _of_year(year: int, lines: Iterable[TargetLine]) -> Milestone:
    return Milestone(year, tuple(line for line in lines if line.entry.fields.get("year_to") == year))


def _aims_of_year(year: int, towns: Iterable[Entry]) -> Milestone:
    return Milestone(year, (), tuple(entry for entry in towns if entry.fields.get("period_to") == year))


def _gap(standing: Standing, wanted: str, fields: Mapping[str, Any]) -> str:
    """Why nothing can be said, in a sentence; empty where something can."""
    if standing.verdict is not Verdict.UNKNOWN:
        return ""
    if not wanted:
        return _("Chương trình không nêu con số, nên chưa có cách đo.")
    if not standing.measured:
        return _("Chưa có chỉ số nào trong hệ thống đo chỉ tiêu này.")
    if standing.reading is None:
        return _("Chưa có số liệu nào được duyệt.")
    return _short(standing.reading, fields)


def _short(reading: Reading, fields: Mapping[str, Any]) -> str:
    """Why the figure there is does not suffice."""
    if not units_agree(fields, reading):
        said = _("Chỉ tiêu tính bằng «%(wanted)s», số liệu tính bằng «%(found)s»: không so sánh được.")
        return said % {"wanted": fields["unit"], "found": reading.unit}
    if reading.at_least:
        return _("Số liệu mới là mức ít nhất, chưa đủ để kết luận.")
    said = _("Chưa có số liệu của năm %(year)s; số gần nhất có trước năm đó.")
    return said % {"year": fields.get("year_to")}
