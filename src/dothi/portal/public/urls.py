"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from dothi.portal.public import map_page, places, search, site, towns

app_name = "public"
urlpatterns = [
    path("", map_page.map_page, name="map"),
    path("dia-danh/", places.places, name="places"),
    path("dia-danh/<str:key>/", places.place, name="place"),
    path("dia-danh/<str:key>/the/", map_page.place_card, name="place_card"),
    path("do-thi/", towns.towns, name="towns"),
    path("do-thi/<slug:key>/", towns.town, name="town"),
    path("do-thi/<slug:key>/the/", map_page.town_card, name="town_card"),
    path("tim/", search.search, name="search"),
    path("gioi-thieu/", site.about, name="about"),
    path("nguon-du-lieu/", site.sources, name="sources"),
    path("nguon-du-lieu/<slug:key>/", site.source, name="source"),
    path("giao-dien/", site.components, name="components"),
    path("ngon-ngu/", site.language_switch, name="language"),
    path("suc-khoe/", site.health, name="health"),
]
