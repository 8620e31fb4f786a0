"""Addresses of the open data interface."""

from __future__ import annotations

from django.urls import path

from dothi.portal.api import views

app_name = "api"
urlpatterns = [
    path("units", views.units, name="units"),
    path("units/<str:key>", views.unit, name="unit"),
    path("towns", views.towns, name="towns"),
    path("towns/<slug:key>", views.town, name="town"),
    path("search", views.search, name="search"),
    path("dates", views.dates, name="dates"),
]
