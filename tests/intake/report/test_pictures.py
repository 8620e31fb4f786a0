"""The small pictures: whole SVG, the place in view, nothing of the outside world in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely

from dothi.intake.checking.subject import Subject
from dothi.intake.report.pictures import HEIGHT, WIDTH, picture

SVG = "{http://www.w3.org/2000/svg}"


def drawn(result, code: str):
    finding = next(finding for finding in result.findings if finding.code == code)
    subject = next(subject for subject in result.subjects if subject.name == finding.layer)
    return ET.fromstring(picture(finding, subject, "k"))


def numbers(element) -> np.ndarray:
    path = element.get("d", "")
    return np.array([[float(n) for n in pair.split(",")] for pair in re.findall(r"-?[\d.]+,-?[\d.]+", path)])


@pytest.mark.parametrize(
    "code", ["tiling.overlap", "tiling.sliver", "containment.crossing", "geometry.duplicate"]
)
def test_the_place_is_in_the_middle_of_the_picture(result, code: str) -> None:
    picture_ = drawn(result, code)
    fault = next(e for e in picture_.iter(f"{SVG}path") if e.get("class") == "fault")
    points = numbers(fault)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    assert middle == pytest.approx([WIDTH / 2, HEIGHT / 2], abs=1)
    assert (points >= -1).all()
    assert (points <= [WIDTH + 1, HEIGHT + 1]).all()


def test_points_are_ringed_and_lines_are_drawn(result) -> None:
    spot = next(e for e in drawn(result, "geometry.invalid").iter(f"{SVG}circle"))
    assert [float(spot.get("cx")), float(spot.get("cy"))] == [WIDTH / 2, HEIGHT / 2]
    assert any(e.get("class") == "line" for e in drawn(result, "geometry.curve").iter(f"{SVG}path"))


def test_features_concerned_and_their_neighbours_are_told_apart(result) -> None:
    classes = [e.get("class") for e in drawn(result, "tiling.sliver").iter(f"{SVG}path")]
    assert classes.count("concerned") == 2
    assert "around" in classes


def test_the_scale_bar_is_as_long_as_it_says(result) -> None:
    picture_ = drawn(result, "tiling.overlap")
    text = "".join(next(picture_.iter(f"{SVG}text")).itertext())
    bar = next(e for e in picture_.iter(f"{SVG}path") if e.get("class") == "bar")
    fault = numbers(next(e for e in picture_.iter(f"{SVG}path") if e.get("class") == "fault"))
    # the first overlap is 4 m wide and 10 m high
    per_metre = (fault[:, 0].max() - fault[:, 0].min()) / 4
    number, unit = text.split()
    assert unit == "m"
    assert float(re.search(r"h([\d.]+)", bar.get("d")).group(1)) == pytest.approx(
        float(number) * per_metre, rel=0.02
    )


def test_names_in_it_are_escaped_and_nothing_is_fetched(result) -> None:
    text = ET.tostring(drawn(result, "tiling.overlap"), encoding="unicode")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in text


def test_no_picture_without_a_place(checked, layer, box) -> None:
    result = checked(layer("khu", [box(0, 0), None]))
    finding = next(iter(result.findings))
    assert picture(finding, result.subjects[0], "k") == ""


def test_layers_in_degrees_are_drawn_in_metres(checked, layer) -> None:
    zones = [shapely.box(108.0, 15.0, 108.0015, 15.001), shapely.box(108.001, 15.0, 108.002, 15.001)]
    result = checked(layer("khu", zones, crs=4326))
    fault = numbers(
        next(e for e in drawn(result, "tiling.overlap").iter(f"{SVG}path") if e.get("class") == "fault")
    )
    width, height = fault.max(axis=0) - fault.min(axis=0)
    assert width / height == pytest.approx(53.8 / 110.6, rel=0.02)
    assert isinstance(result.subjects[0], Subject)
