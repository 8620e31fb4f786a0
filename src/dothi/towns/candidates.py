"""Candidates for new towns, screened by the criteria of the lowest class of the day's rules.

Candidates are the towns that documents plan or name without their being recognised, the communes that no
recognised town covers in part or in full (a rural commune's centre may become a town), and what a pack lists
in ``town_candidates.csv``, such as schemes under Decision 676/QĐ-TTg. A list that no source tells is told as
not known: see :func:`schemes_known`.

Since 2026 a town of one commune is judged as a whole (NQ 111/2025/UBTVQH15, article 6.2.a), so a commune
enters with its people and its density. Before, the centre alone was judged: its people are then at most those
of the commune, and its density is not known. People are those of the last census; later change is not in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from dothi.base.errors import refuse_all
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import Law
from dothi.places.pack import CensusTable, ProvincePack
from dothi.places.tables import Faults, read_table
from dothi.places.towns import CoverageRecord, coverage_on
from dothi.places.units import COMMUNE
from dothi.places.urbanisation import UnitPeople, spread
from dothi.towns.reading import read_towns
from dothi.towns.rules import Scheme
from dothi.towns.schemes import Profile, classes_of, rule_set_for, scheme
from dothi.towns.score import Score, Status, score
from dothi.towns.system_lists import Said, known_by
from dothi.towns.values import Town, Value

FILE = "town_candidates.csv"
SCHEME, CENTRE, COMMUNE_KIND, PLANNED = "scheme-676", "commune-centre", "commune", "planned"
WHOLE_SINCE = "nq111-2025"
"""Rule set since which a town of one commune is judged as a whole."""
_COLUMNS = ("name", "kind", "unit", "document", "note")
_PEOPLE, _DENSITY = ("2A.II.03", "D.POP.TOTAL"), ("2A.II.04",)


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate that the pack's own file names."""

    name: str
    kind: str
    unit: str
    document: str
    note: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with its screening. ``units`` are those of the day; ``documents`` name it as a town."""

    name: str
    kind: str
    units: tuple[str, ...]
    documents: tuple[str, ...]
    score: Score
    note: str = ""

    @property
    def below(self) -> tuple[str, ...]:
        """Standards it is certainly below the minimum of."""
        return tuple(one.standard.code for one in self.score.below)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Standards of which nothing is known."""
        return tuple(one.standard.code for one in self.score.standards if one.status is Status.UNKNOWN)

    @property
    def open(self) -> tuple[str, ...]:
        """Standards known in part, or hanging on a relaxation."""
        hang = {Status.OPEN, Status.DOUBTFUL}
        return tuple(one.standard.code for one in self.score.standards if one.status in hang)

    @property
    def met(self) -> tuple[str, ...]:
        """Standards certainly at or above the minimum."""
        return tuple(one.standard.code for one in self.score.standards if one.meets is Truth.YES)


@dataclass(frozen=True, slots=True)
class _Ground:
    """People and areas on the units of the day."""

    people: Mapping[str, UnitPeople]
    census: CensusTable | None
    whole: bool
    source: str = ""
    pack: ProvincePack = field(repr=False, kw_only=True)


def read_listed(folder: Path) -> tuple[Listed, ...]:
    """Read ``town_candidates.csv``; empty where the pack has none. Raises :class:`InputError`."""
    if not (folder / FILE).is_file():
        return ()
    faults = Faults()
    rows = tuple(
        Listed(
            row.text("name", required=True),
            row.choice("kind", (SCHEME, CENTRE)),
            row.text("unit"),
            row.text("document", required=True),
            row.text("note"),
        )
        for row in read_table(folder, FILE, _COLUMNS, faults)
    )
    refuse_all(faults.found)
    return rows


def schemes_known(listed: Iterable[Listed]) -> bool:
    """Whether any list of schemes under Decision 676/QĐ-TTg is on record; else there may be some."""
    return any(row.kind == SCHEME for row in listed)


def candidates(
    law: Law, folder: Path, pack: ProvincePack, said: Sequence[Said], day: date
) -> tuple[Candidate, ...]:
    """Candidates on ``day``: those that documents name first, then communes, most people first.

    Raises :class:`InputError` where no rules are known for the day, or a file of the pack cannot be read.
    """
    rules = rule_set_for(law, day).code
    lowest = classes_of(law, rules)[-1]
    ground = _ground(pack, day, rules)
    found = [*_named(folder, pack, known_by(said, day), day), *_communes(pack, ground, day)]
    profiles = _profiles(law, folder, day, [one[0] for one in found])
    schemes: dict[Profile, Scheme] = {}
    made = []
    for name, kind, units, documents, note in found:
        profile = replace(profiles.get(fold(name), Profile()), units=_number(kind, units))
        values = _values(ground, units, sure=kind in {COMMUNE_KIND, CENTRE})
        if profile not in schemes:
            schemes[profile] = scheme(law, rules, lowest, profile)
        judged = score(Town(name, profile, values), schemes[profile])
        made.append(Candidate(name, kind, units, documents, judged, note))
    return tuple(sorted(made, key=_order))


