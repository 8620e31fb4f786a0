"""Comparing in the office: asking, waiting, the result that colleagues open, files; layers of themes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dothi.base.time import Period
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.land.comparing.handing import CONFORM, CONVERT, EXPOSE, FILES, LACKING, folder_of
from dothi.registry.land.models import ThemeLayer

FACTS = {
    "key": "mot",
    "title": "Đồ án Một",
    "title_en": "",
    "level": "zoning",
    "scale": 2000,
    "version": 1,
    "hash": "a" * 64,
    "decision": "QĐ 1",
    "illustrative": True,
    "extent": None,
    "layer": "b" * 64,
    "tiles": None,
}
PLACE = {
    "number": 1,
    "verdict": "conflict",
    "lower": "qpk.nhom-nha-o",
    "upper": "qhc.cong-nghiep",
    "outside": False,
    "lower_feature": "7",
    "upper_feature": "9",
    "m2": 12_345.0,
    "at": [108.5, 15.5],
    "box": [108, 15, 109, 16],
}
CONFORMED = {
    "illustrative": True,
    "verdict": "conflict",
    "lower_m2": 20_000.0,
    "outside_m2": 0.0,
    "strip_m2": 0.0,
    "m2": {"conflict": 12_345.0, "explain": 0, "not-known": 0, "conform": 7_655.0, "waived": 0},
    "tolerance_m": 2.0,
    "table": {"author": "dothi", "basis": "bảng thử"},
    "pairs": [
        {
            "lower": "qpk.nhom-nha-o",
            "upper": "qhc.cong-nghiep",
            "verdict": "conflict",
            "m2": 12_345.0,
            "share": 0.6,
            "places": 1,
        },
        {
            "lower": "qpk.nhom-nha-o",
            "upper": "qhc.don-vi-o",
            "verdict": "conform",
            "m2": 7_655.0,
            "share": 0.4,
            "places": 2,
        },
    ],
    "places": [PLACE],
    "place_count": 1,
    "left_out": [],
    "lower": FACTS,
    "upper": {**FACTS, "key": "hai", "title": "Đồ án Hai", "level": "general"},
}
CELL = {
    "current": "LUC",
    "planned": "qpk.nhom-nha-o",
    "m2": 30_000.0,
    "share": 0.5,
    "verdict": "permission",
    "clauses": [],
    "basis": [],
    "guarded": "rice",
    "reason": "Vì lúa",
    "reason_en": "For rice",
    "resolution": {"needed": "yes", "recorded": "not-known", "m2": 0, "named_by": []},
}
CONVERTED = {
    "as_of": "2025-12-31",
    "sources": {"law": "c" * 64},
    "illustrative": False,
    "rural_to_urban": None,
    "units": [
        {
            "unit": "Xã Trái",
            "area_m2": 60_000.0,
            "cells": [CELL],
            "unplanned_m2": {},
            "unmapped_m2": {},
            "neither_m2": 30_000.0,
            "doubly_covered_m2": 0.0,
            "m2": {"permission": 30_000.0, "not-known": 0, "no-permission": 0, "no-change": 0},
            "guarded_m2": {"permission": 30_000.0, "not-known": 0, "no-permission": 0, "no-change": 0},
        }
    ],
    "notes": [{"vi": "Ước lượng", "en": "An estimate"}],
    "left_out": [],
    "current": {
        "number": 1,
        "title": "Hiện trạng",
        "title_en": "",
        "document": "Kiểm kê",
        "issuer": "",
        "layer": "d" * 64,
        "scale": 2000,
        "illustrative": False,
    },
    "plan": {**FACTS, "illustrative": False},
    "places": [
        {
            "number": 1,
            "verdict": "permission",
            "guarded": "rice",
            "unit": "Xã Trái",
            "code": "LUC",
            "function": "qpk.nhom-nha-o",
            "m2": 30_000.0,
            "at": [108.5, 15.5],
            "box": [108, 15, 109, 16],
        }
    ],
    "place_count": 1,
}
LAND = {
    "area_m2": 40_000.0,
    "with_m2": 10_000.0,
    "share": 0.25,
    "unknown_m2": 0.0,
    "unrecorded_m2": 30_000.0,
    "none_m2": 0.0,
}
LACK = {
    "as_of": "2026-07-01",
    "level": "general",
    "confirmed": True,
    "illustrative": True,
    "outline_metres": 160.0,
    "level_title": {"vi": "Quy hoạch chung", "en": "General plan"},
    "basis": "Luật thử",
    "unmeasured": ["Xã Mới"],
    "units": [{"key": "2c-1", "name": "Xã Trái", **LAND}],
    "total": {"key": "", "name": "", **LAND},
    "plans": [
        {
            "plan": "mot",
            "title": "Đồ án Một",
            "version": 1,
            "hash": "a" * 64,
            "illustrative": True,
            "doubt": {"vi": "", "en": ""},
        }
    ],
}


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/plans")


@pytest.fixture
def people(db: None, w: ModuleType) -> dict[str, Any]:
    roles = {"planner": "planner", "officer": "commune_officer", "consultant": "consultant"}
    return {name: w.person(name, role) for name, role in roles.items()}


@pytest.fixture
def as_(people: dict[str, Any]) -> Callable[[str], Client]:
    def browser(who: str) -> Client:
        client = Client()
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def made(people: dict[str, Any]) -> Callable[..., Job]:
    def job(kind: str, result: dict[str, Any], **payload: Any) -> Job:
        told = {"title": "Một / Hai", "day": "2026-07-01", "level": "general", "unit": "", "open": False}
        row = Job.objects.create(
            kind=kind,
            owner=people["planner"],
            state=JobState.DONE,
            result=result,
            payload={**told, **payload},
        )
        for name in FILES[kind].values():
            (folder_of(row) / name).write_text("{}", encoding="utf-8")
        return row

    return job


def three(exposed: float, clear: float, unknown: float) -> dict[str, Any]:
    """Totals of a group of areas."""
    m2 = {"exposed": exposed, "not-exposed": clear, "not-known": unknown}
    return {"m2": m2, "count": {"area": {"exposed": 2, "not-exposed": 0, "not-known": 1}}}


EXPOSED = {
    "illustrative": True,
    "total": three(25_000.0, 50_000.0, 25_000.0),
    "groups": [{"group": "qpk.nhom-nha-o", **three(25_000.0, 50_000.0, 25_000.0)}],
    "notes": [{"vi": "Có lớp chưa đọc được", "en": "A layer could not be read"}],
    "left_out": [],
    "plan": FACTS,
    "theme": {"code": "flood", "title": "Ngập lụt", "title_en": "Floods"},
    "sources": [{"title": "Ngập 2024", "document": "QĐ 5", "layer": "d" * 64}],
    "places": [
        {
            "number": 1, "verdict": "exposed", "feature": "7", "function": "qpk.nhom-nha-o",
            "m2": 25_000.0, "at": [108.5, 15.5],
        }
    ],
    "place_count": 3,
}  # fmt: skip


def page_of(job: Job) -> str:
    return reverse("office:comparison", args=[job.pk])


def test_a_colleague_reads_the_matrix_and_takes_the_files(as_: Any, made: Any, says: Any) -> None:
    """12,345 m² of 2 ha are 61.7 %; the verdict is a word with a sign, and each place leads to the map."""
    job = made(CONFORM, CONFORMED)
    answer = as_("officer").get(page_of(job))
    text, markup = says(answer), answer.content.decode()
    assert "Kết luận chung Trái" in text
    assert "Trái 1,23 61,7 %" in text
    assert "Dữ liệu minh họa" in text
    assert "dothi bảng thử" in text
    assert "state--fit-conflict" in markup
    assert "#close" in markup
    assert "diem=15.5%2C+108.5" in markup.replace("%2C%20", "%2C+") or "diem=15.5,+108.5" in markup
    file = as_("officer").get(reverse("office:comparison_file", args=[job.pk, "xlsx"]))
    assert "doi-chieu-2026-07-01.xlsx" in file["Content-Disposition"]
    assert b"".join(file.streaming_content) == b"{}"
    assert as_("officer").get(reverse("office:comparison_file", args=[job.pk, "pdf"])).status_code == 404
    assert as_("consultant").get(page_of(job)).status_code == 403
    assert "Một / Hai" in says(as_("officer").get(reverse("office:comparisons")))


CHECK = {
    "number": 2, "verdict": "exceeds", "subject": "storeys most", "lower": "8 tầng", "upper": "5 tầng",
    "reason": "Cho phép nhiều hơn cấp trên", "reason_en": "Allows more than the upper plan",
    "lower_feature": "7", "upper_feature": "9", "m2": 5_000.0, "at": [108.5, 15.5], "concluded": [4],
}  # fmt: skip
SUMS = [{"subject": "storeys most", "verdict": "exceeds", "m2": 5_000.0, "places": 1}]
SAID = {
    "number": 4, "kind": "plan", "key": "mot", "version": 1, "verdict": "not-known", "place": "Nửa tây",
    "reason": "Đang đính chính", "document": "16/TB", "author": "Sở Xây dựng", "decided_on": "2026-01-05",
    "withdrawn_on": None, "withdrawal": "", "m2": 2_500.0,
}  # fmt: skip
WAIVED = {"authority": "UBND tỉnh", "document": "9/QĐ", "reason": "Đã duyệt trước", "day": "2026-03-01"}
WHOLE = {
    **CONFORMED,
    "limits": {"verdict": "exceeds", "sums": SUMS},
    "phase": {"verdict": "not-known", "sums": []},
    "boundary": {"verdict": "exceeds", "reason": "Một phần nằm ngoài", "reason_en": "", "outside_m2": 400.0},
    "population": {
        "verdict": "not-known", "reason": "Chưa kết luận được", "reason_en": "",
        "lower": {"least": 1_200.0, "most": None, "source": "cộng các ô", "source_en": ""}, "upper": None,
    },
    "checks": [CHECK], "check_count": 1, "edge_count": 1,
    "edges": [{"number": 3, "verdict": "exceeds", "m2": 400.0, "at": [108.5, 15.5], "concluded": []}],
    "waivers": [{"lower_feature": "7", **WAIVED}],
    "conclusions": [SAID],
}  # fmt: skip


def test_limits_boundary_people_waivers_and_conclusions_stand_on_the_page(
    as_: Any, made: Any, says: Any
) -> None:
    """5,000 m² exceed by three storeys, 0.04 ha lie outside; the conclusion is told beside its place."""
    answer = as_("officer").get(page_of(made(CONFORM, WHOLE, known_on="2026-06-30")))
    text, markup = says(answer), answer.content.decode()
    for said in (
        "vượt đồ án cấp trên ở ít nhất một nội dung",
        "Tầng cao tối đa Vượt 0,50 1",
        "Ranh giới Vượt 0,04 1 Một phần nằm ngoài",
        "Cấp dưới: ít nhất 1.200 (cộng các ô)",
        "8 tầng ô 7 5 tầng ô 9 0,5000",
        "có chấp thuận sai khác",
        "Đã duyệt trước UBND tỉnh, 9/QĐ",
        "theo hiểu biết ngày 30/6/2026",
        "Đang đính chính Sở Xây dựng, 16/TB",
    ):
        assert said in text, said
    assert 'href="#ket-luan-4"' in markup
    assert 'data-kind="checks"' in markup
    plain = says(as_("officer").get(page_of(made(CONFORM, CONFORMED))))
    assert "Kết quả này chỉ đối chiếu chức năng" in plain


def test_what_was_discarded_is_said_and_its_figures_stay(as_: Any, made: Any, says: Any) -> None:
    job = made(CONFORM, WHOLE)
    place = folder_of(job)
    shutil.rmtree(place)
    text = says(as_("officer").get(page_of(job)))
    assert "hết hạn giữ" in text
    assert "Kết luận chung Trái" in text
    assert not place.exists()


def test_rice_stands_out_in_the_matrix_of_conversion(as_: Any, made: Any, says: Any) -> None:
    answer = as_("planner").get(page_of(made(CONVERT, CONVERTED)))
    text, markup = says(answer), answer.content.decode()
    assert "Xã Trái 3,00 0,00 0,00 0,00 3,00" in text
    assert 'class="guarded"' in markup
    assert "LUC đất lúa" in text
    assert "chưa có nghị quyết trong hồ sơ, chưa biết" in text
    assert "Ước lượng" in text


def test_land_without_a_plan_is_shown_to_everybody_only_once_opened(as_: Any, made: Any, says: Any) -> None:
    public, everybody = reverse("public:lacking"), Client()
    kept = made(LACKING, LACK)
    assert "Chưa có kết quả nào được công bố" in says(everybody.get(public))
    assert everybody.get(reverse("public:lacking_file", args=["xlsx"])).status_code == 404
    made(LACKING, LACK, open=True)
    text = says(everybody.get(public))
    assert "Xã Trái 4,0 25,0 %" in text
    assert "Dữ liệu minh họa" in text
    assert "Xã Mới" in text
    shapes = everybody.get(reverse("public:lacking_file", args=["geojson"]))
    assert b"".join(shapes.streaming_content) == b"{}"
    assert everybody.get(reverse("public:lacking_file", args=["gpkg"])).status_code == 404
    assert everybody.get(page_of(kept)).status_code == 302


@pytest.mark.parametrize(
    ("page", "given", "said"),
    [
        ("compare_plans", {"lower": "", "upper": "", "day": "30/2/2026"}, "30/2/2026"),
        (
            "compare_plans",
            {"lower": "", "upper": "", "day": "1/7/2026", "feature": "7", "authority": "UBND tỉnh"},
            "đủ năm mục",
        ),
        ("compare_hazard", {"things": "file", "theme": "flood", "day": "1/7/2026"}, "Chọn tệp đối tượng"),
        ("compare_uses", {"current": "", "plan": "", "year": "xx", "scope": "units"}, "Năm"),
        (
            "compare_lacking",
            {"level": "zoning", "day": "1/7/2026", "opened": "on"},
            "Chỉ kết quả của quy hoạch chung",
        ),
        ("compare_lacking", {"level": "general", "day": "1/7/2026", "place": "Nơi không có"}, "Nơi không có"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    as_: Any, says: Any, page: str, given: Any, said: str
) -> None:
    answer = as_("planner").post(reverse(f"office:{page}"), given)
    assert answer.status_code == 422
    assert said in says(answer)
    assert not Job.objects.exists()


def test_a_failed_and_a_waiting_comparison(as_: Any, made: Any, says: Any) -> None:
    job = made(CONFORM, {"faults": [{"code": "x", "vi": "Không có đồ án.", "en": "No plan."}]})
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert "Không có đồ án." in says(as_("officer").get(page_of(job)))
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, result={})
    waiting = as_("officer").get(page_of(job))
    assert "Đang chờ đến lượt" in says(waiting)
    assert 'http-equiv="refresh"' in waiting.content.decode()
    assert "Xem kết quả đối chiếu" in says(as_("planner").get(reverse("office:job", args=[job.pk])))


def theme(**change: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("ngap.gpkg", b"x")
    return {
        "theme": "flood",
        "title": "Vùng ngập",
        "document": "QĐ 1",
        "start": "1/1/2024",
        "scale": "10000",
        "covers": "",
        "file": file,
        **change,
    }


def test_a_layer_of_a_theme_is_sent_listed_and_withdrawn(as_: Any, says: Any, db: None) -> None:
    planner = as_("planner")
    answer = planner.post(reverse("office:theme_new"), theme(illustrative="on"))
    job = Job.objects.get(kind="land.theme")
    assert answer.url == reverse("office:job", args=[job.pk])
    assert (job.payload["entry"]["start"], job.payload["entry"]["illustrative"]) == ("2024-01-01", True)
    row = ThemeLayer(
        theme="flood", title="Vùng ngập", layer="e" * 64, scale=10_000, document="QĐ 1", illustrative=True
    )
    row.period = Period.between(date(2024, 1, 1))
    row.save()
    listed = says(planner.get(reverse("office:themes")))
    assert "Vùng ngập Dữ liệu minh họa eeeeeeeeeeee QĐ 1" in listed
    assert "eeeeeeeeeeee" not in says(planner.get(reverse("office:themes") + "?ngay=2023-12-31"))
    assert "Rút lớp này" not in says(as_("officer").get(reverse("office:themes")))
    page = reverse("office:theme_withdraw", args=[row.pk])
    assert planner.post(page, {"reason": " "}).status_code == 422
    assert as_("officer").post(page, {"reason": "Nhầm"}).status_code == 403
    assert planner.post(page, {"reason": "Nhập nhầm tệp"}).status_code == 302
    assert planner.get(page).status_code == 404
    assert not ThemeLayer.objects.as_known_on().exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": ""}, "Chọn tệp, hoặc ghi tên lớp đã có trong kho"),
        ({"lake_layer": "abcdef"}, "Chỉ dùng một nguồn"),
        ({"end": "1/1/2024"}, "Ngày này phải sau ngày bắt đầu"),
        ({"covers": "file"}, "Chọn tệp phạm vi"),
        ({"scale": "99"}, "100"),
        ({"lake_layer": "không", "file": ""}, "chỉ gồm chữ số"),
        ({"file": SimpleUploadedFile("a.gpkg", b"")}, "rỗng"),
    ],
)
def test_a_layer_that_lacks_something_is_not_sent(as_: Any, says: Any, change: Any, said: str) -> None:
    answer = as_("planner").post(reverse("office:theme_new"), theme(**change))
    assert answer.status_code == 422
    assert said in says(answer)
    assert not Job.objects.exists()


def test_zones_in_a_hazard_are_counted_and_led_to(as_: Any, made: Any, says: Any) -> None:
    """Of 10 ha a quarter is wet, half dry, a quarter not known."""
    text = says(as_("planner").get(page_of(made(EXPOSE, EXPOSED))))
    assert "Có nguy cơ 2 2,50 25,0 % Chưa biết 1 2,50 25,0 % Không có nguy cơ 0 5,00 50,0 %" in text
    assert "Có lớp chưa đọc được" in text
    assert "Dữ liệu minh họa" in text
    assert "Ngập 2024" in text
    assert "QĐ 5" in text
    assert "ô 7" in text
    form = as_("planner").get(reverse("office:compare_hazard"))
    assert "Ngập lụt" in says(form)
