"""Questions about plans: which versions are in force on a day, what they consist of, who may see a layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from dothi.base.time import Period, Truth
from dothi.registry.accounts.access import can
from dothi.registry.dated import end_of
from dothi.registry.plans.models import PlanLayer, PlanPeriod


@dataclass(frozen=True, slots=True)
class LayerName:
    """A layer of the lake as the question of access knows it: it is nobody's own and lies in no unit."""

    name: str


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A layer of a version as pages and maps show it; ``name`` is that of its content in the lake."""

    name: str
    title: str
    role: str
    geometry: str
    features: int
    area_m2: float | None
    by_function: dict[str, float]
    extent: tuple[float, float, float, float] | None
    zooms: tuple[int, int] | None
    tile_layer: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a version was withdrawn as published by mistake: when, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version; ``holds`` says whether it is in force on the day asked about.

    One that was withdrawn is in force on no day; ``period`` is then the time it was published for.
    ``period_pk`` is the number of the row that says so.
    """

    pk: int
    plan_key: str
    title: str
    title_en: str
    level: str
    scale: int | None
    place_key: str
    number: int
    period_pk: int
    period: Period
    holds: Truth
    withdrawn: Withdrawal | None
    decision_number: str
    decision_date: date | None
    issuer: str
    note: str
    verdict: str
    digest: str
    illustrative: bool
    published_at: datetime
    layers: tuple[LayerRow, ...]

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of everything it holds."""
        boxes = [layer.extent for layer in self.layers if layer.extent is not None]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    @property
    def by_function(self) -> dict[str, float]:
        """m² by function key over all its zones."""
        found: dict[str, float] = {}
        for layer in self.layers:
            for function, area in layer.by_function.items():
                found[function] = found.get(function, 0.0) + area
        return found


def plans_on(day: date, known_on: date | None = None) -> list[VersionRow]:
    """Versions in force, or perhaps in force, on ``day``: one for each plan, coarser levels first."""
    rows = PlanPeriod.objects.as_known_on(known_on).possibly_on(day)
    found: dict[str, VersionRow] = {}
    for row in _rows(rows, day, known_on):
        other = found.get(row.plan_key)
        if other is None or _order(row) > _order(other):
            found[row.plan_key] = row
    return sorted(found.values(), key=lambda row: (-(row.scale or 0), row.title))


def plan_on(key: str, day: date, known_on: date | None = None) -> VersionRow | None:
    """The version of one plan that is, or may be, in force on ``day``."""
    rows = PlanPeriod.objects.as_known_on(known_on).possibly_on(day).filter(version__plan__key=key)
    return max(_rows(rows, day, known_on), key=_order, default=None)


def versions_of(key: str, day: date, known_on: date | None = None) -> list[VersionRow]:
    """Every published version of a plan as known on a day, withdrawn ones too, the latest first."""
    rows = _told(known_on).filter(version__plan__key=key)
    return sorted(_rows(rows, day, known_on), key=lambda row: -row.number)


def version_of(key: str, number: int, day: date) -> VersionRow | None:
    """One published version by its number, be it withdrawn."""
    rows = _told(None).filter(version__plan__key=key, version__number=number)
    return next(iter(_rows(rows, day)), None)


def _told(known_on: date | None) -> Any:
    """The row that counts of every version as known on a day, and the last one of those withdrawn by then."""
    gone = ~Q(withdrawn_because="")
    if known_on is not None:
        gone &= Q(withdrawn_at__lt=end_of(known_on))
    return PlanPeriod.objects.filter(gone | Q(pk__in=PlanPeriod.objects.as_known_on(known_on).values("pk")))


def is_published(name: str) -> bool:
    """Whether a published version names this layer of the lake."""
    return PlanLayer.objects.filter(name=name).exists()


def may_see_layer(user: Any, name: str) -> bool:
    """Whether ``user`` may see a layer of the lake: what a published version names is everybody's."""
    return can(user, "plans.view" if is_published(name) else "plans.see_drafts", LayerName(name))


def referenced_layers() -> set[str]:
    """Names of every layer in the lake that a version refers to: what must never be collected."""
    return set(PlanLayer.objects.values_list("name", flat=True))


def _rows(periods: Any, day: date, known_on: date | None = None) -> list[VersionRow]:
    related = list(periods.select_related("version__plan").order_by("version__plan", "version__number", "pk"))
    layers: dict[int, list[LayerRow]] = {}
    wanted = {row.version_id for row in related}
    for layer in PlanLayer.objects.filter(version_id__in=wanted).order_by("version", "position"):
        layers.setdefault(layer.version_id, []).append(_layer(layer))
    return [_version(row, _withdrawal(row, known_on), day, layers.get(row.version_id, ())) for row in related]


def _withdrawal(row: PlanPeriod, known_on: date | None) -> Withdrawal | None:
    if row.withdrawn_at is None or not row.withdrawn_because:
        return None
    if known_on is not None and row.withdrawn_at >= end_of(known_on):
        return None
    return Withdrawal(row.withdrawn_at, row.withdrawn_because)


def _version(
    row: PlanPeriod, withdrawn: Withdrawal | None, day: date, layers: Iterable[LayerRow]
) -> VersionRow:
    version, plan = row.version, row.version.plan
    return VersionRow(
        version.pk,
        plan.key,
        plan.title,
        plan.title_en,
        plan.level,
        plan.scale,
        plan.place_key,
        version.number,
        row.pk,
        row.period,
        row.period.holds(day) if withdrawn is None else Truth.NO,
        withdrawn,
        version.decision_number,
        version.decision_date,
        version.issuer,
        version.note,
        version.verdict,
        version.digest,
        version.illustrative,
        version.published_at,
        tuple(layers),
    )


def _layer(row: PlanLayer) -> LayerRow:
    extent = None if row.west is None else (row.west, row.south, row.east, row.north)
    zooms = None if row.min_zoom is None else (row.min_zoom, row.max_zoom)
    return LayerRow(
        row.name,
        row.title,
        row.role,
        row.geometry,
        row.features,
        row.area_m2,
        dict(row.by_function),
        extent,  # type: ignore[arg-type]
        zooms,  # type: ignore[arg-type]
        row.tile_layer,
    )


def _order(row: VersionRow) -> tuple[bool, date, int]:
    return row.holds is Truth.YES, row.period.start.latest or date.min, row.number
