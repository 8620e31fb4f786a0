"""Layers written and read back exactly."""

from __future__ import annotations

import pyogrio
import pytest
import shapely

from dothi.intake.geopackage import write_layers
from dothi.intake.read import read


def same(a, b) -> bool:
    return shapely.to_wkb(a.geometry.to_numpy()).tolist() == shapely.to_wkb(b.geometry.to_numpy()).tolist()


def test_numbers_kinds_and_digits_come_back(layer, box, tmp_path) -> None:
    shapes = [box(0, 0), shapely.MultiPolygon([box(2, 2)]), None, shapely.Point(1 / 3, 2 / 3)]
    plan = layer("khu", shapes, ids=[0, 7, 12, 40], ten=["a", None, "c", "Đất ở"], so=[1.5, 2.0, None, 4.0])
    write_layers([plan, layer("duong", [box(0, 0).exterior])], tmp_path / "plan.gpkg")
    back = read(tmp_path / "plan.gpkg")
    assert [item.name for item in back.layers] == ["khu", "duong"]
    frame = back.layer("khu").frame
    assert frame.index.tolist() == [0, 7, 12, 40]
    assert same(frame, plan.frame)
    assert frame["ten"].fillna("").tolist() == ["a", "", "c", "Đất ở"]
    assert frame.crs == plan.frame.crs


def test_text_numbers_stay_in_a_column(layer, box, tmp_path) -> None:
    write_layers([layer("khu", [box(0, 0), box(1, 0)], ids=["A-1", "B-2"])], tmp_path / "plan.gpkg")
    assert read(tmp_path / "plan.gpkg").layers[0].frame["feature"].tolist() == ["A-1", "B-2"]


def test_a_column_called_fid_is_not_lost(layer, box, tmp_path) -> None:
    write_layers([layer("khu", [box(0, 0)], ids=[5], FID=[77])], tmp_path / "plan.gpkg")
    frame = pyogrio.read_dataframe(tmp_path / "plan.gpkg")
    assert frame["feature"].tolist() == [5]
    assert frame["FID"].tolist() == [77]


def test_the_column_that_holds_the_numbers_is_told(layer, box, tmp_path) -> None:
    shapes = [box(0, 0), box(1, 0)]
    plan = [
        layer("chu", shapes, ids=["A-1", "B-2"], Feature=["x", "y"]),
        layer("so", shapes, fid=["a", "a"]),
        layer("thuong", shapes),
    ]
    assert write_layers(plan, tmp_path / "plan.gpkg") == {"chu": "feature_2", "so": "feature"}
    frames = {item.name: item.frame for item in read(tmp_path / "plan.gpkg").layers}
    assert frames["chu"]["feature_2"].tolist() == ["A-1", "B-2"]
    assert frames["chu"]["Feature"].tolist() == ["x", "y"]
    assert frames["so"]["fid"].tolist() == ["a", "a"]
    assert frames["so"]["feature"].tolist() == [1, 2]


def test_nothing_is_left_behind_when_writing_fails(layer, box, tmp_path) -> None:
    target = tmp_path / "plan.gpkg"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        write_layers((layer("khu", [box(0, 0)]) if n else 1 / n for n in (1, 0)), target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.gpkg"]


def test_without_a_crs(layer, tmp_path) -> None:
    write_layers([layer("ve", [shapely.box(0, 0, 1, 1)], crs=None)], tmp_path / "plan.gpkg")
    assert len(read(tmp_path / "plan.gpkg").layers[0].frame) == 1
