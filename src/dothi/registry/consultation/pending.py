"""Open consultations on plans, as the look-up of land hears of them: what is being asked here just now.

The ground of a consultation is generalised for the eye, so a strip of it decides nothing; and it tells
nothing of land that it does not reach, for a plan may be under way that nobody recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import shapely
from django.db.models import Q

from dothi.base.dates import format_date
from dothi.intake.georeference.carry import WGS84
from dothi.land.piece import Box
from dothi.land.record import Words
from dothi.land.themes import ThemeSource
from dothi.registry.consultation.models import Consultation
from dothi.registry.dated import end_of

THEME = "pending"
_DRAWN_M = 12.0
"""Metres by which the outline kept with a consultation may lie off, twice over."""


def pending_sources(day: date, known_on: date | datetime | None = None) -> list[ThemeSource]:
    """Consultations on a drawing open on ``day``, as known at the end of ``known_on``; one query."""
    rows = Consultation.objects.filter(opens_on__lte=day, closes_on__gte=day).exclude(west=None)
    rows = rows.filter(Q(plan_version__isnull=False) | Q(dossier__isnull=False))
    if known_on is None:
        rows = rows.filter(withdrawn_at=None)
    else:
        moment = known_on if isinstance(known_on, datetime) else end_of(known_on)
        rows = rows.filter(opened_at__lt=moment).exclude(withdrawn_at__lt=moment)
    return [_source(row) for row in rows]


def _source(row: Consultation) -> ThemeSource:
    shape = shapely.geometry.shape(row.area)
    return ThemeSource(
        Words(f"Đang lấy ý kiến: {row.title}", f"Under consultation: {row.title_en or row.title}"),
        "",
        f"lấy ý kiến từ {format_date(row.opens_on)} đến hết {format_date(row.closes_on)}",
        lambda: WGS84,
        _reader(shape, row.title),
        None,
        _DRAWN_M,
        row.illustrative,
        shapely.box(*shape.bounds),
    )


def _reader(shape: Any, title: str) -> Callable[[Box], gpd.GeoDataFrame]:
    frame = gpd.GeoDataFrame({"ten": [title]}, geometry=[shape], index=[1], crs=WGS84)

    def read(box: Box) -> gpd.GeoDataFrame:
        return frame[shapely.intersects(frame.geometry.to_numpy(), shapely.box(*box))]

    return read
