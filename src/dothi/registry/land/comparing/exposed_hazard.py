"""The hazard of a question: a theme of restrictions on record, or a raster of the lake with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.lake.rasters import opened
from dothi.land.exposure import Hazard, Things
from dothi.land.exposure_hazards import theme_hazard
from dothi.land.exposure_layers import Map
from dothi.land.exposure_raster import Rule, raster_hazard
from dothi.land.record import Words
from dothi.law.tables.land_themes import LandTheme
from dothi.registry.land.sources import may_see_layer, reader, theme_sources
from dothi.registry.lawbook import current_law
from dothi.registry.plans.lake import current_lake

RESTRICTION = "restriction"


@dataclass(frozen=True, slots=True)
class Raster:
    """A raster of the lake by its name: pixels from ``at_least`` up, or of slopes where it holds heights."""

    layer: str
    at_least: float
    elevation: bool = False

    @classmethod
    def from_data(cls, data: Mapping[str, Any] | None) -> Raster | None:
        """What :func:`dataclasses.asdict` gave."""
        return cls(**data) if data else None

    @property
    def rule(self) -> Rule:
        """Which pixels are hazard."""
        return Rule(self.at_least, slope=self.elevation)

    def title(self) -> Words:
        """What it is called, with its rule."""
        named, rule = current_lake().manifest(self.layer).title or self.layer[:12], self.rule.words
        return Words(f"{named}, {rule.vi}", f"{named}, {rule.en}")


def hazards(day: date) -> dict[str, Words]:
    """Themes of restrictions of a day, by code."""
    rows = current_law().of(LandTheme).including_unconfirmed(day)
    return {row.code: Words(row.title_vi, row.title_en) for row, _ in rows if row.kind == RESTRICTION}


def raster_named(user: Any, start: str, at_least: float, *, elevation: bool) -> Raster:
    """A raster by the first digits of its name, for who may see it.

    Raises :class:`InputError`: as the lake does, ``exposure.no-raster`` where it is none, or not to be seen.
    """
    name = current_lake().resolve(start)
    if current_lake().manifest(name).raster is None or not may_see_layer(user, name):
        raise InputError(_no_raster(start))
    return Raster(name, at_least, elevation)


def title_of_hazard(theme: str, raster: Raster | None, day: date) -> Words:
    """What the hazard is called. Raises :class:`InputError` ``exposure.no-theme``."""
    if raster is not None:
        return raster.title()
    known = hazards(day)
    if theme not in known:
        raise InputError(_no_theme(theme, list(known)))
    return known[theme]


def laid_hazard(
    theme: str, raster: Raster | None, on: tuple[Things, Map], day: date, known_on: date | None
) -> tuple[Hazard, list[dict[str, str]]]:
    """The hazard on the map of the things, and the layers it rests on."""
    title = title_of_hazard(theme, raster, day)
    if raster is None:
        sources = theme_sources(current_law(), day, known_on, reader).get(theme, [])
        told = [{"title": one.title.vi, "document": one.document, "layer": one.name} for one in sources]
        return theme_hazard(title, sources, *on), told
    version = current_lake().open_raster(raster.layer)
    with version.open_data() as stream, opened(stream) as pixels:
        hazard = raster_hazard(pixels, version.manifest.title or raster.layer[:12], raster.rule, *on)
    return hazard, [{"title": title.vi, "document": "", "layer": raster.layer}]


def as_data(raster: Raster | None) -> dict[str, Any] | None:
    """As JSON's types."""
    return None if raster is None else asdict(raster)


def _no_theme(code: str, known: list[str]) -> Fault:
    return Fault(
        "exposure.no-theme",
        f"Không có chủ đề hạn chế «{code[:40]}» vào ngày này",
        f"There is no theme of restrictions “{code[:40]}” on this day",
        remedy_vi=f"Chọn một trong: {', '.join(known)}",
        remedy_en=f"Choose one of: {', '.join(known)}",
    )


def _no_raster(start: str) -> Fault:
    return Fault(
        "exposure.no-raster",
        f"Trong kho không có ảnh nào tên «{start[:40]}»",
        f"The lake has no raster named “{start[:40]}”",
        remedy_vi="Xem tên ảnh bằng «dothi lake list», hoặc đưa ảnh vào kho bằng «dothi lake publish»",
        remedy_en="See names with “dothi lake list”, or put the raster in with “dothi lake publish”",
    )
