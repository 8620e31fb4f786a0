"""Places of a text as its readers name them."""

from __future__ import annotations

import pytest

from dothi.programme.numbering import place_of

NODES = {
    "n0": {"parent": None, "label": None},
    "n1": {"parent": "n0", "label": "I."},
    "n2": {"parent": "n1", "label": "2."},
    "n3": {"parent": "n2", "label": "2.2."},
    "n4": {"parent": "n3", "label": "-"},
    "n5": {"parent": "n0", "label": "II."},
    "n6": {"parent": "n5", "label": "3."},
    "n7": {"parent": "n6", "label": "-"},
    "n8": {"parent": "n7", "label": "(2)"},
    "n9": {"parent": "n0", "label": "(1)"},
}


@pytest.mark.parametrize(
    ("node", "place"),
    [
        ("n1", "I"),
        ("n2", "I.2"),
        ("n3", "I.2.2"),  # 2. and 2.2. are one number
        ("n4", "I.2.2"),  # a bullet has none
        ("n8", "II.3 (2)"),
        ("n9", "(1)"),
        ("n0", ""),
        ("n99", ""),
    ],
)
def test_place_of_a_node(node, place):
    assert place_of(NODES, node) == place


def test_a_number_that_only_begins_alike_is_another():
    nodes = {"a": {"parent": None, "label": "1."}, "b": {"parent": "a", "label": "12."}}
    assert place_of(nodes, "b") == "1.12"


def test_nodes_that_name_each_other_as_parents_do_not_hang():
    nodes = {"a": {"parent": "b", "label": "1."}, "b": {"parent": "a", "label": "2."}}
    assert place_of(nodes, "a") == "2.1"
