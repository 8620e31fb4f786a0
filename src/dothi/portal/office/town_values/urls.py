"""Addresses of values of towns in the office."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office import sheets
from dothi.portal.office.town_values import listing, pages

urlpatterns = [
    path("", listing.town_values, name="town_values"),
    path("buoc/", listing.step, name="town_values_step"),
    path("moi/", pages.new, name="town_value_new"),
    path("excel/", sheets.town_values_export, name="town_values_sheet_export"),
    path("excel/gui/", sheets.town_values_import, name="town_values_sheet_import"),
    path("<int:pk>/", pages.detail, name="town_value"),
    path("<int:pk>/sua/", pages.edit, name="town_value_edit"),
    path("<int:pk>/dinh-chinh/", pages.correct, name="town_value_correct"),
]
