"""Many parcels as a table: the function with most land by hand, reasons, both files read back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from openpyxl import load_workbook

from dothi.base.time import Period, Truth
from dothi.land.batch import Batch, Refused, parcel_of
from dothi.land.batch_files import write_batch_map, write_batch_workbook
from dothi.land.record import (
    NONE,
    Answer,
    LevelAnswer,
    PlanAnswer,
    PlanFacts,
    Share,
    ThemeAnswer,
    Verdict,
    Words,
    ZoneAnswer,
)

LEVEL = Words("Quy hoạch chung", "General plan")
HERITAGE = Words("Di sản", "Heritage")
FACTS = PlanFacts(
    "qhc", "QHC A", "", "general", 10_000, 2, "1/QĐ", date(2024, 1, 2), "UBND", "ab" * 32,
    Period.between(date(2024, 1, 2)), Truth.YES, illustrative=True,
)  # fmt: skip
SQUARE = shapely.box(577_000, 1_722_000, 577_100, 1_722_100)
TITLES = {"qhc.o": "Đất ở", "qhc.cx": "Cây xanh"}


def zone(function: str, share: float | None, *, sliver: bool = False, away_m: float = 0.0) -> ZoneAnswer:
    part = None if share is None else Share(share * 10_000, share)
    return ZoneAnswer("z", 1, function, "M", "Ô", "", (), part, sliver, away_m)


def answer(*zones: ZoneAnswer, verdict: Verdict = Verdict.APPLIES, reason: Words = NONE) -> Answer:
    plan = PlanAnswer(FACTS, verdict, reason, zones)
    level = LevelAnswer("general", LEVEL, "Luật", True, verdict, reason, (plan,), Share(500.0, 0.05))
    theme = ThemeAnswer("heritage", HERITAGE, Verdict.UNKNOWN, NONE)
    return Answer(SQUARE, 10_000.0, None, date(2026, 7, 1), None, (level,), (theme,))


def level_of(given: Answer) -> Any:
    return parcel_of(1, "T1", SQUARE, given, TITLES).levels["general"]


def test_the_function_with_most_land_over_all_its_zones() -> None:
    """Housing has 0.3 + 0.25, the park 0.4; a sliver of more than both counts for nothing."""
    found = level_of(
        answer(zone("qhc.cx", 0.4), zone("qhc.o", 0.3), zone("qhc.o", 0.25), zone("x", 0.9, sliver=True))
    )
    assert (found.dominant, round(found.share, 9), found.uncovered_m2) == ("Đất ở", 0.55, 500.0)


def test_of_equals_the_first_by_name_and_without_function_the_code() -> None:
    assert level_of(answer(zone("qhc.o", 0.4), zone("qhc.cx", 0.4))).dominant == "Cây xanh"
    assert level_of(answer(zone("", 0.4))).dominant == "M"
    assert level_of(answer()).dominant == ""


def test_a_point_has_the_zone_it_lies_in_and_no_share() -> None:
    found = level_of(answer(zone("qhc.cx", None, away_m=1.5), zone("qhc.o", None)))
    assert (found.dominant, found.share) == ("Đất ở", None)


def test_a_plan_that_is_not_known_is_named_with_its_reason_and_gives_no_function() -> None:
    found = level_of(answer(zone("qhc.o", 1.0), verdict=Verdict.UNKNOWN, reason=Words("chưa rõ", "unclear")))
    assert (found.dominant, found.plans, found.reasons) == ("", (FACTS,), (Words("chưa rõ", "unclear"),))
    assert level_of(answer(zone("qhc.o", 1.0), verdict=Verdict.NOT)).plans == ()


def test_both_files_hold_the_same_rows(tmp_path: Path) -> None:
    batch = Batch({"general": LEVEL}, {"heritage": HERITAGE})
    batch.parcels.append(parcel_of(7, "=1+1", SQUARE, answer(zone("qhc.o", 0.75)), TITLES))
    batch.refused.append(Refused(8, "T8", Words("tự cắt", "crosses itself")))
    write_batch_workbook(batch, [("Ngày", "1/7/2026")], tmp_path / "a.xlsx")
    write_batch_map(batch, 5899, tmp_path / "a.gpkg")
    rows, refused, basis = (list(sheet.values) for sheet in load_workbook(tmp_path / "a.xlsx").worksheets)
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["Đối tượng"], row["Thửa"], row["Diện tích (m²)"]) == (7, "'=1+1", 10_000)
    assert (row["Quy hoạch chung: kết luận"], row["Quy hoạch chung: đồ án"]) == ("áp dụng", "QHC A")
    assert (row["Quy hoạch chung: phiên bản"], row["Quy hoạch chung: tỷ lệ"]) == ("2", 0.75)
    assert (row["Quy hoạch chung: chức năng chính"], row["Di sản"]) == ("Đất ở", "chưa biết")
    assert refused[1:] == [(8, "T8", "tự cắt")]
    assert basis[1] == ("Ngày", "1/7/2026")
    assert "(minh họa), phiên bản 2, 1/QĐ, abab" in basis[2][1]
    land = gpd.read_file(tmp_path / "a.gpkg")
    assert (land["general_chuc_nang"][0], land["general_chua_phu_m2"][0]) == ("Đất ở", 500)
    assert land.geometry[0].equals(SQUARE)
    assert land.crs.to_epsg() == 5899


def test_counts_by_level_and_verdict() -> None:
    batch = Batch({"general": LEVEL}, {})
    batch.parcels += [
        parcel_of(1, "", SQUARE, answer(), TITLES),
        parcel_of(2, "", SQUARE, answer(verdict=Verdict.UNKNOWN), TITLES),
        parcel_of(3, "", SQUARE, answer(verdict=Verdict.UNKNOWN), TITLES),
    ]
    assert batch.counts() == {"general": {"applies": 1, "does-not-apply": 0, "not-known": 2}}
    assert batch.facts() == [FACTS]
