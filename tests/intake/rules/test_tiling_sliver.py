"""Slivers are told by their width, whatever their area or their share of a zone."""

from __future__ import annotations

import pytest
import shapely

CODE = "tiling.sliver"
E, N = 577_000.0, 1_722_000.0


def test_clean_borders_pass(found, layer, grid) -> None:
    assert found(CODE, layer("khu", grid(3, 3))) == []


@pytest.mark.parametrize(("millimetres", "count"), [(0.98, 0), (1.02, 1), (50, 1), (98, 1), (102, 0)])
def test_between_the_coincidence_and_the_sliver(found, layer, box, millimetres: float, count: int) -> None:
    findings = found(CODE, layer("khu", [box(0, 0, 10 + millimetres / 1000, height=10), box(1, 0)]))
    assert len(findings) == count


def test_a_kilometre_of_five_centimetres_is_named_with_its_size(found, layer) -> None:
    # 50 m², a two-hundredth of each zone of a hectare: no share of an area hides it or makes it an overlap
    south, north = shapely.box(E, N, E + 1000, N + 10.05), shapely.box(E, N + 10, E + 1000, N + 20)
    (finding,) = found(CODE, layer("khu", [south, north]))
    assert finding.measure == pytest.approx(50.0)
    assert finding.message == "Dải hẹp chồng lên đối tượng 2: 50,00 m², rộng trung bình 0,050 m"


def test_a_tiny_overlap_that_is_not_thin_is_an_overlap(checked, layer, box) -> None:
    # 15 cm by 15 cm, 0.02 % of the zone
    corner = box(1, 1, 10)
    grown = shapely.union(box(0, 0), shapely.box(E + 9.85, N + 9.85, E + 10.15, N + 10.15))
    result = checked(layer("khu", [grown, corner]), zones=("khu",))
    assert [(f.code, f.measure) for f in result.findings] == [("tiling.overlap", pytest.approx(0.0225))]


def test_wide_and_thin_parts_of_one_pair_are_told_apart(checked, layer) -> None:
    # zone 1 reaches 2 m into zone 2 over 3 m, and 4 cm over the rest
    south = shapely.Polygon(
        [(E, N), (E + 10, N), (E + 10, N + 10.04), (E + 5, N + 10.04), (E + 5, N + 10), (E + 4, N + 10),
         (E + 4, N + 12), (E + 1, N + 12), (E + 1, N + 10), (E, N + 10)]
    )  # fmt: skip
    north = shapely.box(E, N + 10, E + 10, N + 20)
    findings = {f.code: f.measure for f in checked(layer("khu", [south, north])).findings}
    assert findings == {"tiling.overlap": pytest.approx(6.0), CODE: pytest.approx(0.2)}


def test_a_thin_gap_between_zones_inside_the_plan(found, layer, box) -> None:
    zones = [box(c, r) for r in range(3) for c in range(3) if (c, r) != (1, 1)]
    (finding,) = found(CODE, layer("khu", [*zones, box(1, 1, 9.95, height=10)]))
    assert finding.feature is None
    assert finding.measure == pytest.approx(0.5)
    assert finding.message.startswith("Dải hẹp bỏ hở giữa các ô 2, 5, 7, 9: 0,50 m²")


def test_a_partial_plan_is_exempt(found, layer, box) -> None:
    assert found(CODE, layer("khu", [box(0, 0, 10.05, height=10), box(1, 0)]), partial=True) == []


def test_no_data(found, layer) -> None:
    assert found(CODE, layer("khu", [])) == []
