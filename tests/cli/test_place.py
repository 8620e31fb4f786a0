from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from dothi.base.errors import InputError, UnusableError
from dothi.cli.main import main

PACK = Path(__file__).resolve().parents[2] / "src" / "dothi" / "provinces" / "quang-nam"
HEAD = "province,district,commune,total,urban,rural\n"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    from dothi.registry.places.services import load_province

    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        load_province(PACK)
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture
def run(loaded, db, monkeypatch, tmp_path: Path):
    """Run ``dothi place ...`` against the loaded register."""
    monkeypatch.setattr("dothi.cli.place.start_django", lambda *_: None)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["-w", str(tmp_path), "place", *arguments], standalone_mode=False)

    return call


def told(result: Result) -> dict:
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


DISTRICTS = {
    "502": (122374, 91450), "503": (98599, 72898), "504": (20005, 0), "505": (25116, 4699),
    "506": (141851, 17493),
    "507": (226564, 94395), "508": (126686, 22911), "509": (80821, 7563), "510": (26123, 7616),
    "511": (26337, 7318), "512": (37127, 3776), "513": (173726, 17425), "514": (66239, 7637),
    "515": (41335, 7253), "516": (31306, 0), "517": (147721, 12902), "518": (77204, 4302), "519": (26678, 0),
}  # fmt: skip


def test_urbanisation_on_census_day_is_the_census(run) -> None:
    answer = told(run("urbanisation", "--as-of", "2019-04-01", "--json"))
    assert (answer["people"], answer["urban"], answer["rural"]) == (1495812, 379638, 1116174)
    assert answer["rate_percent"] == 25.4
    assert {unit["code"]: (unit["people"], unit["urban"]) for unit in answer["units"]} == DISTRICTS
    assert all(unit["rural"] == unit["people"] - unit["urban"] for unit in answer["units"])
    assert answer["unallocated"] == []
    assert answer["source"]["key"] == "gso-census-2019"
    assert answer["as_of"] == "2019-04-01"
    assert answer["method"]


def test_the_same_people_on_the_units_of_2026(run) -> None:
    answer = told(run("urbanisation", "--as-of", "1/1/2026", "--json"))
    assert (answer["people"], answer["urban"], answer["rate_percent"]) == (1495812, 379638, 25.4)
    everyone = answer["units"] + answer["unallocated"]
    assert sum(unit["people"] for unit in everyone) == 1495812
    assert sum(unit["urban"] for unit in everyone) == 379638
    assert (len(answer["units"]), len(answer["unallocated"])) == (78, 17)
    assert {unit["basis"] for unit in answer["units"]} == {"counted"}
    assert "Xã Duy Thu" in {unit["name"] for unit in answer["unallocated"]}
    assert {unit["complete"] for unit in answer["units"]} == {"yes", "no", "unknown"}


@pytest.mark.parametrize(("day", "count", "people"), [("31/12/2024", 18, 80821), ("1/1/2025", 17, 107499)])
def test_nong_son(run, day: str, count: int, people: int) -> None:
    answer = told(run("urbanisation", "--as-of", day, "--json"))
    assert len(answer["units"]) == count
    assert {unit["code"]: unit["people"] for unit in answer["units"]}["509"] == people


def test_urbanisation_for_people(run) -> None:
    result = run("urbanisation", "--as-of", "2026-01-01")
    assert result.exception is None
    for words in ("1.495.812", "25,4 %", "Chưa phân bổ: 17 đơn vị, 63.037 người", "Nguồn:", "Cách tính:"):
        assert words in result.stdout


@pytest.mark.parametrize(
    "more", [["--as-of", "2018-01-01"], ["--as-of", "2026-01-01", "--as-known-on", "2020-01-01"]]
)
def test_no_figures_are_said_to_be_missing(run, more: list[str]) -> None:
    result = run("urbanisation", *more)
    assert isinstance(result.exception, InputError)
    assert result.exception.code == "place.no-figures"


