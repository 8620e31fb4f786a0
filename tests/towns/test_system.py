"""The system of towns: numbers counted by hand from the sources, and counts that conserve."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.base.time import NEVER, Bound, Period, Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.law.layers import PROVINCES
from dothi.places.pack import ProvincePack, read_pack
from dothi.places.towns import ClassAnswer, ClassRecord
from dothi.towns.system import PARTS, Cell, TownState, counts, counts_by, pack_towns, what_if
from dothi.towns.system_lists import compare, differing, known_by, read_lists
from dothi.towns.system_pace import Observed, needed, observations, pace, past

FOLDER = PROVINCES / "quang-nam"
OLD, NEW = "nq1210-2016", "nq111-2025"


@pytest.fixture(scope="module")
def pack() -> ProvincePack:
    return read_pack(FOLDER)


def test_the_ladder_of_2019_is_that_of_its_source(law: Law) -> None:
    """One class II, one III, one IV, sixteen V: nineteen towns at the end of 2019."""
    assert dict(counts(pack_towns(law, FOLDER, date(2019, 12, 31)))) == {
        Cell("recognised", ClassOf(OLD, "II")): 1,
        Cell("recognised", ClassOf(OLD, "III")): 1,
        Cell("recognised", ClassOf(OLD, "IV")): 1,
        Cell("recognised", ClassOf(OLD, "V")): 16,
    }


def test_a_class_that_records_leave_open_is_counted_apart(law: Law) -> None:
    """Núi Thành rose from V to IV on some day of 2020 to 2025."""
    found = counts(pack_towns(law, FOLDER, date(2021, 1, 1)))
    assert found[Cell("perhaps", None)] == 1
    assert found[Cell("recognised", ClassOf(OLD, "V"))] == 15


def test_from_2026_classes_are_derived_and_no_old_one_is_left(law: Law) -> None:
    found = counts(pack_towns(law, FOLDER, date(2026, 1, 1)))
    assert found[Cell("recognised", ClassOf(NEW, "II"), derived=True)] == 2  # Tam Kỳ, Hội An
    assert found[Cell("recognised", ClassOf(NEW, "III"), derived=True)] == 17
    assert {cell.held.rule_set for cell in found if cell.held} == {NEW}


_answers = st.lists(
    st.builds(
        lambda rules, code, holds: ClassAnswer(
            rules, code, holds, "", ClassRecord("", rules, code, Period(Bound(None, None), NEVER), "", "")
        ),
        st.sampled_from([OLD, NEW]),
        st.sampled_from(["II", "III"]),
        st.sampled_from([Truth.YES, Truth.UNKNOWN]),
    ),
    max_size=2,
)
_towns = st.lists(
    st.builds(
        lambda status, holds, classes, region: TownState("a", status, holds, tuple(classes), region),
        st.sampled_from(["recognised", "planned"]),
        st.sampled_from([Truth.YES, Truth.UNKNOWN]),
        _answers,
        st.sampled_from(["", "Đông", "Tây"]),
    )
)


@settings(max_examples=50, deadline=None)
@given(_towns)
def test_every_partition_adds_up_to_the_towns(towns: list[TownState]) -> None:
    assert sum(counts(towns).values()) == len(towns)
    for part in PARTS:
        assert sum(sum(cells.values()) for cells in counts_by(towns, part).values()) == len(towns)


def test_documents_stand_side_by_side_and_only_a_whole_list_tells_who_is_left_out(law: Law) -> None:
    rows = read_lists(FOLDER)
    found = {(row.key, row.when): row for row in compare(rows, pack_towns(law, FOLDER, date(2026, 6, 1)))}
    assert [found["programme-06", year].count for year in ("2025", "2030")] == [21, 28]
    assert [found["draft-plan", year].count for year in ("2025", "2030")] == [23, 25]
    draft = found["draft-plan", "2025"]
    assert draft.whole
    assert len(draft.shared) == 16
    assert {"Tân Bình", "Tơ Viêng"} <= set(draft.missing)
    assert draft.beyond == ("A Tiêng", "Tân An", "Trà Mai")
    assert found["programme-06", "2030"].beyond is None
    both = differing(rows, ("draft-plan", "2025"), ("qd-72-2024", "2025"))
    assert both["second"] == []
    assert len(both["shared"]) == 6


def test_a_document_of_a_later_day_is_not_known_yet() -> None:
    keys = {row.key for row in known_by(read_lists(FOLDER), date(2024, 1, 16))}
    assert "qd-72-2024" not in keys
    assert "qd-72-2024" in {row.key for row in known_by(read_lists(FOLDER), date(2024, 1, 17))}


def test_a_list_that_cannot_be_read_is_refused_with_its_lines(tmp_path) -> None:
    head = (FOLDER / "town_lists.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "town_lists.csv").write_text(f"{head}\na,s,d,,guess,2025,,,,,many,,x,\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_lists(tmp_path)
    assert read_lists(tmp_path / "none") == ()


def test_pace_by_hand() -> None:
    """Four years are 1461 days: 2 points over them are half a point a year; 1 % of 1000 people is 10."""
    since = Observed(date(2020, 1, 1), date(2020, 1, 1), Fraction(20), "", "", 200, 1000)
    found = pace(since, date(2024, 1, 1), Fraction(22), "")
    assert (found.least, found.most, found.people) == (Fraction(1, 2), Fraction(1, 2), 5)


def test_the_pace_of_quang_nam(pack: ProvincePack) -> None:
    """(37 - 25.9) / 6 = 1.85; (40 - 25.9) / 11 = 1.28; (25.9 - 19.2) over 6 to 7 years = 0.96 to 1.12."""
    rows = read_lists(FOLDER)
    seen = observations(rows, pack, date(2026, 6, 1))
    assert [round(float(item.rate), 1) for item in seen] == [19.2, 25.4, 25.9]
    told = {
        item.until.year: float(item.least) for item in needed(seen, rows) if item.since.source == "towns-2019"
    }
    assert told == pytest.approx({2025: 1.85, 2030: 1.2818}, abs=0.001)
    (before,) = past(seen)
    assert (float(before.least), float(before.most)) == pytest.approx((6.7 / 7, 6.7 / 6), abs=0.002)
    assert needed(seen, rows)[1].people is None
    assert observations(rows, pack, date(2013, 6, 1)) == ()
    assert needed((), rows) == ()


def test_what_if_moves_the_towns_named_and_no_other(law: Law) -> None:
    towns = pack_towns(law, FOLDER, date(2026, 6, 1))
    found = counts(what_if(towns, {"điện bàn": ClassOf(NEW, "II"), "Bình Minh": ClassOf(NEW, "III")}))
    assert sum(found.values()) == len(towns)
    assert found[Cell("recognised", ClassOf(NEW, "II"))] == 1
    assert found[Cell("recognised", ClassOf(NEW, "III"))] == 1
    assert found[Cell("recognised", ClassOf(NEW, "III"), derived=True)] == 16
    assert found[Cell("planned", None)] == 6
    with pytest.raises(KeyError):
        what_if(towns, {"Nơi Khác": ClassOf(NEW, "II")})
