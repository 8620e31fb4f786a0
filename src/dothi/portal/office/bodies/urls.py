"""Addresses of bodies in the office."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.bodies import pages

urlpatterns = [
    path("", pages.bodies, name="bodies"),
    path("moi/", pages.new, name="body_new"),
    path("chuyen-giao/<int:pk>/rut/", pages.withdraw, name="handover_withdraw"),
    path("<slug:key>/", pages.body, name="body"),
    path("<slug:key>/sua/", pages.edit, name="body_edit"),
    path("<slug:key>/chuyen-giao/", pages.hand_over, name="handover_new"),
]
