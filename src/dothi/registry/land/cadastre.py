"""Putting a snapshot of the cadastre on record, and taking it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import geopandas as gpd
from django.db import transaction

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period
from dothi.lake import Lake, LayerVersion, publish_layer
from dothi.lake import Source as LakeSource
from dothi.land.cadastre import Fields, Snapshot, snapshot_of
from dothi.land.polygons import no_crs
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.land.communes import Communes, listed
from dothi.registry.land.models import ParcelLayer
from dothi.registry.land.recording import ACTION

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CadastreEntry:
    """What is stated about a snapshot: it shows the land as it is since ``start``."""

    title: str
    document: str
    start: date
    issuer: str = ""
    end: date | None = None
    illustrative: bool = False


def units_of(frame: gpd.GeoDataFrame, communes: Communes, *, unit: str = "", field: str = "") -> list[str]:
    """The commune of each feature: one for all, or by a field of keys, codes or names.

    Raises :class:`InputError` (``cadastre.unit``) naming what is no single commune.
    """
    if field and field not in frame.columns:
        raise InputError(_no_unit([field]))
    told = [clean(str(value)) for value in frame[field]] if field else [clean(unit)] * len(frame)
    known = {text: communes.by_code(text) for text in dict.fromkeys(told)}
    wrong = [text for text, key in known.items() if not key]
    if wrong or not told:
        raise InputError(_no_unit(wrong))
    return [known[text] for text in told]


def store_cadastre(
    lake: Lake,
    frame: gpd.GeoDataFrame,
    fields: Fields,
    units: Sequence[str],
    *,
    entry: CadastreEntry,
    source: LakeSource,
    now: datetime,
) -> tuple[LayerVersion, Snapshot]:
    """Put the parcels of a file into the lake without any other attribute; they count for nothing yet.

    Raises :class:`InputError` as :func:`~dothi.land.cadastre.snapshot_of`, ``cadastre.entry``;
    :class:`UnusableError` ``land.no-crs``.
    """
    check_entry(entry)
    if frame.crs is None:
        raise UnusableError(no_crs(source.name))
    found = snapshot_of(frame, fields, units)
    version = publish_layer(
        lake,
        found.frame,
        created=now,
        illustrative=entry.illustrative,
        tiles_for=None,
        title=entry.title,
        sources=[source],
    )
    return version, found


@transaction.atomic
def record_cadastre(user: Any, entry: CadastreEntry, version: LayerVersion, found: Snapshot) -> ParcelLayer:
    """Let parcels be found in a snapshot from now on; ``user`` is ``None`` for a command only.

    Raises :class:`InputError` (``cadastre.twice``) where the same content is on record.
    """
    if user is not None:
        require(user, ACTION)
    check_entry(entry)
    if ParcelLayer.objects.select_for_update().as_known_on().filter(layer=version.name).exists():
        raise InputError(_twice(entry.title))
    row = ParcelLayer(
        title=clean(entry.title)[:200],
        layer=version.name,
        units=found.units,
        parcels=len(found.frame),
        document=clean(entry.document)[:300],
        issuer=clean(entry.issuer)[:200],
        illustrative=entry.illustrative,
        recorded_by=user,
    )
    row.period = Period(Bound.on(entry.start), NEVER if entry.end is None else Bound.on(entry.end))
    row.save()
    facts = {"layer": row.layer, "document": row.document, "units": row.units}
    trail.record(user, "land.cadastre", row, facts)
    return row


@transaction.atomic
def withdraw_cadastre(user: Any, pk: int, reason: str) -> ParcelLayer:
    """Take a snapshot off the record; raises :class:`InputError` (``cadastre.none``, ``cadastre.entry``)."""
    if user is not None:
        require(user, ACTION)
    row: ParcelLayer | None = ParcelLayer.objects.select_for_update().as_known_on().filter(pk=pk).first()
    if row is None:
        raise InputError(_none(pk))
    if not clean(reason):
        raise InputError(_missing("lý do", "the reason"))
    row.withdraw()
    trail.record(user, "land.cadastre_withdraw", row, {"layer": row.layer, "reason": clean(reason)[:300]})
    return row


def check_entry(entry: CadastreEntry) -> None:
    """Raise :class:`InputError` (``cadastre.entry``) where something that must be stated is not."""
    if not clean(entry.title):
        raise InputError(_missing("tên bản đồ địa chính", "the title"))
    if not clean(entry.document):
        raise InputError(_missing("văn bản hoặc nguồn", "the document or source"))
    if entry.end is not None and entry.end <= entry.start:
        raise InputError(_missing("ngày kết thúc sau ngày bắt đầu", "an end after the start"))


def _missing(vi: str, en: str) -> Fault:
    return Fault(
        "cadastre.entry",
        f"Chưa nêu {vi}",
        f"Missing: {en}",
        remedy_vi="Bổ sung rồi ghi lại",
        remedy_en="Add it and record again",
    )


def _no_unit(wrong: Sequence[str]) -> Fault:
    shown = listed(f"«{text[:40]}»" for text in wrong[:_SHOWN]) or "(trống)"
    return Fault(
        "cadastre.unit",
        f"Không xác định được đúng một xã, phường cho {shown}",
        f"No single commune is known by {shown}",
        remedy_vi="Nêu khóa (như 2c-20971) bằng --unit, hoặc trường khóa, mã hay tên bằng --unit-field",
        remedy_en="Give a key (as 2c-20971) by --unit, or a field of keys, codes or names by --unit-field",
    )


def _none(pk: int) -> Fault:
    return Fault(
        "cadastre.none",
        f"Không có bản đồ địa chính số {pk} đang được ghi nhận",
        f"No snapshot of the cadastre number {pk} is on record",
        remedy_vi="Xem số của từng bản bằng «dothi land parcels list»",
        remedy_en="See the number of each with “dothi land parcels list”",
    )


def _twice(title: str) -> Fault:
    return Fault(
        "cadastre.twice",
        f"Nội dung này đã được ghi nhận («{title[:80]}»)",
        f"This content is on record already (“{title[:80]}”)",
        remedy_vi="Rút bản cũ trước nếu muốn ghi lại với thông tin khác",
        remedy_en="Withdraw the earlier one first to record it with other facts",
    )
