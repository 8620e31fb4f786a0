"""What the bundled pack of Quảng Nam must say, checked against the facts the sources state."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from dothi.base.text import name_key
from dothi.base.time import Truth
from dothi.places.outlines import generalised
from dothi.places.succession import Holder, holders

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
AFTER = date(2026, 1, 1)


def standing(pack, day: date, level: int, province: str) -> list[str]:
    units = pack.gazetteer
    return [
        item.key
        for item in units.on(day, level)
        if item.holds is Truth.YES and province in units.ancestors(item.key, day)
    ]


@pytest.mark.parametrize(
    ("day", "level", "province", "count"),
    [
        (date(2019, 4, 1), 2, "3c-49", 18),
        (date(2024, 12, 31), 2, "3c-49", 18),
        (date(2025, 1, 1), 2, "3c-49", 17),
        (date(2025, 6, 30), 2, "3c-49", 17),
        (date(2025, 7, 1), 2, "3c-49", 0),
        (date(2019, 4, 1), 3, "3c-49", 244),
        (date(2019, 4, 1), 3, "3c-48", 56),
        (date(2025, 6, 30), 3, "3c-49", 233),
        (date(2025, 6, 30), 3, "3c-48", 47),
        (date(2025, 7, 1), 3, "2c-48", 94),
        (date(2025, 6, 30), 3, "2c-48", 0),
    ],
)
def test_counts_of_units(pack, day: date, level: int, province: str, count: int) -> None:
    assert len(standing(pack, day, level, province)) == count


def test_kinds_of_the_new_units(pack) -> None:
    kinds = [item.state.kind for item in pack.gazetteer.on(AFTER, 3)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"Phường": 23, "Xã": 70, "Đặc khu": 1}


def test_every_commune_of_the_last_day_has_a_successor(pack) -> None:
    units = pack.gazetteer
    lost = [
        item.key
        for item in units.on(date(2025, 6, 30), 3)
        if not any(holder.key.startswith("2c-") for holder in holders(units, item.key, AFTER))
    ]
    assert lost == []


def test_no_new_commune_crosses_the_old_province_line(pack) -> None:
    units, last = pack.gazetteer, date(2025, 6, 30)
    for key in standing(pack, AFTER, 3, "2c-48"):
        provinces = {units.ancestors(link.predecessor, last)[-1] for link in units.links_to(key)}
        assert len(provinces) == 1


def test_only_hoa_lien_was_divided(pack) -> None:
    assert {link.predecessor for link in pack.gazetteer.links if not link.whole} == {"3c-20296"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3c-20413", "2c-20413"),  # Cẩm Châu: Hội An Đông
        ("3c-20374", "2c-20364"),  # Tam Đàn: Chiên Đàn
        ("3c-20392", "2c-20392"),  # Tam Dân: Phú Ninh
        ("3c-20938", "2c-20938"),  # Trà Dơn: Trà Leng
        ("3c-20956", "2c-20944"),  # Trà Don: Nam Trà My
        ("3c-20551", "2c-20551"),  # Vĩnh Điện: Điện Bàn
        ("3c-49", "2c-48"),
        ("3c-498", "2c-20333"),
    ],
)
def test_successors_read_from_the_resolution_text(pack, old: str, new: str) -> None:
    assert holders(pack.gazetteer, old, AFTER) == (Holder(new, whole=True),)


def test_names_that_fold_alike_are_different_units(pack) -> None:
    units = pack.gazetteer
    for one, other in (("3c-20392", "3c-20374"), ("3c-20956", "3c-20938")):
        assert name_key(units.name_of(one)) != name_key(units.name_of(other))


def test_ten_names_of_the_census_are_resolved_by_the_reviewed_table_and_three_by_the_district(pack) -> None:
    reasons = [row.reason for row in pack.aliases if row.subject == "unit"]
    assert reasons.count("kind-changed") == 6
    assert reasons.count("parent-changed") == 3
    assert all(row.note for row in pack.aliases)


def test_towns_of_the_list_of_2019(pack) -> None:
    classes = {}
    for row in pack.town_classes:
        if row.source == "towns-2019":
            classes.setdefault(row.class_code, []).append(row.town)
    assert {code: len(towns) for code, towns in classes.items()} == {"II": 1, "III": 1, "IV": 1, "V": 16}
    assert all(row.decision_number == "" and row.confidence == "secondary" for row in pack.town_classes)
    assert all(row.rule_set == "nq1210-2016" for row in pack.town_classes)


def test_clusters_and_regions_are_those_of_the_programme(pack) -> None:
    clusters = {}
    for town in pack.towns:
        clusters.setdefault(town.cluster, set()).add(town.key)
    assert clusters["Cụm động lực số 1"] == {"hoi-an", "dien-ban", "ai-nghia"}
    assert clusters["Cụm động lực số 3"] == {"tam-ky", "nui-thanh", "phu-thinh"}
    assert all(town.region == "Phía Đông" for town in pack.towns if town.cluster)
    assert {town.corridor for town in pack.towns} == {""}


def test_screen_outlines_are_light_and_share_their_borders(pack) -> None:
    simple = generalised(pack.outlines, pack.screen_metres)
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"key": key}, "geometry": outline}
                for key, outline in simple.items()
            ],
        },
        separators=(",", ":"),
    )
    assert len(text) < 250_000
    shapes = [shape(outline) for outline in simple.values()]
    assert all(item.is_valid for item in shapes)
    assert shapely.coverage_is_valid(shapes)


def test_every_point_of_a_new_commune_lies_inside_its_outline(pack) -> None:
    outside = [
        item.key
        for item in pack.gazetteer.on(AFTER, 3)
        if not shape(pack.outlines[item.key]).covers(shapely.Point(item.state.longitude, item.state.latitude))
    ]
    assert outside == []


def test_the_area_of_quang_nam_is_close_to_the_stated_one(pack) -> None:
    """Stated 10,574.86 km²; equal-area strips of the sphere serve well enough for a comparison at 1 %."""
    shapes = [
        shape(pack.outlines[holder.key])
        for commune in standing(pack, date(2025, 6, 30), 3, "3c-49")
        for holder in holders(pack.gazetteer, commune, AFTER)
    ]
    ground = shapely.union_all(shapes)
    scale = 110.65 * 111.32 * 0.9634  # km² to the square degree at 15.55° N
    assert ground.area * scale == pytest.approx(10574.86, rel=0.01)


def builder():
    spec = importlib.util.spec_from_file_location("build_quang_nam", ROOT / "tools" / "build_quang_nam.py")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if SHARED.is_dir():

    @pytest.mark.slow
    def test_the_tool_builds_the_same_bytes_again(pack, folder: Path, tmp_path: Path) -> None:
        for name in ("pack.toml", "sources.csv", "aliases.csv"):
            (tmp_path / name).write_bytes((folder / name).read_bytes())
        builder().Builder(SHARED, tmp_path).build()
        for name in ("units.csv", "links.csv", "census_2019.csv", "outlines.geojson"):
            assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name

    def test_an_independent_list_of_march_2025_names_the_same_communes(pack) -> None:
        listed = json.loads((SHARED / "vn-units-pre2025" / "dvhcvn.json").read_text(encoding="utf-8"))["data"]
        province = next(item for item in listed if item["level1_id"] == "49")
        theirs = {row["level3_id"] for part in province["level2s"] for row in part["level3s"]}
        ours = {key.removeprefix("3c-") for key in standing(pack, date(2025, 6, 30), 3, "3c-49")}
        assert len(theirs) == 234
        assert ours < theirs
        assert len(theirs - ours) == 1
