"""A project by what is on record: 100 m by 100 m of road zone west, housing east since 1/7/2025."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import shapely
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.land.piece import piece
from dothi.land.project import Criterion, Judged, Standing
from dothi.registry.land.projects import project_on_record
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import Plan

pytestmark = pytest.mark.usefixtures("quang_nam")
ZONE = CRS.from_epsg(5899)
EAST = shapely.box(577520, 1722520, 577580, 1722580)
ACROSS = shapely.box(577480, 1722520, 577580, 1722580)
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def zoning(world: Any) -> Any:
    """The world's plan as a zoning plan."""
    Plan.objects.filter(pk=world.plan.pk).update(level="zoning")
    return world


def judged(
    shape: Any, day: date = AFTER, uses: tuple[str, ...] = ("residential",), **more: Any
) -> dict[str, Judged]:
    found = project_on_record(piece(shape, ZONE), "Khu dân cư", uses, day, **more)
    assert [one.criterion for one in found.judged] == list(Criterion)
    return {one.criterion.value: one for one in found.judged}


def test_met_not_met_and_what_is_not_on_record(zoning: Any) -> None:
    found = judged(EAST)
    assert found["zoning"].standing is Standing.MET
    assert found["zoning"].inside_m2 == pytest.approx(3600)
    assert "MH-02/QĐ" in found["zoning"].source
    assert {found[name].standing for name in ("detailed", "development-area", "housing-programme")} == {
        Standing.UNKNOWN
    }
    assert judged(EAST, BEFORE)["zoning"].standing is Standing.NOT_MET
    met = {one.function: one.m2 for one in judged(ACROSS)["zoning"].functions}
    assert met == {"qpk.nhom-nha-o": pytest.approx(4800), "qpk.duong-giao-thong": pytest.approx(1200)}
    assert judged(ACROSS)["zoning"].standing is Standing.NOT_MET


def test_unknown_is_never_no(zoning: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(EAST, uses=())["zoning"].standing is Standing.UNKNOWN
    assert judged(EAST, known_on=date(2020, 1, 1))["zoning"].standing is Standing.UNKNOWN
    far = judged(shapely.box(582520, 1722520, 582580, 1722580))
    assert far["zoning"].standing is Standing.UNKNOWN

    def lost(_name: str) -> Any:
        raise OSError("away")

    monkeypatch.setattr("dothi.registry.land.projects.opened_layer", lost)
    assert judged(EAST)["zoning"].standing is Standing.UNKNOWN
    assert "kho" in judged(EAST)["zoning"].reason.vi
    plans_lake.opened_layer.cache_clear()


def test_a_point_and_an_unknown_use_are_refused(zoning: Any) -> None:
    with pytest.raises(InputError) as caught:
        project_on_record(piece(shapely.Point(577550, 1722550), ZONE), "A", (), AFTER)
    assert caught.value.code == "project.no-area"
    with pytest.raises(InputError) as caught:
        judged(EAST, uses=("khac",))
    assert caught.value.code == "project.no-such-use"
