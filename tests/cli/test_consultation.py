"""The command ``dothi consultation`` in the test's own process."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from dothi.cli import consultation as command
from dothi.registry.consultation.models import Consultation

pytestmark = pytest.mark.django_db


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.setattr(command, "start_django", lambda *_: None)
    done: Any = CliRunner().invoke(command.consultation, list(arguments), obj="ws", catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_list_and_tidy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Chưa có đợt" in run(monkeypatch, "list")
    first = date(2026, 3, 2)
    Consultation.objects.create(
        key="mot", subject_kind="plan", subject_key="tam-ky", title="Quy hoạch", about="Hỏi", opens_on=first,
        closes_on=first + timedelta(days=20), answer_by=first + timedelta(days=50),
    )  # fmt: skip
    (row,) = json.loads(run(monkeypatch, "list", "--json"))
    assert (row["subject"], row["phase"], row["received"]) == ("plan:tam-ky", "closed", 0)
    assert "0 ý kiến" in run(monkeypatch, "list")
    assert "tên của 0 ý kiến" in run(monkeypatch, "tidy")
