"""A plan on record against the plan above it, as a job: a workbook, a map layer, and the result's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyproj import CRS

from dothi.base.csv_tables import table_rows
from dothi.base.dates import parse_date
from dothi.base.errors import Fault, InputError
from dothi.intake.checking.context import tolerances_for
from dothi.land.beside import on_ground
from dothi.land.conformity import Compatibility, Part, Waiver, compatibility_from, compatibility_of
from dothi.land.conformity_checks import CheckedPart, Within
from dothi.land.conformity_files import conformity_data, write_places, write_workbook
from dothi.land.conformity_sides import Compared, waivers_from
from dothi.land.conformity_sides import compare as compared_sides
from dothi.land.polygons import Polygons
from dothi.law import Law
from dothi.registry.jobs.models import Job
from dothi.registry.land.asked import ground
from dothi.registry.land.comparing import drawing
from dothi.registry.land.comparing.handing import (
    CONFORM,
    FILES,
    folder_of,
    given_file,
    hand_in,
    write_data,
)
from dothi.registry.land.comparing.plan_zones import PlanZones, zones_of
from dothi.registry.land.overriding import conclusions_on
from dothi.registry.lawbook import current_law

Progress = Callable[[int, int, str], None]
LISTED = 300
"""Places of each kind that the page lists; the files list them all."""
TABLE, WAIVERS = "table", "waivers"
"""Places of the files that may be sent with the question."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Keys of the lower and the upper plan, and the day on which both are in force.

    ``upper_day`` is the upper plan's own day, ``known_on`` that of knowledge, ``table_day`` that of the law's
    table of functions. ``author`` answers for a table that is sent. ``waivers`` are those that were typed.
    """

    lower: str
    upper: str
    day: date
    upper_day: date | None = None
    known_on: date | None = None
    table_day: date | None = None
    author: str = ""
    waivers: tuple[Waiver, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As JSON's types."""
        days = ("day", "upper_day", "known_on", "table_day")
        told = {name: (one := getattr(self, name)) and one.isoformat() for name in days}
        waivers = [
            {
                "feature": one.lower_feature,
                "authority": one.authority,
                "document": one.document,
                "reason": one.reason,
                "day": one.day.isoformat(),
            }
            for one in self.waivers
        ]
        return {"lower": self.lower, "upper": self.upper, **told, "author": self.author, "waivers": waivers}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Wanted:
        """What :meth:`as_data` gave; jobs of before these were asked for have none."""
        days = (_day(data.get(name)) for name in ("upper_day", "known_on", "table_day"))
        waivers = tuple(
            Waiver(one["feature"], one["authority"], one["document"], one["reason"], parse_date(one["day"]))
            for one in data.get("waivers", ())
        )
        day = date.fromisoformat(data["day"])
        return cls(data["lower"], data["upper"], day, *days, data.get("author", ""), waivers)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def ask(user: Any, wanted: Wanted, *, table: Any | None = None, waivers: Any | None = None) -> Job:
    """Queue the comparison; ``table`` and ``waivers`` are files in CSV.

    Raises :class:`InputError`: ``conform.same-plan``, ``conform.nameless-table``, ``conform.no-such-zone``,
    and what reading the files raises; :class:`UnusableError` ``land.no-plan``.
    """
    if wanted.lower == wanted.upper:
        raise InputError(_SAME)
    if table is not None and not wanted.author:
        raise InputError(_NAMELESS)
    lower = zones_of(wanted.lower, wanted.day, wanted.known_on)
    upper = zones_of(wanted.upper, wanted.upper_day or wanted.day, wanted.known_on)
    payload = {**wanted.as_data(), "title": f"{lower.row.title} / {upper.row.title}"}

    def check(job: Job) -> None:
        _table(job, wanted, current_law())
        check_waived(lower, _waivers(job, wanted))

    check_waived(lower, wanted.waivers)
    return hand_in(user, CONFORM, payload, {TABLE: table, WAIVERS: waivers}, check)


def check_waived(lower: PlanZones, waivers: Iterable[Waiver]) -> None:
    """Refuse a waiver of a zone that the lower plan has not (:class:`InputError`)."""
    count = next(one.features for one in lower.row.layers if one.name == lower.layer)
    known = {str(number) for number in range(1, count + 1)}
    missing = [one.lower_feature for one in waivers if one.lower_feature not in known]
    if missing:
        raise InputError(_no_such_zone(missing[0], count))


def compare(job: Job, progress: Progress) -> dict[str, Any]:
    """Compare both plans, write the files, and tell what came of it."""
    wanted = Wanted.from_data(job.payload)
    below = zones_of(wanted.lower, wanted.day, wanted.known_on)
    above = zones_of(wanted.upper, wanted.upper_day or wanted.day, wanted.known_on)
    progress(0, 3, "Đang đọc hai đồ án")
    law = current_law()
    compared = compared_sides(
        below.given(),
        above.given(),
        law,
        _table(job, wanted, law),
        days=(wanted.day, wanted.upper_day or wanted.day),
        tolerance_m=tolerances_for(law, max(below.scale, above.scale)).sliver,
        waivers=_waivers(job, wanted),
        conclusions=conclusions_on(wanted.day, wanted.known_on),
        known_on=wanted.known_on,
        crs=CRS.from_epsg(ground()[1]),
        leave_out=True,
        progress=lambda: progress(1, 3, "Đang đối chiếu từng ô"),
    )
    progress(2, 3, "Đang ghi kết quả")
    folder, files = folder_of(job), FILES[CONFORM]
    told = conformity_data(compared)
    write_workbook(compared, folder / files["xlsx"])
    write_places(compared, folder / files["gpkg"])
    write_data(told, job)
    return {**_without_places(told), **_drawn(job, compared), "lower": below.facts(), "upper": above.facts()}


