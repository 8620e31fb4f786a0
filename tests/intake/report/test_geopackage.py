"""Every finding in the GeoPackage, geometry in the coordinates of its layer."""

from __future__ import annotations

import pyogrio
import pytest
import shapely

from dothi.intake.report.content import content_of
from dothi.intake.report.geopackage import write_findings


def test_every_finding_is_a_row_with_its_words(result, tmp_path) -> None:
    written = write_findings(result, tmp_path / "f.gpkg")
    assert set(written) == {"phat_hien_A", "phat_hien_L", "phat_hien_P", "phat_hien_khong_hinh"}
    frames = {name: pyogrio.read_dataframe(tmp_path / "f.gpkg", layer=name) for name in written}
    assert {name: len(frame) for name, frame in frames.items()} == written
    told = sorted(message for frame in frames.values() for message in frame["phat_hien"])
    assert told == sorted(finding.message for finding in result.findings)
    areas = frames["phat_hien_A"]
    assert areas.crs.to_epsg() == 5899
    overlap = areas[areas["ma"] == "tiling.overlap"].iloc[0]
    finding = next(finding for finding in result.findings if finding.code == "tiling.overlap")
    assert overlap["doi_tuong"] == str(finding.feature)
    assert overlap["so_do"] == finding.measure
    assert overlap.geometry.equals(finding.geometry)


def test_layers_of_several_crs_stay_apart(checked, layer, box, tmp_path) -> None:
    degrees = [shapely.box(108.0, 15.0, 108.0015, 15.001), shapely.box(108.001, 15.0, 108.002, 15.001)]
    result = checked(layer("a", [box(0, 0), box(0.5, 0)]), layer("b", degrees, crs=4326))
    assert write_findings(result, tmp_path / "f.gpkg") == {"phat_hien_A_4326": 1, "phat_hien_A_5899": 1}


def test_a_clean_plan_gives_an_empty_table_and_an_old_file_is_replaced(
    checked, layer, grid, box, tmp_path
) -> None:
    write_findings(checked(layer("a", [box(0, 0), box(0.5, 0)])), tmp_path / "f.gpkg")
    assert write_findings(checked(layer("a", grid(2, 2))), tmp_path / "f.gpkg") == {}
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "f.gpkg")] == ["phat_hien_khong_hinh"]


def test_collections_in_collections_are_taken_apart(checked, layer, cover, tmp_path) -> None:
    """The same collection twice: the copy is found, with a geometry that nests points, lines and areas."""
    e, n = 577_000.0, 1_722_000.0
    inner = shapely.GeometryCollection(
        [shapely.Point(e, n), shapely.MultiPolygon([shapely.box(e, n, e + 9, n + 9)])]
    )
    outer = shapely.GeometryCollection([inner, shapely.LineString([(e, n), (e + 20, n + 20)])])
    only = shapely.GeometryCollection([shapely.GeometryCollection([shapely.Point(e + 50, n)])])
    result = checked(layer("khu", [outer, outer, only, only]))
    assert [f.code for f in result.findings].count("geometry.duplicate") == 2
    written = write_findings(result, tmp_path / "f.gpkg")
    frames = {name: pyogrio.read_dataframe(tmp_path / "f.gpkg", layer=name) for name in written}
    copies = {name: frame[frame["ma"] == "geometry.duplicate"] for name, frame in frames.items()}
    assert copies["phat_hien_A"].area.tolist() == [81.0]
    assert copies["phat_hien_L"].length.tolist() == [pytest.approx(20 * 2**0.5)]
    assert sorted(copies["phat_hien_P"].geometry.get_coordinates().x) == [e, e + 50]
    assert content_of(result, cover)["sections"]
