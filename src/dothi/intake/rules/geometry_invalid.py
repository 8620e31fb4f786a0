"""Geometry that is not valid: borders that cross themselves, holes outside their shell and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.rings import Floats, Geometries, Ints
from dothi.intake.checking.rule import EXACT, Rule
from dothi.intake.checking.saying import change
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity

_PLACE = re.compile(r"^(?P<reason>[^\[]*)\[(?P<x>\S+) (?P<y>\S+)[^\]]*\]$")
_REASONS = {
    "Self-intersection": ("đường biên tự cắt", "the border crosses itself"),
    "Ring Self-intersection": ("đường biên tự chạm", "the border touches itself"),
    "Hole lies outside shell": ("lỗ nằm ngoài vùng", "a hole lies outside its area"),
    "Holes are nested": ("lỗ nằm trong lỗ", "a hole lies in a hole"),
    "Nested shells": ("hai phần của vùng chồng lên nhau", "two parts of the area lie upon each other"),
    "Interior is disconnected": ("lỗ cắt rời phần trong của vùng", "holes cut the inside of the area apart"),
    "Duplicate Rings": ("một đường biên lặp lại", "a ring is repeated"),
    "Too few points in geometry component": ("không đủ điểm để thành hình", "too few points to make a shape"),
    "Invalid Coordinate": ("tọa độ không phải là số", "a coordinate is no number"),
    "Ring is not closed": ("đường biên không khép kín", "a ring is not closed"),
}


def run(subject: Subject) -> Iterator[Batch]:
    """One finding for each geometry that GEOS calls invalid as the file has it, with place and repair."""
    rows = np.flatnonzero(~subject.missing & ~shapely.is_empty(subject.shapes) & ~subject.valid)
    if not len(rows):
        return
    told = [_PLACE.match(text) for text in shapely.is_valid_reason(subject.shapes[rows])]
    reasons = [match["reason"].strip() if match else "" for match in told]
    x = np.array([float(match["x"]) if match else np.nan for match in told])
    y = np.array([float(match["y"]) if match else np.nan for match in told])
    places: Geometries = shapely.points(x, y)
    places[~(np.isfinite(x) & np.isfinite(y))] = None
    changes = _area_changes(subject, rows)

    def words(row: int) -> Words:
        vi, en = _REASONS.get(reasons[row], (reasons[row] or "không rõ", reasons[row] or "unknown"))
        return Words(f"Hình không hợp lệ: {vi}", f"The geometry is not valid: {en}", *_remedy(changes[row]))

    batch = Batch(
        code=RULE.code,
        severity=RULE.severity,
        layer=subject.name,
        ids=subject.ids[rows],
        words=words,
        crs=subject.crs,
        geometry=places,
        measure=changes,
        unit="m²",
    )
    yield in_order(batch, subject.rank[rows])


def _area_changes(subject: Subject, rows: Ints) -> Floats:
    """By how many m² the proposed repair changes each area; not a number where there is none to propose."""
    changes = np.full(len(rows), np.nan)
    if subject.measuring is None:
        return changes
    areas = subject.areas[rows]
    chosen = rows[areas]
    mended = subject.sound[chosen]
    drawn = np.abs(shapely.area(subject.metric[chosen]))
    changes[areas] = np.where(shapely.is_missing(mended), np.nan, shapely.area(mended) - drawn)
    return changes


def _remedy(difference: float) -> tuple[str, str]:
    if np.isnan(difference):
        return (
            "Vẽ lại đối tượng này trong bản gốc, hoặc xóa nếu thừa",
            "Draw this feature again in the original, or delete it if it is not needed",
        )
    vi, en = (change(float(difference), "m²", language) for language in ("vi", "en"))
    return (
        f"Vẽ lại đường biên ở chỗ này, hoặc dùng tự sửa (--repair): diện tích đổi {vi}",
        f"Draw the border again here, or let --repair rebuild the shape (its area changes by {en})",
    )


RULE = Rule(
    code="geometry.invalid",
    severity=Severity.ERROR,
    title_vi="Hình không hợp lệ",
    title_en="Geometry is not valid",
    basis="OGC 06-103r4 (ISO 19125-1), mục 6.1: hình đơn giản và hợp lệ",
    basis_en="OGC 06-103r4 (ISO 19125-1), section 6.1: simple and valid geometry",
    tolerance=EXACT,
    on_layer=run,
)
