"""Addresses of dossiers on the office's pages."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.dossiers import listing, naming, plans, publishing, report, sending

urlpatterns = [
    path("", listing.dossiers, name="dossiers"),
    path("do-an/<slug:key>/", plans.plan, name="plan"),
    path("do-an/<slug:key>/rut/<int:number>/", plans.withdraw, name="plan_withdraw"),
    path("gui/", sending.send, name="dossier_send"),
    path("gui/bat-dau/", sending.begin, name="dossier_begin"),
    path("<uuid:pk>/", report.dossier, name="dossier"),
    path("<uuid:pk>/phan/", sending.piece, name="dossier_piece"),
    path("<uuid:pk>/gui-tiep/", sending.resume, name="dossier_resume"),
    path("<uuid:pk>/phat-hien/", report.findings, name="dossier_findings"),
    path("<uuid:pk>/bao-cao/<slug:kind>/", report.download, name="dossier_report"),
    path("<uuid:pk>/doc-lai/", report.decide, name="dossier_decide"),
    path("<uuid:pk>/ten-lop/", naming.names, name="dossier_names"),
    path("<uuid:pk>/cong-bo/", publishing.publish, name="dossier_publish"),
    path("<uuid:pk>/bo/", report.abandon, name="dossier_abandon"),
]
