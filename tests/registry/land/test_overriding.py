"""Conclusions on record: who may, what must be stated, and what an answer says of them ever after."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pyproj import CRS

from dothi.base.errors import InputError
from dothi.cli.main import main
from dothi.land.piece import Piece, piece
from dothi.land.record import Answer, Verdict
from dothi.registry.audit.models import AuditEntry
from dothi.registry.land.asking import ask
from dothi.registry.land.models import VerdictOverride
from dothi.registry.land.overriding import (
    OverrideEntry,
    conclusions_on,
    ground_around,
    record_override,
    withdraw_override,
)

DAY = date(2026, 1, 1)
LAND = piece(shapely.box(577410, 1722510, 577430, 1722540), CRS.from_epsg(5899))
POINT = piece(shapely.Point(577420, 1722520), CRS.from_epsg(5899))
ENTRY = OverrideEntry(
    "level", "general", LAND.wgs84, "does-not-apply", "Thửa 7", "Bản vẽ in nhầm", "12/KL-SXD",
    "Giám đốc Sở Xây dựng", DAY, DAY,
)  # fmt: skip


def general(land: Piece, known_on: date | None = None, day: date = DAY) -> Any:
    answer: Answer = ask(land, day, known_on)
    return next(level for level in answer.levels if level.level == "general")


def test_it_stands_from_its_day_and_what_was_computed_is_told(world: Any) -> None:
    assert general(LAND).verdict is Verdict.APPLIES
    row = record_override(world.authority, ENTRY)
    level = general(LAND)
    assert (level.verdict, level.computed.verdict) == (Verdict.NOT, Verdict.APPLIES)
    assert [(one.number, one.counts) for one in level.overrides] == [(row.pk, True)]
    assert general(LAND, day=DAY - timedelta(days=1)).verdict is Verdict.APPLIES
    yesterday = timezone.localdate() - timedelta(days=1)
    assert general(LAND, yesterday).overrides == ()
    assert AuditEntry.objects.filter(action="land.override").count() == 1
    beside = piece(shapely.box(577440, 1722510, 577450, 1722540), CRS.from_epsg(5899))
    assert general(beside).overrides == ()


def test_withdrawn_it_is_history_and_stands_for_what_was_known_before(world: Any) -> None:
    row = record_override(world.authority, ENTRY)
    recorded = timezone.now() - timedelta(days=9)
    VerdictOverride.objects.filter(pk=row.pk).update(recorded_at=recorded)
    withdraw_override(world.planner, row.pk, "Nhầm thửa")
    level = general(LAND)
    assert (level.verdict, level.computed) == (Verdict.APPLIES, None)
    (said,) = level.overrides
    assert (said.withdrawal, said.withdrawn_on, said.counts) == ("Nhầm thửa", timezone.localdate(), False)
    (known,) = conclusions_on(DAY, timezone.localdate() - timedelta(days=3))
    assert (known.said.withdrawn_on, known.said.withdrawal) == (None, "")
    assert conclusions_on(DAY, timezone.localdate() - timedelta(days=20)) == []
    assert AuditEntry.objects.filter(action="land.override_withdraw").count() == 1
    with pytest.raises(InputError) as caught:
        withdraw_override(world.planner, row.pk, "lần nữa")
    assert caught.value.code == "land.override-none"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"key": "x"}, "about"),
        ({"kind": "plan", "key": "x"}, "about"),
        ({"kind": "zone"}, "about"),
        ({"verdict": ""}, "verdict"),
        ({"reason": " "}, "reason"),
        ({"document": ""}, "document"),
        ({"author": ""}, "author"),
        ({"place": ""}, "place"),
        ({"reason": "x" * 1001}, "reason"),
        ({"decided_on": date(2099, 1, 1)}, "decided_on"),
        ({"end": DAY}, "end"),
        ({"covers": shapely.Point(108.4, 15.5)}, "ground"),
        ({"covers": shapely.Polygon()}, "ground"),
    ],
)
def test_what_must_be_stated(world: Any, change: dict[str, Any], where: str) -> None:
    with pytest.raises(InputError) as caught:
        record_override(world.authority, replace(ENTRY, **change))
    assert [fault.where for fault in caught.value.faults] == [where]
    assert not VerdictOverride.objects.exists()


def test_a_version_that_there_is(world: Any) -> None:
    about = {"kind": "plan", "key": world.plan.key}
    record_override(world.authority, replace(ENTRY, **about, version=2))
    with pytest.raises(InputError):
        record_override(world.authority, replace(ENTRY, **about, version=3))
    (plan,) = general(LAND).plans
    assert (plan.verdict, plan.computed.verdict) == (Verdict.NOT, Verdict.APPLIES)


def test_who_may(world: Any) -> None:
    for who in (world.stranger, world.consultant):
        with pytest.raises(PermissionDenied):
            record_override(who, ENTRY)
    row = record_override(world.planner, ENTRY)
    with pytest.raises(PermissionDenied):
        withdraw_override(world.consultant, row.pk, "x")
    with pytest.raises(InputError):
        withdraw_override(world.planner, row.pk, " ")


def test_the_ground_around_a_point(world: Any) -> None:
    # 16 segments a quarter: a circle of 64 corners has 0.9984 of pi r squared.
    ground = ground_around(POINT, 50)
    assert piece(ground, CRS.from_epsg(4326)).flat.area == pytest.approx(0.9984 * 3.14159265 * 2500, rel=1e-3)
    for land, radius in ((POINT, None), (POINT, 0.0), (POINT, 1_001.0), (LAND, 5.0)):
        with pytest.raises(InputError):
            ground_around(land, radius)


def test_by_command(world: Any, quang_nam: None, started: None, tmp_path: Path) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["-w", str(tmp_path), "land", *arguments])
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    place = "1722520 577420"
    stated = (
        *("--verdict", "not-known", "--place", "Thửa 7", "--reason", "Tranh chấp ranh"),
        *("--document", "3/CV", "--author", "UBND xã", "--decided", "1/2/2026", "--from", "1/2/2026"),
    )
    assert "nêu một trong" in run("override", "add", place, "--radius", "20", *stated, code=2)
    assert "cannot read" in run("override", "add", place, "--level", "general:1", *stated, code=2)
    refused = CliRunner().invoke(
        main, ["-w", str(tmp_path), "land", "override", "add", place, "--level", "general", *stated]
    )
    assert "bán kính" in str(refused.exception)
    assert "recorded as number" in run(
        "override", "add", place, "--radius", "20", "--plan", world.plan.key, *stated
    )
    (one,) = json.loads(run("override", "list", "--json", "--as-of", "2/2/2026"))
    assert (one["about"], one["key"], one["verdict"]) == ("plan", world.plan.key, "not-known")
    told = run("ask", place, "--as-of", "2/2/2026")
    assert (
        f"[{one['number']}] kết luận / concluded: chưa biết / not known; Tranh chấp ranh; UBND xã, 3/CV"
        in told
    )
    assert "Hệ thống tự tính / computed: áp dụng / applies" in told
    run("override", "withdraw", str(one["number"]), "--reason", "Đã hòa giải")
    told = run("ask", place, "--as-of", "2/2/2026")
    assert "đã rút / withdrawn" in told
    assert "Đã hòa giải" in told
    assert "tự tính" not in told
    data = json.loads(run("ask", place, "--as-of", "2/2/2026", "--json"))
    (plan,) = next(level for level in data["levels"] if level["level"] == "general")["plans"]
    assert (plan["computed"], plan["overrides"][0]["withdrawal"]) == (None, "Đã hòa giải")
