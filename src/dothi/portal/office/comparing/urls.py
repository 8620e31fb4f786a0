"""Addresses of comparisons."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.comparing import asking, results

urlpatterns = [
    path("", asking.home, name="comparisons"),
    path("quy-hoach/", asking.conform, name="compare_plans"),
    path("chuyen-muc-dich/", asking.convert, name="compare_uses"),
    path("nguy-co/", asking.expose, name="compare_hazard"),
    path("chua-co-do-an/", asking.lack, name="compare_lacking"),
    path("<uuid:pk>/", results.result, name="comparison"),
    path("<uuid:pk>/<slug:ending>/", results.download, name="comparison_file"),
]
