"""A lower plan against an upper one: areas by hand, verdicts by a table, waivers, strips, real plans."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from dothi.base.errors import InputError
from dothi.land.conformity import (
    Compatibility,
    Conformity,
    Fit,
    Waiver,
    compatibility_from,
    compatibility_of,
    conformity,
)
from dothi.land.polygons import Polygons, Source, laid_out
from dothi.law import load_law

TABLE = Compatibility(
    "Sở A", "QĐ 1", {("DVO", "NHA"): Fit.CONFORM, ("CX", "NHA"): Fit.CONFLICT, ("CX", "TT"): Fit.EXPLAIN}
)


def layer(*items: tuple[str, shapely.Geometry]) -> Polygons:
    labels = np.array([label for label, _ in items], dtype=object)
    return Polygons("lớp", np.array([shape for _, shape in items]), np.arange(1, len(items) + 1), labels)


# Upper: housing units west of x = 100, green east of it to x = 200.
UPPER = layer(("DVO", shapely.box(0, 0, 100, 100)), ("CX", shapely.box(100, 0, 200, 100)))


def compared(
    *zones: tuple[str, shapely.Geometry], waivers: tuple[Waiver, ...] = (), tolerance: float = 2.0
) -> Conformity:
    return conformity(layer(*zones), UPPER, TABLE, tolerance_m=tolerance, waivers=waivers)


def test_by_hand() -> None:
    # NHA from x = 60 to 120 (6,000 m²): 4,000 on DVO, 2,000 on CX.
    # TT from 120 to 220 (10,000 m²): 8,000 on CX, 2,000 outside.
    found = compared(("NHA", shapely.box(60, 0, 120, 100)), ("TT", shapely.box(120, 0, 220, 100)))
    assert found.lower_m2 == pytest.approx(16_000)
    assert [(pair.lower, pair.upper, pair.fit, pair.places) for pair in found.pairs] == [
        ("NHA", "CX", Fit.CONFLICT, 1),
        ("TT", "CX", Fit.EXPLAIN, 1),
        ("NHA", "DVO", Fit.CONFORM, 1),
    ]
    assert [pair.m2 for pair in found.pairs] == pytest.approx([2_000, 8_000, 4_000])
    assert [pair.share for pair in found.pairs] == pytest.approx([0.125, 0.5, 0.25])
    assert found.outside_m2 == pytest.approx(2_000)
    assert [(part.lower_feature, part.upper_feature) for part in found.parts] == [("1", "2"), ("2", "2")]
    assert [part.lower_feature for part in found.outside] == ["2"]
    assert found.verdict is Fit.CONFLICT
    assert sum(found.m2(fit) for fit in Fit) + found.outside_m2 == pytest.approx(found.lower_m2)


def test_equal_codes_conform_and_what_nobody_judged_is_not_known() -> None:
    assert compared(("CX", shapely.box(110, 0, 190, 50))).verdict is Fit.CONFORM
    assert compared(("NGHIATRANG", shapely.box(110, 0, 190, 50))).verdict is Fit.UNKNOWN
    assert compared(("", shapely.box(10, 0, 90, 50))).verdict is Fit.UNKNOWN


def test_land_outside_is_not_known_even_where_the_rest_conforms() -> None:
    assert compared(("CX", shapely.box(110, 0, 210, 50))).verdict is Fit.UNKNOWN
    assert compared(("CX", shapely.box(300, 0, 310, 10))).verdict is Fit.UNKNOWN


@pytest.mark.parametrize(("width", "verdict"), [(1.9, Fit.CONFORM), (2.1, Fit.CONFLICT)])
def test_a_strip_by_a_hair_weighs_on_nothing_but_is_listed(width: float, verdict: Fit) -> None:
    found = compared(("NHA", shapely.box(20, 0, 100 + width, 100)))
    assert found.verdict is verdict
    (part,) = found.parts
    assert (part.strip, part.m2) == (verdict is Fit.CONFORM, pytest.approx(100 * width))
    assert found.strip_m2 == pytest.approx(100 * width if part.strip else 0.0)


@pytest.mark.parametrize(("width", "outside"), [(1.9, 0.0), (2.1, 210.0)])
def test_a_strip_outside_by_a_hair(width: float, outside: float) -> None:
    found = compared(("CX", shapely.box(120, 0, 200 + width, 100)))
    assert found.outside_m2 == pytest.approx(outside)
    assert found.outside[0].m2 == pytest.approx(100 * width)


def test_a_waiver_names_who_by_what_and_why_and_stays_in_sight() -> None:
    waiver = Waiver("1", "UBND thành phố", "12/QĐ-UBND", "đã có trường học", date(2026, 3, 1))
    found = compared(("NHA", shapely.box(110, 0, 160, 100)), waivers=(waiver,))
    assert found.verdict is Fit.WAIVED
    assert found.parts[0].waiver is waiver
    assert found.m2(Fit.CONFLICT) == 0
    assert found.m2(Fit.WAIVED) == pytest.approx(5_000)
    with pytest.raises(InputError) as caught:
        compared(("NHA", shapely.box(0, 0, 1, 1)), waivers=(Waiver("7", "a", "b", "c", date(2026, 1, 1)),))
    assert caught.value.faults[0].code == "conform.no-such-zone"


@pytest.mark.parametrize("missing", range(4))
def test_a_waiver_without_a_name_is_none(missing: int) -> None:
    given = ["1", "UBND", "12/QĐ", "lý do"]
    given[missing] = ""
    with pytest.raises(InputError) as caught:
        Waiver(*given, date(2026, 1, 1))
    assert caught.value.faults[0].code == "conform.nameless-waiver"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"upper": "A", "lower": "B"}], "conform.table-column"),
        ([{"upper": "A", "lower": "B", "verdict": "maybe"}], "conform.table-verdict"),
        (
            [{"upper": "A", "lower": "B", "verdict": v} for v in ("conform", "conflict")],
            "conform.table-twice",
        ),
    ],
)
def test_a_table_of_ones_own_is_read_strictly(rows: list[dict[str, str]], code: str) -> None:
    with pytest.raises(InputError) as caught:
        compatibility_from(rows, "Sở A", "bang.csv")
    assert caught.value.faults[0].code == code


def test_the_laws_table_answers_from_its_day_only() -> None:
    law = load_law()
    table = compatibility_of(law, date(2026, 12, 1))
    assert table.of("qhc.don-vi-o", "qpk.nhom-nha-o") is Fit.CONFORM
    assert table.of("qhc.cay-xanh-cong-cong", "qpk.nhom-nha-o") is Fit.CONFLICT
    assert "không phải quy định pháp luật" in table.basis
    early = compatibility_of(law, date(2020, 1, 1))
    assert early.of("qhc.cay-xanh-cong-cong", "qpk.nhom-nha-o") is Fit.UNKNOWN
    assert "không có bảng đối chiếu" in early.basis


@pytest.mark.slow
def test_real_plans_against_another_library(shared_data: Path) -> None:
    """Washington's future land use on that planned in 2006; GeoPandas cuts and measures every piece."""
    place = f"/vsizip/{shared_data}/us-dc-plans/dc_plans_geojson.zip"
    frames = [
        gpd.read_file(f"{place}/{n}.geojson").to_crs(26985)
        for n in ("future-land-use", "land-use-planned-2006")
    ]
    lower, upper = laid_out(
        [Source(str(n), frame, "ALLCODES") for n, frame in enumerate(frames)], leave_out=True
    )
    found = conformity(lower, upper, Compatibility("thử", "thử", {}), tolerance_m=2.0)
    left = gpd.GeoDataFrame({"lower": lower.labels}, geometry=lower.shapes)
    right = gpd.GeoDataFrame({"upper": upper.labels}, geometry=upper.shapes)
    pieces = gpd.overlay(left, right, keep_geom_type=True)
    same = (pieces["lower"] == pieces["upper"]) & (pieces["lower"] != "")
    assert found.m2(Fit.CONFORM) == pytest.approx(pieces[same].area.sum(), rel=1e-9)
    others = pieces[~same]
    strips = others.geometry.buffer(-1.0).is_empty
    assert found.m2(Fit.UNKNOWN) == pytest.approx(others[~strips].area.sum(), rel=1e-6)
    outside = left.overlay(right, how="difference", keep_geom_type=True)
    assert found.outside_m2 + sum(p.m2 for p in found.outside if p.strip) == pytest.approx(
        outside.area.sum(), rel=1e-6
    )
