"""The list of dossiers: who sees which, found without tone marks."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from dothi.registry.plans.models import Submission, SubmissionState


@pytest.fixture
def rows(world: Any) -> None:
    common = {"plan": world.plan, "size": 1, "received": 1}
    Submission.objects.create(
        name="an.gpkg", owner=world.planner, state=SubmissionState.CHECKED, consultant="Viện A", **common
    )
    Submission.objects.create(
        name="tu.gpkg", owner=world.consultant, state=SubmissionState.RECEIVING, **common
    )


@pytest.mark.parametrize(
    ("who", "query", "names"),
    [
        ("planner", "", {"an.gpkg", "tu.gpkg"}),
        ("consultant", "", {"tu.gpkg"}),
        ("planner", "?q=quy hoach chung do thi mot", {"an.gpkg", "tu.gpkg"}),
        ("planner", "?q=viện a", {"an.gpkg"}),
        ("planner", "?trang-thai=receiving", {"tu.gpkg"}),
        ("planner", "?trang-thai=vua-nghi-ra", {"an.gpkg", "tu.gpkg"}),
        ("planner", "?q=khong co", set()),
    ],
)
def test_who_sees_which(as_: Any, rows: None, who: str, query: str, names: set[str]) -> None:
    page = as_(who).get(reverse("office:dossiers") + query).content.decode()
    assert {name for name in ("an.gpkg", "tu.gpkg") if name in page} == names


def test_nothing_found_says_so_and_nothing_sent_says_what_comes(as_: Any, world: Any, says: Any) -> None:
    assert "Chưa có hồ sơ nào" in says(as_("planner").get(reverse("office:dossiers")))
    assert "Không có hồ sơ nào khớp" in says(as_("planner").get(reverse("office:dossiers") + "?q=x"))


def test_a_resident_is_turned_away(as_: Any, world: Any) -> None:
    assert as_("stranger").get(reverse("office:dossiers")).status_code == 403


def test_the_desk_shows_what_is_in_hand(as_: Any, rows: None, says: Any) -> None:
    Submission.objects.filter(name="tu.gpkg").update(state=SubmissionState.ABANDONED)
    page = says(as_("planner").get(reverse("office:desk")))
    assert "an.gpkg" in page
    assert "tu.gpkg" not in page
    assert "an.gpkg" not in says(as_("consultant").get(reverse("office:desk")))


def test_the_desk_counts_all_that_is_in_hand(as_: Any, world: Any, says: Any) -> None:
    Submission.objects.bulk_create(
        Submission(
            plan=world.plan,
            name=f"{number}.gpkg",
            size=1,
            received=1,
            owner=world.consultant,
            state=SubmissionState.CHECKED,
        )
        for number in range(9)
    )
    assert "Hồ sơ quy hoạch (9)" in says(as_("planner").get(reverse("office:desk")))


def test_the_desk_of_a_consultant_says_where_to_send(as_: Any, world: Any, says: Any) -> None:
    response = as_("consultant").get(reverse("office:desk"))
    assert f'href="{reverse("office:dossier_send")}"' in response.content.decode()
    assert "không nhập hay duyệt số liệu" not in says(response)
    authority = as_("authority").get(reverse("office:desk")).content.decode()
    assert f'href="{reverse("office:dossier_send")}"' not in authority
