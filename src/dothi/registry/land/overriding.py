"""What people conclude of land against a look-up: recorded, withdrawn, and read again for any day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError, refuse_all
from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.overrides import KINDS, LEVEL, PLAN, THEME, Conclusion
from dothi.land.piece import Piece
from dothi.land.record import Override, Verdict
from dothi.law.tables.land_themes import LandTheme
from dothi.law.tables.planning_levels import PlanningLevel
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.dated import end_of
from dothi.registry.land.models import VerdictOverride
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import PlanVersion

ACTION = "land.override"
LARGEST_RADIUS_M = 1_000
_LENGTHS = {"place": 200, "reason": 1000, "document": 300, "author": 200}


@dataclass(frozen=True, slots=True, eq=False)
class OverrideEntry:
    """A conclusion as it is stated; ``covers`` is a polygon in WGS 84.

    ``version`` is the number of a plan's, ``None`` for any. It holds from ``start`` to ``end`` (not
    included), without end where there is none.
    """

    kind: str
    key: str
    covers: Any
    verdict: str
    place: str
    reason: str
    document: str
    author: str
    decided_on: date
    start: date
    end: date | None = None
    version: int | None = None


def ground_around(land: Piece, radius_m: float | None) -> Any:
    """The ground of a conclusion in WGS 84: the land itself, or a circle around a point.

    Raises :class:`InputError` ``land.override-radius`` for a point without a radius up to
    :data:`LARGEST_RADIUS_M`, and for an area with one.
    """
    if land.is_area and radius_m is None:
        return land.wgs84
    if land.is_area or radius_m is None or not 0 < radius_m <= LARGEST_RADIUS_M:
        raise InputError(_radius())
    circle = land.measuring.back(np.array([land.flat.buffer(radius_m)], dtype=object))[0]
    return shapely.transform(circle, carrier(land.crs, WGS84))


@transaction.atomic
def record_override(user: Any, entry: OverrideEntry) -> VerdictOverride:
    """Put a conclusion on record. ``user`` is ``None`` for a command only.

    Raises :class:`InputError` with a fault for each field: ``land.override-about``,
    ``land.override-verdict``, ``land.override-missing``, ``land.override-long``, ``land.override-day``,
    ``land.override-ground``.
    """
    if user is not None:
        require(user, ACTION)
    refuse_all(list(_faults(entry, timezone.localdate())))
    west, south, east, north = entry.covers.bounds
    row = VerdictOverride(
        kind=entry.kind,
        key=entry.key,
        version=entry.version,
        covers=shapely.geometry.mapping(entry.covers),
        verdict=entry.verdict,
        decided_on=entry.decided_on,
        west=west,
        south=south,
        east=east,
        north=north,
        recorded_by=user,
        **{name: clean(getattr(entry, name)) for name in _LENGTHS},
    )
    row.period = Period(Bound.on(entry.start), NEVER if entry.end is None else Bound.on(entry.end))
    row.save()
    about = {"kind": row.kind, "key": row.key, "version": row.version, "verdict": row.verdict}
    trail.record(user, "land.override", row, {**about, "document": row.document, "reason": row.reason[:300]})
    return row


@transaction.atomic
def withdraw_override(user: Any, pk: int, reason: str) -> VerdictOverride:
    """Take a conclusion back; it is still said, as history, and still stands for what was known before.

    Raises :class:`InputError`: ``land.override-none`` where none of this number stands,
    ``land.override-missing`` without a reason, ``land.override-long``.
    """
    if user is not None:
        require(user, ACTION)
    row = VerdictOverride.objects.select_for_update().filter(pk=pk, withdrawn_at=None).first()
    if row is None:
        raise InputError(_none(pk))
    told = clean(reason)
    if not told:
        raise InputError(_missing("withdrawal", "lý do rút", "why it is withdrawn"))
    if len(told) > _LENGTHS["reason"]:
        raise InputError(_long("withdrawal", _LENGTHS["reason"]))
    row.withdrawal, row.withdrawn_at = told, timezone.now()
    row.save(update_fields=["withdrawal", "withdrawn_at"])
    trail.record(user, "land.override_withdraw", row, {"key": row.key, "reason": told[:300]})
    found: VerdictOverride = row
    return found


def conclusions_on(day: date, known_on: date | None) -> list[Conclusion]:
    """Conclusions that hold on ``day``, also those that were withdrawn by the day of knowledge; one query."""
    rows = VerdictOverride.objects.certainly_on(day)
    moment = None
    if known_on is not None:
        moment = known_on if isinstance(known_on, datetime) else end_of(known_on)
        rows = rows.filter(recorded_at__lt=moment)
    return [_conclusion(row, moment) for row in rows]


def _conclusion(row: VerdictOverride, moment: datetime | None) -> Conclusion:
    gone = row.withdrawn_at is not None and (moment is None or row.withdrawn_at < moment)
    said = Override(
        row.pk,
        Verdict(row.verdict),
        row.reason,
        row.document,
        row.author,
        row.decided_on,
        timezone.localtime(row.recorded_at).date(),
        timezone.localtime(row.withdrawn_at).date() if gone else None,
        row.withdrawal if gone else "",
    )
    return Conclusion(row.kind, row.key, row.version, shapely.geometry.shape(row.covers), said, row.place)


def _faults(entry: OverrideEntry, today: date) -> Iterator[Fault]:
    if not _known(entry):
        yield _about(entry)
    if entry.verdict not in {one.value for one in Verdict}:
        yield _verdict()
    titles = {
        "place": ("nơi nào", "the place"),
        "reason": ("lý do", "the reason"),
        "document": ("văn bản", "the document"),
        "author": ("người hoặc cơ quan kết luận", "who concludes"),
    }
    for name, longest in _LENGTHS.items():
        told = clean(getattr(entry, name))
        if not told:
            yield _missing(name, *titles[name])
        elif len(told) > longest:
            yield _long(name, longest)
    if entry.decided_on > today:
        yield _day("decided_on", "Ngày kết luận ở tương lai", "The conclusion is dated in the future")
    if entry.end is not None and entry.end <= entry.start:
        yield _day("end", "Ngày hết hiệu lực phải sau ngày bắt đầu", "The end must come after the start")
    ground = entry.covers
    if ground is None or ground.is_empty or not ground.is_valid or not ground.area:
        yield _ground()


def _known(entry: OverrideEntry) -> bool:
    law = current_law()
    match entry.kind:
        case "plan":
            versions = PlanVersion.objects.filter(plan__key=entry.key)
            return (versions if entry.version is None else versions.filter(number=entry.version)).exists()
        case "level":
            return entry.key in {row.code for row in law.of(PlanningLevel).every_row}
        case "theme":
            return entry.key in {row.code for row in law.of(LandTheme).every_row}
    return False


def _about(entry: OverrideEntry) -> Fault:
    version = "" if entry.version is None else f":{entry.version}"
    return Fault(
        "land.override-about",
        f"Không có «{entry.kind[:20]} {entry.key[:80]}{version}» để kết luận",
        f"There is no “{entry.kind[:20]} {entry.key[:80]}{version}” to conclude on",
        where="about",
        remedy_vi=f"Nêu một đồ án đã công bố ({PLAN}), một cấp ({LEVEL}) hoặc một chủ đề ({THEME})",
        remedy_en=f"Name a published plan, a level or a theme ({', '.join(KINDS)})",
    )


def _verdict() -> Fault:
    return Fault(
        "land.override-verdict",
        "Chưa chọn kết luận",
        "No verdict is chosen",
        where="verdict",
        remedy_vi="Chọn áp dụng (applies), không áp dụng (does-not-apply) hoặc chưa biết (not-known)",
        remedy_en="Choose applies, does-not-apply or not-known",
    )


def _missing(name: str, vi: str, en: str) -> Fault:
    return Fault(
        "land.override-missing",
        f"Chưa nêu {vi}",
        f"Missing: {en}",
        where=name,
        remedy_vi="Bổ sung rồi ghi lại",
        remedy_en="Add it and record again",
    )


def _long(name: str, longest: int) -> Fault:
    return Fault(
        "land.override-long",
        f"Dài quá {longest} ký tự",
        f"Longer than {longest} characters",
        where=name,
        remedy_vi="Viết gọn lại, dẫn văn bản cho phần còn lại",
        remedy_en="Shorten it and cite the document for the rest",
    )


def _day(name: str, vi: str, en: str) -> Fault:
    return Fault("land.override-day", vi, en, where=name, remedy_vi="Sửa ngày này", remedy_en="Mend this day")


def _ground() -> Fault:
    return Fault(
        "land.override-ground",
        "Chưa nêu vùng đất của kết luận",
        "The ground of the conclusion is missing",
        where="ground",
        remedy_vi="Vẽ một vùng, dán bảng tọa độ, hoặc cho bán kính quanh một điểm",
        remedy_en="Draw an area, paste a corner table, or give a radius around a point",
    )


def _radius() -> Fault:
    return Fault(
        "land.override-radius",
        "Một điểm cần bán kính, một vùng thì không",
        "A point needs a radius, and an area none",
        where="radius",
        remedy_vi=f"Ghi bán kính từ 1 đến {LARGEST_RADIUS_M} m quanh điểm, hoặc nêu một vùng",
        remedy_en=f"Give a radius of 1 to {LARGEST_RADIUS_M} m around the point, or name an area",
    )


def _none(pk: int) -> Fault:
    return Fault(
        "land.override-none",
        f"Không có kết luận số {pk} đang đứng",
        f"No conclusion number {pk} stands",
        remedy_vi="Xem số của từng kết luận bằng «dothi land override list»",
        remedy_en="See the number of each with “dothi land override list”",
    )
