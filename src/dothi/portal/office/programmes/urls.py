"""Addresses of programmes in the office."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.programmes import (
    adopting,
    comparing,
    deeds,
    editing,
    listing,
    review,
    starting,
    steps,
)

urlpatterns = [
    path("", listing.programmes, name="programmes"),
    path("gui/", listing.send, name="programme_send"),
    path("sua-doi/", listing.reopen, name="programme_reopen"),
    path("<int:pk>/", review.review, name="review"),
    path("<int:pk>/thay-doi/", review.review_changes, name="review_changes"),
    path("<int:pk>/danh-dau/", deeds.mark, name="review_mark"),
    path("<int:pk>/gop/", deeds.merge, name="review_merge"),
    path("<int:pk>/hoan-tac/", deeds.undo, name="review_undo"),
    path("<int:pk>/khong-doi/", deeds.accept_unchanged, name="review_unchanged"),
    path("<int:pk>/muc/<int:item>/sua/", editing.correct, name="review_item"),
    path("<int:pk>/muc/<int:item>/tach/", editing.split, name="review_split"),
    path("<int:pk>/them/", editing.add, name="review_add"),
    path("<int:pk>/cac-buoc/", steps.steps, name="review_steps"),
    path("<int:pk>/so-sanh/", comparing.compare, name="programme_compare"),
    path("<int:pk>/xac-lap/", adopting.adopt_page, name="programme_adopt"),
    path("<int:pk>/ngay-hieu-luc/", starting.start_page, name="programme_start"),
    path("<int:pk>/bo/", listing.abandon, name="programme_abandon"),
]
