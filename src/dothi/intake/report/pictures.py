"""A small picture of a finding: the place, the features concerned, their neighbours, and a scale bar."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np
import shapely

from dothi.base.drawing import View, leaves_of, round_length
from dothi.intake.checking.rings import Geometries
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import FeatureId, Finding

WIDTH, HEIGHT = 300, 190
_ROOM = 1.7
_LEAST_METRES = 4.0
_NEIGHBOURS = 60


def picture(finding: Finding, subject: Subject, key: str) -> str:
    """Draw a finding as SVG; empty for one without geometry, or in a layer that cannot be measured.

    Of several areas far apart the largest is shown. ``key`` keeps names apart within one page.
    """
    measuring = subject.measuring
    if finding.geometry is None or measuring is None or finding.geometry.is_empty:
        return ""
    place = measuring.metres(np.array([finding.geometry], dtype=object))[0]
    concerned = _concerned(subject, (finding.feature, *finding.others))
    parts = leaves_of(place)
    shown = max(parts, key=lambda part: part.area) if shapely.get_dimensions(place) == 2 else place
    view, window = _view(shown, concerned)
    around = [s for s in _around(subject, window) if not any(s is c for c in concerned)]
    body = [
        *(f'<path class="around" d="{d}"/>' for d in _paths(around, view, window)),
        *(f'<path class="concerned" d="{d}"/>' for d in _paths(concerned, view, window)),
        _mark(place, view, window, key),
        _scale_bar(view),
    ]
    title = escape(f"{finding.message}. {finding.where}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img"><title>{title}</title><style>{_STYLE}</style>'
        f'<defs><pattern id="{key}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V6" stroke="#a01c1c" stroke-width="2"/></pattern></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f6f5f2"/>{"".join(body)}</svg>'
    )


def _concerned(subject: Subject, features: Iterable[FeatureId | None]) -> list[Any]:
    wanted = [feature for feature in features if feature is not None]
    rows = subject.frame.index.get_indexer(wanted)
    shapes = subject.metric[rows[rows >= 0]][:8]
    return [shape for shape in shapes if shape is not None]


def _view(place: Any, concerned: list[Any]) -> tuple[View, Any]:
    """Show the place with room around it; a point gets a share of the feature's size."""
    west, south, east, north = place.bounds
    sizes = [max(s.bounds[2] - s.bounds[0], s.bounds[3] - s.bounds[1]) for s in concerned]
    least = max(_LEAST_METRES, 0.12 * min(sizes, default=0.0))
    width = max((east - west) * _ROOM, (north - south) * _ROOM * WIDTH / HEIGHT, least)
    height = width * HEIGHT / WIDTH
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    view = View(middle_x - width / 2, middle_y + height / 2, WIDTH / width)
    return view, shapely.box(view.left, view.top - height, view.left + width, view.top)


def _around(subject: Subject, window: Any) -> list[Any]:
    shapes: Geometries = subject.metric
    rows = subject.tree.query(window)
    return [shapes[row] for row in np.sort(rows)[:_NEIGHBOURS] if shapes[row] is not None]


def _paths(shapes: Iterable[Any], view: View, window: Any) -> list[str]:
    """Paths of shapes cut to a little more than the window, so that a far-reaching one stays small."""
    margin = (window.bounds[2] - window.bounds[0]) * 0.1
    west, south, east, north = window.bounds
    frame = shapely.box(west - margin, south - margin, east + margin, north + margin)
    out = []
    for shape in shapes:
        cut = shapely.intersection(shape, frame) if shape.is_valid else shape
        path = view.path(cut)
        if path:
            out.append(path)
    return out


def _mark(place: Any, view: View, window: Any, key: str) -> str:
    if shapely.get_dimensions(place) == 0:
        spots = [view.at(x, y) for x, y in shapely.get_coordinates(place).tolist()[:40]]
        return "".join(f'<circle class="spot" cx="{x:g}" cy="{y:g}" r="6"/>' for x, y in spots)
    path = "".join(_paths([place], view, window))
    if shapely.get_dimensions(place) == 1:
        return f'<path class="line" d="{path}"/>'
    return f'<path class="fault" fill="url(#{key}-hatch)" d="{path}"/>'


def _scale_bar(view: View) -> str:
    """A bar of a round length, about a quarter of the picture."""
    length, shown = round_length(WIDTH / 4 / view.scale)
    width = round(length * view.scale, 1)
    return (
        f'<path class="bar" d="M10 {HEIGHT - 12}h{width:g}"/>'
        f'<text x="{10 + width + 6:g}" y="{HEIGHT - 8}">{shown}</text>'
    )


_STYLE = (
    ".around{fill:#fff;stroke:#b5b1a6;stroke-width:.8}"
    ".concerned{fill:#cfe3e1;fill-opacity:.75;stroke:#14595b;stroke-width:1.6}"
    ".fault{fill-opacity:.9;stroke:#a01c1c;stroke-width:1.8}"
    ".line{fill:none;stroke:#a01c1c;stroke-width:2.6}"
    ".spot{fill:#a01c1c;fill-opacity:.18;stroke:#a01c1c;stroke-width:1.8}"
    ".bar{fill:none;stroke:#1d2321;stroke-width:2}"
    "text{font:11px 'Be Vietnam Pro','Liberation Sans',sans-serif;fill:#1d2321;"
    "paint-order:stroke;stroke:#f6f5f2;stroke-width:3px}"
)
