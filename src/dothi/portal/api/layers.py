"""Layers of the lake as open data: tiles, whole files in ranges, single features.

A layer's name is that of its content, so whatever is served under it never changes and may be kept for ever.
Layers that no published version names are closed to all but who may see dossiers in hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

import pandas as pd
import shapely
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from pmtiles.reader import Reader

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.lake import LayerVersion
from dothi.lake.lake import is_name
from dothi.lake.reference import Reference
from dothi.portal.api.answering import GEOJSON, refusal
from dothi.registry.accounts.access import action
from dothi.registry.land.sources import is_open_layer, may_see_layer
from dothi.registry.plans.lake import opened_layer

FOR_EVER = 365 * 24 * 3600
TILE = "application/vnd.mapbox-vector-tile"
PARQUET = "application/vnd.apache.parquet"
DIRECTORIES = 512
"""Pieces of archives' directories kept in memory; each is at most some 16 kB."""
_BLOCK = 1024**2
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def told_when_unreachable(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 503 where the lake cannot be reached: that says nothing about the layer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except UnusableError as error:
            return refusal(error.faults[0], 503)

    return answered


@action("plans.view")
@require_safe
@told_when_unreachable
def layer(request: HttpRequest, name: str) -> HttpResponse:
    """The manifest of a layer: figures, columns, CRS, sources, files."""
    version = _version(request, name)
    if version is None:
        return _unknown(name)
    body = json.dumps(version.manifest.as_data(), ensure_ascii=False)
    return _kept(HttpResponse(body, content_type="application/json"), name)


@action("plans.view")
@require_safe
@told_when_unreachable
def layer_tile(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """One vector tile, as the archive holds it; 204 where the layer has nothing there."""
    if (unchanged := _unchanged(request, name)) is not None:
        return unchanged
    version = _version(request, name)
    if version is None or version.manifest.tiles is None:
        return _unknown(name)
    facts = version.manifest.tiles
    if not facts.min_zoom <= z <= facts.max_zoom or max(x, y) >= 1 << z:
        return _kept(HttpResponse(status=204), name)
    data = Reader(lambda offset, length: _piece(version, offset, length)).get(z, x, y)
    if not data:
        return _kept(HttpResponse(status=204), name)
    response = HttpResponse(data, content_type=TILE)
    if data[:2] == b"\x1f\x8b":
        response["Content-Encoding"] = "gzip"
    return _kept(response, name)


@action("plans.view")
@require_safe
@told_when_unreachable
def layer_data(request: HttpRequest, name: str) -> HttpResponseBase:
    """The GeoParquet file, whole or the one range of bytes that is asked for."""
    version = _version(request, name)
    if version is None:
        return _unknown(name)
    size = version.data_size
    wanted = _wanted(request.headers.get("Range", ""), size)
    if wanted is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = wanted
    response = StreamingHttpResponse(_blocks(version, start, end), content_type=PARQUET)
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = f'attachment; filename="{name[:12]}.parquet"'
    if request.headers.get("Range"):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _kept(response, name)


@action("plans.view")
@require_safe
@told_when_unreachable
def layer_feature(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One feature by its number in the tiles, with every attribute, in WGS 84."""
    version = _version(request, name)
    if version is None:
        return _unknown(name)
    try:
        frame = version.features([number])
    except InputError as error:
        return refusal(error.faults[0], 404)
    row = frame.iloc[0]
    shape = shapely.transform(row[frame.geometry.name], Reference(frame.crs).to_wgs84)
    properties = {
        str(column): None if pd.isna(value) else value
        for column, value in row.items()
        if column != frame.geometry.name
    }
    body = {
        "type": "Feature",
        "id": number,
        "geometry": json.loads(shapely.to_geojson(shape)),
        "properties": properties,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    return _kept(HttpResponse(text, content_type=GEOJSON), name)


def _version(request: HttpRequest, name: str) -> LayerVersion | None:
    """The layer, for whoever may see it; for others there is none."""
    if not is_name(name) or not may_see_layer(request.user, name):
        return None
    try:
        return opened_layer(name)
    except InputError:
        return None


@lru_cache(maxsize=DIRECTORIES)
def _directory(name: str, offset: int, length: int) -> bytes:
    return opened_layer(name).read_range(offset, offset + length)


def _piece(version: LayerVersion, offset: int, length: int) -> bytes:
    """Bytes of the archive. Its head and root directory are asked for with every tile and kept in memory."""
    if offset + length <= 16_384:
        return _directory(version.name, offset, length)
    return version.read_range(offset, offset + length)


def _blocks(version: LayerVersion, start: int, end: int) -> Any:
    for at in range(start, end, _BLOCK):
        yield version.read_data_range(at, min(at + _BLOCK, end))


def _wanted(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one behind the last; all of the file for no range, ``None`` for one beyond it."""
    found = _RANGE.fullmatch(header.strip())
    if found is None:
        return 0, size
    first, last = found.groups()
    if not first:
        length = int(last or 0)
        return (max(size - length, 0), size) if length else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


def _unchanged(request: HttpRequest, name: str) -> HttpResponse | None:
    if request.headers.get("If-None-Match") == f'"{name}"' and is_open_layer(name):
        return _kept(HttpResponseNotModified(), name)
    return None


def _kept(response: Any, name: str) -> Any:
    """Say how long a copy may be kept: what is published for ever, what is not only by its reader."""
    if is_open_layer(name):
        response["Cache-Control"] = f"public, max-age={FOR_EVER}, immutable"
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{name}"'
    return response


def _unknown(name: str) -> HttpResponse:
    return refusal(
        Fault("layer.unknown", f"Không có lớp «{name[:70]}»", f"There is no layer “{name[:70]}”"), 404
    )
