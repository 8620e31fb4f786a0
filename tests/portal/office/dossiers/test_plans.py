"""A plan's facts corrected at the desk, its place found by name, a version withdrawn."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import reverse

from dothi.base.time import Period
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.places.models import Unit
from dothi.registry.plans.models import Plan, PlanPeriod, Submission
from dothi.registry.plans.queries import plan_on
from dothi.registry.plans.services import PlanEntry, create_plan
from dothi.registry.sources.models import Source

NEW = {"plan": "new", "title": "Quy hoạch phân khu B", "level": "general", "scale": "2000"}


@pytest.fixture
def units(world: Any) -> None:
    source = Source.objects.create(key="nghi-quyet", title="Nghị quyết")
    for key, name in (("2c-1", "Phường Tam Kỳ"), ("2c-2", "Xã Thăng Bình"), ("3c-2", "Xã Thăng Bình")):
        row = Unit(key=key, name=name, level=3, kind="commune", source=source, folded=name.lower())
        row.period = Period.between(date(2025, 7, 1))
        row.save()


def facts(plan: Plan, **changes: str) -> dict[str, str]:
    given = {"title": plan.title, "title_en": "", "level": plan.level, "scale": str(plan.scale), "place": ""}
    return {**given, "version": str(plan.version), **changes}


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"place": "Phường Tam Kỳ"}, "2c-1"),
        ({"place": "2c-1"}, "2c-1"),
        ({"place": "Xã Thăng Bình (3c-2)"}, "3c-2"),
        ({"place": "thang binh", "place_choice": "2c-2"}, "2c-2"),
        ({}, ""),
    ],
)
def test_a_new_plan_has_the_place_that_was_named(  # noqa: PLR0917
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, given: dict[str, str], key: str
) -> None:
    as_("planner").post(reverse("office:dossier_send"), {**NEW, **given, "file": w.dossier(tmp_path)})
    assert Submission.objects.get().plan.place_key == key


@pytest.mark.usefixtures("units")
def test_a_place_without_marks_or_of_two_is_offered_to_choose_from(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    for text, offered in (("tam ky", ["2c-1"]), ("Xã Thăng Bình", ["2c-2", "3c-2"])):
        answer = as_("planner").post(
            reverse("office:dossier_send"), {**NEW, "place": text, "file": w.dossier(tmp_path)}
        )
        assert answer.status_code == 422
        for key in offered:
            assert f'type="radio" name="place_choice" value="{key}"' in answer.content.decode()
        begun = as_("planner").post(
            reverse("office:dossier_begin"), {**NEW, "place": text, "name": "a.gpkg", "size": "10"}
        )
        assert all(f"({key})" in begun.json()["errors"]["place"][0] for key in offered)
    assert not Submission.objects.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("units")
def test_facts_are_corrected_and_the_public_reads_the_place(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    published(as_, world, w, tmp_path)
    page = reverse("office:plan", args=[world.plan.key])
    client = as_("planner")
    assert "Sửa thông tin đồ án" in says(client.get(page))
    given = facts(world.plan, title="Quy hoạch chung đô thị Tam Kỳ", place="Phường Tam Kỳ")
    assert client.post(page, given).status_code == 302
    public = says(client.get(reverse("public:plan", args=[world.plan.key])))
    assert "Quy hoạch chung đô thị Tam Kỳ" in public
    assert "Địa bàn Phường Tam Kỳ" in public
    assert 'value="Phường Tam Kỳ (2c-1)"' in client.get(page).content.decode()


def test_whoever_was_late_sees_both_and_may_write_again(as_: Any, world: Any, says: Any) -> None:
    page = reverse("office:plan", args=[world.plan.key])
    late = facts(world.plan, title="Tên của tôi")
    as_("other").post(page, facts(world.plan, title="Tên của người khác"))
    answer = as_("planner").post(page, late)
    assert answer.status_code == 409
    assert "Tên đồ án Tên của người khác Tên của tôi" in says(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    assert as_("planner").post(page, {**late, "version": "2"}).status_code == 302
    assert Plan.objects.get().title == "Tên của tôi"


@pytest.mark.slow
def test_another_level_of_a_published_plan_takes_a_reason(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    published(as_, world, w, tmp_path)
    page = reverse("office:plan", args=[world.plan.key])
    answer = as_("planner").post(page, facts(world.plan, level="zoning"))
    assert answer.status_code == 422
    assert "đổi cấp quy hoạch phải có lý do" in says(answer)
    as_("planner").post(page, facts(world.plan, level="zoning", reason="ghi nhầm"))
    assert Plan.objects.get().level == "zoning"


def test_who_may_only_read_gets_no_form_and_strangers_no_page(as_: Any, world: Any, says: Any) -> None:
    page = reverse("office:plan", args=[world.plan.key])
    assert "Sửa thông tin đồ án" not in says(as_("authority").get(page))
    assert as_("authority").post(page, facts(world.plan, title="Khác")).status_code == 403
    assert as_("consultant").get(page).status_code == 404
    mine = create_plan(world.consultant, PlanEntry("Đồ án của tôi", "general", 500))
    own = reverse("office:plan", args=[mine.key])
    assert as_("consultant").post(own, facts(mine, title="Đồ án mới của tôi")).status_code == 302
    mine.refresh_from_db()
    world.plan.refresh_from_db()
    assert (mine.title, world.plan.title) == ("Đồ án mới của tôi", "Quy hoạch chung đô thị Một")


def test_a_version_is_withdrawn_with_a_reason_that_the_public_reads(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    sent = published(as_, world, w, tmp_path)
    client = as_("authority")
    page = reverse("office:plan_withdraw", args=[world.plan.key, 1])
    assert f'href="{page}"' in client.get(reverse("office:plan", args=[world.plan.key])).content.decode()
    assert as_("consultant").get(page).status_code == 403
    seen = PlanPeriod.objects.get().pk
    assert f'name="seen" value="{seen}"' in client.get(page).content.decode()
    refused = client.post(page, {"seen": seen, "reason": " "})
    assert refused.status_code == 422
    assert "chưa ghi lý do" in says(refused)
    assert client.post(page, {"seen": seen, "reason": "nhầm ngày hiệu lực"}).status_code == 302
    late = as_("planner").post(page, {"seen": seen, "reason": "cũng thấy nhầm"})
    assert late.status_code == 422
    assert "phiên bản 1 đã được rút từ trước" in says(late)
    assert "Lý do: nhầm ngày hiệu lực" in says(late)
    assert plan_on(world.plan.key, date(2026, 7, 1)) is None
    public = says(client.get(reverse("public:plan_version", args=[world.plan.key, 1])))
    assert "Phiên bản này công bố nhầm, đã rút lúc" in public
    assert "Lý do: nhầm ngày hiệu lực" in public
    told = client.get(f"/api/v1/plans/{world.plan.key}").json()
    assert told["plan"] is None
    assert told["versions"][0]["withdrawn"]["reason"] == "nhầm ngày hiệu lực"
    assert (
        reverse("office:dossier_publish", args=[sent.pk])
        in client.get(reverse("office:dossier", args=[sent.pk])).content.decode()
    )


def test_open_data_is_fetched_anew_after_a_correction(as_: Any, world: Any) -> None:
    client = as_("planner")
    before = client.get("/api/v1/plans").headers["ETag"]
    assert client.get("/api/v1/plans").headers["ETag"] == before
    client.post(reverse("office:plan", args=[world.plan.key]), facts(world.plan, title="Tên khác"))
    assert client.get("/api/v1/plans").headers["ETag"] != before


def published(as_: Any, world: Any, w: ModuleType, tmp_path: Path) -> Submission:
    sent: Submission = w.sent(world, w.dossier(tmp_path))
    given = {"version": sent.version, "start": "1/7/2026"}
    as_("authority").post(reverse("office:dossier_publish", args=[sent.pk]), given)
    assert perform(str(Job.objects.get(kind="plans.publish").pk))
    return sent