def test_find_names_the_unit_that_holds_it_now(run) -> None:
    answer = told(run("find", "phuong cam chau", "--as-of", "2026-01-01", "--json"))
    hit = answer["results"][0]
    assert (hit["name"], hit["holds"], hit["last_day"]) == ("Phường Cẩm Châu", "no", "2025-06-30")
    assert hit["holders"] == [{"key": "2c-20413", "name": "Phường Hội An Đông", "whole": True}]


def test_find_for_people_takes_words_without_quotes(run) -> None:
    result = run("find", "phuong", "cam", "chau", "--as-of", "1/1/2026")
    assert "Phường Hội An Đông" in result.stdout
    assert "đến 30/6/2025" in result.stdout


@pytest.mark.parametrize("json_flag", [[], ["--json"]])
def test_finding_nothing_is_exit_code_one(run, json_flag: list[str]) -> None:
    result = run("find", "zzzz", *json_flag)
    assert isinstance(result.exception, InputError)
    assert result.exception.code == "place.not-found"


def test_show_a_unit(run) -> None:
    answer = told(run("show", "2c-20413", "--as-of", "2026-01-01", "--json"))
    assert [row["key"] for row in answer["predecessors"]] == ["3c-20413", "3c-20416", "3c-20431"]
    assert answer["figures"][0]["value"] == 28045
    assert answer["figures"][0]["source"]["key"] == "gso-census-2019"
    people = run("show", "3c-20656", "--as-of", "2022-01-01").stdout
    assert "chưa rõ có hay không" in people
    assert "Chưa có số liệu" in people
    assert "12.840 người" in run("show", "3c-20413", "--as-of", "2019-04-01").stdout


def test_show_an_unknown_key(run) -> None:
    assert run("show", "9c-1").exception.code == "place.no-unit"


def test_tree(run) -> None:
    before = run("tree", "--as-of", "31/12/2024").stdout
    after = run("tree", "--as-of", "1/1/2025").stdout
    assert "Huyện Nông Sơn" in before
    assert "Huyện Nông Sơn" not in after
    assert "Phường Cẩm Châu" in run("tree", "--as-of", "1/1/2025", "--communes").stdout
    assert run("tree", "--as-of", "1/1/2026").stdout.count("2c-") == 95


@pytest.mark.parametrize("text", ["30/2/2025", "hôm qua"])
def test_a_day_that_is_none_is_refused(run, text: str) -> None:
    result = run("tree", "--as-of", text)
    assert result.exception is not None
    assert text in str(result.exception)


def test_the_census_of_the_pack_is_valid(run) -> None:
    result = run("census", str(PACK / "census_2019.csv"), "--as-of", "2019-04-01")
    assert result.exception is None
    assert "327 dòng, 300 xã" in result.stdout


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        ("district,commune,total,urban\nA,B,1,1\n", InputError, "census.column"),
        (HEAD + "Tỉnh Quảng Nam,Huyện Phú Ninh,Xã Không Có,5,,5\n", InputError, "census.no-match"),
        (HEAD + "Tỉnh Quảng Nam,Huyện Phú Ninh,Xã Tam Dân,-5,,-5\n", InputError, "census.negative"),
        (HEAD + "Tỉnh Quảng Nam,Huyện Phú Ninh,Xã Tam Dân,5,1,5\n", InputError, "census.total"),
        (
            HEAD + "Tỉnh Quảng Nam,Huyện Phú Ninh,,9,,9\nTỉnh Quảng Nam,Huyện Phú Ninh,Xã Tam Dân,5,,5\n",
            InputError,
            "census.sum",
        ),
        ("\x00\x01\x02", UnusableError, "census.kind"),
    ],
)
def test_a_bad_census_table_is_refused_and_nothing_is_written(
    run, tmp_path: Path, content: str, kind: type, code: str
) -> None:
    from dothi.registry.observations.models import Observation

    before = Observation.objects.count()
    path = tmp_path / "dan-so.csv"
    path.write_text(content, encoding="utf-8")
    result = run("census", str(path), "--as-of", "2019-04-01")
    assert isinstance(result.exception, kind)
    assert result.exception.code == code
    assert "dan-so.csv" in str(result.exception)
    assert Observation.objects.count() == before
