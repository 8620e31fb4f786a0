"""The work of the job: the plan is worked out, told as it goes, and written as files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dothi import __version__
from dothi.base.dates import format_date
from dothi.base.numbers import format_number
from dothi.registry.jobs.models import Job
from dothi.registry.lawbook import current_law
from dothi.registry.plans.receiving import digest_of
from dothi.registry.upgrades.aside import plan_aside
from dothi.registry.upgrades.handing import FILES, Question, folder_of, problem_of, sent_file
from dothi.towns.upgrade.data import plan_data
from dothi.towns.upgrade.found import Limits
from dothi.towns.upgrade.model import Case
from dothi.towns.upgrade.paper import write_docx
from dothi.towns.upgrade.plan import Asked
from dothi.towns.upgrade.wording import CASES
from dothi.towns.upgrade.workbook import write_workbook

Progress = Callable[[int, int, str], None]


def work_out(job: Job, progress: Progress) -> dict[str, Any]:
    """Work the plan out, write its files, and tell what lists and the job's page say of it."""
    question = Question.from_data(job.payload)
    progress(0, 0, "Đang đọc tệp")
    problem = problem_of(job)
    limits = Limits(question.gap, float(question.seconds))
    asked = Asked(question.earliest, question.alternatives, limits)
    worst, best = plan_aside(problem, asked, _told(progress, question.seconds))
    progress(2 * question.seconds, 2 * question.seconds, "Đang ghi kết quả")
    basis = {
        "file": job.payload["name"],
        "sha256": digest_of(sent_file(job)),
        "law": current_law().version,
        "software": __version__,
        "day": question.day.isoformat(),
    }
    told = {**plan_data(problem, worst, best), "basis": basis}
    folder = folder_of(job)
    lines = _lines(basis)
    write_workbook(problem, worst, best, folder / FILES["xlsx"], lines)
    write_docx(problem, worst, best, folder / FILES["docx"], lines)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / FILES["json"]).write_text(text, encoding="utf-8")
    return {case: _summary(told[case]) for case in ("worst", "best")} | {"illustrative": problem.illustrative}


def _lines(basis: Mapping[str, str]) -> list[tuple[str, str]]:
    day = format_date(date.fromisoformat(basis["day"]))
    return [
        (
            f"Số liệu, dự án, ngân sách: tệp «{basis['file']}»",
            f"Values, projects, budgets: “{basis['file']}”",
        ),
        (f"SHA-256 của tệp: {basis['sha256']}", f"SHA-256 of the file: {basis['sha256']}"),
        (f"Luật của ngày {day}, bảng luật {basis['law']}", f"Law of {day}, law tables {basis['law']}"),
        (f"Phần mềm dothi {basis['software']}", f"Software dothi {basis['software']}"),
    ]


def _summary(case: dict[str, Any]) -> dict[str, Any]:
    cost = case["programme"]["cost"] if case["programme"] else None
    return {"verdict": case["verdict"], "by": case["by"], "gap": case["gap"], "cost": cost}


def _told(progress: Progress, seconds: int) -> Callable[[Case | None, float | None, float | None], None]:
    """Tell how long each case has been at work, and its best programme so far."""
    began = dict[Case, float]()

    def tell(case: Case | None, cost: float | None, gap: float | None) -> None:
        if case is None:
            progress(0, 2 * seconds, "Đang chuẩn bị bài toán")
            return
        spent = time.monotonic() - began.setdefault(case, time.monotonic())
        done = min(int(spent), seconds) + (seconds if case is Case.BEST else 0)
        said = f"{CASES[case][0]}: "
        if cost is None:
            said += "đang tìm chương trình"
        else:
            said += f"đã có chương trình {format_number(round(cost))} tỷ đồng"
            if gap:
                share = format_number(Decimal(str(round(gap * 100, 1))))
                said += f", cách mức tốt nhất có thể nhiều nhất {share} %"
        progress(done, 2 * seconds, said)

    return tell
