"""What may lie in a hazard: zones of a plan, a layer on record, people of communes, a file that is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
from pyproj import CRS

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.text import fold
from dothi.lake.rasters import opened
from dothi.land.beside import Subject
from dothi.land.exposure import Things
from dothi.land.exposure_layers import Map, things_of
from dothi.land.exposure_raster import raster_things
from dothi.land.files import ILLUSTRATIVE, any_file
from dothi.land.record import Words
from dothi.registry.land.asked import ground
from dothi.registry.land.comparing.plan_zones import FUNCTION, zones_of
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.without import unit_grounds, units_of_day
from dothi.registry.observations.figures import TOTAL, figures_of_many
from dothi.registry.plans.lake import opened_layer

PLAN, LAYER, PEOPLE, FILE = "plan:", "layer:", "people", "file"
RASTERS = (".tif", ".tiff")
_NAMES = ("ten", "tendoituong", "tencongtrinh", "tenduan", "name")


@dataclass(frozen=True, slots=True)
class Fields:
    """Columns of a layer or file: names, groups, people; ``""`` for what its own columns tell, or none."""

    label: str = ""
    group: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Things on their map; ``facts`` is what a result says of where they come from.

    ``subjects`` is what people may have concluded on, ``plan`` whether groups are keys of functions.
    """

    things: Things
    on: Map
    facts: dict[str, Any]
    notes: tuple[Words, ...] = ()
    subjects: tuple[Subject, ...] = ()

    @property
    def plan(self) -> bool:
        """Whether they are the zones of a plan."""
        return "key" in self.facts


def laid_things(what: str, day: date, known_on: date | None, fields: Fields, path: Path | None) -> Laid:
    """Read and lay out what is asked about; ``path`` is the file where one was sent.

    Raises :class:`UnusableError`: ``land.no-plan``, ``exposure.no-things``, and what reading and laying out
    raise; :class:`InputError` ``exposure.no-file``.
    """
    if what.startswith(PLAN):
        return _zones(what.removeprefix(PLAN), day, known_on)
    if what.startswith(LAYER):
        return _layer(what.removeprefix(LAYER), known_on, fields)
    if what == PEOPLE:
        return _people(day, known_on)
    if path is None:
        raise InputError(_NO_FILE)
    return _sent(path, fields)


def title_of(what: str, day: date, known_on: date | None, file: str) -> str:
    """What a list of comparisons calls it. Raises as :func:`laid_things` where nothing is on record."""
    if what.startswith(PLAN):
        return zones_of(what.removeprefix(PLAN), day, known_on).row.title
    if what.startswith(LAYER):
        return str(_row(what.removeprefix(LAYER), known_on).title)
    return "Dân số theo đơn vị" if what == PEOPLE else file


def _zones(key: str, day: date, known_on: date | None) -> Laid:
    zones = zones_of(key, day, known_on)
    source = zones.source()
    things, on = things_of(source.name, source.frame, group=FUNCTION, crs=_home(), leave_out=True)
    marked = replace(things, illustrative=zones.row.illustrative)
    return Laid(marked, on, zones.facts(), subjects=zones.subjects)


def _layer(number: str, known_on: date | None, fields: Fields) -> Laid:
    row = _row(number, known_on)
    frame = opened_layer(row.layer).frame()
    frame.index = range(1, len(frame) + 1)
    facts = {
        "title": row.title,
        "title_en": row.title_en,
        "decision": row.document,
        "hash": row.layer,
        "scale": row.scale,
        "illustrative": row.illustrative,
    }
    things, on = _of_frame(row.title, frame, fields)
    return Laid(replace(things, illustrative=row.illustrative), on, facts)


def _row(number: str, known_on: date | None) -> ThemeLayer:
    known = ThemeLayer.objects.as_known_on(known_on)
    row: ThemeLayer | None = known.filter(pk=int(number)).first() if number.isdecimal() else None
    if row is None:
        raise UnusableError(_NO_THINGS)
    return row


