"""FlatGeobuf."""

from __future__ import annotations

import pytest

from dothi.base.errors import UnusableError


def test_a_plan_comes_through_whole(tmp_path, plan, read_here, layer_of) -> None:
    plan.to_file(tmp_path / "qh.fgb", SPATIAL_INDEX="NO")
    layer = layer_of(read_here(tmp_path / "qh.fgb"))
    assert (layer.name, layer.driver, layer.frame.crs.to_epsg()) == ("qh", "FlatGeobuf", 5899)
    assert list(layer.frame["Tên"]) == ["Đất ở", "Đường"]
    assert list(layer.frame.area) == [10_000, 19_900]


def test_a_feature_that_claims_more_than_there_is_is_refused(tmp_path, plan, read_here) -> None:
    """The size of the last feature says 4 GB: found when bytes were turned at random."""
    path = tmp_path / "qh.fgb"
    plan.to_file(path, SPATIAL_INDEX="NO")
    data = bytearray(path.read_bytes())
    at = data.rindex("Đường".encode())
    start = next(
        i for i in range(at, 0, -1) if int.from_bytes(data[i : i + 4], "little") == len(data) - i - 4
    )
    data[start : start + 4] = b"\xf0\xff\xff\xff"
    path.write_bytes(data)
    with pytest.raises(UnusableError) as refusal:
        read_here(path)
    assert refusal.value.code == "intake.broken"


def test_an_invalid_buffer_is_refused(tmp_path, plan, read_here) -> None:
    path = tmp_path / "qh.fgb"
    plan.to_file(path, SPATIAL_INDEX="NO")
    data = bytearray(path.read_bytes())
    at = data.rindex("Đường".encode())
    data[at - 4 : at] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    with pytest.raises(UnusableError) as refusal:
        read_here(path)
    assert refusal.value.code == "intake.broken"
