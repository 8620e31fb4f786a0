"""Every address of the portal, room by room."""

from __future__ import annotations

from django.urls import include, path

from dothi.portal.account.admin import site as administration

urlpatterns = [
    path("", include("dothi.portal.public.urls")),
    path("ban-lam-viec/", include("dothi.portal.office.urls")),
    path("tai-khoan/", include("dothi.portal.account.urls")),
    path("api/v1/", include("dothi.portal.api.urls")),
    path("quan-tri/", administration.urls),
]
