"""The steps of a review: who did what; own steps and those of others are taken back from here."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from dothi.registry.programmes import review
from dothi.registry.programmes.models import Edition, ItemState
from dothi.registry.programmes.review import Seen


def test_nothing_was_done_yet(as_: Any, says: Any) -> None:
    assert "Chưa có bước nào" in says(as_("planner").get("review_steps"))


def test_steps_are_named_with_who_did_them(
    as_: Any, world: Any, edition: Edition, items: Any, says: Any
) -> None:
    first, second = items("target")[:2]
    review.accept(world.planner, edition.pk, [Seen(first.pk, 1), Seen(second.pk, 1)])
    duty = items("duty")[0]
    review.reject(world.other, edition.pk, [Seen(duty.pk, 1)])
    review.undo(world.planner, edition.pk, 2)
    review.undo(world.planner, edition.pk, 3)
    said = says(as_("planner").get("review_steps"))
    assert "1. Chấp nhận: 2 mục Chỉ tiêu: Tỷ lệ đô thị hóa: 37%, đến năm 2025 Chỉ tiêu:" in said
    assert "2. Loại: Sở Xây dựng:" in said
    assert "3. Hoàn tác bước 2: Loại: Sở Xây dựng" in said
    assert "4. Làm lại bước 2: Loại: Sở Xây dựng" in said
    assert "Binh ·" in said


def test_a_step_of_another_is_taken_back(
    as_: Any, world: Any, edition: Edition, items: Any, says: Any
) -> None:
    duty = items("duty")[0]
    review.accept(world.other, edition.pk, [Seen(duty.pk, 1)])
    planner = as_("planner")
    response = planner.post("review_undo", {"buoc": "1", "ve": "cac-buoc"})
    assert response["Location"] == reverse("office:review_steps", args=[edition.pk])
    duty.refresh_from_db()
    assert duty.state == ItemState.UNREVIEWED
    refused = planner.client.post(planner.url("review_undo"), {"buoc": "1", "ve": "cac-buoc"}, follow=True)
    assert "không còn để hoàn tác" in says(refused)


def test_only_what_can_be_taken_back_is_offered(as_: Any, world: Any, edition: Edition, items: Any) -> None:
    duty = items("duty")[0]
    review.accept(world.planner, edition.pk, [Seen(duty.pk, 1)])
    review.correct(world.planner, edition.pk, Seen(duty.pk, 2), {"name": "Sở Tài chính"})
    page = as_("planner").get("review_steps").content.decode()
    assert 'name="buoc" value="2"' in page
    assert 'name="buoc" value="1"' not in page
    assert "đã sửa tiếp" in page
    assert 'name="buoc"' not in as_("supervisor").get("review_steps").content.decode()
