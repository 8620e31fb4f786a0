"""Addresses of the way up."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.upgrades import asking, results

urlpatterns = [
    path("", asking.home, name="upgrades"),
    path("mau/", asking.template_file, name="upgrade_template"),
    path("<uuid:pk>/", results.result, name="upgrade"),
    path("<uuid:pk>/dung/", results.halt, name="upgrade_stop"),
    path("<uuid:pk>/<slug:ending>/", results.download, name="upgrade_file"),
]
