"""A layer of a plan as a file that every GIS opens.

GeoParquet lies in the lake and is served as it is. Other formats are written when asked for, for layers of a
size that a request can carry; the file is streamed and then gone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from dothi.intake.layers import Layer
from dothi.intake.normalise import normalised
from dothi.intake.writing import write
from dothi.portal.asking import Asking
from dothi.portal.public.asks import asks
from dothi.portal.public.plans.stored import (
    layer_named,
    needed_layer,
    numbered,
    published,
    told_when_unreachable,
)
from dothi.registry.accounts.access import action

MOST_FEATURES = 50_000
"""Larger layers are taken as GeoParquet, by ranges."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: its name for people and its media type."""

    title: str
    media: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "gpkg": Kind("GeoPackage", "application/geopackage+sqlite3"),
        "geojson": Kind("GeoJSON", "application/geo+json"),
    }
)


@action("plans.view")
@require_safe
@told_when_unreachable
@asks
def plan_download(
    _request: HttpRequest, asking: Asking, key: str, number: int, name: str, kind: str
) -> FileResponse:
    """One layer as GeoPackage in its CRS of origin, or as GeoJSON in WGS 84."""
    row = numbered(published(key, asking), number)
    layer = layer_named(row, name)
    if kind not in KINDS or layer.features > MOST_FEATURES:
        raise Http404(kind)
    frame = needed_layer(name).frame()
    given = normalised([Layer(layer.title, frame)]).layers
    with tempfile.TemporaryDirectory(prefix="dothi-plan-") as folder:
        path = Path(folder) / f"{key}-{number}-{name[:8]}.{kind}"
        write(given, path)
        size = path.stat().st_size
        stream = path.open("rb")  # the open file outlives its name
    response = FileResponse(stream, as_attachment=True, filename=path.name, content_type=KINDS[kind].media)
    response["Content-Length"] = str(size)
    return response
