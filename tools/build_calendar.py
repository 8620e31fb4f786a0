"""Write the calendar tables of the law room from the published data of the ``holidays`` package.

Run ``python tools/build_calendar.py`` after raising the pinned version; ``--check`` only says whether the
files are what the package gives. Years are those for which the package holds the swapped days that were
announced; a name it marks as estimated stops the run, for an estimate is no holiday.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import holidays

FIRST, LAST = 2019, 2026
DATA = Path(__file__).resolve().parent.parent / "src" / "dothi" / "law" / "data"
COMMON = ["basis", "source", "confidence", "starts_earliest", "starts_latest", "ends_earliest", "ends_latest"]
BASIS = "Dữ liệu gói holidays phiên bản {version}, dẫn Bộ luật Lao động và thông báo hoán đổi ngày làm việc"
SOURCE = ["holidays-package", "secondary"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def tables() -> dict[str, str]:
    """Text of each file by name."""
    return {"public_holidays.csv": _days(), "calendar_years.csv": _years()}


def _package(language: str) -> holidays.HolidayBase:
    """Ask one year more: a day of the first year may make up for a day off just before it."""
    return holidays.country_holidays("VN", years=range(FIRST - 1, LAST + 1), language=language)


def _swaps() -> dict[date, date]:
    """Days off by the working day that makes up for each."""
    given = _package("vi")
    made_up = {}
    for day, name in given.items():
        if name.startswith("Ngày nghỉ (thay cho ngày "):
            written = name.removeprefix("Ngày nghỉ (thay cho ngày ").removesuffix(")")
            numbers = [int(part) for part in written.split("/")]
            made_up[date(numbers[2], numbers[1], numbers[0])] = day
    if set(made_up) != {day for day in given.weekend_workdays if day.year >= FIRST}:
        sys.exit("the swapped days of the package do not match its worked weekends")
    return made_up


def _days() -> str:
    vietnamese, english = _package("vi"), _package("en_US")
    made_up = _swaps()
    rows = []
    for day in sorted({*vietnamese, *made_up}):
        if not FIRST <= day.year <= LAST:
            continue
        if day in made_up:
            kind, other = "swapped-working", made_up[day]
            names = (f"Ngày làm bù cho {_written(other)}", f"Working day in place of {other}")
        elif day in made_up.values():
            kind, other = "swapped-off", next(worked for worked, off in made_up.items() if off == day)
            names = (f"Ngày nghỉ, làm bù vào {_written(other)}", f"Day off, made up for on {other}")
        else:
            kind, other = "holiday", None
            names = (vietnamese[day], english[day])
        if "dự kiến" in names[0]:
            sys.exit(f"{day} is only estimated by the package: {names[0]}")
        rows.append([day.isoformat(), *names, kind, other.isoformat() if other else "", *_tail(day)])
    return _csv(["code", "title_vi", "title_en", "kind", "in_place_of", *COMMON], rows)


def _years() -> str:
    rest = " ".join(WEEKDAYS[number] for number in sorted(_package("vi").weekend))
    rows = []
    for year in range(FIRST, LAST + 1):
        tail = _tail(date(year, 1, 1), date(year + 1, 1, 1))
        rows.append([str(year), f"Lịch làm việc năm {year}", f"Work calendar of {year}", rest, *tail])
    return _csv(["code", "title_vi", "title_en", "rest_weekdays", *COMMON], rows)


def _tail(start: date, end: date | None = None) -> list[str]:
    last = end or start + timedelta(days=1)
    basis = BASIS.format(version=holidays.__version__)
    return [basis, *SOURCE, *[start.isoformat()] * 2, *[last.isoformat()] * 2]


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _csv(header: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def main() -> int:
    """Write the files, each in one step, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit code 1 when a file differs")
    check = parser.parse_args().check
    stale = 0
    for name, text in tables().items():
        path = DATA / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{name}: {'differs from the package' if check else 'written'}")
        if not check:
            draft = path.with_suffix(".csv.new")
            draft.write_text(text, encoding="utf-8")
            os.replace(draft, path)  # noqa: PTH105  (one step, over an existing file)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
