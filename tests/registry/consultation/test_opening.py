"""Who may open a consultation, what is refused, and what may be changed afterwards."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dothi.base.errors import InputError
from dothi.registry.audit.models import AuditEntry
from dothi.registry.consultation import opening
from dothi.registry.consultation.opening import open_consultation


@pytest.mark.parametrize("who", ["neighbour", "supervisor", "resident"])
def test_who_may_not_open_or_change(world: Any, who: str) -> None:
    user = getattr(world, who)
    row = world.consultation
    with pytest.raises(PermissionDenied):
        open_consultation(user, world.entry)
    with pytest.raises(PermissionDenied):
        opening.prolong(user, row.pk, row.closes_on, row.answer_by, "Thêm")
    with pytest.raises(PermissionDenied):
        opening.add_document(user, row, "a.pdf", [b"%PDF-1.4"])


def test_an_officer_opens_one_of_the_own_ward(world: Any) -> None:
    row = open_consultation(world.officer, world.entry)
    assert (row.rule, row.required_days) == ("", None)
    with pytest.raises(PermissionDenied):
        open_consultation(world.officer, dataclasses.replace(world.entry, unit_key="2c-2"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "missing"),
        ({"about": ""}, "missing"),
        ({"subject_key": ""}, "missing"),
        ({"subject_kind": "khac"}, "missing"),
        ({"subject_kind": "plan", "subject_key": "khong-co"}, "no-subject"),
        ({"unit_key": "2c-99"}, "no-unit"),
        ({"opens_on": -1}, "past"),
        ({"subject_kind": "case", "subject_key": "hs-1", "closes_on": 19}, "too-short"),
        ({"answer_by": 29}, "answer-early"),
    ],
)
def test_refused(world: Any, changes: dict[str, Any], code: str) -> None:
    days = {
        name: world.today + timedelta(days=value) for name, value in changes.items() if isinstance(value, int)
    }
    with pytest.raises(InputError) as refused:
        open_consultation(world.planner, dataclasses.replace(world.entry, **{**changes, **days}))
    assert refused.value.code == f"consultation.{code}"


def test_a_period_only_grows_and_the_reason_is_on_record(world: Any) -> None:
    row = world.consultation
    for day, code in ((row.closes_on - timedelta(days=1), "shorter"), (row.answer_by, "")):
        if code:
            with pytest.raises(InputError) as refused:
                opening.prolong(world.planner, row.pk, day, row.answer_by, "Thêm")
            assert refused.value.code == f"consultation.{code}"
            continue
        assert opening.prolong(world.planner, row.pk, day, row.answer_by, "Lũ lụt").closes_on == day
    entry = AuditEntry.objects.get(action="consultation.prolong")
    assert entry.details["reason"] == "Lũ lụt"


def test_of_two_who_edit_the_second_is_told(world: Any) -> None:
    row, words = world.consultation, {"title_en": "", "about": "Khác", "contact": ""}
    opening.change_consultation(world.planner, row.pk, row.version, title="Tên mới", **words)
    with pytest.raises(InputError) as refused:
        opening.change_consultation(world.officer, row.pk, row.version, title="Tên khác", **words)
    assert refused.value.code == "consultation.stale"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("to-trinh.exe", b"MZ", "file-kind"),
        ("ban-ve.pdf", b"<html>", "file-kind"),
        ("khong-duoi", b"%PDF-", "file-kind"),
        ("rong.pdf", b"", "file-empty"),
    ],
)
def test_files_that_are_not_taken(world: Any, name: str, content: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        opening.add_document(world.planner, world.consultation, name, [content] if content else [])
    assert refused.value.code == f"consultation.{code}"


def test_a_file_is_kept_under_its_digest(world: Any) -> None:
    from dothi.registry.consultation.storing import path_of

    row = opening.add_document(
        world.planner, world.consultation, "C:\\hồ sơ\\thuyết minh.pdf", [b"%PDF-1.4", b"x"]
    )
    assert (row.name, row.title, row.size) == ("thuyết minh.pdf", "thuyết minh.pdf", 9)
    assert path_of(row.sha256).read_bytes() == b"%PDF-1.4x"
    opening.remove_document(world.planner, row.pk)
    assert world.consultation.documents.filter(removed_at=None).count() == 0
    assert path_of(row.sha256).exists()
