"""The package's law, read once, and its work calendar."""

from __future__ import annotations

import pytest

from dothi.base.calendar import WorkCalendar
from dothi.law import Law, load_law
from dothi.law.working_days import work_calendar


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def work(law: Law) -> WorkCalendar:
    return work_calendar(law)
