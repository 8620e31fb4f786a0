"""Immutable versions of spatial layers, named by their content; ``docs/lake.md`` gives the format.

A plan's content is a legal document: what is published never changes. A version is named by the SHA-256 of
its canonical content, stored as GeoParquet (or COG for a raster) beside vector tiles and a manifest, in a
local folder or any object store that fsspec reaches. It exists from the moment its manifest does.

>>> lake = open_lake("workspace/lake", create=True)  # doctest: +SKIP
>>> version = publish_layer(lake, frame, created=day, illustrative=False, tiles_for=ZONES)  # doctest: +SKIP
>>> lake.open_version(version.name).frame(bbox=(550000, 1720000, 551000, 1721000))        # doctest: +SKIP
"""

from dothi.lake.collect import Collected, collect
from dothi.lake.lake import Lake, LayerVersion, RasterVersion, open_lake
from dothi.lake.manifest import Checks, Manifest, Source
from dothi.lake.publish import publish_layer
from dothi.lake.rasters import publish_raster
from dothi.lake.settle import Step
from dothi.lake.table import LayerTable
from dothi.lake.tiles import BOUNDARY, LINES, PARCELS, POINTS, ZONES, TileRange
from dothi.lake.verify import Verified, verify

__all__ = [
    "BOUNDARY",
    "LINES",
    "PARCELS",
    "POINTS",
    "ZONES",
    "Checks",
    "Collected",
    "Lake",
    "LayerTable",
    "LayerVersion",
    "Manifest",
    "RasterVersion",
    "Source",
    "Step",
    "TileRange",
    "Verified",
    "collect",
    "open_lake",
    "publish_layer",
    "publish_raster",
    "verify",
]
