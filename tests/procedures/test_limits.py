"""Deadlines, each worked out by hand on a paper calendar; and what is not known stays so."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.calendar import WorkCalendar
from dothi.base.time import Truth
from dothi.law import Law, load_law
from dothi.law.reading import required_columns
from dothi.law.tables.procedure_limits import ProcedureLimit
from dothi.procedures.limits import (
    NONE_SET,
    PERHAPS,
    SAYS_NOTHING,
    UNCONFIRMED,
    UNTOLD,
    Due,
    counted,
    due_of,
    left,
)
from dothi.procedures.subject import Subject

TOWN = Subject("plan", "new", "general", "town")
DETAILED = Subject("plan", "new", "detailed", "other-town-area")

# Each line was counted by hand; the days off stand beside it.
TASK_OPINIONS = [
    # Tết 2026: 16 to 20/2 off. 23, 24, 25, 26, 27/2, 2, 3/3.
    (date(2026, 2, 13), date(2026, 3, 3)),
    # A plain week and a half: 25, 28, 29, 30, 31/7, 1, 4/8.
    (date(2025, 7, 24), date(2025, 8, 4)),
    # 22/8/2026 is a Saturday worked for 31/8. 21, 22, 24, 25, 26, 27, 28/8.
    (date(2026, 8, 20), date(2026, 8, 28)),
    # 31/8 (swapped), 1/9 and 2/9/2026 off. 25, 26, 27, 28/8, 3, 4, 7/9.
    (date(2026, 8, 24), date(2026, 9, 7)),
    # 26/4/2026 is a Sunday, so 27/4 is off; 30/4, 1/5 off. 28, 29/4, 4, 5, 6, 7, 8/5.
    (date(2026, 4, 24), date(2026, 5, 8)),
    # 24/11/2026, a Tuesday, is off. 23, 25, 26, 27, 30/11, 1, 2/12.
    (date(2026, 11, 20), date(2026, 12, 2)),
    # Begun on a day off (Sunday 1/3/2026): 2, 3, 4, 5, 6, 9, 10/3.
    (date(2026, 3, 1), date(2026, 3, 10)),
]


@pytest.mark.parametrize(("began", "latest"), TASK_OPINIONS)
def test_seven_working_days_over_feasts_and_swapped_days(
    law: Law, work: WorkCalendar, began: date, latest: date
) -> None:
    due = due_of(law, work, TOWN, "task-opinions-asked", "task-opinions", began=began)
    assert (due.truth, due.latest) == (Truth.YES, latest)
    assert due.late_on(latest) is Truth.NO
    assert due.late_on(latest + timedelta(days=1)) is Truth.YES
    assert (left(work, due, began), left(work, due, latest)) == (7, 0)


@pytest.mark.parametrize(
    ("began", "latest"),
    [
        # 26/4/2025 is a Saturday worked for 2/5; 30/4, 1/5, 2/5 off. 25, 26, 28, 29/4, 5, 6, 7/5.
        (date(2025, 4, 24), date(2025, 5, 7)),
        # Tết 2025: 27 to 31/1 off, 1 and 2/2 a weekend. 23, 24/1, 3, 4, 5, 6, 7/2.
        (date(2025, 1, 22), date(2025, 2, 7)),
    ],
)
def test_seven_working_days_of_earlier_years(work: WorkCalendar, began: date, latest: date) -> None:
    assert counted(work, began, 7, "working-days") == latest


CALENDAR_DAYS = [
    # 11 days to 31/1, 19 in February; 19/2/2026 is in Tết and stays.
    ("consulted", "appraise", date(2026, 1, 20), date(2026, 2, 19)),
    ("task-prepared", "appraise-task", date(2025, 7, 1), date(2025, 7, 16)),
    ("approved", "publish", date(2026, 12, 20), date(2027, 1, 4)),
    ("approved", "review", date(2026, 3, 31), date(2031, 3, 31)),
    ("approved", "review", date(2028, 2, 29), date(2033, 2, 28)),
]


@pytest.mark.parametrize(("since", "what", "began", "latest"), CALENDAR_DAYS)
def test_calendar_days_and_years_end_where_the_calendar_says(  # noqa: PLR0917
    law: Law, work: WorkCalendar, since: str, what: str, began: date, latest: date
) -> None:
    due = due_of(law, work, TOWN, since, what, began=began)
    assert (due.truth, due.latest) == (Truth.YES, latest)


@pytest.mark.parametrize(
    ("subject", "since", "what", "latest"),
    [
        # Decree 178/2025, article 4: task / plan in months, here from 31/8/2025.
        (TOWN, "opened", "prepare-task", date(2025, 10, 31)),
        (TOWN, "consultant-selected", "close-consultation", date(2026, 8, 31)),
        (DETAILED, "opened", "prepare-task", date(2025, 9, 30)),
        (DETAILED, "consultant-selected", "close-consultation", date(2026, 2, 28)),
        (
            Subject("plan", "new", "general", "centrally-run-city"),
            "consultant-selected",
            "close-consultation",
            date(2026, 11, 30),
        ),
        (Subject("plan", "new", "general", "commune"), "opened", "prepare-task", date(2025, 9, 30)),
    ],
)
def test_months_of_the_decree_by_level_and_area(  # noqa: PLR0917
    law: Law, work: WorkCalendar, subject: Subject, since: str, what: str, latest: date
) -> None:
    due = due_of(law, work, subject, since, what, began=date(2025, 8, 31))
    assert (due.truth, due.latest) == (Truth.YES, latest)


def test_after_the_amending_decree_the_months_are_counted_but_not_sure(law: Law, work: WorkCalendar) -> None:
    due = due_of(law, work, DETAILED, "opened", "prepare-task", began=date(2026, 3, 2))
    assert (due.truth, due.latest, due.why) == (Truth.UNKNOWN, date(2026, 4, 2), PERHAPS)
    assert due.late_on(date(2026, 6, 1)) is Truth.UNKNOWN


def test_a_community_is_heard_twenty_to_thirty_days(law: Law, work: WorkCalendar) -> None:
    due = due_of(law, work, TOWN, "plan-prepared", "consultation", began=date(2026, 3, 2))
    assert (due.earliest, due.latest) == (date(2026, 3, 22), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("subject", "since", "what", "began", "truth", "why"),
    [
        (TOWN, "consulted", "appraise", date(2025, 6, 30), Truth.UNKNOWN, UNCONFIRMED),
        (TOWN, "appraised", "approve", date(2026, 3, 2), Truth.UNKNOWN, UNCONFIRMED),
        (
            Subject("information-request"),
            "opened",
            "answer",
            date(2026, 3, 2),
            Truth.NO,
            NONE_SET,
        ),
        (
            Subject("plan", "new", "general", ""),
            "opened",
            "prepare-task",
            date(2025, 8, 1),
            Truth.UNKNOWN,
            UNTOLD,
        ),
        (TOWN, "published", "enter-force", date(2026, 3, 2), Truth.UNKNOWN, SAYS_NOTHING),
        (
            Subject("plan", "new", "zoning", ""),
            "opened",
            "review",
            date(2026, 3, 2),
            Truth.UNKNOWN,
            SAYS_NOTHING,
        ),
    ],
)
def test_what_no_text_says_is_not_zero(  # noqa: PLR0917
    law: Law,
    work: WorkCalendar,
    subject: Subject,
    since: str,
    what: str,
    began: date,
    truth: Truth,
    why: object,
) -> None:
    due = due_of(law, work, subject, since, what, began=began)
    assert (due.truth, due.latest, due.why) == (truth, None, why)
    assert due.late_on(date(2099, 1, 1)) is (Truth.NO if truth is Truth.NO else Truth.UNKNOWN)


def test_working_days_of_a_year_without_holidays_are_not_counted(law: Law, work: WorkCalendar) -> None:
    due = due_of(law, work, TOWN, "task-opinions-asked", "task-opinions", began=date(2026, 12, 28))
    assert (due.truth, due.latest) == (Truth.UNKNOWN, None)
    assert "2027" in due.why[0]
    assert left(work, due, date(2026, 12, 29)) is None


def test_a_limit_that_changes_on_the_way_is_that_of_the_day_its_clock_began(
    work: WorkCalendar, tmp_path: Path
) -> None:
    folder = tmp_path / "law"
    folder.mkdir()
    (folder / "overlay.toml").write_text(
        'importer = "B"\ndecision = "QĐ 1"\ndate = 2026-11-20\n', encoding="utf-8"
    )
    columns = required_columns(ProcedureLimit)
    row = dict.fromkeys(columns, "") | {
        "code": "site.x", "title_vi": "Công bố", "title_en": "Publish", "basis": "Thử", "source": "dothi",
        "confidence": "secondary", "procedure": "site-plan", "since": "approved", "due": "publish",
        "unit": "days",
    }  # fmt: skip
    old = {"most": "15", "starts_earliest": "2025-07-01", "starts_latest": "2025-07-01",
           "ends_earliest": "2026-03-01", "ends_latest": "2026-03-01"}  # fmt: skip
    new = {"most": "10", "starts_earliest": "2026-03-01", "starts_latest": "2026-03-01",
           "ends_earliest": "never", "ends_latest": "never"}  # fmt: skip
    with (folder / "procedure_limits.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows([row | old, row | new])
    law, subject = load_law(folder), Subject("site-plan", "new", "detailed")
    before = due_of(law, work, subject, "approved", "publish", began=date(2026, 2, 25))
    after = due_of(law, work, subject, "approved", "publish", began=date(2026, 3, 1))
    assert (before.latest, after.latest) == (date(2026, 3, 12), date(2026, 3, 11))


@given(
    began=st.dates(date(2020, 1, 1), date(2025, 12, 1)),
    number=st.integers(1, 24),
    unit=st.sampled_from(["days", "months", "years"]),
)
def test_more_time_never_ends_earlier(began: date, number: int, unit: str) -> None:
    work = WorkCalendar(frozenset(), frozenset(), frozenset())
    assert began < counted(work, began, number, unit) <= counted(work, began, number + 1, unit)


def test_days_left_run_below_zero_when_late(law: Law, work: WorkCalendar) -> None:
    due = due_of(law, work, TOWN, "task-opinions-asked", "task-opinions", began=date(2026, 11, 20))
    # Due Wednesday 2/12; Friday 4/12 is two working days late.
    assert left(work, due, date(2026, 12, 4)) == -2
    assert left(work, Due(Truth.UNKNOWN, date(2026, 1, 1)), date(2026, 1, 2)) is None
