"""Opening a version from a file: odd values keep nobody from reading it, and the writing is short."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dothi.base.errors import UnusableError
from dothi.base.time import Bound
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Document, Edition, EditionState

LONG = "hạ tầng " * 300
ODD = f"""CHƯƠNG TRÌNH

I. MỤC TIÊU

1. Chỉ tiêu cụ thể

- Giai đoạn 1930 - 2025, tỷ lệ đô thị hóa đạt 37%.

- Tỷ lệ phủ kín {LONG}đến năm 2025 đạt 80%.

- Đến năm 2030, tỷ lệ đô thị hóa đạt 40%.
"""


def sent(world: Any, text: str, **more: Any) -> Edition:
    made = opening.send(world.planner, "ct.txt", text.encode(), "Chương trình thử", **more)
    assert perform(str(made.job))
    assert Job.objects.get(pk=made.job).state == JobState.DONE
    return Edition.objects.get(pk=made.pk)


def test_one_odd_value_is_left_out_and_the_document_is_read(world: Any) -> None:
    edition = sent(world, ODD)
    assert edition.state == EditionState.REVIEW
    first, second, third = edition.items.filter(kind="target").order_by("start")
    assert (first.fields["year_from"], first.fields["year_to"], first.fields["min"]) == (None, 2025, 37)
    assert second.fields["indicator"].endswith("…")
    assert len(second.fields["indicator"]) <= 2000
    assert LONG.strip() in edition.document.text[second.start : second.end]
    assert third.fields["min"] == 40
    told = [
        (guess["node"], guess["found"][:8], guess["taken_as"][-1:])
        for guess in edition.document.reading["guesses"]
        if guess["reason"] in {"left_out", "odd_year"}
    ]
    assert told == [(first.node, "Giai đoạ", "—"), (second.node, second.fields["indicator"][:8], "…")]


def test_items_find_their_forebears_before_anything_is_written(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sent(world, world.text)
    adopt(world.secretary, first.pk, Adoption(start=Bound.on(date(2022, 6, 1)), as_unreviewed=True))
    seen = []

    def descent(*sides: Any) -> dict[int, int]:
        seen.extend(Job.objects.exclude(pk=first.job).values_list("state", flat=True))
        return real(*sides)

    real = opening.descent
    monkeypatch.setattr(opening, "descent", descent)
    second = sent(world, world.text.replace("lập kế hoạch", "xây dựng kế hoạch"), programme=first.programme)
    assert seen == [JobState.RUNNING]
    lines = [{str(item.line) for item in edition.items.all()} for edition in (first, second)]
    assert lines[0] == lines[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a " * (25 * 1024 * 1024), r"tệp quá lớn \(50 MB; giới hạn 20 MB\)"),
        ("chữ ".encode() * 1_100_000, r"văn bản dài 4\.400\.000 ký tự, quá giới hạn 4\.000\.000 ký tự"),
    ],
    ids=["fifty megabytes", "too many characters"],
)
def test_a_file_too_large_is_refused_with_its_measure_before_anything_is_kept(
    world: Any, content: bytes, said: str
) -> None:
    with pytest.raises(UnusableError, match=said):
        opening.send(world.planner, "lon.txt", content, "Chương trình lớn")
    assert not Document.objects.exists()
