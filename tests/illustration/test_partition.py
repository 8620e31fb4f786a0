from __future__ import annotations

import numpy as np
import pytest
import shapely

from dothi.illustration.chance import chance
from dothi.illustration.field import make_field
from dothi.illustration.partition import BLOCK, Parts, Patch, everywhere, partition

FIELD = make_field((-100, -100, 1100, 1100), 50, [], base=(0.9, 0.4))
GROUND = shapely.box(0, 0, 1000, 1000)


def parted(patches: list[Patch], **more) -> Parts:
    values = {"sizes": everywhere(0.0), "smallest": everywhere(0.0), **more}
    return partition(chance(1, "p"), GROUND, patches, FIELD, grid=0.01, **values)


def areas(parts: Parts) -> dict[str, float]:
    return {kind: float(shapely.area(parts.faces[parts.part == kind]).sum()) for kind in set(parts.part)}


def test_the_first_patch_has_the_ground_and_blocks_have_the_rest() -> None:
    road = Patch("road", shapely.box(400, 0, 440, 1000))
    wood = Patch("wood", shapely.box(300, 0, 600, 1000), "Rừng")
    parts = parted([road, wood])
    assert areas(parts) == {"road": 40_000, "wood": 260_000, BLOCK: 700_000}
    assert set(parts.name[parts.part == "wood"]) == {"Rừng"}
    assert set(parts.patch[parts.part == BLOCK]) == {-1}


def test_patches_and_blocks_are_divided_as_wanted() -> None:
    parts = parted([Patch("wood", shapely.box(0, 0, 500, 1000), wanted=50_000)], sizes=everywhere(20_000.0))
    wood = shapely.area(parts.faces[parts.part == "wood"])
    block = shapely.area(parts.faces[parts.part == BLOCK])
    assert wood.sum() == pytest.approx(500_000)
    assert wood.max() <= 95_001
    assert block.max() <= 38_001
    assert shapely.coverage_is_valid(parts.faces)


def test_a_hole_lies_in_its_face_and_is_a_face() -> None:
    def holes(rng, part, x, y, area):
        return np.where(part == "wood", "pond", "").astype(object), np.full(len(x), 0.5)

    parts = parted([Patch("wood", shapely.box(0, 0, 500, 1000))], holes=holes)
    assert (parts.part == "pond").sum() == 1
    wood = parts.faces[parts.part == "wood"][0]
    assert shapely.get_num_interior_rings(wood) == 1
    assert wood.area + parts.faces[parts.part == "pond"][0].area == pytest.approx(500_000, abs=1)


def test_small_and_thin_faces_join_a_neighbour() -> None:
    chip, strip = shapely.box(0, 0, 20, 20), shapely.box(200, 0, 204, 1000)
    patches = [Patch("chip", chip), Patch("strip", strip)]
    assert set(parted(patches).part) == {"chip", "strip", BLOCK}
    assert set(parted(patches, smallest=everywhere(500.0)).part) == {"strip", BLOCK}
    assert set(parted(patches, thinnest=6.0).part) == {"chip", BLOCK}


def test_a_crumb_hanging_by_a_point_is_left_out() -> None:
    ground = shapely.union_all([GROUND, shapely.box(1000, 1000, 1010, 1010)])
    field, rng = FIELD, chance(1, "p")
    parts = partition(rng, ground, [], field, grid=0.01, sizes=everywhere(0.0), smallest=everywhere(500.0))
    assert shapely.area(parts.faces).sum() == 1_000_000
