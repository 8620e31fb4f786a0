"""Theme layers and statements on record, made ready for the room that compares them with land."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from dothi.base.errors import DothiError, Fault, UnusableError
from dothi.intake.checking.context import tolerances_for
from dothi.land.piece import Box, Piece
from dothi.land.protection import distances_of
from dothi.land.record import Words
from dothi.land.themes import ThemeSource
from dothi.law import Law
from dothi.law.tables.protection_distances import ProtectionDistance
from dothi.registry.accounts.access import can
from dothi.registry.land.models import CompletenessStatement, ParcelLayer, ThemeLayer
from dothi.registry.land.often import Often
from dothi.registry.plans.lake import opened_layer
from dothi.registry.plans.queries import LayerName, is_published
from dothi.registry.plans.queries import may_see_layer as may_see_plan_layer

OpenLayer = Callable[[str, str], tuple[Callable[[], CRS], Callable[[Box], gpd.GeoDataFrame]]]
"""From the name and the title of a layer: how its CRS is told, and how a box of it is read."""


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """Somebody answers for it that every plan of a level over ``covers`` (WGS 84) is on record."""

    level: str
    covers: Any
    words: Words


def theme_sources(
    law: Law, day: date, known_on: date | None, open_layer: OpenLayer
) -> dict[str, list[ThemeSource]]:
    """Layers of every theme certainly in force on ``day``, and consultations open then; two queries."""
    from dothi.registry.consultation.pending import THEME, pending_sources  # noqa: PLC0415 - it reads plans

    found: dict[str, list[ThemeSource]] = {}
    for row in ThemeLayer.objects.as_known_on(known_on).certainly_on(day):
        found.setdefault(row.theme, []).append(_source(row, law, day, open_layer))
    if asked := pending_sources(day, known_on):
        found.setdefault(THEME, []).extend(asked)
    return found


def statements_on(day: date, known_on: date | None) -> list[Statement]:
    """Statements that certainly hold on ``day``; one query."""
    return [
        Statement(
            row.level,
            shapely.geometry.shape(row.covers),
            Words(
                f"{row.authority} xác nhận mọi đồ án cấp này ở {row.place} đã được ghi nhận ({row.document})",
                f"{row.authority} answers for every plan of this level in {row.place} being on record "
                f"({row.document})",
            ),
        )
        for row in CompletenessStatement.objects.as_known_on(known_on).certainly_on(day)
    ]


def complete_for(shape: Any, statements: Iterable[Statement]) -> dict[str, Words]:
    """Levels of which one statement covers the whole of a shape in WGS 84, and who answers for it."""
    return {one.level: one.words for one in statements if _covers(one.covers, shape)}


def _covers(ground: Any, shape: Any) -> bool:
    """Whether a ground covers a shape, but for a hairline of rounding along its edge."""
    if shapely.covers(ground, shape):
        return True
    near = shapely.intersects(ground, shape)
    return bool(near and shapely.covers(shapely.buffer(ground, _HAIRLINE), shape))


def referenced_themes() -> set[str]:
    """Names of every layer in the lake that a theme ever spoke by, or in which parcels on record are found.

    They must never be collected. A withdrawn snapshot of the cadastre may be: an extract holds its parcel.
    """
    parcels = ParcelLayer.objects.as_known_on().values_list("layer", flat=True)
    return {*ThemeLayer.objects.values_list("layer", flat=True), *parcels}


def is_open_layer(name: str) -> bool:
    """Whether a layer of the lake is everybody's: a published version or, ever, a theme speaks by it."""
    return is_published(name) or ThemeLayer.objects.filter(layer=name).exists()


def may_see_layer(user: Any, name: str) -> bool:
    """Whether ``user`` may see a layer of the lake that a plan or a theme speaks by."""
    if ThemeLayer.objects.filter(layer=name).exists():
        return can(user, "plans.view", LayerName(name))
    return may_see_plan_layer(user, name)


def reader(name: str, title: str) -> tuple[Callable[[], CRS], Callable[[Box], gpd.GeoDataFrame]]:
    """How a layer of the lake tells its CRS and reads a box; what cannot be opened is said by its title."""

    def crs() -> CRS:
        return CRS.from_user_input(opened_layer(name).manifest.crs.canonical)

    def read(box: Box) -> gpd.GeoDataFrame:
        try:
            return _OFTEN.features_in(opened_layer(name), box)
        except OSError as error:
            raise UnusableError(_unreachable(title, error)) from error

    return crs, read


def kept_within(ground: Piece) -> OpenLayer:
    """As :func:`reader`, for many pieces of one ``ground``: of each layer that ground is read once, and kept.

    What cannot be read is tried once and refused alike every time.
    """

    def opened(name: str, title: str) -> tuple[Callable[[], CRS], Callable[[Box], gpd.GeoDataFrame]]:
        layer = _Kept(*reader(name, title), ground)
        return layer.crs, layer.near

    return opened


class _Kept:
    def __init__(
        self, crs: Callable[[], CRS], read: Callable[[Box], gpd.GeoDataFrame], ground: Piece
    ) -> None:
        self._crs, self._read, self._ground = crs, read, ground

    def crs(self) -> CRS:
        return self._known[0]

    def near(self, box: Box) -> gpd.GeoDataFrame:
        _, frame, tree = self._known
        return frame.iloc[np.sort(tree.query(shapely.box(*box)))]

    @property
    def _known(self) -> tuple[CRS, gpd.GeoDataFrame, shapely.STRtree]:
        crs, frame, refused = self._loaded
        if refused:
            raise UnusableError(*refused)
        return crs, frame, self._tree

    @cached_property
    def _loaded(self) -> tuple[CRS, gpd.GeoDataFrame, tuple[Fault, ...]]:
        try:
            crs = self._crs()
            return crs, self._read(self._ground.box_in(crs, _ROOM_M)), ()
        except DothiError as error:
            return None, None, error.faults

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._loaded[1].geometry.to_numpy())


def _source(row: ThemeLayer, law: Law, day: date, open_layer: OpenLayer) -> ThemeSource:
    crs, read = open_layer(row.layer, row.title)
    rules = law.of(ProtectionDistance).in_force(day) if row.facility else ()
    return ThemeSource(
        Words(row.title, row.title_en),
        row.layer,
        row.document,
        crs,
        read,
        None if row.covers is None else shapely.geometry.shape(row.covers),
        tolerances_for(law, row.scale).sliver,
        row.illustrative,
        None if row.west is None else shapely.box(row.west, row.south, row.east, row.north),
        distances_of(rules, row.facility) if row.facility else None,
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


_OFTEN = Often()
_HAIRLINE = 1e-7
"""Degrees, 1 cm: what is left where outlines were carried between systems or written with few digits."""
_ROOM_M = 3_000.0
"""Metres around the ground of many pieces: more than any drawing's tolerance or distance of protection."""
