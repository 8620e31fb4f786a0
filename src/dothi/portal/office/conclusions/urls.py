"""Addresses of conclusions on land."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.conclusions import pages

urlpatterns = [
    path("", pages.conclusions, name="conclusions"),
    path("moi/", pages.new, name="conclusion_new"),
    path("<int:pk>/rut/", pages.withdraw, name="conclusion_withdraw"),
]
