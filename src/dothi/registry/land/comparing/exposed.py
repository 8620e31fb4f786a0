"""Zones of a plan in a hazard on record, as a job: a workbook, a map layer, and the result's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.land.exposure import Exposed, Exposure, Kind, Place, exposure, places
from dothi.land.exposure_files import Basis, exposure_data, write_places, write_workbook
from dothi.land.exposure_hazards import theme_hazard
from dothi.land.exposure_layers import Map, things_of
from dothi.land.record import Words
from dothi.law.tables.land_themes import LandTheme
from dothi.registry.jobs.models import Job
from dothi.registry.land.asked import ground
from dothi.registry.land.comparing import drawing
from dothi.registry.land.comparing.handing import EXPOSE, FILES, folder_of, hand_in
from dothi.registry.land.comparing.plan_zones import FUNCTION, zones_of
from dothi.registry.land.sources import reader, theme_sources
from dothi.registry.lawbook import current_law

Progress = Callable[[int, int, str], None]
LISTED = 300
"""Places that the page lists; the GeoPackage holds them all."""
RESTRICTION = "restriction"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Key of a plan, code of a theme of restrictions, and the day."""

    plan: str
    theme: str
    day: date

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Wanted:
        """What :func:`ask` put into the job."""
        return cls(data["plan"], data["theme"], date.fromisoformat(data["day"]))


def hazards(day: date) -> dict[str, Words]:
    """Themes of restrictions of a day, by code."""
    rows = current_law().of(LandTheme).including_unconfirmed(day)
    return {row.code: Words(row.title_vi, row.title_en) for row, _ in rows if row.kind == RESTRICTION}


def ask(user: Any, wanted: Wanted) -> Job:
    """Queue the question.

    Raises :class:`InputError` ``exposure.no-theme``, :class:`UnusableError` ``land.no-plan``.
    """
    known = hazards(wanted.day)
    if wanted.theme not in known:
        raise InputError(_no_theme(wanted.theme, list(known)))
    zones = zones_of(wanted.plan, wanted.day)
    payload = {
        "plan": wanted.plan,
        "theme": wanted.theme,
        "day": wanted.day.isoformat(),
        "title": f"{known[wanted.theme].vi}: {zones.row.title}",
    }
    return hand_in(user, EXPOSE, payload)


def measure(job: Job, progress: Progress) -> dict[str, Any]:
    """Lay the hazard over every zone, write the files, and tell what came of it."""
    wanted = Wanted.from_data(job.payload)
    zones, title = zones_of(wanted.plan, wanted.day), hazards(wanted.day)[wanted.theme]
    progress(0, 3, "Đang đọc đồ án và lớp chủ đề")
    source = zones.source()
    crs = CRS.from_epsg(ground()[1])
    things, on = things_of(source.name, source.frame, group=FUNCTION, crs=crs, leave_out=True)
    sources = theme_sources(current_law(), wanted.day, None, reader).get(wanted.theme, [])
    hazard = theme_hazard(title, sources, things, on)
    progress(1, 3, "Đang đo từng ô")
    found = exposure(things, hazard)
    progress(2, 3, "Đang ghi kết quả")
    basis = Basis(wanted.day, None, zones.row.illustrative or hazard.illustrative, ())
    folder, files = folder_of(job), FILES[EXPOSE]
    write_workbook(found, basis, folder / files["xlsx"])
    write_places(found, on, basis, folder / files["gpkg"])
    shown = _drawn(found, on)
    drawing.write_shapes(shown, folder / files["geojson"])
    return _result(found, basis) | {
        "plan": zones.facts(),
        "theme": {"code": wanted.theme, "title": title.vi, "title_en": title.en},
        "sources": [{"title": one.title.vi, "document": one.document, "layer": one.name} for one in sources],
        "places": [
            {"number": number, **told, "at": drawing.inside(shape)}
            for number, (told, shape) in enumerate(shown, start=1)
        ][:LISTED],
        "place_count": sum(one.parts.exposed > 0 or one.parts.unknown > 0 for one in found.found),
    }


def _result(found: Exposure, basis: Basis) -> dict[str, Any]:
    """Figures without the zones one by one, which the workbook holds."""
    told = exposure_data(found, basis)
    del told["features"]
    return told


def _drawn(found: Exposure, on: Map) -> list[tuple[dict[str, Any], Any]]:
    """What of each zone is exposed or not known, the exposed first and the largest of them."""
    rows = sorted(places(found), key=_gravest)[: drawing.MOST]
    groups = {one.feature: one.group for one in found.found}
    shapes = drawing.to_screen([on.measuring.back(row.shape) for row in rows], on.crs)
    return [
        (
            {
                "verdict": row.verdict.value,
                "feature": row.feature,
                "function": groups[row.feature],
                "m2": float(row.shape.area),
            },
            shape,
        )
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _gravest(row: Place) -> tuple[bool, float]:
    return row.verdict is not Exposed.YES, -float(row.shape.area)


def area_of(totals: dict[str, Any]) -> dict[str, float]:
    """m² by verdict of a group of the result."""
    return {one.value: float(totals["m2"][one.value]) for one in Exposed}


def count_of(totals: dict[str, Any]) -> dict[str, int]:
    """Zones by verdict of a group of the result."""
    counts: dict[str, int] = totals["count"][Kind.AREA.value]
    return counts


def _no_theme(code: str, known: list[str]) -> Fault:
    return Fault(
        "exposure.no-theme",
        f"Không có chủ đề hạn chế «{code[:40]}» vào ngày này",
        f"There is no theme of restrictions “{code[:40]}” on this day",
        remedy_vi=f"Chọn một trong: {', '.join(known)}",
        remedy_en=f"Choose one of: {', '.join(known)}",
    )
