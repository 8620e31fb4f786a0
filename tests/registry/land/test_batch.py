"""Every parcel of a file against the plans on record: as asked one by one, with bad features named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.land.answer_data import answer_data
from dothi.land.piece import piece
from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.land import batch
from dothi.registry.land.asking import ask, records_on
from dothi.registry.land.batch import Wanted, hand_in, result_file
from dothi.registry.land.sources import kept_within
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import PlanVersion

pytestmark = pytest.mark.usefixtures("quang_nam")
ZONE = CRS.from_epsg(5899)
AFTER = date(2025, 7, 2)
# The world's plan: road west of x = 577500, housing east of it, 100 m by 100 m each.
INSIDE = shapely.box(577480, 1722510, 577510, 1722540)
OUTSIDE = shapely.box(577300, 1722500, 577310, 1722510)
BOW = shapely.Polygon([(577410, 1722510), (577420, 1722520), (577420, 1722510), (577410, 1722520)])
FAR = shapely.box(577300, 2322500, 577310, 2322510)


def file(tmp_path: Path, shapes: list[Any], crs: int | None = 5899, **columns: Any) -> SimpleUploadedFile:
    path = tmp_path / "thua.gpkg"
    frame = gpd.GeoDataFrame(columns or {"so_thua": [f"T{at}" for at in range(len(shapes))]}, geometry=shapes)
    frame.set_crs(5899, inplace=True)
    (frame if crs is None else frame.to_crs(crs)).to_file(path, layer="thua")
    return SimpleUploadedFile("thua.gpkg", path.read_bytes())


def done(user: Any, sent: Any, wanted: Wanted | None = None) -> Job:
    job = hand_in(user, sent, wanted or Wanted(AFTER))
    assert perform(str(job.pk))
    return Job.objects.get(pk=job.pk)


def rows_of(job: Job) -> list[dict[str, Any]]:
    path = result_file(job, "xlsx")
    assert path is not None
    head, *rows = load_workbook(path).worksheets[0].values
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.django_db(transaction=True)
def test_good_parcels_are_answered_and_bad_ones_named(world: Any, tmp_path: Path) -> None:
    """Of 900 m² in the plan two thirds are road; what crosses itself or lies far away stops nobody."""
    shapes = [INSIDE, BOW, FAR, OUTSIDE]
    job = done(world.planner, file(tmp_path, shapes))
    assert (job.state, job.result["parcels"], job.result["refused"]) == (JobState.DONE, 2, 2)
    assert [one["label"] for one in job.result["first_refused"]] == ["T1", "T2"]
    assert "tự cắt" in job.result["first_refused"][0]["vi"]
    inside, outside = rows_of(job)
    assert (inside["Thửa"], outside["Thửa"]) == ("T0", "T3")
    assert inside["Diện tích (m²)"] == pytest.approx(900)
    assert inside["Quy hoạch chung: kết luận"] == "áp dụng"
    assert inside["Quy hoạch chung: phiên bản"] == "2"
    assert "giao thông" in inside["Quy hoạch chung: chức năng chính"]
    assert inside["Quy hoạch chung: tỷ lệ"] == pytest.approx(2 / 3)
    assert outside["Quy hoạch chung: kết luận"] == "chưa biết"
    general = next(level for level in job.result["levels"] if level["level"] == "general")
    assert (general["applies"], general["does-not-apply"], general["not-known"]) == (1, 0, 1)
    assert result_file(job, "gpkg") is not None
    assert AuditEntry.objects.filter(action="land.batch").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crs", [4326, 3405])
def test_points_and_another_crs(world: Any, tmp_path: Path, crs: int) -> None:
    sent = file(tmp_path, [INSIDE.centroid], crs=crs, ten=["Nhà văn hóa"])
    (row,) = rows_of(done(world.planner, sent))
    assert (row["Thửa"], row["Diện tích (m²)"], row["Quy hoạch chung: kết luận"]) == (
        "Nhà văn hóa", None, "áp dụng",
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wanted", "shapes", "code"),
    [
        (Wanted(AFTER, "khong_co"), [INSIDE], "land.no-field"),
        (Wanted(AFTER), [shapely.LineString([(577400, 1722500), (577410, 1722500)])], "land.one-layer"),
        (Wanted(AFTER), [FAR], "land.batch-nothing"),
    ],
)
def test_what_cannot_be_asked_fails_with_its_sentence(
    world: Any, tmp_path: Path, wanted: Wanted, shapes: list[Any], code: str
) -> None:
    job = done(world.planner, file(tmp_path, shapes), wanted)
    assert (job.state, job.result["faults"][0]["code"]) == (JobState.FAILED, code)
    assert result_file(job, "xlsx") is None


@pytest.mark.django_db(transaction=True)
def test_more_parcels_than_allowed_are_refused(
    world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MOST", 1)
    job = done(world.planner, file(tmp_path, [INSIDE, OUTSIDE]))
    assert job.result["faults"][0]["code"] == "land.batch-many"


def test_an_empty_file_and_a_stranger_are_refused(world: Any) -> None:
    with pytest.raises(InputError) as refused:
        hand_in(world.planner, SimpleUploadedFile("a.gpkg", b""), Wanted(AFTER))
    assert refused.value.faults[0].code == "land.batch-size"
    with pytest.raises(PermissionDenied):
        hand_in(world.stranger, SimpleUploadedFile("a.gpkg", b"x"), Wanted(AFTER))
    assert not Job.objects.filter(kind=batch.KIND).exists()


@pytest.mark.parametrize("lost", [False, True])
def test_layers_that_are_kept_answer_as_layers_that_are_read_each_time(
    world: Any, lake: Any, lost: bool
) -> None:
    if lost:
        for layer in PlanVersion.objects.get(number=2).layers.filter(role="zones"):
            lake.open_version(layer.name).data_path.unlink()
        plans_lake.opened_layer.cache_clear()
    whole = piece(shapely.box(577000, 1722000, 578000, 1723000), ZONE)
    records = records_on(AFTER, None, kept_within(whole))
    for shape in (INSIDE, OUTSIDE, INSIDE.centroid, INSIDE):
        one = piece(shape, ZONE)
        assert answer_data(records.answer(one)) == answer_data(ask(one, AFTER))


@pytest.mark.django_db(transaction=True)
def test_a_table_of_parcel_numbers(world: Any, lake: Any, world_of: Any) -> None:
    """A parcel that is not there, and a commune whose cadastre is not, are named; the others are answered."""
    made = world_of("registry/land")
    made.build_units()
    made.cadastre(lake, ("12", "345", made.WEST), illustrative=True)
    table = "to;thua;xa\n12;345;Tam Xuân I\n12;346;Tam Xuân I\n1;1;Hội An Đông\n;7;Tam Xuân I\n"
    job = done(world.planner, SimpleUploadedFile("thua.csv", table.encode()))
    assert (job.state, job.result["parcels"], job.result["refused"]) == (JobState.DONE, 1, 3)
    assert job.result["illustrative"]
    assert [one["feature"] for one in job.result["first_refused"]] == ["3", "4", "5"]
    reasons = [one["vi"] for one in job.result["first_refused"]]
    assert "Không có thửa 346" in reasons[0]
    assert "chưa được ghi nhận" in reasons[1]
    assert "dòng 5: Thiếu số tờ" in reasons[2]
    (row,) = rows_of(job)
    assert row["Thửa"] == "tờ 12 thửa 345 Tam Xuân I"
    assert (row["Diện tích (m²)"], row["Quy hoạch chung: kết luận"]) == (pytest.approx(600), "áp dụng")
