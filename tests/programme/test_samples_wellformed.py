"""The sample documents and their hand-made answers fit together; no reader takes part here."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parent / "samples"
ANSWERS = sorted(SAMPLES.glob("*.json"))

COMPARISONS = {"=", "~", ">=", "<=", "range", None}
CLASSES = {"I", "II", "III", "IV", "V", None}
STATUSES = {
    "reach",
    "toward",
    "equivalent",
    "recognise",
    "establish",
    "administrative",
    "smart",
    "ecological",
    "other",
}
CLUSTER_KINDS = {"cluster", "corridor", "chain", "region"}
ADMIN_KINDS = {"thị trấn", "thị xã", "thành phố", "thành phố trực thuộc tỉnh", "quận", "phường", None}
CITATION_KINDS = {
    "Chỉ thị",
    "Chương trình",
    "Công văn",
    "Kế hoạch",
    "Kết luận",
    "Luật",
    "Nghị quyết",
    "Nghị định",
    "Quyết định",
    "Thông báo",
    "Thông tư",
    "Tờ trình",
}
TARGET_KEYS = {
    "indicator",
    "place",
    "year_from",
    "year_to",
    "min",
    "max",
    "comparison",
    "approximate",
    "unit",
    "text",
    "section",
}
TOWN_KEYS = {
    "name",
    "class",
    "status",
    "admin_kind",
    "period_from",
    "period_to",
    "group",
    "region",
    "cluster",
    "chain",
    "text",
}
DOCUMENT_KEYS = {"title", "kind", "issuer", "number", "date", "place", "resolution"}
TOP_KEYS = {
    "illustrative",
    "source",
    "about",
    "register",
    "document",
    "targets",
    "towns",
    "clusters",
    "agencies",
    "citations",
    "viewpoints",
    "objectives",
    "tasks",
    "task_details",
    "must_be_unplaced",
    "must_not_be_targets",
}
EXTRA_KEYS = {"also", "optional"}
EXTRA_TOP_KEYS = {"joined", "guesses"}


def source_of(answer: dict) -> str:
    """The sample's text with its own line ends, as bytes decode."""
    return (SAMPLES / answer["source"]).read_bytes().decode("utf-8")


def folded(text: str) -> str:
    """One form for comparing words: composed, lower case, marks of emphasis and runs of space gone."""
    composed = unicodedata.normalize("NFC", text).casefold().replace("*", "")
    return re.sub(r"\s+", " ", composed).strip()


@pytest.fixture(params=ANSWERS, ids=lambda path: path.stem)
def answer(request: pytest.FixtureRequest) -> dict:
    return json.loads(request.param.read_text(encoding="utf-8"))


def texts(answer: dict) -> list[str]:
    found = [row["text"] for part in ("targets", "towns") for row in answer[part]]
    found += answer["must_be_unplaced"] + answer["must_not_be_targets"]
    found += [row["begins"] for row in answer["task_details"]]
    found += [half for pair in answer.get("joined", []) for half in pair]
    found += [guess["found"] for guess in answer.get("guesses", [])]
    for part in ("viewpoints", "objectives", "tasks"):
        if answer[part] is not None:
            found += answer[part]["first_words"] + answer[part].get("optional_first_words", [])
    return found


def test_every_document_has_its_answers_and_every_answer_its_document() -> None:
    documents = {path.name for path in SAMPLES.iterdir() if path.suffix in {".txt", ".md", ".docx"}}
    named = {json.loads(path.read_text(encoding="utf-8"))["source"] for path in ANSWERS}
    assert documents - {"README.md"} == named
    assert len(named) >= 12


def test_answers_carry_the_agreed_keys(answer: dict) -> None:
    assert answer["illustrative"] is True
    assert set(answer) - EXTRA_TOP_KEYS == TOP_KEYS
    assert set(answer["document"]) - EXTRA_KEYS == DOCUMENT_KEYS
    for row in answer["targets"]:
        assert set(row) - EXTRA_KEYS == TARGET_KEYS, row
    for row in answer["towns"]:
        assert set(row) - EXTRA_KEYS == TOWN_KEYS, row


def test_expected_texts_stand_word_for_word_in_the_source(answer: dict) -> None:
    source = source_of(answer)
    missing = [text for text in texts(answer) if text not in source]
    assert missing == []


def test_names_and_headings_come_from_the_source(answer: dict) -> None:
    source = folded(source_of(answer))
    words = [row["name"] for part in ("agencies", "clusters", "towns") for row in answer[part]]
    words += [name for row in answer["clusters"] for name in row["towns"]]
    words += [name for row in answer["task_details"] for name in row["agencies"] + row["places"]]
    words += [row["number"] for row in answer["citations"] if row["number"]]
    words += [row["issuer"] for row in answer["citations"] if row["issuer"]]
    for row in answer["targets"]:
        words += [row["indicator"], row["section"] or "", row["place"] or "", row["unit"] or ""]
    for row in answer["towns"]:
        words += [row["region"] or "", row["cluster"] or "", row["chain"] or ""]
    for key in ("title", "number", "place", "resolution"):
        words.append(answer["document"][key] or "")
    spelling = folded(" ".join(answer["register"]["places"] + answer["register"]["bodies"]))
    assert [word for word in words if folded(word) not in source and folded(word) not in spelling] == []


