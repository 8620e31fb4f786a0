"""Land without a plan of a level, unit by unit, as a job: a workbook, a map layer, and the result's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dothi.base.errors import InputError
from dothi.land.lacking_files import write_lack_places, write_lack_workbook
from dothi.registry.jobs.models import Job
from dothi.registry.land.asking import records_on
from dothi.registry.land.comparing import drawing
from dothi.registry.land.comparing.handing import (
    FILES,
    LACKING,
    OPEN_LEVEL,
    folder_of,
    hand_in,
    write_data,
)
from dothi.registry.land.without import Without, no_level, without
from dothi.registry.land.without_data import notes_of, without_data

Progress = Callable[[int, int, str], None]
_SCREEN_M = 40.0
"""How far an outline on the page may be off: less than those of units are."""
_LEAST_M2 = 10_000.0
"""Land that the page draws at least; the GeoPackage holds every piece."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Level of plan, day, key of a unit (``""``: the whole province); ``opened`` shows it to everybody.

    ``known_on`` is the day of knowledge.
    """

    level: str
    day: date
    unit: str = ""
    opened: bool = False
    known_on: date | None = None

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Wanted:
        """What :func:`ask` put into the job."""
        known = data.get("known_on")
        known_on = date.fromisoformat(known) if known else None
        return cls(data["level"], date.fromisoformat(data["day"]), data["unit"], data["open"], known_on)


def ask(user: Any, wanted: Wanted, unit_name: str = "") -> Job:
    """Queue the measurement. Raises :class:`InputError` ``land.level`` where the day has no such level."""
    levels = {level.code: level for level in records_on(wanted.day, wanted.known_on).levels}
    if wanted.level not in levels:
        raise InputError(no_level(wanted.level, wanted.day, list(levels)))
    where = f" ({unit_name})" if unit_name else ""
    payload = {
        "level": wanted.level,
        "day": wanted.day.isoformat(),
        "known_on": wanted.known_on and wanted.known_on.isoformat(),
        "unit": wanted.unit,
        "open": wanted.opened and wanted.level == OPEN_LEVEL,
        "title": f"Đất chưa có đồ án: {levels[wanted.level].title.vi}{where}",
    }
    return hand_in(user, LACKING, payload)


def measure(job: Job, progress: Progress) -> dict[str, Any]:
    """Measure every unit, write the files, and tell what came of it."""
    wanted = Wanted.from_data(job.payload)
    progress(0, 2, "Đang đo đất có đồ án")
    found = without(wanted.level, wanted.day, wanted.known_on, unit=wanted.unit)
    progress(1, 2, "Đang ghi kết quả")
    folder, files = folder_of(job), FILES[LACKING]
    write_lack_workbook(
        found.total, found.units, found.plans, notes_of(found), folder / files["xlsx"], said=found.said
    )
    write_lack_places(
        found.units, found.crs, folder / files["gpkg"], illustrative=found.illustrative, said=found.said
    )
    told = without_data(found)
    write_data(told, job)
    drawing.write_shapes(_shapes(found), folder / files["geojson"])
    title = found.level.title
    return {
        **told,
        "level_title": {"vi": title.vi, "en": title.en},
        "basis": found.level.basis,
    }


def _shapes(found: Without) -> list[tuple[dict[str, Any], Any]]:
    """Land without a plan and land not known, unit by unit."""
    rows = [
        ({"verdict": verdict, "name": one.name, "key": one.key, "m2": float(shape.area)}, shape)
        for one in found.units
        for verdict, shape in (("without", one.without), ("not-known", one.doubtful))
        if shape.area >= _LEAST_M2
    ]
    shapes = drawing.to_screen([shape for _, shape in rows], found.crs, _SCREEN_M)
    return [(told, shape) for (told, _), shape in zip(rows, shapes, strict=True)]
