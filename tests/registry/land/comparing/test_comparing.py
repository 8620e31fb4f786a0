"""The three comparisons as jobs: figures by hand, files read back, and who may see what."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

import pyogrio
import pytest
import shapely
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pyproj import CRS

from dothi.base.errors import DothiError
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.land.conformity import Waiver
from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.land.comparing import conformity, conversion, lacking
from dothi.registry.land.comparing.handing import is_open, may_see, result_file
from dothi.registry.land.overriding import OverrideEntry, record_override
from dothi.registry.land.recording import withdraw_theme

pytestmark = [pytest.mark.usefixtures("quang_nam"), pytest.mark.django_db(transaction=True)]
DAY, TODAY = date(2025, 7, 2), date(2026, 12, 1)


def done(job: Job) -> Job:
    assert perform(str(job.pk))
    return Job.objects.get(pk=job.pk)


def code_of(ask: Callable[[], Any]) -> str:
    with pytest.raises(DothiError) as refused:
        ask()
    return refused.value.faults[0].code


def drawn(job: Job) -> list[dict[str, Any]]:
    path = result_file(job, "geojson")
    assert path is not None
    return [one["properties"] for one in json.loads(path.read_text("utf-8"))["features"]]


def test_a_plan_against_the_plan_above_it(world: Any, upper: Any) -> None:
    """Of 2 ha: housing over housing 5,000 m², over no function 4,000 m², outside the upper plan 1,000 m².

    The table judges no pair of road and housing of two zoning plans: 10,000 m² are not known.
    """
    wanted = conformity.Wanted(world.plan.key, upper.key, DAY)
    job = done(conformity.ask(world.planner, wanted))
    assert job.state == JobState.DONE, job.result
    found = job.result
    m2 = {(one["lower"], one["upper"]): one["m2"] for one in found["pairs"]}
    assert m2["qpk.nhom-nha-o", "qpk.nhom-nha-o"] == pytest.approx(5_000)
    assert m2["qpk.nhom-nha-o", ""] == pytest.approx(4_000)
    assert m2["qpk.duong-giao-thong", "qpk.nhom-nha-o"] == pytest.approx(10_000)
    assert found["outside_m2"] == pytest.approx(1_000)
    assert found["illustrative"]
    assert (found["lower"]["version"], found["upper"]["decision"]) == (2, "MH-09/QĐ")
    unknown = [one for one in drawn(job) if (one["kind"], one["verdict"]) == ("places", "not-known")]
    assert sorted(round(one["m2"]) for one in unknown) == [1_000, 4_000, 10_000]
    book, told = result_file(job, "xlsx"), result_file(job, "json")
    assert book is not None
    assert told is not None
    sheets = ["Tổng hợp", "Vị trí", "Chỉ tiêu khác", "Vị trí chỉ tiêu", "Cơ sở"]
    assert load_workbook(book).sheetnames == sheets
    assert json.loads(told.read_text("utf-8"))["pairs"] == found["pairs"]
    # The upper plan has no boundary: 1,000 m2 outside its zones may still lie inside it.
    assert (found["boundary"]["verdict"], found["boundary"]["by_zones"]) == ("not-known", ["upper"])
    assert (found["population"]["verdict"], found["limits"]["sums"]) == ("not-known", [])
    assert AuditEntry.objects.filter(action="land.compare").count() == 1


def conclusion(kind: str, key: str, ground: Any) -> OverrideEntry:
    covers = shapely.transform(ground, carrier(CRS.from_epsg(5899), WGS84))
    told = ("Nửa tây", "Đã đo lại", "5/TB", "Sở Xây dựng", date(2025, 1, 5), date(2025, 1, 1))
    return OverrideEntry(kind, key, covers, "applies", *told)


def sent(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_waivers_a_table_of_ones_own_and_conclusions(world: Any, upper: Any) -> None:
    """By the table sent, 10,000 m2 of road on housing conflict: waived by a file; zone 2 by typed words."""
    key = world.plan.key
    plain = conformity.Wanted(key, upper.key, DAY)
    table = sent("bang.csv", "upper,lower,verdict\nqpk.nhom-nha-o,qpk.duong-giao-thong,conflict\n")
    with pytest.raises(DothiError) as refused:
        conformity.ask(world.planner, plain, table=table)
    assert refused.value.code == "conform.nameless-table"
    ground = shapely.box(577400, 1722500, 577450, 1722600)
    record_override(None, conclusion("plan", key, ground))
    record_override(None, conclusion("theme", "flood", ground))
    judged = replace(plain, author="Sở Xây dựng")
    found = done(conformity.ask(world.planner, judged, table=table)).result
    assert (found["verdict"], found["table"]["author"]) == ("conflict", "Sở Xây dựng")
    (said,) = found["conclusions"]
    assert (said["key"], said["author"], round(said["m2"])) == (key, "Sở Xây dựng", 5_000)
    concluded = {one["lower_feature"]: one["concluded"] for one in found["places"]}
    assert concluded == {"1": [said["number"]], "2": []}
    day = date(2026, 3, 1)
    typed = replace(judged, waivers=(Waiver("2", "UBND tỉnh", "9/QĐ", "Đã duyệt trước", day),))
    waived = sent("c.csv", "feature,authority,document,reason,day\n1,UBND tỉnh,8/QĐ,Đường cũ,1/3/2026\n")
    table.seek(0)
    job = done(conformity.ask(world.planner, typed, table=table, waivers=waived))
    assert job.payload["files"]["waivers"]["name"] == "c.csv"
    assert len(job.payload["files"]["table"]["sha256"]) == 64
    assert job.result["m2"]["waived"] == pytest.approx(14_000)
    reasons = {one["lower_feature"]: (one["waiver"] or {}).get("reason") for one in job.result["places"]}
    assert (reasons["1"], job.result["verdict"]) == ("Đường cũ", "not-known")
    book = result_file(job, "xlsx")
    assert book is not None
    sheet = load_workbook(book)
    assert sheet["Kết luận của người"]["F2"].value == "Sở Xây dựng"
    assert "Đường cũ" in [cell.value for cell in sheet["Vị trí"]["I"]]
    drawn_layers = result_file(job, "gpkg")
    assert drawn_layers is not None
    assert "ket_luan" in pyogrio.list_layers(drawn_layers)[:, 0]


HEADING = "feature,authority,document,reason,day\n"
UNREADABLE = (
    ("waivers", "feature,reason\n1,x\n", "conform.waiver-column"),
    ("waivers", HEADING + "1,A,B,,1/3/2026\n", "conform.nameless-waiver"),
    ("waivers", HEADING + "9,A,B,C,1/3/2026\n", "conform.no-such-zone"),
    ("table", "upper,lower\na,b\n", "conform.table-column"),
    ("table", "", "land.file-size"),
)


def test_files_that_cannot_be_read_leave_nothing_behind(world: Any, upper: Any, settings: Any) -> None:
    wanted = conformity.Wanted(world.plan.key, upper.key, DAY, author="Sở")
    folder = settings.DOTHI.workspace / "comparisons"
    before = set(folder.iterdir()) if folder.is_dir() else set()
    for place, text, code in UNREADABLE:
        given = {place: sent(f"{place}.csv", text)}
        assert code_of(lambda given=given: conformity.ask(world.planner, wanted, **given)) == code
    assert not Job.objects.exists()
    assert not folder.is_dir() or set(folder.iterdir()) == before


def test_plans_are_compared_as_they_were_known(world: Any, upper: Any) -> None:
    """Nobody knew of either plan in the year before they were recorded."""
    early = replace(conformity.Wanted(world.plan.key, upper.key, DAY), known_on=date(2020, 1, 1))
    assert code_of(lambda: conformity.ask(world.planner, early)) == "land.no-plan"


def test_plans_that_cannot_be_compared_are_refused_before_anything_waits(world: Any, upper: Any) -> None:
    key = world.plan.key
    before = date(2023, 12, 31)
    assert (
        code_of(lambda: conformity.ask(world.planner, conformity.Wanted(key, key, DAY)))
        == "conform.same-plan"
    )
    assert code_of(lambda: conformity.ask(world.planner, conformity.Wanted(key, "x", DAY))) == "land.no-plan"
    asked = conformity.Wanted(key, upper.key, before)
    assert code_of(lambda: conformity.ask(world.planner, asked)) == "land.no-plan"
    with pytest.raises(PermissionDenied):
        conformity.ask(world.stranger, conformity.Wanted(key, upper.key, DAY))
    assert not Job.objects.filter(kind="land.conform").exists()


@pytest.mark.usefixtures("communes")
def test_conversion_by_commune_and_as_a_whole(world: Any, current: Any) -> None:
    """1 ha of rice becomes road in the west; in the east half is housing and half has no use told."""
    asked = conversion.Wanted(current.pk, world.plan.key, 2025)
    job = done(conversion.ask(world.planner, asked, TODAY))
    assert job.state == JobState.DONE, job.result
    assert job.payload["day"] == "2025-12-31"
    west, east = sorted(job.result["units"], key=lambda unit: unit["unit"], reverse=True)
    (cell,) = [one for one in west["cells"] if one["m2"] > 10]
    assert (west["unit"], cell["current"], cell["guarded"], cell["verdict"]) == (
        "Xã Trái", "LUC", "rice", "permission",
    )  # fmt: skip
    assert cell["m2"] == pytest.approx(10_000, abs=1)
    assert cell["resolution"]["recorded"] == "not-known"
    assert sum(east["unmapped_m2"].values()) == pytest.approx(5_000, abs=1)
    assert next(one["guarded"] for one in drawn(job)) == "rice"
    whole = done(
        conversion.ask(
            world.planner, conversion.Wanted(current.pk, world.plan.key, 2025, by_unit=False), TODAY
        )
    )
    (unit,) = whole.result["units"]
    assert unit["area_m2"] == pytest.approx(20_000)
    places = result_file(whole, "gpkg")
    assert places is not None
    assert len(pyogrio.read_dataframe(places)) == whole.result["place_count"]


def test_decisions_and_readings_of_ones_own(world: Any, current: Any) -> None:
    """A resolution without a shape is named beside the rice; a table of readings needs its author."""
    asked = conversion.Wanted(current.pk, world.plan.key, 2025, by_unit=False)
    rows = "subject,number,body,day,codes\nresolution,12/NQ-HĐND,HĐND tỉnh,1/3/2025,LUC\n"
    job = done(conversion.ask(world.planner, asked, TODAY, decisions=sent("nq.csv", rows)))
    assert job.state == JobState.DONE, job.result
    (rice,) = [cell for cell in job.result["units"][0]["cells"] if cell["current"] == "LUC"]
    assert rice["resolution"]["named_by"] == ["12/NQ-HĐND"]
    assert not any("chưa ghi nhận nghị quyết" in note["vi"] for note in job.result["notes"])
    uses = "side,code,uses\ncurrent,LUC,perennial\n"
    assert (
        code_of(lambda: conversion.ask(world.planner, asked, TODAY, uses=sent("cd.csv", uses)))
        == "conversion.nameless-table"
    )
    wrong = sent("nq.csv", "subject,number\nresolution,1\n")
    assert code_of(lambda: conversion.ask(world.planner, asked, TODAY, decisions=wrong)) == "decisions.column"


def test_conversion_is_refused_for_a_year_to_come_and_a_layer_that_was_withdrawn(
    world: Any, current: Any
) -> None:
    key = world.plan.key
    later = conversion.Wanted(current.pk, key, TODAY.year + 1)
    assert code_of(lambda: conversion.ask(world.planner, later, TODAY)) == "conversion.year"
    named = conversion.Wanted(current.pk, key, 2025, column="loai")
    assert code_of(lambda: conversion.ask(world.planner, named, TODAY)) == "land.no-field"
    job = conversion.ask(world.planner, conversion.Wanted(current.pk, key, 2025, by_unit=False), TODAY)
    withdraw_theme(None, current.pk, "Nhập nhầm")
    failed = done(job)
    assert failed.state == JobState.FAILED
    assert failed.result["faults"][0]["code"] == "land.theme-layer"


@pytest.mark.usefixtures("communes")
def test_land_without_a_plan_and_who_may_see_it(world: Any, w: ModuleType) -> None:
    """The west commune has 2 ha, the east one 3 ha; the plan covers 1 ha of each."""
    officer, citizen = w.person("em", "commune_officer"), world.stranger
    kept = done(lacking.ask(officer, lacking.Wanted("general", DAY)))
    west, east = sorted(kept.result["units"], key=lambda unit: unit["name"], reverse=True)
    assert (west["with_m2"], west["unrecorded_m2"]) == pytest.approx((10_000, 10_000), abs=1)
    assert (east["with_m2"], east["unrecorded_m2"]) == pytest.approx((10_000, 20_000), abs=1)
    assert {one["verdict"] for one in drawn(kept)} == {"without"}
    assert may_see(world.other, kept)
    assert not may_see(citizen, kept)
    with pytest.raises(PermissionDenied):
        lacking.ask(officer, lacking.Wanted("general", DAY, opened=True))
    opened = lacking.ask(world.planner, lacking.Wanted("general", DAY, opened=True))
    assert not is_open(opened)
    assert may_see(citizen, done(opened))
    zoning = done(lacking.ask(world.planner, lacking.Wanted("zoning", DAY, opened=True)))
    assert not may_see(citizen, zoning)
    assert code_of(lambda: lacking.ask(officer, lacking.Wanted("không-có", DAY))) == "land.level"
