"""The shape every check answers in."""

from __future__ import annotations

import json

import pytest
import shapely

from dothi.intake.findings import (
    Finding,
    LayerSeen,
    Severity,
    SkippedCheck,
    Verdict,
    answer_to_json,
    geometry_to_json,
    verdict_of,
)


def finding(**changes) -> Finding:
    told = {
        "code": "tiling.overlap",
        "severity": Severity.ERROR,
        "message": "Chồng lên đối tượng 7",
        "message_en": "Overlaps feature 7",
        "layer": "khu",
        "feature": 3,
        "others": (7,),
        "measure": 12.5,
        "unit": "m²",
        "geometry": shapely.Point(1, 2),
        "where": "X (bắc) 2,00; Y (đông) 1,00",
        "where_en": "north 2,00; east 1,00",
        "rule": "quy tắc phủ kín",
        "rule_en": "rule of cover",
        "remedy": "Sửa ranh giới",
        "remedy_en": "Correct the border",
    }
    return Finding(**{**told, **changes})


def test_json_has_the_keys_programs_rely_on() -> None:
    told = json.loads(json.dumps(finding().to_json()))
    assert told == {
        "code": "tiling.overlap",
        "severity": "error",
        "layer": "khu",
        "feature": 3,
        "others": [7],
        "message": "Chồng lên đối tượng 7",
        "message_en": "Overlaps feature 7",
        "remedy": "Sửa ranh giới",
        "remedy_en": "Correct the border",
        "measure": 12.5,
        "unit": "m²",
        "geometry": {"type": "Point", "coordinates": [1.0, 2.0]},
        "where": "X (bắc) 2,00; Y (đông) 1,00",
        "where_en": "north 2,00; east 1,00",
        "rule": "quy tắc phủ kín",
        "rule_en": "rule of cover",
    }


@pytest.mark.parametrize("shape", [None, shapely.Point(float("nan"), 1), shapely.box(0, 0, 1, 1 / 3)])
def test_the_line_of_json_says_the_same(shape) -> None:
    made = finding(geometry=shape)
    assert json.loads(made.to_text()) == made.to_json()


def test_a_sentence_says_what_where_and_what_to_do() -> None:
    assert finding().sentence() == "Chồng lên đối tượng 7 (X (bắc) 2,00; Y (đông) 1,00). Sửa ranh giới."
    assert finding().sentence("en") == "Overlaps feature 7 (north 2,00; east 1,00). Correct the border."
    assert finding(where_en="").sentence("en").startswith("Overlaps feature 7 (X (bắc) 2,00; Y (đông) 1,00).")
    assert finding(where="", where_en="", remedy_en="").sentence("en") == "Overlaps feature 7."


@pytest.mark.parametrize("shape", [None, shapely.Point(float("nan"), 1), shapely.Point(float("inf"), 1)])
def test_what_json_has_no_word_for_is_left_out(shape) -> None:
    assert geometry_to_json(shape) is None
    assert finding(measure=float("nan"), geometry=shape).to_json()["measure"] is None


@pytest.mark.parametrize(
    ("severities", "verdict", "code"),
    [
        ([], Verdict.CLEAN, 0),
        ([Severity.INFO], Verdict.CLEAN, 0),
        ([Severity.INFO, Severity.WARNING], Verdict.WARNINGS, 0),
        ([Severity.WARNING, Severity.ERROR], Verdict.ERRORS, 1),
    ],
)
def test_the_verdict_is_that_of_the_gravest(severities, verdict: Verdict, code: int) -> None:
    assert verdict_of(severities) is verdict
    assert verdict.exit_code == code
    assert Verdict.UNUSABLE.exit_code == 2


def test_an_answer_is_complete_only_when_nothing_is_unknown() -> None:
    seen = [LayerSeen("khu", 2, "", "utf-8")]
    exempt = SkippedCheck("tiling.gap", "được miễn", "exempt", unknown=False)
    unknown = SkippedCheck("tiling.gap", "không có ranh giới", "no boundary")
    assert answer_to_json([], seen, [exempt])["complete"] is True
    told = answer_to_json([finding()], seen, [exempt, unknown])
    assert (told["complete"], told["verdict"]) == (False, "errors")
    assert told["layers"] == [{"name": "khu", "features": 2, "crs": None, "encoding": "utf-8"}]
    assert [item["unknown"] for item in told["skipped"]] == [False, True]
    assert answer_to_json([], [], [], Verdict.UNUSABLE)["verdict"] == "unusable"


def test_words_stand_in_both_languages() -> None:
    for word in (*Severity, *Verdict):
        assert word.title() != word.title("en")
    assert [severity.rank for severity in Severity] == [0, 1, 2]
