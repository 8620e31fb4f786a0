"""Putting on record a theme's layer, or that plans of a level are complete somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import shapely
from django.db import transaction

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period
from dothi.intake.georeference.carry import WGS84, carried
from dothi.lake import LINES, POINTS, ZONES, Lake, LayerVersion, publish_layer
from dothi.lake import Source as LakeSource
from dothi.land.polygons import no_crs
from dothi.land.protection import check_facility
from dothi.law.tables.land_themes import LandTheme
from dothi.law.tables.planning_levels import PlanningLevel
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.land.models import CompletenessStatement, ThemeLayer
from dothi.registry.lawbook import current_law

ACTION = "plans.publish"
_TILES = {0: POINTS, 1: LINES, 2: ZONES}


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """What is stated about a theme's layer; ``scale`` is the denominator of its drawing.

    ``facility`` says that its features keep land away: a facility of the table ``protection_distances``, or
    ``each`` where every feature names its own.
    """

    theme: str
    title: str
    document: str
    start: date
    scale: int
    title_en: str = ""
    issuer: str = ""
    end: date | None = None
    illustrative: bool = False
    facility: str = ""


def store_theme(
    lake: Lake, frame: gpd.GeoDataFrame, entry: ThemeEntry, source: LakeSource, now: datetime
) -> LayerVersion:
    """Put a theme's layer into the lake; it counts for nothing until it is recorded.

    Raises :class:`InputError` as :func:`check_entry`, :class:`UnusableError` ``land.no-crs``.
    """
    check_entry(entry)
    if frame.crs is None:
        raise UnusableError(no_crs(source.name))
    kinds = shapely.get_dimensions(frame.geometry.to_numpy())
    return publish_layer(
        lake,
        frame,
        created=now,
        illustrative=entry.illustrative,
        tiles_for=_TILES.get(int(kinds.max(initial=-1))),
        title=entry.title,
        sources=[source],
    )


@transaction.atomic
def record_theme(user: Any, entry: ThemeEntry, version: LayerVersion, covers: Any | None) -> ThemeLayer:
    """Make a layer of the lake speak of its theme. ``covers`` is a polygon in WGS 84, or ``None``.

    ``user`` is ``None`` for a command only. Raises :class:`InputError`: ``land.theme``, ``land.entry``,
    ``land.theme-twice`` where the same layer speaks of the theme already.
    """
    if user is not None:
        require(user, ACTION)
    check_entry(entry)
    known = ThemeLayer.objects.select_for_update().as_known_on()
    if known.filter(theme=entry.theme, layer=version.name).exists():
        raise InputError(_twice(entry.title))
    row = ThemeLayer(
        theme=entry.theme,
        title=clean(entry.title)[:200],
        title_en=clean(entry.title_en)[:200],
        layer=version.name,
        covers=None if covers is None else shapely.geometry.mapping(covers),
        scale=entry.scale,
        document=clean(entry.document)[:300],
        issuer=clean(entry.issuer)[:200],
        facility=entry.facility,
        illustrative=entry.illustrative or version.manifest.illustrative,
        recorded_by=user,
    )
    row.period = Period(Bound.on(entry.start), NEVER if entry.end is None else Bound.on(entry.end))
    extent = version.manifest.extent_wgs84
    if extent is not None:
        row.west, row.south, row.east, row.north = extent
    row.save()
    trail.record(user, "land.theme", row, {"theme": row.theme, "layer": row.layer, "document": row.document})
    return row


@transaction.atomic
def withdraw_theme(user: Any, pk: int, reason: str) -> ThemeLayer:
    """Take a theme's layer off the record; it still answers for what was known before.

    Raises :class:`InputError`: ``land.theme-layer`` where no such layer is on record, ``land.entry``.
    """
    if user is not None:
        require(user, ACTION)
    row: ThemeLayer | None = ThemeLayer.objects.select_for_update().as_known_on().filter(pk=pk).first()
    if row is None:
        raise InputError(_no_theme_layer(pk))
    if not clean(reason):
        raise InputError(_missing("lý do", "the reason"))
    row.withdraw()
    trail.record(user, "land.theme_withdraw", row, {"layer": row.layer, "reason": clean(reason)[:300]})
    return row


@transaction.atomic
def state_complete(
    user: Any, *, level: str, covers: Any, place: str, authority: str, document: str, since: date
) -> CompletenessStatement:
    """Record who answers for the plans of a level being complete over a polygon in WGS 84, since a day."""
    if user is not None:
        require(user, ACTION)
    if level not in {row.code for row in current_law().of(PlanningLevel).every_row}:
        raise InputError(_missing("cấp quy hoạch", "the level"))
    for vi, en, value in (
        ("nơi được xác nhận", "the place", place),
        ("cơ quan xác nhận", "the authority", authority),
        ("văn bản", "the document", document),
    ):
        if not clean(value):
            raise InputError(_missing(vi, en))
    row = CompletenessStatement(
        level=level,
        covers=shapely.geometry.mapping(covers),
        place=clean(place)[:200],
        authority=clean(authority)[:200],
        document=clean(document)[:300],
        recorded_by=user,
    )
    row.period = Period(Bound.on(since))
    row.save()
    trail.record(user, "land.complete", row, {"level": level, "place": row.place, "document": row.document})
    return row


def ground_of(name: str, frame: gpd.GeoDataFrame) -> Any:
    """The polygons of a layer as one shape in WGS 84.

    Raises :class:`UnusableError` ``land.no-crs``.
    """
    if frame.crs is None:
        raise UnusableError(no_crs(name))
    return shapely.union_all(carried(frame, WGS84).geometry.to_numpy())


def check_entry(entry: ThemeEntry) -> None:
    """Raise :class:`InputError` where something that must be stated is not, or there is no such theme."""
    themes = {row.code for row in current_law().of(LandTheme).every_row}
    if entry.theme not in themes:
        raise InputError(
            Fault(
                "land.theme",
                f"Không có chủ đề «{entry.theme[:40]}»",
                f"There is no theme “{entry.theme[:40]}”",
                remedy_vi=f"Chọn một trong: {', '.join(sorted(themes))}",
                remedy_en=f"Choose one of: {', '.join(sorted(themes))}",
            )
        )
    if entry.facility:
        check_facility(entry.facility)
    if not clean(entry.title):
        raise InputError(_missing("tên lớp", "the title"))
    if not clean(entry.document):
        raise InputError(_missing("văn bản hoặc nguồn", "the document or source"))
    if not 100 <= entry.scale <= 1_000_000:
        raise InputError(_missing("tỷ lệ từ 1/100 đến 1/1.000.000", "a scale from 1/100 to 1/1,000,000"))


def _missing(vi: str, en: str) -> Fault:
    return Fault(
        "land.entry",
        f"Chưa nêu {vi}",
        f"Missing: {en}",
        remedy_vi="Bổ sung rồi ghi lại",
        remedy_en="Add it and record again",
    )


def _no_theme_layer(pk: int) -> Fault:
    return Fault(
        "land.theme-layer",
        f"Không có lớp chủ đề số {pk} đang được ghi nhận",
        f"No theme layer number {pk} is on record",
        remedy_vi="Xem số của từng lớp bằng «dothi land theme list»",
        remedy_en="See the number of each with “dothi land theme list”",
    )


def _twice(title: str) -> Fault:
    return Fault(
        "land.theme-twice",
        f"Nội dung này đã được ghi nhận cho chủ đề đó («{title[:80]}»)",
        f"This content is on record for that theme already (“{title[:80]}”)",
        remedy_vi="Rút lớp cũ trước nếu muốn ghi lại với thông tin khác",
        remedy_en="Withdraw the earlier one first to record it with other facts",
    )
