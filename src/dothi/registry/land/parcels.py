"""Finding a parcel by its number in the snapshots of the cadastre on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow.parquet as pq
import shapely

from dothi.base.dates import format_date
from dothi.base.errors import InputError
from dothi.base.time import Truth
from dothi.land.cadastre import AREA, PARCEL, SHEET, UNIT, ParcelIndex
from dothi.land.parcel_number import ParcelNumber, number_key, read_parcel
from dothi.land.record import ParcelFacts, Words
from dothi.registry.land import parcel_refusals as refusal
from dothi.registry.land.asked import Asked, in_province
from dothi.registry.land.communes import Communes, listed
from dothi.registry.land.models import ParcelLayer
from dothi.registry.places.queries import units_at
from dothi.registry.plans.lake import opened_layer

INDEXES_KEPT = 64
"""Indexes of snapshots held in memory: 16 MB for a million parcels."""


def by_parcel(
    text: str, day: date, known_on: date | None = None, registered_m2: float | None = None
) -> Asked:
    """The parcel that a text names, ready to be asked about.

    Raises :class:`InputError`: what :func:`~dothi.land.parcel_number.read_parcel` raises, and the refusals of
    :mod:`dothi.registry.land.parcel_refusals`.
    """
    return Cadastre.on(day, known_on).find(read_parcel(text), registered_m2)


@dataclass(frozen=True, slots=True, eq=False)
class _Hit:
    """One outline with the number that was asked for."""

    row: ParcelLayer
    unit: str
    values: Any
    shape: Any
    crs: Any


@dataclass(frozen=True, slots=True, eq=False)
class Cadastre:
    """The snapshots on record and the communes, ready for any number of parcels.

    Outlines are those of the day asked about where a snapshot holds then, else of the nearest one, which the
    answer says: the land is what is asked about, whenever its outline was put on record. ``known`` are the
    numbers of the snapshots that were on record at the time of knowledge asked for.
    """

    day: date
    rows: tuple[ParcelLayer, ...]
    known: frozenset[int]
    communes: Communes

    @classmethod
    def on(cls, day: date, known_on: date | None = None) -> Cadastre:
        """Read what is on record; five queries."""
        rows = tuple(ParcelLayer.objects.as_known_on())
        known = {row.pk for row in rows}
        if known_on is not None:
            known &= set(ParcelLayer.objects.as_known_on(known_on).values_list("pk", flat=True))
        return cls(day, rows, frozenset(known), Communes.load())

    def find(self, number: ParcelNumber, registered_m2: float | None = None) -> Asked:
        """The one parcel of this number. Raises the refusals that :func:`by_parcel` raises."""
        if not number.place:
            raise InputError(refusal.no_place())
        communes = self.communes.named(number.place)
        if not communes:
            raise InputError(refusal.no_commune(number.place, self.communes.nearest(number.place)))
        searched = [(row, unit) for commune in communes for row, unit in self._snapshots(commune)]
        searched = list({(row.pk, unit): (row, unit) for row, unit in searched}.values())
        if not searched:
            raise InputError(refusal.no_cadastre(self._names(communes), self._names(self._later(communes))))
        hits = [hit for row, unit in searched for hit in _hits(row, unit, number)]
        if not hits:
            raise InputError(
                refusal.not_there(number, [(row, self.communes.name(unit)) for row, unit in searched])
            )
        if len(hits) > 1:
            raise InputError(refusal.several(number, [self._told(hit) for hit in hits]))
        return self._asked(hits[0], registered_m2, self._doubt(communes, hits[0]))

    def _snapshots(self, commune: str) -> list[tuple[ParcelLayer, str]]:
        """Snapshots made under a commune; where there is none, those of the communes that went into it."""
        own = self._newest(commune)
        if own is not None:
            return [(own, commune)]
        earlier = [(self._newest(unit), unit) for unit in self.communes.before(commune)]
        return [(row, unit) for row, unit in earlier if row is not None]

    def _newest(self, unit: str) -> ParcelLayer | None:
        """The snapshot of a unit that holds on the day, of several the latest; else the nearest in time."""
        rows = [row for row in self.rows if unit in row.units]
        held = [row for row in rows if row.period.holds(self.day) is Truth.YES]
        if held:
            return max(held, key=lambda row: (row.pk in self.known, row.starts_latest, row.pk))
        return min(rows, key=lambda row: (abs(row.starts_latest - self.day), -row.pk), default=None)

    def _later(self, communes: Sequence[str]) -> list[str]:
        """Later units of these that have a snapshot of their own."""
        after = {unit for key in communes for unit in self.communes.later(key)} - set(communes)
        return sorted(unit for unit in after if any(unit in row.units for row in self.rows))

    def _names(self, keys: Sequence[str]) -> str:
        return listed(self.communes.name(key) for key in keys)

    def _told(self, hit: _Hit) -> tuple[str, Any]:
        return self.communes.name(hit.unit), in_province(hit.shape, hit.crs)

    def _doubt(self, communes: Sequence[str], hit: _Hit) -> list[Words]:
        """Namesakes, and parts of the commune, of which no cadastre is on record."""
        silent = [key for key in communes if key != hit.unit and not self._snapshots(key)]
        if hit.unit not in communes:
            parts = [unit for key in communes for unit in self.communes.before(key)]
            silent += [unit for unit in parts if self._newest(unit) is None]
        if not silent:
            return []
        names, chosen = self._names(silent), self.communes.name(hit.unit)
        return [
            Words(
                f"Đây là thửa của {chosen}; chưa có bản đồ địa chính của {names} nên chưa biết "
                "ở đó có số này không",
                f"This is the parcel of {chosen}; the cadastre of {names} is not on record, so whether this "
                "number is there too is not known",
            )
        ]

    def _asked(self, hit: _Hit, registered_m2: float | None, notes: list[Words]) -> Asked:
        area = getattr(hit.values, AREA)
        known = float(area) if area is not None and area == area else None  # noqa: PLR0124 - not a number
        land = in_province(hit.shape, hit.crs, registered_m2 if registered_m2 is not None else known)
        now = self._now(hit.unit, land.wgs84)
        facts = ParcelFacts(
            getattr(hit.values, SHEET), getattr(hit.values, PARCEL), self.communes.name(hit.unit),
            tuple(self.communes.places.name_of(key, self.day) for key in now),
            hit.row.title, hit.row.document, hit.row.starts_latest, hit.row.layer, known,
            hit.row.illustrative,
        )  # fmt: skip
        moved = [] if now == [hit.unit] else [_moved(facts, self.day)]
        told = [_said(facts), *moved, *self._timing(hit.row), *notes]
        return Asked(replace(land, parcel=facts), tuple(told))

    def _now(self, unit: str, shape: Any) -> list[str]:
        """Units of the day that hold the parcel: of several that share the commune, that of its place."""
        found = self.communes.on(unit, self.day)
        if len(found) > 1:
            point = shapely.point_on_surface(shape)
            here = {row.key for row in units_at(point.x, point.y, self.day)}
            found = [key for key in found if key in here] or found
        return found

    def _timing(self, row: ParcelLayer) -> list[Words]:
        told = []
        if row.period.holds(self.day) is not Truth.YES:
            since = format_date(row.starts_latest)
            told.append(
                Words(
                    f"Ranh thửa theo bản đồ địa chính từ ngày {since}, không phải của ngày hỏi",
                    f"The outline is of the cadastre since {since}, not of the day asked about",
                )
            )
        if row.pk not in self.known:
            told.append(
                Words(
                    "Bản đồ địa chính này được ghi nhận sau ngày hiểu biết đã chọn; chỉ dùng để định vị thửa",
                    "This cadastre was recorded after the chosen day of knowledge; it only places the parcel",
                )
            )
        return told


@lru_cache(maxsize=INDEXES_KEPT)
def index_of(layer: str) -> ParcelIndex:
    """The numbers of a snapshot, read once without any outline: a layer never changes."""
    with opened_layer(layer).open_data() as stream:
        table = pq.read_table(stream, columns=[UNIT, SHEET, PARCEL])
    return ParcelIndex(*(table.column(name).to_pylist() for name in (UNIT, SHEET, PARCEL)))


def _hits(row: ParcelLayer, unit: str, number: ParcelNumber) -> list[_Hit]:
    found = index_of(row.layer).features(unit, number.sheet, number.parcel)
    if not found:
        return []
    frame = opened_layer(row.layer).features(found)
    wanted = (unit, number_key(number.sheet), number_key(number.parcel))
    return [
        _Hit(row, unit, values, shape, frame.crs)
        for values, shape in zip(frame.itertuples(index=False), frame.geometry, strict=True)
        if (getattr(values, UNIT), number_key(getattr(values, SHEET)), number_key(getattr(values, PARCEL)))
        == wanted
    ]


def _said(facts: ParcelFacts) -> Words:
    since = format_date(facts.since) if facts.since else "?"
    basis_vi = f"{facts.title} ({facts.document}), từ ngày {since}"
    basis_en = f"{facts.title} ({facts.document}), since {since}"
    return Words(
        f"Thửa {facts.parcel}, tờ {facts.sheet}, {facts.unit}; {basis_vi}",
        f"Parcel {facts.parcel}, sheet {facts.sheet}, {facts.unit}; {basis_en}",
    )


def _moved(facts: ParcelFacts, day: date) -> Words:
    when = format_date(day)
    if not facts.now:
        return Words(
            f"Chưa rõ ngày {when} đất của {facts.unit} thuộc đơn vị nào",
            f"It is not known which unit held the land of {facts.unit} on {when}",
        )
    now = listed(facts.now)
    if len(facts.now) > 1:
        return Words(
            f"Ngày {when}, đất của {facts.unit} thuộc một trong các đơn vị: {now}",
            f"On {when} the land of {facts.unit} was in one of: {now}",
        )
    return Words(f"Ngày {when}, thửa này thuộc {now}", f"On {when} this parcel is in {now}")