def _order(one: Candidate) -> tuple[bool, Fraction, str]:
    people = next(
        (j.value.high or j.value.low for j in one.score.standards if j.standard.code in _PEOPLE), None
    )
    return (one.kind == COMMUNE_KIND, -(people or Fraction(0)), fold(one.name))


def _number(kind: str, units: Sequence[str]) -> int | None:
    return len(units) if units and kind in {COMMUNE_KIND, CENTRE} else None


Row = tuple[str, str, tuple[str, ...], tuple[str, ...], str]


def _named(folder: Path, pack: ProvincePack, said: Sequence[Said], day: date) -> Iterable[Row]:
    """Towns that documents plan or name and that are not recognised, and those the pack lists."""
    standing = [row for row in pack.towns if row.period.holds(day) is not Truth.NO]
    recognised = {fold(row.name) for row in standing if row.status == "recognised"}
    named: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for row in said:
        if row.town and row.kind == "target" and fold(row.town) not in recognised:
            names.setdefault(fold(row.town), row.town)
            named.setdefault(fold(row.town), []).append(row.document)
    titles = {source.key: source.title for source in pack.sources}
    for town in standing:
        if town.status == "planned":
            names.setdefault(fold(town.name), town.name)
            told = named.setdefault(fold(town.name), [])
            if not told:
                told.append(titles.get(town.source, town.source))
    keys = {fold(row.name): row.key for row in standing}
    for key, documents in named.items():
        units = _units_of(pack, keys.get(key, ""), day)
        yield names[key], PLANNED, units, tuple(dict.fromkeys(documents)), ""
    for one in read_listed(folder):
        yield one.name, one.kind, (one.unit,) if one.unit else (), (one.document,), one.note


def _units_of(pack: ProvincePack, key: str, day: date) -> tuple[str, ...]:
    records = [CoverageRecord(row.unit, "full", row.period) for row in pack.town_units if row.town == key]
    return tuple(one.unit_key for one in coverage_on(records, pack.gazetteer, day))


def _communes(pack: ProvincePack, ground: _Ground, day: date) -> Iterable[Row]:
    """Rural communes with people of the province that no recognised town covers."""
    covered: set[str] = set()
    for town in pack.towns:
        if town.status == "recognised" and town.period.holds(day) is not Truth.NO:
            rows = [row for row in pack.town_units if row.town == town.key]
            records = [CoverageRecord(row.unit, "full", row.period) for row in rows]
            covered |= {one.unit_key for one in coverage_on(records, pack.gazetteer, day)}
    for item in pack.gazetteer.on(day, COMMUNE):
        within = {item.key, *pack.gazetteer.ancestors(item.key, day)}
        if item.key in ground.people and item.state.kind == "Xã" and not within & covered:
            yield item.state.name, COMMUNE_KIND, (item.key,), (), ""


def _ground(pack: ProvincePack, day: date, rules: str) -> _Ground:
    before = [table for table in pack.censuses if table.day <= day]
    if not before:
        return _Ground({}, None, rules == WHOLE_SINCE, pack=pack)
    census = max(before, key=lambda table: table.day)
    home = set(pack.home)
    counted = {
        row.unit_key: row.people
        for row in census.rows
        if row.level == COMMUNE and home & {row.unit_key, *pack.gazetteer.ancestors(row.unit_key, census.day)}
    }
    result = spread(counted, pack.gazetteer, day, census.day)
    title = next((source.title for source in pack.sources if source.key == census.source), census.source)
    return _Ground({one.key: one for one in result.units}, census, rules == WHOLE_SINCE, title, pack=pack)


def _values(ground: _Ground, units: Sequence[str], *, sure: bool) -> dict[str, Value]:
    """People and density of the units as far as they bound the candidate's own."""
    rows = [ground.people[key] for key in units if key in ground.people]
    if ground.census is None or not rows or len(rows) < len(units):
        return {}
    total = Fraction(sum(row.people.total for row in rows))
    complete = all(row.complete is Truth.YES for row in rows)
    whole = sure and ground.whole
    people = Value(
        total if whole else Fraction(0),
        total if complete else None,
        ground.source,
        ground.census.day,
        how="" if whole else "không quá số dân của các xã nêu",
        how_en="" if whole else "at most the people of the communes named",
    )
    if people.unknown:
        return {}
    found = dict.fromkeys(_PEOPLE, people)
    areas = [_area(ground.pack, key) for key in units]
    if whole and complete and all(areas):
        density = total / sum((area for area in areas if area is not None), Fraction(0))
        found |= dict.fromkeys(_DENSITY, replace(people, low=density, high=density))
    return found


def _area(pack: ProvincePack, key: str) -> Fraction | None:
    states = pack.gazetteer.states_of(key)
    area = states[-1].official_area_km2 if states else None
    return None if not area else Fraction(area)


def _profiles(law: Law, folder: Path, day: date, names: Sequence[str]) -> dict[str, Profile]:
    """What the pack says of every town: its region."""
    path = folder / "town_values.csv"
    if not path.is_file():
        return {}
    return {
        fold(town.name): town.profile for town in read_towns(law, path, day, names=list(dict.fromkeys(names)))
    }
