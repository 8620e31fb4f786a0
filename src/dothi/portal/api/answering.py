"""How the interface answers: JSON, cacheable, and errors as a code and a sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from dothi import __version__
from dothi.base.errors import Fault, InputError, UnusableError
from dothi.portal.asking import Asking, asked
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.observations.models import Observation
from dothi.registry.places.models import Pack, Town, TownClass, TownUnit, Unit, UnitLink
from dothi.registry.plans.models import PlanPeriod
from dothi.registry.programmes.models import EditionPeriod
from dothi.registry.sources.models import Source

Answer = Callable[..., dict[str, Any] | None]
MAX_AGE = 60
"""Seconds for which a copy may be used without asking again."""
DATED = (Unit, UnitLink, Town, TownClass, TownUnit, Observation, PlanPeriod, EditionPeriod, Body, Handover)
GEOJSON = "application/geo+json"
JSON = "application/json"


class UnknownError(LookupError):
    """Nothing on record under the key asked for."""

    def __init__(self, code: str, key: str, address: str = "/api/v1/search") -> None:
        super().__init__(key)
        self.fault = Fault(
            code,
            f"Không có «{key}» trong hệ thống",
            f"There is no “{key}” on record",
            remedy_vi=f"Tìm khóa đúng bằng {address}",
            remedy_en=f"Find the right key with {address}",
        )


def answers(
    content_type: str = JSON, *, tagged: bool = True
) -> Callable[[Answer], Callable[..., HttpResponse]]:
    """Turn a function that gives plain values into a view: question read, answer tagged, errors worded.

    An answer that also rests on what may be out of reach for a while is not ``tagged``: a copy that says
    "not known" would be taken as unchanged when the data are back.
    """

    def wrap(function: Answer) -> Callable[..., HttpResponse]:
        @wraps(function)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in {"GET", "HEAD", "OPTIONS"}:
                response = refusal(Fault("api.method", "Chỉ đọc được bằng GET", "Only GET is answered"), 405)
                response["Allow"] = "GET, HEAD, OPTIONS"
                return response
            try:
                asking = asked(request)
                etag = tag(request, asking) if tagged else ""
                unchanged = get_conditional_response(request, etag=etag) if tagged else None
                if isinstance(unchanged, HttpResponseNotModified):
                    return _cached(unchanged, etag)
                values = function(request, asking, *args, **kwargs)
            except InputError as error:
                return refusal(error.faults[0], 400)
            except UnknownError as error:
                return refusal(error.fault, 404)
            except UnusableError as error:
                return refusal(error.faults[0], 503)
            response = JsonResponse(
                values,
                content_type=content_type,
                json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
            )
            return _cached(response, etag)

        return view

    return wrap


def refusal(fault: Fault, status: int) -> JsonResponse:
    """An error as programs and people read it: the code, and the sentence in both languages."""
    response = JsonResponse(
        {"code": fault.code, "message": fault.sentence("vi"), "message_en": fault.sentence("en")},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def tag(request: HttpRequest, asking: Asking) -> str:
    """An entity tag that changes when anything on record changes, or the program, or the day asked about."""
    state: list[object] = [__version__, request.get_full_path(), asking.as_of, asking.as_known_on]
    for model in DATED:
        numbers = model.objects.aggregate(Count("pk"), Max("recorded_at"), Max("withdrawn_at"))
        state += numbers.values()
    state.append(list(Pack.objects.order_by("key").values_list("digest", flat=True)))
    state.append(
        list(Source.objects.order_by("pk").values_list("key", "title", "confidence", "illustrative"))
    )
    return quote_etag(hashlib.sha256(repr(state).encode()).hexdigest()[:24])


def _cached(response: HttpResponse, etag: str) -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
