"""Addresses of layers of themes."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.themes import pages

urlpatterns = [
    path("", pages.themes, name="themes"),
    path("ghi-nhan/", pages.add, name="theme_new"),
    path("<int:pk>/rut/", pages.withdraw, name="theme_withdraw"),
]
