"""A consultation on a plan of two versions: its ground, its drawing on the map, and the plan's own page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from dothi.base.dates import format_date
from dothi.registry.consultation.ground import ground_of
from dothi.registry.consultation.models import Consultation
from dothi.registry.consultation.queries import standing


@pytest.fixture
def plan(
    world: Any,
    world_of: Callable[[str], ModuleType],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    plans = world_of("portal/public/plans")
    ground = plans.build_ground(tmp_path_factory.mktemp("consulted") / "lake")
    with plans.served(ground, monkeypatch):
        yield plans.publish_both(ground, "do-an-hoi")


def test_an_officer_opens_it_and_people_see_the_plan(world: Any, plan: Any, client: Client) -> None:
    version = plan.versions.get(number=2)
    found = ground_of(version, "")
    assert found is not None
    assert found.area_m2 == pytest.approx(300 * 200, rel=2e-3)  # six hectares on the plane of VN-2000
    client.force_login(world.planner, backend="django.contrib.auth.backends.ModelBackend")
    given = {
        "subject_kind": "plan", "plan": plan.key, "drawing": f"v:{version.pk}", "title": "Hỏi về đồ án",
        "about": "Hỏi", "opens_on": format_date(world.today),
        "closes_on": format_date(world.today + timedelta(days=20)),
        "answer_by": format_date(world.today + timedelta(days=30)),
    }  # fmt: skip
    assert client.post("/ban-lam-viec/lay-y-kien/moi/", given).status_code == 302
    row = Consultation.objects.get(subject_key=plan.key)
    assert (row.plan_version, row.area) == (version, found.shape)
    assert standing("plan", plan.key).required == 20
    page = Client().get(f"/lay-y-kien/{row.key}/").content.decode()
    values = re.search(r'id="consultation-map" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert values is not None
    drawn = json.loads(values[1])
    assert [layer["role"] for layer in drawn["plans"][0]["layers"]] == ["boundary", "zones"]
    assert drawn["extent"] == list(found.box)
    assert "Hỏi về đồ án" in Client().get(f"/quy-hoach/{plan.key}/").content.decode()
