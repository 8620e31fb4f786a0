"""Addresses of the office: the desk, observed values, imports, programmes, bodies, jobs."""

from __future__ import annotations

from django.urls import include, path

from dothi.portal.office import (
    desk,
    importing,
    listing,
    parcels,
    project,
    requests,
    sheets,
    steps,
    values,
    work,
)

app_name = "office"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("so-lieu/", listing.observations, name="observations"),
    path("so-lieu/xuat/", listing.export, name="observations_export"),
    path("so-lieu/moi/", values.new, name="observation_new"),
    path("so-lieu/dia-diem/", values.place_options, name="place_options"),
    path("so-lieu/<int:pk>/", values.detail, name="observation"),
    path("so-lieu/<int:pk>/sua/", values.edit, name="observation_edit"),
    path("so-lieu/<int:pk>/dinh-chinh/", values.correct, name="observation_correct"),
    path("so-lieu/<int:pk>/nop/", steps.submit, name="observation_submit"),
    path("so-lieu/<int:pk>/tra-lai/", steps.send_back, name="observation_return"),
    path("so-lieu/<int:pk>/duyet/", steps.approve, name="observation_approve"),
    path("so-lieu/<int:pk>/huy/", steps.discard, name="observation_discard"),
    path("so-lieu-do-thi/", include("dothi.portal.office.town_values.urls")),
    path("nhap-so-lieu/", importing.upload, name="observations_import"),
    path("nhap-so-lieu/mau/", importing.template_file, name="observations_template"),
    path("nhap-so-lieu/<uuid:pk>/", importing.report, name="import"),
    path("nhap-so-lieu/<uuid:pk>/bao-cao/", importing.report_file, name="import_report"),
    path("nhap-so-lieu/<uuid:pk>/xac-nhan/", importing.confirm, name="import_confirm"),
    path("nhap-so-lieu/<uuid:pk>/huy/", importing.undo, name="import_undo"),
    path("nhap-so-lieu/<uuid:pk>/nop/", importing.submit_all, name="import_submit"),
    path("nhap-so-lieu/<uuid:pk>/duyet/", importing.approve_all, name="import_approve"),
    path("chuong-trinh/<int:pk>/excel/", sheets.programme_export, name="programme_sheet_export"),
    path("chuong-trinh/<int:pk>/excel/gui/", sheets.programme_import, name="programme_sheet_import"),
    path("co-quan/excel/", sheets.bodies_export, name="bodies_sheet_export"),
    path("co-quan/excel/gui/", sheets.bodies_import, name="bodies_sheet_import"),
    path("chuong-trinh/", include("dothi.portal.office.programmes.urls")),
    path("co-quan/", include("dothi.portal.office.bodies.urls")),
    path("tep/<uuid:pk>/", sheets.report, name="sheet_report"),
    path("tep/<uuid:pk>/bao-cao/", sheets.report_file, name="sheet_report_file"),
    path("tep/<uuid:pk>/xac-nhan/", sheets.confirm_sheet, name="sheet_confirm"),
    path("ho-so/", include("dothi.portal.office.dossiers.urls")),
    path("ho-so-thu-tuc/", include("dothi.portal.office.cases.urls")),
    path("doi-chieu/", include("dothi.portal.office.comparing.urls")),
    path("nang-loai/", include("dothi.portal.office.upgrades.urls")),
    path("lop-chu-de/", include("dothi.portal.office.themes.urls")),
    path("tra-cuu-hang-loat/", parcels.upload, name="parcels"),
    path("tra-cuu-hang-loat/<uuid:pk>/", parcels.result, name="parcels_result"),
    path("tra-cuu-hang-loat/<uuid:pk>/<slug:kind>/", parcels.download, name="parcels_file"),
    path("de-nghi/", requests.information_requests, name="requests"),
    path("ket-luan-dat/", include("dothi.portal.office.conclusions.urls")),
    path("lay-y-kien/", include("dothi.portal.office.consultation.urls")),
    path("giam-sat/", include("dothi.portal.office.supervision.urls")),
    path("du-an/", project.compare, name="project"),
    path("cong-viec/<uuid:pk>/", work.job, name="job"),
    path("cong-viec/<uuid:pk>/trang-thai/", work.job_state, name="job_state"),
]
