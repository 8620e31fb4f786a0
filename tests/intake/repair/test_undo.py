"""The way back, to the last digit."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError, UnusableError
from dothi.intake.checking.context import Options
from dothi.intake.geopackage import write_layers
from dothi.intake.layers import Reading
from dothi.intake.read import read
from dothi.intake.repair.propose import repair
from dothi.intake.repair.undo import undone, write_undo

E, N = 577_000.0, 1_722_000.0
DAY = date(2026, 11, 22)


def wkb(reading: Reading):
    return [shapely.to_wkb(layer.frame.geometry.to_numpy()).tolist() for layer in reading.layers]


def messy(layer, seed: int):
    random = np.random.default_rng(seed)
    shapes = [shapely.Polygon(random.uniform(0, 80, (6, 2)) + np.array([E, N])) for _ in range(12)]
    shapes += [shapely.Polygon([(E, N), (E, N), (E + 7.1, N), (E + 7.1, N + 3.3)]), None, shapely.Point(E, N)]
    return Reading("plan", (layer("khu", shapes), layer("chu", shapes[:4], ids=list("abcd"))))


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9))
def test_undo_gives_every_geometry_back_exactly(law, layer, tmp_path_factory, seed: int) -> None:
    reading = messy(layer, seed)
    done = repair(reading, law, Options(day=DAY, scale=500))
    path = tmp_path_factory.mktemp("undo") / "plan.undo.json"
    write_undo(done.changes, path, made=DAY, source="plan.gpkg", source_hash="ab")
    restored = undone(done.reading, path)
    assert wkb(restored) == wkb(reading)
    assert (wkb(done.reading) == wkb(reading)) == (not done.changes)


def test_the_file_names_its_source_and_lists_every_change(law, layer, tmp_path) -> None:
    done = repair(messy(layer, 3), law, Options(day=DAY, scale=500))
    write_undo(done.changes, tmp_path / "u.json", made=DAY, source="plan.gpkg", source_hash="ab12")
    told = json.loads((tmp_path / "u.json").read_text(encoding="utf-8"))
    assert (told["made"], told["source"], told["source_sha256"]) == ("2026-11-22", "plan.gpkg", "ab12")
    assert [c["rule"] for c in told["changes"]] == [c.rule for c in done.changes]
    assert len(told["geometry"]) == len({(c.layer, c.feature) for c in done.changes})


def test_a_file_changed_since_is_refused_as_a_whole(law, layer, tmp_path) -> None:
    done = repair(messy(layer, 3), law, Options(day=DAY, scale=500))
    write_undo(done.changes, tmp_path / "u.json", made=DAY, source="plan.gpkg", source_hash="ab")
    frame = done.reading.layers[0].frame
    changed = done.changes[0].feature
    frame.loc[changed, "geometry"] = shapely.box(0, 0, 1, 1)
    with pytest.raises(InputError) as refused:
        undone(done.reading, tmp_path / "u.json")
    assert [fault.code for fault in refused.value.faults] == ["undo.changed"]
    assert str(changed) in refused.value.faults[0].vi


def test_a_missing_layer_is_told(law, layer, tmp_path) -> None:
    done = repair(messy(layer, 3), law, Options(day=DAY, scale=500))
    write_undo(done.changes, tmp_path / "u.json", made=DAY, source="plan.gpkg", source_hash="ab")
    with pytest.raises(InputError):
        undone(Reading("plan", done.reading.layers[1:]), tmp_path / "u.json")


@pytest.mark.parametrize(
    ("ids", "columns"),
    [
        (["2A", "2B", "2C"], {}),  # handles of a drawing
        ([0, 1, 2], {"fid": [7, 7, 7]}),
        ([5, 6, 8], {"FID": ["x", "y", "y"]}),
        ([4, 2, 9], {"fid": [1, 2, 3], "Feature": [9, 9, 9]}),
        (["2A", "2B", "2C"], {"feature": [1, 2, 3]}),
        ([3, 1, 2], {}),
    ],
)
def test_undo_after_the_mended_file_was_written_and_read(law, layer, tmp_path, ids, columns) -> None:
    tie = shapely.Polygon([(E, N), (E + 10, N + 10), (E + 10, N), (E, N + 10)])
    repeated = shapely.Polygon([(E + 50, N), (E + 50, N), (E + 57.1, N), (E + 57.1, N + 3.3)])
    plan = Reading(
        "plan", (layer("khu", [shapely.box(E, N + 90, E + 9, N + 99), tie, repeated], ids=ids, **columns),)
    )
    done = repair(plan, law, Options(day=DAY, scale=500))
    assert {change.feature for change in done.changes} == {ids[1], ids[2]}
    mended, undo = tmp_path / "da-sua.gpkg", tmp_path / "da-sua.undo.json"
    kept = write_layers(done.reading.layers, mended)
    write_undo(done.changes, undo, made=DAY, source="plan", source_hash="ab", columns=kept)
    frame = undone(read(mended), undo).layers[0].frame
    assert shapely.to_wkb(frame.geometry.loc[ids].to_numpy()).tolist() == wkb(plan)[0]
    for name, values in columns.items():
        assert frame.loc[ids, name].tolist() == values


def test_an_undo_file_that_names_no_columns_still_works(law, layer, tmp_path) -> None:
    done = repair(messy(layer, 3), law, Options(day=DAY, scale=500))
    path = tmp_path / "u.json"
    write_undo(done.changes, path, made=DAY, source="plan.gpkg", source_hash="ab")
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["columns"]
    path.write_text(json.dumps(told), encoding="utf-8")
    assert wkb(undone(done.reading, path)) == wkb(messy(layer, 3))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"format": "other", "geometry": []}',
        '{"format": "dothi-undo-1", "geometry": [1]}',
        '{"format": "dothi-undo-1", "geometry": [], "columns": [1]}',
    ],
)
def test_another_kind_of_file_is_refused(layer, box, tmp_path, text: str) -> None:
    (tmp_path / "u.json").write_text(text)
    with pytest.raises(UnusableError) as refused:
        undone(Reading("plan", (layer("khu", [box(0, 0)]),)), tmp_path / "u.json")
    assert refused.value.code == "undo.unreadable"
