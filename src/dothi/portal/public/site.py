"""Pages about the service: what it promises, where its data come from, how it looks, whether it is well."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.db import DatabaseError, connection
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dothi import __version__
from dothi.portal.export import Column, xlsx_response
from dothi.portal.public.asks import language
from dothi.portal.public.figures import source_title
from dothi.portal.public.samples import component_samples
from dothi.portal.words import word
from dothi.registry.accounts.access import action
from dothi.registry.observations.models import Observation, State
from dothi.registry.places.models import Pack, Town, Unit
from dothi.registry.sources.models import Source
from dothi.registry.sources.refs import source_ref

PAGE_SIZE = 50


@action("about.view")
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What dothi is and what it promises."""
    return render(request, "public/about.html", {"pack": Pack.objects.order_by("loaded_at").first()})


@action("about.view")
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source on record, with how many figures lean on it."""
    counted = Count(
        "observations",
        filter=Q(observations__withdrawn_at=None, observations__state=State.APPROVED),
    )
    rows = Source.objects.annotate(figures=counted).order_by("title", "key")
    if request.GET.get("dinh-dang") == "xlsx":
        return _sources_workbook(rows)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    numbers = page.paginator.get_elided_page_range(page.number)
    return render(request, "public/sources.html", {"page": page, "numbers": numbers})


def _sources_workbook(rows: QuerySet[Any]) -> HttpResponse:
    columns = [
        Column(_("Khóa"), 24),
        Column(_("Nguồn"), 70),
        Column(_("Số, ký hiệu"), 22),
        Column(_("Ngày ban hành"), 14),
        Column(_("Cơ quan ban hành"), 30),
        Column(_("Giấy phép"), 40),
        Column(_("Mức tin cậy"), 34),
        Column(_("Số liệu dẫn về"), 16, 0),
    ]
    cells = (
        [
            row.key,
            source_title(source_ref(row), language()),
            row.number,
            row.issued_on,
            row.issuer,
            row.licence,
            word("confidence", row.confidence, language()),
            row.figures,
        ]
        for row in rows
    )
    invented = any(row.illustrative for row in rows)
    return xlsx_response("nguon-du-lieu.xlsx", columns, cells, _("Nguồn dữ liệu"), illustrative=invented)


@action("about.view")
@require_safe
def source(request: HttpRequest, key: str) -> HttpResponse:
    """One source: document, licence, confidence, and what was taken from it."""
    row = Source.objects.filter(key=key).first()
    if row is None:
        raise Http404(key)
    figures = Observation.objects.as_known_on().filter(source=row, state=State.APPROVED)
    uses = [
        {"label": _("Đơn vị hành chính"), "count": Unit.objects.as_known_on().filter(source=row).count()},
        {"label": _("Đô thị"), "count": Town.objects.as_known_on().filter(source=row).count()},
        {"label": _("Số liệu đã duyệt"), "count": figures.count()},
    ]
    crumbs = [{"label": _("Nguồn dữ liệu"), "url": ".."}, {"label": row.title}]
    return render(request, "public/source.html", {"source": row, "uses": uses, "crumbs": crumbs})


@action("about.view")
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component a page is composed of."""
    return render(request, "public/components.html", component_samples(request))


@action("about.view")
@require_POST
def language_switch(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language in a cookie and go back to the page they were on."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise SuspiciousOperation("unknown language")
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        address = "/"
    response = HttpResponseRedirect(address)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


@action("about.view")
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the service answers and its database does; for a monitor, so in plain JSON and never cached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        loaded = Pack.objects.exists()
    except DatabaseError:
        return _health({"status": "failed", "database": "failed"}, 503)
    return _health({"status": "ok", "database": "ok", "data": "loaded" if loaded else "empty"}, 200)


def _health(state: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse({**state, "version": __version__}, status=status)
    response["Cache-Control"] = "no-store"
    return response
