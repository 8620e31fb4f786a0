"""Versions side by side, in the office and in public: what changed, word by word; drafts stay inside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dothi.base.time import Bound
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Edition
from dothi.registry.programmes.review import Seen, Span


@pytest.fixture
def second(world: Any, edition: Edition) -> Edition:
    """An amendment in hand: one duty corrected, one target rejected, one objective added."""
    adopt(world.secretary, edition.pk, Adoption(start=Bound.on(date(2022, 6, 1)), as_unreviewed=True))
    made = opening.reopen(world.planner, edition.programme)
    duty = made.items.get(kind="duty")
    review.correct(world.planner, made.pk, Seen(duty.pk, duty.version), {"name": "Sở Tài chính"})
    target = made.items.filter(kind="target").order_by("start").first()
    review.reject(world.planner, made.pk, [Seen(target.pk, target.version)])
    node = next(n for n in made.document.reading["nodes"] if "cơ sở dữ liệu" in n["text"])
    review.add(
        world.planner, made.pk, "objective", Span(node["id"], node["start"] + 2, node["start"] + 20), {}
    )
    return made


def public(edition: Edition, query: str = "") -> Any:
    return Client().get(reverse("public:programme_compare", args=[edition.programme.key]) + query)


def test_the_office_compares_what_is_in_hand(world: Any, second: Edition, person: Any, says: Any) -> None:
    one = person(world.supervisor, second)
    response = one.get("programme_compare")
    said, page = says(response), response.content.decode()
    assert "1 thêm mới 1 bỏ đi 1 sửa đổi 6 giữ nguyên" in said
    assert "Cơ quan Sở Xây dựng → Sở Tài chính" in said
    assert "<del>Xây dựng</del>" in page
    assert "<ins>Tài chính</ins>" in page


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("?hien=them", ["added"]),
        ("?hien=bo", ["removed"]),
        ("?hien=sua", ["changed"]),
        ("?hien=sua&loai=target", []),
        ("?hien=tat-ca&loai=duty", ["changed"]),
        ("?hien=gi-do&loai=gi-do", ["removed", "added", "changed"]),
    ],
)
def test_comparisons_are_filtered(
    world: Any, second: Edition, person: Any, query: str, states: list[str]
) -> None:
    import re

    page = person(world.planner, second).get("programme_compare", query=query).content.decode()
    assert re.findall(r"compared--(\w+)", page) == states


def test_a_first_version_has_nothing_to_be_compared_with(as_: Any, says: Any) -> None:
    assert "Chưa có phiên bản để so sánh" in says(as_("planner").get("programme_compare"))


def test_the_public_compares_adopted_versions_only(
    world: Any, edition: Edition, second: Edition, says: Any
) -> None:
    assert "Chưa có hai phiên bản để so sánh" in says(public(second))
    assert "Sở Tài chính" not in says(public(second))
    assert public(second, "?tu=1&den=2").status_code == 404
    adopt(world.secretary, second.pk, Adoption(start=Bound.on(date(2024, 6, 1)), as_unreviewed=True))
    said = says(public(second))
    assert "Phiên bản 1" in said
    assert "Sở Xây dựng → Sở Tài chính" in said
    assert "xác lập khi chưa rà soát hết" in said
    assert says(public(second, "?tu=1&den=2")) == said
    assert "Sở Tài chính → Sở Xây dựng" in says(public(second, "?tu=2&den=1"))
    for query in ("?tu=1&den=3", "?tu=0", "?den=hai", "?tu=-1"):
        assert public(second, query).status_code == 404


def test_a_programme_without_a_version_is_not_public(edition: Edition) -> None:
    assert public(edition).status_code == 404
    assert Client().get("/chuong-trinh/khong-co/so-sanh/").status_code == 404
