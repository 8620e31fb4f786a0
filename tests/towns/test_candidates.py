"""Candidates for new towns: who is one, and what each lacks, has and does not tell."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dothi.base.errors import InputError
from dothi.law import Law
from dothi.law.layers import PROVINCES
from dothi.places.pack import ProvincePack, read_pack
from dothi.towns.candidates import Candidate, candidates, read_listed, schemes_known
from dothi.towns.score import Status, Verdict
from dothi.towns.system_lists import read_lists

FOLDER = PROVINCES / "quang-nam"


@pytest.fixture(scope="module")
def pack() -> ProvincePack:
    return read_pack(FOLDER)


@pytest.fixture(scope="module")
def found(law: Law, pack: ProvincePack) -> dict[str, Candidate]:
    rows = candidates(law, FOLDER, pack, read_lists(FOLDER), date(2026, 6, 1))
    return {one.name: one for one in rows}


def standard(one: Candidate, code: str) -> tuple[Status, Fraction, Fraction | None]:
    judged = next(each for each in one.score.standards if each.standard.code == code)
    return judged.status, judged.value.low, judged.value.high


def test_towns_that_documents_plan_come_first_with_their_documents(found: dict[str, Candidate]) -> None:
    named = [name for name, one in found.items() if one.kind == "planned"]
    assert set(named) == {
        *("Duy Hải - Duy Nghĩa", "Bình Minh", "Bình Hải", "Việt An", "Tắc Pỏ"),
        *("Đại Hiệp", "Tam Dân", "Tân Bình", "Tơ Viêng"),
    }
    assert list(found)[: len(named)] == named
    assert any("72/QĐ-TTg" in text for text in found["Đại Hiệp"].documents)
    assert found["Việt An"].units == ()
    assert "2A.II.03" in found["Việt An"].unknown


def test_no_candidate_is_told_to_have_reached_or_failed_from_a_census_alone(
    found: dict[str, Candidate],
) -> None:
    assert {one.score.verdict for one in found.values()} == {Verdict.UNDECIDED}
    assert {one.score.scheme.class_code for one in found.values()} == {"III"}
    assert all(len(one.unknown) >= 21 for one in found.values())


def test_a_commune_is_judged_as_a_whole_since_2026(found: dict[str, Candidate]) -> None:
    """Under 20,000 people hangs on the unknown regional relaxation; from 20,000 on the minimum is met."""
    communes = [one for one in found.values() if one.kind == "commune"]
    people = {one.name: standard(one, "2A.II.03") for one in communes}
    assert len(communes) > 20
    for status, low, high in people.values():
        assert low == high or high is None
        if low < 20000:
            assert status is (Status.OPEN if high is None else Status.DOUBTFUL)
    large = [name for name, (_, low, _) in people.items() if low >= 20000]
    assert large
    assert all("2A.II.03" in found[name].met for name in large)
    assert not any("Tam Kỳ" in one.name for one in communes)


def test_before_2026_the_centre_has_at_most_the_people_of_its_commune(law: Law, pack: ProvincePack) -> None:
    rows = candidates(law, FOLDER, pack, read_lists(FOLDER), date(2022, 6, 1))
    assert {one.score.scheme.class_code for one in rows} == {"V"}
    binh_minh = next(one for one in rows if one.name == "Bình Minh")
    counted = next(row for row in pack.censuses[0].rows if row.unit_key == "3c-20812").people.total
    assert standard(binh_minh, "D.POP.TOTAL")[1:] == (0, counted)
    assert "D.DENS.TOTAL" in binh_minh.unknown
    assert not any(one.documents == ("Quyết định số 72/QĐ-TTg",) for one in rows), "a later decision"


def test_a_list_nobody_gave_is_not_known_and_one_that_is_given_is_read(tmp_path) -> None:
    assert not schemes_known(read_listed(FOLDER))
    head = "name,kind,unit,document,note\n"
    (tmp_path / "town_candidates.csv").write_text(head + "A,scheme-676,3c-1,QĐ 676/QĐ-TTg,\n", "utf-8")
    assert schemes_known(read_listed(tmp_path))
    (tmp_path / "town_candidates.csv").write_text(head + "A,guess,,,\n", "utf-8")
    with pytest.raises(InputError):
        read_listed(tmp_path)
