"""Addresses of consultations at the office."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.consultation import entering, grouped, handling, opening, queue

urlpatterns = [
    path("", queue.consultations, name="consultations"),
    path("moi/", opening.new, name="consultation_new"),
    path("dot/<slug:key>/", queue.consultation, name="consultation"),
    path("dot/<slug:key>/duyet/", queue.accept_many, name="statements_accept"),
    path("dot/<slug:key>/nhap/", entering.enter, name="statement_enter"),
    path("dot/<slug:key>/sua/", opening.edit, name="consultation_edit"),
    path("dot/<slug:key>/tai-lieu/", opening.documents, name="consultation_documents"),
    path("dot/<slug:key>/keo-dai/", opening.prolong_period, name="consultation_prolong"),
    path("dot/<slug:key>/rut/", opening.take_off, name="consultation_withdraw"),
    path("y-kien/<int:pk>/", handling.statement, name="statement"),
    path("y-kien/<int:pk>/nhom/", grouped.group, name="statement_group"),
    path("tra-loi/<int:pk>/rut/", handling.take_answer_back, name="answer_take_back"),
]
