"""What applies to a piece of land, as open data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dothi.base.errors import Fault, InputError
from dothi.land.answer_data import answer_data
from dothi.portal.api.answering import answers
from dothi.portal.asking import Asking
from dothi.portal.public.land.question import in_reach, object_in
from dothi.registry.accounts.access import action
from dothi.registry.land.asked import Asked, by_geojson, by_point
from dothi.registry.land.asking import ask
from dothi.registry.land.parcels import by_parcel

LONGEST = 4000
"""Characters of a parameter; a whole address is rarely let through longer."""


@action("plans.view")
@answers(tagged=False)
def land(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """The answer for a point, for a parcel of the cadastre, or for an area as a GeoJSON geometry."""
    asked = _asked(request, asking)
    return answer_data(ask(asked.piece, asking.as_of, asking.as_known_on, asked.notes))


def _asked(request: HttpRequest, asking: Asking) -> Asked:
    point, parcel, geometry = (
        request.GET.get(name, "").strip()[:LONGEST] for name in ("point", "thua", "geometry")
    )
    if sum(map(bool, (point, parcel, geometry))) != 1:
        raise InputError(
            Fault(
                "api.parameter",
                "Cần đúng một trong ba: point, thua hoặc geometry",
                "Exactly one of point, thua and geometry is needed",
                where="point",
            )
        )
    if parcel:
        return in_reach(by_parcel(parcel, asking.as_of, asking.as_known_on))
    if point:
        return by_point(point, request.GET.get("crs", ""))
    return in_reach(by_geojson(object_in(geometry)))