def _people(day: date, known_on: date | None) -> Laid:
    """Communes (before 1/7/2025: districts) with the people on record, spread evenly over each."""
    rows = units_of_day("", day, known_on)
    grounds, unmeasured = unit_grounds(rows, None)
    figures = figures_of_many([one.key for one in grounds], day, known_on)
    told = [
        next((figure for figure in figures.get(one.key, ()) if figure.indicator == TOTAL), None)
        for one in grounds
    ]
    if not any(told):
        raise UnusableError(_NO_PEOPLE)
    frame = gpd.GeoDataFrame(
        {
            "ten": [one.name for one in grounds],
            "so_nguoi": [None if one is None else float(one.value) for one in told],
        },
        geometry=[one.shape for one in grounds],
        crs=_home(),
    )
    frame.index = range(1, len(frame) + 1)
    title = "Dân số theo đơn vị"
    things, on = things_of(title, frame, label="ten", people="so_nguoi", leave_out=True)
    sources = sorted({one.source.title for one in told if one is not None})
    facts = {"title": title, "title_en": "People by unit", "decision": "; ".join(sources), "hash": ""}
    invented = any(one is not None and one.illustrative for one in told)
    notes = (_ROUGH, *((_unmeasured(unmeasured),) if unmeasured else ()))
    return Laid(replace(things, illustrative=invented), on, {**facts, "illustrative": invented}, notes)


def _sent(path: Path, fields: Fields) -> Laid:
    facts: dict[str, Any] = {"title": path.name, "title_en": "", "decision": "", "hash": ""}
    if path.suffix.lower() in RASTERS:
        with opened(path) as raster:
            things, on, notes = raster_things(raster, path.name, _home())
        return Laid(things, on, {**facts, "illustrative": things.illustrative}, notes)
    title, frame = any_file(path)
    if frame.crs is None:
        raise UnusableError(_NO_CRS)
    invented = bool(frame.attrs.get(ILLUSTRATIVE))
    things, on = _of_frame(title, frame, fields)
    return Laid(replace(things, illustrative=invented), on, {**facts, "illustrative": invented})


def _of_frame(title: str, frame: gpd.GeoDataFrame, fields: Fields) -> tuple[Things, Map]:
    return things_of(
        title,
        frame,
        label=fields.label or _name_column(frame),
        group=fields.group,
        people=fields.people,
        crs=_home(),
        leave_out=True,
    )


def _name_column(frame: gpd.GeoDataFrame) -> str:
    folded: Mapping[str, str] = {
        fold(str(column)).replace(" ", "").replace("_", ""): str(column) for column in frame.columns
    }
    return next((folded[name] for name in _NAMES if name in folded), "")


def _home() -> CRS:
    return CRS.from_epsg(ground()[1])


def _unmeasured(names: list[str]) -> Words:
    told = ", ".join(names[:10])
    return Words(f"Chưa có ranh giới để đo: {told}", f"No outline to measure: {told}")


_ROUGH = Words(
    "Ranh giới đơn vị khái quát cho màn hình, và số dân của cả đơn vị được rải đều trên đơn vị: số người chỉ "
    "là ước lượng thô",
    "Outlines of units are generalised for screens, and the people of a unit are spread evenly over it: "
    "their number is a rough estimate",
)
_NO_THINGS = Fault(
    "exposure.no-things",
    "Lớp này không còn được ghi nhận",
    "This layer is not on record",
    remedy_vi="Chọn lớp khác, hoặc gửi tệp",
    remedy_en="Choose another layer, or send a file",
)
_NO_PEOPLE = Fault(
    "exposure.no-people",
    "Chưa có số dân nào được ghi nhận cho các đơn vị vào ngày này",
    "No people of units are on record on this day",
    remedy_vi="Nhập dân số ở trang «Số liệu», hoặc gửi tệp có cột dân số",
    remedy_en="Enter people on the page of figures, or send a file with a column of people",
)
_NO_FILE = Fault(
    "exposure.no-file",
    "Chưa có tệp đối tượng",
    "The file of things is missing",
    remedy_vi="Chọn tệp, hoặc chọn đối tượng đã có trong danh sách",
    remedy_en="Choose a file, or something on record in the list",
)
_NO_CRS = Fault(
    "land.no-crs",
    "Tệp không ghi hệ tọa độ",
    "The file states no CRS",
    remedy_vi="Gán hệ tọa độ VN-2000 của tỉnh rồi gửi lại",
    remedy_en="Assign the province's VN-2000 CRS and send it again",
)
