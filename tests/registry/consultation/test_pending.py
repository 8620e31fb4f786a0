"""The look-up of land hears of the consultations that are open on its day."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
import shapely
from django.utils import timezone
from pyproj import CRS

from dothi.lake import open_lake
from dothi.land.piece import piece
from dothi.land.record import ThemeAnswer, Verdict
from dothi.registry.consultation.models import Consultation
from dothi.registry.land.asking import ask
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import Submission

GROUND = shapely.box(108.47, 15.56, 108.48, 15.57)
OPEN, CLOSED = date(2026, 3, 2), date(2026, 3, 31)


@pytest.fixture
def asked(
    db: None, tmp_path: Any, settings: Any, world_of: Callable[[str], ModuleType], monkeypatch: Any
) -> Consultation:
    settings.DOTHI = dataclasses.replace(settings.DOTHI, workspace=tmp_path)
    lake = open_lake(tmp_path / "lake", create=True)
    monkeypatch.setattr(plans_lake, "_opened", lambda _root, _endpoint: lake)
    plan = world_of("registry/plans").build_world(lake).plan
    west, south, east, north = GROUND.bounds
    return Consultation.objects.create(
        key="mot", subject_kind="case", subject_key="hs-1", title="Quy hoạch Một", about="Ý kiến", rule="",
        opens_on=OPEN, closes_on=CLOSED, answer_by=CLOSED, area=shapely.geometry.mapping(GROUND),
        west=west, south=south, east=east, north=north, illustrative=True,
        dossier=Submission.objects.create(plan=plan, name="a.gpkg", size=1),
    )  # fmt: skip


def pending(shape: Any, day: date, known_on: date | None = None) -> ThemeAnswer:
    answer = ask(piece(shape, CRS.from_epsg(4326)), day, known_on)
    return next(theme for theme in answer.themes if theme.theme == "pending")


WITHIN = shapely.box(108.474, 15.564, 108.475, 15.565)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (OPEN - timedelta(1), Verdict.UNKNOWN),
        (OPEN, Verdict.APPLIES),
        (CLOSED, Verdict.APPLIES),
        (CLOSED + timedelta(1), Verdict.UNKNOWN),
    ],
)
def test_it_applies_from_the_first_day_to_the_last(asked: Consultation, day: date, found: Verdict) -> None:
    told = pending(WITHIN, day)
    assert told.verdict is found
    if found is Verdict.APPLIES:
        assert "Đang lấy ý kiến: Quy hoạch Một, lấy ý kiến từ 2/3/2026 đến hết 31/3/2026" in told.source
        assert told.illustrative


def test_beside_it_nothing_is_known_and_a_strip_of_it_decides_nothing(asked: Consultation) -> None:
    assert pending(shapely.box(108.49, 15.56, 108.491, 15.561), OPEN).verdict is Verdict.UNKNOWN
    # 0.0001 degrees are 10.7 m here, 0.0002 are 21 m; the outline may lie off by 12 m.
    for width, found in ((0.0001, Verdict.UNKNOWN), (0.0002, Verdict.APPLIES)):
        reaching = shapely.box(108.48 - width, 15.564, 108.481, 15.565)
        assert pending(reaching, OPEN).verdict is found


def test_a_withdrawn_one_counts_as_it_was_known(asked: Consultation) -> None:
    yesterday = timezone.now() - timedelta(days=2)
    Consultation.objects.update(opened_at=yesterday, withdrawn_at=timezone.now(), withdrawn_because="Sai")
    assert pending(WITHIN, OPEN).verdict is Verdict.UNKNOWN
    assert pending(WITHIN, OPEN, timezone.localdate(yesterday)).verdict is Verdict.APPLIES
    before = timezone.localdate(yesterday) - timedelta(days=1)
    assert pending(WITHIN, OPEN, before).verdict is Verdict.UNKNOWN


def test_without_a_drawing_it_says_nothing_of_land(asked: Consultation) -> None:
    Consultation.objects.update(dossier=None)
    assert pending(WITHIN, OPEN).verdict is Verdict.UNKNOWN
