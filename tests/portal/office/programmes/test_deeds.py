"""Accepting, rejecting, merging, taking back: by plain forms and by the page's script, also for the late."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dothi.base.time import Bound
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Edition, ItemState, ReviewStep
from dothi.registry.programmes.review import Seen


def sends(item: Any, deed: str = "chap-nhan") -> dict[str, Any]:
    return {"viec": deed, "muc": f"{item.pk}:{item.version}"}


@pytest.mark.parametrize(("deed", "state"), [("chap-nhan", ItemState.ACCEPTED), ("loai", ItemState.REJECTED)])
def test_a_plain_form_marks_and_leads_back_to_the_item(as_: Any, items: Any, deed: str, state: str) -> None:
    item = items("target")[0]
    planner = as_("planner")
    response = planner.post("review_mark", sends(item, deed))
    assert response.status_code == 302
    assert response["Location"] == f"{planner.url('review')}#muc-{item.pk}"
    item.refresh_from_db()
    assert item.state == state
    planner.post("review_mark", sends(item, "mo-lai"))
    item.refresh_from_db()
    assert item.state == ItemState.UNREVIEWED


def test_the_script_gets_the_paragraph_and_the_bar_anew(as_: Any, items: Any) -> None:
    first, second = items("target")[:2]
    found = as_("planner").data("review_mark", {**sends(first), "tu": "0"}).json()
    assert found["step"] == 1
    assert found["anchor"] == f"muc-{first.pk}"
    assert list(found["nodes"]) == [first.node]
    assert f'data-seen="{first.pk}:2"' in found["nodes"][first.node]
    assert f'data-seen="{second.pk}:1"' in found["nodes"][first.node]
    assert "Còn 7/8" in found["toolbar"]
    assert "Hoàn tác" in found["toolbar"]
    assert found["done"].startswith("Đã ghi. Chấp nhận: Tỷ lệ đô thị hóa: 37%")


def test_a_group_is_accepted_at_once(as_: Any, edition: Edition, items: Any) -> None:
    names = [f"{item.pk}:{item.version}" for item in items("target")[:2]]
    page = as_("planner").get("review").content.decode()
    assert "Chấp nhận cả 2 chỉ tiêu" in page
    as_("planner").post("review_mark", {"viec": "chap-nhan", "muc": names})
    assert ReviewStep.objects.filter(edition=edition).count() == 1
    assert review.left(edition) == 6


@pytest.mark.parametrize("data", [{}, {"viec": "chap-nhan"}, {"viec": "bay", "muc": "1:1"}, {"muc": "x:y"}])
def test_nonsense_is_refused_with_a_sentence(as_: Any, edition: Edition, data: dict[str, str]) -> None:
    planner = as_("planner")
    refused = planner.data("review_mark", data)
    assert refused.status_code == 422
    assert refused.json()["faults"] == ["Chưa chọn mục nào. Sửa rồi làm lại."]
    assert (
        "Chưa chọn mục nào"
        in planner.client.get(planner.post("review_mark", data)["Location"]).content.decode()
    )
    assert not ReviewStep.objects.filter(edition=edition).exists()


@pytest.mark.parametrize("who", ["authority", "supervisor", "stranger"])
@pytest.mark.parametrize("name", ["review_mark", "review_merge", "review_undo", "review_unchanged"])
def test_only_officers_act(as_: Any, who: str, name: str) -> None:
    assert as_(who).post(name, {}).status_code == 403


def test_who_is_late_sees_what_stands_and_what_was_tried(
    as_: Any, world: Any, edition: Edition, items: Any, says: Any
) -> None:
    item = items("duty")[0]
    review.correct(world.other, edition.pk, Seen(item.pk, 1), {"name": "Sở Tài chính"})
    late = as_("planner").post("review_mark", sends(item, "loai"))
    assert late.status_code == 409
    said = says(late)
    assert "Binh vừa thay đổi mục này" in said
    assert "Cơ quan Sở Tài chính" in said
    assert "Việc anh/chị vừa làm, chưa được ghi Loại" in said
    assert f'value="{item.pk}:2"' in late.content.decode()
    assert ReviewStep.objects.filter(edition=edition).count() == 1


def test_the_script_shows_both_too_and_can_do_it_all_the_same(
    as_: Any, world: Any, edition: Edition, items: Any
) -> None:
    first, second = items("target")[:2]
    review.accept(world.other, edition.pk, [Seen(second.pk, 1)])
    planner = as_("planner")
    both = [f"{first.pk}:1", f"{second.pk}:1"]
    late = planner.data("review_mark", {"viec": "loai", "muc": both, "tu": "0"})
    found = late.json()
    assert late.status_code == 409
    assert found["node"] == second.node
    assert f'value="{first.pk}:1"' in found["conflict"]
    assert f'value="{second.pk}:2"' in found["conflict"]
    assert found["step"] == 1
    again = planner.data(
        "review_mark", {"viec": "loai", "muc": [f"{first.pk}:1", f"{second.pk}:2"], "tu": "1"}
    )
    assert again.status_code == 200
    assert {item.state for item in items("target")[:2]} == {ItemState.REJECTED}


def test_merging_marked_items(as_: Any, edition: Edition, items: Any) -> None:
    first, second = items("target")[:2]
    planner = as_("planner")
    assert f'form="gop-{first.node}"' in planner.get("review").content.decode()
    found = planner.data("review_merge", {"muc": [f"{first.pk}:1", f"{second.pk}:1"]}).json()
    merged = items("target")[0]
    assert found["anchor"] == f"muc-{merged.pk}"
    assert merged.pk not in {first.pk, second.pk}
    not_kept = "Không giữ lại: Đến năm «2030»; Giá trị (từ) «40»; Giá trị (đến) «40»."
    assert found["done"].endswith(f". {not_kept}")
    assert not_kept in html.unescape(planner.get("review_steps").content.decode())
    one = planner.data("review_merge", {"muc": f"{merged.pk}:{merged.version}"})
    assert one.json()["faults"] == ["Chọn ít nhất hai mục để gộp. Sửa rồi làm lại."]


def test_undo_and_redo_by_the_bar(as_: Any, edition: Edition, items: Any) -> None:
    item = items("duty")[0]
    planner = as_("planner")
    planner.post("review_mark", sends(item))
    page = planner.get("review").content.decode()
    assert "Hoàn tác: Chấp nhận: Sở Xây dựng" in page
    undone = planner.data("review_undo", {"buoc": "1", "tu": "1"}).json()
    assert undone["done"].startswith("Đã ghi. Hoàn tác: Chấp nhận")
    assert 'name="buoc" value="2"' in undone["toolbar"]
    redone = planner.data("review_undo", {"buoc": "2", "tu": "2"}).json()
    assert redone["done"].startswith("Đã ghi. Làm lại: Chấp nhận")
    item.refresh_from_db()
    assert item.state == ItemState.ACCEPTED
    gone = planner.data("review_undo", {"buoc": "1"})
    assert gone.status_code == 422
    assert "không còn để hoàn tác" in gone.json()["faults"][0]


def test_undoing_what_somebody_built_on_shows_what_stands(
    as_: Any, world: Any, edition: Edition, items: Any, says: Any
) -> None:
    item = items("duty")[0]
    review.accept(world.planner, edition.pk, [Seen(item.pk, 1)])
    review.correct(world.other, edition.pk, Seen(item.pk, 2), {"name": "Sở Tài chính"})
    late = as_("planner").post("review_undo", {"buoc": "1"})
    assert late.status_code == 409
    assert "Hoàn tác: Chấp nhận: Sở Xây dựng" in says(late)
    assert "Sở Tài chính" in says(late)


def test_what_was_accepted_before_and_did_not_change_is_accepted_with_one_button(
    world: Any, edition: Edition, items: Any, person: Any
) -> None:
    duty, *looked_at = items("duty") + items("target") + items("citation")
    review.accept(world.planner, edition.pk, [Seen(item.pk, 1) for item in looked_at])
    first = adopt(world.secretary, edition.pk, Adoption(start=Bound.on(date(2022, 6, 1)), as_unreviewed=True))
    text = world.text.replace("40%", "41%").encode()
    second = opening.send(world.planner, "ct-2.txt", text, programme=first.programme)
    assert perform(str(second.job))
    second.refresh_from_db()
    planner = person(world.planner, second)
    page = " ".join(planner.get("review").content.decode().split())
    assert "3 mục chưa xem nói đúng điều đã được chấp nhận ở phiên bản 1" in page
    planner.post("review_unchanged", {})
    accepted = second.items.filter(state=ItemState.ACCEPTED)
    assert {(item.kind, item.fields.get("max")) for item in accepted} == {
        ("citation", None),
        ("target", 37),
        ("target", 21),
    }
    assert second.items.get(line=duty.line).state == ItemState.UNREVIEWED
    assert review.left(second) == 5
    assert "nói đúng điều đã được chấp nhận" not in planner.get("review").content.decode()


def test_nothing_is_done_to_what_is_no_longer_reviewed(
    as_: Any, world: Any, edition: Edition, items: Any
) -> None:
    item = items("duty")[0]
    opening.abandon(world.planner, edition.pk, "gửi nhầm")
    refused = as_("planner").data("review_mark", sends(item))
    assert refused.status_code == 422
    assert "«Đã bỏ»" in refused.json()["faults"][0]
    with pytest.raises(PermissionDenied):
        review.accept(world.stranger, edition.pk, [Seen(item.pk, 1)])


def test_after_very_many_changes_the_page_is_told_to_load_again(
    as_: Any, world: Any, edition: Edition, items: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dothi.portal.office.programmes import answering

    monkeypatch.setattr(answering, "MOST_FRESH", 2)
    review.accept(world.other, edition.pk, [Seen(item.pk, 1) for item in items()])
    found = as_("planner").get("review_changes", query="?tu=0").json()
    assert found["reload"] is True
    assert found["nodes"] == {}
