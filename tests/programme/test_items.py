"""A reading cut into items: nothing lost, everything in the order of the text, every field declared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dothi.base.text import clean
from dothi.places.pack import read_pack
from dothi.programme.fields import cleaned
from dothi.programme.items import KINDS, drafts_of, names_in, trimmed_span
from dothi.programme.model import Programme
from dothi.programme.pack_names import bodies_of, register_of
from dothi.programme.read import read_file, read_text

HERE = Path(__file__).parent
PACK = HERE.parents[1] / "src" / "dothi" / "provinces" / "quang-nam"
SAMPLES = sorted((HERE / "samples").glob("*.txt")) + sorted((HERE / "samples").glob("*.md"))


def composed(value: object) -> object:
    """The value as it is kept: composed letters and single spaces, whatever the file had."""
    if isinstance(value, list):
        return [composed(one) for one in value]
    return clean(value) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_file(PACK / "programme-06.txt", register_of(read_pack(PACK), bodies_of(PACK)))


def test_every_finding_of_the_action_programme_becomes_one_item(programme: Programme) -> None:
    counted = Counter(draft.kind for draft in drafts_of(programme))
    assert counted == {
        "viewpoint": 5,
        "objective": 1,
        "target": 16,
        "town": 33,
        "cluster": 7,
        "task": 29,
        "duty": 10,
        "citation": 13,
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_items_quote_their_node_and_stand_in_the_order_of_the_text(path: Path) -> None:
    found = read_file(path)
    drafts = drafts_of(found)
    assert [d.start for d in drafts] == sorted(d.start for d in drafts)
    nodes = {node.id: node for node in found.nodes}
    for draft in drafts:
        node = nodes[draft.node]
        assert node.start <= draft.start < draft.end <= node.end
        assert found.source[draft.start : draft.end].strip()


@pytest.mark.parametrize("path", [PACK / "programme-06.txt", *SAMPLES], ids=lambda path: path.name)
def test_what_was_read_passes_the_checks_that_an_officer_s_correction_passes(path: Path) -> None:
    for draft in drafts_of(read_file(path)):
        assert set(draft.fields) == {spec.name for spec in KINDS[draft.kind].fields}
        fields = cleaned(draft.kind, draft.fields)
        assert fields == {name: composed(value) for name, value in draft.fields.items()}


def test_every_kind_and_field_has_titles_in_both_languages() -> None:
    for kind in KINDS.values():
        assert kind.title_vi
        assert kind.title_en
        assert all(spec.title_vi and spec.title_en for spec in kind.fields)
        assert len({spec.name for spec in kind.fields}) == len(kind.fields)


def test_names_of_an_item_come_once_and_in_order() -> None:
    fields = {"name": "chuỗi", "within": None, "members": ["Tam Kỳ", "Núi Thành", "Tam Kỳ"]}
    assert names_in("town", fields) == ["chuỗi", "Tam Kỳ", "Núi Thành"]
    assert names_in("citation", {"kind": "Nghị quyết"}) == []


def test_a_document_without_findings_gives_no_items() -> None:
    assert drafts_of(read_text("Một đoạn văn không nói gì về đô thị.")) == []


def test_a_span_loses_the_white_space_around_it() -> None:
    assert trimmed_span("  ab \n", 10) == (12, 14)
    assert trimmed_span(" \n ", 10) == (13, 13)
