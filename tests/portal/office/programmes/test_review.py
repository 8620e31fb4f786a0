"""The review page: who sees what, filters, parts, and a number of queries that does not grow."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dothi.base.text import fold
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.models import Document, Edition, EditionState, Item, Programme
from dothi.registry.programmes.review import Seen

JSON = {"HTTP_ACCEPT": "application/json"}


def big(world: Any, name: str, paragraphs: int, each: int) -> Edition:
    """A version under review with as many items as wanted."""
    line = "- Đến năm 2030 tỷ lệ đô thị hóa đạt 40%."
    text = "\n".join([line] * paragraphs)
    nodes = [{"id": "n0", "kind": "document", "label": None, "heading": None, "parent": None}]
    nodes[0] |= {"start": 0, "end": 0, "text": ""}
    size = len(line) + 1
    for number in range(paragraphs):
        start = number * size
        end = min(start + size, len(text))
        nodes.append(
            {"id": f"n{number + 1}", "kind": "item", "label": "-", "heading": None, "parent": "n0"}
            | {"start": start, "end": end, "text": text[start:end]}
        )
    reading = {"document": {}, "nodes": nodes, "unplaced": [], "guesses": []}
    document = Document.objects.create(name=name, sha256="0" * 64, content=b"x", text=text, reading=reading)
    programme = Programme.objects.create(key=name, title=name)
    made = Edition.objects.create(programme=programme, document=document, state=EditionState.REVIEW)
    fields = {"indicator": "Tỷ lệ đô thị hóa", "comparison": "=", "min": 40.0, "max": 40.0, "year_to": 2030}
    Item.objects.bulk_create(
        Item(
            edition=made,
            kind="target",
            node=node["id"],
            start=node["start"] + 2,
            end=node["end"],
            fields=fields,
            folded=fold(line),
        )
        for node in nodes[1:]
        for _ in range(each)
    )
    return made


@pytest.mark.parametrize(
    ("who", "status", "acts"),
    [("planner", 200, True), ("secretary", 200, True), ("authority", 200, False), ("supervisor", 200, False)],
)
def test_who_reviews_and_who_only_sees(as_: Any, who: str, status: int, acts: bool) -> None:
    response = as_(who).get("review")
    page = response.content.decode()
    assert response.status_code == status
    assert "chưa xem" in page
    assert ('value="chap-nhan"' in page) is acts
    assert ("data-changes" in page) is acts


def test_a_resident_sees_no_draft_and_the_public_signs_in(as_: Any, edition: Edition) -> None:
    assert as_("stranger").get("review").status_code == 403
    response = Client().get(reverse("office:review", args=[edition.pk]))
    assert response.status_code == 302
    assert "dang-nhap" in response["Location"]


def test_source_and_items_stand_beside_each_other(as_: Any, world: Any, items: Any, says: Any) -> None:
    response = as_("planner").get("review")
    page, said = response.content.decode(), says(response)
    for item in items():
        assert f'id="muc-{item.pk}"' in page
        assert f'href="#muc-{item.pk}"' in page
    assert "Tỷ lệ đô thị hóa: 37%, đến năm 2025" in said
    assert "Còn 8/8 mục chưa xem" in said
    towns = items("town")[0]
    assert f'data-items="{towns.pk} {items("task")[1].pk}"' in page
    assert reverse("public:town", args=["tam-ky"]) in page
    assert reverse("office:body", args=["so-xay-dung"]) in page


def test_the_text_is_exact(as_: Any, world: Any) -> None:
    import re
    from html import unescape

    page = as_("planner").get("review").content.decode()
    shown = re.findall(r"data-source[^>]*>(.*?)</(?:p|h\d)>", page, flags=re.DOTALL)
    plain = [unescape(re.sub(r"<[^>]+>", "", one)) for one in shown]
    document = Document.objects.get()
    expected = [node["text"].rstrip() for node in document.reading["nodes"] if node["text"].strip()]
    assert plain == expected


def test_what_became_no_item_says_so_until_something_is_added(world: Any, as_: Any, person: Any) -> None:
    text = world.text.replace("I. MỤC TIÊU", "Một câu mở đầu không thuộc mục nào.\n\nI. MỤC TIÊU")
    made = opening.send(world.planner, "khac.txt", text.encode(), "Khác")
    from dothi.registry.jobs.work import perform

    assert perform(str(made.job))
    one = person(world.planner, Edition.objects.get(pk=made.pk))
    assert "Chưa xếp vào mục nào" in one.get("review").content.decode()
    node = next(n for n in one.edition.document.reading["nodes"] if "câu mở đầu" in n["text"])
    review.add(
        world.planner, made.pk, "objective", review.Span(node["id"], node["start"], node["start"] + 10), {}
    )
    assert "Chưa xếp vào mục nào" not in one.get("review").content.decode()


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("?loai=target", {"target"}),
        ("?q=tam ky", {"town", "task"}),
        ("?q=TAM KỲ&loai=town", {"town"}),
        ("?hien=bi-loai", {"duty"}),
        ("?q=khong-co-gi", set()),
        ("?hien=bay-ba&loai=gi-do&phan=999", {"citation", "target", "task", "town", "duty"}),
    ],
)
def test_filters(as_: Any, edition: Edition, items: Any, query: str, kinds: set[str]) -> None:
    duty = items("duty")[0]
    review.reject(edition.opened_by, edition.pk, [Seen(duty.pk, duty.version)])
    page = as_("planner").get("review", query=query).content.decode()
    assert {item.kind for item in items() if f'id="muc-{item.pk}"' in page} == kinds


def test_what_was_just_accepted_stays_on_a_filtered_page(as_: Any, world: Any, items: Any) -> None:
    item = items("duty")[0]
    planner = as_("planner")
    query = "?hien=chua-xem"
    response = planner.post("review_mark", {"viec": "chap-nhan", "muc": f"{item.pk}:1"}, query=query)
    assert response["Location"].endswith(f"?hien=chua-xem&giu={item.pk}#muc-{item.pk}")
    assert f'id="muc-{item.pk}"' in planner.client.get(response["Location"]).content.decode()
    assert f'id="muc-{item.pk}"' not in planner.get("review", query=query).content.decode()


def test_guesses_stand_beside_the_item_they_speak_of(as_: Any, edition: Edition, says: Any) -> None:
    reading = edition.document.reading
    node = next(n for n in reading["nodes"] if "Tam Kỳ" in n["text"])
    guess = {
        "node": node["id"],
        "found": "Tam Kỳ",
        "taken_as": "Tam Kì",
        "score": 0.75,
        "reason": "name_match",
    }
    edition.document.reading = {**reading, "guesses": [guess]}
    edition.document.save()
    planner = as_("planner")
    assert "«Tam Kỳ» được hiểu là «Tam Kì» (khớp tên gần đúng, 0,75)" in says(planner.get("review"))
    shown = planner.get("review", query="?hien=phai-doan").content.decode()
    assert f'id="{node["id"]}"' in shown
    assert shown.count('class="passage passage--item') == 1


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (("1930", ""), "«1930» không thể là giá trị của ô nên để trống"),
        (("hạ tầng " * 300, "hạ tầng…"), "đã rút gọn thành «hạ tầng…»"),
    ],
)
def test_what_was_left_out_is_told_beside_the_words(
    as_: Any, edition: Edition, says: Any, left: tuple[str, str], said: str
) -> None:
    found, taken = left
    node = next(n for n in edition.document.reading["nodes"] if "Tam Kỳ" in n["text"])
    guess = {"node": node["id"], "found": found, "taken_as": taken, "score": 0.0, "reason": "left_out"}
    edition.document.reading |= {"guesses": [guess]}
    edition.document.save()
    assert said in says(as_("planner").get("review", query="?hien=phai-doan"))


def test_a_large_document_comes_in_parts(world: Any, person: Any) -> None:
    made = big(world, "lon", 200, 1)
    planner = person(world.planner, made)
    first, last = (
        planner.get("review").content.decode(),
        planner.get("review", query="?phan=3").content.decode(),
    )
    assert "Phần 1 trong 3" in first
    assert first.count('data-node="') == 80
    assert 'id="n200"' in last
    assert 'id="n1"' not in last
    assert planner.get("review", query="?phan=99").content.decode().count('id="n200"') == 1


def queries(one: Any, query: str = "") -> int:
    one.get("review", query=query)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert one.get("review", query=query).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(world: Any, person: Any) -> None:
    few, many = (
        person(world.planner, big(world, name, *size)) for name, size in (("it", (2, 1)), ("nhieu", (70, 2)))
    )
    assert queries(few) == queries(many)
    assert queries(few, "?q=do thi") == queries(many, "?q=do thi")
    assert queries(many) < 45


@pytest.mark.slow
def test_ten_thousand_items(world: Any, person: Any) -> None:
    planner = person(world.planner, big(world, "rat-lon", 2500, 4))
    page = planner.get("review").content.decode()
    assert "10.000/10.000" in page
    assert page.count('class="finding finding--') == 148
    assert len(page) < 700_000


def test_nothing_new_costs_one_query_and_says_nothing(
    as_: Any, world: Any, edition: Edition, items: Any
) -> None:
    planner = as_("planner")
    assert planner.get("review_changes", query="?tu=0").status_code == 204
    item = items("duty")[0]
    review.accept(world.other, edition.pk, [Seen(item.pk, item.version)])
    found = planner.get("review_changes", query="?tu=0").json()
    assert found["step"] == 1
    assert list(found["nodes"]) == [item.node]
    assert "finding--fresh" in found["nodes"][item.node]
    assert found["said"][0].startswith("Binh: Chấp nhận: Sở Xây dựng")
    assert planner.get("review_changes", query="?tu=1").status_code == 204


def test_own_steps_are_not_announced_as_news(as_: Any, world: Any, edition: Edition, items: Any) -> None:
    item = items("duty")[0]
    review.accept(world.planner, edition.pk, [Seen(item.pk, item.version)])
    found = as_("planner").get("review_changes", query="?tu=0").json()
    assert found["said"] == []
    assert "finding--fresh" not in found["nodes"][item.node]


def test_the_page_learns_that_the_review_is_over(as_: Any, world: Any, edition: Edition) -> None:
    opening.abandon(world.planner, edition.pk, "gửi nhầm tệp")
    planner = as_("planner")
    assert "thôi được rà soát" in planner.get("review_changes", query="?tu=0").json()["closed"]
    page = planner.get("review").content.decode()
    assert "gửi nhầm tệp" in page
    assert 'value="chap-nhan"' not in page


def test_a_page_can_ask_for_a_new_token(as_: Any) -> None:
    assert len(as_("planner").get("review_changes", query="?ma=1").json()["token"]) == 64


def test_what_is_being_read_leads_its_sender_to_the_job(world: Any, person: Any) -> None:
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chưa đọc")
    assert person(world.planner, made).get("review")["Location"] == reverse("office:job", args=[made.job])
    assert "đang được đọc" in person(world.other, made).get("review").content.decode()
    Job.objects.filter(pk=made.job).update(state=JobState.FAILED)
    assert "Không đọc được văn bản này" in person(world.other, made).get("review").content.decode()


def test_no_version_no_page(as_: Any) -> None:
    assert as_("planner").client.get(reverse("office:review", args=[999999])).status_code == 404
