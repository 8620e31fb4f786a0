"""Publishing from the page: by whom, since when, with which reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import reverse

from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import perform
from dothi.registry.plans.models import PlanVersion, Submission
from dothi.registry.plans.queries import plan_on


def page(sent: Submission) -> str:
    return reverse("office:dossier_publish", args=[sent.pk])


def test_a_checked_dossier_becomes_a_version(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    sent = w.sent(world, w.dossier(tmp_path))
    client = as_("authority")
    assert "ChucNangSuDungDat_A" in says(client.get(page(sent)))
    given = {
        "version": sent.version,
        "start": "1/7/2026",
        "decision_number": "12/QĐ-UBND",
        "issuer": "UBND tỉnh",
    }
    answer = client.post(page(sent), given)
    job = Job.objects.get(kind="plans.publish")
    assert answer.url == reverse("office:job", args=[job.pk])
    assert perform(str(job.pk))
    row = plan_on(world.plan.key, date(2026, 7, 1))
    assert row is not None
    assert row.decision_number == "12/QĐ-UBND"
    assert plan_on(world.plan.key, date(2026, 6, 30)) is None
    public = reverse("public:plan_version", args=[world.plan.key, 1])
    for address in (answer.url, reverse("office:dossier", args=[sent.pk])):
        assert f'href="{public}"' in client.get(address).content.decode(), address


@pytest.mark.parametrize(
    ("change", "said"),
    [({"start": "31/2/2026"}, "31/2/2026"), ({"start": ""}, ""), ({"decision_date": "hôm qua"}, "hôm qua")],
)
def test_a_day_that_is_none_is_refused(  # noqa: PLR0917
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any, change: dict[str, str], said: str
) -> None:
    sent = w.sent(world, w.dossier(tmp_path))
    answer = as_("authority").post(page(sent), {"version": sent.version, "start": "1/7/2026", **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Job.objects.filter(kind="plans.publish").exists()


def test_errors_need_a_reason(as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any) -> None:
    sent = w.sent(world, w.dossier(tmp_path, w.OVER))
    given = {"version": sent.version, "start": "1/7/2026"}
    answer = as_("authority").post(page(sent), given)
    assert answer.status_code == 422
    assert "Lý do công bố dù hồ sơ còn lỗi" in says(answer)
    assert not Job.objects.filter(kind="plans.publish").exists()
    answer = as_("authority").post(page(sent), {**given, "despite_errors": "đã thẩm tra thực địa"})
    assert answer.status_code == 302
    assert perform(str(Job.objects.get(kind="plans.publish").pk))
    assert PlanVersion.objects.count() == 1
    told = AuditEntry.objects.get(action="plans.publish").details
    assert told["despite_errors"] == "đã thẩm tra thực địa"


def test_a_consultant_does_not_publish(as_: Any, world: Any, w: ModuleType, tmp_path: Path) -> None:
    sent = w.sent(world, w.dossier(tmp_path))
    Submission.objects.update(owner=world.consultant)
    assert as_("consultant").get(page(sent)).status_code == 403
    assert as_("consultant").post(page(sent), {"version": 1, "start": "1/7/2026"}).status_code == 403


def test_what_lies_nowhere_is_not_published(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    sent = w.sent(world, w.dossier(tmp_path, crs=None))
    told = says(as_("authority").get(page(sent)))
    assert "Chưa biết các lớp này nằm ở đâu: ChucNangSuDungDat_A, RanhGioiQuyHoach_A" in told
    assert "Số quyết định" not in told
    answer = as_("authority").post(page(sent), {"version": sent.version, "start": "1/7/2026"})
    assert answer.status_code == 422
    assert "chưa rõ hệ tọa độ của các lớp" in says(answer)
    assert not Job.objects.filter(kind="plans.publish").exists()


def test_a_day_before_the_last_version_is_refused_with_that_day(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    first = w.sent(world, w.dossier(tmp_path))
    client = as_("authority")
    client.post(page(first), {"version": first.version, "start": "1/7/2026"})
    assert perform(str(Job.objects.get(kind="plans.publish").pk))
    second = w.sent(world, w.dossier(tmp_path))
    told = says(client.post(page(second), {"version": second.version, "start": "1/7/2026"}))
    assert "ngày có hiệu lực không sau ngày có hiệu lực của phiên bản trước (1/7/2026)" in told
    assert "start" not in told
