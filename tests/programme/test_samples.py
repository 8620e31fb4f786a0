"""The reader against documents with answers made by hand; the rules of judgement stand in
samples/README.md."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from dothi.programme.model import Programme, to_json
from dothi.programme.read import read_file

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json"))
KIND_BEFORE = re.compile(
    (
        r"^(?:khu vực |trung tâm xã |khu du lịch )?(?:thành phố|thị xã|thị trấn|huyện|xã|phường"
        r"|đô thị|khu vực|tỉnh) "
    ),
    re.IGNORECASE,
)
VALUES = ("year_from", "year_to", "min", "max", "comparison", "approximate", "unit")
TOWN_VALUES = ("class", "status", "admin_kind", "period_from", "period_to", "region", "cluster", "chain")


def plain(text: str | None) -> str | None:
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).replace("*", "").replace("#", "")
    return " ".join(text.casefold().split())


def bare(text: str | None) -> str | None:
    return None if text is None else KIND_BEFORE.sub("", plain(text) or "")


def same(key: str, expected: Any, found: Any) -> bool:
    if key in {"indicator", "title"}:
        first, second = plain(expected) or "", plain(found) or ""
        if not first or not second:
            return first == second
        return first in second or second in first
    if key in {"place", "name"}:
        return bare(expected) == bare(found)
    return plain(expected) == plain(found) if isinstance(expected, str) else expected == found


def fits(key: str, row: dict[str, Any], found: Any) -> bool:
    options = [row[key], *row.get("also", {}).get(key, [])]
    return any(same(key, option, found) for option in options)


class Sample:
    def __init__(self, name: str) -> None:
        self.answer = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        self.programme: Programme = read_file(SAMPLES / self.answer["source"])
        self.found = to_json(self.programme)

    def at(self, row: dict[str, Any]) -> list[tuple[int, int]]:
        text, source = row["text"], self.programme.source
        return [(m.start(), m.end()) for m in re.finditer(re.escape(text), source)]

    def overlaps(self, row: dict[str, Any], found: dict[str, Any]) -> bool:
        return any(found["start"] < end and start < found["end"] for start, end in self.at(row))


@pytest.fixture(scope="module", params=NAMES)
def sample(request: pytest.FixtureRequest) -> Sample:
    return Sample(request.param)


def unmatched(
    sample: Sample, kind: str, keys: tuple[str, ...]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the answer nobody found, and rows found that no answer holds."""
    left = list(sample.found[kind])
    missing = []
    for row in sample.answer[kind]:
        hit = next(
            (f for f in left if sample.overlaps(row, f) and all(fits(k, row, f[k]) for k in keys)), None
        )
        if hit is not None:
            left.remove(hit)
        elif not row.get("optional"):
            missing.append({k: row[k] for k in (*keys, "text")})
    return missing, [{k: f[k] for k in (*keys, "text")} for f in left]


def test_the_nodes_are_the_whole_text(sample: Sample) -> None:
    nodes = sample.programme.nodes
    assert "".join(node.text for node in nodes) == sample.programme.source
    assert all(sample.programme.source[n.start : n.end] == n.text for n in nodes)


def test_every_span_is_its_text(sample: Sample) -> None:
    for kind in ("viewpoints", "objectives", "targets", "towns", "tasks", "citations", "unplaced"):
        for row in sample.found[kind]:
            assert sample.programme.source[row["start"] : row["end"]] == row["text"]


def test_document(sample: Sample) -> None:
    expected = sample.answer["document"]
    wrong = {k: (v, sample.found["document"][k]) for k, v in expected.items() if k != "also"}
    wrong = {k: pair for k, pair in wrong.items() if not fits(k, expected, pair[1])}
    assert wrong == {}


def test_targets(sample: Sample) -> None:
    missing, extra = unmatched(sample, "targets", ("indicator", "place", *VALUES))
    qualitative_elsewhere = [row for row in extra if row["comparison"] is None]
    assert missing == []
    assert [row for row in extra if row not in qualitative_elsewhere] == []


def test_no_invented_targets(sample: Sample) -> None:
    texts = [plain(t["text"]) or "" for t in sample.found["targets"]]
    assert [
        w
        for w in sample.answer["must_not_be_targets"]
        for t in texts
        if (plain(w) or "") in t and "|" not in t
    ] == []


def test_towns(sample: Sample) -> None:
    missing, extra = unmatched(sample, "towns", ("name", *TOWN_VALUES))
    assert missing == []
    assert [row for row in extra if not (row["chain"] and plain(row["chain"]) == plain(row["name"]))] == []


def test_clusters(sample: Sample) -> None:
    found = {plain(c["name"]): c for c in sample.found["clusters"]}
    for row in sample.answer["clusters"]:
        one = found.pop(plain(row["name"]), None)
        if one is None:
            assert row.get("optional"), row
            continue
        options = [row["towns"], *row.get("also", {}).get("towns", [])]
        assert one["kind"] == row["kind"]
        assert [bare(t) for t in one["towns"]] in [[bare(t) for t in option] for option in options], row[
            "name"
        ]
    assert list(found) == []


@pytest.mark.parametrize("kind", ["viewpoints", "objectives", "tasks"])
def test_statements(sample: Sample, kind: str) -> None:
    expected = sample.answer[kind]
    if expected is None:
        return
    texts = [plain(row["text"]) or "" for row in sample.found[kind]]
    optional = [plain(w) or "" for w in expected.get("optional_first_words", [])]
    counted = [t for t in texts if not any(t.startswith(w) for w in optional)]
    missing = [w for w in expected["first_words"] if not any(t.startswith(plain(w) or "") for t in texts)]
    assert missing == []
    assert len(counted) == expected["count"], counted


def test_task_details(sample: Sample) -> None:
    for row in sample.answer["task_details"]:
        begins = plain(row["begins"]) or ""
        task = next((t for t in sample.found["tasks"] if (plain(t["text"]) or "").startswith(begins)), None)
        assert task is not None, begins
        assert task["deadline"] == row["deadline"], begins
        assert sorted(plain(a) or "" for a in task["agencies"]) == sorted(
            plain(a) or "" for a in row["agencies"]
        )
        options = [row["places"], *row.get("also", {}).get("places", [])]
        assert sorted(bare(p) or "" for p in task["places"]) in [
            sorted(bare(p) or "" for p in o) for o in options
        ], begins


def test_agencies(sample: Sample) -> None:
    found = {plain(a["name"]): len(a["duties"]) for a in sample.found["agencies"]}
    for row in sample.answer["agencies"]:
        names = [row["name"], *row.get("also", {}).get("name", [])]
        split = row.get("or_split", [])
        hits = [plain(n) for n in names if plain(n) in found] or [
            plain(n) for n in split if plain(n) in found
        ]
        assert hits, (row["name"], found)
        assert all(found.pop(hit) == row["duties"] for hit in hits)
    assert found == {}


def test_citations(sample: Sample) -> None:
    best: dict[str | None, dict[str, Any]] = {}
    for cited in sample.found["citations"]:
        known = best.setdefault(cited["number"], dict(cited))
        for key in ("date", "issuer"):
            known[key] = known[key] or cited[key]
    expected = {c["number"]: (c["date"], plain(c["issuer"])) for c in sample.answer["citations"]}
    assert {n: (c["date"], plain(c["issuer"])) for n, c in best.items()} == expected


def test_unplaced(sample: Sample) -> None:
    left = " ".join(plain(u["text"]) or "" for u in sample.found["unplaced"])
    assert [w for w in sample.answer["must_be_unplaced"] if (plain(w) or "") not in left] == []
