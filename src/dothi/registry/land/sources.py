"""Theme layers and statements on record, made ready for the room that compares them with land."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import geopandas as gpd
import shapely
from pyproj import CRS

from dothi.base.errors import Fault, UnusableError
from dothi.intake.checking.context import tolerances_for
from dothi.land.piece import Box, Piece
from dothi.land.record import Words
from dothi.land.themes import ThemeSource
from dothi.law import Law
from dothi.registry.land.models import CompletenessStatement, ThemeLayer
from dothi.registry.plans.lake import opened_layer


def theme_sources(law: Law, day: date, known_on: date | None) -> dict[str, list[ThemeSource]]:
    """Layers of every theme that are certainly in force on ``day``; one query."""
    found: dict[str, list[ThemeSource]] = {}
    for row in ThemeLayer.objects.as_known_on(known_on).certainly_on(day):
        found.setdefault(row.theme, []).append(_source(row, law))
    return found


def complete_for(piece: Piece, day: date, known_on: date | None) -> dict[str, Words]:
    """Levels of which one statement covers the whole piece on ``day``, and who answers for it; one query."""
    found: dict[str, Words] = {}
    shape = piece.wgs84
    for row in CompletenessStatement.objects.as_known_on(known_on).certainly_on(day):
        if shapely.covers(shapely.geometry.shape(row.covers), shape):
            found[row.level] = Words(
                f"{row.authority} xác nhận mọi đồ án cấp này ở {row.place} đã được ghi nhận ({row.document})",
                f"{row.authority} answers for every plan of this level in {row.place} being on record "
                f"({row.document})",
            )
    return found


def referenced_themes() -> set[str]:
    """Names of every layer in the lake that a theme ever spoke by: what must never be collected."""
    return set(ThemeLayer.objects.values_list("layer", flat=True))


def reader(name: str, title: str) -> tuple[Callable[[], CRS], Callable[[Box], gpd.GeoDataFrame]]:
    """How a layer of the lake tells its CRS and reads a box; what cannot be opened is said by its title."""

    def crs() -> CRS:
        return CRS.from_user_input(opened_layer(name).manifest.crs.canonical)

    def read(box: Box) -> gpd.GeoDataFrame:
        try:
            return opened_layer(name).features_in(box)
        except OSError as error:
            raise UnusableError(_unreachable(title, error)) from error

    return crs, read


def _source(row: ThemeLayer, law: Law) -> ThemeSource:
    crs, read = reader(row.layer, row.title)
    return ThemeSource(
        Words(row.title, row.title_en),
        row.layer,
        row.document,
        crs,
        read,
        None if row.covers is None else shapely.geometry.shape(row.covers),
        tolerances_for(law, row.scale).sliver,
        row.illustrative,
    )


def _unreachable(title: str, error: OSError) -> Fault:
    why = error.strerror or type(error).__name__
    return Fault(
        "land.layer-unreachable",
        f"Không mở được lớp «{title}» trong kho ({why})",
        f"The layer “{title}” cannot be opened in the lake ({why})",
        remedy_vi="Thử lại sau; nếu vẫn vậy, chạy «dothi lake verify»",
        remedy_en="Try again later; if it stays so, run “dothi lake verify”",
    )
