"""A plan on record against the plan above it, as a job: a workbook, a map layer, and the result's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyproj import CRS

from dothi.base.errors import Fault, InputError
from dothi.intake.checking.context import tolerances_for
from dothi.land.conformity import Conformity, Part, compatibility_of, conformity
from dothi.land.conformity_files import Basis, conformity_data, write_places, write_workbook
from dothi.land.polygons import laid_out
from dothi.registry.jobs.models import Job
from dothi.registry.land.asked import ground
from dothi.registry.land.comparing import drawing
from dothi.registry.land.comparing.handing import CONFORM, FILES, folder_of, hand_in
from dothi.registry.land.comparing.plan_zones import PlanZones, zones_of
from dothi.registry.lawbook import current_law

Progress = Callable[[int, int, str], None]
LISTED = 300
"""Places that the page lists; the workbook lists them all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Keys of the lower and the upper plan, and the day on which both are in force."""

    lower: str
    upper: str
    day: date

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Wanted:
        """What :func:`ask` put into the job."""
        return cls(data["lower"], data["upper"], date.fromisoformat(data["day"]))


def ask(user: Any, wanted: Wanted) -> Job:
    """Queue the comparison.

    Raises :class:`InputError` ``conform.same-plan``, :class:`UnusableError` ``land.no-plan``.
    """
    if wanted.lower == wanted.upper:
        raise InputError(_SAME)
    lower, upper = (zones_of(key, wanted.day) for key in (wanted.lower, wanted.upper))
    payload = {
        "lower": wanted.lower,
        "upper": wanted.upper,
        "day": wanted.day.isoformat(),
        "title": f"{lower.row.title} / {upper.row.title}",
    }
    return hand_in(user, CONFORM, payload)


def compare(job: Job, progress: Progress) -> dict[str, Any]:
    """Compare both plans, write the files, and tell what came of it."""
    wanted = Wanted.from_data(job.payload)
    below, above = zones_of(wanted.lower, wanted.day), zones_of(wanted.upper, wanted.day)
    progress(0, 3, "Đang đọc hai đồ án")
    law = current_law()
    crs = CRS.from_epsg(ground()[1])
    first, second = laid_out([below.source(), above.source()], crs=crs, leave_out=True)
    progress(1, 3, "Đang đối chiếu từng ô")
    found = conformity(
        first,
        second,
        compatibility_of(law, wanted.day),
        tolerance_m=tolerances_for(law, max(below.scale, above.scale)).sliver,
    )
    progress(2, 3, "Đang ghi kết quả")
    folder, files = folder_of(job), FILES[CONFORM]
    invented = below.row.illustrative or above.row.illustrative
    basis = Basis(below.name, above.name, wanted.day, wanted.day, law.version, invented)
    write_workbook(found, None, basis, folder / files["xlsx"])
    write_places(found, first, None, crs, folder / files["gpkg"], illustrative=invented)
    parts = [part for part in (*found.parts, *found.outside) if not part.strip]
    shown = sorted(parts, key=_gravest)[: drawing.MOST]
    shapes = drawing.to_screen(first.drawn([part.shape for part in shown]), crs)
    drawing.write_shapes(
        [(_drawn(part), shape) for part, shape in zip(shown, shapes, strict=True)], folder / files["geojson"]
    )
    return _result(found, first, basis, (below, above)) | {
        "places": [
            {"number": number, **_drawn(part), "at": drawing.inside(shape), "box": list(shape.bounds)}
            for number, (part, shape) in enumerate(zip(shown, shapes, strict=True), start=1)
        ][:LISTED],
        "place_count": len(parts),
    }


def _result(found: Conformity, laid: Any, basis: Basis, sides: tuple[PlanZones, PlanZones]) -> dict[str, Any]:
    """Figures and both versions; places are told apart, for the page lists only some."""
    told = conformity_data(found, laid, None, basis)
    return {**told, "lower": sides[0].facts(), "upper": sides[1].facts()}


def _drawn(part: Part) -> dict[str, Any]:
    return {
        "verdict": part.fit.value,
        "lower": part.lower,
        "upper": part.upper,
        "outside": not part.upper_feature,
        "lower_feature": part.lower_feature,
        "upper_feature": part.upper_feature,
        "m2": part.m2,
    }


def _gravest(part: Part) -> tuple[int, float]:
    order = ("conflict", "explain", "not-known", "waived")
    return order.index(part.fit.value), -part.m2


_SAME = Fault(
    "conform.same-plan",
    "Đồ án cấp dưới và cấp trên là một",
    "The lower and the upper plan are the same one",
    remedy_vi="Chọn hai đồ án khác nhau",
    remedy_en="Choose two different plans",
)
