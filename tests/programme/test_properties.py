"""What holds for any text: every character in one node, spans exact, the same answer twice, no crash."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import DothiError
from dothi.programme.fields import as_far_as_read, cleaned
from dothi.programme.items import drafts_of
from dothi.programme.model import (
    CLUSTER_KINDS,
    COMPARISONS,
    GUESS_REASONS,
    NODE_KINDS,
    TOWN_CLASSES,
    TOWN_STATUSES,
    Programme,
    to_json,
)
from dothi.programme.read import read_text
from dothi.programme.sources import source_of
from dothi.programme.view import View

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "src" / "dothi" / "provinces" / "quang-nam"
FILES = [
    PACK / "programme-06.txt",
    *sorted(HERE.glob("samples/*.txt")),
    *sorted(HERE.glob("samples/*-*.md")),
]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
LINES = [line for text in TEXTS for line in text.split("\n")]
PIECES = [
    "\n",
    "\n\n",
    " ",
    "- ",
    "1. ",
    "(1) ",
    "I. ",
    "a) ",
    "| ",
    ": ",
    "; ",
    ", ",
    ". ",
    "(",
    ")",
    "**",
    "́",
    "\r",
    "\x0c",
    "đến năm 2025 ",
    "giai đoạn 2025 - 2030 ",
    "đạt ",
    "37%",
    "6 - 8m²/người ",
    "đô thị loại ",
    "IV ",
    "thị trấn ",
    "Tam Kỳ ",
    "cho ",
    "gồm ",
    "Chuỗi đô thị ",
    "Cụm đô thị ",
    "từ ",
    "NGHỊ QUYẾT\n",
    "TM. UBND\n",
    "Nơi nhận:\n",
    "Điều 1. ",
    "Sở Xây dựng ",
    "giai đoạn 1930 - 2025 ",
    "từ 8 - 6% ",
    "hạ tầng " * 300,
    "9" * 400,
]


def check(text: str) -> Programme:
    found = read_text(text)
    at = 0
    for node in found.nodes:
        assert (node.start, node.text) == (at, text[node.start : node.end])
        assert node.kind in NODE_KINDS
        at = node.end
    assert at == len(text)
    ids = {node.id for node in found.nodes}
    assert len(ids) == len(found.nodes)
    assert {node.parent for node in found.nodes} - ids <= {None}
    rows = [
        *found.viewpoints,
        *found.objectives,
        *found.targets,
        *found.towns,
        *found.tasks,
        *found.citations,
        *found.unplaced,
    ]
    for row in [*rows, *(duty for agency in found.agencies for duty in agency.duties)]:
        assert row.node in ids
        assert row.text
        assert text[row.start : row.end] == row.text
    for target in found.targets:
        assert target.comparison in COMPARISONS or (target.min, target.max, target.unit) == (None, None, None)
        assert target.indicator
    assert {town.status for town in found.towns} <= TOWN_STATUSES
    assert {town.town_class for town in found.towns} <= TOWN_CLASSES | {None}
    assert {cluster.kind for cluster in found.clusters} <= CLUSTER_KINDS
    assert {guess.reason for guess in found.guesses} <= GUESS_REASONS
    assert all(0 <= guess.score <= 1 for guess in found.guesses)
    for draft in drafts_of(found):
        fields, _ = as_far_as_read(draft.kind, draft.fields, text[draft.start : draft.end])
        assert cleaned(draft.kind, fields) == fields
    json.dumps(to_json(found))
    return found


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_of_official_pieces(text: str) -> None:
    assert check(text) == read_text(text)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=40).map("\n".join))
def test_shuffled_lines(text: str) -> None:
    check(text)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_truncated_documents(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    check(text[first:last])


@given(st.text(alphabet="aàạáăằđĐ\u0300\u0323\u200b\u00a0–\u2028 \n\tOo0l1%.,-"))
def test_a_view_leads_back_to_its_source(text: str) -> None:
    view = View.of(text)
    assert len(view.offsets) == len(view.text) + 1
    assert list(view.offsets) == sorted(view.offsets)
    assert view.offsets[-1] == len(text)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        source = source_of(data, "tệp")
    except DothiError as refused:
        told = refused.sentences()
    else:
        told = [source.text]
    assert all(told)


def test_reading_twice_gives_the_same() -> None:
    for text in TEXTS[:3]:
        assert read_text(text) == read_text(text)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_fuzz(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = list(chance.choice(TEXTS))
        for _ in range(chance.randrange(1, 300)):
            text[chance.randrange(len(text))] = chance.choice(
                ' \n\t-.,;:()|%0123456789IVX*#\u0301\u200b²đĐ"/a'
            )
        check("".join(text))
        check("\n".join(chance.sample(LINES, chance.randrange(1, 80))))
