"""Long work of this app: working out how towns reach a class."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.upgrades.handing import KIND
from dothi.registry.upgrades.planning import work_out


@job_kind(KIND, title_vi="Lập chương trình nâng loại đô thị", title_en="Plan how towns reach a class")
def plan(run: Running) -> dict[str, Any] | None:
    """Work it out; the files are written anew where a worker broke off."""
    return work_out(run.job, run.progress)
