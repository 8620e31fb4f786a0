"""Confirming items: every step, its undoing, and two officers at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from dothi.base.errors import InputError
from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening, review
from dothi.registry.programmes.history import given_up, reversals
from dothi.registry.programmes.models import Edition, EditionState, Item, ItemState, ReviewStep
from dothi.registry.programmes.refusals import StaleItemError
from dothi.registry.programmes.review import Edit, Seen, Span


@pytest.fixture
def edition(world: Any) -> Edition:
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình thử")
    assert perform(str(made.job))
    made.refresh_from_db()
    assert made.state == EditionState.REVIEW
    return made


def items(edition: Edition, kind: str = "", *, gone: bool = False) -> list[Item]:
    rows = edition.items.filter(gone=gone).order_by("start", "rank", "pk")
    return list(rows.filter(kind=kind) if kind else rows)


def seen(item: Item) -> Seen:
    return Seen(item.pk, item.version)


def back_and_again(user: Any, edition: Edition) -> tuple[int | None, ...]:
    return tuple(one.number if one else None for one in reversals(user, edition))


def content(edition: Edition) -> list[tuple[Any, ...]]:
    columns = ("pk", "line", "kind", "node", "start", "end", "fields", "state", "origin")
    return [tuple(row) for row in edition.items.filter(gone=False).order_by("pk").values_list(*columns)]


def test_reading_gives_items_with_their_ties(edition: Edition) -> None:
    found = [
        (item.kind, sorted(f"{tie.kind}:{tie.key}" for tie in item.links.all())) for item in items(edition)
    ]
    assert found == [
        ("citation", []),
        ("target", ["indicator:urbanisation-rate"]),
        ("target", ["indicator:urbanisation-rate"]),
        ("target", ["indicator:towns"]),
        ("task", []),
        ("town", ["town:tam-ky"]),
        ("task", ["town:tam-ky"]),
        ("duty", ["body:so-xay-dung"]),
    ]
    assert review.left(edition) == 8


def test_accepting_and_rejecting_are_kept_and_audited(world: Any, edition: Edition) -> None:
    first, second = items(edition, "target")[:2]
    step = review.accept(world.planner, edition.pk, [seen(first), seen(second)])
    assert step.number == 1
    review.reject(world.planner, edition.pk, [seen(item) for item in items(edition, "duty")])
    states = {item.kind: item.state for item in items(edition) if item.kind in {"duty", "task"}}
    assert states == {"duty": ItemState.REJECTED, "task": ItemState.UNREVIEWED}
    assert review.left(edition) == 5
    assert AuditEntry.objects.filter(action="programmes.accept").count() == 1


def test_correcting_reads_the_form_ties_anew_and_counts_as_accepted(world: Any, edition: Edition) -> None:
    town = items(edition, "town")[0]
    given = {**town.fields, "town_key": "hoi-an", "period_to": "2030"}
    review.correct(world.planner, edition.pk, seen(town), given)
    town.refresh_from_db()
    assert (town.fields["period_to"], town.state) == (2030, ItemState.ACCEPTED)
    assert [(tie.kind, tie.key) for tie in town.links.all()] == [("town", "hoi-an")]
    with pytest.raises(InputError) as caught:
        review.correct(world.planner, edition.pk, seen(town), {**given, "status": "sometime"})
    assert [fault.where for fault in caught.value.faults] == ["status"]


def test_a_quote_may_move_within_a_node_and_no_further(world: Any, edition: Edition) -> None:
    target = items(edition, "target")[2]
    start = world.text.index("trên địa bàn")
    review.correct(
        world.planner, edition.pk, seen(target), target.fields, Span(target.node, start, target.end)
    )
    target.refresh_from_db()
    assert world.text[target.start : target.end].startswith("trên địa bàn tỉnh có 21 đô thị")
    with pytest.raises(InputError, match="một đoạn của văn bản"):
        review.correct(
            world.planner, edition.pk, seen(target), target.fields, Span(target.node, 0, target.end)
        )


def test_splitting_makes_parts_and_undoing_makes_one_again(world: Any, edition: Edition) -> None:
    before = content(edition)
    task = items(edition, "task")[0]
    step = review.split(
        world.planner, edition.pk, seen(task), [{"deadline": "31/12/2025"}, {"agencies": ["Sở Xây dựng"]}]
    )
    parts = items(edition, "task")[:2]
    assert [part.fields["deadline"] for part in parts] == ["2025-12-31", None]
    assert [part.line == task.line for part in parts] == [True, False]
    assert [(tie.kind, tie.key) for tie in parts[1].links.all()] == [("body", "so-xay-dung")]
    assert [item.pk for item in items(edition, gone=True)] == [task.pk]
    review.undo(world.planner, edition.pk, step.number)
    assert content(edition) == before


def test_merging_fills_gaps_joins_lists_and_can_be_undone(world: Any, edition: Edition) -> None:
    before = content(edition)
    first, second = items(edition, "target")[:2]
    step = review.merge(world.planner, edition.pk, [seen(second), seen(first)])
    merged = items(edition, "target")[0]
    assert (merged.start, merged.end) == (first.start, second.end)
    assert (merged.line, merged.origin, merged.fields["year_to"]) == (first.line, "merged", 2025)
    review.undo(world.planner, edition.pk, step.number)
    assert content(edition) == before
    with pytest.raises(InputError, match="cùng loại"):
        review.merge(
            world.planner, edition.pk, [seen(items(edition, "task")[0]), seen(items(edition, "town")[0])]
        )
    with pytest.raises(InputError, match="ít nhất hai"):
        review.merge(world.planner, edition.pk, [seen(items(edition, "task")[0])])


def test_what_merging_gives_up_is_named_and_what_fills_a_gap_is_not(world: Any, edition: Edition) -> None:
    first, second = items(edition, "target")[:2]
    Item.objects.filter(pk=first.pk).update(fields=first.fields | {"place": None, "section": "A"})
    Item.objects.filter(pk=second.pk).update(fields=second.fields | {"place": "Hội An", "section": "A"})
    step = review.merge(world.planner, edition.pk, [seen(first), seen(second)])
    assert items(edition, "target")[0].fields["place"] == "Hội An"
    assert given_up(step) == [("year_to", 2030), ("min", 40.0), ("max", 40.0)]
    assert given_up(review.undo(world.planner, edition.pk, step.number)) == []


@pytest.mark.parametrize(
    ("kind", "given", "where"),
    [
        ("target", {"indicator": "Tỷ lệ", "measure": "khong-co"}, "measure"),
        ("town", {"name": "Huế", "status": "reach", "town_key": "hue"}, "town_key"),
        ("duty", {"name": "Sở", "body_key": "so-nao-do"}, "body_key"),
    ],
)
def test_keys_name_what_is_on_record(
    world: Any, edition: Edition, kind: str, given: dict[str, Any], where: str
) -> None:
    node = next(n for n in edition.document.reading["nodes"] if "cơ sở dữ liệu" in n["text"])
    span = Span(node["id"], node["start"], node["end"])
    wanted = {"measure": "urbanisation-rate", "town_key": "hoi-an", "body_key": "so-xay-dung"}[where]
    review.add(world.planner, edition.pk, kind, span, given | {where: wanted})
    added = Item.objects.get(edition=edition, origin="added")
    for take in (
        lambda: review.add(world.planner, edition.pk, kind, span, given),
        lambda: review.correct(world.planner, edition.pk, seen(added), given),
        lambda: review.split(world.planner, edition.pk, seen(added), [{}, given]),
        lambda: review.apply_many(
            world.planner, edition.pk, [Edit(seen(added), added.fields | given, "accepted")]
        ),
    ):
        with pytest.raises(InputError, match="không có trong danh mục") as caught:
            take()
        assert caught.value.faults[0].where == where
    Item.objects.filter(pk=added.pk).update(fields=added.fields | given)
    review.correct(world.planner, edition.pk, seen(added), {**added.fields, **given})


def test_adding_quotes_the_text_and_can_be_undone_and_redone(world: Any, edition: Edition) -> None:
    node = next(n for n in edition.document.reading["nodes"] if "cơ sở dữ liệu" in n["text"])
    start = world.text.index("hệ thống cơ sở")
    span = Span(node["id"], start, start + 20)
    step = review.add(world.planner, edition.pk, "objective", span, {})
    added = items(edition, "objective")[0]
    assert (added.origin, added.state) == ("added", ItemState.ACCEPTED)
    undone = review.undo(world.planner, edition.pk, step.number)
    assert items(edition, "objective") == []
    review.undo(world.planner, edition.pk, undone.number)
    assert [item.pk for item in items(edition, "objective")] == [added.pk]


def test_what_was_added_is_whole_and_not_empty(world: Any, edition: Edition) -> None:
    node = edition.document.reading["nodes"][0]
    with pytest.raises(InputError, match="loại mục"):
        review.add(world.planner, edition.pk, "wish", Span(node["id"], 0, 5), {})
    with pytest.raises(InputError, match="Cơ quan"):
        review.add(world.planner, edition.pk, "duty", Span(node["id"], 0, 5), {})
    with pytest.raises(InputError, match="một đoạn"):
        review.add(world.planner, edition.pk, "objective", Span("n999", 0, 5), {})


def test_undoing_takes_back_the_latest_step_first(world: Any, edition: Edition) -> None:
    task = items(edition, "task")[0]
    first = review.accept(world.planner, edition.pk, [seen(task)])
    task.refresh_from_db()
    second = review.correct(world.planner, edition.pk, seen(task), {**task.fields, "section": "khác"})
    with pytest.raises(StaleItemError):
        review.undo(world.planner, edition.pk, first.number)
    assert back_and_again(world.planner, edition) == (second.number, None)
    undone = review.undo(world.planner, edition.pk, second.number)
    assert back_and_again(world.planner, edition) == (first.number, undone.number)
    review.undo(world.planner, edition.pk, first.number)
    task.refresh_from_db()
    assert task.state == ItemState.UNREVIEWED
    with pytest.raises(InputError, match="không còn để hoàn tác"):
        review.undo(world.planner, edition.pk, first.number)


def test_two_officers_at_once_lose_nothing(world: Any, edition: Edition) -> None:
    task = items(edition, "task")[0]
    as_both_saw_it = seen(task)
    review.correct(world.planner, edition.pk, as_both_saw_it, {**task.fields, "deadline": "31/12/2025"})
    mine = {**task.fields, "deadline": "30/6/2026"}
    with pytest.raises(StaleItemError) as caught:
        review.correct(world.other, edition.pk, as_both_saw_it, mine)
    assert caught.value.current.fields["deadline"] == "2025-12-31"
    assert caught.value.yours == mine
    assert "An vừa thay đổi" in str(caught.value)
    with pytest.raises(StaleItemError):
        review.accept(world.other, edition.pk, [as_both_saw_it])
    assert ReviewStep.objects.filter(edition=edition).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_very_same_moment(world_of: Any) -> None:
    """Item by item both press at once: one step each, and for the other a sentence and what was sent."""
    world = world_of("registry/programmes").build_world()
    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Chương trình thử")
    assert perform(str(made.job))
    rows = items(made)
    start = threading.Barrier(2)
    late: list[tuple[int, StaleItemError]] = []
    failures: list[BaseException] = []

    def work(user: Any, issuer: str) -> None:
        try:
            for item in rows:
                start.wait(timeout=60)
                try:
                    review.correct(user, made.pk, seen(item), {**item.fields, "issuer": issuer})
                except StaleItemError as error:
                    late.append((item.pk, error))
        except BaseException as error:  # noqa: BLE001 - shown by the test itself
            failures.append(error)
            start.abort()
        finally:
            connection.close()

    officers = [(world.planner, "An"), (world.other, "Binh")]
    threads = [threading.Thread(target=work, args=officer) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(pk for pk, _ in late) == sorted(item.pk for item in rows)
    for pk, error in late:
        now = Item.objects.get(pk=pk)
        assert now.version == 2
        assert error.current.changed_by == now.changed_by
        assert f"{now.changed_by.get_full_name()} vừa thay đổi mục này" in str(error)
        assert error.yours["issuer"] != now.changed_by.full_name
    steps = ReviewStep.objects.filter(edition=made).order_by("number")
    assert [step.number for step in steps] == list(range(1, len(rows) + 1))


def test_a_group_is_marked_whole_or_not_at_all(world: Any, edition: Edition) -> None:
    rows = items(edition)
    review.accept(world.other, edition.pk, [seen(rows[3])])
    with pytest.raises(StaleItemError):
        review.accept(world.planner, edition.pk, [seen(item) for item in rows])
    assert review.left(edition) == len(rows) - 1


def test_only_officers_review_and_only_what_is_in_review(world: Any, edition: Edition) -> None:
    task = items(edition, "task")[0]
    for user in (world.stranger, None):
        with pytest.raises(PermissionDenied):
            review.accept(user, edition.pk, [seen(task)])
    opening.abandon(world.planner, edition.pk, "gửi nhầm tệp")
    with pytest.raises(InputError, match="Đã bỏ"):
        review.accept(world.planner, edition.pk, [seen(task)])


def test_an_item_of_another_version_is_none_of_this(world: Any, edition: Edition) -> None:
    other = opening.send(world.planner, "khac.txt", world.text.encode(), "Chương trình khác")
    assert perform(str(other.job))
    foreign = items(other)[0]
    with pytest.raises(InputError, match="không thuộc phiên bản"):
        review.accept(world.planner, edition.pk, [seen(foreign)])


def test_a_measure_of_another_unit_is_refused(world: Any, edition: Edition) -> None:
    target = items(edition, "target")[0]
    with pytest.raises(InputError, match="«đô thị», chỉ tiêu này tính bằng «%»") as caught:
        review.correct(world.planner, edition.pk, seen(target), {**target.fields, "measure": "towns"})
    assert [fault.where for fault in caught.value.faults] == ["measure"]
    target.refresh_from_db()
    assert (target.fields["measure"], target.state) == ("urbanisation-rate", ItemState.UNREVIEWED)
    review.correct(world.planner, edition.pk, seen(target), {**target.fields, "measure": None, "unit": "ha"})
    target.refresh_from_db()
    assert target.fields["measure"] is None
