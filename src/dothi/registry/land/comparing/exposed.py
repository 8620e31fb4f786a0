"""What lies in a hazard on record, as a job: a workbook, a map layer, and the result's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import shapely

from dothi.land.beside import Subject, beside, on_ground
from dothi.land.exposure import Exposed, Exposure, Found, Kind, Place, exposure, places
from dothi.land.exposure_files import Basis, exposure_data, write_places, write_workbook
from dothi.land.exposure_layers import Map
from dothi.land.overrides import THEME
from dothi.registry.jobs.models import Job
from dothi.registry.land.comparing import drawing
from dothi.registry.land.comparing.exposed_hazard import (
    Raster,
    as_data,
    laid_hazard,
    title_of_hazard,
)
from dothi.registry.land.comparing.exposed_things import (
    FILE,
    LAYER,
    PLAN,
    Fields,
    Laid,
    laid_things,
    title_of,
)
from dothi.registry.land.comparing.handing import (
    EXPOSE,
    FILES,
    folder_of,
    given_file,
    hand_in,
    write_data,
)
from dothi.registry.land.overriding import conclusions_on

Progress = Callable[[int, int, str], None]
LISTED = 300
"""Places that the page lists; the GeoPackage holds them all."""
SENT = "things"
"""Place of the file that may be sent with the question."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may lie in the hazard, code of a theme of restrictions, and the day.

    ``things`` is ``plan:KEY``, ``layer:NUMBER`` of a layer of a theme, ``people`` or ``file``. A ``raster``
    takes the place of the theme, whose code is then empty.
    """

    things: str
    theme: str
    day: date
    known_on: date | None = None
    fields: Fields = field(default_factory=Fields)
    raster: Raster | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Wanted:
        """What :func:`ask` put into the job; before there were other things, it named a plan."""
        known = data.get("known_on")
        return cls(
            data.get("things") or f"{PLAN}{data['plan']}",
            data["theme"],
            date.fromisoformat(data["day"]),
            date.fromisoformat(known) if known else None,
            Fields(**data.get("fields", {})),
            Raster.from_data(data.get("raster")),
        )


def ask(user: Any, wanted: Wanted, sent: Any | None = None) -> Job:
    """Queue the question; ``sent`` is a file of areas, lines or points, or a raster of people.

    Raises :class:`InputError`: ``exposure.no-theme``, ``exposure.no-file``, and what reading the file raises;
    :class:`UnusableError`: ``land.no-plan``, ``exposure.no-things``.
    """
    hazard = title_of_hazard(wanted.theme, wanted.raster, wanted.day)
    named = wanted.things.startswith(LAYER) and wanted.fields != Fields()
    if named or (wanted.things == FILE and sent is None):
        laid_things(wanted.things, wanted.day, wanted.known_on, wanted.fields, None)
    about = title_of(wanted.things, wanted.day, wanted.known_on, str(getattr(sent, "name", "")))
    payload = {
        "things": wanted.things,
        "theme": wanted.theme,
        "day": wanted.day.isoformat(),
        "known_on": wanted.known_on and wanted.known_on.isoformat(),
        "fields": asdict(wanted.fields),
        "raster": as_data(wanted.raster),
        "title": f"{hazard.vi}: {about}",
    }

    def check(job: Job) -> None:
        laid_things(wanted.things, wanted.day, wanted.known_on, wanted.fields, given_file(job, SENT))

    return hand_in(user, EXPOSE, payload, {SENT: sent} if wanted.things == FILE else None, check)


def measure(job: Job, progress: Progress) -> dict[str, Any]:
    """Lay the hazard over everything, write the files, and tell what came of it."""
    wanted = Wanted.from_data(job.payload)
    title = title_of_hazard(wanted.theme, wanted.raster, wanted.day)
    progress(0, 3, "Đang đọc đối tượng và lớp chủ đề")
    laid = laid_things(wanted.things, wanted.day, wanted.known_on, wanted.fields, given_file(job, SENT))
    things, on = laid.things, laid.on
    hazard, sources = laid_hazard(wanted.theme, wanted.raster, (things, on), wanted.day, wanted.known_on)
    progress(1, 3, "Đang đo từng đối tượng")
    found = exposure(things, hazard)
    said = beside(
        conclusions_on(wanted.day, wanted.known_on),
        (Subject(THEME, wanted.theme), *laid.subjects),
        things.shapes,
        on.crs,
        on.measuring,
    )
    progress(2, 3, "Đang ghi kết quả")
    invented = things.illustrative or hazard.illustrative
    basis = Basis(wanted.day, wanted.known_on, invented, laid.notes, said)
    folder, files = folder_of(job), FILES[EXPOSE]
    told = exposure_data(found, basis)
    write_workbook(found, basis, folder / files["xlsx"])
    write_places(found, on, basis, folder / files["gpkg"])
    write_data(told, job)
    return {
        **{key: value for key, value in told.items() if key != "features"},
        **_drawn(job, found, laid, basis),
        "plan": laid.facts if laid.plan else None,
        "about": laid.facts,
        "theme": {"code": wanted.theme, "title": title.vi, "title_en": title.en},
        "sources": sources,
        "place_count": sum(_listed(one) for one in found.found),
        "strips": sum(one.strip or one.unknown_strip for one in found.found),
    }


def _drawn(job: Job, found: Exposure, laid: Laid, basis: Basis) -> dict[str, Any]:
    """Write what of each thing is exposed or not known, the exposed first and the largest; list the first."""
    if laid.things.cells:
        drawing.write_shapes([], folder_of(job) / FILES[EXPOSE]["geojson"])
        return {"places": []}
    rows = sorted((one for one in places(found) if not one.strip), key=_gravest)[: drawing.MOST]
    shown = _on_screen(rows, found, laid.on)
    drawing.write_shapes(shown, folder_of(job) / FILES[EXPOSE]["geojson"])
    concluded = [on_ground(row.shape, basis.said) for row in rows[:LISTED]]
    return {
        "places": [
            {"number": number, **told, "at": drawing.inside(shape), "concluded": numbers}
            for number, ((told, shape), numbers) in enumerate(zip(shown, concluded, strict=False), start=1)
        ]
    }


def _on_screen(rows: list[Place], found: Exposure, on: Map) -> list[tuple[dict[str, Any], Any]]:
    groups = {one.feature: one for one in found.found}
    shapes = drawing.to_screen([on.measuring.back(row.shape) for row in rows], on.crs)
    return [
        (
            {
                "verdict": row.verdict.value,
                "feature": row.feature,
                "label": row.label,
                "function": groups[row.feature].group,
                "kind": groups[row.feature].kind.value,
                "m2": float(row.shape.area),
                "metres": float(row.shape.length) if shapely.get_dimensions(row.shape) == 1 else 0.0,
            },
            shape,
        )
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _listed(one: Found) -> bool:
    """Whether a thing has a place to look at: more than strips are exposed, or not known."""
    exposed = one.parts.exposed > 0 and not one.strip
    return exposed or (one.parts.unknown > 0 and not one.unknown_strip)


def _gravest(row: Place) -> tuple[bool, float, float]:
    return row.verdict is not Exposed.YES, -float(row.shape.area), -float(row.shape.length)


def measures_of(totals: Mapping[str, Any]) -> dict[Kind, dict[str, float]]:
    """Measures by verdict of each kind there is in a group of the result: m², metres, or points."""
    found: dict[Kind, dict[str, float]] = {}
    for kind, name in ((Kind.AREA, "m2"), (Kind.LINE, "metres"), (Kind.POINT, "")):
        counts = totals["count"].get(kind.value, {})
        if any(counts.values()):
            found[kind] = {
                one.value: float(totals[name][one.value] if name else counts[one.value]) for one in Exposed
            }
    return found


def count_of(totals: Mapping[str, Any]) -> dict[str, int]:
    """Things by verdict of a group of the result, of every kind together."""
    kinds = totals["count"].values()
    return {one.value: sum(counts[one.value] for counts in kinds) for one in Exposed}
