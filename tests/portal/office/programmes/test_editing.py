"""Forms of items: faults beside their fields, nothing lost for whoever is late, parts and additions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dothi.registry.programmes import review
from dothi.registry.programmes.models import Edition, Item, ItemState
from dothi.registry.programmes.review import Seen

TARGET = {
    "indicator": "Tỷ lệ đô thị hóa",
    "measure": "urbanisation-rate",
    "year_to": "2025",
    "comparison": "=",
    "min": "37,5",
    "max": "37,5",
    "unit": "%",
    "section": "1. Chỉ tiêu cụ thể",
}


def quote(item: Any, edition: Edition) -> dict[str, str]:
    node = next(n for n in edition.document.reading["nodes"] if n["id"] == item.node)
    return {"tu_chu": str(item.start - node["start"] + 1), "den_chu": str(item.end - node["start"])}


@pytest.fixture
def target(edition: Edition, items: Any) -> Any:
    return items("target")[0]


def filled(target: Any, edition: Edition, **changes: str) -> dict[str, str]:
    return {**TARGET, **quote(target, edition), "ban": str(target.version), **changes}


def test_the_form_shows_what_the_item_says(as_: Any, target: Any) -> None:
    page = as_("planner").get("review_item", target.pk).content.decode()
    assert 'name="min" value="37"' in page
    assert re.search(r'<option value="urbanisation-rate" selected>', page)
    assert re.search(r'<option value="=" selected>bằng \(=\)</option>', page)
    assert 'name="tu_chu" value="3"' in page
    assert "Nội dung chỉ tiêu (bắt buộc)" in page
    assert "Tỷ lệ đô thị hóa đến năm 2025 đạt 37%" in page


def test_a_corrected_item_counts_as_accepted(as_: Any, edition: Edition, target: Any) -> None:
    planner = as_("planner")
    response = planner.post("review_item", filled(target, edition), target.pk)
    assert response["Location"].endswith(f"#muc-{target.pk}")
    before = (target.start, target.end)
    target.refresh_from_db()
    assert target.fields["min"] == 37.5
    assert target.state == ItemState.ACCEPTED
    assert (target.start, target.end) == before


def test_each_fault_stands_beside_its_field(as_: Any, edition: Edition, target: Any) -> None:
    data = filled(target, edition, indicator=" ", year_to="25", unit="")
    found = as_("planner").data("review_item", data, target.pk)
    assert found.status_code == 422
    html = found.json()["form"]
    for name, text in (("indicator", "Chưa ghi «Nội dung chỉ tiêu»"), ("year_to", "«25» không phải là năm")):
        field = re.search(
            rf'<div class="field field--error">(?:(?!<div class="field[ "]).)*name="{name}"', html, re.DOTALL
        )
        assert field
        assert text in field.group()
    assert 'name="min" value="37,5"' in html
    target.refresh_from_db()
    assert target.version == 1


def test_what_contradicts_itself_is_told_at_the_value(as_: Any, edition: Edition, target: Any) -> None:
    found = as_("planner").data("review_item", filled(target, edition, max="40"), target.pk)
    assert "cả hai ô giá trị phải bằng nhau" in found.json()["form"]


def test_the_quote_moves_by_two_numbers(as_: Any, world: Any, edition: Edition, target: Any) -> None:
    node = next(n for n in edition.document.reading["nodes"] if n["id"] == target.node)
    first = node["text"].index("đến năm 2025") + 1
    data = filled(target, edition, tu_chu=str(first), den_chu=str(first + 11))
    as_("planner").post("review_item", data, target.pk)
    target.refresh_from_db()
    assert world.text[target.start : target.end] == "đến năm 2025"


@pytest.mark.parametrize(("first", "last"), [("", ""), ("5", "4"), ("0", "9"), ("1", "9999"), ("một", "hai")])
def test_a_quote_out_of_the_paragraph_is_refused_at_the_numbers(
    as_: Any, edition: Edition, target: Any, first: str, last: str
) -> None:
    found = as_("planner").data("review_item", filled(target, edition, tu_chu=first, den_chu=last), target.pk)
    assert found.status_code == 422
    assert "Trích đoạn phải nằm trong đoạn văn bản này" in found.json()["form"]


def test_whoever_is_late_sees_both_texts_and_can_still_save(
    as_: Any, world: Any, edition: Edition, target: Any, says: Any
) -> None:
    review.correct(world.other, edition.pk, Seen(target.pk, 1), {**target.fields, "year_to": 2026})
    planner = as_("planner")
    late = planner.post("review_item", filled(target, edition, year_to="2027"), target.pk)
    assert late.status_code == 409
    said, page = says(late), late.content.decode()
    assert "Binh vừa thay đổi mục này" in said
    assert "Đến năm 2026" in said
    assert 'name="year_to" value="2027"' in page
    assert 'name="ban" value="2"' in page
    by_script = planner.data("review_item", filled(target, edition, year_to="2027", tu="0"), target.pk)
    assert by_script.status_code == 409
    assert by_script.json()["step"] == 1
    planner.post("review_item", filled(target, edition, year_to="2027", ban="2"), target.pk)
    target.refresh_from_db()
    assert target.fields["year_to"] == 2027


def test_what_was_merged_away_meanwhile_still_shows_what_was_written(
    as_: Any, world: Any, edition: Edition, items: Any, says: Any
) -> None:
    target, second = items("target")[:2]
    review.merge(world.other, edition.pk, [Seen(target.pk, 1), Seen(second.pk, 1)])
    planner = as_("planner")
    late = planner.post("review_item", filled(target, edition, unit="phần trăm"), target.pk)
    assert late.status_code == 409
    assert "đã được tách, gộp hoặc hoàn tác" in says(late)
    assert "Đơn vị phần trăm" in says(late)
    assert planner.get("review_item", target.pk).status_code == 302
    assert planner.get("review_item", target.pk, HTTP_ACCEPT="application/json").status_code == 422


def test_a_key_no_longer_on_record_is_not_lost(as_: Any, world: Any, edition: Edition, items: Any) -> None:
    town = items("town")[0]
    Item.objects.filter(pk=town.pk).update(fields={**town.fields, "town_key": "do-thi-cu"})
    page = as_("planner").get("review_item", town.pk).content.decode()
    assert '<option value="do-thi-cu" selected>do-thi-cu</option>' in page
    assert '<option value="tam-ky">Tam Kỳ</option>' in page


def parts_of(page: str) -> list[tuple[str, str]]:
    first = re.findall(r'name="phan\d+-tu_chu" value="(\d*)"', page)
    last = re.findall(r'name="phan\d+-den_chu" value="(\d*)"', page)
    return list(zip(first, last, strict=True))


def test_parts_are_proposed_sentence_by_sentence(as_: Any, world: Any, person: Any) -> None:
    from dothi.registry.jobs.work import perform
    from dothi.registry.programmes import opening

    text = world.text.replace(
        "- Xây dựng hệ thống cơ sở dữ liệu về quy hoạch phát triển đô thị.",
        "- Xây dựng cơ sở dữ liệu. Đào tạo cán bộ; thuê chuyên gia. Báo cáo hằng năm.",
    )
    made = opening.send(world.planner, "ba-cau.txt", text.encode(), "Ba câu")
    assert perform(str(made.job))
    task = made.items.filter(gone=False, kind="task").order_by("start").first()
    page = person(world.planner, made).get("review_split", task.pk).content.decode()
    node = next(n for n in Edition.objects.get(pk=made.pk).document.reading["nodes"] if n["id"] == task.node)
    quotes = [node["text"][int(first) - 1 : int(last)] for first, last in parts_of(page)]
    assert quotes == ["Xây dựng cơ sở dữ liệu.", "Đào tạo cán bộ; thuê chuyên gia.", "Báo cáo hằng năm."]


def split_data(item: Any, edition: Edition, count: int, **changes: str) -> dict[str, str]:
    span = quote(item, edition)
    data = {"so": str(count), "ban": str(item.version)}
    for number in range(1, count + 1):
        data |= {f"phan{number}-{name}": value for name, value in span.items()}
        data |= {f"phan{number}-agencies": "", f"phan{number}-deadline": ""}
    return data | changes


def test_splitting_keeps_the_line_in_the_first_part(as_: Any, edition: Edition, items: Any) -> None:
    task = items("task")[0]
    data = split_data(
        task, edition, 2, **{"phan1-deadline": "31/12/2025", "phan2-agencies": "Sở Xây dựng\nUBND"}
    )
    response = as_("planner").post("review_split", data, task.pk)
    first, second = items("task")[:2]
    assert response["Location"].endswith(f"#muc-{first.pk}")
    assert [first.line == task.line, second.line == task.line] == [True, False]
    assert (first.fields["deadline"], second.fields["agencies"]) == ("2025-12-31", ["Sở Xây dựng", "UBND"])


def test_parts_can_be_added_and_taken_away_before_splitting(as_: Any, edition: Edition, items: Any) -> None:
    task = items("task")[0]
    planner = as_("planner")
    data = split_data(task, edition, 2, **{"phan1-deadline": "mai"})
    more = planner.data("review_split", {**data, "them": "1"}, task.pk)
    assert more.status_code == 200
    assert more.json()["form"].count("data-part") == 3
    assert 'name="phan1-deadline" value="mai"' in more.json()["form"]
    fewer = planner.data("review_split", {**split_data(task, edition, 3), "bot": "1"}, task.pk)
    assert fewer.json()["form"].count("data-part") == 2


def test_a_part_that_cannot_be_is_told_in_its_own_fields(as_: Any, edition: Edition, items: Any) -> None:
    task = items("task")[0]
    data = split_data(task, edition, 2, **{"phan2-deadline": "31/13/2025", "phan1-den_chu": "99999"})
    found = as_("planner").data("review_split", data, task.pk)
    assert found.status_code == 422
    first, second = found.json()["form"].split("Phần 2")
    assert "Trích đoạn phải nằm" in first
    assert "31/13/2025" in second
    assert "field__error" in second
    assert items("task")[0].pk == task.pk


def test_a_late_split_keeps_its_parts(as_: Any, world: Any, edition: Edition, items: Any, says: Any) -> None:
    task = items("task")[0]
    review.accept(world.other, edition.pk, [Seen(task.pk, 1)])
    late = as_("planner").post(
        "review_split", split_data(task, edition, 2, **{"phan2-agencies": "UBND"}), task.pk
    )
    assert late.status_code == 409
    assert "Binh vừa thay đổi" in says(late)
    assert "UBND" in late.content.decode()


def test_adding_asks_for_the_kind_first(as_: Any, edition: Edition) -> None:
    node = next(n for n in edition.document.reading["nodes"] if "cơ sở dữ liệu" in n["text"])
    planner = as_("planner")
    chosen = planner.get("review_add", query=f"?doan={node['id']}").content.decode()
    assert chosen.count('data-kind="') == 8
    form = planner.get(
        "review_add", query=f"?doan={node['id']}&muc-moi=duty&tu_chu=3&den_chu=10"
    ).content.decode()
    assert 'name="tu_chu" value="3"' in form
    assert 'name="body_key"' in form


def test_what_was_added_quotes_the_text_and_is_accepted(
    as_: Any, world: Any, edition: Edition, items: Any
) -> None:
    node = next(n for n in edition.document.reading["nodes"] if "cơ sở dữ liệu" in n["text"])
    planner = as_("planner")
    query = f"?doan={node['id']}&muc-moi=duty"
    empty = planner.data("review_add", {"tu_chu": "3", "den_chu": "10", "name": ""}, query=query)
    assert empty.status_code == 422
    assert "Chưa ghi «Cơ quan»" in empty.json()["form"]
    found = planner.data(
        "review_add",
        {"tu_chu": "3", "den_chu": "10", "name": "Sở Xây dựng", "body_key": "so-xay-dung"},
        query=query,
    ).json()
    added = items("duty")[0]
    assert found["anchor"] == f"muc-{added.pk}"
    assert world.text[added.start : added.end] == node["text"][2:10]
    assert added.state == ItemState.ACCEPTED
    assert [(tie.kind, tie.key) for tie in added.links.all()] == [("body", "so-xay-dung")]


def test_a_paragraph_that_is_none_is_not_found(as_: Any, items: Any) -> None:
    planner = as_("planner")
    assert planner.get("review_add", query="?doan=n999").status_code == 404
    assert planner.get("review_item", 999999).status_code == 404


@pytest.mark.parametrize("who", ["authority", "supervisor", "stranger"])
def test_only_officers_open_the_forms(as_: Any, who: str, target: Any) -> None:
    for name in ("review_item", "review_split"):
        assert as_(who).get(name, target.pk).status_code == 403
        assert as_(who).post(name, {}, target.pk).status_code == 403


def test_every_kind_has_a_form_that_saves_what_it_shows(as_: Any, edition: Edition, items: Any) -> None:
    """Opening a form and saving it without a change leaves every field as it was."""
    from html import unescape

    planner = as_("planner")
    for item in items():
        page = planner.get("review_item", item.pk).content.decode()
        form = re.search(r"<form[^>]*data-edit-form.*?</form>", page, re.DOTALL)
        assert form
        data = dict(re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', form.group()))
        data |= re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form.group(), re.DOTALL)
        for name, options in re.findall(
            r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form.group(), re.DOTALL
        ):
            data[name] = (re.findall(r'value="([^"]*)" selected', options) or [""])[0]
        before = dict(item.fields)
        done = planner.data("review_item", {name: unescape(value) for name, value in data.items()}, item.pk)
        assert done.status_code == 200, done.json()
        item.refresh_from_db()
        assert item.fields == before
