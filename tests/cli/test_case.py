"""``dothi case remind`` sends what is due and says how much; asked twice it sends nothing."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest
from click.testing import CliRunner
from django.core import mail

from dothi.cli.main import main


@pytest.fixture
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("registry/procedures")


def test_reminding_twice_tells_once(db: None, w: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("dothi.cli.django"), "start_django", lambda *_given: None)
    world = w.build_world()
    case = w.opened(world)
    w.put(world.planner, case, "task-document")
    w.step(world.planner, case, "prepare-task", date(2026, 4, 1))

    def call(*more: str) -> str:
        done = CliRunner().invoke(main, ["case", "remind", "--as-of", "2026-04-15", *more])
        assert done.exit_code == 0, done.output
        return done.output

    assert json.loads(call("--json")) == {"mails": 2, "lines": 2}
    assert "Đã gửi 0 thư" in call()
    assert len(mail.outbox) == 2
    wrong = CliRunner().invoke(main, ["case", "remind", "--as-of", "31/2/2026"])
    assert wrong.exit_code == 2
