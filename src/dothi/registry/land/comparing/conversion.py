"""Current use against a plan on record, as a job: a workbook, a map layer, and the result's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import shapely
from pyproj import CRS

from dothi.base.csv_tables import table_rows
from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.time import Truth
from dothi.land.beside import Subject, beside, beside_data, on_ground
from dothi.land.conversion import Place, conversion, places, whole
from dothi.land.conversion_files import conversion_data, write_places, write_workbook
from dothi.land.conversion_reading import code_column, known_codes, own_reading, standing_notes
from dothi.land.decisions import Decision
from dothi.land.decisions_file import decision_rows
from dothi.land.overrides import THEME as ABOUT_THEME
from dothi.land.permission import Need, Rules, readings_from, rules_of
from dothi.land.polygons import Polygons, Source, check_column, laid_out
from dothi.land.record import Words
from dothi.registry.jobs.models import Job
from dothi.registry.land.asked import ground
from dothi.registry.land.comparing import drawing
from dothi.registry.land.comparing.handing import (
    CONVERT,
    FILES,
    folder_of,
    given_file,
    hand_in,
    write_data,
)
from dothi.registry.land.comparing.plan_zones import zones_of
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.overriding import conclusions_on
from dothi.registry.land.without import unit_grounds, units_of_day
from dothi.registry.lawbook import current_law
from dothi.registry.plans.lake import opened_layer

Progress = Callable[[int, int, str], None]
THEME = "current-use"
LISTED = 300
DECISIONS, USES = "decisions", "uses"
"""Places of the files that may be sent with the question."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Number of the layer of current use, key of the plan, year, whether by commune, the field of codes.

    ``author`` answers for a table of readings that is sent; ``known_on`` is the day of knowledge.
    """

    current: int
    plan: str
    year: int
    by_unit: bool = True
    column: str = ""
    author: str = ""
    known_on: date | None = None

    def day(self, today: date) -> date:
        """The end of the year, or today where it is not over."""
        return min(date(self.year, 12, 31), today)


def ask(
    user: Any, wanted: Wanted, today: date, *, decisions: Any | None = None, uses: Any | None = None
) -> Job:
    """Queue the comparison; ``decisions`` and ``uses`` are files as the command takes them.

    Raises :class:`InputError`: ``conversion.year``, ``land.theme-layer``, ``conversion.nameless-table``, and
    what reading the files raises; :class:`UnusableError` ``land.no-plan``, ``land.no-field``.
    """
    if wanted.year > today.year:
        raise InputError(_not_come(wanted.year))
    if uses is not None and not wanted.author:
        raise InputError(_NAMELESS)
    day = wanted.day(today)
    layer = _layer(wanted.current, wanted.known_on)
    zones = zones_of(wanted.plan, day, wanted.known_on)
    if wanted.column:
        check_column(Source(layer.title, opened_layer(layer.layer).frame(), wanted.column))
    payload = {
        "current": wanted.current,
        "plan": wanted.plan,
        "year": wanted.year,
        "day": day.isoformat(),
        "known_on": wanted.known_on and wanted.known_on.isoformat(),
        "by_unit": wanted.by_unit,
        "column": wanted.column,
        "author": wanted.author,
        "title": f"{layer.title} → {zones.row.title}",
    }

    def check(job: Job) -> None:
        _rules(job, day)
        path = given_file(job, DECISIONS)
        if path is not None:
            decision_rows(path).decisions(None)

    return hand_in(user, CONVERT, payload, {DECISIONS: decisions, USES: uses}, check)


def compare(job: Job, progress: Progress) -> dict[str, Any]:
    """Lay the plan over current use unit by unit, write the files, and tell what came of it."""
    asked, day = job.payload, date.fromisoformat(job.payload["day"])
    known_on = date.fromisoformat(asked["known_on"]) if asked.get("known_on") else None
    layer, zones = _layer(asked["current"], known_on), zones_of(asked["plan"], day, known_on)
    progress(0, 3, "Đang đọc hiện trạng và đồ án")
    rules, own = _rules(job, day)
    crs = CRS.from_epsg(ground()[1])
    current, plan, decisions = _laid(job, [_current(layer, asked["column"], rules), zones.source()], crs)
    units, notes = _units(current, plan, day, known_on, by_unit=asked["by_unit"])
    notes = (*notes, *own, *standing_notes(rules), *_other_time(layer, day))
    notes = (*notes, *((_NO_DECISIONS,) if decisions is None else ()))
    progress(1, 3, "Đang lập ma trận")
    found = conversion(current, plan, units, rules, decisions)
    illustrative = layer.illustrative or zones.row.illustrative
    subjects = (*zones.subjects, Subject(ABOUT_THEME, THEME))
    said = beside(conclusions_on(day, known_on), subjects, plan.shapes, crs, plan.measuring)
    progress(2, 3, "Đang ghi kết quả")
    folder, files = folder_of(job), FILES[CONVERT]
    write_workbook(found, notes, folder / files["xlsx"], illustrative=illustrative, said=said)
    rows = list(places(current, plan, units, rules))
    write_places(rows, current, crs, folder / files["gpkg"], illustrative=illustrative, said=said)
    told = {
        **conversion_data(found, notes, illustrative=illustrative),
        "as_known_on": known_on and known_on.isoformat(),
        "conclusions": beside_data(said),
    }
    write_data(told, job)
    shown = sorted(rows, key=_gravest)[: drawing.MOST]
    shapes = drawing.to_screen(current.drawn([one.shape for one in shown]), crs)
    drawn = [(_drawn(one), shape) for one, shape in zip(shown, shapes, strict=True)]
    drawing.write_shapes(drawn, folder / files["geojson"])
    concluded = [on_ground(one.shape, said) for one in shown[:LISTED]]
    return {
        **told,
        "current": layer_facts(layer),
        "plan": zones.facts(),
        "places": [
            {"number": number, **one, "at": drawing.inside(shape), "concluded": numbers}
            for number, ((one, shape), numbers) in enumerate(zip(drawn, concluded, strict=False), start=1)
            if not shape.is_empty
        ],
        "place_count": len(rows),
    }


def _rules(job: Job, day: date) -> tuple[Rules, tuple[Words, ...]]:
    """How codes are read, and a note where it is by a table that was sent."""
    rules, path = rules_of(current_law(), day), given_file(job, USES)
    if path is None:
        return rules, ()
    return readings_from(rules, table_rows(path)), (own_reading(path.name, job.payload["author"]),)


def _laid(
    job: Job, sources: list[Source], crs: CRS
) -> tuple[Polygons, Polygons, tuple[Decision, ...] | None]:
    """Current use, plan and decisions on one map; ``None`` where no decisions were sent."""
    path = given_file(job, DECISIONS)
    told = None if path is None else decision_rows(path)
    drawn = [told.drawn] if told is not None and told.drawn is not None else []
    current, plan, *rest = laid_out([*sources, *drawn], crs=crs, leave_out=True)
    return current, plan, None if told is None else told.decisions(rest[0] if rest else None)


def _other_time(layer: ThemeLayer, day: date) -> tuple[Words, ...]:
    """That the current use may be of another time than the day asked about."""
    if layer.period.holds(day) is Truth.YES:
        return ()
    told = f"{layer.title} ({layer.document})"
    return (
        Words(
            f"Lớp hiện trạng «{told}» không chắc có hiệu lực ngày {format_date(day)}",
            f"The layer of current use “{told}” is not certainly in force on {format_date(day)}",
        ),
    )


def layer_facts(row: ThemeLayer) -> dict[str, Any]:
    """What a result says of the layer of a theme it rests on."""
    return {
        "number": row.pk,
        "title": row.title,
        "title_en": row.title_en,
        "document": row.document,
        "issuer": row.issuer,
        "layer": row.layer,
        "scale": row.scale,
        "illustrative": row.illustrative,
    }


def _layer(number: int, known_on: date | None) -> ThemeLayer:
    """The layer of current use; one that was withdrawn since it was asked for is refused."""
    known = ThemeLayer.objects.as_known_on(known_on)
    row: ThemeLayer | None = known.filter(pk=number, theme=THEME).first()
    if row is None:
        raise InputError(_NO_LAYER)
    return row


def _current(layer: ThemeLayer, column: str, rules: Any) -> Source:
    frame = opened_layer(layer.layer).frame()
    frame.index = range(1, len(frame) + 1)
    codes = column or code_column(
        layer.title, frame, known_codes(current_law(), rules), ("«Trường mã loại đất»", "“Field of codes”")
    )
    return Source(layer.title, frame, codes)


def _units(
    current: Polygons, plan: Polygons, day: date, known_on: date | None, *, by_unit: bool
) -> tuple[Polygons, tuple[Words, ...]]:
    """The communes (before 1/7/2025: districts) that the plan lies in, or all land of both layers as one."""
    if not by_unit:
        return whole([current, plan], "Toàn bộ hai lớp"), (_NOT_NAMED,)
    grounds, unmeasured = unit_grounds(units_of_day("", day, known_on), None)
    planned = shapely.union_all(plan.shapes)
    met = [one for one in grounds if shapely.intersection(one.shape, planned).area > 1.0]
    if not met:
        raise UnusableError(_NO_UNITS)
    frame = gpd.GeoDataFrame(
        {"ten": [one.name for one in met]},
        geometry=[one.shape for one in met],
        crs=CRS.from_epsg(ground()[1]),
    )
    (laid,) = laid_out([Source("Đơn vị hành chính", frame, "ten")], leave_out=True)
    return laid, (_ROUGH, *((_unmeasured(unmeasured),) if unmeasured else ()))


def _gravest(place: Place) -> tuple[bool, int, float]:
    return not place.change.guarded, list(Need).index(place.change.verdict), -float(place.shape.area)


def _drawn(place: Place) -> dict[str, Any]:
    return {
        "verdict": place.change.verdict.value,
        "guarded": place.change.kind if place.change.guarded else "",
        "unit": place.unit,
        "code": place.code,
        "function": place.function,
        "m2": float(place.shape.area),
    }


def _not_come(year: int) -> Fault:
    return Fault(
        "conversion.year",
        f"Năm {year} chưa đến",
        f"The year {year} has not come yet",
        remedy_vi="Chọn năm nay hoặc một năm đã qua",
        remedy_en="Choose this year or one that is over",
    )


def _unmeasured(names: Sequence[str]) -> Words:
    told = ", ".join(names[:10])
    return Words(f"Chưa có ranh giới để đo: {told}", f"No outline to measure: {told}")


_NAMELESS = Fault(
    "conversion.nameless-table",
    "Bảng cách đọc mã chưa ghi người lập",
    "The table of readings names no author",
    remedy_vi="Ghi cơ quan hoặc người lập bảng",
    remedy_en="Name the office or the person who made it",
)
_NO_LAYER = Fault(
    "land.theme-layer",
    "Lớp hiện trạng này không còn được ghi nhận",
    "This layer of current use is not on record",
    remedy_vi="Chọn lớp khác, hoặc ghi nhận lớp ở trang «Lớp chủ đề»",
    remedy_en="Choose another, or record one on the page “Layers of themes”",
)
_NO_UNITS = Fault(
    "land.nothing",
    "Đồ án không nằm trong đơn vị hành chính nào có ranh giới để đo",
    "The plan lies in no unit with an outline to measure",
    remedy_vi="Chọn «Toàn bộ hai lớp» thay cho «Theo từng đơn vị»",
    remedy_en="Choose “All of both layers” instead of “By unit”",
)
_ROUGH = Words(
    "Ranh giới đơn vị khái quát cho màn hình, không phải hồ sơ địa giới: diện tích theo đơn vị chỉ là ước "
    "lượng",
    "Outlines of units are generalised for screens and are no boundary records: areas by unit are estimates",
)
_NOT_NAMED = Words(
    "Đất mà cả hai lớp đều không phủ không được tính", "Land that neither layer covers is not counted"
)
_NO_DECISIONS = Words(
    "Hệ thống chưa ghi nhận nghị quyết nào của HĐND cấp tỉnh cho phần đất này, nên chưa biết đã có hay chưa",
    "No resolutions of the provincial People's Council are on record for this land, so it is not known "
    "whether there are any",
)
