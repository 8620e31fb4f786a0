"""What every page knows: the way around, the day asked about, version and date of the data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from dothi import __version__
from dothi.portal.asking import asked, data_date
from dothi.registry.accounts.access import can


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context shared by every template, computed only when a template asks for it."""
    return {"portal": SimpleLazyObject(lambda: _portal(request))}


def _portal(request: HttpRequest) -> dict[str, Any]:
    asking = asked(request, strict=False)
    return {
        "version": __version__,
        "today": asking.today,
        "as_of": asking.as_of,
        "as_known_on": asking.as_known_on,
        "query": asking.query(),
        "data_date": data_date(),
        "navigation": _navigation(request.path, asking.query()),
        "has_desk": SimpleLazyObject(lambda: can(request.user, "desk.view")),
        "basemap_url": settings.DOTHI.basemap_url,
        "basemap_attribution": settings.DOTHI.basemap_attribution,
    }


def _navigation(path: str, query: str) -> list[dict[str, Any]]:
    entries = (
        ("public:map", _("Bản đồ"), True),
        ("public:land", _("Tra cứu"), True),
        ("public:plans", _("Quy hoạch"), True),
        ("public:consultations", _("Lấy ý kiến"), True),
        ("public:programmes", _("Chương trình"), True),
        ("public:places", _("Đơn vị hành chính"), True),
        ("public:towns", _("Đô thị"), True),
        ("public:sources", _("Nguồn dữ liệu"), False),
        ("public:about", _("Giới thiệu"), False),
    )
    rows = []
    for name, label, dated in entries:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        current = "page" if path == address else "true" if address != "/" and path.startswith(address) else ""
        url = address + (query if dated else "")
        rows.append({"url": url, "label": label, "current": current, "minor": not dated})
    return rows
