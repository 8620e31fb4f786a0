"""Publishing a vector layer: name it, write it, build its tiles, store, check, and make it count.

Publishing content that the lake already holds gives the version that is there. Killed at any moment, it has
published the whole version or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd

from dothi import __version__
from dothi.lake import geoparquet, tiles
from dothi.lake.lake import Lake, LayerVersion, check_columns
from dothi.lake.manifest import (
    DATA,
    TILES,
    Checks,
    Column,
    Crs,
    LayerFacts,
    Manifest,
    Source,
    StoredFile,
    TileFacts,
)
from dothi.lake.reference import Reference
from dothi.lake.settle import Report, Step, settle, silent, standing
from dothi.lake.survey import Figures, Survey, survey
from dothi.lake.table import LayerTable

_NO_FILES: Mapping[str, StoredFile] = {}


def publish_layer(
    lake: Lake,
    content: gpd.GeoDataFrame | LayerTable,
    *,
    created: date,
    illustrative: bool,
    tiles_for: tiles.TileRange | None,
    tile_columns: Sequence[str] | None = None,
    title: str = "",
    sources: Sequence[Source] = (),
    checks: Checks | None = None,
    report: Report = silent,
) -> LayerVersion:
    """Publish a layer and return its version, new or already there.

    :param content: a GeoDataFrame, or a :class:`LayerTable` where memory matters. Row order and index are
        not content.
    :param created: day or moment of publishing, for the manifest.
    :param illustrative: whether the content is invented; part of what names it.
    :param tiles_for: zooms of the tiles, or ``None`` for none. A version once published without tiles gets
        them when its content is published with tiles; tiles once built stay.
    :param tile_columns: attributes that travel in the tiles; all by default.
    :param report: told each :class:`~dothi.lake.settle.Step` before it is taken.

    Raises :class:`InputError` where the layer cannot be kept as it is (``lake.…`` says why), and
    :class:`UnusableError` where tiles cannot be built or the lake not be written. Nothing is published then.
    """
    report(Step.SURVEY)
    layer = content if isinstance(content, LayerTable) else LayerTable.from_frame(content)
    check_columns(tile_columns or (), list(layer.types))
    surveyed = survey(layer, illustrative=illustrative)
    zooms = tiles_for if tiles.drawable(surveyed) else None
    there = standing(lake, surveyed.name, with_tiles=zooms is not None)
    if there is not None:
        report(Step.DONE)
        return LayerVersion(lake, there)
    chosen = tiles.tile_columns(surveyed, tile_columns)
    draft = Manifest(
        name=surveyed.name,
        kind="layer",
        title=title,
        illustrative=illustrative,
        created=created.isoformat(),
        code_version=__version__,
        crs=crs_facts(surveyed.reference),
        extent=surveyed.figures.extent,
        extent_wgs84=_extent_wgs84(surveyed),
        sources=tuple(sources),
        checks=checks,
        layer=layer_facts(surveyed.figures),
        raster=None,
        tiles=None if zooms is None else _tile_facts(zooms, chosen),
        files=_NO_FILES,
    )
    with lake.store.workroom() as room:
        made = _make(surveyed, zooms, chosen, room, report)
        return LayerVersion(lake, settle(lake, draft, made, report))


def layer_facts(figures: Figures) -> LayerFacts:
    """Figures as the manifest states them."""
    return LayerFacts(
        features=figures.features,
        missing_geometries=figures.missing,
        empty_geometries=figures.empty,
        geometry=figures.kinds,
        area_m2=figures.area_m2,
        columns=tuple(Column(name, kind, figures.nulls[name]) for name, kind in figures.types.items()),
    )


def crs_facts(reference: Reference) -> Crs:
    """CRS and datum operation as the manifest states them."""
    operation = reference.operation
    return Crs(reference.canonical, reference.name, operation.code, operation.name, operation.accuracy_m)


def _make(
    surveyed: Survey, zooms: tiles.TileRange | None, columns: tuple[str, ...], room: Path, report: Report
) -> dict[str, Path]:
    """Make the files in ``room``; the data is read back and compared before anything is stored."""
    report(Step.WRITE)
    made = {DATA: room / "layer.parquet"}
    geoparquet.write(surveyed, made[DATA])
    geoparquet.compare(surveyed, made[DATA])
    if zooms is not None:
        report(Step.TILES)
        made[TILES] = room / "tiles.pmtiles"
        work = room / "tiles"
        work.mkdir()
        tiles.build(tiles.Plan(surveyed, zooms, columns), made[TILES], work)
    return made


def _extent_wgs84(surveyed: Survey) -> tuple[float, float, float, float] | None:
    extent = surveyed.figures.extent
    return None if extent is None else surveyed.reference.box_wgs84(extent)


def _tile_facts(zooms: tiles.TileRange, columns: tuple[str, ...]) -> TileFacts:
    return TileFacts(zooms.kind, zooms.min_zoom, zooms.max_zoom, tiles.LAYER, columns)