def _table(job: Job, wanted: Wanted, law: Law) -> Compatibility:
    path = given_file(job, TABLE)
    if path is None:
        return compatibility_of(law, wanted.table_day or wanted.day)
    return compatibility_from(table_rows(path), wanted.author, path.name)


def _waivers(job: Job, wanted: Wanted) -> list[Waiver]:
    path = given_file(job, WAIVERS)
    sent = waivers_from(table_rows(path), path.name) if path is not None else []
    return [*sent, *wanted.waivers]


def _without_places(told: dict[str, Any]) -> dict[str, Any]:
    """The result without its lists of places, of which the page takes the gravest and the files have all."""
    for name in ("limits", "phase", "boundary"):
        told[name] = {key: value for key, value in told[name].items() if key != "places"}
    return told


def _drawn(job: Job, compared: Compared) -> dict[str, Any]:
    """Write what the page's map draws; the lists of the page, numbered as on the map."""
    kinds = {
        "places": _functions(compared),
        "checks": _checks(compared),
        "edges": [({"verdict": "exceeds"}, shape) for shape in compared.further.boundary.outside],
    }
    shapes: list[tuple[dict[str, Any], Any]] = []
    lists: dict[str, Any] = {}
    for kind, rows in kinds.items():
        kept = rows[: drawing.MOST]
        screen = _to_screen(compared.laid, compared.crs, [shape for _, shape in kept])
        said = [on_ground(shape, compared.said) for _, shape in kept[:LISTED]]
        start = len(shapes) + 1
        shapes += [
            ({**told, "kind": kind, "m2": float(shape.area)}, at)
            for (told, shape), at in zip(kept, screen, strict=True)
        ]
        lists[kind] = [
            {**told, "number": start + row, "at": drawing.inside(at), "concluded": numbers}
            for row, ((told, at), numbers) in enumerate(zip(shapes[start - 1 :], said, strict=False))
            if not at.is_empty
        ]
        lists[f"{kind.removesuffix('s')}_count"] = len(rows)
    drawing.write_shapes(shapes, folder_of(job) / FILES[CONFORM]["geojson"])
    return lists


def _to_screen(laid: Polygons, crs: CRS, shapes: list[Any]) -> list[Any]:
    return drawing.to_screen(laid.drawn(shapes), crs) if shapes else []


def _functions(compared: Compared) -> list[tuple[dict[str, Any], Any]]:
    parts = [part for part in (*compared.found.parts, *compared.found.outside) if not part.strip]
    return [(_part(part), part.shape) for part in sorted(parts, key=_gravest)]


def _checks(compared: Compared) -> list[tuple[dict[str, Any], Any]]:
    """Limits and phases that exceed first, then what nobody can compare; the largest of each first."""
    parts = [part for part in compared.further.parts if not part.strip]
    order = list(Within)
    parts.sort(key=lambda part: (order.index(part.judged.verdict), -part.m2))
    return [(_check(part), part.shape) for part in parts]


def _part(part: Part) -> dict[str, Any]:
    waiver = part.waiver
    return {
        "verdict": part.fit.value,
        "lower": part.lower,
        "upper": part.upper,
        "outside": not part.upper_feature,
        "lower_feature": part.lower_feature,
        "upper_feature": part.upper_feature,
        "waiver": waiver
        and {
            "authority": waiver.authority,
            "document": waiver.document,
            "reason": waiver.reason,
            "day": waiver.day.isoformat(),
        },
    }


def _check(part: CheckedPart) -> dict[str, Any]:
    judged = part.judged
    return {
        "verdict": judged.verdict.value,
        "subject": judged.subject,
        "lower": judged.lower,
        "upper": judged.upper,
        "reason": judged.reason.vi,
        "reason_en": judged.reason.en,
        "lower_feature": part.lower_feature,
        "upper_feature": part.upper_feature,
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
_NAMELESS = Fault(
    "conform.nameless-table",
    "Bảng tương thích riêng chưa ghi người lập",
    "The table of your own names no author",
    remedy_vi="Ghi cơ quan hoặc người lập bảng",
    remedy_en="Name the office or the person who made it",
)


def _no_such_zone(feature: str, count: int) -> Fault:
    return Fault(
        "conform.no-such-zone",
        f"Đồ án cấp dưới không có ô số «{feature[:40]}»",
        f"The lower plan has no zone number “{feature[:40]}”",
        remedy_vi=f"Ghi số từ 1 đến {count}, như trong bảng các chỗ của kết quả",
        remedy_en=f"Give a number from 1 to {count}, as in the list of places of a result",
    )
