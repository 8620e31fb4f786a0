"""A plan of two zones near Tam Kỳ, drawn by hand, and extracts of what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.base.time import Period, Truth
from dothi.intake.georeference.carry import WGS84
from dothi.land.extract import Stamp, digest_of, land_of, statement_of
from dothi.land.extract_content import Drawn, Paper
from dothi.land.extract_map import FunctionStyle, sheet_of, zones_around
from dothi.land.permission import rules_of
from dothi.land.piece import Box, Piece, piece
from dothi.land.placing import in_home_zone
from dothi.land.plans import LayerOnRecord, Level, PlanOnRecord, level_answer
from dothi.land.record import Answer, PlanFacts, ThemeAnswer, Words
from dothi.land.themes import ThemeSource, theme_answer, theme_ground
from dothi.land.use_changes import CurrentUse
from dothi.law import load_law

ZONE = CRS.from_epsg(5899)
EAST, NORTH = 577_000.0, 1_722_000.0
DAY = date(2025, 7, 1)
GENERAL = Level("general", Words("Quy hoạch chung", "General plan"), "Luật 47/2024", confirmed=True)
DETAILED = Level("detailed", Words("Quy hoạch chi tiết", "Detailed plan"), "", confirmed=False)
FLOODS = Words("Ngập lụt, thoát lũ", "Floods")
PRESENT = Words("Hiện trạng sử dụng đất", "Current use of land")
RULES = rules_of(load_law(), DAY).with_readings(
    {}, {"f.o": ["residential"], "f.cx": ["public-green", "transport"]}
)
FACTS = PlanFacts(
    "qhc", "QHC Tam Kỳ", "Tam Kỳ plan", "general", 10_000, 1, "1/QĐ-UBND", date(2024, 1, 2), "UBND tỉnh",
    "ab" * 32, Period.between(date(2024, 1, 2)), Truth.YES, illustrative=False,
)  # fmt: skip
HOUSING = {"function": "f.o", "maChucNang": "DVO", "tenDoiTuong": "Ô 1", "kyHieu": "O1", "matDoXayDung": 60.0}
GREEN = {"function": "f.cx", "maChucNang": "CX", "tenDoiTuong": "Công viên", "kyHieu": "CX1"}
STYLES = {
    "": FunctionStyle("", Words("Chưa rõ chức năng", "Function not known"), "#cfccc4"),
    "f.o": FunctionStyle("DAT_O", Words("Đất ở", "Housing"), "#f0b64f"),
    "f.cx": FunctionStyle("DAT_CX", Words("Cây xanh", "Green"), "#4fa53c"),
}
ADDRESS = "https://quy-hoach.vi-du.vn/trich-luc/AAAA/"


def box(x: float, y: float, width: float, height: float) -> Any:
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def area(x: float, y: float, width: float, height: float, registered: float | None = None) -> Piece:
    return piece(box(x, y, width, height), ZONE, registered)


def point(x: float, y: float) -> Piece:
    return piece(shapely.Point(EAST + x, NORTH + y), ZONE)


def reads(frame: gpd.GeoDataFrame) -> Any:
    """Features whose boxes meet a box, numbered from 1."""
    frame = frame.set_axis(pd.RangeIndex(1, len(frame) + 1))

    def read(wanted: Box) -> gpd.GeoDataFrame:
        return frame[shapely.intersects(shapely.envelope(frame.geometry.to_numpy()), shapely.box(*wanted))]

    return read


def layer(role: str, *items: tuple[dict[str, Any], Any]) -> LayerOnRecord:
    frame = gpd.GeoDataFrame(
        [values for values, _ in items], geometry=[shape for _, shape in items], crs=ZONE
    )
    return LayerOnRecord(role, role, lambda: ZONE, reads(frame))


def broken(_wanted: Box) -> gpd.GeoDataFrame:
    raise UnusableError(Fault("lake.away", "Kho không tới được", "The lake is out of reach"))


def plan(*zones: tuple[dict[str, Any], Any], **facts: Any) -> PlanOnRecord:
    """A plan of 1 km², with these zones."""
    return PlanOnRecord(
        replace(FACTS, **facts), (layer("boundary", ({}, box(0, 0, 1000, 1000))), layer("zones", *zones)), 2.0
    )


# Housing covers the western 600 m, green the next 300; the last 100 m have no zone.
PLAN = plan((HOUSING, box(0, 0, 600, 1000)), (GREEN, box(600, 0, 300, 1000)))


def unreadable(one: PlanOnRecord) -> PlanOnRecord:
    return replace(one, layers=tuple(replace(item, read=broken) for item in one.layers))


def flood(frame: Any, covers: Any = None) -> ThemeSource:
    read = broken if frame is None else reads(frame)
    return ThemeSource(Words("Vùng ngập", "Floods"), "ngap", "Bản đồ ngập", lambda: ZONE, read, covers, 2.0)


def current(*items: tuple[str, Any], broken_source: bool = False, illustrative: bool = False) -> ThemeSource:
    """A layer of current use: codes with their shapes."""
    frame = gpd.GeoDataFrame(
        {"maLoaiDat": [code for code, _ in items]}, geometry=[shape for _, shape in items], crs=ZONE
    )
    read = broken if broken_source else reads(frame)
    return ThemeSource(
        Words("Hiện trạng 2024", ""), "ht", "BC 1", lambda: ZONE, read, None, 2.0, illustrative
    )


def answer(
    land: Piece,
    plans: Sequence[PlanOnRecord] = (PLAN,),
    floods: Sequence[ThemeSource] = (),
    notes: tuple[Words, ...] = (),
    present: Sequence[ThemeSource] | None = None,
) -> Answer:
    """``present`` are sources of current use; ``None`` where nobody asks about it."""
    use = None if present is None else CurrentUse(land, RULES, theme_ground(land, present)).under
    levels = level_answer(land, GENERAL, plans, use), level_answer(land, DETAILED, [])
    themes: tuple[ThemeAnswer, ...] = (theme_answer(land, "flood", FLOODS, floods),)
    if present is not None:
        themes += (theme_answer(land, "current-use", PRESENT, present),)
    return Answer(land.wgs84, land.measured_m2, land.registered_m2, DAY, None, levels, themes, notes)


def statement(given: Answer, language: str = "vi", land: Piece | None = None) -> str:
    """The statement of an answer; about ``land``, where it matters that it is the very same."""
    land = land or piece(in_home_zone(given.shape, WGS84, 5899), ZONE, given.registered_m2)
    made = datetime(2026, 12, 1, 12, 4, tzinfo=timezone(timedelta(hours=7)))
    province = Words("Tỉnh Quảng Nam", "Quảng Nam Province")
    return statement_of(given, land, Stamp("7KMN-24QR-AB", made, language, province))


def paper(text: str, plans: Sequence[PlanOnRecord] = (PLAN,), styles: Any = STYLES) -> tuple[Any, Paper]:
    """A statement as read, and what goes beside it."""
    said = json.loads(text)
    land = land_of(said)
    sheet = sheet_of(land)
    drawn = {
        one.facts.level: Drawn(
            zones_around(land, [item for item in one.layers if item.role == "zones"], sheet)
        )
        for one in plans
    }
    return said, Paper(digest_of(text), ADDRESS, styles, drawn)
