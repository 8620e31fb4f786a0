"""Addresses of supervisions at the office."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.supervision import pages

urlpatterns = [
    path("", pages.supervisions, name="supervisions"),
    path("moi/", pages.new, name="supervision_new"),
    path("<int:pk>/", pages.supervision, name="supervision"),
    path("<int:pk>/cong-khai/", pages.show, name="supervision_show"),
    path("<int:pk>/phat-hien/", pages.find, name="supervision_find"),
    path("phat-hien/<int:pk>/kien-nghi/", pages.ask, name="supervision_recommend"),
    path("kien-nghi/<int:pk>/tra-loi/", pages.answer, name="supervision_respond"),
]
