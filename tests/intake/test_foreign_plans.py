"""Real plans of other countries go through with a true report.

What is true of them is counted here by shapely and GEOS alone, on what GDAL reads, without our own reader.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from dothi.intake.findings import Verdict
from dothi.intake.read import read

DC = "us-dc-plans/dc_plans_geojson.zip"


@pytest.fixture(scope="module")
def data(shared_data: Path) -> Path:
    return shared_data


def shapes_of(path: str, layer: str | None = None):
    """Geometry by the number GDAL gives the feature."""
    frame = pyogrio.read_dataframe(path, layer=layer, fid_as_index=True)
    return frame.geometry


def told(result, code: str, layer: str) -> set[int]:
    return {f.feature for f in result.findings if f.code == code and f.layer == layer}


def test_washingtons_eighteen_invalid_polygons_are_found_and_no_valid_one(data: Path, checked) -> None:
    reading = read(data / DC)
    result = checked(*reading.layers)
    counted = 0
    for layer in reading.layers:
        shapes = shapes_of(f"/vsizip/{data / DC}/{layer.name}.geojson")
        there = shapes[~shapely.is_missing(shapes.to_numpy())]
        invalid = set(there.index[~shapely.is_valid(there.to_numpy())].tolist())
        assert told(result, "geometry.invalid", layer.name) == invalid, layer.name
        counted += len(invalid)
    assert counted == 18
    assert result.verdict is Verdict.ERRORS
    assert not result.complete


@pytest.mark.slow
def test_places_of_invalid_polygons_are_theirs(data: Path, checked) -> None:
    result = checked(*read(data / DC, layers=["future-land-use", "land-use-planned-2006"]).layers)
    shapes = {subject.name: subject.frame.geometry for subject in result.subjects}
    found = [finding for finding in result.findings if finding.code == "geometry.invalid"]
    assert len(found) == 13
    for finding in found:
        assert finding.geometry.distance(shapes[finding.layer].loc[finding.feature].boundary) < 1e-9
        assert "đường biên" in finding.message


def test_overlaps_of_french_zones_are_those_of_every_pair(data: Path, checked) -> None:
    folder = data / "fr-plu-cnig" / "41175_PLU_20140603"
    reading = read(folder)
    zones = reading.layer("ZONE_URBA")
    result = checked(zones, scale=5000)
    shapes = np.asarray(shapes_of(str(folder / "Donnees_geographiques" / "ZONE_URBA.shp")))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = {
        (int(a), int(b)): shapely.area(shapely.intersection(shapes[a], shapes[b]))
        for a, b in zip(first, second, strict=True)
        if a < b
    }
    found: Counter[tuple[int, int]] = Counter()
    for finding in result.findings:
        if finding.code in {"tiling.overlap", "tiling.sliver"} and finding.feature is not None:
            found[finding.feature, finding.others[0]] += finding.measure
    # pieces nowhere wider than 5 mm are no findings; everything else is told, to the square millimetre
    assert {pair for pair, area in pairs.items() if area > 0.1} <= set(found)
    for pair, area in found.items():
        assert area == pytest.approx(pairs[pair], abs=0.01)
    assert len(found) > 100


def test_areas_of_washington_are_those_of_the_ellipsoid(data: Path, checked) -> None:
    layer = read(data / DC, layers=["comprehensive-plan-planning-areas"]).layers[0]
    subject = checked(layer).subjects[0]
    geod = pyproj.Geod(ellps="WGS84")
    for shape, metric in zip(subject.shapes, subject.metric, strict=True):
        area = abs(geod.geometry_area_perimeter(shape)[0])
        assert metric.area == pytest.approx(area, rel=2e-6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "layers", "codes"),
    [
        ("172014607_AC1_2A_20180130", 2, {"geometry.curve", "geometry.duplicate-vertices"}),
        ("200011781_PLUi_20180101", 1, {"tiling.overlap", "tiling.gap", "tiling.sliver"}),
        ("30014_PLU_20171013", 6, {"tiling.overlap", "tiling.sliver", "tiling.unmatched-edge"}),
        ("41175_PLU_20140603", 4, {"tiling.overlap", "tiling.gap", "tiling.sliver"}),
        ("50545_CC_20130902", 1, {"tiling.overlap"}),
    ],
)
def test_the_five_french_plans_go_through(
    data: Path, checked, folder: str, layers: int, codes: set[str]
) -> None:
    result = checked(*read(data / "fr-plu-cnig" / folder).layers)
    assert len(result.layers) == layers
    found = {finding.code for finding in result.findings}
    assert codes <= found
    assert "geometry.invalid" not in found  # none is, by GEOS's count in the notes beside the data
    assert not {code for code in found if code.startswith(("containment", "meaning"))}
    assert not result.complete
    assert all(
        finding.message and finding.message_en and finding.remedy
        for finding in result.findings
        if finding.severity != "info"
    )


@pytest.mark.slow
@pytest.mark.parametrize("town", ["kawasaki-shi", "numazu-shi", "takeo-shi"])
def test_the_japanese_gml_goes_through(data: Path, checked, town: str) -> None:
    invalid = 0
    for path in sorted((data / "jp-plateau" / town).rglob("*.gml")):
        reading = read(path)
        result = checked(*reading.layers)
        assert {layer.crs for layer in result.layers} <= {"EPSG:6668", "EPSG:6697"}
        assert result.verdict is not Verdict.UNUSABLE
        assert all("đồng diện tích" in how for _, how, _ in result.measured)
        for subject in result.subjects:
            expected = set(subject.ids[~shapely.is_valid(subject.shapes)].tolist())
            assert told(result, "geometry.invalid", subject.name) == expected
            invalid += len(expected)
            west, south, east, north = shapely.total_bounds(subject.shapes)
            assert 129 < west < east < 141  # longitude first, though the CRS lists latitude first
            assert 32 < south < north < 37
    assert invalid == {"kawasaki-shi": 0, "numazu-shi": 3, "takeo-shi": 0}[town]
