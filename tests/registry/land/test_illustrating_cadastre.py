"""The invented cadastre of an invented plan: queued when the plan counts, labelled, drawn once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from dothi.illustration.parcels import CadastreScript
from dothi.registry.jobs.models import Job
from dothi.registry.land import illustrating_cadastre
from dothi.registry.land.illustrating_cadastre import ILLUSTRATE_KIND, hear_illustrative, publish_parcels
from dothi.registry.land.parcels import by_parcel
from dothi.registry.places.models import Unit

pytestmark = pytest.mark.usefixtures("quang_nam")
AROUND = {
    "type": "Polygon",
    "coordinates": [[[108.4, 15.5], [108.6, 15.5], [108.6, 15.7], [108.4, 15.7], [108.4, 15.5]]],
}


@pytest.fixture
def version(world: Any, world_of: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    world_of("registry/land").build_units()
    Unit.objects.filter(key="2c-20971").update(outline=AROUND)
    script = CadastreScript(
        world.plan.key, "2c-20971", 100, 1, "Địa chính minh họa", "MH-11/ĐC", date(2025, 7, 1)
    )
    monkeypatch.setattr(illustrating_cadastre, "read_cadastre_script", lambda _folder: (script,))
    monkeypatch.setattr(illustrating_cadastre, "province_folder", lambda: "x")
    return world.plan.versions.get(number=2)


def test_parcels_of_an_invented_plan_are_found_and_labelled(version: Any) -> None:
    row = publish_parcels(version, timezone.now())
    assert row is not None
    assert row.illustrative
    asked = by_parcel("tờ 1 thửa 1 xã Tam Xuân", date(2025, 7, 1))
    assert asked.piece.parcel is not None
    assert asked.piece.parcel.illustrative
    assert publish_parcels(version, timezone.now()) is None


def test_only_an_invented_plan_queues_parcels(version: Any) -> None:
    hear_illustrative(version)
    assert not Job.objects.filter(kind=ILLUSTRATE_KIND).exists()
    version.plan.illustrative = True
    hear_illustrative(version)
    assert Job.objects.get(kind=ILLUSTRATE_KIND).payload == {"version": version.pk}
