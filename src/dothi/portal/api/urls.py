"""Addresses of the open data interface."""

from __future__ import annotations

from django.urls import path

from dothi.portal.api import consultations, land, land_functions, layers, plans, programmes, themes, views

app_name = "api"
urlpatterns = [
    path("units", views.units, name="units"),
    path("units/<str:key>", views.unit, name="unit"),
    path("towns", views.towns, name="towns"),
    path("towns/<slug:key>", views.town, name="town"),
    path("plans", plans.plans, name="plans"),
    path("plans/<slug:key>", plans.plan, name="plan"),
    path("land", land.land, name="land"),
    path("land/themes", themes.land_themes, name="land_themes"),
    path("land-functions", land_functions.land_functions, name="land_functions"),
    path("layers/<str:name>", layers.layer, name="layer"),
    path("layers/<str:name>/data.parquet", layers.layer_data, name="layer_data"),
    path("layers/<str:name>/features/<int:number>", layers.layer_feature, name="layer_feature"),
    path("layers/<str:name>/tiles/<int:z>/<int:x>/<int:y>", layers.layer_tile, name="layer_tile"),
    path("chuong-trinh/", programmes.programmes, name="programmes"),
    path("chuong-trinh/<slug:key>/", programmes.programme, name="programme"),
    path("ban-do-chuong-trinh/", programmes.programme_map, name="programme_map"),
    path("co-quan/", programmes.bodies, name="bodies"),
    path("consultations", consultations.consultations, name="consultations"),
    path("consultations/<slug:key>", consultations.consultation, name="consultation"),
    path("consultations/<slug:key>/statements", consultations.statements, name="consultation_statements"),
    path("search", views.search, name="search"),
    path("dates", views.dates, name="dates"),
]