def test_closed_lists(answer: dict) -> None:
    assert {row["comparison"] for row in answer["targets"]} <= COMPARISONS
    assert {row["class"] for row in answer["towns"]} <= CLASSES
    assert {row["status"] for row in answer["towns"]} <= STATUSES
    assert {row["admin_kind"] for row in answer["towns"]} <= ADMIN_KINDS
    assert {row["kind"] for row in answer["clusters"]} <= CLUSTER_KINDS
    assert {row["kind"] for row in answer["citations"]} <= CITATION_KINDS


def test_values_fit_their_comparison(answer: dict) -> None:
    for row in answer["targets"]:
        low, high = row["min"], row["max"]
        match row["comparison"]:
            case "=" | "~":
                assert low is not None, row
                assert low == high, row
            case ">=":
                assert low is not None, row
                assert high is None, row
            case "<=":
                assert high is not None, row
                assert low is None, row
            case "range":
                assert low < high, row
            case None:
                assert (low, high, row["unit"]) == (None, None, None), row
        assert row["approximate"] or row["comparison"] != "~", row


def test_years_and_dates_are_real(answer: dict) -> None:
    for row in answer["targets"]:
        assert_period(row["year_from"], row["year_to"])
    for row in answer["towns"]:
        assert_period(row["period_from"], row["period_to"])
    dates = [row["date"] for row in answer["citations"]] + [row["deadline"] for row in answer["task_details"]]
    for written in [*dates, answer["document"]["date"]]:
        assert written is None or date.fromisoformat(written).year >= 1990


def assert_period(first: int | None, last: int | None) -> None:
    for year in (first, last):
        assert year is None or 2000 <= year <= 2100
    assert first is None or last is None or first <= last


def test_administrative_rows_name_what_the_town_becomes(answer: dict) -> None:
    for row in answer["towns"]:
        assert (row["status"] == "administrative") == (row["admin_kind"] is not None), row


def test_groups_are_the_path_of_region_cluster_and_chain(answer: dict) -> None:
    for row in answer["towns"]:
        path = [part for part in (row["region"], row["cluster"], row["chain"]) if part]
        assert row["group"] == (" / ".join(path) or None), row


def test_counts_equal_the_listed_openings(answer: dict) -> None:
    for part in ("viewpoints", "objectives", "tasks"):
        if answer[part] is not None:
            assert answer[part]["count"] == len(answer[part]["first_words"]), part
    for row in answer["agencies"]:
        assert row["duties"] >= 1, row


def test_no_row_is_given_twice(answer: dict) -> None:
    for part in ("targets", "towns", "clusters", "agencies"):
        rows = [json.dumps(row, sort_keys=True) for row in answer[part]]
        assert len(rows) == len(set(rows)), part
    numbers = [row["number"] for row in answer["citations"] if row["number"]]
    assert len(numbers) == len(set(numbers))


def test_no_expected_target_holds_a_forbidden_text(answer: dict) -> None:
    for row in answer["targets"]:
        for forbidden in answer["must_not_be_targets"]:
            assert forbidden not in row["text"], (forbidden, row)


def test_alternatives_belong_to_their_row_and_differ_from_its_value(answer: dict) -> None:
    rows = [row for part in ("targets", "towns", "clusters", "agencies", "citations") for row in answer[part]]
    for row in [*rows, *answer["task_details"], answer["document"]]:
        for key, values in row.get("also", {}).items():
            assert key in row, (key, row)
            assert row[key] not in values, (key, row)
    for row in answer["targets"]:
        assert set(row.get("also", {}).get("comparison", [])) <= COMPARISONS
    for row in answer["towns"]:
        assert set(row.get("also", {}).get("status", [])) <= STATUSES
    for row in answer["agencies"]:
        assert len(row.get("or_split", ["one", "two"])) > 1, row


def test_town_goals_stand_where_the_town_is_named(answer: dict) -> None:
    for row in answer["towns"]:
        spellings = [row["name"], *row.get("also", {}).get("name", [])]
        clause = folded(row["text"])
        if not any(folded(name) in clause for name in spellings):
            before = folded(source_of(answer)).split(clause)[0][-200:]
            assert any(folded(name) in before for name in spellings), row


def test_numbers_of_single_values_are_written_in_the_clause(answer: dict) -> None:
    for row in answer["targets"]:
        if row.get("optional"):
            continue
        clause = folded(row["text"]).replace(".", "").replace("o", "0")
        for value in {row["min"], row["max"]} - {None}:
            plain = f"{value:g}".replace(".", ",") if value < 100000 else str(int(value))
            assert plain in clause, (plain, row)


def test_the_awkward_files_keep_their_awkwardness() -> None:
    windows = (SAMPLES / "tep-windows.txt").read_bytes().decode("utf-8")
    assert windows.count("\n") == windows.count("\r\n") > 40
    assert "\t" in windows
    assert "\u00a0" in windows
    assert unicodedata.is_normalized("NFD", windows)
    assert not unicodedata.is_normalized("NFC", windows)
    assert "\f" in (SAMPLES / "to-quet-an-hai.txt").read_bytes().decode("utf-8")
