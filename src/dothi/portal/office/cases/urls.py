"""Addresses of cases on the office's pages."""

from __future__ import annotations

from django.urls import path

from dothi.portal.office.cases import (
    delegating,
    feed,
    late,
    listing,
    opening,
    opinions,
    page,
    papers,
    people,
    stepping,
    writing,
)

urlpatterns = [
    path("", listing.cases, name="cases"),
    path("xuat/<slug:kind>/", listing.export, name="cases_export"),
    path("mo/", opening.new, name="case_new"),
    path("cham/", late.late, name="cases_late"),
    path("cham/<slug:kind>/", late.export, name="cases_late_export"),
    path("lich/", feed.feed, name="case_feed"),
    path("phan-cap/", delegating.delegations, name="delegations"),
    path("phan-cap/moi/", delegating.new, name="delegation_new"),
    path("phan-cap/<int:pk>/thu-hoi/", delegating.withdraw, name="delegation_withdraw"),
    path("<slug:key>/", page.case, name="case"),
    path("<slug:key>/noi-dung/", writing.facts, name="case_facts"),
    path("<slug:key>/buoc/<slug:step>/", stepping.take, name="case_step"),
    path("<slug:key>/cong-bo/", stepping.publish, name="case_publish"),
    path("<slug:key>/tai-lieu/", papers.add, name="case_document_add"),
    path("<slug:key>/tai-lieu/<int:pk>/", papers.download, name="case_document"),
    path("<slug:key>/tai-lieu/<int:pk>/bo/", papers.withdraw, name="case_document_withdraw"),
    path("<slug:key>/co-quan/", people.duty, name="case_duty"),
    path("<slug:key>/tu-van/", people.consultant, name="case_consultant"),
    path("<slug:key>/hoi-dong/", people.member, name="case_member"),
    path("<slug:key>/hoi-dong/<int:pk>/", opinions.opine, name="case_opine"),
    path("<slug:key>/y-kien/", opinions.record, name="case_opinion_new"),
    path("<slug:key>/y-kien/<int:pk>/", opinions.record, name="case_opinion"),
]
