"""Every address of the portal, room by room."""

from __future__ import annotations

from django.urls import include, path

from dothi.portal.account.admin import site as administration
from dothi.portal.office.cases import feed

urlpatterns = [
    path("lich-ho-so/<str:token>.ics", feed.calendar, name="calendar"),
    path("", include("dothi.portal.public.urls")),
    path("ban-lam-viec/", include("dothi.portal.office.urls")),
    path("tai-khoan/", include("dothi.portal.account.urls")),
    path("api/v1/", include("dothi.portal.api.urls")),
    path("quan-tri/", administration.urls),
]
