"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from dothi.portal.public import classification, map_page, places, search, site, town_lacks, town_system, towns
from dothi.portal.public.consultation import files, speaking
from dothi.portal.public.consultation import listing as consultation_listing
from dothi.portal.public.consultation import page as consultation_page
from dothi.portal.public.extracts import pages as extract_pages
from dothi.portal.public.extracts import requests
from dothi.portal.public.land import pages as land_pages
from dothi.portal.public.land import watching
from dothi.portal.public.plans import comparing as plan_comparing
from dothi.portal.public.plans import downloads, lacking, listing, page, zone
from dothi.portal.public.programmes import body_pages, comparing, home, pages, text, versions
from dothi.portal.public.supervision import pages as supervision_pages

app_name = "public"
urlpatterns = [
    path("", map_page.map_page, name="map"),
    path("tra-cuu/", land_pages.land, name="land"),
    path("tra-cuu/the/", land_pages.land_card, name="land_card"),
    path("tra-cuu/theo-doi/", watching.watches, name="land_watches"),
    path("tra-cuu/theo-doi/<int:number>/bo/", watching.forget, name="land_watch_forget"),
    path("dia-danh/", places.places, name="places"),
    path("dia-danh/<str:key>/", places.place, name="place"),
    path("dia-danh/<str:key>/the/", map_page.place_card, name="place_card"),
    path("do-thi/", towns.towns, name="towns"),
    path("do-thi/he-thong/", town_system.town_system, name="town_system"),
    path("do-thi/he-thong/con-thieu/", town_lacks.town_lacks, name="town_lacks"),
    path("do-thi/<slug:key>/", towns.town, name="town"),
    path("do-thi/<slug:key>/phan-loai/", classification.town_score, name="town_score"),
    path("do-thi/<slug:key>/the/", map_page.town_card, name="town_card"),
    path("ban-do/chuong-trinh/", home.programme_card, name="programme_card"),
    path("chuong-trinh/", pages.programmes, name="programmes"),
    path("chuong-trinh/<slug:key>/", pages.programme, name="programme"),
    path("chuong-trinh/<slug:key>/van-ban/", text.programme_text, name="programme_text"),
    path("chuong-trinh/<slug:key>/phien-ban/", versions.programme_versions, name="programme_versions"),
    path(
        "chuong-trinh/<slug:key>/phien-ban/<int:number>/", pages.programme_version, name="programme_version"
    ),
    path(
        "chuong-trinh/<slug:key>/phien-ban/<int:number>/van-ban/",
        text.programme_version_text,
        name="programme_version_text",
    ),
    path("chuong-trinh/<slug:key>/so-sanh/", comparing.compare, name="programme_compare"),
    path("quy-hoach/", listing.plans, name="plans"),
    path("quy-hoach/<slug:key>/", page.plan, name="plan"),
    path("quy-hoach/<slug:key>/phien-ban/<int:number>/", page.plan_version, name="plan_version"),
    path("quy-hoach/<slug:key>/phien-ban/<int:number>/hinh.svg", page.plan_picture, name="plan_picture"),
    path(
        "quy-hoach/<slug:key>/phien-ban/<int:number>/o/<str:name>/<int:feature>/",
        zone.zone_card,
        name="plan_zone",
    ),
    path(
        "quy-hoach/<slug:key>/phien-ban/<int:number>/lop/<str:name>/<slug:kind>/",
        downloads.plan_download,
        name="plan_download",
    ),
    path("quy-hoach/<slug:key>/so-sanh/", plan_comparing.plan_compare, name="plan_compare"),
    path(
        "quy-hoach/<slug:key>/so-sanh/<int:first>/<int:last>/thay-doi.json",
        plan_comparing.plan_changes,
        name="plan_changes",
    ),
    path("chua-co-quy-hoach/", lacking.lacking, name="lacking"),
    path("chua-co-quy-hoach/<slug:ending>/", lacking.lacking_file, name="lacking_file"),
    path("co-quan/", body_pages.bodies, name="bodies"),
    path("co-quan/<slug:key>/", body_pages.body, name="body"),
    path("tim/", search.search, name="search"),
    path("gioi-thieu/", site.about, name="about"),
    path("nguon-du-lieu/", site.sources, name="sources"),
    path("nguon-du-lieu/<slug:key>/", site.source, name="source"),
    path("giao-dien/", site.components, name="components"),
    path("ngon-ngu/", site.language_switch, name="language"),
    path("suc-khoe/", site.health, name="health"),
    path("trich-luc/", extract_pages.extracts, name="extracts"),
    path("trich-luc/<str:code>/", extract_pages.extract, name="extract"),
    path("trich-luc/<str:code>/thong-tin.<slug:kind>", extract_pages.extract_file, name="extract_file"),
    path("trich-luc/<str:code>/de-nghi/", requests.ask_agency, name="ask_agency"),
    path("lay-y-kien/", consultation_listing.consultations, name="consultations"),
    path("lay-y-kien/<slug:key>/", consultation_page.consultation, name="consultation"),
    path("lay-y-kien/<slug:key>/gui/", speaking.speak, name="speak"),
    path("lay-y-kien/<slug:key>/tai-lieu/<int:pk>/", files.document, name="consultation_document"),
    path("lay-y-kien/<slug:key>/ban-ve.geojson", files.drawing, name="consultation_drawing"),
    path("lay-y-kien/<slug:key>/bang-y-kien.<slug:kind>", files.table, name="consultation_table"),
    path("giam-sat/", supervision_pages.supervisions, name="supervisions"),
    path("giam-sat/<int:pk>/", supervision_pages.supervision, name="supervision"),
    path("y-kien/", consultation_listing.find_statement, name="find_statement"),
    path("y-kien/<str:code>/", speaking.statement, name="statement"),
    path("y-kien/<str:code>/xoa-ten/", speaking.forget, name="statement_forget"),
    path("y-kien/anh/<int:pk>/", files.photo, name="statement_photo"),
    path("de-nghi/<str:code>/", requests.information_request, name="information_request"),
]
