"""What ``dothi land conversion`` works on: layers, territory, decisions, and readings of codes, laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely.geometry import shape

from dothi.base.csv_tables import table_rows
from dothi.base.dates import format_date
from dothi.base.errors import Fault, UnusableError
from dothi.base.time import Truth
from dothi.cli.layers import ILLUSTRATIVE, polygon_layer, zones_layer
from dothi.cli.prepare import province_folder
from dothi.intake.functions import function_index
from dothi.intake.georeference.placement import placement
from dothi.land.conversion import whole
from dothi.land.conversion_reading import code_column, known_codes, own_reading, standing_notes
from dothi.land.decisions import Decision
from dothi.land.decisions_file import decision_rows
from dothi.land.permission import Rules, readings_from
from dothi.land.polygons import Polygons, Source, labels_of, laid_out
from dothi.land.record import Words
from dothi.law import Law
from dothi.places.pack import read_pack


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Everything a matrix is made of, in metres on one map."""

    current: Polygons
    plan: Polygons
    units: Polygons
    decisions: tuple[Decision, ...] | None
    notes: tuple[Words, ...]
    illustrative: bool


def keyed_zones(
    workspace: Path, address: str, *, name: str, column: str, law: Law, day: date
) -> tuple[str, gpd.GeoDataFrame, str]:
    """Zones with keys of functions; in a field that is named, codes that no law holds stay as they are."""
    title, frame, found = zones_layer(workspace, address, name=name, column=column, law=law, day=day)
    if not column or column not in frame.columns:
        return title, frame, found
    index = function_index(law, day)
    codes = labels_of(frame[column])
    readings = {code: index.read(code).function for code in set(codes)}
    keys = [code if (read := readings[code]) is None else read.code for code in codes]
    return title, frame.assign(**{column: keys}), column


def laid(workspace: Path, options: Mapping[str, Any], law: Law, rules: Rules) -> tuple[Laid, Any]:
    """Lay current use, plan, territory and decisions out on one map; also the CRS of that map."""
    plan = keyed_zones(
        workspace,
        options["plan"],
        name=options["plan_layer"],
        column=options["plan_code"],
        law=law,
        day=rules.day,
    )
    title, frame = polygon_layer(workspace, options["current"], options["current_layer"])
    column = options["current_code"] or code_column(
        title, frame, known_codes(law, rules), ("--current-code", "--current-code")
    )
    territory, notes = _territory(workspace, options, rules.day)
    told = None if options["decisions"] is None else decision_rows(options["decisions"])
    sources = [Source(title, frame, column), Source(*plan)]
    sources += [Source(*territory)] if territory is not None else []
    sources += [told.drawn] if told is not None and told.drawn is not None else []
    crs = placement(options["crs"]).crs if options["crs"] else frame.crs
    current, zones, *rest = laid_out(sources, crs=crs, leave_out=options["leave_out"])
    units = rest.pop(0) if territory is not None else whole([current, zones], "Cả hai lớp")
    if options["uses"] is not None:
        notes = (*notes, own_reading(options["uses"].name, options["author"]))
    notes = (*notes, *standing_notes(rules))
    invented = any(one.attrs.get(ILLUSTRATIVE) for one in (frame, plan[1]))
    if told is None:
        return Laid(current, zones, units, None, (*notes, _NO_DECISIONS), invented), crs
    return Laid(current, zones, units, told.decisions(rest[0] if rest else None), notes, invented), crs


def _territory(
    workspace: Path, options: Mapping[str, Any], day: date
) -> tuple[tuple[str, gpd.GeoDataFrame, str] | None, tuple[Words, ...]]:
    if options["within"] is not None:
        title, frame = polygon_layer(workspace, str(options["within"]))
        if options["within_name"]:
            return (title, frame, options["within_name"]), ()
        names = [title if len(frame) == 1 else f"{title} {number}" for number in range(1, len(frame) + 1)]
        return (title, frame.assign(ten_vung=names), "ten_vung"), ()
    if options["units"]:
        return _communes(options["province"], options["units"], day), (_ROUGH,)
    return None, (_NOT_NAMED,)


def _communes(province: str, keys: Sequence[str], day: date) -> tuple[str, gpd.GeoDataFrame, str]:
    pack = read_pack(province_folder(province))
    known = {key for key in pack.outlines if pack.gazetteer.holds(key, day) is not Truth.NO}
    wanted = sorted(known) if "tat-ca" in keys else list(dict.fromkeys(keys))
    missing = [key for key in wanted if key not in known]
    if missing or not wanted:
        raise UnusableError(_no_outline(missing, day))
    names = [pack.gazetteer.name_of(key, day) for key in wanted]
    shapes = [shape(pack.outlines[key]) for key in wanted]
    return pack.title_vi, gpd.GeoDataFrame({"ten": names}, geometry=shapes, crs=4326), "ten"


def with_uses(rules: Rules, path: Path | None) -> Rules:
    """Add a table of the asker's own, where there is one."""
    if path is None:
        return rules

    return readings_from(rules, table_rows(path))


def _no_outline(missing: Sequence[str], day: date) -> Fault:
    named = ", ".join(missing[:5]) or "tat-ca"
    return Fault(
        "land.no-outline",
        f"Ngày {format_date(day)} gói của tỉnh không có ranh giới của: {named}",
        f"The province pack has no outline on {day.isoformat()} of: {named}",
        remedy_vi="Xem mã xã bằng «dothi place find», hoặc đưa ranh giới bằng --within",
        remedy_en="See keys with “dothi place find”, or give an outline with --within",
    )


_ROUGH = Words(
    "Ranh giới xã lấy từ bản đồ tham khảo đã giản lược, không phải hồ sơ địa giới: diện tích theo xã chỉ là "
    "ước lượng. Dùng --within với ranh giới chính xác",
    "Commune outlines come from a simplified reference map, not from boundary records: areas by commune "
    "are estimates. Give an exact outline with --within",
)
_NOT_NAMED = Words(
    "Chưa nêu phạm vi (--unit, --within) nên đất mà cả hai lớp đều không phủ không được tính",
    "No territory was named (--unit, --within), so land that neither layer covers is not counted",
)
_NO_DECISIONS = Words(
    "Chưa đưa vào quyết định nào (--decisions), nên chưa biết đã có nghị quyết nào và đất nông thôn nào đã "
    "thành đất đô thị",
    "No decisions were given (--decisions), so which resolutions there are, and which rural land has become "
    "urban, is not known",
)
